/** Rounds in which lines of credit take part, and rounds that clear alike of everybody. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, HOUSE, type Market, type MarketOptions, market } from '../../../test/market.js'
import { clear, type Obligation, verifyClearing } from '../../clearing/index.js'
import { netPosition, roundObligations, settlement } from './index.js'

const NAMES = ['a', 'b', 'c'] as const
const best = (m: Market) => {
  const round = roundObligations(m.view())
  return settlement(round, clear(round.obligations as readonly Obligation[]))
}
const owe = (m: Market, buyer: string, seller: string, amount: bigint) =>
  m.do(`op-${buyer}`, 'trade', { buyer, seller, amount })
const isLine = ({ weight }: { readonly weight?: readonly bigint[] }): boolean => weight?.[0] === 0n
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

  it('offers what collateral still covers beside what is drawn, shared among lines, and nothing without', () => {
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
    // 1,000 at 1/100 cover 5: nothing beside the 50 that a has drawn, 5 of c's
    m.price('SOURCE', 1n, 100n)
    const offered = { debtor: 'a', creditor: 'c', amount: 5n, weight: [0n, -1n] }
    expect(roundObligations(m.view()).obligations.filter(isLine)).toEqual([offered])
    m.price('SOURCE', 1n, 1000n)
    expect(roundObligations(m.view()).obligations.filter(isLine)).toEqual([])
  })
})

/** a, b and c underwritten with 200 each, which cover 100; a and c lend each other 30, b and c 90. */
function backed(): Market {
  const m = market({ backing: 'stake' })
  for (const network of NAMES) m.do('uma', 'stake', { network, amount: 200n })
  for (const network of NAMES) m.do(`op-${network}`, 'external', { network, issued: 900n, cap: null, drift: null })
  owe(m.join('a', 'b', 50n), 'a', 'b', 50n)
  return line(line(m, 'a', 'c', 30n), 'b', 'c', 50n)
}

describe('what lines of credit offer to a round', () => {
  it('is fixed when it is opened: no price, no stake and no border spoils a proof', () => {
    const m = backed().do(HOUSE, 'open-round', {})
    const [round, proof] = [roundObligations(m.view()), best(m)]
    m.price('SOURCE', 1n, 100n).do('ugo', 'stake', { network: 'a', amount: 5000n })
    m.do('op-c', 'border', { network: 'c', open: false })
    m.do('uma', 'unstake', { network: 'c', shares: 200n })
    expect(roundObligations(m.view())).toEqual(round)
    m.do(HOUSE, 'settle-round', proof)
    expect(m.events[0]?.data).toMatchObject({ cleared: 30n, credit: 60n })
  })

  it('is kept free until it is over: nothing else is drawn on it, and no stake leaves that it needs', () => {
    const m = backed()
    for (const [x, y] of ['ca', 'ac'] as const) {
      m.do(`op-${x}`, 'found', { network: `${x}${y}` })
    }
    const half = { allocated: 20n, accepted: 0n, clearing: false }
    m.do('op-c', 'agree', { network: 'c', partner: 'ac', ...half })
    m.do('op-a', 'agree', { network: 'ac', partner: 'c', ...half, allocated: 0n, accepted: 90n })
    m.do('uma', 'unstake', { network: 'c', shares: 200n })
    for (let i = 0; i < 10; i++) m.pass(HOUR)
    const buys = (amount: bigint) => m.run('op-c', 'trade', { buyer: 'c', seller: 'ac', amount })
    m.do(HOUSE, 'open-round', {})
    // c's lines offer 30 and 50 of the 100 that its collateral covers
    expect(m.view().tables.networks.get({ network: 'c' })?.round).toEqual({ number: 1, offered: 80n })
    expect(buys(21n)).toBe('TRADE_LIMIT_EXCEEDED')
    m.do('op-c', 'agree', { network: 'c', partner: 'ac', ...half, allocated: 20n })
    expect(buys(20n)).toBe('accepted')
    expect(m.run('uma', 'release', { network: 'c' })).toBe('STAKE_IN_USE')
    m.do(HOUSE, 'lapse-round', {}).do('uma', 'release', { network: 'c' })
    expect(m.has('uma', 'SOURCE')).toBe(1_000_000n - 600n + 160n)
  })

  it('can be drawn also where limits are the largest there are, and no collateral bounds them', () => {
    const most = 2n ** 127n - 1n
    const m = line(market(), 'a', 'b', most).join('a', 'c', most, { clearing: false })
    line(m, 'b', 'c', most)
    const buys = (amount: bigint) => m.run('op-a', 'trade', { buyer: 'a', seller: 'c', amount })
    expect(buys(10n)).toBe('accepted')
    m.do(HOUSE, 'open-round', {})
    const offered = roundObligations(m.view()).obligations.find((edge) => edge.debtor === 'b' && edge.creditor === 'a')
    expect(offered?.amount).toBe(most - 10n)
    expect(buys(1n)).toBe('TRADE_STAKE_EXCEEDED')
    m.do(HOUSE, 'lapse-round', {})
    expect(buys(1n)).toBe('accepted')
  })

  it('is nothing across a border that is closed', () => {
    const m = backed().do('op-c', 'border', { network: 'c', open: false })
    expect(roundObligations(m.view()).obligations.filter(isLine)).toEqual([])
  })

  it('is nothing in a round without lending, which reads no price', () => {
    const m = backed()
    m.now += 3 * HOUR
    expect(m.run(HOUSE, 'open-round', {})).toBe('PRICE_STALE')
    m.do(HOUSE, 'open-round', { lending: false })
    expect(roundObligations(m.view()).obligations.filter(isLine)).toEqual([])
  })

  it('holds still whoever it concerns: no default takes what stands behind it while the round is open', () => {
    const m = backed()
    m.do('op-d', 'found', { network: 'd' })
    m.do('op-a', 'agree', {
      network: 'a',
      partner: 'd',
      allocated: 20n,
      accepted: 0n,
      clearing: false,
      arbiter: 'judge',
    })
    m.do('op-d', 'agree', {
      network: 'd',
      partner: 'a',
      allocated: 0n,
      accepted: 20n,
      clearing: false,
      arbiter: 'judge',
    })
    m.do('op-a', 'trade', { buyer: 'a', seller: 'd', amount: 20n }).do(HOUSE, 'open-round', {})
    const declared = { network: 'a', creditor: 'd', amount: 20n }
    expect(m.run('judge', 'declare', declared)).toBe('ROUND_OPEN')
    m.do(HOUSE, 'lapse-round', {}).do('judge', 'declare', declared)
  })
})

describe('a round of named networks', () => {
  it('is about accounts between them, and leaves all others alone', () => {
    const m = chain({ params: {} })
    expect(m.run(HOUSE, 'open-round', { networks: ['a', 'z'] })).toBe('NETWORK_UNKNOWN')
    m.do(HOUSE, 'open-round', { networks: ['c', 'a', 'c'] })
    expect(m.view().tables.rounds.get({ round: 1 })?.networks).toEqual(['a', 'c'])
    expect(roundObligations(m.view()).parties).toEqual(['a', 'c'])
    expect(m.run('op-a', 'trade', { buyer: 'a', seller: 'c', amount: 1n })).toBe('ROUND_OPEN')
    owe(m, 'a', 'b', 1n)
    m.do(HOUSE, 'settle-round', best(m))
    expect(roundObligations(m.view(), ['b', 'a']).obligations).toEqual([{ debtor: 'a', creditor: 'b', amount: 51n }])
    m.do(HOUSE, 'open-round', { networks: ['a', 'b'] })
    expect(m.run('op-a', 'trade', { buyer: 'a', seller: 'c', amount: 1n })).toBe('accepted')
    expect(m.run('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 1n })).toBe('ROUND_OPEN')
  })

  it('is as small as its authority names it, however many accounts strangers open', () => {
    const m = chain()
    for (let i = 0; i < 30; i++) {
      m.do('mal', 'found', { network: `n${i}` })
      for (let j = 0; j < Math.min(i, 3); j++) {
        for (const [x, y] of [
          [i, j],
          [j, i],
        ]) {
          const terms = {
            network: `n${x}`,
            partner: `n${y}`,
            allocated: 9n,
            accepted: 9n,
            clearing: true,
            credit: true,
          }
          m.do('mal', 'agree', terms)
        }
      }
    }
    m.do(HOUSE, 'open-round', { networks: [...NAMES] })
    expect(m.changes.rows.length).toBeLessThan(8)
    expect(roundObligations(m.view()).parties).toEqual([...NAMES])
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

it('a proven maximum is settled whatever happens while the round is open, and no limit is passed by it', () => {
  const edge = fc.record({
    pair: fc.constantFrom('ab', 'ac', 'bc'),
    amount: fc.bigInt(-30n, 30n),
    credit: fc.boolean(),
    limit: fc.bigInt(30n, 60n),
  })
  const meanwhile = fc.constantFrom<(m: Market) => unknown>(
    (m) => m.price('SOURCE', 1n, 50n),
    (m) => m.price('SOURCE', 50n),
    (m) => m.run('ugo', 'stake', { network: 'a', amount: 300n }),
    (m) => m.run('uma', 'release', { network: 'b' }),
    (m) => m.run('uma', 'release', { network: 'c' }),
    (m) => m.run('op-a', 'border', { network: 'a', open: false }),
    (m) => m.run('op-a', 'trade', { buyer: 'a', seller: 'd', amount: 9n }),
    (m) => m.run('op-c', 'trade', { buyer: 'c', seller: 'd', amount: 9n }),
    (m) => m.run('op-c', 'agree', { network: 'c', partner: 'd', allocated: 1n, accepted: 0n, clearing: false }),
    (m) => m.run('op-d', 'default', { network: 'c', creditor: 'd' }),
    (m) => m.run('judge', 'declare', { network: 'a', creditor: 'd', amount: 1n }),
  )
  const debts = fc.uniqueArray(edge, { selector: ({ pair }) => pair, minLength: 3, maxLength: 3 })
  let moved = 0
  fc.assert(
    fc.property(debts, fc.array(meanwhile, { maxLength: 6 }), fc.bigInt(1n, 8n), (edges, events, price) => {
      const m = market({ backing: 'stake', ageing: true })
      m.do('op-d', 'found', { network: 'd' })
      for (const network of NAMES) {
        m.do('uma', 'stake', { network, amount: 800n })
        m.do('uma', 'unstake', { network, shares: 700n })
        const terms = { clearing: false, arbiter: 'judge' }
        m.do(`op-${network}`, 'agree', { network, partner: 'd', allocated: 20n, accepted: 0n, ...terms })
        m.do('op-d', 'agree', { network: 'd', partner: network, allocated: 0n, accepted: 20n, ...terms })
        m.do(`op-${network}`, 'trade', { buyer: network, seller: 'd', amount: 5n })
      }
      for (const { pair, amount, credit, limit } of edges) {
        const [x, y] = [...pair] as [string, string]
        m.join(x, y, limit, { credit })
        if (amount > 0n) owe(m, x, y, amount)
        if (amount < 0n) owe(m, y, x, -amount)
      }
      for (let i = 0; i < 10; i++) m.pass(HOUR)
      m.price('SOURCE', price, 8n).do(HOUSE, 'open-round', {})
      const proof = best(m)
      const covered = (800n * price) / 16n
      for (const event of events) event(m)
      const before = NAMES.map((network) => m.view().tables.networks.get({ network })?.drawn ?? 0n)
      m.do(HOUSE, 'settle-round', proof)
      const { credit = 0n } = (m.events[0] as { readonly data: { readonly credit?: bigint } }).data
      if (credit > 0n) moved += 1
      for (const [i, network] of NAMES.entries()) {
        const drawn = m.view().tables.networks.get({ network })?.drawn ?? 0n
        if (drawn > (before[i] as bigint)) expect(drawn).toBeLessThanOrEqual(covered)
      }
    }),
    { numRuns: 25 },
  )
  expect(moved, 'rounds that lent').toBeGreaterThan(0)
})
