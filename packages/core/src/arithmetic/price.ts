import { mulDiv, type Rounding } from './rounding.js'

/**
 * An exact ratio in base units: `baseAmount` of one asset is worth `quoteAmount` of another. Both parts are > 0n and
 * < 2^256. Two prices with the same ratio and different parts are equal in every result.
 * Spec: numbers.md#prices.
 */
export interface Price {
  /** Base units of the asset that is priced. */
  readonly baseAmount: bigint
  /** Base units of the asset in which it is priced. */
  readonly quoteAmount: bigint
}

/** Largest part of a price: 2^256 − 1. */
export const MAX_PRICE_PART = (1n << 256n) - 1n

/**
 * Whether a value is a price: both parts are bigints > 0n and < 2^256.
 * Spec: numbers.md#prices.
 * @param value - Anything.
 * @returns false for whatever has no two such parts; nothing is thrown.
 * @example isPrice({ baseAmount: 1n, quoteAmount: 0n }) // false
 */
export function isPrice(value: unknown): value is Price {
  if (typeof value !== 'object' || value === null) return false
  const { baseAmount, quoteAmount } = value as Partial<Price>
  return isPart(baseAmount) && isPart(quoteAmount)
}

/**
 * What an amount of the base asset is worth in the quote asset: `amount · quoteAmount / baseAmount`.
 * Spec: numbers.md#prices.
 * @param amount - Base units of the base asset, any sign.
 * @param price - Ratio in base units.
 * @param rounding - `down` is towards minus infinity, `up` towards plus infinity.
 * @returns Base units of the quote asset; not limited to 2^127 (whoever puts it into a ledger is refused there).
 * @throws {RangeError} when a part of the price isn't in 0n < part < 2^256 or the rounding isn't one of the two.
 * @throws {TypeError} when the amount isn't a bigint.
 * @example convert(100n, { baseAmount: 3n, quoteAmount: 1n }, 'down') // 33n
 */
export function convert(amount: bigint, price: Price, rounding: Rounding): bigint {
  check(price)
  return mulDiv(amount, price.quoteAmount, price.baseAmount, rounding)
}

/**
 * How much of the base asset an amount of the quote asset is worth: `amount · baseAmount / quoteAmount`.
 * Spec: numbers.md#prices.
 * @param amount - Base units of the quote asset, any sign.
 * @param price - Ratio in base units.
 * @param rounding - `down` is towards minus infinity, `up` towards plus infinity.
 * @returns Base units of the base asset; not limited to 2^127.
 * @throws {RangeError} when a part of the price isn't in 0n < part < 2^256 or the rounding isn't one of the two.
 * @throws {TypeError} when the amount isn't a bigint.
 * @example convertBack(33n, { baseAmount: 3n, quoteAmount: 1n }, 'up') // 99n
 */
export function convertBack(amount: bigint, price: Price, rounding: Rounding): bigint {
  check(price)
  return mulDiv(amount, price.baseAmount, price.quoteAmount, rounding)
}

/**
 * Order of two prices by quote per base, exact by cross-multiplication.
 * Spec: numbers.md#prices.
 * @param a - Ratio in base units.
 * @param b - Ratio of the same two assets.
 * @returns −1 where `a` gives less quote per base than `b`, 1 where more, 0 where the ratios are equal.
 * @throws {RangeError} when a part of a price isn't in 0n < part < 2^256.
 * @example comparePrices({ baseAmount: 3n, quoteAmount: 1n }, { baseAmount: 2n, quoteAmount: 1n }) // -1
 */
export function comparePrices(a: Price, b: Price): -1 | 0 | 1 {
  check(a)
  check(b)
  const left = a.quoteAmount * b.baseAmount
  const right = b.quoteAmount * a.baseAmount
  if (left === right) return 0
  return left < right ? -1 : 1
}

/**
 * The same price seen from the other asset: the two parts change places, nothing is rounded.
 * Spec: numbers.md#prices.
 * @param price - Ratio in base units.
 * @returns The ratio with base and quote exchanged.
 * @throws {RangeError} when a part of the price isn't in 0n < part < 2^256.
 * @example invertPrice({ baseAmount: 3n, quoteAmount: 1n }) // { baseAmount: 1n, quoteAmount: 3n }
 */
export function invertPrice(price: Price): Price {
  check(price)
  return { baseAmount: price.quoteAmount, quoteAmount: price.baseAmount }
}

function check(price: Price): void {
  if (!isPrice(price)) throw new RangeError('both parts of a price must be positive and below 2^256')
}

function isPart(part: unknown): boolean {
  return typeof part === 'bigint' && part > 0n && part <= MAX_PRICE_PART
}
