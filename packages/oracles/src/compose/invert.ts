import { answerOf } from '../answer.js'
import { turned } from '../ratio.js'
import type { PriceSource } from '../source.js'

/**
 * A source asked in the other direction: what it says of b in a, as a price of a in b. For sources that know one
 * direction only. What comes of it is unsigned, since signatures are of what was signed.
 * Spec: kernel.md#prices.
 * @param source - Knows the price of `quote` in `base`.
 * @returns A source of the price of `base` in `quote`.
 * @example invert(usdInEur)({ base: 'EUR', quote: 'USD' }, at)
 */
export function invert(source: PriceSource): PriceSource {
  return async ({ base, quote }, at) => turned(await answerOf(source, { base: quote, quote: base }, at))
}
