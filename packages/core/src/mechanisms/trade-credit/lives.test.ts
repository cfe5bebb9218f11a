/** Lives in which everything happens: every command of the mechanism, in random order, by whoever may and whoever may not. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HOUR, HOUSE, type Market, market, TERMS, UNDERWRITING } from '../../../test/market.js'
import { clear, type Obligation } from '../../clearing/index.js'
import { account, digest } from '../../kernel/index.js'
import { asideAccount, dueTo, netPosition, roundObligations, settlement } from './index.js'
import { externalLimit, stakeAccount } from './pools.js'
import { offeredBy } from './queries.js'

const NETWORKS = ['a', 'b', 'c'] as const
type Network = (typeof NETWORKS)[number]
const MEMBERS = { a: 'ann', b: 'bob', c: 'cat' } as const
const BASES = ['EUR', 'CHF', 'GBP', 'SOURCE', 'GOLD'] as const

/** Numbers of a life, one after the other, each below what is asked for. */
type Luck = (below: number) => number
const one = <T>(luck: Luck, of: readonly T[]): T => of[luck(of.length)] as T
const pairOf = (luck: Luck): readonly [Network, Network] => {
  const x = one(luck, NETWORKS)
  return [
    x,
    one(
      luck,
      NETWORKS.filter((y) => y !== x),
    ),
  ]
}
const some = (luck: Luck, most = 30): bigint => BigInt(1 + luck(most))

const each = <T>(of: (x: Network, y: Network) => T): readonly T[] =>
  NETWORKS.flatMap((x) => NETWORKS.filter((y) => y !== x).map((y) => of(x, y)))

/** What is done, by whom: refused or not. */
type Act = (by: string, name: string, input: object) => boolean
type Episode = (m: Market, luck: Luck, act: Act) => void

const wait = (m: Market, hours: number): void => {
  for (let i = 0; i < hours; i++) m.pass(HOUR)
}
const order = (luck: Luck) => {
  const [x, y] = pairOf(luck)
  const fixed = one(luck, ['paid', 'received'])
  const others = NETWORKS.filter((name) => name !== x && name !== y)
  const vias = luck(3) === 0 ? [[], others] : [luck(2) === 0 ? [] : others]
  const paths = vias.map((via) => ({ via, amount: some(luck) }))
  const bound = fixed === 'paid' ? 1n : 10_000n
  return { by: MEMBERS[x], ...{ network: x, partner: y, seller: MEMBERS[y], fixed, paths, bound } }
}
const half = (luck: Luck, limit: number) => ({
  ...{ allocated: BigInt(luck(limit)), accepted: BigInt(luck(limit)), clearing: luck(4) > 0 },
  ...{ credit: luck(3) === 0, arbiter: 'judge' },
})
/** Who owes somebody, if anybody does. */
const owing = (m: Market, luck: Luck): readonly [Network, Network] => {
  const pairs = each((x, y) => [x, y] as const).filter(([x, y]) => dueTo(m.view(), x, y) > 0n)
  return pairs.length === 0 ? pairOf(luck) : one(luck, pairs)
}
/** An operator now and then is somebody else. */
const operator = (luck: Luck, network: string): string => (luck(12) === 0 ? 'op-c' : `op-${network}`)

const episodes: readonly (readonly [weight: number, Episode])[] = [
  [
    8,
    (_, luck, act) => {
      const { by, ...input } = order(luck)
      act(by, 'buy', input)
    },
  ],
  [
    5,
    (m, luck, act) => {
      const { by, ...input } = order(luck)
      const trade = one(luck, ['t', 'u', 'v'])
      act(by, 'prepare', { ...input, trade, until: m.now + one(luck, [HOUR, 60]), tolerance: one(luck, [0, 50, 51]) })
    },
  ],
  [
    6,
    (m, luck, act) => {
      const trade = one(luck, ['t', 'u', 'v'])
      const row = m.view().tables.prepared.get({ trade })
      const by = luck(5) === 0 ? one(luck, ['ann', 'bob', 'cat', 'op-a', 'op-b']) : (row?.seller ?? 'x')
      const name = one(luck, ['post', 'post', 'void', 'expire'])
      if (name === 'expire' && row !== undefined && m.now < row.until) m.now += 60
      act(by, name, { trade })
    },
  ],
  [
    6,
    (_, luck, act) => {
      const [buyer, seller] = pairOf(luck)
      act(operator(luck, buyer), 'trade', { buyer, seller, amount: some(luck, 60) })
    },
  ],
  [
    3,
    (_, luck, act) => {
      const [network, partner] = pairOf(luck)
      if (luck(3) === 0) {
        act(operator(luck, partner), 'accept', { network: partner, asset: 'GOLD', accepted: luck(5) > 0, haircut: 100 })
      }
      act(operator(luck, network), 'settle', { network, partner, asset: 'GOLD', amount: some(luck) })
    },
  ],
  [
    4,
    (_, luck, act) => {
      const [network, partner] = pairOf(luck)
      const by = operator(luck, network)
      const done = luck(6)
      if (done === 0) act(by, 'close', { network, partner })
      else if (done === 1) act(by, 'border', { network, open: luck(4) > 0 })
      else if (done === 2) {
        const cap = one(luck, [null, BigInt(luck(500))])
        act(by, 'external', { network, issued: BigInt(luck(500)), cap, drift: one(luck, [null, 100n]) })
      } else if (done === 3) {
        const to = one(luck, NETWORKS)
        act(by, 'route', { network, from: partner, to, left: BigInt(luck(200)), fee: luck(300) })
      } else act(by, 'agree', { network, partner, ...half(luck, 200) })
    },
  ],
  [
    3,
    (_, luck, act) => {
      const network = one(luck, NETWORKS)
      const [member, boss] = luck(2) === 0 ? [MEMBERS[network], `op-${network}`] : [`op-${network}`, MEMBERS[network]]
      if (luck(4) === 0) act(member, 'contribute', { network, amount: some(luck, 5) })
      act(member, 'pay', { network, to: boss, amount: some(luck, 60) })
    },
  ],
  [
    3,
    (_, luck, act) => {
      const network = one(luck, NETWORKS)
      const where = luck(2) === 0 ? { network } : { network, member: MEMBERS[network] }
      act(one(luck, ['uma', 'ugo']), 'stake', { ...where, amount: some(luck, 300) })
    },
  ],
  [
    2,
    (m, luck, act) => {
      const network = one(luck, NETWORKS)
      const where = luck(2) === 0 ? { network } : { network, member: MEMBERS[network] }
      const by = one(luck, ['uma', 'ugo'])
      act(by, 'collect', where)
      act(by, 'unstake', { ...where, shares: some(luck, 200) })
      if (luck(2) === 0) wait(m, 10)
      act(by, 'release', where)
    },
  ],
  [
    2,
    (m, luck, act) => {
      const network = one(luck, NETWORKS)
      const member = MEMBERS[network]
      act('uma', 'stake', { network, member, amount: some(luck, 300) })
      act('uma', 'grant', { network, member, limit: 150n, until: m.now + 100 * HOUR })
      const line = { ...TERMS, limit: BigInt(luck(150)), expires: m.now + one(luck, [1, 100]) * HOUR, grace: 0 }
      act(operator(luck, network), 'admit', { network, member, ...line, underwritten: luck(3) > 0 })
    },
  ],
  [
    2,
    (m, luck, act) => {
      const network = one(luck, NETWORKS)
      const member = MEMBERS[network]
      act(`op-${network}`, 'admit', { network, member, ...TERMS, limit: 300n, expires: m.now + 60, grace: 0 })
      act(member, 'pay', { network, to: `op-${network}`, amount: some(luck, 60) })
      if (luck(5) > 0) m.now += 60
      act(operator(luck, network), 'default-member', { network, member })
      act(`op-${network}`, 'pay', { network, to: member, amount: some(luck, 60) })
      act(member, 'repay', { network, amount: some(luck, 60) })
    },
  ],
  [
    3,
    (m, luck, act) => {
      const [network, creditor] = owing(m, luck)
      act(`op-${network}`, 'trade', { buyer: network, seller: creditor, amount: some(luck, 60) })
      if (luck(2) === 0) wait(m, 5)
      const uninsured = luck(2) === 0 ? { uninsured: true } : {}
      // collateral that has fallen leaves something for the insurance pool, or to claim of it
      if (luck(2) === 0) m.price('SOURCE', 1n, 100n)
      if (luck(3) === 0) act('judge', 'declare', { network, creditor, amount: some(luck, 20), ...uninsured })
      else act(operator(luck, creditor), 'default', { network, creditor, ...uninsured })
      m.price('SOURCE', 100n, 100n, 1n)
      act('x', 'claim', { network, creditor })
    },
  ],
  [
    2,
    (m, luck, act) => {
      const [network, creditor] = owing(m, luck)
      m.price('SOURCE', some(luck, 10), 100n)
      act('x', 'call', luck(4) === 0 ? { network, member: MEMBERS[network] } : { network })
      if (luck(3) > 0) wait(m, 5)
      act(operator(luck, creditor), 'foreclose', { network, creditor })
      if (luck(2) === 0) act('x', 'call', { network })
      m.price('SOURCE', 100n, 100n, 1n)
    },
  ],
  [
    3,
    (m, luck, act) => {
      act(luck(9) === 0 ? 'x' : HOUSE, 'open-round', luck(3) === 0 ? { networks: ['a', 'b'] } : {})
      if (luck(3) === 0) episodes[3]?.[1](m, luck, act)
      if (luck(4) === 0) act(HOUSE, 'lapse-round', {})
      const round = roundObligations(m.view())
      act(HOUSE, 'settle-round', settlement(round, clear(round.obligations as readonly Obligation[])))
    },
  ],
  [
    2,
    // what defaults have closed is opened anew
    (_, luck, act) => {
      for (const network of NETWORKS) {
        act(`op-${network}`, 'border', { network, open: true })
        for (const partner of NETWORKS) {
          const terms = { allocated: 100n, accepted: 100n, clearing: luck(2) === 0, arbiter: 'judge' }
          if (partner !== network) act(`op-${network}`, 'agree', { network, partner, ...terms })
        }
      }
    },
  ],
  [
    1,
    (_, luck, act) => {
      const network = `n${luck(3)}`
      act(`op-${network}`, 'found', { network })
      act(`op-${network}`, 'adopt', { network, currency: one(luck, ['SEK', 'EUR']) })
    },
  ],
  [
    2,
    (m, luck) => {
      m.price(one(luck, BASES), BigInt(60 + luck(80)), 100n, BigInt(luck(3)))
    },
  ],
  [1, (m, luck) => wait(m, 1 + luck(2))],
]
const drawn = episodes.flatMap(([weight, episode]) => Array.from({ length: weight }, () => episode))

/** All trade with all, everything is underwritten, all let everything pass. */
function town(): Market {
  const underwriting = { ...UNDERWRITING, premium: 3000, insured: 5000 }
  const m = market({ backing: 'stake', ageing: true, params: { spread: 50, underwriting } })
  for (const base of BASES) m.price(base, 100n, 100n, 1n)
  m.pass(HOUR + 1)
  for (const network of NETWORKS) {
    m.do('uma', 'stake', { network, amount: 800n })
    m.do(`op-${network}`, 'external', { network, issued: 300n, cap: 400n, drift: 100n })
    m.do(`op-${network}`, 'accept', { network, asset: 'GOLD', accepted: true, haircut: 100 })
  }
  for (const x of NETWORKS) {
    for (const y of NETWORKS) {
      if (x < y) m.join(x, y, 100n, { arbiter: 'judge' })
      const [z] = NETWORKS.filter((name) => name !== x && name !== y)
      if (x !== y) m.do(`op-${y}`, 'route', { network: y, from: x, to: z, left: 100n, fee: 100 })
    }
  }
  return m
}

interface Told {
  readonly by: string
  readonly name: string
  readonly input: { readonly network?: unknown }
}
/** Lives a life, and tells of every accepted command what there was before. */
function live<T>(
  numbers: readonly number[],
  note: (m: Market) => T,
  tell: (before: T, m: Market, told: Told) => void,
): void {
  let at = 0
  const luck: Luck = (below) => {
    at += 1
    return (numbers[at % numbers.length] as number) % below
  }
  const m = town()
  const act: Act = (by, name, input) => {
    const before = note(m)
    const { state } = m
    const checked = luck(20) === 0 ? digest(m.system, state) : undefined
    const code = m.run(by, name, input)
    if (code === 'accepted') tell(before, m, { by, name, input })
    else {
      expect(m.state).toBe(state)
      if (checked !== undefined) expect(digest(m.system, m.state), `${name}: ${code}`).toBe(checked)
    }
    return code === 'accepted'
  }
  while (at < numbers.length) one(luck, drawn)(m, luck, act)
}
const numbers = fc.array(fc.noBias(fc.nat(2 ** 31 - 1)), { minLength: 500, maxLength: 500, size: 'max' })
const FIXED = { seed: 20, numRuns: 16 } as const

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((all, amount) => all + amount, 0n)

interface Before {
  readonly nets: readonly bigint[]
  readonly due: bigint
  readonly dues: readonly bigint[]
  readonly source: bigint
  readonly allocated: ReadonlyMap<string, bigint>
  readonly drawn: readonly bigint[]
}
const PARTIES = ['ann', 'bob', 'cat', 'uma', 'ugo', 'op-a', 'op-b', 'op-c']
const note = (m: Market): Before => {
  const view = m.view()
  const dues = each((x, y) => dueTo(view, x, y))
  const purses = [...PARTIES.map((party) => account(party, 'SOURCE', 'available')), stakeAccount(view)]
  const allocated = NETWORKS.map(
    (network) => [network, view.tables.networks.get({ network })?.allocated ?? 0n] as const,
  )
  return {
    nets: NETWORKS.map((x) => netPosition(view, x)),
    drawn: NETWORKS.map((x) => (view.tables.networks.get({ network: x })?.drawn ?? 0n) + offeredBy(view, x)),
    ...{ dues, due: sum(dues), source: sum(purses.map(view.balance)), allocated: new Map(allocated) },
  }
}

/** All that the mechanism has, but what every mechanism has. */
function commands(): readonly string[] {
  const file = join(import.meta.dirname, '../../../../../spec/v1/schemas/trade-credit.json')
  const { $defs } = JSON.parse(readFileSync(file, 'utf8')) as { readonly $defs: object }
  const names = Object.keys($defs).flatMap((name) => (name.startsWith('command.') ? [name.slice(8)] : []))
  return names.filter((name) => name !== 'configure')
}

describe('over random lives in which every command happens', () => {
  it('all is conserved, nothing grows uncovered, no clearing moves a net position, every default is borne to the unit', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(numbers, (life) => {
        live(life, note, (before, m, { name, input }) => {
          seen.set(name, (seen.get(name) ?? 0) + 1)
          const view = m.view()
          const after = note(m)
          // the unit of account, and collateral; currencies are audited after every command
          const aside = sum(each((x, y) => view.balance(asideAccount(view, x, y))))
          expect(sum(after.nets) + aside).toBe(0n)
          expect(after.source).toBe(before.source)
          if (name === 'settle-round') {
            expect(after.nets).toEqual(before.nets)
            expect(after.due).toBeLessThanOrEqual(before.due)
          }
          if (name === 'agree') {
            const network = input.network as string
            const now = after.allocated.get(network) as bigint
            if (now > (before.allocated.get(network) as bigint)) {
              expect(now).toBeLessThanOrEqual(externalLimit(view, network) as bigint)
            }
          }
          // whoever draws more is covered, what it has offered to a round and what is held counted
          for (const [k, network] of NETWORKS.entries()) {
            if (!['trade', 'buy', 'prepare', 'post'].includes(name)) continue
            if ((after.drawn[k] as bigint) > (before.drawn[k] as bigint)) {
              expect(after.drawn[k]).toBeLessThanOrEqual(externalLimit(view, network) as bigint)
            }
          }
          if (['default', 'declare', 'foreclose'].includes(name)) {
            const step = m.events.find(({ type }) => type.endsWith('defaulted'))?.data as Record<string, bigint>
            const { amount, staked, insured, written } = step as Record<
              'amount' | 'staked' | 'insured' | 'written',
              bigint
            >
            expect(staked + insured + written).toBe(amount)
            // this debt falls by it, and no other
            const fell = before.dues.map((due, k) => due - (after.dues[k] as bigint))
            expect(fell.filter((by) => by !== 0n)).toEqual([amount])
          }
        })
      }),
      FIXED,
    )
    const missing = commands().filter((name) => !seen.has(name))
    expect(missing, 'commands that were never accepted').toEqual([])
  })
})
