import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  marketOf,
  OPERATOR,
  opened,
  plain,
  rich,
  say,
  tell,
  UNITS,
  valued,
  type Wants,
  wantsOf,
} from '../../../test/stake-agents.js'
import { clear } from '../../clearing/index.js'
import { audit, type State, type System } from '../../kernel/index.js'
import { proposeStakeRound, relinquished, stakeOf, stakeRound, stakeWants } from './index.js'
import type { SettleStakeRound } from './propose-round.js'

const order = (by: string, units: bigint, wants: Wants, change: object = {}, how: 'weight' | 'limit' = 'limit') =>
  say(by, 0, 'order', { units, keep: 0n, wants: wantsOf(wants, how), unwinds: [], ...change })
const open = say(OPERATOR, 0, 'open-round', {})
const solved = (system: System, state: State): SettleStakeRound => proposeStakeRound(marketOf(system, state), clear)
function settle(system: System, state: State): State {
  const { state: frozen } = tell(system, state, open)
  const told = tell(system, frozen, say(OPERATOR, 0, 'settle-round', solved(system, frozen)))
  expect(told.code).toBeUndefined()
  expect(audit(system, told.state)).toEqual([])
  return told.state
}
const held = (system: System, state: State) => (holder: string, issuer: string) =>
  stakeOf(marketOf(system, state), holder, issuer)

describe('a parity round', () => {
  it('matches one with many at once: a star gives as many units as it takes, though no two would swap', () => {
    const orders = [
      order('a', 6n, { 'b/p': 2n, 'c/p': 2n, 'd/p': 2n }),
      order('b', 2n, { 'e/p': 2n }),
      order('c', 2n, { 'e/p': 2n }),
      order('d', 2n, { 'e/q': 2n }),
      order('e', 6n, { 'a/p': 6n }),
    ]
    const of = held(plain, settle(plain, tell(plain, opened(plain), ...orders).state))
    expect([of('a', 'b'), of('a', 'c'), of('a', 'd')]).toEqual([2n, 2n, 2n])
    expect([of('b', 'e'), of('c', 'e'), of('d', 'e'), of('e', 'a')]).toEqual([2n, 2n, 2n, 6n])
    expect([of('a', 'a'), of('e', 'e'), of('b', 'b')]).toEqual([94n, 94n, 98n])
  })

  it('never merges lots of different claims, or of the same claim in different rounds', () => {
    const twice = [order('a', 4n, { 'b/p': 1n, 'b/q': 3n }), order('b', 4n, { 'a/p': 4n })]
    const first = settle(plain, tell(plain, opened(plain), ...twice).state)
    const second = settle(plain, tell(plain, first, order('a', 2n, { 'b/p': 2n }), order('b', 2n, { 'a/p': 2n })).state)
    const lots = [...marketOf(plain, second).tables.lots.under({ holder: 'a' })]
    expect(lots.map(({ key, row }) => [key.proposition, key.round, row.units])).toEqual([
      ['p', 1, 1n],
      ['p', 2, 2n],
      ['q', 1, 3n],
    ])
  })

  it('refuses every certificate of which a single number was changed, unless what it proves is still a maximum', () => {
    const amounts = fc.array(fc.bigInt(1n, 9n), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(amounts, fc.nat(), fc.bigInt(1n, 3n), fc.boolean(), (limits, pick, by, ofFlow) => {
        const names = ['a', 'b', 'c', 'd', 'e', 'f']
        const orders = names.map((name, i) =>
          order(name, 9n, { [`${names[(i + 1) % 6]}/p`]: limits[i] as bigint, [`${names[(i + 2) % 6]}/p`]: 2n }),
        )
        const { state } = tell(plain, opened(plain), ...orders, open)
        const best = solved(plain, state)
        const { edges } = stakeRound(marketOf(plain, state))
        const list = ofFlow ? best.flow : (best.potential[0] as readonly bigint[])
        const changed = list.map((value, k) => (k === pick % list.length ? value + by : value))
        const input = ofFlow ? { ...best, flow: changed } : { ...best, potential: [changed] }
        const { code } = tell(plain, state, say(OPERATOR, 0, 'settle-round', input))
        if (ofFlow) expect(['CLEARING_FLOW_EXCEEDS_AMOUNT', 'CLEARING_UNBALANCED']).toContain(code)
        else if (code === undefined) expect(edges.length).toBeGreaterThan(0)
        else expect(code).toBe('CLEARING_NOT_MAXIMUM')
      }),
      { numRuns: 40 },
    )
  })

  it('mediates what has no match, and retracts the credit once there is one', () => {
    const lone = tell(
      rich,
      opened(rich),
      order('a', 5n, { 'b/p': 5n }),
      order('b', 5n, { 'c/p': 5n }, { credit: 5n }),
    ).state
    const lent = settle(rich, lone)
    const credit = { party: 'b', asset: 'CREDIT', purpose: 'stake-market.credit' }
    expect(marketOf(rich, lent).balance(credit)).toBe(5n)
    expect(held(rich, lent)('@stake-market', 'a')).toBe(5n)
    expect(held(rich, lent)('a', 'b')).toBe(5n)
    // b's order has given all, and stays for its credit
    const matched = settle(rich, tell(rich, lent, order('c', 5n, { 'a/q': 5n })).state)
    expect(marketOf(rich, matched).balance(credit)).toBe(0n)
    expect([held(rich, matched)('c', 'a'), held(rich, matched)('b', 'c')]).toEqual([5n, 5n])
    expect(held(rich, matched)('@stake-market', 'a')).toBe(0n)
    expect(relinquished(marketOf(rich, matched), 'b')).toBe(5n)
    expect(marketOf(rich, matched).tables.orders.has({ agent: 'b' })).toBe(false)
  })

  it('lends nothing where there is a match without credit', () => {
    const orders = [
      order('a', 5n, { 'b/p': 5n }),
      order('b', 5n, { 'a/p': 5n, 'c/p': 5n }, { credit: 5n }),
      order('c', 5n, { 'a/p': 5n }),
    ]
    const state = settle(rich, tell(rich, opened(rich), ...orders).state)
    expect(marketOf(rich, state).supply('CREDIT')).toBe(0n)
  })

  it('takes back an order that is changed before the round, and none while it is open', () => {
    const swap = [order('a', 9n, { 'b/p': 9n }), order('b', 9n, { 'a/p': 9n })]
    const changed = tell(plain, opened(plain), ...swap, order('a', 3n, { 'b/p': 3n }))
    expect(held(plain, settle(plain, changed.state))('a', 'b')).toBe(3n)
    expect(tell(plain, changed.state, open, order('a', 1n, { 'b/p': 1n })).code).toBe('STAKE_ROUND_OPEN')
    expect(tell(plain, changed.state, open, say('a', 0, 'cancel', {})).code).toBe('STAKE_ROUND_OPEN')
  })
})

describe('a value round', () => {
  const weights = (state: State, ...orders: readonly (readonly [string, bigint, Wants])[]) =>
    tell(valued, state, ...orders.map(([by, units, wants]) => order(by, units, wants, {}, 'weight'))).state

  it('prices all alike where everybody is wanted alike, and is then unit for unit', () => {
    const circle = weights(opened(valued), ['a', 7n, { 'b/p': 1n }], ['b', 7n, { 'c/p': 1n }], ['c', 7n, { 'a/p': 1n }])
    const state = settle(valued, circle)
    const of = held(valued, state)
    expect([of('a', 'b'), of('b', 'c'), of('c', 'a')]).toEqual([7n, 7n, 7n])
    expect(of('@stake-market', 'a')).toBe(0n)
  })

  it('gives more for a unit that the network wants more', () => {
    // b and c want a alone, which wants both alike: a = 0.15 + 0.85 · (b + c), b = c = 0.15 + 0.85 · a / 2
    const star = weights(
      opened(valued),
      ['a', 20n, { 'b/p': 1n, 'c/p': 1n }],
      ['b', 60n, { 'a/p': 1n }],
      ['c', 60n, { 'a/p': 1n }],
    )
    const wants = stakeWants(marketOf(valued, star))
    expect(wants?.names).toEqual(['a', 'b', 'c'])
    const { prices = [] } = solved(valued, tell(valued, star, open).state)
    expect(Number(prices[0]) / 2 ** 32).toBeCloseTo((0.15 + 0.85 * 3) / 1.85, 8)
    const of = held(valued, settle(valued, star))
    // a's unit is worth 1.4595 of 0.7703: it buys 1.89 of them
    expect([of('a', 'b'), of('a', 'c')]).toEqual([18n, 18n])
    expect(of('b', 'a') + of('c', 'a')).toBeLessThanOrEqual(20n)
    expect(of('a', 'a')).toBe(UNITS - 20n)
  })

  it('leaves out who is wanted without offering anything, and shares its part among the others', () => {
    const idle = weights(opened(valued), ['a', 10n, { 'b/p': 1n, 'f/p': 9n }], ['b', 10n, { 'a/p': 1n }])
    const wants = stakeWants(marketOf(valued, idle))
    expect([wants?.names, [...(wants?.weight ?? [])]]).toEqual([
      ['a', 'b'],
      [1000, 1000],
    ])
    expect(held(valued, settle(valued, idle))('a', 'b')).toBe(10n)
  })
})
