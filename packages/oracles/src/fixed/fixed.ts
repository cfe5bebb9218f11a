import { isAmount, type Price } from '@symbolon/core/arithmetic'
import { isId } from '@symbolon/core/codec'
import { type Pair, type PriceSource, PriceSourceError } from '../source.js'

/**
 * What a fixed source is made from: a pair, and a ratio of which both parts are amounts, 0 < part < 2^127, as
 * `price.report` takes them.
 */
export interface FixedPrice extends Pair, Price {
  /** How long each report is valid, whole seconds, > 0. */
  readonly validity: number
  /** Id of the source. Default: `fixed`. */
  readonly source?: string
}

/**
 * A source whose price never changes: a peg, a redemption rate, a unit of account, a test. Each report is observed at
 * the time it is asked for and numbered by it, and unsigned: a feed that takes it names who may report.
 * Spec: kernel.md#prices.
 * @param price - `baseAmount` base units of `base` are worth `quoteAmount` base units of `quote`, exactly: the confidence
 * is 0n.
 * @returns A source for the pair and its inverse.
 * @throws {RangeError} when a part of the ratio is no amount, the validity is no whole number > 0, the assets or the
 * source are no ids, or both assets are one. What the source itself refuses is a {@link PriceSourceError}.
 * @example
 * const source = fixed({ base: 'MPOND', quote: 'POND', baseAmount: 1n, quoteAmount: 1_000_000n, validity: 60 })
 * await source({ base: 'MPOND', quote: 'POND' }, 5) // 1 : 1000000, observed 5, until 65
 */
export function fixed(price: FixedPrice): PriceSource {
  const { base, quote, baseAmount, quoteAmount, validity, source = 'fixed' } = price
  for (const [name, value] of Object.entries({ base, quote, source })) {
    if (!isId(value)) throw new RangeError(`fixed: ${name} is no id: ${JSON.stringify(value)}`)
  }
  if (!isAmount(baseAmount) || !isAmount(quoteAmount)) {
    throw new RangeError('fixed: a part of the ratio is no amount, 0 < part < 2^127')
  }
  if (!Number.isSafeInteger(validity) || validity <= 0)
    throw new RangeError('fixed: validity is not a whole number > 0')
  if (base === quote) throw new RangeError(`fixed: ${base} is priced in itself`)

  function oriented(pair: Pair): Pair & Price {
    if (pair.base === base && pair.quote === quote) return { base, quote, baseAmount, quoteAmount }
    if (pair.base === quote && pair.quote === base) {
      return { base: quote, quote: base, baseAmount: quoteAmount, quoteAmount: baseAmount }
    }
    throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `fixed: no price of ${pair.base} in ${pair.quote}`)
  }

  return async (pair, at) => {
    const until = at + validity
    if (!Number.isSafeInteger(at) || at < 0 || !Number.isSafeInteger(until)) {
      throw new PriceSourceError('PRICE_TIME_INVALID', `fixed: ${at} is not a time in whole seconds`)
    }
    return { ...oriented(pair), confidence: 0n, observed: at, until, source, number: at, signatures: [] }
  }
}
