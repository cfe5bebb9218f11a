import { type Clearing, clearGraph } from './clear.js'
import { type DebtGraph, type Obligation, readObligations } from './obligations.js'

/** A list in which an obligation stands as several of the same parties that follow each other, its segments. */
export interface SegmentedObligations {
  readonly obligations: readonly Obligation[]
  /** By obligation of the original list, and one more: the position of its first segment. */
  readonly first: readonly number[]
}

/**
 * Splits every obligation into segments of equal amount, each of which is a little less welcome than the one before, at
 * a level of weight of its own below all others. What clears these best clears as much as possible, and among all ways
 * to do so evens out what share of each obligation is cleared: a first segment goes before anybody's second.
 *
 * An obligation of less than `segments` units has a segment for each unit; where the amount isn't divisible the first
 * segments have a unit more. The segments' clearing is verified as any other.
 * Spec: clearing.md#fairness. Source: piecewise linear approximation of a convex cost; Ahuja, Magnanti, Orlin (1993),
 * section 14.3.
 * @param obligations - With weights or without.
 * @param segments - Into how many at most, ≥ 1; the finer, the fairer and the slower.
 * @returns The segments of all obligations in their order, and where those of each begin.
 * @throws {ObligationError} as {@link clear}; RangeError when `segments` is not a whole number ≥ 1.
 * @example
 * segmentObligations([{ debtor: 'a', creditor: 'b', amount: 5n }], 2).obligations.map(({ amount, weight }) => [amount, weight])
 * // [[3n, [1n, 0n]], [2n, [1n, -1n]]]
 */
export function segmentObligations(obligations: readonly Obligation[], segments: number): SegmentedObligations {
  const { graph, first } = segmentGraph(readObligations(obligations), segments)
  return { obligations: toList(obligations, graph, first), first }
}

interface Segments {
  readonly graph: DebtGraph
  readonly first: readonly number[]
}

function segmentGraph(read: DebtGraph, segments: number): Segments {
  if (!Number.isSafeInteger(segments) || segments < 1) throw new RangeError('segments must be a whole number from 1 on')
  const { parties, debtor, creditor, amount, levels, weight } = read
  // Where there is nothing to weigh there is one level.
  if (debtor.length === 0) return { graph: read, first: [0] }
  const most = BigInt(segments)
  const first = [0]
  const original: number[] = []
  const sizes: bigint[] = []
  const further: bigint[] = []
  for (let k = 0; k < debtor.length; k++) {
    const owed = amount[k]!
    const count = owed < most ? owed : most
    const [size, larger] = [owed / count, owed % count]
    for (let segment = 0n; segment < count; segment++) {
      original.push(k)
      sizes.push(segment < larger ? size + 1n : size)
      further.push(-segment)
    }
    first.push(original.length)
  }
  const own = weight ?? [new Array<bigint>(debtor.length).fill(1n)]
  const graph = {
    parties,
    debtor: Int32Array.from(original).map((k) => debtor[k]!),
    creditor: Int32Array.from(original).map((k) => creditor[k]!),
    amount: sizes,
    levels: levels + 1,
    weight: [...own.map((level) => original.map((k) => level[k]!)), further],
  }
  return { graph, first }
}

function toList(
  obligations: readonly Obligation[],
  { amount, weight = [] }: DebtGraph,
  first: readonly number[],
): readonly Obligation[] {
  const parts: Obligation[] = []
  for (const [k, { debtor, creditor }] of obligations.entries()) {
    for (let at = first[k]!; at < first[k + 1]!; at++) {
      parts.push({ debtor, creditor, amount: amount[at]!, weight: weight.map((level) => level[at]!) })
    }
  }
  return parts
}

/** A clearing that is even-handed, with what it takes to verify it. */
export interface FairClearing {
  /** Sum of all flows, units of account: as much as {@link clear} finds. */
  readonly cleared: bigint
  /** What is cleared of each obligation, in the order of the input, 0n ≤ flow ≤ amount. */
  readonly flow: bigint[]
  /** Potentials by party, of the weight's own levels only: {@link verifyClearing} accepts them with `flow`. */
  readonly potential: bigint[] | bigint[][]
  /** The segments and their clearing, whose certificate proves the fairness as well. */
  readonly segmented: { readonly obligations: readonly Obligation[]; readonly clearing: Clearing }
}

/**
 * As {@link clear}, and fair: of all ways to clear the maximum one that spreads it evenly over the obligations, up to a
 * segment of each.
 *
 * It decides one level more than {@link clear}, on as many parts as there are segments, so it takes several times as long.
 * Spec: clearing.md#fairness.
 * @param obligations - With weights or without.
 * @param segments - Into how many parts obligations are split, ≥ 1; see {@link segmentObligations}.
 * @returns Flows and potentials of the obligations, and the clearing of their segments.
 * @throws {ObligationError} as {@link clear}; RangeError when `segments` is not a whole number ≥ 1.
 * @example
 * clearFairly([
 *   { debtor: 'a', creditor: 'x', amount: 4n },
 *   { debtor: 'x', creditor: 'b', amount: 4n },
 *   { debtor: 'a', creditor: 'y', amount: 4n },
 *   { debtor: 'y', creditor: 'b', amount: 4n },
 *   { debtor: 'b', creditor: 'a', amount: 4n },
 * ], 4).flow // [2n, 2n, 2n, 2n, 4n]
 */
export function clearFairly(obligations: readonly Obligation[], segments: number): FairClearing {
  const { graph, first } = segmentGraph(readObligations(obligations), segments)
  const clearing = clearGraph(graph, false)
  const flow = obligations.map((_, k) => {
    let sum = 0n
    for (let at = first[k]!; at < first[k + 1]!; at++) sum += clearing.flow[at]!
    return sum
  })
  const own = (clearing.potential as bigint[][]).slice(0, -1)
  const potential = own.length === 1 ? own[0]! : own
  return {
    cleared: clearing.cleared,
    flow,
    potential,
    segmented: { obligations: toList(obligations, graph, first), clearing },
  }
}
