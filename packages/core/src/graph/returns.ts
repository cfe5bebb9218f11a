import type { Price } from '../arithmetic/index.js'

/**
 * Returns between each price and the next: how much more of the quoted asset the same amount buys, as a part of before.
 * Differences are taken exactly, so that small returns of large numbers are right.
 * @param history - Prices of one asset in another at equal distances of time, the oldest first.
 * @returns One number less than there are prices; 0.1 is ten per cent.
 * @example returns([{ baseAmount: 1n, quoteAmount: 10n }, { baseAmount: 1n, quoteAmount: 11n }]) // [0.1]
 */
export function returns(history: readonly Price[]): readonly number[] {
  return history.slice(1).map((after, k) => {
    const before = history[k]!
    const was = before.quoteAmount * after.baseAmount
    return ratio(after.quoteAmount * before.baseAmount - was, was)
  })
}

/**
 * Pearson's correlation of two series.
 * Source: Pearson (1895); deviations from the mean, in two passes.
 * @param first - Numbers.
 * @param second - As many, in the same order.
 * @returns From −1 to 1; undefined when there are fewer than two pairs, or either series doesn't vary.
 * @throws {RangeError} when the series differ in length.
 * @example correlation([1, -1, 1, -1], [1, 1, -1, -1]) // 0
 */
export function correlation(first: readonly number[], second: readonly number[]): number | undefined {
  if (first.length !== second.length) throw new RangeError('series differ in length')
  if (first.length < 2) return undefined
  const [one, other] = [mean(first), mean(second)]
  let [product, a, b] = [0, 0, 0]
  for (let k = 0; k < first.length; k++) {
    const [x, y] = [first[k]! - one, second[k]! - other]
    product += x * y
    a += x * x
    b += y * y
  }
  if (a === 0 || b === 0) return undefined
  return Math.max(-1, Math.min(1, product / (Math.sqrt(a) * Math.sqrt(b))))
}

/**
 * Correlation of the returns of two assets: what mutual issuance is meant to raise over time.
 * @param first - Prices of one asset, at equal distances of time, the oldest first.
 * @param second - Prices of the other, at the same times and in the same quoted asset.
 * @returns From −1 to 1; undefined when there are fewer than three prices, or either has returns that don't vary.
 * @throws {RangeError} when the histories differ in length.
 * @example correlationOfReturns([], []) // undefined
 */
export function correlationOfReturns(first: readonly Price[], second: readonly Price[]): number | undefined {
  if (first.length !== second.length) throw new RangeError('histories differ in length')
  return correlation(returns(first), returns(second))
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** A quotient of integers of any size: both are shortened alike until they fit a number's range. */
function ratio(above: bigint, below: bigint): number {
  const excess = below.toString(16).length * 4 - 1000
  if (excess <= 0) return Number(above) / Number(below)
  return Number(above >> BigInt(excess)) / Number(below >> BigInt(excess))
}
