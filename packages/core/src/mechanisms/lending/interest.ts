/** What borrowing costs by utilisation, and how debts grow with time. Spec: lending.md#interest. */
import { mulDiv } from '../../arithmetic/index.js'

/** What borrowing costs at a utilisation. */
export interface RatePoint {
  /** Part of the pool that is lent out, basis points. */
  readonly utilisation: number
  /** Basis points a year, at most 100,000. */
  readonly rate: number
}

const MOST = 100_000
const WHOLE = 10_000n
/** Rates of a pool are in hundred-millionths a year. */
const FINE = 100_000_000n
/** Seconds of 365 days. */
const YEAR = 31_536_000n
/** The index at the beginning: debts are principal · index / 2^64. */
export const ONE: bigint = 1n << 64n
/** Where the index stops: a debt has grown by 2^40 then. */
export const MOST_INDEX: bigint = 1n << 104n

/** Whether the points are a curve: the first at 0, each further right than the one before, no rate above the greatest. */
export const isCurve = (points: readonly RatePoint[]): boolean =>
  points[0]?.utilisation === 0 &&
  points.every(({ utilisation, rate }, i) => rate <= MOST && utilisation > (points[i - 1]?.utilisation ?? -1))

/**
 * What borrowing costs, rounded up: straight between the points of the curve and level after the last.
 * Spec: lending.md#interest.
 * @param curve - Points by ascending utilisation, the first at 0.
 * @param debt - What is lent out, base units ≥ 0n.
 * @param total - What is lent out and what lies in the pool, base units ≥ debt.
 * @returns Hundred-millionths a year; the first point's rate for an empty pool.
 * @example rateAt([{ utilisation: 0, rate: 0 }, { utilisation: 10_000, rate: 1000 }], 1n, 2n) // 5_000_000n
 */
export function rateAt(curve: readonly RatePoint[], debt: bigint, total: bigint): bigint {
  const used = total === 0n ? 0n : mulDiv(debt, WHOLE, total, 'up')
  const after = curve.findIndex(({ utilisation }) => BigInt(utilisation) >= used)
  const right = curve[after === -1 ? curve.length - 1 : after] as RatePoint
  const left = curve[after - 1]
  if (after <= 0 || left === undefined) return BigInt(right.rate) * WHOLE
  const run = BigInt(right.utilisation - left.utilisation)
  const rise = BigInt(right.rate - left.rate) * WHOLE * (used - BigInt(left.utilisation))
  return BigInt(left.rate) * WHOLE + mulDiv(rise, 1n, run, 'up')
}

/**
 * The index after some time at a rate: compounded continuously to the third order, rounded up, so that it hardly
 * matters how often somebody asks.
 * Spec: lending.md#interest. Source: e^x − 1 ≈ x + x²/2 + x³/6.
 * @param index - Before, ≥ 2^64.
 * @param rate - Hundred-millionths a year, ≥ 0n.
 * @param seconds - Whole, ≥ 0.
 * @returns The index after it, at most 2^104.
 * @example grown(1n << 64n, 100_000_000n, 31_536_000) * 3n / (1n << 64n) // 8n
 */
export function grown(index: bigint, rate: bigint, seconds: number): bigint {
  const n = rate * BigInt(seconds)
  const d = FINE * YEAR
  const after = index + mulDiv(index, n * (6n * d * d + 3n * n * d + n * n), 6n * d * d * d, 'up')
  return after < MOST_INDEX ? after : MOST_INDEX
}

/** What a principal owes, base units. A borrower owes it rounded up, the pool counts on it rounded down. */
export const owedOn = (principal: bigint, index: bigint, rounding: 'up' | 'down'): bigint =>
  mulDiv(principal, index, ONE, rounding)

/** The principal that an amount borrowed now adds: never less than owes the amount. */
export const principalFor = (amount: bigint, index: bigint): bigint => mulDiv(amount, ONE, index, 'up')

/** What is left of a principal when some of what it owes is repaid: nothing after all of it. */
export const principalAfter = (principal: bigint, repaid: bigint, index: bigint): bigint =>
  repaid >= owedOn(principal, index, 'up') ? 0n : principal - mulDiv(repaid, ONE, index, 'down')
