import { describe, expect, it } from 'vitest'
import { seededRandom } from './random.js'

const draws = (seed: number, count: number) => {
  const random = seededRandom(seed)
  return Array.from({ length: count }, () => random.uniform())
}

describe('seededRandom', () => {
  it('gives the same numbers for the same seed, others for another', () => {
    expect(draws(7, 5)).toEqual(draws(7, 5))
    expect(draws(7, 5)).not.toEqual(draws(8, 5))
    expect(new Set([...draws(0, 1), ...draws(1, 1), ...draws(2 ** 32 - 1, 1)]).size).toBe(3)
  })

  it('is pinned: results that were published can be had again', () => {
    expect(draws(1, 3).map((x) => x * 2 ** 32)).toEqual([393288148, 2174103013, 3814759091])
  })

  it('spreads evenly, and normally', () => {
    const tenths = new Array<number>(10).fill(0)
    for (const x of draws(3, 20_000)) tenths[Math.floor(x * 10)]! += 1
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(200)
    const random = seededRandom(4)
    const normal = Array.from({ length: 20_000 }, () => random.normal())
    const mean = normal.reduce((sum, x) => sum + x, 0) / normal.length
    const variance = normal.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / normal.length
    expect(Math.abs(mean)).toBeLessThan(0.03)
    expect(Math.abs(variance - 1)).toBeLessThan(0.05)
    // As many as under the bell beyond one deviation on either side.
    expect(normal.filter((x) => Math.abs(x) > 1).length / normal.length).toBeCloseTo(0.317, 1)
  })

  it('refuses what is no seed', () => {
    for (const seed of [-1, 0.5, 2 ** 32, Number.NaN]) expect(() => seededRandom(seed)).toThrow(RangeError)
  })
})
