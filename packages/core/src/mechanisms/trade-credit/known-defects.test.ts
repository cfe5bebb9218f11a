/** Defects that other systems of this kind have had, each with the test that keeps it out. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market, TERMS } from '../../../test/market.js'
import { digest, execute } from '../../kernel/index.js'
import { insuranceAccount, premiumAccount } from './pools.js'
import { externalAccount } from './queries.js'

const abroad = (m: Market): Market => {
  for (const network of ['a', 'b', 'c']) {
    m.do(`op-${network}`, 'external', { network, issued: 10n ** 37n, cap: null, drift: null })
  }
  return m
}
const order = (amount: bigint, more: object = {}) => ({
  network: 'a',
  partner: 'b',
  seller: 'bob',
  fixed: 'paid',
  paths: [{ via: [], amount }],
  bound: 1n,
  ...more,
})

describe('known defect elsewhere', () => {
  it('division before multiplication: a conversion is one exact quotient, rounded once, against who trades', () => {
    const part = fc.bigInt(1n, 10n ** 12n)
    fc.assert(
      fc.property(part, part, part, part, fc.bigInt(1n, 10n ** 12n), (q, b, r, d, amount) => {
        const m = abroad(market({ params: { spread: 70 } }))
        m.join('a', 'b', 10n ** 37n)
          .price('EUR', q, b)
          .price('CHF', r, d)
        m.do('op-a', 'admit', { network: 'a', member: 'ann', ...TERMS, limit: 10n ** 20n })
        const worth = (amount * q * 9_930n) / (b * 10_000n)
        const got = (worth * d * 10_000n) / (r * 10_070n)
        const code = m.run('ann', 'buy', order(amount))
        expect(code).toBe(worth === 0n || got === 0n ? 'TRADE_TOO_SMALL' : 'accepted')
        if (code === 'accepted') expect([m.deficit('a', 'b'), m.money('bob', 'CHF')]).toEqual([worth, got])
      }),
      { numRuns: 20 },
    )
  })

  it('a fee booked in the wrong unit: intermediaries’ in units of account, premiums in the currency of who owes', () => {
    const m = abroad(market({ backing: 'stake' }))
      .price('EUR', 2n)
      .price('GBP', 5n)
      .price('CHF', 3n)
    for (const network of ['a', 'b', 'c']) m.do('uma', 'stake', { network, amount: 100_000n })
    m.join('a', 'c', 10_000n).join('c', 'b', 10_000n)
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 10_000n, fee: 200 })
    m.do('ann', 'buy', order(500n, { fixed: 'received', bound: 1000n, paths: [{ via: ['c'], amount: 500n }] }))
    const earned = (currency: string) =>
      m.view().balance(premiumAccount(m.view(), currency)) + m.view().balance(insuranceAccount(m.view(), currency))
    // 500 CHF are 1,500; 2 % of it are 30 for c; 1 % are 15, 3 GBP; 1,545 are 773 EUR; 1 % of it are ⌈16 / 2⌉ EUR
    expect([m.side('c', 'b'), m.side('a', 'c')]).toEqual([-1500n, -1545n])
    expect([earned('GBP'), earned('EUR'), earned('CHF')]).toEqual([3n, 8n, 0n])
    expect(m.money('ann', 'EUR')).toBe(-773n - 8n)
    expect(m.view().balance(externalAccount(m.view(), 'a', 'EUR'))).toBe(773n)
  })

  it('a frozen transfer that silently does nothing: it is refused with a code, and nothing is changed', () => {
    const m = abroad(market()).join('a', 'b', 1000n)
    m.do('op-a', 'accept', { network: 'a', asset: 'GOLD', accepted: true, haircut: 0 })
    m.do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 10n })
    m.do('ann', 'prepare', { ...order(10n), trade: 't', until: m.now + HOUR, tolerance: 0 })
    m.do('house', 'open-round', {})
    const state = m.state
    for (const [by, name, input] of [
      ['op-a', 'trade', { buyer: 'a', seller: 'b', amount: 1n }],
      ['ann', 'buy', order(1n)],
      ['bob', 'post', { trade: 't' }],
      ['bob', 'void', { trade: 't' }],
      ['op-b', 'settle', { network: 'b', partner: 'a', asset: 'GOLD', amount: 1n }],
      ['op-a', 'close', { network: 'a', partner: 'b' }],
    ] as const) {
      expect(m.run(by, name, input), name).toBe('ROUND_OPEN')
    }
    expect(m.state).toBe(state)
    // a line that is over doesn't let money go either
    m.do('op-a', 'admit', { network: 'a', member: 'ann', ...TERMS, limit: 0n })
    expect(m.run('ann', 'pay', { network: 'a', to: 'op-a', amount: 1n })).toBe('ACCOUNT_BELOW_FLOOR')
  })

  it('collateral that is asked for once and never again: every trade and every hop of a path asks', () => {
    const m = abroad(market({ backing: 'stake' }))
    for (const network of ['a', 'b', 'c']) m.do('uma', 'stake', { network, amount: 400n })
    m.join('a', 'b', 100n).join('a', 'c', 100n).join('c', 'b', 100n)
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 1000n, fee: 0 })
    m.price('SOURCE', 1n, 100n)
    const via = [{ via: ['c'], amount: 50n }]
    const { state } = m
    for (const [name, input] of [
      ['buy', order(50n)],
      ['buy', order(50n, { paths: via })],
      ['prepare', { ...order(50n), trade: 't', until: m.now + HOUR, tolerance: 0 }],
    ] as const) {
      expect(m.run('ann', name, input)).toBe('TRADE_STAKE_EXCEEDED')
    }
    expect(m.run('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 50n })).toBe('TRADE_STAKE_EXCEEDED')
    m.do('ugo', 'stake', { network: 'a', amount: 40_000n })
    expect(m.run('ann', 'buy', order(50n, { paths: via })), 'the hop after').toBe('TRADE_STAKE_EXCEEDED')
    m.do('ann', 'buy', order(50n))
    m.state = state
  })
})

describe('what is refused', () => {
  it('leaves the state as it was, to the digest', () => {
    const m = abroad(market()).join('a', 'b', 100n)
    const { system } = m
    const before = digest(system, m.state)
    const refuse = (by: string, name: string, input: object) => {
      const command = { id: `x-${name}`, by, at: m.now, type: `trade-credit.${name}`, input }
      expect(execute(system, m.state, command as never).status).toBe('rejected')
      expect(digest(system, m.state), name).toBe(before)
    }
    refuse('ann', 'buy', order(101n))
    refuse('ann', 'buy', order(0n, { paths: ['a', 'b'].map(() => ({ via: [], amount: 60n })) }))
    refuse('ann', 'buy', order(50n, { bound: 51n }))
    refuse('ann', 'prepare', { ...order(101n), trade: 't', until: m.now + HOUR, tolerance: 0 })
    refuse('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 101n })
  })
})
