/** The time-weighted average of a feed's reports. Spec: kernel.md#averages. */
import { type AveragePrice, averagePrice, type HeldPrice, isAmount, MAX_AMOUNT } from '../arithmetic/index.js'
import { feedOf, inDirection, type Pair } from './feed-reads.js'
import type { FeedPolicy, ReportRow } from './kernel-tables.js'
import { kernelRows, type Live } from './live.js'
import { Refusal, refuse } from './rejection.js'
import type { PriceWindow } from './scope-types.js'

/** A report and the seconds of the window in which it was the last: from `begin` on, before `end`. */
interface Stretch {
  readonly report: ReportRow
  readonly begin: number
  readonly end: number
}

/** The mean, over the seconds of a window, of what `price` answered at the end of each. */
export function averageOver({ store, now }: Live, base: string, quote: string, window: PriceWindow): AveragePrice {
  const { from, to, baseAmount } = window
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from >= to || !isAmount(baseAmount))
    throw new RangeError('a window is from one second to a later one, and averages what an amount is worth')
  const feed = feedOf(store, base, quote) ?? refuse('PRICE_MISSING', { base, quote })
  const pair = { base: feed.base, quote: feed.quote }
  const reports = kernelRows(store, 'reports')
  const before = (time: number) => reports.lastBefore(pair, ({ row }) => (row as ReportRow).at >= time)
  if (to > now || before(from + 1) === undefined) refuse('PRICE_HISTORY_SHORT', { ...pair, from, to })

  const stretches: Stretch[] = []
  for (let end = to; end > from; ) {
    // the last one of its second: how many there are in a second makes no work
    const report = before(end)?.row as ReportRow
    const begin = Math.max(report.at, from)
    stretches.push({ report, begin, end })
    end = begin
  }
  for (const stretch of stretches) {
    if (!isUsable({ store, now }, pair, stretch)) refuse('PRICE_STALE', { ...pair, observed: stretch.report.observed })
  }
  const turned = feed.base !== base
  const held = stretches.map(
    ({ report, begin, end }): HeldPrice => ({ ...inDirection(report, turned), seconds: end - begin }),
  )
  const average = averagePrice(held, baseAmount)
  if (average.quoteAmount > MAX_AMOUNT || average.confidence > MAX_AMOUNT) refuse('AMOUNT_OVERFLOW', { ...pair })
  // never a zero: what is worth less than one unit has no price in units
  if (average.quoteAmount === 0n) refuse('PRICE_MISSING', { base, quote, baseAmount })
  return average
}

/** The same, or nothing where that would be refused: what lies in the past stays as it is, and a command may have to go on. */
export function findAverage(...asked: Parameters<typeof averageOver>): AveragePrice | undefined {
  try {
    return averageOver(...asked)
  } catch (thrown) {
    if (thrown instanceof Refusal) return undefined
    throw thrown
  }
}

/** Whether a report could be used to its last second, by the policies in force meanwhile. */
function isUsable({ store }: Live, pair: Pair, { report, begin, end }: Stretch): boolean {
  if (end > report.until) return false
  const policies = kernelRows(store, 'policies')
  let last = end - 1
  while (last >= begin) {
    const entry = policies.before(pair, last + 1)
    if (entry === undefined || last - report.observed > (entry.row as FeedPolicy).maxAge) return false
    last = (entry.key as { readonly from: number }).from - 1
  }
  return true
}
