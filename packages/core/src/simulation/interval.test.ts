import { describe, expect, it } from 'vitest'
import { meanInterval } from './interval.js'
import { seededRandom } from './random.js'

describe('meanInterval', () => {
  it("has the quantiles of Student's tables", () => {
    for (const [n, quantile] of [
      [10, 2.262157],
      [20, 2.093024],
      [30, 2.04523],
      [100, 1.984217],
      [10_000, 1.960201],
    ] as const) {
      // Alternating ±1: the deviation is √(n / (n − 1)), the standard error 1 / √(n − 1).
      const { mean, low, high } = meanInterval(Array.from({ length: n }, (_, k) => (k % 2 === 0 ? 1 : -1)))
      expect(mean).toBe(0)
      expect(high * Math.sqrt(n - 1)).toBeCloseTo(quantile, 4)
      expect(low).toBe(-high)
    }
  })

  it('holds the true mean about nineteen times in twenty', () => {
    const random = seededRandom(11)
    let held = 0
    for (let trial = 0; trial < 2000; trial++) {
      const { low, high } = meanInterval(Array.from({ length: 12 }, () => 5 + random.normal()))
      if (low <= 5 && 5 <= high) held += 1
    }
    expect(held / 2000).toBeGreaterThan(0.935)
    expect(held / 2000).toBeLessThan(0.965)
  })

  it('refuses too few samples, and what is no number', () => {
    expect(() => meanInterval(new Array(9).fill(1))).toThrow(RangeError)
    expect(() => meanInterval([...new Array(9).fill(1), Number.NaN])).toThrow(RangeError)
  })
})
