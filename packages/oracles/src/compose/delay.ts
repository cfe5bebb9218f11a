import type { Report } from '@symbolon/core'
import { checkSeconds } from '../bounds.js'
import { type Pair, type PriceSource, PriceSourceError } from '../source.js'

/**
 * A price one period late, so that there is time to stop a bad one: in each period the first question asks the source,
 * and what was asked in the period before is said. It has to be asked in every period; one that passes without counts
 * as nothing known, and what was asked before is said no more.
 * Spec: kernel.md#prices. Source: the oracle security module of the Maker protocol.
 * @param source - What is asked.
 * @param options - Length of a period, whole seconds; periods begin at its multiples.
 * @returns A source of the same pairs, `until` one period later than the source says. It refuses with
 * `PRICE_HISTORY_SHORT` until it was asked in the period before.
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
  const keyOf = ({ base, quote }: Pair): string => `${base}/${quote}`

  return async (pair, at) => {
    const key = keyOf(pair)
    const number = Math.floor(at / period)
    if (known.get(key)?.next.period !== number) {
      const next = { period: number, report: await source(pair, at) }
      const before = known.get(key)
      // Two may have asked at once; the first answer of a period stands.
      if (before?.next.period !== number)
        known.set(key, before === undefined ? { next } : { next, current: before.next })
    }
    const current = known.get(key)?.current
    if (current?.period !== number - 1) {
      throw new PriceSourceError('PRICE_HISTORY_SHORT', `nothing was asked in the period before ${number}`)
    }
    return { ...current.report, until: current.report.until + period }
  }
}
