/** Who stakes: what losses leave of shares, what comes back of them, and which lines they have agreed to. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market, TERMS } from '../../../test/market.js'

const wait = (m: Market, hours: number): Market => {
  for (let i = 0; i < hours; i++) m.pass(HOUR)
  return m
}
const external = { network: 'a', member: '@external' }
const pool = (m: Market, key = external) => m.view().tables.pools.get(key)

/** b accepts whatever a owes, and the judge may declare it in default. */
function judged(): Market {
  const m = market({ backing: 'stake' })
  m.do('op-b', 'agree', {
    network: 'b',
    partner: 'a',
    allocated: 0n,
    accepted: 10n ** 6n,
    clearing: true,
    arbiter: 'judge',
  })
  return m
}
const allocate = (m: Market, allocated: bigint) =>
  m.do('op-a', 'agree', { network: 'a', partner: 'b', allocated, accepted: 0n, clearing: true, arbiter: 'judge' })
/** a owes `amount`, and what collateral is worth leaves `left` of the pool when all of it is declared in default. */
function lose(m: Market, amount: bigint, left: bigint): Market {
  allocate(
    m.do('op-b', 'agree', {
      network: 'b',
      partner: 'a',
      allocated: 0n,
      accepted: 10n ** 6n,
      clearing: true,
      arbiter: 'judge',
    }),
    amount,
  )
  m.do('op-a', 'border', { network: 'a', open: true }).do('op-a', 'trade', { buyer: 'a', seller: 'b', amount })
  const { stake = 0n } = pool(m) ?? {}
  m.price('SOURCE', amount, stake - left).do('judge', 'declare', { network: 'a', creditor: 'b', amount })
  expect(pool(m)?.stake).toBe(left)
  return m.price('SOURCE', 1n)
}

describe('a pool of which losses have left little', () => {
  it('has one share for each base unit when others join, so that stake comes and goes in fine steps', () => {
    const m = judged().do('uma', 'stake', { network: 'a', amount: 600_000n })
    m.do('ugo', 'stake', { network: 'a', amount: 400_000n })
    lose(m, 900n, 10n)
    expect(pool(m)).toMatchObject({ stake: 10n, shares: 1_000_000n, generation: 0 })
    m.do('op-c', 'stake', { network: 'a', amount: 7n })
    expect(m.events.map(({ data }) => data)).toEqual([{ shares: 7n, amount: 7n }])
    expect(pool(m)).toMatchObject({ stake: 17n, shares: 17n, generation: 1 })
    // what is left is still theirs: six and four of ten
    expect(m.run('uma', 'unstake', { network: 'a', shares: 7n })).toBe('STAKE_EXCEEDED')
    m.do('uma', 'unstake', { network: 'a', shares: 6n }).do('ugo', 'unstake', { network: 'a', shares: 4n })
    wait(m, 10).do('uma', 'release', { network: 'a' }).do('ugo', 'release', { network: 'a' })
    expect(m.has('uma', 'SOURCE')).toBe(1_000_000n - 600_000n + 6n)
  })

  it('pays premiums to the shares that earned them, of whatever generation', () => {
    const m = judged().do('uma', 'stake', { network: 'a', amount: 750_000n })
    m.do('ugo', 'stake', { network: 'a', amount: 250_000n })
    lose(m, 1000n, 8n).do('op-c', 'stake', { network: 'a', amount: 4000n })
    allocate(
      m.do('op-b', 'agree', { network: 'b', partner: 'a', allocated: 0n, accepted: 10n ** 6n, clearing: true }),
      1600n,
    )
    m.do('op-a', 'border', { network: 'a', open: true }).do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 1600n })
    for (const by of ['uma', 'ugo', 'op-c']) m.do(by, 'collect', { network: 'a' })
    // of 10 and 16 a quarter is insured: 8 are shared three to one, 12 almost all by who came later
    expect(['uma', 'ugo', 'op-c'].map((by) => m.money(by, 'EUR'))).toEqual([6n, 2n, 11n])
  })

  it('takes any amount of stake: no shares pile up beyond what can be counted', () => {
    const m = judged().do('uma', 'stake', { network: 'a', amount: 1_000_000n })
    for (let i = 0; i < 6; i++) lose(m, 400n, 1n).do('ugo', 'stake', { network: 'a', amount: 2000n })
    expect(pool(m)?.shares).toBeLessThanOrEqual(2001n)
  })

  it('neither loses nor makes collateral, whatever comes and goes', () => {
    const step = fc.oneof(
      fc.tuple(fc.constant('stake'), fc.constantFrom('uma', 'ugo', 'op-c'), fc.bigInt(1n, 100_000n)),
      fc.tuple(fc.constant('lose'), fc.constant('judge'), fc.bigInt(0n, 40n)),
      fc.tuple(fc.constant('leave'), fc.constantFrom('uma', 'ugo', 'op-c'), fc.bigInt(1n, 100_000n)),
    )
    let exchanged = 0
    fc.assert(
      fc.property(fc.array(step, { minLength: 6, maxLength: 12 }), (steps) => {
        const m = judged().do('uma', 'stake', { network: 'a', amount: 300_000n })
        for (const [what, by, amount] of steps) {
          const { stake = 0n } = pool(m) ?? {}
          if (what === 'stake') m.do(by, 'stake', { network: 'a', amount })
          if (what === 'lose' && stake > 400n + amount) lose(m, 100n, amount)
          if (what !== 'leave' || m.run(by, 'unstake', { network: 'a', shares: amount }) !== 'accepted') continue
          const before = m.has(by, 'SOURCE')
          // worth its part and no more: a share never gains by rounding
          const most = (amount * stake) / (pool(m)?.shares ?? 1n)
          wait(m, 10).run(by, 'release', { network: 'a' })
          expect(m.has(by, 'SOURCE') - before).toBeLessThanOrEqual(most)
        }
        if ((pool(m)?.generation ?? 0) > 0) exchanged += 1
      }),
      { numRuns: 15 },
    )
    expect(exchanged).toBeGreaterThan(0)
  })
})

const line = { network: 'a', member: 'ann', ...TERMS, expires: 200 * HOUR, grace: 0, underwritten: true }
const ann = { network: 'a', member: 'ann' }
/** uma and ugo have staked 1 to 3 behind ann's line, and agreed to 1,000. */
function underwritten(): Market {
  const m = market({ backing: 'stake' })
  m.do('uma', 'stake', { ...ann, amount: 600n }).do('ugo', 'stake', { ...ann, amount: 1800n })
  for (const by of ['uma', 'ugo']) m.do(by, 'grant', { ...ann, limit: 1000n, until: line.expires })
  return m.do('op-a', 'admit', line)
}

describe('known defect elsewhere: a pool that is emptied while its stake backs debt', () => {
  const leave = (m: Market, by: string, more: object, shares: bigint) =>
    m.do(by, 'unstake', { network: 'a', ...more, shares })

  it('a network’s: whoever asks first, at whatever price, leaves what is needed', () => {
    const m = judged()
      .do('uma', 'stake', { network: 'a', amount: 500n })
      .do('ugo', 'stake', { network: 'a', amount: 500n })
    allocate(m, 250n).do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 250n })
    leave(leave(m, 'uma', {}, 500n), 'ugo', {}, 500n)
    // a pump at the time counts for nothing, nor does a call that was made before
    wait(m, 10).price('SOURCE', 100n).do('ugo', 'release', { network: 'a' })
    expect(m.run('uma', 'release', { network: 'a' })).toBe('STAKE_IN_USE')
    m.do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 50n }).do('uma', 'release', { network: 'a' })
    expect(pool(m)).toMatchObject({ stake: 400n, shares: 400n })
    expect(m.run('uma', 'release', { network: 'a' })).toBe('STAKE_IN_USE')
  })

  it('a member’s: until it has paid', () => {
    const m = underwritten().do('ann', 'pay', { network: 'a', to: 'op-a', amount: 396n })
    leave(leave(m, 'uma', ann, 600n), 'ugo', ann, 1800n)
    wait(m, 10).do('ugo', 'release', ann)
    // 800 stand behind 400
    expect(pool(m, ann)?.stake).toBe(800n)
    for (const by of ['uma', 'ugo']) expect(m.run(by, 'release', ann)).toBe('STAKE_IN_USE')
    m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 400n })
    for (const by of ['uma', 'ugo']) m.do(by, 'release', ann)
    expect(pool(m, ann)).toMatchObject({ stake: 0n, shares: 0n })
  })
})

describe('what a member pays back', () => {
  it('finds those whose stake was lost to the last of it, before any that came later', () => {
    const m = underwritten().do('ann', 'pay', { network: 'a', to: 'op-a', amount: 792n })
    for (const by of ['uma', 'ugo']) m.do(by, 'collect', ann)
    m.now = line.expires
    m.price('EUR', 1n).price('SOURCE', 1n, 4n)
    m.now += HOUR + 1
    m.price('EUR', 1n).price('SOURCE', 1n, 4n).do('op-a', 'default-member', ann)
    expect(m.events.at(-1)?.data).toMatchObject({
      debt: 800n,
      reserve: 0n,
      staked: 600n,
      collateral: 2400n,
      rest: 200n,
    })
    expect(pool(m, ann)).toMatchObject({ stake: 0n, shares: 2400n })
    expect(m.run('uma', 'unstake', { ...ann, shares: 1n })).toBe('STAKE_UNKNOWN')
    m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 700n }).do('ann', 'repay', { network: 'a', amount: 600n })
    const before = ['uma', 'ugo'].map((by) => m.money(by, 'EUR'))
    for (const by of ['uma', 'ugo']) m.do(by, 'collect', ann)
    expect(['uma', 'ugo'].map((by, i) => m.money(by, 'EUR') - (before[i] as bigint))).toEqual([100n, 300n])
  })

  it('finds who has taken away what was left, and pays premiums to nobody for what isn’t there', () => {
    const m = underwritten().do('ann', 'pay', { network: 'a', to: 'op-a', amount: 792n })
    for (const by of ['uma', 'ugo']) m.do(by, 'collect', ann)
    m.now = line.expires
    m.price('EUR', 1n).price('SOURCE', 1n, 2n)
    m.now += HOUR + 1
    m.price('EUR', 1n).price('SOURCE', 1n, 2n).do('op-a', 'default-member', ann)
    expect(pool(m, ann)).toMatchObject({ stake: 800n, shares: 2400n })
    m.do('uma', 'unstake', { ...ann, shares: 600n })
    wait(m, 10).do('uma', 'release', ann)
    // a quarter of what was left
    expect(m.events.map(({ data }) => data)).toEqual([{ shares: 600n, amount: 200n }])
    expect(m.run('uma', 'unstake', { ...ann, shares: 1n })).toBe('STAKE_EXCEEDED')
    expect(m.run('uma', 'grant', { ...ann, limit: 1n, until: 1 })).toBe('STAKE_UNKNOWN')
    const money = () => ['uma', 'ugo'].map((by) => m.money(by, 'EUR'))
    const [uma = 0n, ugo = 0n] = money()
    m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 800n }).do('ann', 'repay', { network: 'a', amount: 800n })
    expect(pool(m, ann)).toMatchObject({ stake: 600n, shares: 600n, out: 0n, generation: 1 })
    for (const by of ['uma', 'ugo']) m.do(by, 'collect', ann)
    expect(money()).toEqual([uma + 200n, ugo + 600n])
    m.do('ugo', 'grant', { ...ann, limit: 100n, until: TERMS.expires })
    m.do('op-a', 'admit', { ...line, limit: 100n, expires: TERMS.expires })
    m.do('ann', 'pay', { network: 'a', to: 'op-a', amount: 99n })
    expect(m.run('uma', 'collect', ann)).toBe('PREMIUM_NONE')
    m.do('ugo', 'collect', ann)
  })

  it('goes to nobody who has staked since', () => {
    const m = underwritten().do('ann', 'pay', { network: 'a', to: 'op-a', amount: 396n })
    m.now = line.expires
    m.price('EUR', 1n).price('SOURCE', 1n, 10n)
    m.now += HOUR + 1
    m.price('EUR', 1n).price('SOURCE', 1n, 10n).do('op-a', 'default-member', ann)
    expect(m.view().tables.members.get(ann)?.lost).toEqual({ reserve: 0n, staked: 240n, rest: 160n })
    m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 400n }).do('ann', 'repay', { network: 'a', amount: 399n })
    expect(m.run('bob', 'stake', { ...ann, amount: 9n })).toBe('MEMBER_DEFAULTED')
    m.do('ann', 'repay', { network: 'a', amount: 1n }).do('bob', 'stake', { ...ann, amount: 9n })
    expect(m.run('bob', 'collect', ann)).toBe('PREMIUM_NONE')
    for (const by of ['uma', 'ugo']) m.do(by, 'collect', ann)
    // three quarters of the premium of 4, and what was lost
    expect(['uma', 'ugo'].map((by) => m.money(by, 'EUR'))).toEqual([60n, 182n])
  })
})

describe('a line that is raised, or made longer,', () => {
  it('needs its underwriters: whoever bears the risk', () => {
    const m = underwritten()
    expect(m.run('op-a', 'admit', { ...line, limit: 1001n })).toBe('LINE_NOT_GRANTED')
    expect(m.run('op-a', 'admit', { ...line, expires: line.expires + 1 })).toBe('LINE_NOT_GRANTED')
    m.do('op-a', 'admit', { ...line, limit: 10n, expires: line.expires - 1 }).do('op-a', 'admit', line)
    const more = { ...ann, limit: 1100n, until: line.expires + HOUR }
    m.do('ugo', 'grant', more)
    expect(m.run('op-a', 'admit', { ...line, limit: 1001n })).toBe('LINE_NOT_GRANTED')
    m.do('uma', 'grant', more).do('op-a', 'admit', { ...line, limit: 1001n, expires: more.until })
  })

  it('needs nine shares in ten, so that next to none of them blocks the rest', () => {
    const m = underwritten().do('bob', 'stake', { ...ann, amount: 1n })
    const more = { ...ann, limit: 1100n, until: line.expires }
    m.do('bob', 'grant', { ...more, limit: 1n }).do('ugo', 'grant', more)
    expect(m.run('bob', 'grant', { ...more, limit: 2n })).toBe('GRANT_OUTWEIGHED')
    // saying it twice counts once, and what is staked meanwhile counts with it
    m.do('ugo', 'grant', more).do('ugo', 'stake', { ...ann, amount: 600n })
    expect(m.view().tables.grants.get(ann)).toMatchObject({ limit: 1000n, wish: { limit: 1100n, shares: 2400n } })
    m.do('uma', 'grant', more)
    expect(m.view().tables.grants.get(ann)).toEqual({ limit: 1100n, until: line.expires, wish: null })
  })

  it('needs those who are there: who leaves counts no more, and who comes to nobody is bound by nothing', () => {
    const m = underwritten()
    const more = { ...ann, limit: 1100n, until: line.expires }
    m.do('ugo', 'grant', more).do('ugo', 'unstake', { ...ann, shares: 1800n })
    wait(m, 10).do('ugo', 'release', ann)
    expect(m.view().tables.grants.get(ann)?.wish?.shares).toBe(0n)
    expect(m.run('ugo', 'grant', more)).toBe('STAKE_UNKNOWN')
    m.do('uma', 'unstake', { ...ann, shares: 600n })
    wait(m, 10)
      .do('uma', 'release', ann)
      .do('bob', 'stake', { ...ann, amount: 5000n })
    expect(m.view().tables.grants.get(ann)).toBeUndefined()
    expect(m.run('op-a', 'admit', { ...line, limit: 1001n })).toBe('LINE_NOT_GRANTED')
  })
})

describe('a line that its stake no longer covers', () => {
  const owing = () => underwritten().do('ann', 'pay', { network: 'a', to: 'op-a', amount: 792n })
  const fail = (m: Market) => m.run('op-a', 'default-member', ann)

  it('is called by anybody, and over before its time when nobody cures it', () => {
    const m = owing()
    expect(m.run('x', 'call', ann)).toBe('CALL_NONE')
    m.price('SOURCE', 1n, 2n).do('x', 'call', ann)
    expect(m.events.map(({ data }) => data)).toEqual([{ drawn: 800n, limit: 600n }])
    wait(m, 4)
    expect(fail(m)).toBe('MEMBER_LINE_NOT_OVER')
    wait(m, 1)
    expect(fail(m)).toBe('accepted')
  })

  it('is cured by what is paid back, by stake, and by prices', () => {
    const cures: readonly ((m: Market) => unknown)[] = [
      (m) => m.do('op-a', 'pay', { network: 'a', to: 'ann', amount: 200n }),
      (m) => m.do('uma', 'stake', { ...ann, amount: 800n }),
      (m) => {
        wait(m.price('SOURCE', 1n), 1)
        m.now += 1
        m.price('SOURCE', 1n).price('EUR', 1n).do('ann', 'pay', { network: 'a', to: 'op-a', amount: 1n })
      },
    ]
    for (const cure of cures) {
      const m = owing().price('SOURCE', 1n, 2n).do('x', 'call', ann)
      cure(m)
      // it falls again, and there is time again
      wait(m, 5).price('SOURCE', 1n, 10n)
      expect(fail(m)).toBe('MEMBER_LINE_NOT_OVER')
      m.do('x', 'call', ann)
      expect(fail(m)).toBe('MEMBER_LINE_NOT_OVER')
    }
  })

  it('that nobody underwrites isn’t called', () => {
    const m = market({ backing: 'stake' }).do('ann', 'pay', { network: 'a', to: 'op-a', amount: 10n })
    expect(m.run('x', 'call', ann)).toBe('CALL_NONE')
    expect(m.run('x', 'call', { ...ann, member: 'eve' })).toBe('MEMBER_UNKNOWN')
  })
})
