import type { Report } from '@symbolon/core'

/** Two assets: what is priced, and in what. */
export interface Pair {
  /** Id of the asset that is priced. */
  readonly base: string
  /** Id of the asset in which it is priced. */
  readonly quote: string
}

/**
 * Asks a source for the price of a pair at a time. A source serves one feed in both directions. Its report is the input
 * of `price.report`: the core checks and records it whole, so that replay needs no network.
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

/** Why a source has no answer. */
export type PriceSourceErrorCode =
  /** It has no feed of this pair, in either direction. */
  | 'PRICE_PAIR_UNKNOWN'
  /** The time is no whole seconds since 1970, or the report would be valid past 2^53 − 1. */
  | 'PRICE_TIME_INVALID'
  /** Nothing came, or not in time, or from elsewhere than agreed. Asking again may help. */
  | 'PRICE_UNREACHABLE'
  /** What came isn't what the source's format says. */
  | 'PRICE_MALFORMED'
  /** Signatures, or their number, don't suffice. */
  | 'PRICE_UNTRUSTED'
  /** The price is no price: zero, below, or with an exponent out of range. */
  | 'PRICE_INVALID'
  /** It is older, or further in the future, than agreed. */
  | 'PRICE_STALE'
  /** It is less certain than agreed. */
  | 'PRICE_UNCERTAIN'
  /** It lies outside the bounds that were set. */
  | 'PRICE_OUT_OF_BOUNDS'
  /** It is further from the one before than agreed. */
  | 'PRICE_JUMP'
  /** Too few sources have answered, or they are too far apart. */
  | 'PRICE_QUORUM_MISSING'
  /** The history doesn't reach back far enough, as yet. */
  | 'PRICE_HISTORY_SHORT'

/**
 * Why a source had no answer; match it by `code`, of {@link PriceSourceErrorCode}.
 * @example await source(pair, at).catch((error) => (error.code === 'PRICE_PAIR_UNKNOWN' ? undefined : Promise.reject(error)))
 */
export class PriceSourceError extends Error {
  override readonly name = 'PriceSourceError'
  readonly code: PriceSourceErrorCode

  /**
   * @param code - What it is matched by.
   * @param message - For people.
   * @param options - What it came from, if from something else.
   */
  constructor(code: PriceSourceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/** One text for each pair, whatever its ids are. */
export const keyOf = ({ base, quote }: Pair): string => JSON.stringify([base, quote])

/** Refuses what is no time. */
export function checkTime(at: number): void {
  if (!Number.isSafeInteger(at) || at < 0) {
    throw new PriceSourceError('PRICE_TIME_INVALID', `${at} is not a time in whole seconds`)
  }
}

/** Whether a source was asked for a pair that it doesn't know. */
export const isUnknownPair = (reason: unknown): boolean =>
  (reason as { readonly code?: unknown } | null | undefined)?.code === 'PRICE_PAIR_UNKNOWN'
