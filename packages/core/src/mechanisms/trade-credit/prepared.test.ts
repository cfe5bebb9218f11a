/** Trades in two phases: nothing of a prepared one can be used twice, and waiting gains nobody an option. */
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market, TERMS } from '../../../test/market.js'

function prepared(more: object = {}): Market {
  const m = market({ ageing: true, params: { spread: 1000 } })
    .price('EUR', 2n)
    .price('CHF', 3n)
  const abroad = { issued: 500n, cap: 1000n, drift: null }
  m.do('op-a', 'external', { network: 'a', ...abroad }).do('op-b', 'external', { network: 'b', ...abroad })
  m.join('a', 'b', 100n)
  return m.do('ann', 'prepare', order(m, more))
}
const order = (m: Market, more: object = {}) => ({
  trade: 't1',
  until: m.now + HOUR,
  tolerance: 1000,
  network: 'a',
  partner: 'b',
  seller: 'bob',
  fixed: 'received',
  paths: [{ via: [], amount: 20n }],
  bound: 1000n,
  ...more,
})

describe('a prepared trade', () => {
  it('holds money on every account it touches, against every limit', () => {
    const m = prepared()
    expect([m.money('ann', 'EUR'), m.money('bob', 'CHF'), m.side('a', 'b'), m.side('b', 'a')]).toEqual([
      -37n,
      0n,
      -66n,
      0n,
    ])
    expect(m.view().tables.networks.get({ network: 'a' })?.drawn).toBe(66n)
    expect(m.run('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 35n })).toBe('TRADE_LIMIT_EXCEEDED')
  })

  it('is posted once, by buyer or seller, at the amounts that were agreed', () => {
    const m = prepared()
    expect(m.run('ann', 'prepare', order(m))).toBe('PREPARED_TAKEN')
    expect(m.run('x', 'post', { trade: 't1' })).toBe('PREPARED_NOT_PARTY')
    expect(m.run('x', 'post', { trade: 't2' })).toBe('PREPARED_UNKNOWN')
    m.do('bob', 'post', { trade: 't1' })
    expect([m.money('ann', 'EUR'), m.money('bob', 'CHF'), m.side('a', 'b'), m.side('b', 'a')]).toEqual([
      -37n,
      20n,
      -66n,
      66n,
    ])
    expect(m.run('bob', 'post', { trade: 't1' })).toBe('PREPARED_UNKNOWN')
    expect(m.view().tables.prepared.has({ trade: 't1' })).toBe(false)
  })

  it('is voided by the seller alone, and leaves everything as it was', () => {
    const m = prepared()
    expect(m.run('ann', 'void', { trade: 't1' })).toBe('PREPARED_NOT_PARTY')
    m.do('bob', 'void', { trade: 't1' })
    expect([m.money('ann', 'EUR'), m.side('a', 'b')]).toEqual([0n, 0n])
    expect(m.view().tables.networks.get({ network: 'a' })?.drawn).toBe(0n)
    expect(m.run('x', 'void', { trade: 't1' })).toBe('PREPARED_UNKNOWN')
  })

  it('expires by anybody’s word once its time is over, and can’t be posted then', () => {
    const m = prepared()
    expect(m.run('x', 'expire', { trade: 't1' })).toBe('PREPARED_NOT_OVER')
    m.pass(HOUR)
    expect(m.run('bob', 'post', { trade: 't1' })).toBe('PREPARED_OVER')
    m.do('x', 'expire', { trade: 't1' })
    expect(m.run('x', 'expire', { trade: 't1' })).toBe('PREPARED_UNKNOWN')
    expect(m.money('ann', 'EUR')).toBe(0n)
  })

  it('is refused when either side’s value has moved beyond the tolerance: no free option', () => {
    for (const [base, quote] of [
      ['EUR', 224n],
      ['EUR', 176n],
      ['CHF', 334n],
      ['CHF', 264n],
    ] as const) {
      const m = prepared().price(base, quote, 100n)
      expect(m.run('bob', 'post', { trade: 't1' }), `${base} ${quote}`).toBe('PRICE_MOVED')
    }
    prepared().price('EUR', 218n, 100n).price('CHF', 270n, 100n).do('bob', 'post', { trade: 't1' })
  })

  it('tolerates no more than the spread, or what the instance is set to', () => {
    const m = prepared()
    const next = (tolerance: number) => m.run('ann', 'prepare', order(m, { trade: 't2', tolerance }))
    expect(next(1001)).toBe('TOLERANCE_EXCEEDED')
    m.do('house', 'configure', { tolerance: 500 })
    expect(next(501)).toBe('TOLERANCE_EXCEEDED')
    expect(next(500)).toBe('TRADE_LIMIT_EXCEEDED')
    expect(m.run('house', 'configure', { tolerance: 1001 })).toBe('PARAMS_REFUSED')
    expect(market().run('ann', 'prepare', order(m, { tolerance: 1 }))).toBe('TOLERANCE_EXCEEDED')
  })

  it('lasts no longer than the prices it was made at may be used', () => {
    const m = prepared()
    const next = (until: number) =>
      m.run('ann', 'prepare', order(m, { trade: 't2', until, paths: [{ via: [], amount: 1n }] }))
    expect(next(m.now)).toBe('PREPARED_OVER')
    expect(next(m.now + 2 * HOUR + 2)).toBe('PREPARED_TOO_LONG')
    expect(next(m.now + 2 * HOUR + 1)).toBe('accepted')
  })

  it('lasts no longer than the reports of the prices it was made at', () => {
    const m = prepared()
    const report = { base: 'CHF', quote: 'RSD', baseAmount: 1n, quoteAmount: 3n, confidence: 0n, source: 's' }
    m.report({ ...report, observed: m.now, until: m.now + 60, number: 9, signatures: [] })
    const next = (until: number) =>
      m.run('ann', 'prepare', order(m, { trade: 't2', until, paths: [{ via: [], amount: 1n }] }))
    expect(next(m.now + 61)).toBe('PREPARED_TOO_LONG')
    expect(next(m.now + 60)).toBe('accepted')
  })

  it('keeps room for what it will bring to an external account, and may bring back', () => {
    const m = prepared()
    const cap = (cap: bigint) => m.do('op-a', 'external', { network: 'a', issued: 500n, cap, drift: null })
    const one = { fixed: 'paid', bound: 1n, paths: [{ via: [], amount: 10n }] }
    const { trade, until, tolerance, ...bought } = order(cap(42n), one)
    expect(m.run('ann', 'buy', bought)).toBe('EXTERNAL_CAP_EXCEEDED')
    expect(m.run('ann', 'prepare', order(m, { ...one, trade: 't2' }))).toBe('EXTERNAL_CAP_EXCEEDED')
    cap(47n).do('ann', 'buy', bought).do('bob', 'post', { trade: 't1' })
    expect(m.view().tables.books.get({ network: 'a' })?.coming).toBe(0n)
  })

  it('gives intermediaries back what didn’t pass', () => {
    const m = prepared().join('a', 'c').join('c', 'b')
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 50n, fee: 0 })
    const left = () => m.view().tables.routes.get({ network: 'c', from: 'a', to: 'b' })?.left
    m.do('ann', 'prepare', order(m, { trade: 't2', paths: [{ via: ['c'], amount: 10n }] }))
    expect(left()).toBe(17n)
    m.do('bob', 'void', { trade: 't2' })
    expect(left()).toBe(50n)
  })

  it('ends whatever an intermediary lets pass by then, and whatever an end has taken back of its currency', () => {
    const most = 2n ** 127n - 1n
    for (const end of ['void', 'expire']) {
      const m = prepared().join('a', 'c').join('c', 'b')
      const pass = { network: 'c', from: 'a', to: 'b', fee: 0 }
      m.do('op-c', 'route', { ...pass, left: 50n })
      m.do('ann', 'prepare', order(m, { trade: 't2', paths: [{ via: ['c'], amount: 10n }] }))
      m.do('op-c', 'route', { ...pass, left: most })
      if (end === 'expire') m.pass(HOUR)
      expect(m.run('bob', end, { trade: 't2' })).toBe('accepted')
      expect(m.view().tables.routes.get({ network: 'c', from: 'a', to: 'b' })?.left).toBe(most)
    }
    // CHF is worth so little that no deficit stands in the way before its amount does
    const m = market().price('CHF', 1n, 2n).join('a', 'b').join('b', 'c', most)
    for (const network of ['a', 'b', 'c']) {
      m.do(`op-${network}`, 'external', { network, issued: most, cap: null, drift: null })
    }
    const paying = (amount: bigint) => ({ fixed: 'paid', paths: [{ via: [], amount }], bound: 1n })
    m.do('bob', 'buy', { network: 'b', partner: 'a', seller: 'ann', ...paying(100n) })
    m.do('ann', 'prepare', order(m, { ...paying(50n), tolerance: 0 }))
    m.do('op-b', 'admit', { network: 'b', member: 'mal', ...TERMS, limit: most })
    const flood = (amount: bigint) =>
      m.run('mal', 'buy', { network: 'b', partner: 'c', seller: 'cat', ...paying(amount) })
    expect(flood(most - 99n)).toBe('EXTERNAL_CAP_EXCEEDED')
    expect(flood(most - 100n)).toBe('accepted')
    expect(m.run('bob', 'void', { trade: 't1' })).toBe('accepted')
  })

  it('waits while a round holds one of its accounts still', () => {
    const m = prepared().do('house', 'open-round', {})
    expect(m.run('bob', 'post', { trade: 't1' })).toBe('ROUND_OPEN')
    expect(m.run('bob', 'void', { trade: 't1' })).toBe('ROUND_OPEN')
    m.pass(HOUR)
    m.do('x', 'expire', { trade: 't1' })
  })

  it('ages from the time it is posted', () => {
    const m = prepared().do('bob', 'post', { trade: 't1' })
    expect([...m.view().tables.additions.under({ network: 'a', partner: 'b' })].map(({ row }) => row.amount)).toEqual([
      66n,
    ])
  })
})
