/**
 * Bounds of what the ledger counts. Every amount and every balance fits a signed 128-bit integer.
 * Spec: numbers.md#amounts.
 */

/** Largest amount and largest magnitude of a balance, base units: 2^127 − 1. */
export const MAX_AMOUNT = (1n << 127n) - 1n

/**
 * Whether a value is an amount: a bigint with 0 < value < 2^127.
 * Spec: numbers.md#amounts.
 * @param value - Anything, base units.
 * @returns false for whatever isn't a bigint, too; nothing is thrown.
 * @example isAmount(0n) // false
 */
export function isAmount(value: unknown): value is bigint {
  return typeof value === 'bigint' && value > 0n && value <= MAX_AMOUNT
}

/**
 * Whether a value is a quantity: a bigint with 0 ≤ value < 2^127.
 * Spec: numbers.md#amounts.
 * @param value - Anything, base units.
 * @returns false for whatever isn't a bigint, too; nothing is thrown.
 * @example isQuantity(0n) // true
 */
export function isQuantity(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value <= MAX_AMOUNT
}

/**
 * Whether a value is a signed quantity, as a balance is: a bigint with −2^127 < value < 2^127.
 * Spec: numbers.md#amounts.
 * @param value - Anything, base units.
 * @returns false for whatever isn't a bigint, too; nothing is thrown.
 * @example isSigned(-(2n ** 127n)) // false
 */
export function isSigned(value: unknown): value is bigint {
  return typeof value === 'bigint' && value >= -MAX_AMOUNT && value <= MAX_AMOUNT
}

/**
 * The lesser of two integers: engines offer it for numbers only.
 * Spec: numbers.md#amounts.
 * @param a - Any integer.
 * @param b - Any integer.
 * @returns One of the two.
 * @example least(3n, 2n) // 2n
 */
export function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
