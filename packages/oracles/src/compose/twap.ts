import type { Report } from '@symbolon/core'
import { divide, isAmount } from '@symbolon/core/arithmetic'
import { checkSeconds } from '../bounds.js'
import { fitted } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'

/** What is averaged. */
export interface Window extends Pair {
  /** How long the window is, whole seconds. */
  readonly window: number
  /** The ratio's base: the average is of the worth of so many base units, floored. 0 < amount < 2^127. */
  readonly baseAmount: bigint
  /** Id of the source. Default: `twap`. */
  readonly source?: string
}

/**
 * The time-weighted average of what a source said, Σ pᵢ·Δtᵢ / ΣΔt, floored: each price holds from its observation to
 * the next, the one at the window's start included. Each question asks the source and takes what it says into the
 * history, at most as of the time it was asked; observations that aren't later than the last change nothing.
 * Spec: kernel.md#prices.
 * @param source - What is asked.
 * @param window - Pair, length, and the amount whose worth is averaged: the larger, the finer.
 * @returns A source of the pair in this direction. It refuses with `PRICE_HISTORY_SHORT` until what it knows covers the
 * window. The confidence is the greatest in the window.
 * @throws {RangeError} when the window or the amount is none.
 * @example twap(source, { base: 'ETH', quote: 'USD', window: 1_800, baseAmount: 10n ** 18n })
 */
export function twap(
  source: PriceSource,
  { base, quote, window, baseAmount, source: id = 'twap' }: Window,
): PriceSource {
  checkSeconds('window', window)
  if (!isAmount(baseAmount)) throw new RangeError('the amount is none, 0 < amount < 2^127')
  let history: readonly Report[] = []

  return async (pair, at) => {
    checkTime(at)
    if (pair.base !== base || pair.quote !== quote)
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `twap: averages ${base} in ${quote}`)
    const said = await source(pair, at)
    // One that is ahead of its time would keep all later ones out until then: it holds from now on.
    const report = said.observed > at ? { ...said, observed: at } : said
    const latest = history.at(-1)
    if (latest === undefined || report.observed > latest.observed) history = [...history, report]
    const from = at - window
    const start = history.findLastIndex(({ observed }) => observed <= from)
    if (start < 0) throw new PriceSourceError('PRICE_HISTORY_SHORT', `what is known doesn't reach back to ${from}`)
    history = history.slice(start)
    const counted = history.filter(({ observed }) => observed < at)
    // One floor, at the end: worths are added up as fractions, those of one base first.
    const worths = new Map<bigint, bigint>()
    let off = 0n
    counted.forEach((one, i) => {
      const till = counted[i + 1]?.observed ?? at
      const worth = one.quoteAmount * baseAmount * BigInt(till - Math.max(one.observed, from))
      worths.set(one.baseAmount, (worths.get(one.baseAmount) ?? 0n) + worth)
      const uncertain = divide(one.confidence * baseAmount, one.baseAmount, 'up')
      if (uncertain > off) off = uncertain
    })
    const [denominator, total] = sumOf([...worths])
    const quoteAmount = divide(total, denominator * BigInt(window), 'down')
    const ratio = fitted({ baseAmount, quoteAmount, confidence: off })
    const last = history.at(-1)!
    return { base, quote, ...ratio, observed: last.observed, until: last.until, source: id, number: at, signatures: [] }
  }
}

/** Denominator and numerator, at least one of them. */
type Fraction = readonly [bigint, bigint]

/** By halves: one after the other, each step would multiply by a denominator as long as all before it. */
function sumOf(fractions: readonly Fraction[]): Fraction {
  if (fractions.length === 1) return fractions[0]!
  const half = fractions.length >> 1
  const [[a, m], [b, n]] = [sumOf(fractions.slice(0, half)), sumOf(fractions.slice(half))]
  return [a * b, m * b + n * a]
}
