import type { Report } from '@symbolon/core'

/** Two assets: what is priced, and in what. */
export interface Pair {
  /** Id of the asset that is priced. */
  readonly base: string
  /** Id of the asset in which it is priced. */
  readonly quote: string
}

/**
 * Asks a source for the price of a pair at a time, in whole seconds. A source is immutable and serves one feed in both
 * directions. Its report is the input of `price.report`: the core checks and records it whole, so that replay needs no
 * network. What a source can't answer rejects with a {@link PriceSourceError}, never with a zero.
 * Spec: kernel.md#prices.
 */
export type PriceSource = (pair: Pair, at: number) => Promise<Report>

/** Why a source had no answer. Match by `code`. */
export class PriceSourceError extends Error {
  override readonly name = 'PriceSourceError'
  /** `PRICE_PAIR_UNKNOWN`: it has no such feed. `PRICE_TIME_INVALID`: no whole seconds since 1970. */
  readonly code: 'PRICE_PAIR_UNKNOWN' | 'PRICE_TIME_INVALID'

  constructor(code: PriceSourceError['code'], message: string) {
    super(message)
    this.code = code
  }
}
