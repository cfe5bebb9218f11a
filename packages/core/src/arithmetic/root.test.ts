import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { root } from './root.js'

/** Widths from one bit up, so that small, middling and beyond-double radicands all occur. */
const radicand = fc.integer({ min: 1, max: 4000 }).chain((bits) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) }))

describe('root', () => {
  it('behavior: the largest integer whose power does not exceed the radicand', () => {
    fc.assert(
      fc.property(radicand, fc.integer({ min: 1, max: 200 }), (n, degree) => {
        const [x, exponent] = [root(n, degree), BigInt(degree)]
        expect(x ** exponent <= n && n < (x + 1n) ** exponent).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('behavior: exact at a power, one less just below it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 2n, max: 2n ** 200n }), fc.integer({ min: 2, max: 60 }), (x, degree) => {
        const power = x ** BigInt(degree)
        expect([root(power - 1n, degree), root(power, degree), root(power + 1n, degree)]).toEqual([x - 1n, x, x])
      }),
      { numRuns: 300 },
    )
  })

  it('behavior: all small radicands', () => {
    for (let degree = 1; degree <= 8; degree++) {
      let x = 0n
      for (let n = 0n; n <= 700n; n++) {
        if ((x + 1n) ** BigInt(degree) <= n) x += 1n
        expect(root(n, degree)).toBe(x)
      }
    }
  })

  it('behavior: a small root of a high degree, whose neighbours lie beyond all doubles', () => {
    expect(root(9n ** 182n * 2n, 182)).toBe(9n)
    expect(root(10n ** 182n - 1n, 182)).toBe(9n)
  })

  it('behavior: a degree beyond the bits of the radicand', () => {
    expect(root(2n, 2e9)).toBe(1n)
    expect(root(2n ** 40n - 1n, 40)).toBe(1n)
    expect(root(2n ** 40n, 40)).toBe(2n)
    expect(root(10n ** 600n, Number.MAX_SAFE_INTEGER)).toBe(1n)
  })

  it('error: a negative radicand and a degree that is none', () => {
    expect(() => root(-1n, 2)).toThrow(RangeError)
    for (const degree of [0, -1, 1.5, Number.NaN]) expect(() => root(1n, degree)).toThrow(RangeError)
  })
})
