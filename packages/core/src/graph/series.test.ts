import { describe, expect, it } from 'vitest'
import { ConvergenceError } from './convergence.js'
import { crossHoldings } from './cross-holdings.js'
import { transitiveOwnership, ultimateHolders } from './ownership.js'
import { rowBySeries, valuesBySeries } from './series.js'

/** Agents of whom each holds `held` of a thousand of the next one, in a circle. */
const circle = (agents: number, held: bigint) => {
  const all = Array.from({ length: agents }, (_, i) => i)
  return crossHoldings(
    {
      agents,
      holder: all,
      issuer: all.map((i) => (i + 1) % agents),
      amount: all.map(() => held),
      supply: all.map(() => 1000n),
    },
    'refuse',
  )
}

describe('series', () => {
  it('of a circle of hundreds has its closed form', () => {
    const row = rowBySeries(circle(300, 900n), 0, {})
    for (const [j, share] of row.entries()) expect(share).toBeCloseTo((0.1 * 0.9 ** j) / (1 - 0.9 ** 300), 9)
  })

  it('is exact to the tolerance, which is a bound and no guess, where little leaks outside', () => {
    const nearly = circle(40, 990n)
    const exact = transitiveOwnership(nearly)
    const worst = (found: Float64Array, wanted: (k: number) => number) =>
      found.reduce((most, part, k) => Math.max(most, Math.abs(part - wanted(k))), 0)
    const unit = Float64Array.from({ length: 40 }, (_, i) => (i === 3 ? 1 : 0))
    for (const tolerance of [1e-3, 1e-6, 1e-9]) {
      expect(worst(rowBySeries(nearly, 3, { tolerance }), (k) => exact[3]![k]!)).toBeLessThan(tolerance)
      expect(worst(valuesBySeries(nearly, unit, { tolerance }), (k) => exact[k]![3]!)).toBeLessThan(tolerance)
    }
  })

  it('is given up by its guard, which says what is missing', () => {
    const nearly = circle(200, 999n)
    expect(() => rowBySeries(nearly, 0, { passes: 20 })).toThrow(ConvergenceError)
    try {
      ultimateHolders(nearly, 0, { passes: 20 })
      expect.unreachable()
    } catch (error) {
      expect((error as ConvergenceError).code).toBe('NOT_CONVERGED')
      expect((error as ConvergenceError).passes).toBe(20)
      expect((error as ConvergenceError).left).toBeCloseTo(0.999 ** 21, 9)
    }
  })

  it('bounds rows where an agent is wholly held', () => {
    // 1 is wholly held: by 0 for one part of four, by 2 for three; 2 is held by 1 for one half.
    const cross = crossHoldings(
      { agents: 3, holder: [0, 2, 1], issuer: [1, 1, 2], amount: [1n, 3n, 2n], supply: [4n, 4n, 4n] },
      'allow',
    )
    // What 1 is worth: x = 1/4 to 0 and 3/4 to 2, of which half comes back: to 0 1/4 / (1 − 3/8) = 2/5.
    expect(rowBySeries(cross, 0, {})[1]).toBeCloseTo(2 / 5, 9)
    expect(valuesBySeries(cross, [0, 1, 0], {})[0]).toBeCloseTo(2 / 5, 9)
    expect([...rowBySeries(cross, 1, {})]).toEqual([0, 0, 0])
  })
})
