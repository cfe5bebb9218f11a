import type { Report } from '@symbolon/core'
import { answerOf } from '../answer.js'
import { checkSeconds } from '../bounds.js'
import { checkTime, keyOf, type PriceSource, PriceSourceError } from '../source.js'

/**
 * A price one period late, so that there is time to stop a bad one: in each period the first question asks the source,
 * and what was asked in the period before is said. It has to be asked in every period; one that passes without counts
 * as nothing known, and what was asked before is said no more. Asked late in a period, a price is late by no more than what
is left of it: have it asked early, and by somebody whose question nobody holds up.
 * Spec: kernel.md#prices. Source: the oracle security module of the Maker protocol.
 * @param source - What is asked.
 * @param options - Length of a period, whole seconds; periods begin at its multiples.
 * @returns A source of the same pairs, `until` one period later than the source says. It refuses with
 * `PRICE_HISTORY_SHORT` until it was asked in the period before, and with `PRICE_STALE` once that report has ended.
 * @throws {RangeError} when the period is none.
 * @example delay(source, { period: 3_600 })
 */
export function delay(source: PriceSource, options: { readonly period: number }): PriceSource {
  const { period } = options
  checkSeconds('period', period)
  interface Known {
    readonly period: number
    readonly report: Report
  }
  const known = new Map<string, { readonly next: Known; readonly current?: Known }>()

  return async (pair, at) => {
    checkTime(at)
    const key = keyOf(pair)
    const number = Math.floor(at / period)
    if ((known.get(key)?.next.period ?? -1) < number) {
      const next = { period: number, report: await answerOf(source, pair, at) }
      const before = known.get(key)
      // Two may have asked at once: the first answer of a period stands, and one that comes late doesn't turn time back.
      if (before === undefined || before.next.period < number)
        known.set(key, before === undefined ? { next } : { next, current: before.next })
    }
    const current = known.get(key)?.current
    if (current?.period !== number - 1) {
      throw new PriceSourceError('PRICE_HISTORY_SHORT', `nothing was asked in the period before ${number}`)
    }
    const until = Math.min(current.report.until + period, Number.MAX_SAFE_INTEGER)
    if (at >= until) throw new PriceSourceError('PRICE_STALE', `the report of ${current.report.observed} has ended`)
    return { ...current.report, until }
  }
}
