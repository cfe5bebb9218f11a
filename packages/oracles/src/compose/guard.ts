import type { Report } from '@symbolon/core'
import { comparePrices, isPrice, type Price } from '@symbolon/core/arithmetic'
import { answerOf } from '../answer.js'
import { checkBasisPoints, checkIds, checkSeconds, checkSkew } from '../bounds.js'
import { deviates, inverted } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'

/** What a guard lets through, all of it optional. The pair says in which direction the bounds are. */
export interface Guard extends Pair {
  /** The lowest ratio. */
  readonly lowest?: Price
  /** The highest ratio. */
  readonly highest?: Price
  /** How far a report may be from the last that came through, basis points of that. */
  readonly jump?: number
  /** How old a report may be, whole seconds. */
  readonly maxAge?: number
  /** How far ahead of the time it is asked at a report may be observed, whole seconds. Default: 60. */
  readonly futureSkew?: number
  /** How uncertain a report may be, basis points of its ratio. */
  readonly uncertainty?: number
}

/**
 * A source whose reports have to lie within bounds: of the ratio, of the change since the last one that came through,
 * of age and of uncertainty. A feed has bounds of its own, in the core; a guard keeps a bad report from being sent, and
 * lets a fallback take another. **A price that jumped and stays there is refused until it comes back or the guard is made
 * anew,** which is a decision of somebody who has looked: what came through last is in the function's memory alone.
 * Spec: kernel.md#prices.
 * @param source - Of the pair, in either direction.
 * @param bounds - The pair, and what a report of it has to keep.
 * @returns A source; it refuses another pair with `PRICE_PAIR_UNKNOWN`, what is no report or has ended with
 * `PRICE_MALFORMED` or `PRICE_STALE`, and else with `PRICE_OUT_OF_BOUNDS`, `PRICE_STALE` (too old, or observed too far
 * ahead), `PRICE_UNCERTAIN` or `PRICE_JUMP`, in this order. What it refuses doesn't count as the last, nor does what was
 * observed before the last.
 * @throws {RangeError} when a bound is none, or the lowest is above the highest.
 * @example guard(source, { base: 'ETH', quote: 'USD', jump: 1_000, maxAge: 600 })
 */
export function guard(source: PriceSource, bounds: Guard): PriceSource {
  const { base, quote, lowest, highest, jump, maxAge, futureSkew = 60, uncertainty } = bounds
  checkIds({ base, quote })
  if (base === quote) throw new RangeError(`guard: ${base} is priced in itself`)
  for (const bound of [lowest, highest])
    if (bound !== undefined && !isPrice(bound)) throw new RangeError('guard: a bound is no ratio')
  checkSkew(futureSkew)
  if (lowest !== undefined && highest !== undefined && comparePrices(lowest, highest) > 0)
    throw new RangeError('the lowest ratio is above the highest')
  if (jump !== undefined) checkBasisPoints('jump', jump)
  if (uncertainty !== undefined) checkBasisPoints('uncertainty', uncertainty)
  if (maxAge !== undefined) checkSeconds('maxAge', maxAge)
  let last: (Price & { readonly observed: number }) | undefined

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `guard: bounds of ${base} in ${quote} alone`)
    const report = await answerOf(source, pair, at)
    const ratio = forward ? report : inverted(report)
    const code = fault(report, ratio, at)
    if (code !== undefined) throw new PriceSourceError(code, `${code} for ${report.base} in ${report.quote}`)
    if (last === undefined || report.observed >= last.observed) last = { ...ratio, observed: report.observed }
    return report
  }

  function fault(report: Report, ratio: Price, at: number): PriceSourceError['code'] | undefined {
    if (lowest !== undefined && comparePrices(ratio, lowest) < 0) return 'PRICE_OUT_OF_BOUNDS'
    if (highest !== undefined && comparePrices(ratio, highest) > 0) return 'PRICE_OUT_OF_BOUNDS'
    if (maxAge !== undefined && at - report.observed > maxAge) return 'PRICE_STALE'
    if (report.observed > at + futureSkew) return 'PRICE_STALE'
    if (uncertainty !== undefined && report.confidence * 10_000n > report.quoteAmount * BigInt(uncertainty))
      return 'PRICE_UNCERTAIN'
    if (jump !== undefined && last !== undefined && deviates(ratio, last, jump)) return 'PRICE_JUMP'
    return undefined
  }
}
