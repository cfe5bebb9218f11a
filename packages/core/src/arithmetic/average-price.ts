import { isAmount } from './amount.js'
import { isPrice, MAX_PRICE_PART, type Price } from './price.js'
import { divide } from './rounding.js'

/** A price and for how long it held. */
export interface HeldPrice extends Price {
  /** How far it may be off: quote units per `baseAmount`, ≥ 0n, < 2^256. */
  readonly confidence: bigint
  /** Whole seconds, > 0. */
  readonly seconds: number
}

/** What an amount was worth in the mean. */
export interface AveragePrice extends Price {
  /** Quote units, floored: 0n where the amount was worth less than one. */
  readonly quoteAmount: bigint
  /** Quote units per `baseAmount`: the true mean is at most so far off, what the floor cuts off included. */
  readonly confidence: bigint
}

/**
 * Time-weighted average of prices, Σ pᵢ·Δtᵢ / ΣΔt, where pᵢ is what `baseAmount` was worth: exact until one floor at the
 * end. The larger the amount, the finer the average.
 * Spec: numbers.md#averages-over-time.
 * @param prices - At least one, of one pair, each with how long it held; their order doesn't matter.
 * @param baseAmount - Base units whose worth is averaged, 0 < amount < 2^127.
 * @returns Quote units that the amount was worth, floored, and how far they may be off; of any size.
 * @throws {RangeError} when there is no price, or a price, a confidence, a time or the amount is out of bounds.
 * @example averagePrice([{ baseAmount: 1n, quoteAmount: 3n, confidence: 0n, seconds: 1 }, { baseAmount: 1n, quoteAmount: 4n, confidence: 0n, seconds: 2 }], 1n).quoteAmount // 3n
 */
export function averagePrice(prices: readonly HeldPrice[], baseAmount: bigint): AveragePrice {
  if (prices.length === 0) throw new RangeError('the average of no prices is undefined')
  if (!isAmount(baseAmount)) throw new RangeError('the base amount must be positive and below 2^127')
  let length = 0n
  const sums = new Map<bigint, Sum>()
  for (const price of prices) {
    const { seconds, confidence } = price
    if (!isPrice(price) || !(confidence >= 0n && confidence <= MAX_PRICE_PART))
      throw new RangeError('both parts of a price must be positive, its confidence not negative, and all below 2^256')
    if (!Number.isSafeInteger(seconds) || seconds <= 0) throw new RangeError('a price holds for whole seconds > 0')
    const time = BigInt(seconds)
    const { worth, most } = sums.get(price.baseAmount) ?? NOTHING
    length += time
    sums.set(price.baseAmount, {
      base: price.baseAmount,
      worth: worth + price.quoteAmount * time,
      most: most + (price.quoteAmount + confidence) * time,
    })
  }
  const { base, worth, most } = total([...sums.values()])
  const quoteAmount = divide(worth * baseAmount, base * length, 'down')
  return { baseAmount, quoteAmount, confidence: divide(most * baseAmount, base * length, 'up') - quoteAmount }
}

/** Two sums of fractions over one denominator. */
interface Sum {
  readonly base: bigint
  readonly worth: bigint
  readonly most: bigint
}
const NOTHING = { worth: 0n, most: 0n }

/** By halves: one after the other, each step would multiply by a denominator as long as all before it. */
function total(sums: readonly Sum[]): Sum {
  if (sums.length === 1) return sums[0] as Sum
  const half = sums.length >> 1
  const [a, b] = [total(sums.slice(0, half)), total(sums.slice(half))]
  return { base: a.base * b.base, worth: a.worth * b.base + b.worth * a.base, most: a.most * b.base + b.most * a.base }
}
