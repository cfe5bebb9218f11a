/** What an operator, a member or a sham network must not gain from, and what none of them can block. */
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market, TERMS, UNDERWRITING } from '../../../test/market.js'
import { findPath, overdue } from './index.js'

const wait = (m: Market, hours: number): Market => {
  for (let i = 0; i < hours; i++) m.pass(HOUR)
  return m
}
const abroad = (m: Market, network: string) =>
  m.do(`op-${network}`, 'external', { network, issued: 10n ** 9n, cap: null, drift: null })
const agree = (m: Market, network: string, partner: string, allocated: bigint, accepted: bigint) =>
  m.do(`op-${network}`, 'agree', { network, partner, allocated, accepted, clearing: false })
const order = (m: Market, more: object = {}) => ({
  network: 'a',
  partner: 'b',
  seller: 'bob',
  fixed: 'paid',
  paths: [{ via: [], amount: 100n }],
  bound: 1n,
  trade: 't',
  until: m.now + HOUR,
  tolerance: 0,
  ...more,
})
const bought = (m: Market, more: object = {}) => {
  const { trade, until, tolerance, ...rest } = order(m, more)
  return rest
}

describe('ageing', () => {
  it('makes no fresh debt overdue, whatever the creditor holds against it', () => {
    const m = abroad(abroad(market({ ageing: true }), 'a'), 'b')
    agree(agree(m, 'a', 'b', 500n, 500n), 'b', 'a', 500n, 500n)
    const paths = [{ via: [], amount: 400n }]
    m.do('bob', 'prepare', order(m, { network: 'b', partner: 'a', seller: 'ann', paths }))
    m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 400n }).do('ann', 'void', { trade: 't' })
    expect(overdue(m.view(), 'a', 'b')).toBe(0n)
    expect(m.run('op-b', 'default', { network: 'a', creditor: 'b' })).toBe('DEFAULT_NOTHING_DUE')
    expect(overdue(wait(m, 4).view(), 'a', 'b')).toBe(400n)
  })
})

describe('a ceiling', () => {
  const prepared = () => {
    const m = abroad(abroad(market(), 'a'), 'b').join('a', 'b', 100n)
    return m.do('ann', 'prepare', order(m))
  }

  it('of the buyer keeps no prepared trade from ending, and binds again afterwards', () => {
    for (const end of ['void', 'expire']) {
      const m = prepared().do('op-a', 'admit', { network: 'a', member: 'ann', ...TERMS, cap: 0n })
      m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 100n })
      if (end === 'expire') m.pass(HOUR)
      expect(m.run('bob', end, { trade: 't' })).toBe('accepted')
      expect([m.money('ann', 'EUR'), m.side('a', 'b')]).toEqual([100n, 0n])
      expect(m.run('op-a', 'pay', { network: 'a', to: 'ann', amount: 1n })).toBe('ACCOUNT_ABOVE_CEILING')
    }
  })

  it('of the debtor’s making keeps neither insurance from creditors nor premiums from underwriters', () => {
    const underwriting = { ...UNDERWRITING, premium: 100, insured: 5_000 }
    const m = market({ backing: 'stake', ageing: true, params: { underwriting } })
    m.do('uma', 'stake', { network: 'a', amount: 2000n })
    agree(agree(m, 'b', 'a', 0n, 900n), 'a', 'b', 900n, 0n)
    wait(m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 900n }), 5).price('SOURCE', 1n, 10n)
    const barred = { network: 'a', limit: 0n, expires: 0, grace: 0, cap: 0n }
    m.do('op-a', 'admit', { ...barred, member: 'op-b' }).do('op-a', 'admit', { ...barred, member: 'uma' })
    m.do('op-b', 'default', { network: 'a', creditor: 'b' }).do('uma', 'collect', { network: 'a' })
    expect([m.money('op-b', 'EUR'), m.money('uma', 'EUR')]).toEqual([4n, 4n])
  })
})

describe('a path', () => {
  it('with a network twice is none: it would inflate routes, and hide a deficit from premiums', () => {
    const m = market()
    for (const via of [['a'], ['c', 'a'], ['c', 'b'], ['c', 'd', 'c']]) {
      expect(m.run('ann', 'buy', bought(m, { paths: [{ via, amount: 50n }] })), via.join()).toBe('TRADE_WITH_SELF')
    }
    const circle = { partner: 'a', seller: 'op-a', paths: [{ via: ['b', 'c'], amount: 50n }] }
    expect(m.run('ann', 'prepare', order(m, circle))).toBe('TRADE_WITH_SELF')
  })

  it('that would need one is not found', () => {
    const hops = ['ab', 'bc', 'cd', 'db', 'bz'].map((pair) => ({
      debtor: pair[0] as string,
      creditor: pair[1] as string,
      capacity: 10n,
    }))
    // b lets pass from a to c, and from d to z: a path would have it twice
    const routes = ['abc', 'bcd', 'cdb', 'dbz'].map(([from, network, to]) => ({
      network: network as string,
      from: from as string,
      to: to as string,
      left: 10n,
      fee: 0,
    }))
    expect(findPath({ hops, routes, from: 'a', to: 'z', value: 1n })).toBeUndefined()
  })
})

describe('a debtor', () => {
  /** a owes b 900, all that b accepts, and p, a network of its own operator's, 1. */
  const failing = () => {
    const m = agree(agree(market({ ageing: true }), 'a', 'b', 900n, 0n), 'b', 'a', 0n, 900n)
    m.do('op-a', 'found', { network: 'p' })
    agree(m, 'a', 'p', 900n, 0n)
    m.do('op-a', 'agree', { network: 'p', partner: 'a', allocated: 0n, accepted: 900n, clearing: false })
    m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 900n })
    return wait(m.do('op-a', 'trade', { buyer: 'a', seller: 'p', amount: 1n }), 5)
  }
  const drawAgain = (m: Market) => {
    m.do('op-a', 'border', { network: 'a', open: true })
    agree(m, 'a', 'b', 900n, 0n)
    return m.run('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 900n })
  }

  it('doesn’t let itself off by a creditor of its own', () => {
    const m = failing()
    expect(m.run('op-a', 'default', { network: 'a', creditor: 'b' })).toBe('DEFAULT_NOT_CREDITOR')
    expect(m.run('op-a', 'default', { network: 'a', creditor: 'p' })).toBe('DEFAULT_NOT_CREDITOR')
    // nor by a creditor of another name: that gives up what it is owed itself
    m.do('mal', 'found', { network: 'q' })
    agree(m.do('op-a', 'border', { network: 'a', open: true }), 'a', 'q', 900n, 0n)
    m.do('mal', 'agree', { network: 'q', partner: 'a', allocated: 0n, accepted: 900n, clearing: false })
    wait(m.do('op-a', 'trade', { buyer: 'a', seller: 'q', amount: 1n }), 5)
    m.do('mal', 'default', { network: 'a', creditor: 'q' })
    expect([m.deficit('a', 'q'), m.deficit('a', 'b'), m.deficit('a', 'p')]).toEqual([0n, 900n, 1n])
  })

  it('has nobody declare what it owes a network of its own operator’s', () => {
    const m = market({ backing: 'stake' }).do('uma', 'stake', { network: 'a', amount: 2000n })
    m.do('op-a', 'found', { network: 'p' })
    const half = { accepted: 900n, clearing: false, arbiter: 'op-a' }
    m.do('op-a', 'agree', { network: 'a', partner: 'p', allocated: 900n, ...half })
    m.do('op-a', 'agree', { network: 'p', partner: 'a', allocated: 0n, ...half })
    m.do('op-a', 'trade', { buyer: 'a', seller: 'p', amount: 900n })
    expect(m.run('op-a', 'declare', { network: 'a', creditor: 'p', amount: 900n })).toBe('DEFAULT_NOT_CREDITOR')
  })

  it('draws on nobody again whom it has failed, until that agrees anew', () => {
    const m = failing().do('op-b', 'default', { network: 'a', creditor: 'b' })
    expect(m.deficit('a', 'b')).toBe(0n)
    expect(drawAgain(m)).toBe('TRADE_ACCOUNT_CLOSED')
    agree(m, 'b', 'a', 0n, 900n)
    expect(drawAgain(m)).toBe('accepted')
  })
})

describe('what a debtor’s members hold', () => {
  it('takes no part of what stands behind its debts', () => {
    const m = abroad(abroad(market({ backing: 'stake', ageing: true }), 'a'), 'c')
    for (const network of ['a', 'c']) m.do('uma', 'stake', { network, amount: 400n })
    for (const [x, y] of [
      ['a', 'b'],
      ['a', 'c'],
      ['c', 'a'],
    ] as const) {
      agree(agree(m, y, x, 0n, 100n), x, y, 100n, 100n)
    }
    m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 100n })
    m.do('op-c', 'trade', { buyer: 'c', seller: 'a', amount: 100n })
    wait(m.do('op-a', 'accept', { network: 'a', asset: 'GOLD', accepted: true, haircut: 0 }), 4)
    // 400 at ¼ are worth the 100 that b is owed; what c pays back, a's own member has meanwhile set aside for c
    m.price('SOURCE', 1n, 4n)
    m.do('ann', 'prepare', order(m, { partner: 'c', seller: 'cat' }))
    m.do('op-c', 'settle', { network: 'c', partner: 'a', asset: 'GOLD', amount: 100n })
    expect(m.view().tables.networks.get({ network: 'a' })).toMatchObject({ drawn: 200n, owes: 100n })
    m.do('op-b', 'default', { network: 'a', creditor: 'b' })
    expect(m.events.map(({ data }) => data)).toMatchObject([{ amount: 100n, staked: 100n, written: 0n }])
  })
})

describe('who prepares both ways of a trade, and posts what pays', () => {
  /** Prepares both, with so much tolerance, and posts one when CHF has moved. @returns the code, and what is gained. */
  const straddle = (tolerance: number, spread: number, moved: bigint): readonly [string, bigint] => {
    const m = abroad(abroad(market({ params: { spread } }), 'a'), 'b')
    m.price('EUR', 1000n, 1000n)
      .price('CHF', 1000n, 1000n)
      .join('a', 'b', 10n ** 9n)
    for (const network of ['a', 'b']) {
      m.do(`op-${network}`, 'admit', { network, member: 'mal', ...TERMS, limit: 10n ** 6n })
    }
    const both = { seller: 'mal', paths: [{ via: [], amount: 100_000n }], tolerance }
    const first = m.run('mal', 'prepare', order(m, { ...both, trade: 'up' }))
    if (first !== 'accepted') return [first, 0n]
    m.do('mal', 'prepare', order(m, { ...both, network: 'b', partner: 'a', trade: 'down' }))
    m.price('CHF', moved, 1000n)
    const [better, worse] = moved > 1000n ? ['up', 'down'] : ['down', 'up']
    const code = m.run('mal', 'post', { trade: better })
    m.do('mal', 'void', { trade: worse })
    if (code !== 'accepted') m.do('mal', 'void', { trade: better })
    return [code, m.money('mal', 'EUR') * 1000n + m.money('mal', 'CHF') * moved]
  }

  it('gains nothing at any price at which it may post', () => {
    expect(straddle(10_000, 50, 1100n)).toEqual(['TOLERANCE_EXCEEDED', 0n])
    const outcomes = [900n, 990n, 995n, 996n, 999n, 1001n, 1004n, 1005n, 1010n, 1100n].map((moved) => {
      const [code, gain] = straddle(50, 50, moved)
      expect(gain, String(moved)).toBeLessThanOrEqual(0n)
      return code
    })
    expect(new Set(outcomes)).toEqual(new Set(['accepted', 'PRICE_MOVED']))
  })
})

describe('underwriters of a line', () => {
  const line = { network: 'a', member: 'ann', ...TERMS, expires: 20 * HOUR, grace: 0 }
  const staked = () => {
    const m = market({ backing: 'stake' }).do('uma', 'stake', { network: 'a', member: 'ann', amount: 2000n })
    return m.do('uma', 'grant', { network: 'a', member: 'ann', limit: 500n, until: 20 * HOUR })
  }

  it('lose nothing for a debt that they never covered', () => {
    const m = staked().do('op-a', 'admit', { ...line, limit: 10n, underwritten: true })
    m.do('op-a', 'admit', { ...line, limit: 100_000n, underwritten: false })
    m.do('ann', 'pay', { network: 'a', to: 'op-a', amount: 100_000n })
    expect(m.run('op-a', 'admit', { ...line, limit: 0n, underwritten: true })).toBe('LINE_UNDERBACKED')
    wait(m, 20).do('op-a', 'default-member', { network: 'a', member: 'ann' })
    expect(m.events.at(-1)?.data).toMatchObject({ staked: 0n, collateral: 0n, rest: 100_000n })
  })

  it('lose nothing sooner because the operator cuts the line: what was drawn has the time that it had', () => {
    const m = staked().do('op-a', 'admit', { ...line, limit: 500n, grace: HOUR, underwritten: true })
    m.do('ann', 'pay', { network: 'a', to: 'op-a', amount: 100n })
    const cut = (more: object) =>
      m.run('op-a', 'admit', { ...line, limit: 0n, grace: HOUR, underwritten: true, ...more })
    for (const more of [{ expires: 0 }, { expires: line.expires - 1 }, { grace: HOUR - 1 }]) {
      expect(cut(more)).toBe('MEMBER_LINE_NOT_OVER')
    }
    expect(cut({})).toBe('accepted')
    expect(cut({ expires: line.expires - 1, grace: HOUR + 1 })).toBe('accepted')
    expect(m.run('op-a', 'default-member', { network: 'a', member: 'ann' })).toBe('MEMBER_LINE_NOT_OVER')
    wait(m, 21)
    expect(cut({ expires: 0, grace: 0 })).toBe('accepted')
    expect(m.run('op-a', 'default-member', { network: 'a', member: 'ann' })).toBe('accepted')
  })

  it('stand behind what they cover until it is paid', () => {
    const m = staked().do('op-a', 'admit', { ...line, limit: 500n, underwritten: true })
    m.do('ann', 'pay', { network: 'a', to: 'op-a', amount: 100n })
    expect(m.run('op-a', 'admit', line)).toBe('LINE_UNDERBACKED')
    m.do('op-a', 'admit', { ...line, limit: 0n, underwritten: true })
    m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 101n }).do('op-a', 'admit', line)
  })
})
