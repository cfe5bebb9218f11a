import type { Report } from '@symbolon/core'
import { checkSeconds } from '../bounds.js'
import type { Pair, PriceSource } from '../source.js'

/** What records reports: an open system's app is one. */
export interface ReportSink {
  /**
   * Runs a command.
   * @param command - A `price.report`.
   * @returns Whether it was accepted, and if not the code.
   */
  execute(command: {
    readonly by: string
    readonly type: 'price.report'
    readonly input: Report
  }): Promise<{ readonly status: 'accepted' } | { readonly status: 'rejected'; readonly code: string }>
}

/** What is known of a feed. */
export type FeedState =
  /** Nothing was asked yet. */
  | { readonly is: 'waiting' }
  /** The last report was recorded, or is still the source's newest, and can be used until `until`. */
  | { readonly is: 'fresh'; readonly report: Report }
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
  /** Clock in whole seconds. Default: the machine's. */
  readonly now?: () => number
  /** Waits some seconds, or until it is told to end. Default: a timer. */
  readonly wait?: (seconds: number, signal: AbortSignal) => Promise<void>
  /** Told of every change of state. */
  readonly onState?: (state: FeedState) => void
}

/** A feed that is being kept. */
export interface KeptFeed {
  /**
   * Tells what is known, at the present time.
   * @returns The state; a report that has ended is `stale`, whatever was known when it came.
   */
  readonly state: () => FeedState
  /** Ends it. */
  readonly close: () => Promise<void>
}

/**
 * Keeps a feed of an open system up to date: asks the source, sends what is new to the core, and tells how it stands.
 * A source that fails is asked again, less and less often; so is one whose reports are refused, and a journal that
 * doesn't answer. A report that the feed has already isn't sent again.
 * Spec: kernel.md#prices.
 * @param keeping - App, source, pair, and how often.
 * @returns The feed's state, and a way to end it. It starts at once.
 * @throws {RangeError} when a time is none.
 * @example
 * const feed = keepFeed({ app, source, pair: { base: 'ETH', quote: 'USD' }, by: 'reporter', every: 60 })
 * if (feed.state().is !== 'fresh') console.warn(feed.state())
 */
export function keepFeed(keeping: FeedKeeping): KeptFeed {
  const { app, source, pair, by, every, retryAfter = 1, now = clock, wait = timer, onState } = keeping
  const { retryAtMost = Math.max(300, every) } = keeping
  for (const [name, value] of Object.entries({ every, retryAfter, retryAtMost })) checkSeconds(name, value)
  const ending = new AbortController()
  let failures = 0
  let state: FeedState = { is: 'waiting' }
  let recorded: Report | undefined

  function become(next: FeedState): void {
    state = next
    onState?.(next)
  }

  async function ask(): Promise<void> {
    let report: Report | undefined
    try {
      report = await source(pair, now())
      if (recorded === undefined || isNews(report, recorded)) {
        const answer = await app.execute({ by, type: 'price.report', input: report })
        if (answer.status === 'rejected') {
          failures += 1
          become({ is: 'refused', code: answer.code, report, failures })
          return
        }
        recorded = report
      }
      failures = 0
      become({ is: 'fresh', report: recorded })
    } catch (error) {
      failures += 1
      // What was recorded can be used until it ends; that is what counts for who asks.
      const usable = recorded !== undefined && now() < recorded.until
      if (!usable) become({ is: 'stale', code: codeOf(error), error, failures })
    }
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      await ask()
      const seconds = failures === 0 ? every : Math.min(retryAfter * 2 ** Math.min(failures - 1, 40), retryAtMost)
      await wait(seconds, ending.signal)
    }
  }
  const running = run()

  return {
    state() {
      if (state.is !== 'fresh' || now() < state.report.until) return state
      const error = new Error(`the report of ${state.report.observed} has ended`)
      return { is: 'stale', code: 'PRICE_STALE', error, failures }
    },
    async close() {
      ending.abort()
      await running
    },
  }
}

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

/** Timers hold at most 2^31 − 1 milliseconds. */
const LONGEST = 2_147_483

function timer(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const done = (): void => {
      clearTimeout(timeout)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timeout = setTimeout(done, Math.min(seconds, LONGEST) * 1000)
    signal.addEventListener('abort', done)
  })
}
