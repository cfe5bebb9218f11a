import { BigNumber } from 'bignumber.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_TICK, meanTick, sqrtRatioAtTick } from './tick-math.js'

const tick = fc.integer({ min: -MAX_TICK, max: MAX_TICK })

describe('sqrtRatioAtTick', () => {
  it('has the published bounds at the extremes, and is one at zero', () => {
    expect(sqrtRatioAtTick(-MAX_TICK)).toBe(4_295_128_739n)
    expect(sqrtRatioAtTick(MAX_TICK)).toBe(1_461_446_703_485_210_103_287_273_052_203_988_822_378_723_970_342n)
    expect(sqrtRatioAtTick(0)).toBe(1n << 96n)
  })

  it('rises with every tick', () => {
    fc.assert(
      fc.property(tick, (one) => {
        fc.pre(one < MAX_TICK)
        expect(sqrtRatioAtTick(one + 1)).toBeGreaterThan(sqrtRatioAtTick(one))
      }),
    )
  })

  it('is the root of 1.0001 to the tick, to within a part in 10^9 and a unit', () => {
    const precise = BigNumber.clone({ DECIMAL_PLACES: 60, POW_PRECISION: 60 })
    const root = new precise('1.0001').sqrt()
    fc.assert(
      fc.property(tick, (one) => {
        const exact = root.pow(one).times(new precise(2).pow(96))
        const off = new precise(sqrtRatioAtTick(one).toString()).minus(exact).abs()
        expect(off.lte(exact.div(1e9).plus(1))).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  it('error: what is no tick', () => {
    for (const wrong of [MAX_TICK + 1, -MAX_TICK - 1, 0.5, Number.NaN])
      expect(() => sqrtRatioAtTick(wrong)).toThrow(RangeError)
  })
})

describe('meanTick', () => {
  it('rounds towards minus infinity', () => {
    expect([-7n, -6n, -5n, 0n, 5n, 6n, 7n].map((sum) => meanTick(100n, 100n + sum, 3))).toEqual([
      -3, -2, -2, 0, 1, 2, 2,
    ])
    expect(() => meanTick(0n, 1n, 0)).toThrow(RangeError)
  })
})
