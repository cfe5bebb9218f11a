import { describe, expect, it } from 'vitest'
import { crossHoldings, transitiveOwnership } from '../graph/index.js'
import { ALIGNMENT_SCENARIO, type AlignmentScenario, simulateAlignment } from './alignment.js'

const small: AlignmentScenario = { ...ALIGNMENT_SCENARIO, contributors: 20, epochs: 20 }
/** Next to no chance, so that numbers can be told beforehand. */
const still: AlignmentScenario = { ...small, spread: 0, volatility: 1e-9 }
const apart = { kind: 'fixed', rate: 0, lag: 0 } as const

describe('simulateAlignment', () => {
  it('is a function of scenario and seed', () => {
    expect(simulateAlignment(small, 5)).toEqual(simulateAlignment(small, 5))
    expect(simulateAlignment(small, 5)).not.toEqual(simulateAlignment(small, 6))
  })

  it('without issuance divides effort by uplift and sensitivity alone', () => {
    for (const uplift of [0, 0.5, 1, 2]) {
      for (const sensitivity of [1, 4]) {
        const { publicShare, exposure, dilution } = simulateAlignment(
          { ...still, uplift, sensitivity, issuance: apart },
          1,
        )
        // Gains are 1 for work on one's own network, 0 on the other, and the uplift for the public good.
        const gain = uplift ** sensitivity
        expect(publicShare).toBeCloseTo(gain / (1 + gain), 12)
        expect([exposure, dilution]).toEqual([0, 0])
      }
    }
  })

  it('has the exposure that transitive ownership says, and dilutes by what is issued', () => {
    const run = simulateAlignment({ ...still, productivity: 0, issuance: { kind: 'fixed', rate: 0.05, lag: 0 } }, 1)
    // Twenty epochs of 5 %: as much again as at the start, so that half of each supply is held by the other.
    const [row] = transitiveOwnership(
      crossHoldings({ agents: 2, holder: [0, 1], issuer: [1, 0], amount: [1n, 1n], supply: [2n, 2n] }, 'refuse'),
    )
    expect(run.dilution).toBeCloseTo(0.5, 12)
    expect(run.exposure).toBeCloseTo(row![1]!, 7)
    expect(run.value).toBeCloseTo(1, 7)
  })

  it('issues parts of a supply that grows, and what the price of some epochs ago asks', () => {
    const dilution = (kind: 'supply-share' | 'priced', lag: number, productivity = 0) =>
      simulateAlignment({ ...still, productivity, issuance: { kind, rate: 0.1, lag } }, 1).dilution
    expect(dilution('supply-share', 0)).toBeCloseTo(1 - 1.1 ** -20, 9)
    // Nothing is worth more or less than at the start: a constant number of tokens.
    expect(dilution('priced', 0)).toBeCloseTo(2 / 3, 7)
    expect(dilution('priced', 7)).toBeCloseTo(2 / 3, 7)
    // Prices rise, so that the older one asks for more tokens.
    expect(dilution('priced', 7, 0.1)).toBeGreaterThan(dilution('priced', 0, 0.1) + 1e-3)
  })

  it('pays at its price, so that issuing at the right one moves no prices', () => {
    // With all chance shared and no work both are worth the same, always: prices follow value, whatever is issued.
    const shared = { ...small, productivity: 0, common: 1 }
    expect(
      simulateAlignment({ ...shared, issuance: { kind: 'priced', rate: 0.05, lag: 0 } }, 9).correlation,
    ).toBeCloseTo(1, 9)
  })

  it('turns more effort to the public good the more each holds of the other', () => {
    const shares = [0, 0.01, 0.05, 0.2].map(
      (rate) => simulateAlignment({ ...small, issuance: { kind: 'fixed', rate, lag: 0 } }, 2).publicShare,
    )
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(new Set(shares).size).toBe(4)
  })

  it('changes nothing where contributors disregard reserves, or value does not react, or nobody follows gain', () => {
    for (const indifferent of [{ regard: 0 }, { response: 'none' }, { sensitivity: 0 }] as const) {
      const scenario = { ...small, ...indifferent }
      const before = simulateAlignment({ ...scenario, issuance: apart }, 3)
      const after = simulateAlignment(scenario, 3)
      expect(after.publicShare).toBeCloseTo(before.publicShare, 12)
      expect(after.value).toBeCloseTo(before.value, 12)
      expect(after.exposure).toBeGreaterThan(0.01)
    }
  })

  it('has diminishing returns where it is told so', () => {
    const value = (response: 'linear' | 'root' | 'none') =>
      simulateAlignment({ ...still, uplift: 0, response, issuance: apart }, 1).value
    // Half of the contributors work for each network: half a unit of work per contributor and epoch.
    expect(value('none')).toBeCloseTo(1, 7)
    expect(value('linear')).toBeCloseTo(1 + 20 * 0.01 * 0.5, 6)
    expect(value('root')).toBeCloseTo(1 + 20 * 0.01 * Math.sqrt(0.5), 6)
  })

  it('refuses scenarios out of range', () => {
    for (const change of [
      { contributors: 3 },
      { contributors: 0 },
      { epochs: 2 },
      { productivity: -1 },
      { uplift: Number.NaN },
      { sensitivity: 1.5 },
      { sensitivity: 17 },
      { spread: 1 },
      { regard: 2 },
      { volatility: 0.2 },
      { volatility: 0 },
      { common: -0.1 },
      { response: 'cubic' },
      { issuance: { kind: 'barter', rate: 0, lag: 0 } },
      { issuance: { kind: 'fixed', rate: 2, lag: 0 } },
      { issuance: { kind: 'fixed', rate: 0, lag: 0.5 } },
    ]) {
      expect(() => simulateAlignment({ ...small, ...change } as AlignmentScenario, 1)).toThrow(RangeError)
    }
  })
})
