import type { Report } from '@symbolon/core'
import { answerOf } from '../answer.js'
import { checkSeconds } from '../bounds.js'
import { checkTime, keyOf, type PriceSource } from '../source.js'

/**
 * A source that is asked once for many: what it said is said again for some time, as long as it is valid; who asks while
 * a question is under way waits for that one's answer. A refusal isn't kept, nor is an answer for a time before that of
 * the one that is kept.
 * Spec: kernel.md#prices.
 * @param source - What is asked.
 * @param options - For how long an answer is said again, whole seconds, > 0.
 * @returns A source of the same pairs. It keeps one answer for each pair it was asked for.
 * @throws {RangeError} when the time is none.
 * @example cache(source, { seconds: 10 })
 */
export function cache(source: PriceSource, options: { readonly seconds: number }): PriceSource {
  checkSeconds('seconds', options.seconds)
  const answers = new Map<string, { readonly at: number; readonly report: Promise<Report> }>()

  return async (pair, at) => {
    checkTime(at)
    const key = keyOf(pair)
    const kept = answers.get(key)
    if (kept !== undefined && kept.at <= at && at < kept.at + options.seconds) {
      const report = await kept.report
      if (at < report.until) return report
    }
    const asked = { at, report: answerOf(source, pair, at) }
    // An answer for an earlier time doesn't take the place of one that will be asked for again.
    if (kept === undefined || kept.at <= at) answers.set(key, asked)
    asked.report.catch(() => {
      if (answers.get(key) === asked) answers.delete(key)
    })
    return asked.report
  }
}
