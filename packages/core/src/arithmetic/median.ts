import { comparePrices, isPrice, type Price } from './price.js'

/** A price and the id of the source that reported it. */
export interface SourcedPrice extends Price {
  /** Id of the source, ASCII; decides between equal ratios. */
  readonly source: string
}

/**
 * Median of reported prices: ordered by ratio (quote per base, exact by cross-multiplication), then by source id; of an
 * even count the lower middle. It is always one of the reports, never a mean of two.
 * Spec: numbers.md#medians.
 * @param prices - At least one; the order given doesn't matter when the sources differ.
 * @returns The report itself.
 * @throws {RangeError} when there is none, or a part isn't in 0n < part < 2^256.
 * @example medianPrice([{ source: 'a', baseAmount: 1n, quoteAmount: 3n }, { source: 'b', baseAmount: 1n, quoteAmount: 2n }]).source // 'b'
 */
export function medianPrice<P extends SourcedPrice>(prices: readonly P[]): P {
  if (!prices.every(isPrice)) throw new RangeError('both parts of a price must be positive and below 2^256')
  const ordered = [...prices].sort((a, b) => comparePrices(a, b) || compareIds(a.source, b.source))
  const median = ordered[(ordered.length - 1) >> 1]
  if (median === undefined) throw new RangeError('the median of no prices is undefined')
  return median
}

function compareIds(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
