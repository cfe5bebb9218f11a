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
 * An amount in three or four figures, cut off, never rounded up.
 * @example short(757695450716n, DOLLARS) // '$757.6 bn'
 */
export function short(amount: bigint, unit: Unit): string {
  const size = amount < 0n ? -amount : amount
  const base = 10n ** BigInt(unit.scale)
  const sign = amount < 0n ? '−' : ''
  const [step, word] = STEPS.find(([limit]) => size >= limit * base) ?? [1n, '']
  const tenths = (size * 10n) / (step * base)
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
 * A part of a whole in per cent with two decimals, cut off. Nothing of nothing is `0.00 %`.
 * @example share(1n, 3n) // '33.33 %'
 */
export function share(part: bigint, whole: bigint): string {
  const hundredths = whole === 0n ? 0n : (part * 10_000n) / whole
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')} %`
}

/** For drawing only: how large a part is of a whole, 0 ≤ result ≤ 1 when it is one. */
export function fraction(part: bigint, whole: bigint): number {
  return whole === 0n ? 0 : Number((part * 1_000_000n) / whole) / 1_000_000
}

function grouped(value: bigint): string {
  return String(value).replace(/\B(?=([0-9]{3})+$)/g, ',')
}
