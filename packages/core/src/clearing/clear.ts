import { bundle, divide, divideNumbers } from './bundles.js'
import { joinChains } from './chains.js'
import { type Components, stronglyConnectedComponents } from './components.js'
import { toColumn, toIntegers } from './conversion.js'
import { withoutIdle } from './idle.js'
import { findNarrowOptimum } from './narrow-optimum.js'
import {
  type DebtGraph,
  type Obligation,
  type ObligationColumns,
  type Obligations,
  readObligations,
} from './obligations.js'
import { findWideOptimum } from './wide-optimum.js'

/** How much of each obligation is set off, with the potentials that prove that no more can be. */
export interface Clearing<
  Flow extends ArrayLike<bigint> = bigint[],
  Potential extends bigint[] | bigint[][] = bigint[] | bigint[][],
> {
  /** Sum of all flows, units of account. */
  readonly cleared: bigint
  /** What is cleared of each obligation, in the order of the input, 0n ≤ flow ≤ amount. */
  readonly flow: Flow
  /**
   * An integer per party, in order of first appearance (an obligation's debtor before its creditor) or by column index;
   * one such array per level where weights have several.
   */
  readonly potential: Potential
}

/** Obligations that carry no weight have one level, and so one potential per party. */
type Unweighted<T> = T & { readonly weight?: never }

/**
 * Multilateral set-off: cancels obligations around cycles so that nobody's net position changes, no obligation grows and
 * the total cleared, or the total weight of what is cleared where obligations carry weights, is the maximum.
 *
 * The maximum is unique, the flows that reach it aren't; which of them is returned is not specified and may change.
 * Parallel obligations of equal weight share their flow by largest remainder. Pure, and exact for integers of any size.
 * Spec: clearing.md#clearing. Source: Simmons (1983), maximum circulation; Fleischman, Dini, Littera (2020), credit as edges.
 * @param obligations - A list of `{ debtor, creditor, amount, weight? }`, or columns of the same.
 * @returns Flows as `bigint[]` for a list and as `BigInt64Array` for columns; {@link verifyClearing} accepts it.
 * @throws {ObligationError} with a `code` when an obligation is a self-debt, has no positive amount, or is malformed.
 * @throws {RangeError} when columns have more than 10^8 parties: the answer has a potential for each, idle ones included.
 * @example
 * clear([
 *   { debtor: 'a', creditor: 'b', amount: 5n },
 *   { debtor: 'b', creditor: 'c', amount: 3n },
 *   { debtor: 'c', creditor: 'a', amount: 4n },
 * ]) // { cleared: 9n, flow: [3n, 3n, 3n], potential: [0n, 1n, -1n] }
 */
export function clear(obligations: readonly Unweighted<Obligation>[]): Clearing<bigint[], bigint[]>
export function clear(obligations: Unweighted<ObligationColumns>): Clearing<BigInt64Array, bigint[]>
export function clear(obligations: readonly Obligation[]): Clearing
export function clear(obligations: ObligationColumns): Clearing<BigInt64Array>
export function clear(obligations: Obligations): Clearing | Clearing<BigInt64Array>
export function clear(obligations: Obligations): Clearing | Clearing<BigInt64Array> {
  const graph = readObligations(obligations)
  return Array.isArray(obligations) ? clearGraph(graph, false) : clearGraph(graph, true)
}

/** As {@link clear}, of obligations that have been read; flows as a list or in a column. */
export function clearGraph(read: DebtGraph, inColumns: true): Clearing<BigInt64Array>
export function clearGraph(read: DebtGraph, inColumns: false): Clearing
export function clearGraph(read: DebtGraph, inColumns: boolean): Clearing | Clearing<BigInt64Array> {
  const { graph, ofAll } = withoutIdle(read)
  const components = stronglyConnectedComponents(graph.parties, graph.debtor, graph.creditor)
  const bundles = bundle(graph, components)
  const chains = joinChains(graph.parties, bundles.debtor, bundles.creditor)
  const narrow = findNarrowOptimum(graph, components, bundles, chains)
  if (narrow !== undefined) {
    const cleared = BigInt(narrow.flow.reduce((total, flow) => total + flow, 0))
    const parts = divideNumbers(graph, bundles, narrow.flow)
    const potential = inShape(separate(graph, components, narrow.potential).map(ofAll))
    return inColumns ? { cleared, flow: toColumn(parts), potential } : { cleared, flow: toIntegers(parts), potential }
  }
  const wide = findWideOptimum(graph, bundles, chains)
  const cleared = wide.flow.reduce((total, flow) => total + flow, 0n)
  const flow = divide(graph, bundles, wide.flow)
  const potential = inShape(separate(graph, components, wide.potential).map(ofAll))
  return inColumns ? { cleared, flow: BigInt64Array.from(flow), potential } : { cleared, flow, potential }
}

/**
 * Potentials that are small: each component's first party has zero, but for what gives every obligation between two
 * components a negative reduced weight at the first level, because it lies on no cycle and can't be cleared.
 */
function separate(
  { debtor, creditor, weight }: DebtGraph,
  components: Components,
  levels: readonly bigint[][],
): readonly bigint[][] {
  for (const potential of levels) shift(potential, components, firstOfEach(components, potential), -1n)
  const highest = levels[0]!
  const rise = new Array<bigint>(components.count).fill(0n)
  // Components are numbered so that debtors come after their creditors.
  for (const k of obligationsBetween(debtor, creditor, components)) {
    const from = debtor[k]!
    const to = components.of[creditor[k]!]!
    const reduced = (weight === undefined ? 1n : weight[0]![k]!) + highest[from]! - highest[creditor[k]!]!
    const least = rise[components.of[from]!]! + reduced + 1n
    if (least > rise[to]!) rise[to] = least
  }
  shift(highest, components, rise, 1n)
  return levels
}

/** By component, the potential of the party with the smallest number. */
function firstOfEach({ of, count }: Components, potential: readonly bigint[]): readonly bigint[] {
  const first = new Array<bigint>(count).fill(0n)
  for (let u = potential.length - 1; u >= 0; u--) first[of[u]!] = potential[u]!
  return first
}

function shift(potential: bigint[], { of }: Components, by: readonly bigint[], sign: 1n | -1n): void {
  for (let u = 0; u < potential.length; u++) {
    const amount = by[of[u]!]!
    if (amount !== 0n) potential[u]! += sign * amount
  }
}

/** Potentials by level as a clearing has them: one level stands for itself. */
function inShape(levels: bigint[][]): bigint[] | bigint[][] {
  return levels.length === 1 ? levels[0]! : levels
}

/** The obligations between two components, in the order of the debtors' components, those that owe first. */
function obligationsBetween(debtor: Int32Array, creditor: Int32Array, { of, count }: Components): Int32Array {
  const next = new Int32Array(count + 1)
  for (let k = 0; k < debtor.length; k++) {
    const from = of[debtor[k]!]!
    if (from !== of[creditor[k]!]) next[count - from]!++
  }
  for (let c = 0; c < count; c++) next[c + 1]! += next[c]!
  const order = new Int32Array(next[count]!)
  for (let k = 0; k < debtor.length; k++) {
    const from = of[debtor[k]!]!
    if (from !== of[creditor[k]!]) order[next[count - 1 - from]!++] = k
  }
  return order
}
