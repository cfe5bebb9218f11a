/** Paying debts with assets: by one operator to itself, and to the last unit. */
import { describe, expect, it } from 'vitest'
import { type Market, market } from '../../../test/market.js'

const owing = (amount: bigint, price: bigint): Market => {
  const m = market().join('a', 'b').do('op-a', 'trade', { buyer: 'a', seller: 'b', amount }).price('GOLD', price)
  return m.do('op-b', 'accept', { network: 'b', asset: 'GOLD', accepted: true, haircut: 0 })
}
const settle = (m: Market, amount: bigint, more: object = {}) =>
  m.run('op-a', 'settle', { network: 'a', partner: 'b', asset: 'GOLD', amount, ...more })

describe('the last of a debt', () => {
  it('below what one unit of the asset is worth is settled by one more, and by no second', () => {
    const m = owing(60n, 7n)
    expect(settle(m, 10n)).toBe('SETTLEMENT_EXCEEDS_DEFICIT')
    expect(settle(m, 9n, { least: 61n })).toBe('TRADE_BOUND_EXCEEDED')
    expect(settle(m, 8n)).toBe('accepted')
    expect(m.deficit('a', 'b')).toBe(4n)
    expect(settle(m, 2n)).toBe('SETTLEMENT_EXCEEDS_DEFICIT')
    expect(settle(m, 1n)).toBe('accepted')
    expect([m.deficit('a', 'b'), m.side('b', 'a'), m.has('op-b', 'GOLD')]).toEqual([0n, 0n, 1_000_009n])
    expect(settle(m, 1n)).toBe('SETTLEMENT_EXCEEDS_DEFICIT')
  })
})

describe('one operator of both networks', () => {
  it('settles, has what it paid, and must have it', () => {
    const m = market().do('op-a', 'found', { network: 'd' })
    for (const [network, partner] of ['ad', 'da'].map((pair) => [...pair])) {
      m.do('op-a', 'agree', { network, partner, allocated: 2_000_000n, accepted: 2_000_000n, clearing: false })
    }
    m.do('op-a', 'trade', { buyer: 'a', seller: 'd', amount: 1_000_001n })
    m.do('op-a', 'accept', { network: 'd', asset: 'GOLD', accepted: true, haircut: 0 })
    expect(settle(m, 1_000_001n, { partner: 'd' })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(settle(m, 1_000_000n, { partner: 'd' })).toBe('accepted')
    expect([m.deficit('a', 'd'), m.has('op-a', 'GOLD')]).toEqual([1n, 1_000_000n])
  })
})
