import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from './amount.js'
import { averagePrice, type HeldPrice } from './average-price.js'
import { MAX_PRICE_PART } from './price.js'

const held = (baseAmount: bigint, quoteAmount: bigint, seconds: number, confidence = 0n): HeldPrice => {
  return { baseAmount, quoteAmount, confidence, seconds }
}
const part = fc.oneof(fc.bigInt({ min: 1n, max: 12n }), fc.bigInt({ min: 1n, max: MAX_AMOUNT }))
const some = fc.record({
  baseAmount: part,
  quoteAmount: part,
  confidence: fc.oneof(fc.constant(0n), fc.bigInt({ min: 0n, max: MAX_AMOUNT })),
  seconds: fc.integer({ min: 1, max: 10 ** 9 }),
})
const many = fc.array(some, { minLength: 1, maxLength: 12 })

describe('averagePrice', () => {
  it('default: each price counts for as long as it held, floored once', () => {
    const prices = [held(1n, 3n, 1), held(1n, 4n, 2)]
    expect(averagePrice(prices, 1n)).toEqual({ baseAmount: 1n, quoteAmount: 3n, confidence: 1n })
    // 3 + 4 + 4 over three seconds is 11/3: for three it is exact
    expect(averagePrice(prices, 3n)).toEqual({ baseAmount: 3n, quoteAmount: 11n, confidence: 0n })
  })

  it('behavior: is what the formula says over one denominator, and the floor is the last step', () => {
    fc.assert(
      fc.property(many, part, (prices, amount) => {
        const all = prices.reduce((product, { baseAmount }) => product * baseAmount, 1n)
        const time = prices.reduce((sum, { seconds }) => sum + BigInt(seconds), 0n)
        const sumOf = (part: (price: HeldPrice) => bigint) =>
          prices.reduce((sum, one) => sum + part(one) * BigInt(one.seconds) * (all / one.baseAmount), 0n)
        const worth = sumOf(({ quoteAmount }) => quoteAmount) * amount
        const most = sumOf(({ quoteAmount, confidence }) => quoteAmount + confidence) * amount
        const { quoteAmount, confidence } = averagePrice(prices, amount)
        expect(quoteAmount).toBe(worth / (all * time))
        // The least whole number that the confidence can be.
        expect((quoteAmount + confidence) * all * time >= most).toBe(true)
        expect((quoteAmount + confidence - 1n) * all * time < most).toBe(true)
      }),
    )
  })

  it('behavior: order and splitting a price in two change nothing', () => {
    fc.assert(
      fc.property(many, part, (prices, amount) => {
        const halves = prices.flatMap((one) =>
          one.seconds === 1
            ? [one]
            : [
                { ...one, seconds: 1 },
                { ...one, seconds: one.seconds - 1 },
              ],
        )
        expect(averagePrice(halves.reverse(), amount)).toEqual(averagePrice(prices, amount))
      }),
    )
  })

  it('behavior: lies between the lowest and the highest', () => {
    fc.assert(
      fc.property(many, part, (prices, amount) => {
        const worths = prices.map(({ baseAmount, quoteAmount }) => (amount * quoteAmount) / baseAmount)
        const { quoteAmount } = averagePrice(prices, amount)
        expect(worths.some((worth) => worth <= quoteAmount) && worths.some((worth) => worth >= quoteAmount)).toBe(true)
      }),
    )
  })

  it('behavior: may be nothing, and larger than an amount', () => {
    expect(averagePrice([held(100n, 1n, 9)], 1n).quoteAmount).toBe(0n)
    expect(averagePrice([held(1n, MAX_AMOUNT, 9)], MAX_AMOUNT).quoteAmount).toBe(MAX_AMOUNT * MAX_AMOUNT)
  })

  it.each([
    [[], 1n],
    [[held(0n, 1n, 1)], 1n],
    [[held(1n, 0n, 1)], 1n],
    [[held(1n, 1n, 1, -1n)], 1n],
    [[held(1n, 1n, 1, MAX_PRICE_PART + 1n)], 1n],
    [[held(1n, 1n, 0)], 1n],
    [[held(1n, 1n, 1.5)], 1n],
    [[held(1n, 1n, 2 ** 53)], 1n],
    [[held(1n, 1n, 1)], 0n],
    [[held(1n, 1n, 1)], MAX_AMOUNT + 1n],
  ])('error: what is out of bounds (%#)', (prices, amount) => {
    expect(() => averagePrice(prices, amount)).toThrow(RangeError)
  })
})
