import type { Report } from '@symbolon/core'
import { averagePrice, isAmount } from '@symbolon/core/arithmetic'
import { answerOf } from '../answer.js'
import { checkIds, checkSeconds } from '../bounds.js'
import { fitted, turned } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'

/** What is averaged. */
export interface Window extends Pair {
  /** How long the window is, whole seconds. */
  readonly window: number
  /** The ratio's base: the average is of the worth of so many base units, floored. 0 < amount < 2^127. */
  readonly baseAmount: bigint
  /** Id of the source. Default: `twap`. */
  readonly source?: string
}

/**
 * The time-weighted average of what a source said, Σ pᵢ·Δtᵢ / ΣΔt, floored: each price holds from its observation to
 * the next, the one at the window's start included. Each question asks the source and takes what it says into the
 * history, at most as of the time it was asked; observations that aren't later than the last change nothing. A price that
 * had ended before the next was observed leaves a hole, and a window with a hole has no average. Once reports are in a
 * feed, the core averages them itself: `averagePrice` of commands and views.
 * Spec: numbers.md#averages-over-time.
 * @param source - What is asked.
 * @param window - Pair, length, and the amount whose worth is averaged: the larger, the finer.
 * @returns A source of the pair, and of the same average seen from the other asset. It refuses with `PRICE_HISTORY_SHORT`
 * until what it knows covers the window, `PRICE_STALE` for a hole, `PRICE_INVALID` where the amount was worth less than
 * one unit. The confidence is the mean of the prices' own, and what the floor is off.
 * @throws {RangeError} when the window, the amount or an id is none.
 * @example twap(source, { base: 'ETH', quote: 'USD', window: 1_800, baseAmount: 10n ** 18n })
 */
export function twap(
  source: PriceSource,
  { base, quote, window, baseAmount, source: id = 'twap' }: Window,
): PriceSource {
  checkIds({ base, quote, source: id })
  if (base === quote) throw new RangeError(`twap: ${base} is priced in itself`)
  checkSeconds('window', window)
  if (!isAmount(baseAmount)) throw new RangeError('the amount is none, 0 < amount < 2^127')
  let history: readonly Report[] = []

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `twap: averages ${base} in ${quote}`)
    const said = await answerOf(source, { base, quote }, at)
    // One that is ahead of its time would keep all later ones out until then: it holds from now on.
    const report = said.observed > at ? { ...said, observed: at } : said
    const latest = history.at(-1)
    if (latest === undefined || report.observed > latest.observed) history = [...history, report]
    const average = averageAt(at)
    return forward ? average : turned(average)
  }

  function averageAt(at: number): Report {
    const from = at - window
    const start = history.findLastIndex(({ observed }) => observed <= from)
    if (start < 0) throw new PriceSourceError('PRICE_HISTORY_SHORT', `what is known doesn't reach back to ${from}`)
    history = history.slice(start)
    const counted = history.filter(({ observed }) => observed < at)
    const held = counted.map((one, i) => {
      const till = counted[i + 1]?.observed ?? at
      if (till > one.until)
        throw new PriceSourceError('PRICE_STALE', `nothing was known from ${one.until} until ${till}`)
      return { ...one, seconds: till - Math.max(one.observed, from) }
    })
    const ratio = fitted(averagePrice(held, baseAmount))
    const { observed, until } = history.at(-1)!
    return { base, quote, ...ratio, observed, until, source: id, number: at, signatures: [] }
  }
}
