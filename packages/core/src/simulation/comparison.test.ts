import { describe, expect, it } from 'vitest'
import { ALIGNMENT_SCENARIO, type AlignmentScenario } from './alignment.js'
import { compareAlignment, sweepAlignment } from './comparison.js'

const small: AlignmentScenario = { ...ALIGNMENT_SCENARIO, contributors: 20, epochs: 20 }
const seeds = Array.from({ length: 12 }, (_, seed) => seed)

describe('compareAlignment', () => {
  it('reports the difference of pairs, not that of two samples', () => {
    const { without, withIssuance, difference } = compareAlignment(small, seeds, 0.02)
    for (const measure of ['publicShare', 'exposure', 'correlation', 'value'] as const) {
      const means = withIssuance[measure].mean - without[measure].mean
      expect(difference[measure].mean).toBeCloseTo(means, 12)
    }
    // The same chances meet both runs of a pair and cancel out.
    const width = ({ low, high }: { readonly low: number; readonly high: number }) => high - low
    expect(width(difference.value)).toBeLessThan(width(withIssuance.value) / 10)
  })

  it('is about nought without issuance, whatever the rest', () => {
    const { difference, verdict } = compareAlignment(
      { ...small, issuance: { ...small.issuance, rate: 0 } },
      seeds,
      0.001,
    )
    for (const interval of Object.values(difference)) expect(interval).toEqual({ mean: 0, low: 0, high: 0 })
    expect(verdict).toBe('marginal')
  })

  it('finds marginal what lies inside the band, an effect what lies outside, and else does not decide', () => {
    const { difference } = compareAlignment(small, seeds, 0.5)
    const { mean, low, high } = difference.publicShare
    expect(low).toBeGreaterThan(0)
    expect(compareAlignment(small, seeds, high + 1e-9).verdict).toBe('marginal')
    expect(compareAlignment(small, seeds, low - 1e-9).verdict).toBe('effect')
    expect(compareAlignment(small, seeds, mean).verdict).toBe('undecided')
  })

  it('correlates without issuance as much as chance is shared', () => {
    const long = { ...small, contributors: 2, epochs: 200, issuance: { ...small.issuance, rate: 0 } }
    const { low, high } = compareAlignment(
      long,
      Array.from({ length: 40 }, (_, seed) => seed),
      0.1,
    ).without.correlation
    expect(low).toBeLessThan(0.25)
    expect(high).toBeGreaterThan(0.25)
    expect(high - low).toBeLessThan(0.1)
  })

  it('refuses seeds that come twice or are too few, and a band that is none', () => {
    expect(() => compareAlignment(small, [1, 1, ...seeds], 0.1)).toThrow('a seed comes twice')
    expect(() => compareAlignment(small, [1, 2], 0.1)).toThrow(RangeError)
    for (const band of [0, -1, 1, Number.NaN]) expect(() => compareAlignment(small, seeds, band)).toThrow(RangeError)
  })
})

describe('sweepAlignment', () => {
  it('combines everything with everything, and finds nothing where the uplift is nought', () => {
    const cells = sweepAlignment(small, { rates: [0.002, 0.02], lags: [0, 5], uplifts: [0, 0.8] }, seeds, 0.01)
    expect(cells.map(({ scenario: { uplift, issuance } }) => [uplift, issuance.rate, issuance.lag])).toEqual([
      [0, 0.002, 0],
      [0, 0.002, 5],
      [0, 0.02, 0],
      [0, 0.02, 5],
      [0.8, 0.002, 0],
      [0.8, 0.002, 5],
      [0.8, 0.02, 0],
      [0.8, 0.02, 5],
    ])
    expect(cells.map(({ verdict }) => verdict).slice(0, 4)).toEqual(new Array(4).fill('marginal'))
    for (const cell of cells.slice(0, 4)) expect(cell.difference.publicShare.mean).toBe(0)
    expect(cells.map(({ verdict }) => verdict).slice(6)).toEqual(['effect', 'effect'])
  })
})
