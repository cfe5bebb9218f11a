import { describe, expect, it } from 'vitest'
import { correlation, correlationOfReturns, returns } from './returns.js'

const prices = (...quotes: readonly bigint[]) => quotes.map((quoteAmount) => ({ baseAmount: 10n ** 18n, quoteAmount }))

describe('returns', () => {
  it('are parts of the price before', () => {
    expect(returns(prices(100n, 110n, 55n))).toEqual([0.1, -0.5])
    expect(returns(prices(100n))).toEqual([])
  })

  it('are right where numbers are too large for their difference', () => {
    expect(returns(prices(2n ** 130n, 2n ** 130n + 1n))).toEqual([2 ** -130])
    const wide = { baseAmount: 2n ** 255n, quoteAmount: 2n ** 255n }
    expect(returns([wide, { ...wide, quoteAmount: 2n ** 254n }])).toEqual([-0.5])
  })

  it('compare prices of different base amounts', () => {
    expect(
      returns([
        { baseAmount: 3n, quoteAmount: 1n },
        { baseAmount: 1n, quoteAmount: 1n },
      ]),
    ).toEqual([2])
  })
})

describe('correlation', () => {
  it('is one, minus one and nought where it is known to be', () => {
    expect(correlation([1, 2, 4], [10, 20, 40])).toBeCloseTo(1, 15)
    expect(correlation([1, 2, 4], [-1, -2, -4])).toBeCloseTo(-1, 15)
    expect(correlation([1, -1, 1, -1], [1, 1, -1, -1])).toBe(0)
  })

  it('has the value of a case worked by hand', () => {
    // Deviations (−2, −1, 1, 2) and (−1, 0, −1, 2): 2 + 0 − 1 + 4 = 5, and √10 · √6.
    expect(correlation([0, 1, 3, 4], [0, 1, 0, 3])).toBeCloseTo(5 / Math.sqrt(60), 14)
  })

  it('is undefined where nothing varies or too little is there', () => {
    expect(correlation([1, 1, 1], [1, 2, 3])).toBeUndefined()
    expect(correlation([1], [1])).toBeUndefined()
    expect(() => correlation([1, 2], [1])).toThrow(RangeError)
  })
})

describe('correlationOfReturns', () => {
  it('is that of the returns, not of the prices', () => {
    // Both rise throughout, but always one fast and the other slowly.
    expect(correlationOfReturns(prices(100n, 120n, 132n, 1584n), prices(100n, 110n, 132n, 133n))).toBeLessThan(0)
    expect(correlationOfReturns(prices(1n, 2n, 3n), prices(5n, 10n, 15n))).toBeCloseTo(1, 15)
    expect(() => correlationOfReturns(prices(1n), [])).toThrow(RangeError)
  })
})
