import { BigNumber } from 'bignumber.js'
import { checkRounding, type Rounding } from './rounding.js'

/**
 * Reads a human decimal as an integer of base units: `'1.5'` at scale 6 is 1500000n. Only plain digits are decimals: no
 * sign, no exponent, no leading zeros, no separators; at most 78 digits before the point and 36 after it.
 * Spec: numbers.md#decimals.
 * @param text - The decimal, `^(0|[1-9][0-9]{0,77})(\.[0-9]{1,36})?$`.
 * @param scale - Decimals of the asset, 0 to 36: one unit is 10^scale base units.
 * @param rounding - What becomes of decimals beyond the scale; without it they are refused, zeros too.
 * @returns Base units, ≥ 0n; not limited to 2^127.
 * @throws {TypeError} when the text isn't a string.
 * @throws {RangeError} when it isn't a decimal, the scale or the rounding isn't one, or decimals are in excess and no
 * rounding is named.
 * @example parseDecimal('0.123', 2, 'down') // 12n
 */
export function parseDecimal(text: string, scale: number, rounding?: Rounding): bigint {
  // A pattern tested on undefined sees the text 'undefined', hence the type first.
  if (typeof text !== 'string') throw new TypeError('a decimal must be a string')
  checkScale(scale)
  if (rounding !== undefined) checkRounding(rounding)
  if (!DECIMAL.test(text)) throw new RangeError('not a decimal: digits with at most 36 decimals and nothing else')
  const point = text.indexOf('.')
  const decimals = point < 0 ? 0 : text.length - point - 1
  if (decimals > scale && rounding === undefined) throw new RangeError(`more than ${scale} decimals`)
  const mode = rounding === 'up' ? BigNumber.ROUND_CEIL : BigNumber.ROUND_FLOOR
  return BigInt(new BigNumber(text).shiftedBy(scale).integerValue(mode).toFixed())
}

/**
 * Prints an integer of base units as a human decimal, exactly and without trailing zeros: 1500000n at scale 6 is `'1.5'`.
 * Spec: numbers.md#decimals.
 * @param amount - Base units, any sign.
 * @param scale - Decimals of the asset, 0 to 36: one unit is 10^scale base units.
 * @returns The decimal, with a minus sign below zero; never an exponent.
 * @throws {RangeError} when the scale isn't one.
 * @example formatDecimal(-1n, 18) // '-0.000000000000000001'
 */
export function formatDecimal(amount: bigint, scale: number): string {
  checkScale(scale)
  return new BigNumber(amount.toString()).shiftedBy(-scale).toFixed()
}

const DECIMAL = /^(0|[1-9][0-9]{0,77})(\.[0-9]{1,36})?$/

function checkScale(scale: number): void {
  if (!Number.isSafeInteger(scale) || scale < 0 || scale > 36) throw new RangeError('the scale must be 0 to 36')
}
