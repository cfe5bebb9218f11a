/** Trades between members of two networks, each in its own currency. */
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, type MarketOptions, market } from '../../../test/market.js'
import { externalAccount } from './index.js'

/** a (EUR at 2) and b (CHF at 3) trade with each other up to 1,000; both issue 500 abroad. */
function joined(options: MarketOptions = {}, limit = 1000n): Market {
  const m = market(options).price('EUR', 2n).price('CHF', 3n)
  const abroad = { issued: 500n, cap: 1000n, drift: null }
  m.do('op-a', 'external', { network: 'a', ...abroad }).do('op-b', 'external', { network: 'b', ...abroad })
  return m.join('a', 'b', limit)
}
const order = (more: object = {}) => ({
  network: 'a',
  partner: 'b',
  seller: 'bob',
  fixed: 'received',
  paths: [{ via: [], amount: 10n }],
  bound: 1000n,
  ...more,
})
const pays = (amount: bigint, more = {}) => order({ fixed: 'paid', paths: [{ via: [], amount }], bound: 1n, ...more })

describe('buying', () => {
  it('moves both currencies and the unit of account in one record', () => {
    const m = joined().do('ann', 'buy', order())
    expect([m.money('ann', 'EUR'), m.money('bob', 'CHF'), m.side('a', 'b')]).toEqual([-15n, 10n, -30n])
    expect(m.events.map(({ data }) => data)).toEqual([{ paid: 15n, premium: 0n, received: 10n }])
  })

  it('by what is paid rounds what is received down, by what is received what is paid up', () => {
    const m = joined().do('ann', 'buy', pays(14n))
    expect([m.money('bob', 'CHF'), m.side('a', 'b')]).toEqual([9n, -28n])
    const other = joined().do('ann', 'buy', order({ paths: [{ via: [], amount: 9n }] }))
    expect(other.money('ann', 'EUR')).toBe(-14n)
  })

  it('counts what is paid at the low price and what is received at the high one', () => {
    // EUR 200 ± 4 per 100 less 1 %: 1.94. CHF 300 ± 6 and 1 %: 3.09
    const m = joined({ params: { spread: 100 } })
      .price('EUR', 200n, 100n, 4n)
      .price('CHF', 300n, 100n, 6n)
    m.do('ann', 'buy', pays(100n))
    expect([m.side('a', 'b'), m.money('bob', 'CHF')]).toEqual([-194n, 62n])
  })

  it('is refused when either figure is zero, or beyond what was agreed to', () => {
    const m = joined()
    expect(m.run('ann', 'buy', pays(1n))).toBe('TRADE_TOO_SMALL')
    expect(m.run('ann', 'buy', order({ paths: [] }))).toBe('TRADE_TOO_SMALL')
    expect(m.run('ann', 'buy', order({ bound: 14n }))).toBe('TRADE_BOUND_EXCEEDED')
    expect(m.run('ann', 'buy', order({ bound: 15n }))).toBe('accepted')
    expect(m.run('ann', 'buy', pays(15n, { bound: 11n }))).toBe('TRADE_BOUND_EXCEEDED')
    m.price('EUR', 2n, 1n, 3n)
    expect(m.run('ann', 'buy', pays(1000n))).toBe('TRADE_TOO_SMALL')
    expect(m.run('ann', 'buy', order())).toBe('TRADE_TOO_SMALL')
  })

  it('stays within what a network issues abroad, and what it takes back', () => {
    const m = joined().do('op-b', 'external', { network: 'b', issued: 9n, cap: null, drift: null })
    expect(m.run('ann', 'buy', order())).toBe('ACCOUNT_BELOW_FLOOR')
    m.do('op-b', 'external', { network: 'b', issued: 10n, cap: null, drift: null })
    m.do('op-a', 'external', { network: 'a', issued: 0n, cap: 14n, drift: null })
    expect(m.run('ann', 'buy', order())).toBe('EXTERNAL_CAP_EXCEEDED')
  })

  it('needs networks with currencies, a member who sells, prices', () => {
    const m = joined().do('op-d', 'found', { network: 'd' })
    expect(m.run('ann', 'buy', order({ partner: 'a' }))).toBe('TRADE_WITH_SELF')
    expect(m.run('ann', 'buy', order({ paths: [{ via: ['a'], amount: 1n }] }))).toBe('TRADE_WITH_SELF')
    expect(m.run('ann', 'buy', order({ partner: 'z' }))).toBe('NETWORK_UNKNOWN')
    expect(m.run('ann', 'buy', order({ partner: 'd' }))).toBe('CURRENCY_NONE')
    expect(m.run('ann', 'buy', order({ seller: 'ann' }))).toBe('MEMBER_UNKNOWN')
    m.now += 3 * HOUR
    expect(m.run('ann', 'buy', order())).toBe('PRICE_STALE')
  })

  it('by a member without a line needs money', () => {
    expect(joined().run('eve', 'buy', order())).toBe('ACCOUNT_BELOW_FLOOR')
  })

  it('costs a premium of the increase in the buyer’s currency, within the bound', () => {
    const m = joined({ backing: 'stake' }, 0n).do('uma', 'stake', { network: 'a', amount: 4000n })
    m.do('op-a', 'agree', { network: 'a', partner: 'b', allocated: 1000n, accepted: 1000n, clearing: true })
    m.do('op-b', 'agree', { network: 'b', partner: 'a', allocated: 0n, accepted: 1000n, clearing: true })
    expect(m.run('ann', 'buy', order({ paths: [{ via: [], amount: 100n }], bound: 151n }))).toBe('TRADE_BOUND_EXCEEDED')
    m.do('ann', 'buy', order({ paths: [{ via: [], amount: 100n }], bound: 152n }))
    expect(m.money('ann', 'EUR')).toBe(-152n)
  })

  it('passes the pair’s limit, border and closing like any trade', () => {
    const m = joined().do('op-a', 'border', { network: 'a', open: false })
    expect(m.run('ann', 'buy', order())).toBe('TRADE_BORDER_CLOSED')
    m.do('op-a', 'border', { network: 'a', open: true }).do('op-b', 'close', { network: 'b', partner: 'a' })
    expect(m.run('ann', 'buy', order())).toBe('TRADE_ACCOUNT_CLOSED')
    m.join('a', 'b', 29n)
    expect(m.run('ann', 'buy', order())).toBe('TRADE_LIMIT_EXCEEDED')
  })
})

describe('a network’s drift', () => {
  const drifting = (drift: bigint) => joined().do('op-b', 'external', { network: 'b', issued: 500n, cap: 1000n, drift })
  const position = (m: Market) => {
    const abroad = m.view().balance(externalAccount(m.view(), 'b', 'CHF'))
    return 3n * abroad + m.side('b', 'a')
  }

  it('grows by no trade at two-sided prices, whatever is bought and sold', () => {
    const m = drifting(0n).price('CHF', 300n, 100n, 7n).price('EUR', 200n, 100n, 3n)
    for (let i = 1n; i < 8n; i++) {
      const paths = [{ via: [], amount: 3n + i }]
      m.do('ann', 'buy', order({ paths }))
      m.do('bob', 'buy', order({ paths, network: 'b', partner: 'a', seller: 'ann' }))
    }
    expect(position(m)).toBeGreaterThanOrEqual(0n)
  })

  it('that a debt without a sale worsens is refused below the limit', () => {
    const m = drifting(50n)
    const trade = (amount: bigint) => m.run('op-b', 'trade', { buyer: 'b', seller: 'a', amount })
    expect(trade(51n)).toBe('DRIFT_EXCEEDED')
    expect(trade(50n)).toBe('accepted')
    m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 10n })
    expect(trade(11n)).toBe('DRIFT_EXCEEDED')
  })

  it('that prices have brought below the limit refuses only what makes it worse', () => {
    const m = drifting(50n).do('ann', 'buy', order({ paths: [{ via: [], amount: 100n }] }))
    m.price('CHF', 4n)
    expect(m.run('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 1n })).toBe('DRIFT_EXCEEDED')
    m.do('ann', 'buy', order())
  })

  it('never falls by a posting within the tolerance, which the spread of its preparing pays for', () => {
    for (const fixed of ['paid', 'received'] as const) {
      for (let moved = -110n; moved <= 110n; moved += 10n) {
        const m = drifting(0n).price('CHF', 3000n, 1000n, 10n).price('EUR', 2000n, 1000n, 10n)
        m.do('house', 'configure', { spread: 1000 })
        const paths = [7n, 9n].map((amount) => ({ via: [], amount }))
        const phases = { trade: 't', until: m.now + HOUR, tolerance: 1000, fixed, paths }
        m.do('ann', 'prepare', order({ ...phases, bound: fixed === 'paid' ? 1n : 1000n }))
        m.do('house', 'configure', { spread: 0 }).price('CHF', 3000n + 3n * moved, 1000n, 0n)
        const code = m.run('bob', 'post', { trade: 't' })
        expect(['accepted', 'PRICE_MOVED']).toContain(code)
        if (Math.abs(Number(moved)) < 60) expect(code).toBe('accepted')
        const abroad = m.view().balance(externalAccount(m.view(), 'b', 'CHF'))
        if (code === 'accepted') {
          expect((3000n + 3n * moved) * abroad + 1000n * m.side('b', 'a')).toBeGreaterThanOrEqual(0n)
        }
      }
    }
  })
})

describe('a path', () => {
  /** a buys from b over c, which lets 200 pass for 1 %. */
  const overC = () => {
    const m = joined().join('a', 'c', 1000n).join('c', 'b', 1000n)
    return m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 200n, fee: 100 })
  }
  const via = (amount: bigint, networks = ['c'], more = {}) => order({ paths: [{ via: networks, amount }], ...more })

  it('shifts every account on it, and leaves intermediaries their fee', () => {
    const m = overC().do('ann', 'buy', via(50n))
    expect([m.side('a', 'c'), m.side('c', 'b'), m.side('a', 'b')]).toEqual([-152n, -150n, 0n])
    expect(m.money('ann', 'EUR')).toBe(-76n)
    expect(m.view().tables.routes.get({ network: 'c', from: 'a', to: 'b' })?.left).toBe(50n)
  })

  it('is as long as intermediaries let pass, and what they let pass is used up', () => {
    const m = overC().do('ann', 'buy', via(50n))
    expect(m.run('ann', 'buy', via(17n))).toBe('ROUTE_EXCEEDED')
    expect(m.run('ann', 'buy', order({ paths: [{ via: ['d'], amount: 1n }] }))).toBe('ROUTE_CLOSED')
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 0n, fee: 0 })
    expect(m.run('ann', 'buy', via(1n))).toBe('ROUTE_CLOSED')
    const route = { network: 'c', from: 'a', to: 'b', left: 1n, fee: 0 }
    expect(m.run('x', 'route', route)).toBe('NETWORK_NOT_OPERATOR')
    expect(m.run('x', 'route', { ...route, to: 'a' })).toBe('TRADE_WITH_SELF')
    expect(m.run('x', 'route', { ...route, to: 'z' })).toBe('NETWORK_UNKNOWN')
  })

  it('is all or nothing, also where several share a trade', () => {
    const m = overC()
    const split = (direct: bigint, over: bigint) =>
      m.run(
        'ann',
        'buy',
        order({
          paths: [
            { via: [], amount: direct },
            { via: ['c'], amount: over },
          ],
        }),
      )
    expect(split(10n, 67n)).toBe('ROUTE_EXCEEDED')
    expect([m.side('a', 'b'), m.side('a', 'c')]).toEqual([0n, 0n])
    expect(split(10n, 20n)).toBe('accepted')
    expect([m.side('a', 'b'), m.side('a', 'c'), m.money('bob', 'CHF')]).toEqual([-30n, -61n, 30n])
  })

  it('by what is paid takes fees off, never to the intermediary’s loss', () => {
    const m = overC().do('ann', 'buy', pays(50n, { paths: [{ via: ['c'], amount: 50n }] }))
    // 100 in, ⌊100 / 1.01⌋ = 99 out, 33 CHF
    expect([m.side('a', 'c'), m.side('c', 'b'), m.money('bob', 'CHF')]).toEqual([-100n, -99n, 33n])
  })

  it('known defect elsewhere: a router can’t be drained by trading to and fro', () => {
    const m = overC().do('op-c', 'route', { network: 'c', from: 'b', to: 'a', left: 10_000n, fee: 100 })
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 10_000n, fee: 100 })
    for (let i = 0; i < 10; i++) {
      m.do('ann', 'buy', via(20n))
      m.do('bob', 'buy', { ...via(30n), network: 'b', partner: 'a', seller: 'ann' })
    }
    expect(m.side('c', 'a') + m.side('c', 'b')).toBeGreaterThan(0n)
    expect(m.money('ann', 'EUR') * 2n + m.money('bob', 'CHF') * 3n).toBeLessThanOrEqual(0n)
  })
})
