import type { Report } from '@symbolon/core'
import { answerOf, inTime } from '../answer.js'
import { checkSeconds, checkTimeout } from '../bounds.js'
import { type Pair, type PriceSource, PriceSourceError } from '../source.js'
import { isOf, presentOf, type ReportSink } from './report-sink.js'
import { timer, unlessEnded } from './waiting.js'

/** What is known of a feed. */
export type FeedState =
  /** Nothing was asked yet. */
  | { readonly is: 'waiting' }
  /**
   * The feed has the source's last report, and it can be used until `until`, whole seconds. Since then the source has
   * failed `failures` times.
   */
  | { readonly is: 'fresh'; readonly report: Report; readonly until: number; readonly failures: number }
  /** There is no report that can be used: the source has had no answer since, `code` says why the last time. */
  | { readonly is: 'stale'; readonly code: string; readonly error: unknown; readonly failures: number }
  /** The core refused the last report, with this code. */
  | { readonly is: 'refused'; readonly code: string; readonly report: Report; readonly failures: number }

/** A feed, and how it is kept. */
export interface FeedKeeping {
  readonly app: ReportSink
  readonly source: PriceSource
  /** Pair of the feed, in its direction. */
  readonly pair: Pair
  /** Party that reports. */
  readonly by: string
  /** How often the source is asked, whole seconds. */
  readonly every: number
  /** After a failure it is asked again after this, then twice, four times as much …, whole seconds. Default: 1. */
  readonly retryAfter?: number
  /** Longest time between two questions after failures, whole seconds. Default: 300, at least `every`. */
  readonly retryAtMost?: number
  /** How long the source, and then the journal, is waited for, milliseconds. Default: 60,000. */
  readonly timeout?: number
  /** Clock in whole seconds. Default: the machine's. */
  readonly now?: () => number
  /** Waits some seconds, or until it is told to end. Default: a timer. */
  readonly wait?: (seconds: number, signal: AbortSignal) => Promise<void>
  /** Told of every answer. What it throws is its own affair: the feed goes on. */
  readonly onState?: (state: FeedState) => void
}

/** A feed that is being kept. */
export interface KeptFeed {
  /**
   * Tells what is known, at the present time.
   * @returns The state; a report that has ended is `stale`, whatever was known when it came.
   */
  readonly state: () => FeedState
  /**
   * Ends it. A source that hasn't answered isn't waited for; a report that is on its way to the journal is.
   */
  readonly close: () => Promise<void>
}

/**
 * Keeps a feed of an open system up to date: asks the source, sends what is new to the core, and tells how it stands.
 * A source that fails, or doesn't answer in time, is asked again, less and less often; so is one whose reports are
 * refused, and a journal that doesn't answer. A report that the feed has already, from before a restart or from another
 * keeper, isn't sent again where the app can be looked at.
 * Spec: kernel.md#prices.
 * @param keeping - App, source, pair, and how often.
 * @returns The feed's state, and a way to end it. It starts at once.
 * @throws {RangeError} when a time is none.
 * @example
 * const feed = keepFeed({ app, source, pair: { base: 'ETH', quote: 'USD' }, by: 'reporter', every: 60 })
 * if (feed.state().is !== 'fresh') console.warn(feed.state())
 */
export function keepFeed(keeping: FeedKeeping): KeptFeed {
  const { app, source, pair, by, every, retryAfter = 1, timeout = 60_000, now = clock, wait = timer, onState } = keeping
  const { retryAtMost = Math.max(300, every) } = keeping
  for (const [name, value] of Object.entries({ every, retryAfter, retryAtMost })) checkSeconds(name, value)
  checkTimeout(timeout)
  const ending = new AbortController()
  const { signal } = ending
  let failures = 0
  let state: FeedState = { is: 'waiting' }
  let recorded: Recorded | undefined

  function become(next: FeedState): void {
    state = next
    try {
      Promise.resolve(onState?.(next) as unknown).catch(ignore)
    } catch {
      // A listener that fails doesn't stop the feed.
    }
  }

  async function ask(): Promise<void> {
    try {
      const report = await unlessEnded(inTime(answerOf(source, pair, now()), timeout), signal)
      if (report === undefined) return
      if (recorded === undefined || isNews(report, recorded.report)) {
        const code = await send(report)
        if (code !== undefined) {
          failures += 1
          become({ is: 'refused', code, report, failures })
          return
        }
        // The feed's maximum age may end it before its own end does.
        const { until } = (await presentOf(app, pair, timeout)) ?? report
        recorded = { report, until: Math.min(until, report.until) }
      }
      if (now() >= recorded.until) throw ended(recorded)
      failures = 0
      become({ is: 'fresh', ...recorded, failures })
    } catch (error) {
      failures += 1
      // What was recorded can be used until it ends; that is what counts for who asks.
      if (recorded !== undefined && now() < recorded.until) become({ is: 'fresh', ...recorded, failures })
      else become({ is: 'stale', code: codeOf(error), error, failures })
    }
  }

  /** Has the feed take a report; the code, if it doesn't. */
  async function send(report: Report): Promise<string | undefined> {
    const stands = async (): Promise<boolean> => {
      const present = await presentOf(app, pair, timeout)
      return present !== undefined && isOf(present, report)
    }
    if (await stands()) return undefined
    const answer = await inTime(app.execute({ by, type: 'price.report', input: report }), timeout)
    if (answer.status === 'accepted') return undefined
    // Another keeper may have been faster.
    return answer.code === 'PRICE_OUT_OF_ORDER' && (await stands()) ? undefined : answer.code
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await ask()
      const seconds = failures === 0 ? every : Math.min(retryAfter * 2 ** Math.min(failures - 1, 40), retryAtMost)
      await unlessEnded(wait(seconds, signal), signal).catch(() => timer(seconds, signal))
    }
  }
  const running = run().catch((error: unknown) => become({ is: 'stale', code: codeOf(error), error, failures }))

  return {
    state() {
      if (state.is !== 'fresh' || now() < state.until) return state
      return { is: 'stale', code: 'PRICE_STALE', error: ended(state), failures }
    },
    async close() {
      ending.abort()
      await running
    },
  }
}

/** A report that the feed has, and from when on it can't be used. */
interface Recorded {
  readonly report: Report
  readonly until: number
}
const ended = ({ report, until }: Recorded): PriceSourceError =>
  new PriceSourceError('PRICE_STALE', `the report of ${report.observed} ended at ${until}`)

const ignore = (): void => undefined

/** Many sources number a report by when they were asked: another number alone says nothing that the feed hasn't. */
const isNews = (report: Report, than: Report): boolean =>
  report.observed > than.observed ||
  (report.observed === than.observed && report.number > than.number && says(report) !== says(than))

const says = ({ baseAmount, quoteAmount, confidence, until, source }: Report): string =>
  [baseAmount, quoteAmount, confidence, until, source].join(' ')

function codeOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown }
  return typeof code === 'string' ? code : 'PRICE_UNREACHABLE'
}

const clock = (): number => Math.floor(Date.now() / 1000)
