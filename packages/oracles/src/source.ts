import type { Report } from '@symbolon/core'

/** Two assets: what is priced, and in what. */
export interface Pair {
  /** Id of the asset that is priced. */
  readonly base: string
  /** Id of the asset in which it is priced. */
  readonly quote: string
}

/**
 * Asks a source for the price of a pair at a time. A source is immutable and serves one feed in both directions. Its
 * report is the input of `price.report`: the core checks and records it whole, so that replay needs no network.
 * Spec: kernel.md#prices.
 * @param pair - What is priced, and in what.
 * @param at - Whole seconds since 1970, ≥ 0.
 * @returns The report: `baseAmount` base units of `base` are worth `quoteAmount` base units of `quote`, give or take
 * `confidence`, as observed at a time and valid until another.
 * @throws {PriceSourceError} (as a rejection) for what the source can't answer, never answered with a zero.
 * @example
 * const input = await source({ base: 'MPOND', quote: 'POND' }, Math.floor(Date.now() / 1000))
 * await app.execute({ by: 'reporter', type: 'price.report', input })
 */
export type PriceSource = (pair: Pair, at: number) => Promise<Report>

/**
 * Why a source had no answer; match it by `code`.
 *
 * - `PRICE_PAIR_UNKNOWN`: it has no feed of this pair, in either direction.
 * - `PRICE_TIME_INVALID`: the time is no whole seconds since 1970, or the report would be valid past 2^53 − 1.
 * @example await source(pair, at).catch((error) => (error.code === 'PRICE_PAIR_UNKNOWN' ? undefined : Promise.reject(error)))
 */
export class PriceSourceError extends Error {
  override readonly name = 'PriceSourceError'
  readonly code: 'PRICE_PAIR_UNKNOWN' | 'PRICE_TIME_INVALID'

  /**
   * @param code - What it is matched by.
   * @param message - For people.
   */
  constructor(code: PriceSourceError['code'], message: string) {
    super(message)
    this.code = code
  }
}
