/** Rounds in which lines of credit take part, and rounds that clear alike of everybody. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUSE, type Market, type MarketOptions, market } from '../../../test/market.js'
import { clear, type Obligation, verifyClearing } from '../../clearing/index.js'
import { netPosition, roundObligations, settlement } from './index.js'

const NAMES = ['a', 'b', 'c'] as const
const best = (m: Market) => {
  const round = roundObligations(m.view())
  return settlement(round, clear(round.obligations as readonly Obligation[]))
}
const owe = (m: Market, buyer: string, seller: string, amount: bigint) =>
  m.do(`op-${buyer}`, 'trade', { buyer, seller, amount })
const line = (m: Market, a: string, b: string, limit: bigint, more = {}) =>
  m.join(a, b, limit, { credit: true, ...more })

/** a owes b 50, b owes c 50, c owes nobody: nothing clears, but c can lend to a what it is owed. */
function chain(options: MarketOptions = {}): Market {
  const m = owe(owe(market(options).join('a', 'b').join('b', 'c'), 'a', 'b', 50n), 'b', 'c', 50n)
  return line(m, 'a', 'c', 30n)
}

describe('a line of credit', () => {
  it('is numbered with the obligations, either way as far as its limits go, at second priority', () => {
    const m = chain()
    expect(roundObligations(m.view()).obligations).toEqual([
      { debtor: 'a', creditor: 'b', amount: 50n, weight: [1n, 0n] },
      { debtor: 'a', creditor: 'c', amount: 30n, weight: [0n, -1n] },
      { debtor: 'b', creditor: 'c', amount: 50n, weight: [1n, 0n] },
      { debtor: 'c', creditor: 'a', amount: 30n, weight: [0n, -1n] },
    ])
  })

  it('takes part only where both sides want it', () => {
    const m = market().do('op-a', 'agree', { network: 'a', partner: 'b', allocated: 9n, accepted: 9n, clearing: true })
    const half = { allocated: 9n, accepted: 9n, clearing: true, credit: true }
    m.do('op-b', 'agree', { network: 'b', partner: 'a', ...half })
    expect(m.view().tables.accounts.get({ first: 'a', second: 'b' })).toEqual({ open: true, clearing: true })
    m.do('op-a', 'agree', { network: 'a', partner: 'b', ...half })
    expect(m.view().tables.accounts.get({ first: 'a', second: 'b' })).toEqual({
      open: true,
      clearing: true,
      credit: true,
    })
  })

  it('closes chains that clearing alone can’t, and leaves net positions as they were', () => {
    const m = chain()
    const nets = NAMES.map((name) => netPosition(m.view(), name))
    m.do(HOUSE, 'open-round', {}).do(HOUSE, 'settle-round', best(m))
    expect([m.side('a', 'b'), m.side('b', 'c'), m.side('a', 'c')]).toEqual([-20n, -20n, -30n])
    expect(NAMES.map((name) => netPosition(m.view(), name))).toEqual(nets)
    expect(m.events[0]?.data).toMatchObject({ owed: 100n, cleared: 60n, credit: 30n })
  })

  it('beats clearing first and lending what is left: all is decided at once', () => {
    const m = market().join('a', 'b').join('b', 'c').join('c', 'a')
    owe(owe(owe(m, 'a', 'b', 50n), 'b', 'c', 20n), 'c', 'a', 20n)
    m.do(HOUSE, 'open-round', {}).do(HOUSE, 'settle-round', best(m))
    expect(m.events[0]?.data).toEqual({ round: 1, obligations: 3, owed: 90n, cleared: 60n })
  })

  it('is refused a certificate of one level, a level too many, and one that lends for nothing', () => {
    const m = chain().do(HOUSE, 'open-round', {})
    const proof = best(m)
    const settle = (more: object) => m.run(HOUSE, 'settle-round', { ...proof, ...more })
    expect(settle({ lower: undefined })).toBe('CLEARING_LENGTH_WRONG')
    expect(
      settle({
        lower: [
          [0n, 0n, 0n],
          [0n, 0n, 0n],
        ],
      }),
    ).toBe('CLEARING_LENGTH_WRONG')
    expect(settle({ lower: [[0n, 0n]] })).toBe('CLEARING_LENGTH_WRONG')
    expect(settle({ flow: [30n, 30n, 30n, 30n + 30n] })).toBe('CLEARING_FLOW_EXCEEDS_AMOUNT')
    expect(settle({ flow: [29n, 0n, 29n, 29n] })).toBe('CLEARING_NOT_MAXIMUM')
    // to and fro on the line clears nothing
    expect(settle({ flow: [30n, 0n, 30n, 30n].map((f, k) => (k === 1 ? 0n : f)), lower: [[9n, 0n, 0n]] })).toBe(
      'CLEARING_NOT_MAXIMUM',
    )
    expect(settle({})).toBe('accepted')
  })

  it('grows nothing of a network whose collateral no longer covers what it has allocated', () => {
    const m = market({ backing: 'stake' })
    for (const network of NAMES) m.do('uma', 'stake', { network, amount: 1000n })
    for (const [x, y] of [
      ['a', 'b'],
      ['b', 'c'],
    ] as const) {
      owe(m.join(x, y), x, y, 50n)
    }
    line(m, 'a', 'c', 30n)
    expect(roundObligations(m.view()).obligations).toHaveLength(4)
    m.price('SOURCE', 1n, 100n)
    expect(roundObligations(m.view()).obligations).toHaveLength(2)
  })
})

describe('segments', () => {
  it('choose among clearings of one total the one that clears alike of all', () => {
    const m = market({ params: { segments: 4 } })
    // a owes b and c 40 each, both owe d, d owes a 40: only half of what a owes can be cleared
    m.do('op-d', 'found', { network: 'd' })
    for (const [x, y] of ['ab', 'ac', 'bd', 'cd', 'da'].map((pair) => [...pair] as [string, string])) {
      owe(m.join(x, y), x, y, 40n)
    }
    m.do(HOUSE, 'open-round', {})
    expect(roundObligations(m.view()).obligations).toHaveLength(20)
    expect(m.view().tables.rounds.get({ round: 1 })?.segments).toBe(4)
    m.do(HOUSE, 'configure', { segments: 1 })
    m.do(HOUSE, 'settle-round', best(m))
    expect(['ab', 'ac', 'bd', 'cd', 'da'].map(([x, y]) => m.deficit(x as string, y as string))).toEqual([
      20n,
      20n,
      20n,
      20n,
      0n,
    ])
    expect(m.events[0]?.data).toMatchObject({ owed: 200n, cleared: 120n })
  })
})

it('over random debts and lines, the solver’s certificate settles, within limits, and nets stay', () => {
  const edge = fc.record({
    pair: fc.constantFrom('ab', 'ac', 'bc'),
    amount: fc.bigInt(-40n, 40n),
    credit: fc.boolean(),
  })
  const debts = fc.uniqueArray(edge, { selector: ({ pair }) => pair, minLength: 2, maxLength: 3 })
  fc.assert(
    fc.property(debts, fc.constantFrom(1, 3), (edges, segments) => {
      const m = market({ params: { segments }, ageing: true })
      for (const { pair, amount, credit } of edges) {
        const [x, y] = [...pair] as [string, string]
        m.join(x, y, 50n, { credit })
        if (amount > 0n) owe(m, x, y, amount)
        if (amount < 0n) owe(m, y, x, -amount)
      }
      const nets = NAMES.map((name) => netPosition(m.view(), name))
      const round = roundObligations(m.view())
      const obligations = round.obligations as readonly Obligation[]
      expect(verifyClearing(obligations, clear(obligations))).toEqual({ status: 'verified' })
      m.do(HOUSE, 'open-round', {}).do(HOUSE, 'settle-round', best(m))
      expect(NAMES.map((name) => netPosition(m.view(), name))).toEqual(nets)
      for (const x of NAMES) for (const y of NAMES) if (x !== y) expect(m.deficit(x, y)).toBeLessThanOrEqual(50n)
    }),
    { numRuns: 40 },
  )
})
