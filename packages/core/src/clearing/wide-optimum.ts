import type { Bundles } from './bundles.js'
import { type Chains, narrowestEdges, setInnerPotentials } from './chains.js'
import { improve } from './exact.js'
import type { DebtGraph } from './obligations.js'
import { type Optimum, weightOf } from './optimum.js'

/** The circulation over the bundles whose weight is the greatest, greater levels first, for integers of any size. */
export function findWideOptimum(graph: DebtGraph, bundles: Bundles, chains: Chains): Optimum<bigint[]> {
  const amount = amountsOf(graph, bundles)
  const narrowest = narrowestEdges(chains, amount)
  const optimum = solveByLevels(
    graph.parties,
    chains,
    Array.from(narrowest, (b) => amount[b]!),
    Array.from({ length: graph.levels }, (_, level) => sumsOf(chains, weightOf(graph, bundles, level))),
  )
  for (const [level, potential] of optimum.potential.entries()) {
    setInnerPotentials(chains, bundles, narrowest, weightOf(graph, bundles, level), potential)
  }
  return { flow: flowsOf(chains, optimum.flow), potential: optimum.potential }
}

/**
 * One level after the other. What is a maximum for the levels so far are exactly the circulations in which every edge
 * whose reduced weight isn't zero keeps its flow, so each further level is decided on the edges where it is zero.
 */
function solveByLevels(
  nodes: number,
  { tail, head }: Chains,
  amount: readonly bigint[],
  weight: readonly (readonly bigint[])[],
): Optimum<bigint[]> {
  const flow = new Array<bigint>(amount.length).fill(0n)
  let free = amount.map((_, k) => k)
  const potential = weight.map((level) => {
    const debtor = Int32Array.from(free, (k) => tail[k]!)
    const creditor = Int32Array.from(free, (k) => head[k]!)
    const worth = free.map((k) => level[k]!)
    const up = free.map((k) => amount[k]! - flow[k]!)
    const down = free.map((k) => flow[k]!)
    const improvement = improve({ nodes, debtor, creditor, up, down, weight: worth })
    for (const [i, k] of free.entries()) flow[k]! += improvement.change[i]!
    const rise = improvement.potential
    free = free.filter((_, i) => worth[i]! + rise[debtor[i]!]! - rise[creditor[i]!]! === 0n)
    return rise
  })
  return { flow, potential }
}

function amountsOf({ amount }: DebtGraph, { of, debtor }: Bundles): readonly bigint[] {
  const totals = new Array<bigint>(debtor.length).fill(0n)
  for (let k = 0; k < of.length; k++) if (of[k] !== -1) totals[of[k]!]! += amount[k]!
  return totals
}

/** By chain, the sum over its edges. */
function sumsOf({ first, edges, tail }: Chains, of: (edge: number) => bigint): readonly bigint[] {
  return Array.from(tail, (_, i) => {
    let sum = 0n
    for (let at = first[i]!; at < first[i + 1]!; at++) sum += of(edges[at]!)
    return sum
  })
}

/** By edge, the flow of its chain. */
function flowsOf({ first, edges, tail }: Chains, flow: readonly bigint[]): bigint[] {
  const all = new Array<bigint>(edges.length)
  for (let i = 0; i < tail.length; i++) for (let at = first[i]!; at < first[i + 1]!; at++) all[edges[at]!] = flow[i]!
  return all
}
