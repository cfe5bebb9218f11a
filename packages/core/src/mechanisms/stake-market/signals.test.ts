import { describe, expect, it } from 'vitest'
import {
  claim,
  marketOf,
  OPERATOR,
  opened,
  plain,
  say,
  tell,
  UNITS,
  type Wants,
  wantsOf,
} from '../../../test/stake-agents.js'
import { clear } from '../../clearing/index.js'
import {
  coincidence,
  crossHoldings,
  dampedCentrality,
  heldByOthers,
  transitiveOwnership,
  ultimateHoldings,
} from '../../graph/index.js'
import type { State } from '../../kernel/index.js'
import {
  proposeStakeRound,
  stakeByClaim,
  stakeByDimension,
  stakeHoldings,
  stakeLinks,
  stakeMomentum,
  stakePortfolio,
  stakeVolatility,
} from './index.js'

const see = (state: State) => marketOf(plain, state)
/** Settles a round of these orders, unit for unit. */
function round(state: State, orders: Readonly<Record<string, Wants>>): State {
  const placed = Object.entries(orders).map(([by, wants]) =>
    say(by, 0, 'order', {
      units: Object.values(wants).reduce((sum, units) => sum + units, 0n),
      keep: 0n,
      wants: wantsOf(wants, 'limit'),
      unwinds: [],
    }),
  )
  const { state: frozen } = tell(plain, state, ...placed, say(OPERATOR, 0, 'open-round', {}))
  return tell(plain, frozen, say(OPERATOR, 0, 'settle-round', proposeStakeRound(see(frozen), clear))).state
}
const start = opened(plain)
/** a and b hold half of each other. */
const halves = round(start, { a: { 'b/p': 50n }, b: { 'a/q': 50n } })

describe('transitive ownership of stake', () => {
  it('of two that hold half of each other is [[2/3, 1/3], [1/3, 2/3]]', () => {
    const holdings = crossHoldings(stakeHoldings(see(halves)), 'refuse')
    const owned = transitiveOwnership(holdings)
    for (const [i, row] of [
      [2 / 3, 1 / 3],
      [1 / 3, 2 / 3],
    ].entries()) {
      for (const [j, share] of row.entries()) expect(owned[i]?.[j]).toBeCloseTo(share, 12)
    }
    expect([...heldByOthers(holdings)].slice(0, 3)).toEqual([0.5, 0.5, 0])
    expect(ultimateHoldings(holdings, 2)[0]).toBe(0)
  })

  it('of a chain goes through: c holds of b what b holds of a', () => {
    const circle = round(start, { a: { 'c/p': 50n }, b: { 'a/p': 50n }, c: { 'b/p': 50n } })
    // c/8 + c/16 + …: with shares of a half around a circle of three, 4/7, 2/7 and 1/7
    const owned = transitiveOwnership(crossHoldings(stakeHoldings(see(circle)), 'refuse'))
    expect(owned[0]?.[0]).toBeCloseTo(4 / 7, 12)
    expect(owned[1]?.[0]).toBeCloseTo(2 / 7, 12)
    expect(owned[2]?.[0]).toBeCloseTo(1 / 7, 12)
  })
})

describe('how far interests coincide with the network’s', () => {
  it('grows from an agent’s own part to all of it as stake is spread', () => {
    const worth = new Array<number>(6).fill(1)
    const at = (state: State) => coincidence(crossHoldings(stakeHoldings(see(state)), 'refuse'), 0, worth)
    expect(at(start)).toBeCloseTo(1 / 6, 12)
    expect(at(halves)).toBeCloseTo(2 / 6, 12)
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    const all = Object.fromEntries(
      names.map((by) => [
        by,
        Object.fromEntries(names.filter((name) => name !== by).map((name) => [`${name}/p`, 16n])),
      ]),
    )
    // A = 0.2 · (I − 0.16 (J − I))⁻¹ = 0.2 / 1.16 · (I + 0.8 J): a has 0.8 · 0.2 / 1.16 of each other and more of itself
    expect(at(round(start, all))).toBeCloseTo(1 / 6 + (5 * 0.8 * 0.2) / 1.16, 12)
  })
})

describe('a portfolio', () => {
  it('is as diversified as so many equal holdings, and knows its dimensions', () => {
    const spread = round(start, { a: { 'b/p': 10n, 'c/q': 10n }, b: { 'a/p': 10n }, c: { 'a/p': 10n } })
    expect(stakePortfolio(see(spread), 'a')).toEqual({
      byIssuer: new Map([
        ['b', 10n],
        ['c', 10n],
      ]),
      byDimension: new Map([
        ['care', 10n],
        ['research', 10n],
      ]),
      concentration: 0.5,
      diversification: 2,
    })
    expect(stakePortfolio(see(start), 'a').diversification).toBeUndefined()
  })
})

describe('views of value', () => {
  it('stand side by side: each dimension has its own centre', () => {
    const views = stakeByDimension(see(halves), 0.15)
    expect(views.map(({ dimension, units }) => [dimension, units])).toEqual([
      ['care', 50n],
      ['research', 50n],
    ])
    const [care, research] = views.map(({ centrality }) => [...centrality])
    expect(Math.max(...(care as number[]))).toBe(care?.[1])
    expect(Math.max(...(research as number[]))).toBe(research?.[0])
    expect(care?.reduce((sum, part) => sum + part, 0)).toBeCloseTo(1, 9)
  })

  it('are each the centrality of the links of its dimension alone', () => {
    const mixed = round(halves, { c: { 'd/p': 30n, 'a/q': 20n }, d: { 'c/q': 50n }, a: { 'd/q': 20n } })
    for (const { dimension, centrality } of stakeByDimension(see(mixed), 0.15)) {
      const links = stakeLinks(see(mixed), dimension)
      expect(links.from.length).toBeGreaterThan(1)
      expect([...centrality]).toEqual([...dampedCentrality(links, 0.15)])
    }
  })

  it('over all claims, two that hold each other alike are alike', () => {
    const centrality = dampedCentrality(stakeLinks(see(halves)), 0.15)
    expect(centrality[0]).toBeCloseTo(centrality[1] as number, 12)
  })

  it('count claims on which nothing lies', () => {
    const more = tell(plain, halves, say('f', 0, 'propose', claim('z', 'rest'))).state
    expect(stakeByClaim(see(more)).at(-1)).toEqual({
      issuer: 'f',
      proposition: 'z',
      dimension: 'rest',
      status: 'open',
      units: 0n,
    })
    expect(stakeByDimension(see(more), 0.5).map(({ dimension }) => dimension)).toEqual(['care', 'research', 'rest'])
  })
})

describe('momentum', () => {
  const later = round(halves, { c: { 'd/p': 100n }, d: { 'c/p': 100n } })
  it('is what a claim’s share of all placed stake has gained or lost', () => {
    const moved = stakeMomentum(see(halves), see(later)).filter(({ units }) => units > 0n)
    expect(moved.map(({ issuer, before, momentum }) => [issuer, before, Number(momentum.toFixed(12))])).toEqual([
      ['a', 50n, Number((1 / 6 - 1 / 2).toFixed(12))],
      ['b', 50n, Number((1 / 6 - 1 / 2).toFixed(12))],
      ['c', 0n, Number((1 / 3).toFixed(12))],
      ['d', 0n, Number((1 / 3).toFixed(12))],
    ])
    expect(UNITS).toBe(100n)
  })

  it('varies by nothing where shares stay, and volatility is of three states at least', () => {
    const still = stakeVolatility([see(halves), see(halves), see(halves)])
    expect(still.every(({ volatility }) => volatility === 0)).toBe(true)
    const shaken = stakeVolatility([see(halves), see(later), see(later)])
    expect(shaken.find(({ issuer, proposition }) => issuer === 'c' && proposition === 'p')?.volatility).toBeCloseTo(
      Math.sqrt(((1 / 6) ** 2 + (1 / 6) ** 2) / 1),
      12,
    )
    expect(() => stakeVolatility([see(halves), see(later)])).toThrow(RangeError)
    expect(() => stakeVolatility([])).toThrow(RangeError)
  })
})
