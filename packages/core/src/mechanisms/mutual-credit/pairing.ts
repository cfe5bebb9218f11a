/** How much two sides give when one number drives both. Spec: mutual-credit.md#priced-rates. */

import type { Price } from '../../arithmetic/index.js'
import { least } from '../../arithmetic/index.js'

/** What a side gives for a driver x: ⌊x · times / over⌋, both above zero. */
export interface Line {
  readonly times: bigint
  readonly over: bigint
}
/** Both sides of an agreement. */
export interface Sides<T> {
  readonly first: T
  readonly second: T
}

/**
 * Lines of two sides that share a value in a ratio: n = ⌊V · part / (a + b) / price⌋.
 * Spec: mutual-credit.md#priced-rates.
 * @param ratio - a and b, each > 0n.
 * @param prices - Of each side's asset in one unit.
 * @returns A line for each side, driven by the value in base units of the unit.
 * @example linesOfValue({ first: 1n, second: 3n }, { first: { baseAmount: 1n, quoteAmount: 2n }, second: { baseAmount: 1n, quoteAmount: 1n } }).first // { times: 1n, over: 8n }
 */
export function linesOfValue(ratio: Sides<bigint>, prices: Sides<Price>): Sides<Line> {
  const whole = ratio.first + ratio.second
  const line = (part: bigint, { baseAmount, quoteAmount }: Price): Line => ({
    times: part * baseAmount,
    over: whole * quoteAmount,
  })
  return { first: line(ratio.first, prices.first), second: line(ratio.second, prices.second) }
}

/**
 * The line of a side that follows the other one, which is driven by its own amount.
 * Spec: mutual-credit.md#priced-rates.
 * @param lead - What the leading side counts for in the ratio, and the price of its asset.
 * @param follower - The same of the side that follows, priced in the same unit.
 * @returns ⌊n · p · b / (a · q)⌋ as a line, p the leading side's price and q the other's.
 * @example lineOfFollower({ part: 1n, price: { baseAmount: 1n, quoteAmount: 2n } }, { part: 1n, price: { baseAmount: 1n, quoteAmount: 1n } }) // { times: 2n, over: 1n }
 */
export function lineOfFollower(lead: Weighed, follower: Weighed): Line {
  return {
    times: lead.price.quoteAmount * follower.part * follower.price.baseAmount,
    over: lead.price.baseAmount * lead.part * follower.price.quoteAmount,
  }
}
/** A side's part in a ratio of values, and the price of its asset. */
export interface Weighed {
  readonly part: bigint
  readonly price: Price
}

/**
 * What both sides give: the driver is lowered until both are within their limits, so that the ratio stays as agreed.
 * Spec: mutual-credit.md#priced-rates.
 * @param driver - ≥ 0n.
 * @param lines - Of each side.
 * @param limits - Most that each side may give, base units ≥ 0n. A side that may give nothing keeps the other from giving.
 * @returns Base units of each side's asset, each ≤ its limit.
 * @example paired(10n, { first: { times: 1n, over: 1n }, second: { times: 2n, over: 1n } }, { first: 9n, second: 13n }) // { first: 6n, second: 12n }
 */
export function paired(driver: bigint, lines: Sides<Line>, limits: Sides<bigint>): Sides<bigint> {
  if (limits.first === 0n || limits.second === 0n) return { first: 0n, second: 0n }
  const most = least(greatestDriver(lines.first, limits.first), greatestDriver(lines.second, limits.second))
  const x = least(driver, most)
  return { first: at(lines.first, x), second: at(lines.second, x) }
}

const at = ({ times, over }: Line, x: bigint): bigint => (x * times) / over
/** The greatest x with ⌊x · times / over⌋ ≤ limit. */
const greatestDriver = ({ times, over }: Line, limit: bigint): bigint => ((limit + 1n) * over - 1n) / times
