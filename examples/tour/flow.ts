/** One flow of trade: the importer's network owes the exporter's network this much more. */
export interface Flow {
  /** Line of the file it stands on; the header is line 1. */
  readonly line: number
  readonly importer: string
  readonly exporter: string
  /** Whole US dollars, 0n < amount < 2^127. */
  readonly amount: bigint
}

/** A row that is well formed but can't be used, with the reason in words. */
export interface Skipped {
  readonly line: number
  readonly reason: string
}

/** What a trade file holds, or what a generated economy consists of. */
export interface TradeData {
  readonly flows: readonly Flow[]
  readonly skipped: readonly Skipped[]
}
