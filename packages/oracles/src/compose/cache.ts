import type { Report } from '@symbolon/core'
import { checkSeconds } from '../bounds.js'
import type { Pair, PriceSource } from '../source.js'

/**
 * A source that is asked once for many: what it said is said again for some time, as long as it is valid; who asks while
 * a question is under way waits for that one's answer. A refusal isn't kept.
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
  const keyOf = ({ base, quote }: Pair): string => `${base}/${quote}`

  return async (pair, at) => {
    const key = keyOf(pair)
    const kept = answers.get(key)
    if (kept !== undefined && kept.at <= at && at < kept.at + options.seconds) {
      const report = await kept.report
      if (at < report.until) return report
    }
    const asked = { at, report: source(pair, at) }
    answers.set(key, asked)
    asked.report.catch(() => {
      if (answers.get(key) === asked) answers.delete(key)
    })
    return asked.report
  }
}
