/** Splitting a sum over many without a loop. Spec: risk-pool.md#slices. */

/** A part of a whole that is laid end to end with the other parts. */
export interface Slice {
  /** Where it begins: the sum of the parts before it, ≥ 0n. */
  readonly from: bigint
  /** How long it is, > 0n. */
  readonly amount: bigint
}

/**
 * What a slice gets of a sum: ⌊(from + amount) · sum / whole⌋ − ⌊from · sum / whole⌋. The slices of a whole get all of
 * the sum, in whatever order they are asked for.
 * Spec: risk-pool.md#slices.
 * @param slice - One of the slices that make up the whole.
 * @param sum - What is split, base units ≥ 0n.
 * @param whole - Sum of all slices, > 0n.
 * @returns Base units, less than one away from amount · sum / whole.
 * @example partOf({ from: 1n, amount: 1n }, 2n, 3n) // 1n
 */
export function partOf({ from, amount }: Slice, sum: bigint, whole: bigint): bigint {
  return ((from + amount) * sum) / whole - (from * sum) / whole
}
