/** The double opt-in, limits, closing, and what the ledger keeps of them. */
import { describe, expect, it } from 'vitest'
import { community, system } from '../../../test/community.js'
import { audit } from '../../kernel/index.js'
import { deficit, netPosition, pairAccount, tradeLimit } from './index.js'

describe('founding', () => {
  it('makes whoever founds a network its operator', () => {
    const town = community()
    expect(town.run('ann', 'found', { network: 'a' })).toBe('accepted')
    expect(town.view().tables.networks.get({ network: 'a' })).toEqual({
      operator: 'ann',
      open: true,
      drawn: 0n,
      owes: 0n,
      allocated: 0n,
    })
  })

  it('takes a name once', () => {
    const town = community(['a'])
    expect(town.run('bob', 'found', { network: 'a' })).toBe('NETWORK_TAKEN')
  })
})

describe('the double opt-in', () => {
  it('opens an account only when both sides have agreed', () => {
    const town = community(['a', 'b'])
    town.agree('a', 'b', 100n, 100n)
    expect(town.trade('a', 'b', 1n)).toBe('TRADE_NOT_AGREED')
    expect(town.trade('b', 'a', 1n)).toBe('TRADE_NOT_AGREED')
    town.agree('b', 'a', 100n, 100n)
    expect(town.trade('a', 'b', 1n)).toBe('accepted')
  })

  it('limits a deficit by the lesser of what the debtor allocates and the creditor accepts', () => {
    const town = community(['a', 'b'])
    town.agree('a', 'b', 70n, 20n)
    town.agree('b', 'a', 50n, 60n)
    expect(tradeLimit(town.view(), 'a', 'b')).toBe(60n)
    expect(tradeLimit(town.view(), 'b', 'a')).toBe(20n)
    expect(town.trade('a', 'b', 61n)).toBe('TRADE_LIMIT_EXCEEDED')
    expect(town.trade('a', 'b', 60n)).toBe('accepted')
    expect(town.trade('a', 'b', 1n)).toBe('TRADE_LIMIT_EXCEEDED')
    expect(town.trade('b', 'a', 81n)).toBe('TRADE_LIMIT_EXCEEDED')
    expect(town.trade('b', 'a', 80n)).toBe('accepted')
  })

  it('has the ledger itself hold both limits', () => {
    const town = community(['a', 'b'])
    town.agree('a', 'b', 70n, 20n)
    town.agree('b', 'a', 50n, 60n)
    expect(town.view().bounds(pairAccount(town.view(), 'a', 'b'))).toEqual({ limit: 60n, until: null, ceiling: null })
    expect(town.view().bounds(pairAccount(town.view(), 'b', 'a'))).toEqual({ limit: 20n, until: null, ceiling: null })
  })

  it('is of clearing only when both sides want it', () => {
    const town = community(['a', 'b'])
    town.agree('a', 'b', 1n, 1n, true)
    town.agree('b', 'a', 1n, 1n, false)
    expect(town.view().tables.accounts.get({ first: 'a', second: 'b' })).toEqual({ open: true, clearing: false })
    town.agree('b', 'a', 1n, 1n, true)
    expect(town.view().tables.accounts.get({ first: 'a', second: 'b' })).toEqual({ open: true, clearing: true })
  })
})

describe('a trade', () => {
  it('is one signed number seen from two sides', () => {
    const town = community(['a', 'b']).join('a', 'b')
    town.trade('a', 'b', 30n)
    expect(town.balance('a', 'b')).toBe(-30n)
    expect(town.balance('b', 'a')).toBe(30n)
    expect(town.events).toEqual([{ balance: -30n }])
    expect(deficit(town.view(), 'a', 'b')).toBe(30n)
    expect(deficit(town.view(), 'b', 'a')).toBe(0n)
  })

  it('adds to what the buyer has drawn only what its deficit grows by, and relieves the seller of the rest', () => {
    const town = community(['a', 'b']).join('a', 'b')
    town.trade('a', 'b', 30n)
    expect(town.drawn('a')).toBe(30n)
    town.trade('b', 'a', 50n)
    expect([town.drawn('a'), town.drawn('b')]).toEqual([0n, 20n])
    expect(town.balance('a', 'b')).toBe(20n)
  })

  it('never offsets a deficit towards one partner by a surplus towards another', () => {
    const town = community(['a', 'b', 'c']).join('a', 'b').join('a', 'c')
    town.trade('a', 'b', 40n)
    town.trade('c', 'a', 40n)
    expect(town.drawn('a')).toBe(40n)
    expect(netPosition(town.view(), 'a')).toBe(0n)
  })

  it('writes no row of a network whose drawn total stays', () => {
    const town = community(['a', 'b']).join('a', 'b')
    town.trade('a', 'b', 30n)
    expect(town.changes.rows.map(({ key }) => key)).toEqual(['{"network":"a"}'])
    town.trade('b', 'a', 30n)
    expect(town.changes.rows.map(({ key }) => key)).toEqual(['{"network":"a"}'])
  })

  it('is the buyer operator’s to make', () => {
    const town = community(['a', 'b']).join('a', 'b')
    expect(town.run('op-b', 'trade', { buyer: 'a', seller: 'b', amount: 1n })).toBe('NETWORK_NOT_OPERATOR')
  })

  it('with oneself is refused', () => {
    expect(community(['a']).trade('a', 'a', 1n)).toBe('TRADE_WITH_SELF')
  })

  it('may carry the reference it is known by elsewhere', () => {
    const town = community(['a', 'b']).join('a', 'b')
    const trade = { buyer: 'a', seller: 'b', amount: 1n, reference: 'invoice № 7' }
    expect(town.run('op-a', 'trade', trade)).toBe('accepted')
  })
})

describe('closing and cutting', () => {
  it('from either side refuses what grows a deficit and lets pass what reduces one', () => {
    for (const side of ['a', 'b'] as const) {
      const town = community(['a', 'b']).join('a', 'b')
      town.trade('a', 'b', 30n)
      expect(town.close(side, side === 'a' ? 'b' : 'a')).toBe('accepted')
      expect(town.trade('a', 'b', 1n)).toBe('TRADE_ACCOUNT_CLOSED')
      expect(town.trade('b', 'a', 31n)).toBe('TRADE_ACCOUNT_CLOSED')
      expect(town.trade('b', 'a', 10n)).toBe('accepted')
      expect(town.trade('b', 'a', 20n)).toBe('accepted')
      expect(town.balance('a', 'b')).toBe(0n)
      expect(audit(system, town.state)).toEqual([])
    }
  })

  it('is undone when the side that closed agrees again, not when the other does', () => {
    const town = community(['a', 'b']).join('a', 'b')
    town.close('a', 'b')
    town.agree('b', 'a', 100n, 100n)
    expect(town.trade('a', 'b', 1n)).toBe('TRADE_ACCOUNT_CLOSED')
    town.agree('a', 'b', 100n, 100n)
    expect(town.trade('a', 'b', 1n)).toBe('accepted')
  })

  it('needs a half of one’s own', () => {
    const town = community(['a', 'b'])
    town.agree('a', 'b', 1n, 1n)
    expect(town.close('b', 'a')).toBe('TRADE_NOT_AGREED')
    expect(town.close('a', 'b')).toBe('accepted')
  })

  it('cuts a limit below the deficit, after which only reductions pass', () => {
    const town = community(['a', 'b']).join('a', 'b')
    town.trade('a', 'b', 80n)
    expect(town.agree('b', 'a', 100n, 50n)).toBe('accepted')
    expect(town.trade('a', 'b', 1n)).toBe('TRADE_LIMIT_EXCEEDED')
    expect(town.trade('b', 'a', 20n)).toBe('accepted')
    expect(town.trade('a', 'b', 1n)).toBe('TRADE_LIMIT_EXCEEDED')
    expect(town.trade('b', 'a', 20n)).toBe('accepted')
    expect(town.trade('a', 'b', 10n)).toBe('accepted')
    expect(town.balance('a', 'b')).toBe(-50n)
  })

  it('lets a surplus be spent whatever the limits', () => {
    const town = community(['a', 'b']).join('a', 'b')
    town.trade('a', 'b', 80n)
    town.agree('a', 'b', 0n, 0n)
    expect(town.trade('b', 'a', 80n)).toBe('accepted')
    expect(town.trade('b', 'a', 1n)).toBe('TRADE_LIMIT_EXCEEDED')
  })
})

describe('a border', () => {
  it('closed on either side refuses what grows a deficit and lets pass what reduces one', () => {
    for (const side of ['a', 'b'] as const) {
      const town = community(['a', 'b']).join('a', 'b')
      town.trade('a', 'b', 30n)
      expect(town.run(`op-${side}`, 'border', { network: side, open: false })).toBe('accepted')
      expect(town.trade('a', 'b', 1n)).toBe('TRADE_BORDER_CLOSED')
      expect(town.trade('b', 'a', 30n)).toBe('accepted')
      expect(town.trade('b', 'a', 1n)).toBe('TRADE_BORDER_CLOSED')
      town.run(`op-${side}`, 'border', { network: side, open: true })
      expect(town.trade('b', 'a', 1n)).toBe('accepted')
    }
  })
})
