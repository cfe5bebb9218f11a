/** Exact accumulators: what a unit of stake has earned, and how it grows. Spec: mutual-credit.md#accumulators. */

/** Earnings of a unit of stake are counted in parts of 1 / 2^64 of a base unit. */
const SCALE = 64n
/** From here on nothing is added: a table holds no greater number. */
const MOST = 1n << 192n

/** What is shared out among stakes, epoch by epoch. */
export interface Shared {
  /** Earnings of a unit of stake so far, scaled by 2^64. */
  readonly accumulator: bigint
  /** What the last division left, scaled by 2^64. */
  readonly remainder: bigint
  /** What couldn't be shared out yet because nobody had stake, base units. */
  readonly held: bigint
}

/**
 * Shares an amount out among all stake: nothing is lost, what a division leaves is carried, and without stake all of it
 * waits.
 * Spec: mutual-credit.md#accumulators.
 * @param before - As it was.
 * @param amount - Base units ≥ 0n.
 * @param stake - Sum of all stakes, base units ≥ 0n.
 * @returns As it is after.
 * @example shareOut({ accumulator: 0n, remainder: 0n, held: 1n }, 2n, 3n) // { accumulator: 18446744073709551616n, remainder: 0n, held: 0n }
 */
export function shareOut({ accumulator, remainder, held }: Shared, amount: bigint, stake: bigint): Shared {
  const all = held + amount
  const waits: Shared = { accumulator, remainder, held: all }
  if (stake === 0n || all === 0n) return waits
  const scaled = (all << SCALE) + remainder
  const grown = accumulator + scaled / stake
  return grown < MOST ? { accumulator: grown, remainder: scaled % stake, held: 0n } : waits
}

/**
 * What scaled earnings pay in whole base units, and what is carried to the next time.
 * Spec: mutual-credit.md#accumulators.
 * @param scaled - Stake times growth of the accumulator, summed, and the remainder of the time before.
 * @returns Base units, rounded down, and the rest, 0n ≤ rest < 2^64.
 * @example earned((5n << 64n) + 7n) // { amount: 5n, remainder: 7n }
 */
export function earned(scaled: bigint): { readonly amount: bigint; readonly remainder: bigint } {
  const amount = scaled >> SCALE
  return { amount, remainder: scaled - (amount << SCALE) }
}
