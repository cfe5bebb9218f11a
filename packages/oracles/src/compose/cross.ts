import type { Report } from '@symbolon/core'
import { answerOf } from '../answer.js'
import { checkIds } from '../bounds.js'
import { fitted } from '../ratio.js'
import { checkTime, isUnknownPair, type PriceSource } from '../source.js'

/** The ways from one asset to another through a third. */
export interface Crossing {
  /** Id of the asset in the middle. */
  readonly through: string
  /** Knows the price of `base` in the middle. */
  readonly first: PriceSource
  /** Knows the price of the middle in `quote`. */
  readonly second: PriceSource
  /** Id of the source. Default: `cross`. */
  readonly source?: string
}

/**
 * The price of a pair through a third asset: the product of two ratios, observed when the older was, valid while both
 * are. With q₁ ± c₁ and q₂ ± c₂ the confidence is q₁c₂ + q₂c₁ + c₁c₂: as far as both together can be off. A ratio too
 * large for amounts is cut to its highest 127 bits, and the confidence widened by what that is off.
 * Spec: kernel.md#prices.
 * @param crossing - The asset in the middle and a source on either side.
 * @returns A source of pairs that the two sides join, in both directions.
 * @throws {RangeError} when the asset in the middle or the source is no id.
 * @example cross({ through: 'USD', first: ethInUsd, second: usdInEur })({ base: 'ETH', quote: 'EUR' }, at)
 */
export function cross({ through, first, second, source = 'cross' }: Crossing): PriceSource {
  checkIds({ through, source })

  return async ({ base, quote }, at) => {
    checkTime(at)
    // The other direction goes the other way: each source serves its feed in both.
    const [one, two] = await both(base, quote, at)
    const ratio = fitted({
      baseAmount: one.baseAmount * two.baseAmount,
      quoteAmount: one.quoteAmount * two.quoteAmount,
      confidence: one.quoteAmount * two.confidence + two.quoteAmount * one.confidence + one.confidence * two.confidence,
    })
    const observed = Math.min(one.observed, two.observed)
    return {
      base,
      quote,
      ...ratio,
      observed,
      until: Math.min(one.until, two.until),
      source,
      number: at,
      signatures: [],
    }
  }

  async function both(base: string, quote: string, at: number): Promise<[Report, Report]> {
    const forward = await Promise.allSettled([
      answerOf(first, { base, quote: through }, at),
      answerOf(second, { base: through, quote }, at),
    ])
    const [one, two] = forward
    if (one.status === 'fulfilled' && two.status === 'fulfilled') return [one.value, two.value]
    const failed = [one, two].flatMap((part) => (part.status === 'rejected' ? [part.reason as unknown] : []))
    if (!failed.every(isUnknownPair)) throw failed.find((reason) => !isUnknownPair(reason))
    return Promise.all([answerOf(second, { base, quote: through }, at), answerOf(first, { base: through, quote }, at)])
  }
}
