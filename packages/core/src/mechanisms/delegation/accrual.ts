/**
 * Rewards in proportion to stake without a loop over those who staked: what one base unit has earned since the
 * beginning, in 2^−64 base units, what doesn't divide carried over. Nothing is lost and nothing made.
 * Spec: delegation.md#accrual.
 */

/** What one base unit of stake has earned since the beginning, for each reward asset. */
export interface Accrual {
  /** 2^−64 base units a base unit of stake. */
  readonly index: readonly bigint[]
  /** What is still to be shared out, 2^−64 base units. */
  readonly rest: readonly bigint[]
}

const FRACTION = 64n

/** Base units as finer ones. */
export const fine = (amount: bigint): bigint => amount << FRACTION
/** Whole base units, rounded down. */
export const whole = (amount: bigint): bigint => amount >> FRACTION
/** What is left beside the whole base units. */
export const fraction = (amount: bigint): bigint => BigInt.asUintN(64, amount)

/**
 * Shares gains out over stake.
 * Spec: delegation.md#accrual.
 * @param accrual - What was shared out before.
 * @param gains - For each asset, 2^−64 base units ≥ 0n.
 * @param stake - Base units ≥ 0n; at 0n the gains wait for the next stake.
 * @returns The accrual after it: stake · (index − index before) + rest = gains + rest before, for each asset.
 * @example spread({ index: [0n], rest: [0n] }, [7n], 2n) // { index: [3n], rest: [1n] }
 */
export function spread({ index, rest }: Accrual, gains: readonly bigint[], stake: bigint): Accrual {
  const due = rest.map((left, asset) => left + (gains[asset] as bigint))
  if (stake === 0n) return { index, rest: due }
  return {
    index: index.map((earned, asset) => earned + (due[asset] as bigint) / stake),
    rest: due.map((amount) => amount % stake),
  }
}

/**
 * What stake has earned between two indices.
 * Spec: delegation.md#accrual.
 * @param stake - Base units ≥ 0n.
 * @param from - Index of each asset when it began.
 * @param to - Index of each asset now.
 * @returns For each asset, 2^−64 base units.
 * @example earnedBy(2n, [1n], [4n]) // [6n]
 */
export function earnedBy(stake: bigint, from: readonly bigint[], to: readonly bigint[]): readonly bigint[] {
  return to.map((index, asset) => stake * (index - (from[asset] as bigint)))
}

/** Both together, asset by asset. */
export function plus(a: readonly bigint[], b: readonly bigint[]): readonly bigint[] {
  return a.map((amount, asset) => amount + (b[asset] as bigint))
}

/**
 * An operator's part of gains, rounded up, and what is left.
 * Spec: delegation.md#commission.
 * @param gains - For each asset, 2^−64 base units.
 * @param commission - Basis points.
 * @returns Both for each asset; they sum to the gains.
 * @example commissionOf([101n], 100) // { kept: [2n], left: [99n] }
 */
export function commissionOf(
  gains: readonly bigint[],
  commission: number,
): { readonly kept: readonly bigint[]; readonly left: readonly bigint[] } {
  const kept = gains.map((gain) => (gain * BigInt(commission) + 9_999n) / 10_000n)
  return { kept, left: gains.map((gain, asset) => gain - (kept[asset] as bigint)) }
}
