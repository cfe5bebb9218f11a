/** Reads of a feed: the present price and earlier ones. Spec: kernel.md#prices. */
import { divide, least, MAX_AMOUNT } from '../arithmetic/index.js'
import type { Store } from './effects.js'
import type { FeedPolicy, FeedRow, ReportRow } from './kernel-tables.js'
import { kernelRow, kernelRows, type Live } from './live.js'
import { refuse } from './rejection.js'
import type { ReportedPrice } from './scope-types.js'

/** What a feed prices, and in what. */
export type Pair = { readonly base: string; readonly quote: string }

/** The feed of a pair, in whichever direction there is one. */
export function feedOf(store: Store, base: string, quote: string): Readonly<FeedRow & Pair> | undefined {
  const direct = kernelRow(store, 'feeds', { base, quote })
  if (direct !== undefined) return { ...direct, base, quote }
  const inverse = kernelRow(store, 'feeds', { base: quote, quote: base })
  return inverse === undefined ? undefined : { ...inverse, base: quote, quote: base }
}

/** One feed serves both directions: the ratio is turned round, its confidence with it. */
export function inDirection(report: ReportedPrice, turned: boolean): ReportedPrice {
  if (!turned) return report
  const { baseAmount, quoteAmount, confidence, observed, until } = report
  // The relative uncertainty stays: c′ / quote′ = c / quote, rounded up against whoever relies on it. In units of a small
  // quote′ that could be many times as much, so what isn't whole is said as finely as amounts go.
  const whole = (confidence * baseAmount) % quoteAmount === 0n
  const times = whole ? 1n : least(MAX_AMOUNT / baseAmount, MAX_AMOUNT / quoteAmount)
  const ratio = { baseAmount: quoteAmount * times, quoteAmount: baseAmount * times }
  return { ...ratio, confidence: divide(confidence * ratio.quoteAmount, quoteAmount, 'up'), observed, until }
}

export function findPriceAt(store: Store, base: string, quote: string, time: number): ReportedPrice | undefined {
  const feed = feedOf(store, base, quote)
  const report = feed === undefined ? undefined : earlierPrice(store, time, { base: feed.base, quote: feed.quote })
  return report === undefined ? undefined : inDirection(report, feed?.base !== base)
}

export function presentPrice({ store, now }: Live, base: string, quote: string): ReportedPrice {
  const feed = feedOf(store, base, quote) ?? refuse('PRICE_MISSING', { base, quote })
  const pair = { base: feed.base, quote: feed.quote }
  if (feed.last === null) return refuse('PRICE_MISSING', pair)
  const report = kernelRow(store, 'reports', { ...pair, sequence: feed.last }) as ReportRow
  const { maxAge } = policyAt(store, pair, now) ?? refuse('PRICE_MISSING', pair)
  if (now - report.observed > maxAge || now >= report.until) refuse('PRICE_STALE', pair)
  return inDirection(withEnd(report, maxAge), feed.base !== base)
}

/** A report with the time from which it is stale. */
const withEnd = (report: ReportRow, maxAge: number): ReportedPrice => ({
  ...report,
  until: Math.min(report.until, report.observed + maxAge + 1),
})

/** Among reports recorded before `time` and observed in [time − maxAge, time): the greatest by (observed, sequence). */
function earlierPrice(store: Store, time: number, pair: Pair): ReportedPrice | undefined {
  // like the reports, the policy is that of before: what is recorded at `time` itself, however often it is asked, changes nothing
  const inForce = kernelRows(store, 'policies').before(pair, time)
  if (inForce === undefined) return undefined
  const { maxAge, futureSkew, monotone } = inForce.row as FeedPolicy
  const { from } = inForce.key as { readonly from: number }
  const reports = kernelRows(store, 'reports')
  const before = (end: number) => reports.lastBefore(pair, ({ row }) => (row as ReportRow).at >= end)
  let best: ReportRow | undefined
  let entry = before(time)
  while (entry !== undefined) {
    const report = entry.row as ReportRow
    // an observation is at most futureSkew ahead of its record, so older records can't be in the window
    if (report.at < time - maxAge - futureSkew) break
    const usable = report.observed < time && report.observed >= time - maxAge
    if (usable && (best === undefined || report.observed > best.observed)) best = report
    // under a monotone policy none before it is later: what remains to be seen are those from before the policy, which may
    // have begun in the midst of a second
    const skips = monotone && usable && report.at > from
    entry = skips ? before(from + 1) : reports.before(pair, (entry.key as { readonly sequence: number }).sequence)
  }
  return best === undefined ? undefined : withEnd(best, maxAge)
}

/** The policy in force at a time, if the feed was there by then. */
export function policyAt(store: Store, pair: Pair, time: number): FeedPolicy | undefined {
  return kernelRows(store, 'policies').before(pair, time + 1)?.row as FeedPolicy | undefined
}
