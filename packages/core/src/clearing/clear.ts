import { bundle, divide } from './bundles.js'
import { type Components, stronglyConnectedComponents } from './components.js'
import { withoutIdle } from './idle.js'
import {
  type DebtGraph,
  type Obligation,
  type ObligationColumns,
  type Obligations,
  readObligations,
} from './obligations.js'
import { findOptimum } from './optimum.js'

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
  const { graph, ofAll } = withoutIdle(readObligations(obligations))
  const components = stronglyConnectedComponents(graph.parties, graph.debtor, graph.creditor)
  const bundles = bundle(graph, components)
  const optimum = findOptimum(graph, bundles)
  const cleared = optimum.flow.reduce((total, flow) => total + flow, 0n)
  const flow = divide(graph, bundles, optimum.flow)
  const [highest, ...lower] = optimum.potential
  const separated = ofAll(separate(graph, components, highest!))
  const potential = lower.length === 0 ? separated : [separated, ...lower.map(ofAll)]
  return Array.isArray(obligations)
    ? { cleared, flow, potential }
    : { cleared, flow: BigInt64Array.from(flow), potential }
}

/**
 * Raises the potentials of whole components so far above those of their debtors that every obligation between two
 * components has a negative reduced weight: it lies on no cycle, and so none of it can be cleared.
 */
function separate(graph: DebtGraph, components: Components, potential: readonly bigint[]): readonly bigint[] {
  const { debtor, creditor, weight } = graph
  let step = 0n
  for (let k = 0; k < debtor.length; k++) {
    const from = debtor[k]!
    const to = creditor[k]!
    if (components.of[from] === components.of[to]) continue
    const needed = (weight === undefined ? 1n : weight[0]![k]!) + potential[from]! - potential[to]! + 1n
    if (needed > step) step = needed
  }
  if (step === 0n) return potential
  return potential.map((own, u) => own + step * BigInt(components.count - 1 - components.of[u]!))
}
