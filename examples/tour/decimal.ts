const FORM = /^([+-]?)([0-9]+)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/
const LONGEST = 100

/** The number of base units, or why there is none. */
export type ScaledDecimal =
  | { readonly status: 'exact' | 'truncated'; readonly value: bigint }
  /** The magnitude reaches the bound. */
  | { readonly status: 'too large' }
  | { readonly status: 'malformed' }

/**
 * Reads a decimal, with or without exponent, as a whole number of base units: exactly in integers, what is finer than
 * the scale cut off toward zero. `-0.0` is 0. Exponents belong to files such as this one; the core reads none.
 * @param text - At most 100 characters, as in `-1.5E8`, `0.754864825131`, `12`.
 * @param scale - Decimal places of a base unit, as in 6 for millionths.
 * @param bound - The magnitude in base units at which a value is too large.
 * @example scaledDecimal('-1.5E2', 6, 2n ** 127n) // { status: 'exact', value: -150000000n }
 */
export function scaledDecimal(text: string, scale: number, bound: bigint): ScaledDecimal {
  if (text.length > LONGEST) return { status: 'malformed' }
  const parts = FORM.exec(text)
  if (parts === null) return { status: 'malformed' }
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts
  const digits = (whole + fraction).replace(/^0+/, '')
  if (digits === '') return { status: 'exact', value: 0n }
  // The power of ten that is left after the digits are read as a whole number. A hostile exponent makes it huge or
  // infinite, so its size is judged before anything is multiplied.
  const shift = Number(exponent) - fraction.length + scale
  if (digits.length + shift > bound.toString().length) return { status: 'too large' }
  if (digits.length + shift <= 0) return { status: 'truncated', value: 0n }
  const kept = shift < 0 ? digits.slice(0, shift) : digits + '0'.repeat(shift)
  const magnitude = BigInt(kept)
  if (magnitude >= bound) return { status: 'too large' }
  const lost = shift < 0 && /[1-9]/.test(digits.slice(shift))
  return { status: lost ? 'truncated' : 'exact', value: sign === '-' ? -magnitude : magnitude }
}
