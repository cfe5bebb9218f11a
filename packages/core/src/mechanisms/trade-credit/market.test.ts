/** What holds whatever members, operators, underwriters and adversaries do, in whatever order. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, HOUSE, type Market, market, TERMS, UNDERWRITING } from '../../../test/market.js'
import { clear, type Obligation } from '../../clearing/index.js'
import type { State } from '../../kernel/index.js'
import { dueTo, netPosition, roundObligations, settlement } from './index.js'

const NETWORKS = ['a', 'b', 'c'] as const
const MEMBERS = { a: 'ann', b: 'bob', c: 'cat' } as const
const network = fc.constantFrom(...NETWORKS)
const pair = fc.tuple(network, network).filter(([x, y]) => x !== y)
const small = fc.bigInt(1n, 30n)
const trades = fc.constantFrom('t1', 't2')
const underwriter = fc.constantFrom('uma', 'ugo')
const target = fc
  .tuple(network, fc.boolean())
  .map(([name, own]) => (own ? { network: name } : { network: name, member: MEMBERS[name] }))

interface Wish {
  readonly by: string
  readonly name: string
  readonly input: object | ((m: Market) => object)
}
const order = fc
  .tuple(pair, fc.constantFrom('paid', 'received'), small, fc.boolean())
  .map(([[x, y], fixed, amount, over]) => {
    const via = over ? NETWORKS.filter((name) => name !== x && name !== y) : []
    const bound = fixed === 'paid' ? 1n : 10_000n
    return {
      by: MEMBERS[x],
      input: { network: x, partner: y, seller: MEMBERS[y], fixed, paths: [{ via, amount }], bound },
    }
  })
const wish: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 8, arbitrary: order.map(({ by, input }) => ({ by, name: 'buy', input })) },
  {
    weight: 4,
    arbitrary: fc.tuple(order, trades).map(([{ by, input }, trade]) => ({
      by,
      name: 'prepare',
      input: (m: Market) => ({ ...input, trade, until: m.now + HOUR, tolerance: 50 }),
    })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('post', 'void', 'expire'), trades, fc.constantFrom('ann', 'bob', 'cat'))
      .map(([name, trade, by]) => ({ by, name, input: { trade } })),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(pair, small).map(([[buyer, seller], amount]) => ({
      by: `op-${buyer}`,
      name: 'trade',
      input: { buyer, seller, amount },
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(pair, fc.bigInt(0n, 120n), fc.boolean()).map(([[x, partner], allocated, credit]) => ({
      by: `op-${x}`,
      name: 'agree',
      input: { network: x, partner, allocated, accepted: 100n, clearing: true, credit, arbiter: 'judge' },
    })),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(network, small).map(([name, amount]) => ({
      by: MEMBERS[name],
      name: 'pay',
      input: { network: name, to: `op-${name}`, amount },
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(network, small).map(([name, amount]) => ({
      by: `op-${name}`,
      name: 'pay',
      input: { network: name, to: MEMBERS[name], amount },
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(network, fc.bigInt(0n, 300n), fc.boolean()).map(([name, limit, underwritten]) => ({
      by: `op-${name}`,
      name: 'admit',
      input: (m: Market) => ({
        network: name,
        member: MEMBERS[name],
        ...TERMS,
        limit,
        expires: m.now + HOUR,
        grace: 0,
        underwritten,
      }),
    })),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(target, underwriter, small).map(([where, by, amount]) => ({
      by,
      name: 'stake',
      input: { ...where, amount: amount * 10n },
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(target, underwriter, fc.constantFrom('unstake', 'release', 'collect'), small)
      .map(([where, by, name, shares]) => ({ by, name, input: name === 'unstake' ? { ...where, shares } : where })),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(pair, fc.constantFrom('default', 'foreclose', 'claim'), fc.boolean())
      .map(([[name, creditor], command, uninsured]) => ({
        by: `op-${creditor}`,
        name: command,
        input: { network: name, creditor, ...(uninsured && command !== 'claim' ? { uninsured } : {}) },
      })),
  },
  { weight: 1, arbitrary: target.map((input) => ({ by: 'x', name: 'call', input })) },
  {
    weight: 2,
    arbitrary: fc.tuple(network, underwriter, fc.constantFrom(100n, 200n)).map(([name, by, limit]) => ({
      by,
      name: 'grant',
      input: { network: name, member: MEMBERS[name], limit, until: 1000 * HOUR },
    })),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(pair, small).map(([[x, creditor], amount]) => ({
      by: 'judge',
      name: 'declare',
      input: { network: x, creditor, amount },
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(network, small)
      .chain(([name, amount]) =>
        fc.constantFrom<Wish>(
          { by: `op-${name}`, name: 'default-member', input: { network: name, member: MEMBERS[name] } },
          { by: MEMBERS[name], name: 'repay', input: { network: name, amount } },
          { by: MEMBERS[name], name: 'contribute', input: { network: name, amount } },
          { by: `op-${name}`, name: 'border', input: { network: name, open: true } },
        ),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(pair, small).map(([[x, partner], amount]) => ({
      by: `op-${x}`,
      name: 'settle',
      input: { network: x, partner, asset: 'GOLD', amount },
    })),
  },
  { weight: 1, arbitrary: fc.constant({ by: HOUSE, name: 'open-round', input: {} }) },
  { weight: 3, arbitrary: fc.constant({ by: HOUSE, name: 'settle-round', input: best }) },
)
function best(m: Market): object {
  const round = roundObligations(m.view())
  return settlement(round, clear(round.obligations as readonly Obligation[]))
}
type Event = Wish | { readonly wait: number } | { readonly base: string; readonly price: bigint }
const life: fc.Arbitrary<readonly Event[]> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: wish },
    { weight: 2, arbitrary: fc.record({ wait: fc.constantFrom(1, HOUR, 5 * HOUR) }) },
    {
      weight: 1,
      arbitrary: fc.record({ base: fc.constantFrom('EUR', 'CHF', 'SOURCE'), price: fc.bigInt(60n, 140n) }),
    },
  ),
  { minLength: 40, maxLength: 100, size: 'max' },
)

/** All trade with all, everything is underwritten, c lets everything pass. */
function town(): Market {
  const m = market({ backing: 'stake', ageing: true, params: { spread: 50 } })
  for (const base of ['EUR', 'CHF', 'GBP', 'SOURCE', 'GOLD']) m.price(base, 100n, 100n, 1n)
  m.pass(HOUR + 1)
  for (const name of NETWORKS) {
    m.do('uma', 'stake', { network: name, amount: 800n })
    m.do(`op-${name}`, 'external', { network: name, issued: 300n, cap: 400n, drift: 100n })
    m.do(`op-${name}`, 'accept', { network: name, asset: 'GOLD', accepted: true, haircut: 100 })
  }
  for (const x of NETWORKS) {
    for (const y of NETWORKS) {
      if (x < y) m.join(x, y, 100n, { arbiter: 'judge' })
      for (const z of NETWORKS) {
        if (x === y || y === z || x === z) continue
        m.do(`op-${x}`, 'route', { network: x, from: y, to: z, left: 100n, fee: 100 })
      }
    }
  }
  return m
}
/** Runs a life; every accepted command is told of. `market` audits every state. */
function live(events: readonly Event[], tell: (before: State, m: Market, wish: Wish) => void = () => {}): Market {
  const m = town()
  for (const event of events) {
    if ('wait' in event) {
      for (let left = event.wait; left > 0; left -= HOUR) m.pass(Math.min(left, HOUR))
    }
    if ('base' in event) m.price(event.base, event.price, 100n, 1n)
    if ('by' in event) {
      const before = m.state
      const input = typeof event.input === 'function' ? event.input(m) : event.input
      if (m.run(event.by, event.name, input) === 'accepted') tell(before, m, event)
    }
  }
  return m
}

describe('over random lives of networks, members and underwriters', () => {
  it('currencies, the unit of account and collateral are conserved, and every audit holds', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(life, (events) => {
        live(events, (_, m, { name }) => {
          seen.add(name)
          expect(NETWORKS.reduce((sum, x) => sum + netPosition(m.view(), x), held(m))).toBe(0n)
        })
      }),
      { numRuns: 60 },
    )
    for (const name of [
      'buy',
      'prepare',
      'post',
      'void',
      'stake',
      'unstake',
      'settle-round',
      'default',
      'declare',
      'settle',
    ])
      expect(seen, name).toContain(name)
  })

  it('no clearing moves a net position, and a default is borne by its three layers to the unit', () => {
    fc.assert(
      fc.property(life, (events) => {
        let nets: readonly bigint[] = []
        let dues: readonly bigint[] = []
        const note = (m: Market): void => {
          nets = NETWORKS.map((x) => netPosition(m.view(), x))
          dues = NETWORKS.flatMap((x) => NETWORKS.map((y) => (x === y ? 0n : dueTo(m.view(), x, y))))
        }
        const m = town()
        note(m)
        live(events, (_, now, { name }) => {
          if (name === 'settle-round') expect(NETWORKS.map((x) => netPosition(now.view(), x))).toEqual(nets)
          if (name === 'default' || name === 'declare' || name === 'foreclose') {
            const steps = now.events.map(({ data }) => data as Record<string, bigint>)
            for (const { amount, staked, insured, written } of steps) {
              expect((staked as bigint) + (insured as bigint) + (written as bigint)).toBe(amount)
            }
            const fell = dues.reduce((sum, due) => sum + due, 0n)
            const total = steps.reduce((sum, { amount }) => sum + (amount as bigint), 0n)
            note(now)
            expect(fell - dues.reduce((sum, due) => sum + due, 0n)).toBe(total)
          }
          note(now)
        })
      }),
      { numRuns: 40 },
    )
  })

  it('what grows is covered: allocations when they are made, drawings when they are drawn', () => {
    fc.assert(
      fc.property(life, (events) => {
        live(events, (_, m, { name, input }) => {
          if (name !== 'trade' && name !== 'buy') return
          const { network: x, buyer } = input as { network?: string; buyer?: string }
          const debtor = (x ?? buyer) as string
          const row = m.view().tables.networks.get({ network: debtor })
          const stake = m.view().tables.pools.get({ network: debtor, member: '@external' })?.stake ?? 0n
          // at any price that was reported, 1.4 at most, collateral counts for half
          expect((row?.drawn ?? 0n) * 10n).toBeLessThanOrEqual(stake * 7n)
        })
      }),
      { numRuns: 30 },
    )
  })
})

/** What prepared trades hold of sides. */
function held(m: Market): bigint {
  let sum = 0n
  for (const trade of ['t1', 't2']) {
    for (const leg of m.view().tables.prepared.get({ trade })?.legs ?? []) sum += leg.amount
  }
  return sum
}

describe('an adversary ends with no gain', () => {
  const open = (m: Market): Market => {
    for (const [name, currency] of [
      ['a', 'EUR'],
      ['b', 'CHF'],
    ] as const) {
      m.price(currency, 1000n, 1000n, 20n)
      m.do(`op-${name}`, 'external', { network: name, issued: 10n ** 9n, cap: null, drift: null })
      m.do(`op-${name}`, 'admit', { network: name, member: 'mal', ...TERMS, limit: 10n ** 6n })
    }
    return m.join('a', 'b', 10n ** 9n)
  }
  const worth = (m: Market, eur: bigint, chf: bigint) => m.money('mal', 'EUR') * eur + m.money('mal', 'CHF') * chf

  it('who trades to and fro on a price that lags by no more than confidence and spread', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt(-20n, 20n), { minLength: 4, maxLength: 12 }), (moves) => {
        const m = open(market({ params: { spread: 50 } }))
        // the true price of EUR is within the confidence of the reported one; mal knows it, the feed doesn't
        for (const move of moves) {
          const before = worth(m, 1000n + move, 1000n)
          const [from, to] = move < 0n ? ['a', 'b'] : ['b', 'a']
          const order = { network: from, partner: to, seller: 'mal', fixed: 'paid', bound: 1n }
          m.run('mal', 'buy', { ...order, paths: [{ via: [], amount: 1000n }] })
          expect(worth(m, 1000n + move, 1000n)).toBeLessThanOrEqual(before)
        }
      }),
      { numRuns: 40 },
    )
  })

  it('who pumps collateral, draws and defaults: nothing more can be drawn within a period', () => {
    const m = market({ backing: 'stake' }).do('uma', 'stake', { network: 'a', amount: 100n }).join('b', 'a', 0n)
    m.do('op-b', 'agree', { network: 'b', partner: 'a', allocated: 0n, accepted: 10n ** 6n, clearing: true })
    m.do('op-a', 'agree', { network: 'a', partner: 'b', allocated: 50n, accepted: 0n, clearing: true })
    m.price('SOURCE', 1_000_000n)
    const agree = { network: 'a', partner: 'b', allocated: 51n, accepted: 0n, clearing: true }
    for (let waited = 0; waited < UNDERWRITING.period; waited += 600) {
      m.now += 600
      expect(m.run('op-a', 'agree', agree)).toBe('ALLOCATION_EXCEEDS_LIMIT')
    }
    m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 50n })
    m.price('SOURCE', 1n)
    // what was drawn is covered at the price before the pump
    expect(m.view().tables.networks.get({ network: 'a' })?.drawn).toBe(50n)
  })

  it('who stakes late gets nothing of premiums that were earned before', () => {
    const m = market({ backing: 'stake' }).do('uma', 'stake', { network: 'a', amount: 2000n }).join('b', 'a', 0n)
    m.do('op-b', 'agree', { network: 'b', partner: 'a', allocated: 0n, accepted: 900n, clearing: true })
    m.do('op-a', 'agree', { network: 'a', partner: 'b', allocated: 900n, accepted: 0n, clearing: true })
    m.do('op-a', 'trade', { buyer: 'a', seller: 'b', amount: 900n })
    m.do('ugo', 'stake', { network: 'a', amount: 900_000n })
    expect(m.run('ugo', 'collect', { network: 'a' })).toBe('PREMIUM_NONE')
  })
})
