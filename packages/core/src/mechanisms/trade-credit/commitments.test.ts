/** What a prepared trade is worth when things have ended before it is posted, and what is due meanwhile. */
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market } from '../../../test/market.js'
import { dueTo, overdue, roundObligations } from './index.js'

const order = (m: Market, more: object = {}) => ({
  trade: 't',
  until: m.now + HOUR,
  tolerance: 0,
  network: 'a',
  partner: 'b',
  seller: 'bob',
  fixed: 'paid',
  paths: [{ via: [], amount: 60n }],
  bound: 1n,
  ...more,
})
const town = (options = {}) => {
  const m = market({ ageing: true, ...options })
  for (const network of ['a', 'b', 'c']) {
    m.do(`op-${network}`, 'external', { network, issued: 1000n, cap: null, drift: null })
  }
  return m.join('a', 'b', 100n, { clearing: false, arbiter: 'judge' })
}
const wait = (m: Market, hours: number): Market => {
  for (let i = 0; i < hours; i++) m.pass(HOUR)
  return m
}

describe('a prepared trade is not posted after the end', () => {
  /** What ends it, who then may let it go beside the seller, and the code. */
  const ends: readonly (readonly [string, (m: Market) => Market, string])[] = [
    ['the creditor has closed the account', (m) => m.do('op-b', 'close', pair('b', 'a')), 'TRADE_ACCOUNT_CLOSED'],
    ['the debtor has closed the account', (m) => m.do('op-a', 'close', pair('a', 'b')), 'TRADE_ACCOUNT_CLOSED'],
    ['the creditor has closed its border', (m) => m.do('op-b', 'border', shut('b')), 'TRADE_BORDER_CLOSED'],
    ['the debtor has closed its border', (m) => m.do('op-a', 'border', shut('a')), 'TRADE_BORDER_CLOSED'],
    ['the limit was cut', (m) => m.join('a', 'b', 59n, { clearing: false }), 'TRADE_LIMIT_EXCEEDED'],
    ['the debtor has defaulted', (m) => fail(m), 'TRADE_BORDER_CLOSED'],
    ['the debtor has defaulted and opened again', (m) => open(fail(m)), 'TRADE_ACCOUNT_CLOSED'],
  ]
  const pair = (network: string, partner: string) => ({ network, partner })
  const shut = (network: string) => ({ network, open: false })
  const fail = (m: Market) => m.do('judge', 'declare', { network: 'a', creditor: 'b', amount: 10n })
  const open = (m: Market) => m.do('op-a', 'border', { network: 'a', open: true })

  it.each(ends)('when %s', (_, end, code) => {
    const m = town().do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 10n })
    m.do('ann', 'prepare', order(m))
    expect(m.run('op-a', 'void', { trade: 't' })).toBe('PREPARED_NOT_PARTY')
    expect(m.run('op-b', 'void', { trade: 't' })).toBe('PREPARED_NOT_PARTY')
    end(m)
    expect(m.run('bob', 'post', { trade: 't' })).toBe(code)
    expect(m.run('ann', 'void', { trade: 't' })).toBe('PREPARED_NOT_PARTY')
    expect(m.run('op-c', 'void', { trade: 't' })).toBe('PREPARED_NOT_PARTY')
    const { state } = m
    for (const by of ['op-a', 'op-b', 'bob']) {
      m.state = state
      m.do(by, 'void', { trade: 't' })
      expect([m.money('ann', 'EUR'), m.money('bob', 'CHF')]).toEqual([0n, 0n])
    }
  })

  it('when collateral no longer covers what is drawn', () => {
    const m = market({ backing: 'stake' }).do('uma', 'stake', { network: 'a', amount: 200n })
    m.do('uma', 'stake', { network: 'b', amount: 200n })
    for (const network of ['a', 'b']) {
      m.do(`op-${network}`, 'external', { network, issued: 1000n, cap: null, drift: null })
    }
    m.join('a', 'b', 100n, { clearing: false }).do('ann', 'prepare', order(m)).price('SOURCE', 1n, 2n)
    expect(m.run('bob', 'post', { trade: 't' })).toBe('TRADE_STAKE_EXCEEDED')
    m.do('ugo', 'stake', { network: 'a', amount: 100n }).do('bob', 'post', { trade: 't' })
  })

  it('but what it only pays back is', () => {
    const m = town().do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 60n })
    m.do('ann', 'prepare', order(m)).do('op-b', 'close', pair('b', 'a')).do('op-a', 'border', shut('a'))
    expect(m.run('op-b', 'void', { trade: 't' })).toBe('PREPARED_NOT_PARTY')
    m.do('bob', 'post', { trade: 't' })
    expect([m.side('a', 'b'), m.side('b', 'a')]).toEqual([0n, 0n])
  })

  it('and an intermediary that leaves lets it go as well', () => {
    const m = town().join('a', 'c', 100n).join('c', 'b', 100n)
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 100n, fee: 0 })
    m.do('ann', 'prepare', order(m, { paths: [{ via: ['c'], amount: 60n }] })).do('op-c', 'close', pair('c', 'b'))
    expect(m.run('bob', 'post', { trade: 't' })).toBe('TRADE_ACCOUNT_CLOSED')
    m.do('op-c', 'void', { trade: 't' })
  })
})

describe('what is due', () => {
  /** b owes a 100; a member of a's has prepared to buy of b for 60. */
  const owed = () => {
    const m = town().do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 100n })
    m.do('op-a', 'accept', { network: 'a', asset: 'GOLD', accepted: true, haircut: 0 })
    return m.do('ann', 'prepare', order(m))
  }

  it('isn’t hidden by what the creditor’s members have prepared: it can be settled', () => {
    const m = owed()
    expect([m.side('a', 'b'), dueTo(m.view(), 'b', 'a')]).toEqual([40n, 100n])
    m.do('op-b', 'settle', { network: 'b', partner: 'a', asset: 'GOLD', amount: 100n })
    expect([m.side('a', 'b'), dueTo(m.view(), 'b', 'a'), m.deficit('a', 'b')]).toEqual([-60n, 0n, 60n])
    m.do('bob', 'post', { trade: 't' })
    expect([m.side('a', 'b'), m.side('b', 'a'), dueTo(m.view(), 'a', 'b')]).toEqual([-60n, 60n, 60n])
  })

  it('and defaults: a shill that prepares again and again shields no debtor', () => {
    const m = wait(owed(), 4)
    m.do('x', 'expire', { trade: 't' }).do('ann', 'prepare', order(m))
    expect(overdue(m.view(), 'b', 'a')).toBe(100n)
    m.do('op-a', 'default', { network: 'b', creditor: 'a' })
    expect([dueTo(m.view(), 'b', 'a'), m.deficit('a', 'b')]).toEqual([0n, 60n])
    m.do('bob', 'void', { trade: 't' })
    expect([m.side('a', 'b'), m.side('b', 'a')]).toEqual([0n, 0n])
  })

  it('beyond the limit is paid back all the same, and then what was prepared isn’t posted', () => {
    const m = owed()
    m.do('op-b', 'agree', { network: 'b', partner: 'a', allocated: 100n, accepted: 59n, clearing: false })
    m.do('op-b', 'settle', { network: 'b', partner: 'a', asset: 'GOLD', amount: 100n })
    expect(m.run('bob', 'post', { trade: 't' })).toBe('TRADE_LIMIT_EXCEEDED')
    m.do('op-b', 'void', { trade: 't' })
    expect([m.side('a', 'b'), m.side('b', 'a')]).toEqual([0n, 0n])
  })

  it('takes part in a round as far as nothing is held of it', () => {
    const m = market().join('b', 'a').do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 100n })
    for (const network of ['a', 'b']) {
      m.do(`op-${network}`, 'external', { network, issued: 1000n, cap: null, drift: null })
    }
    m.do('ann', 'prepare', order(m))
    expect(roundObligations(m.view()).obligations).toEqual([{ debtor: 'b', creditor: 'a', amount: 40n }])
  })

  it('is young once: what is held of a surplus doesn’t make a debt younger than it is', () => {
    const m = town().join('a', 'b', 300n, { clearing: false })
    m.do('op-b', 'trade', { buyer: 'b', seller: 'a', amount: 100n })
    // 60 of a's surplus are held; 100 more are bought of b: 40 of it pay back, 60 would be drawn
    m.do('ann', 'prepare', order(m)).do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 100n })
    const added = () =>
      [...m.view().tables.additions.under({ network: 'a', partner: 'b' })].map(({ row }) => row.amount)
    expect([added(), dueTo(m.view(), 'a', 'b')]).toEqual([[], 0n])
    m.do('bob', 'post', { trade: 't' })
    expect([added(), dueTo(m.view(), 'a', 'b')]).toEqual([[60n], 60n])
  })
})
