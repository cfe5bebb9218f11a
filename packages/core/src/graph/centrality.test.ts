import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { solvePrices } from '../mechanisms/stake-market/unit-price-solver.js'
import { dampedCentrality, eigenvectorCentrality, type Links } from './centrality.js'
import { ConvergenceError } from './convergence.js'

const both = (agents: number, pairs: readonly (readonly [number, number])[]): Links => ({
  agents,
  from: pairs.flat(),
  to: pairs.flatMap(([i, j]) => [j, i]),
})
const normed = (parts: readonly number[]) => parts.map((part) => part / parts.reduce((sum, x) => sum + x, 0))
const expectAll = (found: Float64Array, closed: readonly number[], digits = 8) => {
  expect(found.length).toBe(closed.length)
  for (const [k, part] of closed.entries()) expect(found[k]).toBeCloseTo(part, digits)
}

describe('eigenvectorCentrality', () => {
  it('of a star is the square root of its leaves in the middle', () => {
    expectAll(
      eigenvectorCentrality(
        both(5, [
          [0, 1],
          [0, 2],
          [0, 3],
          [0, 4],
        ]),
      ),
      normed([2, 1, 1, 1, 1]),
    )
  })

  it('of a path of three is one, root two, one', () => {
    expectAll(
      eigenvectorCentrality(
        both(3, [
          [0, 1],
          [1, 2],
        ]),
      ),
      normed([1, Math.sqrt(2), 1]),
    )
  })

  it('of a circle in one direction is equal, though passes alone would only turn it', () => {
    expectAll(eigenvectorCentrality({ agents: 4, from: [0, 1, 2, 3], to: [1, 2, 3, 0] }), [0.25, 0.25, 0.25, 0.25])
  })

  it('follows weights: a pair that is linked one way three times as much', () => {
    // λ x = Wᵀ x with W = [[0, 3], [1, 0]]: λ = √3, x = (1, √3).
    expectAll(eigenvectorCentrality({ agents: 2, from: [0, 1], to: [1, 0], weight: [3, 1] }), normed([1, Math.sqrt(3)]))
    expectAll(
      eigenvectorCentrality({ agents: 2, from: [0, 0, 1], to: [1, 1, 0], weight: [1, 2, 1] }),
      normed([1, Math.sqrt(3)]),
    )
  })

  it('is an eigenvector', () => {
    const links = fc.array(fc.tuple(fc.nat(7), fc.nat(7), fc.integer({ min: 1, max: 9 })), { maxLength: 30 })
    fc.assert(
      fc.property(links, (list) => {
        // A circle through all makes the graph strongly connected, so that there is one answer.
        const all = [...list, ...Array.from({ length: 8 }, (_, i) => [i, (i + 1) % 8, 1] as const)]
        const found = eigenvectorCentrality(
          { agents: 8, from: all.map(([i]) => i), to: all.map(([, j]) => j), weight: all.map(([, , w]) => w) },
          { tolerance: 1e-13 },
        )
        const image = new Float64Array(8)
        for (const [i, j, w] of all) image[j]! += w * found[i]!
        const value = image.reduce((sum, part) => sum + part, 0)
        expectAll(
          image.map((part) => part / value),
          [...found],
          9,
        )
      }),
      { numRuns: 60 },
    )
  })

  it('is given up by its guard', () => {
    expect(() =>
      eigenvectorCentrality(
        both(3, [
          [0, 1],
          [1, 2],
        ]),
        { passes: 3 },
      ),
    ).toThrow(ConvergenceError)
  })

  it('refuses links that are none, and takes an empty graph', () => {
    expect(() => eigenvectorCentrality({ agents: 2, from: [0], to: [2] })).toThrow(RangeError)
    expect(() => eigenvectorCentrality({ agents: 2, from: [0], to: [1], weight: [-1] })).toThrow(RangeError)
    expect(() => eigenvectorCentrality({ agents: 2, from: [0], to: [1], weight: [Number.NaN] })).toThrow(RangeError)
    expect([...eigenvectorCentrality({ agents: 0, from: [], to: [] })]).toEqual([])
    expectAll(eigenvectorCentrality({ agents: 2, from: [], to: [] }), [0.5, 0.5])
  })
})

describe('dampedCentrality', () => {
  it('of a star whose middle has no links has its closed form', () => {
    // Leaves have t = d/n each, the middle t + (1 − d) · 3t, all of it scaled to one: what ends there goes to all alike.
    const d = 0.15
    expectAll(dampedCentrality({ agents: 4, from: [1, 2, 3], to: [0, 0, 0] }, d), normed([1 + (1 - d) * 3, 1, 1, 1]), 9)
  })

  it('only minds proportions of the weights of an agent', () => {
    const links = { agents: 3, from: [0, 0, 1, 2], to: [1, 2, 0, 1], weight: [1, 3, 5, 7] }
    const scaled = { ...links, weight: [10, 30, 0.5, 700] }
    expectAll(dampedCentrality(links, 0.2), [...dampedCentrality(scaled, 0.2)], 9)
  })

  it('is what unit prices of a value round are, but for their rounding', () => {
    const wants = {
      agents: 4,
      whole: 10,
      from: [0, 0, 1, 2, 2, 3],
      to: [1, 2, 0, 0, 3, 2],
      weight: [4, 6, 10, 3, 7, 10],
    }
    const prices = solvePrices(wants, [3, 20])
    const found = dampedCentrality(wants, 0.15, { tolerance: 1e-14 })
    for (const [j, price] of prices.entries()) expect(found[j]).toBeCloseTo(Number(price) / (4 * 2 ** 32), 9)
  })

  it('lacks no more than its tolerance', () => {
    const pairs = Array.from({ length: 50 }, (_, i) => [i, (i * i + 1) % 50] as const).filter(([i, j]) => i !== j)
    const links = both(50, pairs)
    const exact = dampedCentrality(links, 0.05, { tolerance: 1e-15 })
    for (const tolerance of [1e-2, 1e-5]) {
      const found = dampedCentrality(links, 0.05, { tolerance })
      expect(found.reduce((sum, part, k) => sum + Math.abs(part - exact[k]!), 0)).toBeLessThan(2 * tolerance)
    }
  })

  it('is equal where nothing but the common part counts, and refuses a damping that is none', () => {
    expectAll(dampedCentrality({ agents: 2, from: [0], to: [1] }, 1), [0.5, 0.5])
    for (const damping of [0, -1, 1.5, Number.NaN]) {
      expect(() => dampedCentrality({ agents: 2, from: [0], to: [1] }, damping)).toThrow(RangeError)
    }
    expect(() => dampedCentrality({ agents: 2, from: [0, 1], to: [1, 0] }, 0.001, { passes: 9 })).toThrow(
      ConvergenceError,
    )
    expect(() => dampedCentrality({ agents: 2, from: [0, 0], to: [1, 1], weight: [2, -1] }, 0.5)).toThrow(RangeError)
    expect(() => dampedCentrality({ agents: 2, from: [5], to: [1] }, 0.5)).toThrow(RangeError)
    expect(() => dampedCentrality({ agents: 2, from: [0], to: [1], weight: [1, 1] }, 0.5)).toThrow(RangeError)
  })
})
