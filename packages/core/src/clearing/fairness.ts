import { type Clearing, clear } from './clear.js'
import { type Obligation, readObligations } from './obligations.js'

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
  if (!Number.isSafeInteger(segments) || segments < 1) throw new RangeError('segments must be a whole number from 1 on')
  const { levels, weight } = readObligations(obligations)
  const parts: Obligation[] = []
  const first = [0]
  for (const [k, { debtor, creditor, amount }] of obligations.entries()) {
    const own = Array.from({ length: levels }, (_, level) => (weight === undefined ? 1n : weight[level]![k]!))
    const count = amount < BigInt(segments) ? amount : BigInt(segments)
    for (let segment = 0n; segment < count; segment++) {
      const size = amount / count + (segment < amount % count ? 1n : 0n)
      parts.push({ debtor, creditor, amount: size, weight: [...own, -segment] })
    }
    first.push(parts.length)
  }
  return { obligations: parts, first }
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
 * It solves a graph `segments` times as large at one more level, so it takes several times as long.
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
  const { obligations: parts, first } = segmentObligations(obligations, segments)
  const clearing = clear(parts)
  const flow = obligations.map((_, k) => {
    let sum = 0n
    for (let at = first[k]!; at < first[k + 1]!; at++) sum += clearing.flow[at]!
    return sum
  })
  const own = (clearing.potential as bigint[][]).slice(0, -1)
  const potential = own.length === 1 ? own[0]! : own
  return { cleared: clearing.cleared, flow, potential, segmented: { obligations: parts, clearing } }
}
