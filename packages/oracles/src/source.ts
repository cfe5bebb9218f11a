import type { Price } from '@symbolon/core/arithmetic'

/** Two assets: what is priced, and in what. */
export interface Pair {
  /** Id of the asset that is priced. */
  readonly base: string
  /** Id of the asset in which it is priced. */
  readonly quote: string
}

/** A signer's word for a report. */
export interface ReportSignature {
  /** Id of the signer's key. */
  readonly key: string
  /** Signature, lower-case hex. */
  readonly value: string
}

/** What a source says about a pair: recorded whole, so that replay needs no network. */
export interface Report {
  readonly pair: Pair
  /** Exact ratio in base units of the two assets. */
  readonly price: Price
  /** Half-width of the source's interval in the unit of `price.quoteAmount`, ≥ 0n; 0n when the price is exact. */
  readonly confidence: bigint
  /** When the price was observed, whole seconds. */
  readonly observed: number
  /** The report is valid while `now < until`, whole seconds. */
  readonly until: number
  /** Id of the source. */
  readonly source: string
  /** Position of the report among those of its source; grows. */
  readonly number: bigint
  /** Empty where the host is trusted. */
  readonly signatures: readonly ReportSignature[]
}

/**
 * Asks a source for the price of a pair at a time, in whole seconds. A source is immutable and serves one feed in both
 * directions. What it can't answer rejects with a {@link PriceSourceError}, never with a zero.
 * Spec: prices are verified by the core: kernel.md#prices.
 */
export type PriceSource = (pair: Pair, at: number) => Promise<Report>

/** Why a source had no answer. Match by `code`. */
export class PriceSourceError extends Error {
  override readonly name = 'PriceSourceError'
  readonly code: 'PRICE_PAIR_UNKNOWN' | 'PRICE_TIME_INVALID'

  constructor(code: PriceSourceError['code'], message: string) {
    super(message)
    this.code = code
  }
}
