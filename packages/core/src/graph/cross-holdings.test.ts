import { describe, expect, it } from 'vitest'
import { crossHoldings, type HoldingErrorCode, type Holdings } from './cross-holdings.js'
import { numberHoldings } from './named-holdings.js'
import { ultimateHolders, ultimateHoldings } from './ownership.js'

/** 0 has a quarter of 1, 1 has half of 0, 0 has some of itself. */
const holdings: Holdings = {
  agents: 2,
  holder: [0, 1, 0],
  issuer: [1, 0, 0],
  amount: [25n, 5n, 2n],
  supply: [10n, 100n],
}
const refused = (change: Partial<Record<keyof Holdings, unknown>>, whole: 'refuse' | 'allow' = 'refuse') => {
  try {
    crossHoldings({ ...holdings, ...change } as Holdings, whole)
  } catch (error) {
    return (error as { code?: HoldingErrorCode }).code
  }
  return undefined
}

describe('crossHoldings', () => {
  it('divides by supply, and leaves what an agent has of itself outside', () => {
    const { shares, outside } = crossHoldings(holdings, 'refuse')
    expect([...shares.value]).toEqual([0.25, 0.5])
    expect([...outside]).toEqual([0.5, 0.75])
  })

  it('refuses in order: form, supply, holding, sum, nothing outside', () => {
    expect(refused({ agents: 1.5 })).toBe('HOLDINGS_MALFORMED')
    expect(refused({ holder: [0] })).toBe('HOLDINGS_MALFORMED')
    expect(refused({ supply: [10n] })).toBe('HOLDINGS_MALFORMED')
    expect(refused({ supply: [10n, 0n], holder: [9, 1, 0] })).toBe('SUPPLY_INVALID')
    expect(refused({ supply: [10n, 100] })).toBe('SUPPLY_INVALID')
    expect(refused({ holder: [2, 1, 0], amount: [101n, 5n, 0n] })).toBe('HOLDING_INVALID')
    expect(refused({ amount: [25n, -5n, 0n] })).toBe('HOLDING_INVALID')
    expect(refused({ amount: [25n, 5, 0n] })).toBe('HOLDING_INVALID')
    expect(refused({ amount: [101n, 5n, 0n] })).toBe('SUPPLY_EXCEEDED')
    expect(refused({ amount: [101n, 10n, 0n] })).toBe('SUPPLY_EXCEEDED')
    expect(refused({ amount: [25n, 10n, 0n] })).toBe('NOTHING_OUTSIDE')
    expect(refused({})).toBeUndefined()
  })

  it('sums exactly: one unit of 2^100 outside is enough, and none is not', () => {
    const supply = 2n ** 100n
    const almost = { agents: 2, holder: [0], issuer: [1], amount: [supply - 1n], supply: [1n, supply] }
    expect(crossHoldings(almost, 'refuse').outside[1]).toBeGreaterThan(0)
    expect(refused({ ...almost, amount: [supply] })).toBe('NOTHING_OUTSIDE')
    expect(refused({ ...almost, amount: [supply + 1n] }, 'allow')).toBe('SUPPLY_EXCEEDED')
  })

  it('allows an agent that is wholly held where a chain of holders leads outside', () => {
    // 2 is held by 1, which is held by 0, which isn't held at all: everything of 2 ends with 0.
    const chain = { agents: 3, holder: [1, 0], issuer: [2, 1], amount: [7n, 7n], supply: [7n, 7n, 7n] }
    const cross = crossHoldings(chain, 'allow')
    expect([...ultimateHolders(cross, 2)]).toEqual([1, 0, 0])
    expect([...ultimateHoldings(cross, 0)]).toEqual([1, 1, 1])
    expect([...ultimateHoldings(cross, 1)]).toEqual([0, 0, 0])
  })

  it('refuses a group that holds all of itself, whoever it holds beside', () => {
    const circle = { agents: 3, holder: [0, 1, 1], issuer: [1, 0, 2], amount: [7n, 7n, 1n], supply: [7n, 7n, 7n] }
    expect(refused(circle, 'allow')).toBe('NOTHING_OUTSIDE')
  })
})

describe('numberHoldings', () => {
  it('numbers names in the order of their supplies', () => {
    const supplies = new Map([
      ['berlin', 100n],
      ['athens', 10n],
    ])
    const named = numberHoldings([{ holder: 'athens', issuer: 'berlin', amount: 25n }], supplies)
    expect(named).toEqual({
      agents: 2,
      names: ['berlin', 'athens'],
      holder: [1],
      issuer: [0],
      amount: [25n],
      supply: [100n, 10n],
    })
    expect([...crossHoldings(named, 'refuse').outside]).toEqual([0.75, 1])
  })

  it('refuses a name without a supply', () => {
    const unknown = { holder: 'cairo', issuer: 'athens', amount: 1n }
    expect(() => numberHoldings([unknown], [['athens', 1n]])).toThrow('HOLDING_INVALID: cairo has no supply')
  })
})
