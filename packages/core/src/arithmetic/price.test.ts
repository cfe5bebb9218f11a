import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from './amount.js'
import { comparePrices, convert, convertBack, invertPrice, isPrice, MAX_PRICE_PART } from './price.js'

const part = fc.oneof(fc.bigInt({ min: 1n, max: 1000n }), fc.bigInt({ min: 1n, max: MAX_PRICE_PART }))
const price = fc.record({ baseAmount: part, quoteAmount: part })
const amount = fc.oneof(fc.bigInt({ min: 0n, max: 1000n }), fc.bigInt({ min: 0n, max: MAX_AMOUNT }))

describe('convert', () => {
  it('default: base to quote and quote to base, rounded as named', () => {
    const third = { baseAmount: 3n, quoteAmount: 1n }
    expect([convert(100n, third, 'down'), convert(100n, third, 'up')]).toEqual([33n, 34n])
    expect([convertBack(33n, third, 'down'), convertBack(33n, third, 'up')]).toEqual([99n, 99n])
  })

  it('behavior: down and up differ by at most one, and enclose the exact value', () => {
    fc.assert(
      fc.property(amount, price, (a, p) => {
        const [down, up] = [convert(a, p, 'down'), convert(a, p, 'up')]
        const exact = a * p.quoteAmount
        expect(down * p.baseAmount <= exact && exact <= up * p.baseAmount && up - down <= 1n).toBe(true)
        expect(up === down).toBe(exact % p.baseAmount === 0n)
      }),
    )
  })

  it('behavior: a round trip that rounds down never gains, one that rounds up never loses', () => {
    fc.assert(
      fc.property(amount, price, (a, p) => {
        expect(convertBack(convert(a, p, 'down'), p, 'down') <= a).toBe(true)
        expect(convertBack(convert(a, p, 'up'), p, 'up') >= a).toBe(true)
        expect(convert(convertBack(a, p, 'down'), p, 'down') <= a).toBe(true)
        expect(convert(convertBack(a, p, 'up'), p, 'up') >= a).toBe(true)
      }),
    )
  })

  it('behavior: converting back is converting at the inverse', () => {
    fc.assert(
      fc.property(amount, price, fc.constantFrom('down', 'up'), (a, p, rounding) => {
        expect(convertBack(a, p, rounding)).toBe(convert(a, invertPrice(p), rounding))
      }),
    )
  })

  it('behavior: only the ratio counts', () => {
    fc.assert(
      fc.property(amount, fc.bigInt({ min: 1n, max: 2n ** 64n }), fc.bigInt({ min: 1n, max: 2n ** 64n }), (a, b, q) => {
        const scaled = { baseAmount: b * 7n, quoteAmount: q * 7n }
        expect(convert(a, scaled, 'down')).toBe(convert(a, { baseAmount: b, quoteAmount: q }, 'down'))
      }),
    )
  })

  it('error: a part that is zero, negative, 2^256 or no bigint', () => {
    for (const bad of [0n, -1n, MAX_PRICE_PART + 1n, 1 as unknown as bigint]) {
      for (const p of [
        { baseAmount: bad, quoteAmount: 1n },
        { baseAmount: 1n, quoteAmount: bad },
      ]) {
        expect(isPrice(p)).toBe(false)
        expect(() => convert(1n, p, 'down')).toThrow(RangeError)
        expect(() => convertBack(1n, p, 'down')).toThrow(RangeError)
        expect(() => comparePrices(p, { baseAmount: 1n, quoteAmount: 1n })).toThrow(RangeError)
        expect(() => invertPrice(p)).toThrow(RangeError)
      }
    }
    expect(isPrice({ baseAmount: MAX_PRICE_PART, quoteAmount: 1n })).toBe(true)
  })

  it('error: what is no price at all', () => {
    for (const value of [null, undefined, 1, 'price', {}]) {
      expect(isPrice(value)).toBe(false)
      expect(() => convert(1n, value as never, 'down')).toThrow(RangeError)
    }
  })

  it('error: an amount that is no bigint', () => {
    const one = { baseAmount: 1n, quoteAmount: 1n }
    expect(() => convert(1 as never, one, 'down')).toThrow(TypeError)
    expect(() => convertBack(1 as never, one, 'down')).toThrow(TypeError)
  })
})

describe('comparePrices', () => {
  it('behavior: a total order by quote per base', () => {
    expect(comparePrices({ baseAmount: 3n, quoteAmount: 1n }, { baseAmount: 2n, quoteAmount: 1n })).toBe(-1)
    expect(comparePrices({ baseAmount: 3n, quoteAmount: 2n }, { baseAmount: 6n, quoteAmount: 4n })).toBe(0)
    fc.assert(
      fc.property(price, price, price, (a, b, c) => {
        expect(comparePrices(a, b) + comparePrices(b, a)).toBe(0)
        const [low, middle, high] = [a, b, c].sort(comparePrices) as [typeof a, typeof b, typeof c]
        expect(comparePrices(low, middle)).toBeLessThanOrEqual(0)
        expect(comparePrices(middle, high)).toBeLessThanOrEqual(0)
        expect(comparePrices(low, high)).toBeLessThanOrEqual(0)
      }),
    )
  })

  it('behavior: the inverse turns the order around', () => {
    fc.assert(
      fc.property(price, price, (a, b) => {
        expect(comparePrices(invertPrice(a), invertPrice(b))).toBe(comparePrices(b, a))
      }),
    )
  })
})
