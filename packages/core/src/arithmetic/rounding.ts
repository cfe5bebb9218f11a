/**
 * Direction in which an exact rational is made an integer: `down` is towards minus infinity (floor), `up` is towards
 * plus infinity (ceiling), for negative values too. It is always named by the caller: what the protocol owes goes down,
 * what it is owed goes up.
 * Spec: numbers.md#rounding.
 */
export type Rounding = 'down' | 'up'

/**
 * Quotient of two integers, rounded as named.
 * Spec: numbers.md#rounding.
 * @param numerator - Any integer.
 * @param denominator - Integer > 0n.
 * @param rounding - `down` is the floor, `up` the ceiling; both also for a negative numerator.
 * @returns The integer next to the exact quotient in the direction named, or the quotient itself where it is whole.
 * @throws {RangeError} when the denominator isn't positive or the rounding isn't one of the two.
 * @throws {TypeError} when an operand isn't a bigint.
 * @example divide(-7n, 2n, 'down') // -4n
 */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  if (denominator <= 0n) throw new RangeError('the denominator must be positive')
  checkRounding(rounding)
  const quotient = numerator / denominator
  const remainder = numerator - quotient * denominator
  // bigint division truncates towards zero: right as it is for one of the two directions, one off for the other.
  if (rounding === 'down') return remainder < 0n ? quotient - 1n : quotient
  return remainder > 0n ? quotient + 1n : quotient
}

/**
 * `value · numerator / denominator` without an intermediate rounding or overflow.
 * Spec: numbers.md#rounding.
 * @param value - Any integer; the sign of the product may be either.
 * @param numerator - Any integer.
 * @param denominator - Integer > 0n.
 * @param rounding - `down` is the floor, `up` the ceiling; both also for a negative product.
 * @returns The integer next to the exact result in the direction named, of any size.
 * @throws {RangeError} when the denominator isn't positive or the rounding isn't one of the two.
 * @throws {TypeError} when an operand isn't a bigint.
 * @example mulDiv(10n, 2n, 3n, 'up') // 7n
 */
export function mulDiv(value: bigint, numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  return divide(value * numerator, denominator, rounding)
}

/** Refuses a direction that is none. */
export function checkRounding(rounding: unknown): asserts rounding is Rounding {
  if (rounding !== 'down' && rounding !== 'up') throw new RangeError("the rounding must be 'down' or 'up'")
}
