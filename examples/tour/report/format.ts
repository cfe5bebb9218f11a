/** How the amounts of one ledger are written: `$12.3 bn`, `8.4 M units`. */
export interface Unit {
  readonly before: string
  readonly after: string
  /** Decimal places of a base unit. */
  readonly scale: number
}

export const DOLLARS: Unit = { before: '$', after: '', scale: 0 }
export const LINE_UNITS: Unit = { before: '', after: ' units', scale: 6 }

const STEPS = [
  [10n ** 24n, ' septillion'],
  [10n ** 21n, ' sextillion'],
  [10n ** 18n, ' quintillion'],
  [10n ** 15n, ' quadrillion'],
  [10n ** 12n, ' trillion'],
  [10n ** 9n, ' bn'],
  [10n ** 6n, ' M'],
  [10n ** 3n, ' k'],
] as const

/**
 * An amount in up to four figures, rounded half up.
 * @example short(757695450716n, DOLLARS) // '$757.7 bn'
 */
export function short(amount: bigint, unit: Unit): string {
  const size = amount < 0n ? -amount : amount
  const base = 10n ** BigInt(unit.scale)
  const sign = amount < 0n ? '−' : ''
  // what rounds to a thousand of a step is one of the next: $1.0 M, not $1000.0 k
  const [step, word] = STEPS.find(([limit]) => size * 20_000n >= limit * base * 19_999n) ?? [1n, '']
  const tenths = rounded(size * 10n, step * base)
  const decimals = tenths >= 10_000n || (step === 1n && unit.scale === 0) ? '' : `.${tenths % 10n}`
  return `${sign}${unit.before}${grouped(tenths / 10n)}${decimals}${word}${unit.after}`
}

/** An amount with every figure it has: `$757,695,450,716`, `1,234.567890 units`. */
export function exact(amount: bigint, unit: Unit): string {
  const size = amount < 0n ? -amount : amount
  const base = 10n ** BigInt(unit.scale)
  const fraction = unit.scale === 0 ? '' : `.${String(size % base).padStart(unit.scale, '0')}`
  return `${amount < 0n ? '−' : ''}${unit.before}${grouped(size / base)}${fraction}${unit.after}`
}

/** A count with separators: `99,787`. */
export function count(value: number): string {
  return grouped(BigInt(value))
}

/**
 * A count of something, by its number.
 * @param one - Its name in the singular.
 * @param many - In the plural; default: with an s.
 * @example counted(1, 'trade') // '1 trade'
 */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/**
 * A part of a whole in per cent with two decimals, rounded half up. Nothing of nothing is `0.00 %`.
 * @example share(1n, 3n) // '33.33 %'
 */
export function share(part: bigint, whole: bigint): string {
  const hundredths = whole === 0n ? 0n : rounded(part * 10_000n, whole)
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')} %`
}

/** For drawing only: how large a part is of a whole, 0 ≤ result ≤ 1 when it is one. */
export function fraction(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000
}

/** A quotient of numbers ≥ 0, halves rounded up. */
function rounded(part: bigint, whole: bigint): bigint {
  return (2n * part + whole) / (2n * whole)
}

function grouped(value: bigint): string {
  return String(value).replace(/\B(?=([0-9]{3})+$)/g, ',')
}
