/** What underwriters earn by every deficit that grows, whoever's trade it is. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market, TERMS, UNDERWRITING } from '../../../test/market.js'
import { externalAccount } from './index.js'
import { insuranceAccount, premiumAccount } from './pools.js'

/** a, b and c are underwritten; c lets pass from a to b for 1 %, and pays its underwriters 1 % of what it owes on. */
function overC(params: object = {}): Market {
  const m = market({ backing: 'stake', params })
  for (const network of ['a', 'b', 'c']) {
    m.do('uma', 'stake', { network, amount: 4000n })
    m.do(`op-${network}`, 'external', { network, issued: 500n, cap: null, drift: network === 'c' ? 0n : null })
  }
  m.join('a', 'c', 1000n).join('c', 'b', 1000n).join('a', 'b', 1000n)
  return m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 10_000n, fee: 100 })
}
const order = (amount: bigint, more: object = {}) => ({
  network: 'a',
  partner: 'b',
  seller: 'bob',
  fixed: 'received',
  paths: [{ via: ['c'], amount }],
  bound: 1000n,
  ...more,
})
const earned = (m: Market, currency: string) =>
  m.view().balance(premiumAccount(m.view(), currency)) + m.view().balance(insuranceAccount(m.view(), currency))
const abroad = (m: Market, network: string, currency: string) =>
  m.view().balance(externalAccount(m.view(), network, currency))

describe('a network between two others', () => {
  it('pays its underwriters for what its deficit grows by, and is owed it by who comes before', () => {
    const m = overC().do('ann', 'buy', order(300n))
    // 300 on, 3 of fee, 3 of premium; 306 and ⌈3.06⌉ of premium by the buyer
    expect([m.side('c', 'b'), m.side('a', 'c'), m.money('ann', 'EUR')]).toEqual([-300n, -306n, -310n])
    expect([earned(m, 'GBP'), abroad(m, 'c', 'GBP'), earned(m, 'EUR')]).toEqual([3n, -3n, 4n])
    expect(m.events.map(({ type, data }) => [type.split('.')[1], data])).toContainEqual([
      'premium',
      { network: 'c', member: '@external', premium: 3n, insured: 0n },
    ])
  })

  it('pays none for what only uses up a surplus', () => {
    const m = overC().do('op-b', 'trade', { buyer: 'b', seller: 'c', amount: 200n })
    m.do('ann', 'buy', order(300n))
    expect([m.side('c', 'b'), m.side('a', 'c'), earned(m, 'GBP')]).toEqual([-100n, -304n, 1n])
  })

  it('by what is paid owes on the most that is enough for fee and premium', () => {
    fc.assert(
      fc.property(fc.bigInt(3n, 480n), fc.bigInt(0n, 300n), (amount, surplus) => {
        const m = overC()
        if (surplus > 0n) m.do('op-b', 'trade', { buyer: 'b', seller: 'c', amount: surplus })
        m.do('ann', 'buy', order(0n, { fixed: 'paid', paths: [{ via: ['c'], amount }], bound: 1n }))
        const passed = surplus - m.side('c', 'b')
        const needed = (on: bigint) => {
          const grown = on > surplus ? on - surplus : 0n
          return (on * 10_100n + 9_999n) / 10_000n + (grown * 100n + 9_999n) / 10_000n
        }
        expect(needed(passed)).toBeLessThanOrEqual(amount)
        expect(needed(passed + 1n)).toBeGreaterThan(amount)
        expect(-m.side('a', 'c')).toBe(amount)
      }),
      { numRuns: 25 },
    )
  })

  it('is never drained by it: nor by trades to and fro, nor by dust, by who underwrites it', () => {
    const m = overC()
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 10_000n, fee: 0 })
    m.do('op-c', 'route', { network: 'c', from: 'b', to: 'a', left: 10_000n, fee: 0 }).price('GBP', 117n)
    for (let i = 0; i < 6; i++) {
      m.do('ann', 'buy', order(1n + BigInt(i)))
      const back = { network: 'b', partner: 'a', seller: 'ann' }
      m.do('bob', 'buy', order(1n, back)).do('bob', 'buy', order(2n, back))
      expect(m.side('c', 'a') + m.side('c', 'b') + 117n * abroad(m, 'c', 'GBP')).toBeGreaterThanOrEqual(0n)
    }
    expect(earned(m, 'GBP')).toBeGreaterThan(0n)
  })

  it('has its premium held with the rest of a prepared trade, and back when that ends', () => {
    const m = overC({ spread: 0 })
    const phases = { trade: 't', until: m.now + HOUR, tolerance: 0 }
    m.do('ann', 'prepare', order(300n, phases))
    expect([abroad(m, 'c', 'GBP'), earned(m, 'GBP')]).toEqual([-3n, 0n])
    m.do('bob', 'void', { trade: 't' })
    expect([abroad(m, 'c', 'GBP'), earned(m, 'GBP')]).toEqual([0n, 0n])
    m.do('ann', 'prepare', order(300n, phases)).do('bob', 'post', { trade: 't' })
    expect([abroad(m, 'c', 'GBP'), earned(m, 'GBP')]).toEqual([-3n, 3n])
  })
})

describe('a network without a currency', () => {
  const without = () => {
    const m = market({ backing: 'stake' }).do('op-d', 'found', { network: 'd' })
    m.do('uma', 'stake', { network: 'd', amount: 1000n }).do('uma', 'stake', { network: 'b', amount: 1000n })
    return m.join('d', 'b', 100n)
  }

  it('grows no deficit that somebody underwrites, for it couldn’t pay for that', () => {
    const m = without()
    expect(m.run('op-d', 'trade', { buyer: 'd', seller: 'b', amount: 1n })).toBe('CURRENCY_NONE')
    m.do('op-b', 'trade', { buyer: 'b', seller: 'd', amount: 10n })
    m.do('op-d', 'trade', { buyer: 'd', seller: 'b', amount: 10n })
    m.do('house', 'configure', { underwriting: { ...UNDERWRITING, premium: 0 } })
    m.do('op-d', 'trade', { buyer: 'd', seller: 'b', amount: 1n })
  })

  it('lets nothing pass where others’ underwriters are paid', () => {
    const m = without()
    m.do('op-a', 'external', { network: 'a', issued: 1n, cap: null, drift: null })
    expect(m.run('ann', 'buy', order(1n, { paths: [{ via: ['d'], amount: 1n }] }))).toBe('CURRENCY_NONE')
  })
})

describe('the premium of a trade between networks', () => {
  const staked = () => {
    const m = market({ backing: 'stake' }).do('uma', 'stake', { network: 'a', amount: 4000n })
    m.do('uma', 'stake', { network: 'b', amount: 4000n })
    return m.join('a', 'b', 1000n)
  }
  const trade = (m: Market, amount: bigint) => m.run('op-a', 'trade', { buyer: 'a', seller: 'b', amount })

  it('isn’t zero because the currency is too uncertain: it is refused', () => {
    const m = staked().price('EUR', 10n, 1n, 10n)
    expect(trade(m, 100n)).toBe('PRICE_UNCERTAIN')
    expect(trade(m.price('EUR', 10n, 1n, 9n), 100n)).toBe('accepted')
    expect(earned(m, 'EUR')).toBe(1n)
  })

  it('is covered by what is staked behind the operator’s own line', () => {
    const m = staked().do('uma', 'stake', { network: 'a', member: 'op-a', amount: 4n })
    m.do('uma', 'grant', { network: 'a', member: 'op-a', limit: 2n, until: TERMS.expires })
    m.do('op-a', 'admit', { network: 'a', member: 'op-a', ...TERMS, limit: 2n, underwritten: true })
    m.price('SOURCE', 1n, 2n)
    expect(trade(m, 200n)).toBe('LINE_UNDERBACKED')
    expect(trade(m, 100n)).toBe('accepted')
    expect(m.money('op-a', 'EUR')).toBe(-1n)
  })
})
