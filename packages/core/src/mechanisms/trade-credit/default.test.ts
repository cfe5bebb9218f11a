/** Settling, calls and defaults: who bears what a network or a member doesn't pay. */
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market, TERMS, UNDERWRITING } from '../../../test/market.js'
import { lostAccount, overdue, reserveAccount } from './index.js'

describe('settling', () => {
  const owing = () => {
    const m = market().join('a', 'b').do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 60n }).price('GOLD', 7n)
    return m.do('op-b', 'accept', { network: 'b', asset: 'GOLD', accepted: true, haircut: 1000 })
  }
  const settle = (m: Market, amount: bigint, asset = 'GOLD') =>
    m.run('op-a', 'settle', { network: 'a', partner: 'b', asset, amount })

  it('pays with an asset that the creditor accepts, at its low price less its haircut', () => {
    const m = owing()
    expect(settle(m, 5n)).toBe('accepted')
    expect([m.side('a', 'b'), m.has('op-b', 'GOLD')]).toEqual([-29n, 1_000_005n])
    expect(m.events.map(({ data }) => data)).toEqual([{ value: 31n }])
  })

  it('counts for no less than the debtor agreed to, whatever haircut the creditor puts before it', () => {
    const m = owing().do('op-b', 'accept', { network: 'b', asset: 'GOLD', accepted: true, haircut: 9990 })
    const input = { network: 'a', partner: 'b', asset: 'GOLD', amount: 200n }
    expect(m.run('op-a', 'settle', { ...input, least: 31n })).toBe('TRADE_BOUND_EXCEEDED')
    expect(m.run('op-a', 'settle', { ...input, least: 2n })).toBe('TRADE_BOUND_EXCEEDED')
    m.do('op-a', 'settle', { ...input, least: 1n })
    expect(m.side('a', 'b')).toBe(-59n)
  })

  it('is refused in what isn’t accepted, for nothing, and beyond what is owed', () => {
    const m = owing()
    expect(settle(m, 1n, 'SOURCE')).toBe('SETTLEMENT_NOT_ACCEPTED')
    expect(settle(m, 11n)).toBe('SETTLEMENT_EXCEEDS_DEFICIT')
    m.price('GOLD', 1n, 10n)
    expect(settle(m, 1n)).toBe('SETTLEMENT_TOO_SMALL')
    m.do('op-b', 'accept', { network: 'b', asset: 'GOLD', accepted: false, haircut: 0 })
    expect(settle(m, 1n)).toBe('SETTLEMENT_NOT_ACCEPTED')
    const other = { network: 'a', partner: 'c', asset: 'GOLD', amount: 1n }
    expect(m.run('op-a', 'settle', other)).toBe('TRADE_NOT_AGREED')
    expect(m.run('x', 'settle', other)).toBe('NETWORK_NOT_OPERATOR')
    expect(m.run('x', 'settle', { ...other, partner: 'z' })).toBe('NETWORK_UNKNOWN')
    expect(m.run('x', 'settle', { ...other, partner: 'a' })).toBe('TRADE_WITH_SELF')
    expect(m.run('x', 'accept', { network: 'b', asset: 'GOLD', accepted: true, haircut: 0 })).toBe(
      'NETWORK_NOT_OPERATOR',
    )
    m.do('house', 'open-round', {})
    expect(settle(m, 1n)).toBe('ROUND_OPEN')
  })
})

/** a is underwritten with 1,000 of collateral and owes b and c. */
function owing(b: bigint, c: bigint, insured = 2500, stake = 1000n): Market {
  const underwriting = { ...UNDERWRITING, insured }
  const m = market({ backing: 'stake', ageing: true, params: { underwriting } }).join('b', 'a', 0n).join('c', 'a', 0n)
  m.do('uma', 'stake', { network: 'a', amount: stake })
  for (const [partner, amount] of [
    ['b', b],
    ['c', c],
  ] as const) {
    m.do('op-a', 'agree', { network: 'a', partner, allocated: amount, accepted: 500n, clearing: true })
    const terms = { allocated: 0n, accepted: 900n, clearing: true }
    m.do(`op-${partner}`, 'agree', { network: partner, partner: 'a', ...terms })
    m.do('op-a', 'trade', { buyer: 'a', seller: partner, amount })
  }
  return m
}
const wait = (m: Market, hours: number): Market => {
  for (let i = 0; i < hours; i++) m.pass(HOUR)
  return m
}

describe('what is overdue', () => {
  it('is what is owed less what was added within the term, as if the oldest were paid first', () => {
    const m = owing(100n, 50n)
    wait(m, 3)
    expect(overdue(m.view(), 'a', 'b')).toBe(0n)
    wait(m, 1)
    expect([overdue(m.view(), 'a', 'b'), overdue(m.view(), 'a', 'c')]).toEqual([100n, 50n])
    m.do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 30n })
    expect(overdue(m.view(), 'a', 'b')).toBe(70n)
  })

  it('stays old, and due, whatever trades are prepared against it and let go', () => {
    const m = wait(owing(100n, 50n), 4)
    m.do('op-c', 'external', { network: 'c', issued: 0n, cap: null, drift: null })
    m.do('op-a', 'external', { network: 'a', issued: 100n, cap: null, drift: null })
    const order = {
      network: 'c',
      partner: 'a',
      seller: 'ann',
      fixed: 'paid',
      paths: [{ via: [], amount: 40n }],
      bound: 1n,
    }
    m.do('cat', 'prepare', { ...order, trade: 't', until: m.now + HOUR, tolerance: 0 })
    expect(overdue(m.view(), 'a', 'c')).toBe(50n)
    m.do('ann', 'void', { trade: 't' })
    expect(overdue(m.view(), 'a', 'c')).toBe(50n)
  })
})

/** Each creditor defaults on its own, in this order. */
const defaults = (m: Market, creditors: readonly string[], more: object = {}): readonly unknown[] =>
  creditors.flatMap((creditor) => {
    m.do(`op-${creditor}`, 'default', { network: 'a', creditor, ...more })
    return m.events.filter(({ type }) => type.endsWith('defaulted')).map(({ data }) => data)
  })
const pool = (m: Market) => m.view().tables.pools.get({ network: 'a', member: '@external' })

describe('a default', () => {
  it('takes stake first, and every step is an event', () => {
    const m = wait(owing(300n, 100n), 4)
    expect(m.run('op-a', 'default', { network: 'a', creditor: 'b' })).toBe('DEFAULT_NOT_CREDITOR')
    m.do('house', 'open-round', {})
    expect(m.run('x', 'default', { network: 'a', creditor: 'b' })).toBe('ROUND_OPEN')
    m.do('house', 'lapse-round', {})
    expect(defaults(m, ['b', 'c'])).toEqual([
      { creditor: 'b', amount: 300n, staked: 300n, collateral: 300n, insured: 0n, currency: 0n, written: 0n },
      { creditor: 'c', amount: 100n, staked: 100n, collateral: 100n, insured: 0n, currency: 0n, written: 0n },
    ])
    expect([m.deficit('a', 'b'), m.deficit('a', 'c'), m.has('op-b', 'SOURCE')]).toEqual([0n, 0n, 1_000_300n])
    expect(pool(m)?.stake).toBe(600n)
    expect(m.view().tables.networks.get({ network: 'a' })).toMatchObject({ open: false, drawn: 0n })
    expect(m.run('op-b', 'default', { network: 'a', creditor: 'b' })).toBe('DEFAULT_NOTHING_DUE')
  })

  it('touches no debt but that of the creditor who brings it about', () => {
    const m = wait(owing(300n, 100n), 4)
    expect(m.run('op-b', 'default', { network: 'a', creditor: 'c' })).toBe('DEFAULT_NOT_CREDITOR')
    m.do('op-b', 'default', { network: 'a', creditor: 'b' })
    expect([m.deficit('a', 'b'), m.deficit('a', 'c')]).toEqual([0n, 100n])
  })

  it('then takes the insurance pool, and what is left is written down', () => {
    const m = wait(owing(300n, 100n, 10_000), 4).price('SOURCE', 1n, 10n)
    // 1,000 of collateral at 1/10 are worth 100; premiums of 1 % left 4 EUR
    expect(defaults(m, ['c', 'b'])).toEqual([
      { creditor: 'c', amount: 100n, staked: 25n, collateral: 250n, insured: 1n, currency: 1n, written: 74n },
      { creditor: 'b', amount: 300n, staked: 75n, collateral: 750n, insured: 3n, currency: 3n, written: 222n },
    ])
    expect(m.money('op-b', 'EUR')).toBe(3n)
  })

  it('gives every creditor the same in whatever order they come, whatever doesn’t divide', () => {
    for (const [stake, quote, base] of [
      [997n, 1n, 7n],
      [1000n, 3n, 10n],
      [811n, 2n, 5n],
    ] as const) {
      const outcomes = ['bcd', 'cdb', 'dcb'].map((order) => {
        const m = owing(301n, 101n, 10_000, stake)
        m.do('op-d', 'found', { network: 'd' }).do('ugo', 'stake', { network: 'a', amount: 1000n })
        m.do('op-a', 'agree', { network: 'a', partner: 'd', allocated: 53n, accepted: 0n, clearing: true })
        m.do('op-d', 'agree', { network: 'd', partner: 'a', allocated: 0n, accepted: 53n, clearing: true })
        m.do('op-a', 'trade', { buyer: 'a', seller: 'd', amount: 53n })
        wait(m, 4).price('SOURCE', quote, base)
        const steps = defaults(m, [...order]) as readonly { readonly creditor: string }[]
        return [...steps].sort((x, y) => (x.creditor < y.creditor ? -1 : 1))
      })
      expect(outcomes[1]).toEqual(outcomes[0])
      expect(outcomes[2]).toEqual(outcomes[0])
    }
  })

  it('gives strangers no part of what stands behind others, however many accounts they found', () => {
    const alone = wait(owing(300n, 100n, 10_000), 4).price('SOURCE', 1n, 10n)
    const crowd = owing(300n, 100n, 10_000)
    for (let i = 0; i < 20; i++) {
      crowd.do('mal', 'found', { network: `n${i}` })
      crowd.do('mal', 'agree', { network: `n${i}`, partner: 'a', allocated: 0n, accepted: 9n, clearing: true })
    }
    wait(crowd, 4).price('SOURCE', 1n, 10n)
    expect(defaults(crowd, ['b'])).toEqual(defaults(alone, ['b']))
    expect(crowd.changes.rows.length).toBe(alone.changes.rows.length)
  })

  it('takes collateral at its present price, though limits rest on the lower of two', () => {
    const m = wait(owing(300n, 100n), 4).price('SOURCE', 2n)
    expect(defaults(m, ['b'])).toMatchObject([{ amount: 300n, staked: 300n, collateral: 150n }])
  })

  it('leaves a creditor’s part of the insurance to be claimed when its currency has a price again', () => {
    const m = owing(300n, 100n, 10_000)
    wait(m, 3).now += HOUR + 1
    m.price('SOURCE', 1n, 10n)
    m.now += HOUR
    m.price('SOURCE', 1n, 10n)
    expect(m.run('op-b', 'default', { network: 'a', creditor: 'b' })).toBe('PRICE_STALE')
    expect(defaults(m, ['b'], { uninsured: true })).toMatchObject([
      { staked: 75n, insured: 0n, written: 225n, reserved: 3n },
    ])
    expect(m.run('x', 'claim', { network: 'a', creditor: 'b' })).toBe('PRICE_STALE')
    expect(m.run('x', 'claim', { network: 'a', creditor: 'c' })).toBe('CLAIM_NONE')
    m.price('EUR', 1n)
    // what b left stays for it, whoever comes in between
    expect(defaults(m, ['c'])).toMatchObject([{ insured: 1n }])
    m.do('x', 'claim', { network: 'a', creditor: 'b' })
    expect(m.events.map(({ data }) => data)).toEqual([{ value: 3n, amount: 3n }])
    expect(m.money('op-b', 'EUR')).toBe(3n)
    expect(m.run('x', 'claim', { network: 'a', creditor: 'b' })).toBe('CLAIM_NONE')
  })

  it('claims no more than what was written down, and the rest goes back to the pool', () => {
    const m = wait(owing(300n, 100n, 10_000), 4).price('SOURCE', 1n, 10n)
    defaults(m, ['b'], { uninsured: true })
    m.price('EUR', 1000n)
    // 3 EUR would be worth 3,000: of 225 that were written down one pays for all
    m.do('x', 'claim', { network: 'a', creditor: 'b' })
    expect(m.events.map(({ data }) => data)).toEqual([{ value: 225n, amount: 1n }])
    expect(defaults(m, ['c'])).toMatchObject([{ insured: 75n, currency: 1n }])
  })

  it('that takes all stake leaves nothing to ask back, and new underwriters begin anew', () => {
    const m = wait(owing(300n, 100n), 4).price('SOURCE', 1n, 10n)
    defaults(m, ['b', 'c'])
    expect(m.run('uma', 'unstake', { network: 'a', shares: 1n })).toBe('STAKE_UNKNOWN')
    m.do('ugo', 'stake', { network: 'a', amount: 10n })
    expect(m.run('uma', 'unstake', { network: 'a', shares: 1n })).toBe('STAKE_UNKNOWN')
    m.do('ugo', 'unstake', { network: 'a', shares: 10n })
    m.do('uma', 'collect', { network: 'a' })
    expect(m.money('uma', 'EUR')).toBe(3n)
  })

  it('is declared by the authority that both sides named, and of no more than is owed', () => {
    const m = owing(300n, 100n)
    const declare = (by: string, amount: bigint, more = {}) =>
      m.run(by, 'declare', { network: 'a', creditor: 'b', amount, ...more })
    expect(declare('judge', 1n)).toBe('DEFAULT_NOT_ARBITER')
    const terms = { accepted: 900n, clearing: true, arbiter: 'judge' }
    m.do('op-a', 'agree', { network: 'a', partner: 'b', allocated: 300n, ...terms })
    expect(declare('judge', 1n)).toBe('DEFAULT_NOT_ARBITER')
    m.do('op-b', 'agree', { network: 'b', partner: 'a', allocated: 0n, ...terms })
    expect(declare('op-b', 1n)).toBe('DEFAULT_NOT_ARBITER')
    expect(declare('judge', 301n)).toBe('DEFAULT_EXCEEDS_DEFICIT')
    expect(m.run('judge', 'declare', { network: 'a', creditor: 'a', amount: 1n })).toBe('TRADE_WITH_SELF')
    expect(m.run('judge', 'declare', { network: 'b', creditor: 'c', amount: 1n })).toBe('TRADE_NOT_AGREED')
    m.do('house', 'open-round', {})
    expect(declare('judge', 100n)).toBe('ROUND_OPEN')
    m.do('house', 'lapse-round', {})
    expect(declare('judge', 100n)).toBe('accepted')
    expect(m.deficit('a', 'b')).toBe(200n)
    expect(declare('judge', 100n, { uninsured: true })).toBe('accepted')
  })
})

describe('a call', () => {
  const foreclose = (m: Market, creditor: string) => m.run(`op-${creditor}`, 'foreclose', { network: 'a', creditor })

  it('gives a network time to cure before creditors foreclose what its limit doesn’t cover', () => {
    const outcomes = ['bc', 'cb'].map((order) => {
      const m = owing(300n, 100n).price('SOURCE', 1n, 2n)
      expect(foreclose(m, 'b')).toBe('CALL_NONE')
      m.do('x', 'call', { network: 'a' })
      expect(m.run('x', 'call', { network: 'a' })).toBe('CALL_NONE')
      expect(m.run('x', 'foreclose', { network: 'a', creditor: 'b' })).toBe('DEFAULT_NOT_CREDITOR')
      wait(m, 4)
      expect(foreclose(m, 'b')).toBe('CALL_NOT_OVER')
      wait(m, 1)
      for (const creditor of order) {
        expect(foreclose(m, creditor)).toBe('accepted')
        expect(foreclose(m, creditor)).toBe('CALL_NONE')
      }
      return [m.deficit('a', 'b'), m.deficit('a', 'c')]
    })
    // 1,000 at ½ cover 250 of 400: 150 are in default, 112 and 37 of it
    expect(outcomes).toEqual([
      [188n, 63n],
      [188n, 63n],
    ])
  })

  it('that is cured is taken back by anybody, and forecloses nothing', () => {
    const m = owing(300n, 100n).price('SOURCE', 1n, 2n).do('x', 'call', { network: 'a' })
    wait(m, 5).price('SOURCE', 1n)
    wait(m, 1)
    m.now += 1
    expect(foreclose(m, 'b')).toBe('DEFAULT_NOTHING_DUE')
    m.do('op-a', 'call', { network: 'a' })
    expect(foreclose(m, 'b')).toBe('CALL_NONE')
    const unbacked = market()
    expect(unbacked.run('x', 'call', { network: 'a' })).toBe('CALL_NONE')
  })

  it('that was cured never bites later, though nobody has taken it back', () => {
    const cures: readonly ((m: Market) => unknown)[] = [
      (m) => m.do('ugo', 'stake', { network: 'a', amount: 600n }),
      (m) => m.do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 150n }),
      // cured by so much that more can be drawn, which is
      (m) => {
        m.do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 200n })
        m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 50n })
      },
    ]
    for (const cure of cures) {
      const m = owing(300n, 100n).price('SOURCE', 1n, 2n).do('x', 'call', { network: 'a' })
      cure(m)
      wait(m, 6).price('SOURCE', 1n, 20n)
      expect(foreclose(m, 'b')).toBe('CALL_NONE')
      m.do('x', 'call', { network: 'a' })
      expect(foreclose(m, 'b')).toBe('CALL_NOT_OVER')
    }
  })

  it('stands as long again as there was to cure it, no longer', () => {
    const m = owing(300n, 100n).price('SOURCE', 1n, 2n).do('x', 'call', { network: 'a' })
    wait(m, 10)
    expect(foreclose(m, 'b')).toBe('CALL_NONE')
    m.do('x', 'call', { network: 'a' })
    wait(m, 5)
    expect(foreclose(m, 'b')).toBe('accepted')
  })
})

describe('a member’s default', () => {
  const line = { network: 'a', member: 'ann', ...TERMS, expires: 20 * HOUR, grace: 2 * HOUR, underwritten: true }
  /** ann owes 800 on a line behind which 1,000 are staked; the reserve has 300. */
  const debtor = () => {
    const m = market({ backing: 'stake' }).do('uma', 'stake', { network: 'a', member: 'ann', amount: 2000n })
    m.do('uma', 'grant', { network: 'a', member: 'ann', limit: 1000n, until: 20 * HOUR })
    m.do('op-a', 'admit', line).do('ann', 'pay', { network: 'a', to: 'op-a', amount: 792n })
    m.do('op-a', 'contribute', { network: 'a', amount: 300n })
    return m
  }
  const fail = (m: Market) => m.run('op-a', 'default-member', { network: 'a', member: 'ann' })

  it('waits for the end of the line and its grace', () => {
    const m = debtor()
    expect(m.run('x', 'default-member', { network: 'a', member: 'ann' })).toBe('NETWORK_NOT_OPERATOR')
    expect(m.run('op-a', 'default-member', { network: 'a', member: 'eve' })).toBe('MEMBER_UNKNOWN')
    expect(fail(m)).toBe('MEMBER_LINE_NOT_OVER')
    wait(m, 9)
    m.now = 22 * HOUR - 1
    expect(fail(m)).toBe('MEMBER_LINE_NOT_OVER')
  })

  const failed = () => {
    const m = wait(debtor(), 12)
    expect(fail(m)).toBe('accepted')
    return m
  }
  it('is absorbed by the reserve, then by the line’s underwriters', () => {
    const m = failed()
    expect(m.events.at(-1)?.data).toEqual({ debt: 800n, reserve: 300n, staked: 500n, collateral: 500n, rest: 0n })
    expect(m.money('ann', 'EUR')).toBe(0n)
    expect(m.view().balance(lostAccount(m.view(), 'a', 'EUR'))).toBe(-500n)
    expect(m.has('op-a', 'SOURCE')).toBe(1_000_500n)
    expect(fail(m)).toBe('MEMBER_DEFAULTED')
    expect(m.run('op-a', 'admit', line)).toBe('MEMBER_DEFAULTED')
    expect(m.run('ugo', 'stake', { network: 'a', member: 'ann', amount: 1n })).toBe('MEMBER_DEFAULTED')
    expect(m.run('ann', 'pay', { network: 'a', to: 'op-a', amount: 1n })).toBe('ACCOUNT_BELOW_FLOOR')
  })

  it('is paid back in the reverse order, and then the member may have a line again', () => {
    const m = failed()
    expect(m.run('op-a', 'repay', { network: 'a', amount: 1n })).toBe('MEMBER_NOT_DEFAULTED')
    m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 900n })
    expect(m.run('ann', 'repay', { network: 'a', amount: 801n })).toBe('REPAYMENT_EXCEEDS_LOSS')
    m.do('ann', 'repay', { network: 'a', amount: 600n })
    expect(m.view().balance(reserveAccount(m.view(), 'a', 'EUR'))).toBe(100n)
    m.do('uma', 'collect', { network: 'a', member: 'ann' })
    expect(m.money('uma', 'EUR')).toBe(506n - 1n)
    m.do('ann', 'repay', { network: 'a', amount: 200n })
    expect(m.view().tables.members.get({ network: 'a', member: 'ann' })?.lost).toBeNull()
    m.do('op-a', 'admit', { ...line, limit: 100n })
  })

  it('beyond everything that absorbs it stays on the lost-debt account', () => {
    const m = debtor().price('SOURCE', 1n, 10n)
    wait(m, 12)
    expect(fail(m)).toBe('accepted')
    expect(m.events.at(-1)?.data).toMatchObject({ debt: 800n, reserve: 300n, staked: 200n, rest: 300n })
    m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 350n }).do('ann', 'repay', { network: 'a', amount: 350n })
    expect(m.view().tables.members.get({ network: 'a', member: 'ann' })?.lost).toEqual({
      reserve: 300n,
      staked: 150n,
      rest: 0n,
    })
  })

  it('needs a debt', () => {
    const m = wait(market(), 5).do('op-a', 'admit', { ...line, underwritten: false, expires: 0, grace: 0 })
    expect(fail(m)).toBe('MEMBER_NO_DEBT')
  })
})
