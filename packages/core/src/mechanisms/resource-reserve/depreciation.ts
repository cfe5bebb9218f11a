import { least } from '../../arithmetic/index.js'
import { MACRS, type MacrsClass } from './macrs.js'

/** How the cost of a thing is written off over its life. */
export type Depreciation =
  /** In equal parts. */
  | { readonly method: 'straight-line'; readonly periods: number }
  /**
   * Each period `factor / periods` of what is left, and the rest in the last; `switching`: from the first period on in
   * which equal parts of the rest are at least as much, in equal parts.
   */
  | {
      readonly method: 'declining-balance'
      readonly periods: number
      /** The multiple of the straight-line rate, in basis points: 20,000 is double declining. 1 to 10,000 · periods. */
      readonly factor: number
      readonly switching: boolean
    }
  /** In period k of n by the n + 1 − k years that are left, of the n (n + 1) / 2 of all. */
  | { readonly method: 'sum-of-years-digits'; readonly periods: number }
  /** By what it has produced of what it will produce in its life. */
  | { readonly method: 'units-of-production'; readonly units: bigint }
  /** By the published half-year tables; a tax schedule, which knows no salvage. */
  | { readonly method: 'macrs'; readonly years: MacrsClass }
  /** At once, on the day it is put into service; a tax schedule too. */
  | { readonly method: 'expense' }

/** What is written off, and how far its life has come. */
export interface Depreciable {
  /** Base units of the unit of account, ≥ 0n. */
  readonly cost: bigint
  /** What is left at the end of its life, 0n ≤ salvage ≤ cost. */
  readonly salvage: bigint
  readonly depreciation: Depreciation
}

/** Periods that a life may have: a hundred years of months. */
export const MAX_PERIODS = 1200

/**
 * Whether a reserve may rest on it: what is written off for taxes says nothing of what a thing is worth.
 * Spec: resource-reserve.md#depreciation.
 * @param depreciation - Any method.
 * @returns false for the tax schedules.
 * @example isBookMethod({ method: 'expense' }) // false
 */
export function isBookMethod(depreciation: Depreciation): boolean {
  return depreciation.method !== 'macrs' && depreciation.method !== 'expense'
}

/**
 * What is written off so far, of a formula over the whole life and not period by period, so that no rounding adds up;
 * what a period writes off is the difference of two of these, and the last period takes the rest.
 * Spec: resource-reserve.md#depreciation. Source: IAS 16.62; IRS Publication 946, appendix A, table A-1.
 * @param thing - Cost, salvage and method.
 * @param elapsed - Whole periods since it was put into service (years for MACRS, none for an expense), ≥ 0; for units of
 * production the units so far.
 * @returns Base units, floored, 0n ≤ result ≤ cost − salvage (≤ cost for MACRS and an expense), never less for more.
 * @throws {RangeError} when a part of the thing is outside its range, or `elapsed` isn't whole and at least 0.
 * @example depreciated({ cost: 1000n, salvage: 100n, depreciation: { method: 'straight-line', periods: 4 } }, 1n) // 225n
 */
export function depreciated(thing: Depreciable, elapsed: bigint): bigint {
  checkThing(thing)
  if (elapsed < 0n) throw new RangeError('what has elapsed is at least 0')
  const { cost, salvage, depreciation } = thing
  const base = cost - salvage
  switch (depreciation.method) {
    case 'expense':
      return cost
    case 'macrs':
      return (cost * writtenOff(depreciation.years, elapsed)) / MACRS.whole
    case 'units-of-production':
      return elapsed >= depreciation.units ? base : (base * elapsed) / depreciation.units
  }
  const n = BigInt(depreciation.periods)
  if (elapsed >= n) return base
  switch (depreciation.method) {
    case 'straight-line':
      return (base * elapsed) / n
    case 'sum-of-years-digits':
      return (base * elapsed * (2n * n + 1n - elapsed)) / (n * (n + 1n))
    case 'declining-balance':
      return declined(cost, salvage, n, BigInt(depreciation.factor), depreciation.switching, elapsed)
  }
}

/**
 * What is left in the books: cost less what is written off.
 * Spec: resource-reserve.md#depreciation.
 * @param thing - Cost, salvage and method.
 * @param elapsed - As in `depreciated`.
 * @returns Base units, salvage ≤ result ≤ cost (≥ 0n for MACRS and an expense).
 * @throws {RangeError} as `depreciated`.
 * @example bookValue({ cost: 1000n, salvage: 0n, depreciation: { method: 'macrs', years: 5 } }, 1n) // 800n
 */
export const bookValue = (thing: Depreciable, elapsed: bigint): bigint => thing.cost - depreciated(thing, elapsed)

/** Σ of the table's first years. */
function writtenOff(years: MacrsClass, elapsed: bigint): bigint {
  const table = MACRS.tables[years]
  const passed = elapsed > BigInt(table.length) ? table.length : Number(elapsed)
  return table.slice(0, passed).reduce((sum, rate) => sum + rate, 0n)
}

/**
 * With r = factor / (10⁴ n), the book value after k periods is cost · (1 − r)^k, exactly a fraction, and never below
 * the salvage. Switching after s periods, the rest above the salvage goes in equal parts.
 */
function declined(
  cost: bigint,
  salvage: bigint,
  n: bigint,
  factor: bigint,
  switching: boolean,
  elapsed: bigint,
): bigint {
  // in lowest terms: powers of it are worked out for every node that a quote looks at
  const shared = gcd(factor, 10_000n * n)
  const whole = (10_000n * n) / shared
  const rate = factor / shared
  const kept = whole - rate
  const s = switching ? switchingPeriod(cost, salvage, n, { rate, whole, elapsed }) : n
  const declining = elapsed < s ? elapsed : s
  const denominator = whole ** declining
  const book = cost * kept ** declining // over the denominator
  if (elapsed > s) {
    // cost − book + (book − salvage)(k − s)/(n − s), in one fraction
    const above = book - salvage * denominator
    return ((cost * denominator - book) * (n - s) + above * (elapsed - s)) / (denominator * (n - s))
  }
  const off = (cost * denominator - book) / denominator
  return least(off, cost - salvage)
}

/**
 * The first s at which (book − salvage) / (n − s) ≥ book · r: from there equal parts write off at least as much. It is
 * never before n − 1/r, and there without salvage. While the book is above the salvage, (1 − salvage / book) / r − (n − s)
 * rises with s, and below it equal parts are none: so it is found by halving. What is after `elapsed` isn't looked for.
 */
function switchingPeriod(
  cost: bigint,
  salvage: bigint,
  n: bigint,
  { rate, whole, elapsed }: { readonly rate: bigint; readonly whole: bigint; readonly elapsed: bigint },
): bigint {
  const parts = whole / rate
  let low = parts < n ? n - parts : 0n
  if (salvage === 0n || elapsed <= low) return low
  const at = (s: bigint): 'before' | 'switched' | 'salvage' => {
    const denominator = whole ** s
    const book = cost * (whole - rate) ** s
    const above = book - salvage * denominator
    if (above <= 0n) return 'salvage'
    return above * whole >= book * rate * (n - s) ? 'switched' : 'before'
  }
  let high = n
  while (low < high) {
    const middle = (low + high) / 2n
    if (at(middle) === 'before') low = middle + 1n
    else high = middle
  }
  return low < n && at(low) === 'switched' ? low : n
}

function gcd(a: bigint, b: bigint): bigint {
  while (b > 0n) [a, b] = [b, a % b]
  return a
}

function checkThing({ cost, salvage, depreciation }: Depreciable): void {
  if (cost < 0n || salvage < 0n || salvage > cost) throw new RangeError('the salvage is from 0 to the cost')
  if ('periods' in depreciation) {
    const { periods } = depreciation
    if (!Number.isInteger(periods) || periods < 1 || periods > MAX_PERIODS)
      throw new RangeError(`a life has 1 to ${MAX_PERIODS} periods`)
  }
  if (depreciation.method === 'declining-balance') {
    const { factor, periods } = depreciation
    if (!Number.isInteger(factor) || factor < 1 || factor > 10_000 * periods)
      throw new RangeError('the factor is from 1 basis point to all in the first period')
  }
  if (depreciation.method === 'units-of-production' && depreciation.units < 1n)
    throw new RangeError('a life produces at least one unit')
}
