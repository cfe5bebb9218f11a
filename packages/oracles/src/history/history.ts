import type { Report } from '@symbolon/core'
import { isAmount, MAX_AMOUNT, type Price } from '@symbolon/core/arithmetic'
import { isId } from '@symbolon/core/codec'
import { checkSeconds } from '../bounds.js'
import { turned } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'

/** What a pair was worth, as observed at a time. */
export interface PastPrice extends Price {
  /** Whole seconds since 1970. */
  readonly observed: number
  /** Quote units per `baseAmount`. Default: 0n. */
  readonly confidence?: bigint
}

/** A history, and how it is read. */
export interface History extends Pair {
  /** In order of observation, no two at one time; at least one. */
  readonly prices: readonly PastPrice[]
  /** How long a price holds after its observation, whole seconds, > 0. */
  readonly validity: number
  /** Id of the source. Default: `history`. */
  readonly source?: string
}

/**
 * A source that says again what was: the last price observed at or before the time it is asked for. For tests,
 * simulations and systems that are filled from the past.
 * Spec: kernel.md#prices.
 * @param history - Prices in order.
 * @returns A source of the pair, in both directions; each report is numbered by its place in the history. It refuses
 * with `PRICE_HISTORY_SHORT` before the first price and `PRICE_STALE` where the last has ended.
 * @throws {RangeError} when the history is empty or out of order, or a part of it is out of bounds.
 * @example history({ base: 'ETH', quote: 'USD', validity: 86_400, prices: parseHistory(text, format) })
 */
export function history({ base, quote, prices, validity, source = 'history' }: History): PriceSource {
  for (const [name, value] of Object.entries({ base, quote, source }))
    if (!isId(value)) throw new RangeError(`history: ${name} is no id: ${JSON.stringify(value)}`)
  if (base === quote) throw new RangeError(`history: ${base} is priced in itself`)
  checkSeconds('validity', validity)
  if (prices.length === 0) throw new RangeError('history: there are no prices')
  const past = prices.map(({ observed, baseAmount, quoteAmount, confidence = 0n }, i) => {
    const until = observed + validity
    if (!Number.isSafeInteger(observed) || observed < 0 || !Number.isSafeInteger(until))
      throw new RangeError(`history: ${observed} is no time`)
    if (i > 0 && observed <= prices[i - 1]!.observed) throw new RangeError(`history: ${observed} is out of order`)
    if (!isAmount(baseAmount) || !isAmount(quoteAmount) || confidence < 0n || confidence > MAX_AMOUNT)
      throw new RangeError(`history: the price at ${observed} is no ratio of amounts`)
    const ratio = { baseAmount, quoteAmount, confidence }
    return { base, quote, ...ratio, observed, until, source, number: i, signatures: [] } satisfies Report
  })

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `history: no price of ${pair.base} in ${pair.quote}`)
    const report = past[lastUpTo(at)]
    if (report === undefined) throw new PriceSourceError('PRICE_HISTORY_SHORT', `history: nothing before ${at}`)
    if (at >= report.until)
      throw new PriceSourceError('PRICE_STALE', `history: the price of ${report.observed} has ended`)
    return forward ? report : turned(report)
  }

  /** Place of the last price observed up to a time, −1 for none. */
  function lastUpTo(at: number): number {
    let [low, high] = [0, past.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (past[middle]!.observed <= at) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
