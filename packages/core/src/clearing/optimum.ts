import type { Bundles } from './bundles.js'
import { type Chains, joinChains, setInnerPotentials } from './chains.js'
import { maximiseCirculation } from './circulation.js'
import { toIntegers, toNumbers } from './conversion.js'
import { bitLength, improve, RESIDUAL_BITS, weightBits, widestOf } from './exact.js'
import { solveBySimplex } from './network-simplex.js'
import { createNetwork, residualsDown, setResiduals, setWeights } from './network.js'
import type { DebtGraph } from './obligations.js'

/** A maximum circulation over bundles, and by level the potentials of all parties that prove it. */
export interface Optimum {
  readonly flow: readonly bigint[]
  readonly potential: readonly bigint[][]
}

/** A graph whose edges have amounts and, by level, weights. */
interface Problem {
  readonly nodes: number
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly amount: readonly bigint[]
  readonly weight: readonly (readonly bigint[])[]
}

/** The circulation over the bundles whose weight is the greatest, greater levels first. */
export function findOptimum(graph: DebtGraph, bundles: Bundles): Optimum {
  const chains = joinChains(graph.parties, bundles.debtor, bundles.creditor)
  const amount = amountsOf(graph, bundles)
  const narrowest = narrowestEdges(chains, amount)
  const optimum = solve({
    nodes: graph.parties,
    tail: chains.tail,
    head: chains.head,
    amount: Array.from(narrowest, (b) => amount[b]!),
    weight: Array.from({ length: graph.levels }, (_, level) => sumsOf(chains, weightOf(graph, bundles, level))),
  })
  for (const [level, potential] of optimum.potential.entries()) {
    setInnerPotentials(chains, bundles, narrowest, weightOf(graph, bundles, level), potential)
  }
  return { flow: flowsOf(chains, optimum.flow), potential: optimum.potential }
}

function solve(problem: Problem): Optimum {
  const { nodes, amount, weight } = problem
  const total = amount.reduce((sum, c) => sum + c, 0n)
  const widest = Math.max(...weight.map(widestOf))
  const fits = bitLength(total) <= RESIDUAL_BITS && widest <= weightBits(nodes, 1)
  return weight.length === 1 && fits ? solveAtOnce(problem) : solveByLevels(problem)
}

/** The usual case: one level, and everything is exact in 53 bits. */
function solveAtOnce({ nodes, tail, head, amount, weight }: Problem): Optimum {
  if ((globalThis as any).NS) {
    const t0 = performance.now()
    const s = solveBySimplex({ nodes, tail, head, amount: toNumbers(amount), weight: weight.map(toNumbers) })
    ;(globalThis as any).STATS = { ns: performance.now() - t0 }
    return { flow: toIntegers(s.flow), potential: s.potential.map(toIntegers) }
  }
  const network = createNetwork(nodes, tail, head)
  setWeights(network, toNumbers(weight[0]!))
  setResiduals(network, toNumbers(amount), new Float64Array(amount.length))
  maximiseCirculation(network)
  return { flow: toIntegers(residualsDown(network)), potential: [toIntegers(network.potential)] }
}

/**
 * One level after the other. What is a maximum for the levels so far are exactly the circulations in which every edge
 * whose reduced weight isn't zero keeps its flow, so each further level is decided on the edges where it is zero.
 */
function solveByLevels({ nodes, tail, head, amount, weight }: Problem): Optimum {
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

/** Weight of each bundle at one level. */
function weightOf({ weight }: DebtGraph, { representative }: Bundles, level: number): (bundle: number) => bigint {
  return weight === undefined ? () => 1n : (b) => weight[level]![representative[b]!]!
}

function amountsOf({ amount }: DebtGraph, { of, debtor }: Bundles): readonly bigint[] {
  const totals = new Array<bigint>(debtor.length).fill(0n)
  for (let k = 0; k < of.length; k++) if (of[k] !== -1) totals[of[k]!]! += amount[k]!
  return totals
}

/** By chain, the edge whose amount is the least. */
function narrowestEdges({ first, edges, tail }: Chains, amount: readonly bigint[]): Int32Array {
  return tail.map((_, i) => {
    let least = edges[first[i]!]!
    for (let at = first[i]! + 1; at < first[i + 1]!; at++) if (amount[edges[at]!]! < amount[least]!) least = edges[at]!
    return least
  })
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
function flowsOf({ first, edges, tail }: Chains, flow: readonly bigint[]): readonly bigint[] {
  const all = new Array<bigint>(edges.length)
  for (let i = 0; i < tail.length; i++) for (let at = first[i]!; at < first[i + 1]!; at++) all[edges[at]!] = flow[i]!
  return all
}
