import type { Report } from '@symbolon/core'
import { isAmount, isQuantity } from '@symbolon/core/arithmetic'
import { isId } from '@symbolon/core/codec'
import { type Pair, type PriceSource, PriceSourceError } from './source.js'

/**
 * What a source says, if it is a report of the pair and hasn't ended: what is composed of sources neither stumbles over
 * nor passes on what one of them got wrong.
 */
export async function answerOf(source: PriceSource, pair: Pair, at: number): Promise<Report> {
  const report = await source(pair, at)
  if (!isReport(report) || report.base !== pair.base || report.quote !== pair.quote)
    throw new PriceSourceError('PRICE_MALFORMED', `what came is no report of ${pair.base} in ${pair.quote}`)
  if (at >= report.until)
    throw new PriceSourceError('PRICE_STALE', `the report of ${report.observed} ended at ${report.until}`)
  return report
}

/** Types say so of ours; sources are anybody's. */
function isReport(report: unknown): report is Report {
  if (typeof report !== 'object' || report === null) return false
  const { baseAmount, quoteAmount, confidence, observed, until, number, source, signatures } = report as Partial<Report>
  const counts = [observed, until, number].every((count) => Number.isSafeInteger(count) && (count as number) >= 0)
  const ratio = isAmount(baseAmount) && isAmount(quoteAmount) && isQuantity(confidence)
  return ratio && counts && isId(source) && Array.isArray(signatures) && signatures.every(isSignature)
}

function isSignature(signature: unknown): boolean {
  if (typeof signature !== 'object' || signature === null) return false
  const { party, key, value } = signature as Partial<Report['signatures'][number]>
  return [party, key, value].every((text) => typeof text === 'string')
}

/** What comes in time, milliseconds; who never answers can't be reached. */
export function inTime<T>(answer: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = new PriceSourceError('PRICE_UNREACHABLE', `no answer within ${milliseconds} ms`)
    const timer = setTimeout(() => reject(late), milliseconds)
    answer.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/** How long sources that are asked together are waited for, milliseconds, unless told otherwise. */
export const PATIENCE = 30_000
