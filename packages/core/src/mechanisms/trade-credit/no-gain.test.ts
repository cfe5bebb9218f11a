/** Adversaries that know more than the feed, pump what they stake, or trade through a router: none ends with a gain. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, type Market, market, TERMS, UNDERWRITING } from '../../../test/market.js'
import { externalAccount } from './index.js'

const CURRENCY = { a: 'EUR', b: 'CHF', c: 'GBP' } as const
type Network = keyof typeof CURRENCY
const NETWORKS = ['a', 'b', 'c'] as const
const network = fc.constantFrom(...NETWORKS)

/** mal is a member everywhere, with a line that is as good as endless. */
function town(options: Parameters<typeof market>[0]): Market {
  const m = market(options)
  for (const name of NETWORKS) {
    m.price(CURRENCY[name], 1000n, 1000n, 20n)
    m.do(`op-${name}`, 'external', { network: name, issued: 10n ** 9n, cap: null, drift: null })
    m.do(`op-${name}`, 'admit', { network: name, member: 'mal', ...TERMS, limit: 10n ** 6n })
    if (options?.backing === 'stake') m.do('uma', 'stake', { network: name, amount: 10n ** 6n / 4n })
  }
  return m
}
const joined = (m: Market, limit: bigint): Market => m.join('a', 'b', limit).join('b', 'c', limit).join('a', 'c', limit)
const passing = (m: Market, fee: number): Market => {
  for (const [from, over, to] of ['abc', 'cba', 'bac', 'cab', 'acb', 'bca'].map((way) => [...way])) {
    m.do(`op-${over}`, 'route', { network: over, from, to, left: 10n ** 9n, fee })
  }
  return m
}
/** What mal has, at prices per thousand. */
const worth = (m: Market, prices: Readonly<Record<Network, bigint>>): bigint =>
  NETWORKS.reduce((sum, name) => sum + m.money('mal', CURRENCY[name]) * prices[name], 0n)

interface Deal {
  readonly from: Network
  readonly to: Network
  readonly over: boolean
  readonly fixed: 'paid' | 'received'
  readonly amount: bigint
}
const deal: fc.Arbitrary<Deal> = fc
  .record({
    from: network,
    to: network,
    over: fc.boolean(),
    fixed: fc.constantFrom('paid' as const, 'received' as const),
    amount: fc.bigInt(1n, 2000n),
  })
  .filter(({ from, to }) => from !== to)
const orderOf = ({ from, to, over, fixed, amount }: Deal) => ({
  ...{ network: from, partner: to, seller: 'mal', fixed, bound: fixed === 'paid' ? 1n : 10n ** 6n },
  paths: [{ via: over ? NETWORKS.filter((name) => name !== from && name !== to) : [], amount }],
})
/** A reported price, its confidence, and where within it the true price is, of a thousand. */
const report = fc.record({
  quote: fc.bigInt(995n, 1005n),
  confidence: fc.bigInt(0n, 30n),
  lag: fc.bigInt(-1000n, 1000n),
})
type Report = { readonly quote: bigint; readonly confidence: bigint; readonly lag: bigint }
/** True prices, a thousand times as fine. */
const truth = ({ quote, confidence, lag }: Report): bigint => quote * 1000n + confidence * lag

describe('who knows the true prices, and the feed doesn’t,', () => {
  it('gains by no purchase, whichever figure it fixes, directly or over a router', () => {
    let bought = 0
    fc.assert(
      fc.property(fc.array(fc.tuple(deal, network, report), { minLength: 10, maxLength: 16 }), (deals) => {
        const m = passing(joined(town({ params: { spread: 50 } }), 10n ** 9n), 0)
        const prices: Record<Network, bigint> = { a: 1_000_000n, b: 1_000_000n, c: 1_000_000n }
        for (const [one, name, reported] of deals) {
          m.price(CURRENCY[name], reported.quote, 1000n, reported.confidence)
          prices[name] = truth(reported)
          const before = worth(m, prices)
          if (m.run('mal', 'buy', orderOf(one)) === 'accepted') bought += 1
          expect(worth(m, prices)).toBeLessThanOrEqual(before)
        }
      }),
      { numRuns: 8 },
    )
    expect(bought).toBeGreaterThan(20)
  })

  it('gains by no trade that it prepares and posts when it likes, however price and confidence have moved', () => {
    let posted = 0
    fc.assert(
      fc.property(deal, fc.array(fc.tuple(network, report), { minLength: 2, maxLength: 4 }), (one, moves) => {
        const m = passing(joined(town({ params: { spread: 50 } }), 10n ** 9n), 0)
        const order = { ...orderOf(one), trade: 't', until: m.now + HOUR, tolerance: 50 }
        if (m.run('mal', 'prepare', order) !== 'accepted') return
        const prices: Record<Network, bigint> = { a: 1_000_000n, b: 1_000_000n, c: 1_000_000n }
        for (const [name, reported] of moves) {
          m.price(CURRENCY[name], reported.quote, 1000n, reported.confidence)
          prices[name] = truth(reported)
        }
        if (m.run('mal', 'post', { trade: 't' }) !== 'accepted') return
        posted += 1
        expect(worth(m, prices)).toBeLessThanOrEqual(0n)
      }),
      { numRuns: 40, seed: 3 },
    )
    expect(posted).toBeGreaterThan(3)
  })
})

describe('who trades through a router, and underwrites it itself,', () => {
  it('leaves it no worse off, whatever its fee, and the price of its currency', () => {
    let passed = 0
    fc.assert(
      fc.property(
        fc.array(fc.tuple(deal, fc.constantFrom(1000n, 117_000n, 13n)), { minLength: 8, maxLength: 12 }),
        fc.constantFrom(0, 7),
        (deals, fee) => {
          const underwriting = { ...UNDERWRITING, premium: 300 }
          const m = town({ backing: 'stake', params: { spread: 50, underwriting } })
          const limit = { allocated: 30_000n, accepted: 10n ** 9n, clearing: false }
          for (const x of NETWORKS) {
            for (const y of NETWORKS) if (x !== y) m.do(`op-${x}`, 'agree', { network: x, partner: y, ...limit })
          }
          passing(m, fee)
          for (const [one, price] of deals) {
            m.price('GBP', price, 1000n, 0n)
            const router = () =>
              m.view().balance(externalAccount(m.view(), 'c', 'GBP')) * price +
              1000n * (m.side('c', 'a') + m.side('c', 'b'))
            const before = router()
            const ends = one.from === 'a' ? ({ from: 'a', to: 'b' } as const) : ({ from: 'b', to: 'a' } as const)
            if (m.run('mal', 'buy', orderOf({ ...one, ...ends, over: true })) === 'accepted') passed += 1
            expect(router()).toBeGreaterThanOrEqual(before)
          }
        },
      ),
      { numRuns: 8 },
    )
    expect(passed).toBeGreaterThan(20)
  })
})

describe('who pumps its own collateral, draws on it, and fails,', () => {
  it('leaves its creditor with more than it drew, at the price before the pump', () => {
    fc.assert(
      fc.property(
        fc.bigInt(2n, 1000n),
        fc.integer({ min: 0, max: HOUR }),
        fc.bigInt(10n, 500n),
        (pump, after, stake) => {
          const m = market({ backing: 'stake', ageing: true })
          m.do('op-b', 'agree', { network: 'b', partner: 'a', allocated: 0n, accepted: 10n ** 9n, clearing: false })
          m.do('ugo', 'stake', { network: 'a', amount: stake }).price('SOURCE', pump)
          // within a period of the pump, whatever is allocated and drawn rests on the price before
          m.now += after
          // 80 % of the stake, and of that 1 in 1.6
          const drawn = stake / 2n
          const terms = { network: 'a', partner: 'b', accepted: 0n, clearing: false }
          expect(m.run('op-a', 'agree', { ...terms, allocated: drawn + 1n })).toBe('ALLOCATION_EXCEEDS_LIMIT')
          m.do('op-a', 'agree', { ...terms, allocated: drawn })
          m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: drawn })
          for (let hours = 0; hours < 5; hours++) m.pass(HOUR)
          m.price('SOURCE', 1n)
          m.do('op-b', 'default', { network: 'a', creditor: 'b' })
          expect(m.has('op-b', 'SOURCE') - 1_000_000n).toBe(drawn)
        },
      ),
      { numRuns: 10 },
    )
  })
})
