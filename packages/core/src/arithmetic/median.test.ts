import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { medianPrice } from './median.js'
import { comparePrices, MAX_PRICE_PART } from './price.js'

const report = (source: string, baseAmount: bigint, quoteAmount: bigint) => ({ source, baseAmount, quoteAmount })

describe('medianPrice', () => {
  it('default: the middle of an odd count', () => {
    expect(medianPrice([report('a', 1n, 9n), report('b', 1n, 1n), report('c', 2n, 6n)]).source).toBe('c')
  })

  it('behavior: the lower middle of an even count', () => {
    expect(medianPrice([report('a', 1n, 4n), report('b', 1n, 1n), report('c', 1n, 3n), report('d', 1n, 2n)])).toEqual(
      report('d', 1n, 2n),
    )
  })

  it('behavior: among equal ratios the source id decides, by code unit', () => {
    const equal = [report('b', 1n, 2n), report('a', 2n, 4n), report('B', 3n, 6n)]
    expect(medianPrice(equal).source).toBe('a')
    expect(medianPrice(equal.slice(0, 2)).source).toBe('a')
  })

  it('behavior: no rounding: ratios that a double can not tell apart are told apart', () => {
    const close = [
      report('a', MAX_PRICE_PART, MAX_PRICE_PART - 1n),
      report('b', MAX_PRICE_PART - 1n, MAX_PRICE_PART - 2n),
    ]
    expect(medianPrice(close).source).toBe('b')
  })

  it('behavior: at most half lie below it and at most half above, in whatever order they came', () => {
    const part = fc.bigInt({ min: 1n, max: 12n })
    const prices = fc.uniqueArray(fc.record({ source: fc.string(), baseAmount: part, quoteAmount: part }), {
      selector: ({ source }) => source,
      minLength: 1,
      maxLength: 12,
    })
    fc.assert(
      fc.property(prices, (list) => {
        const median = medianPrice(list)
        const below = list.filter((p) => comparePrices(p, median) < 0).length
        const above = list.filter((p) => comparePrices(p, median) > 0).length
        expect(below).toBeLessThanOrEqual((list.length - 1) >> 1)
        expect(above).toBeLessThanOrEqual(list.length >> 1)
        expect(medianPrice([...list].reverse())).toBe(median)
      }),
    )
  })

  it('error: no prices', () => {
    expect(() => medianPrice([])).toThrow(RangeError)
  })

  it('error: a part out of bounds, even of a single price', () => {
    expect(() => medianPrice([report('a', 0n, 1n)])).toThrow(RangeError)
  })
})
