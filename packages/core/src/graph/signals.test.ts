import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { effectiveNumber, herfindahl, shares } from './concentration.js'
import { momentum, turnover, volatility } from './momentum.js'

describe('concentration and diversification', () => {
  it('are 1/n and n for n equal parts, and one for a part alone', () => {
    for (const n of [1, 2, 7, 100]) {
      expect(herfindahl(new Array(n).fill(3n))).toBeCloseTo(1 / n, 12)
      expect(effectiveNumber(new Array(n).fill(3n))).toBeCloseTo(n, 10)
    }
    expect(herfindahl([0n, 5n, 0n])).toBe(1)
  })

  it('are undefined for nothing and refuse parts below zero', () => {
    expect(herfindahl([])).toBeUndefined()
    expect(effectiveNumber([0n])).toBeUndefined()
    expect(shares([0])).toBeUndefined()
    for (const part of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => herfindahl([1, part])).toThrow(RangeError)
  })
})

describe('momentum', () => {
  const rounds = fc.tuple(
    fc.array(fc.bigInt(0n, 10n ** 20n), { minLength: 5, maxLength: 5 }),
    fc.array(fc.bigInt(0n, 10n ** 20n), { minLength: 5, maxLength: 5 }),
  )

  it('is what the shares change by: what one gains the others lose', () => {
    expect([...momentum([0n, 4n], [1n, 3n])]).toEqual([0.25, -0.25])
    fc.assert(
      fc.property(rounds, ([before, after]) => {
        if (shares(before) === undefined || shares(after) === undefined) return
        expect(momentum(before, after).reduce((sum, part) => sum + part, 0)).toBeCloseTo(0, 12)
        expect(turnover(before, after)).toBeLessThanOrEqual(1 + 1e-12)
        expect(turnover(before, before)).toBe(0)
      }),
      { numRuns: 60 },
    )
  })

  it('of a first round is the shares themselves', () => {
    expect([...momentum([0n, 0n], [1n, 3n])]).toEqual([0.25, 0.75])
    expect(turnover([0n, 0n], [1n, 3n])).toBeUndefined()
    expect(turnover([1n, 0n], [0n, 1n])).toBe(1)
    expect(() => momentum([1n], [1n, 2n])).toThrow(RangeError)
  })
})

describe('volatility', () => {
  it('is nought where shares move evenly, and the standard deviation of moves otherwise', () => {
    expect([
      ...volatility([
        [4n, 0n],
        [3n, 1n],
        [2n, 2n],
      ]),
    ]).toEqual([0, 0])
    // Moves of ±1/2: mean 0, deviation √((1/4 + 1/4) / 1).
    for (const part of volatility([
      [1n, 1n],
      [2n, 0n],
      [1n, 1n],
    ]))
      expect(part).toBeCloseTo(Math.sqrt(0.5), 14)
    expect(() => volatility([[1n], [1n]])).toThrow(RangeError)
  })
})
