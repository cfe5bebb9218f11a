/** Parts of a pool. Spec: lending.md#shares. */
import { mulDiv } from '../../arithmetic/index.js'

/** What a pool is worth and into how many parts it is divided. */
export interface Divided {
  /** Base units that suppliers own. */
  readonly assets: bigint
  readonly shares: bigint
}

/** Shares that nobody owns, beside one base unit that nobody owns: the first supplier has no say over what a share is worth. */
const VIRTUAL = 1024n
/** Digits that every share loses when a new era begins. */
const STEP = 16n
/** Most shares for a base unit, as digits. */
const DIGITS = 26n

/**
 * Shares for what is supplied, rounded down.
 * Spec: lending.md#shares.
 * @param pool - Before the supply.
 * @param amount - Base units.
 * @returns Shares, ≥ 0n.
 * @example sharesFor({ assets: 0n, shares: 0n }, 5n) // 5120n
 */
export const sharesFor = ({ assets, shares }: Divided, amount: bigint): bigint =>
  mulDiv(amount, shares + VIRTUAL, assets + 1n, 'down')

/**
 * What shares are worth, rounded down.
 * Spec: lending.md#shares.
 * @param pool - With these shares in it.
 * @param shares - Some of the pool's.
 * @returns Base units, at most the pool's assets.
 * @example worthOf({ assets: 5n, shares: 5120n }, 5120n) // 5n
 */
export const worthOf = (pool: Divided, shares: bigint): bigint =>
  mulDiv(shares, pool.assets + 1n, pool.shares + VIRTUAL, 'down')

/** Shares of an earlier era as they count now. */
export const carried = (shares: bigint, eras: number): bigint => shares >> (STEP * BigInt(eras))

/** The shares after as many eras as it takes until a base unit has no more than 2^26 of them: a loss makes none unwieldy. */
export function trimmed({ assets, shares }: Divided): { readonly shares: bigint; readonly eras: number } {
  let [left, eras] = [shares, 0]
  while (left > (assets + 1n) << DIGITS) {
    left >>= STEP
    eras += 1
  }
  return { shares: left, eras }
}
