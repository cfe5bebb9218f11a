import type { Bundles } from './bundles.js'
import { maximiseCirculation } from './circulation.js'
import { bitLength, improve, RESIDUAL_BITS, weightBits } from './exact.js'
import { createNetwork, residualsDown, setResiduals, setWeights } from './network.js'
import type { DebtGraph } from './obligations.js'

/** A maximum circulation over bundles, and by level the potentials of all parties that prove it. */
export interface Optimum {
  readonly flow: readonly bigint[]
  readonly potential: readonly (readonly bigint[])[]
}

/** The circulation over the bundles whose weight is the greatest, greater levels first. */
export function findOptimum(graph: DebtGraph, bundles: Bundles): Optimum {
  const weight = weightsOf(graph, bundles)
  const widest = weight.reduce((most, level) => level.reduce((bits, w) => Math.max(bits, bitLength(w)), most), 0)
  if (weight.length > 1 || widest > weightBits(graph.parties, 1)) return byLevels(graph, bundles, weight)
  const amount = inNumbers(graph, bundles)
  return amount === undefined ? byLevels(graph, bundles, weight) : atOnce(graph, bundles, weight[0]!, amount)
}

/** The usual case: one level, and everything is exact in 53 bits. */
function atOnce(graph: DebtGraph, bundles: Bundles, weight: readonly bigint[], amount: Float64Array): Optimum {
  const network = createNetwork(graph.parties, bundles.debtor, bundles.creditor)
  setWeights(network, Float64Array.from(weight, Number))
  setResiduals(network, amount, new Float64Array(amount.length))
  maximiseCirculation(network)
  return { flow: Array.from(residualsDown(network), BigInt), potential: [Array.from(network.potential, BigInt)] }
}

/**
 * One level after the other. What is a maximum for the levels so far are exactly the circulations in which every edge
 * whose reduced weight isn't zero keeps its flow, so each further level is decided on the edges where it is zero.
 */
function byLevels(graph: DebtGraph, bundles: Bundles, weight: readonly (readonly bigint[])[]): Optimum {
  const amount = exactly(graph, bundles)
  const flow = new Array<bigint>(amount.length).fill(0n)
  let free = amount.map((_, b) => b)
  const potential = weight.map((level) => {
    const debtor = Int32Array.from(free, (b) => bundles.debtor[b]!)
    const creditor = Int32Array.from(free, (b) => bundles.creditor[b]!)
    const worth = free.map((b) => level[b]!)
    const improvement = improve({
      nodes: graph.parties,
      debtor,
      creditor,
      up: free.map((b) => amount[b]! - flow[b]!),
      down: free.map((b) => flow[b]!),
      weight: worth,
    })
    for (const [i, b] of free.entries()) flow[b]! += improvement.change[i]!
    free = free.filter(
      (_, i) => worth[i]! + improvement.potential[debtor[i]!]! - improvement.potential[creditor[i]!]! === 0n,
    )
    return improvement.potential
  })
  return { flow, potential }
}

function weightsOf({ weight }: DebtGraph, { representative }: Bundles): readonly (readonly bigint[])[] {
  if (weight === undefined) return [new Array<bigint>(representative.length).fill(1n)]
  return weight.map((level) => Array.from(representative, (k) => level[k]!))
}

/** Amounts by bundle, or nothing when their sum is too great for the solver. */
function inNumbers({ amount }: DebtGraph, { of, debtor }: Bundles): Float64Array | undefined {
  const sums = new Float64Array(debtor.length)
  let total = 0
  for (let k = 0; k < of.length; k++) {
    if (of[k] === -1) continue
    const owed = Number(amount[k]!)
    sums[of[k]!]! += owed
    total += owed
  }
  // Below 2^53 every sum was exact, and a sum that once passed it never comes back.
  return total < 2 ** RESIDUAL_BITS ? sums : undefined
}

function exactly({ amount }: DebtGraph, { of, debtor }: Bundles): readonly bigint[] {
  const sums = new Array<bigint>(debtor.length).fill(0n)
  for (let k = 0; k < of.length; k++) if (of[k] !== -1) sums[of[k]!]! += amount[k]!
  return sums
}
