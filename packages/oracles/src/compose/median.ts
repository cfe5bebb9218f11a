import type { Report } from '@symbolon/core'
import { medianPrice } from '@symbolon/core/arithmetic'
import { answerOf, inTime, PATIENCE } from '../answer.js'
import { checkBasisPoints, checkCount, checkIds, checkTimeout } from '../bounds.js'
import { deviates } from '../ratio.js'
import { checkTime, isUnknownPair, type PriceSource, PriceSourceError } from '../source.js'

/** When a median counts. */
export interface Agreement {
  /** How many sources have to answer, and to agree, from 1 to all of them. */
  readonly quorum: number
  /** How far from the median a report may be to agree, basis points of it. */
  readonly dispersion: number
  /** How long all are waited for, milliseconds; who hasn't answered by then doesn't count. Default: 30,000. */
  readonly timeout?: number
  /** Id of the source. Default: `median`. */
  readonly source?: string
}

/**
 * The median of what several sources say, the lower middle of an even number, equal ratios by the id of their source.
 * Those that don't answer in time, or with what is no report, don't count; fewer answers than the quorum, or fewer within
 * the dispersion, are refused. The report is observed at the latest time, and valid until the latest, that as many as the
 * quorum of those that agree say, or later: with fewer liars than the quorum none of them makes an old price look fresh
 * or last, and while as many honest ones agree, none makes a fresh one stale. It is observed at most when it was asked
 * for. Its confidence is the median's own.
 * Spec: kernel.md#prices, numbers.md#medians.
 * @param sources - 1 to 64, all of one pair.
 * @param agreement - Quorum, dispersion, patience.
 * @returns A source; it refuses a pair that none of them knows with `PRICE_PAIR_UNKNOWN`, else with
 * `PRICE_QUORUM_MISSING`, whose `cause` is an `AggregateError` of what the others said.
 * @throws {RangeError} when the quorum, the dispersion, the patience or the number of sources is out of bounds.
 * @example median([a, b, c], { quorum: 2, dispersion: 200 })
 */
export function median(sources: readonly PriceSource[], agreement: Agreement): PriceSource {
  const { quorum, dispersion, timeout = PATIENCE, source = 'median' } = agreement
  checkCount('the number of sources', sources.length, 64)
  checkCount('the quorum', quorum, sources.length)
  checkBasisPoints('the dispersion', dispersion)
  checkTimeout(timeout)
  checkIds({ source })
  /** What at least as many as the quorum say is so, or more so. */
  const atLeast = (values: readonly number[]): number => [...values].sort((a, b) => b - a)[quorum - 1]!

  return async (pair, at) => {
    checkTime(at)
    const answers = await Promise.allSettled(sources.map((one) => inTime(answerOf(one, pair, at), timeout)))
    const reports = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const causes = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
    const refuse = (why: string): never => {
      throw new PriceSourceError('PRICE_QUORUM_MISSING', why, { cause: new AggregateError(causes) })
    }
    if (causes.length === sources.length && causes.every(isUnknownPair)) throw causes[0]
    if (reports.length < quorum) refuse(`${reports.length} of ${sources.length} sources answered, ${quorum} have to`)
    const middle: Report = medianPrice(reports)
    const agreed = reports.filter((report) => !deviates(report, middle, dispersion))
    if (agreed.length < quorum) refuse(`${agreed.length} of ${reports.length} answers agree, ${quorum} have to`)
    const observed = Math.min(at, atLeast(agreed.map((report) => report.observed)))
    const until = atLeast(agreed.map((report) => report.until))
    return { ...middle, observed, until, source, number: at, signatures: [] }
  }
}
