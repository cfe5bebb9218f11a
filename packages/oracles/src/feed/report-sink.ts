import type { Report, ReportedPrice } from '@symbolon/core'
import type { SignedCommand } from '@symbolon/core/signature'
import { inTime } from '../answer.js'
import type { Pair } from '../source.js'

/** What records reports: an open system's app is one. */
export interface ReportSink {
  /**
   * Runs a command.
   * @param command - A `price.report`; with an id and a signature where it is signed.
   * @returns Whether it was accepted, and if not the code.
   */
  execute(command: {
    readonly by: string
    readonly type: 'price.report'
    readonly input: Report
    readonly id?: string
    readonly signature?: SignedCommand
  }): Promise<{ readonly status: 'accepted' } | { readonly status: 'rejected'; readonly code: string }>
  /**
   * Looks at what the feed has. Without it a report that was recorded before a restart is sent again, and whether a
   * recorded one can still be used goes by its own end, not by the feed's maximum age.
   */
  view?(): Promise<{ price(base: string, quote: string): ReportedPrice }>
}

/** The price that the feed has now, if there is one that can be used and can be seen. */
export async function presentOf(
  sink: ReportSink,
  { base, quote }: Pair,
  timeout: number,
): Promise<ReportedPrice | undefined> {
  if (sink.view === undefined) return undefined
  try {
    return (await inTime(sink.view(), timeout)).price(base, quote)
  } catch {
    // Missing, stale, or a journal that doesn't answer: nothing that can be built upon.
    return undefined
  }
}

/** Whether a price in a feed is what a report says. */
export const isOf = (price: ReportedPrice, report: Report): boolean =>
  price.observed === report.observed &&
  price.baseAmount === report.baseAmount &&
  price.quoteAmount === report.quoteAmount &&
  price.confidence === report.confidence
