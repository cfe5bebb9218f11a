/** A bonded network whole: bridge, delegation, relay rewards, spam deposits and a governance over all of them, in one system. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnyCommand,
  audit,
  begin,
  createSystem,
  digest,
  execute,
  genesis,
  type State,
  seal,
  verify,
  view,
} from '../src/index.js'
import { bridge, requestsOf } from '../src/mechanisms/bridge/index.js'
import { delegation, lotsOf } from '../src/mechanisms/delegation/index.js'
import { governance } from '../src/mechanisms/governance/index.js'
import { type RelayTerms, relayRewards } from '../src/mechanisms/relay-rewards/index.js'
import { spamDeposit } from '../src/mechanisms/spam-deposit/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { keyOf, voucherOf } from './relay.js'
import { attestation, channel, registrations, report, spam } from './spammers.js'

const EPOCH = 10
const RATE = 10n
const GOVERNED = '@governance'
const HOLDERS = ['ann', 'ben', 'cleo'] as const
const RECEIVERS = ['rex', 'rae'] as const
const RELAYERS = ['rhea', 'saul'] as const
const EACH = 1_000n
const POND = 1_000_000n
const FULL = 65_536n
const terms: RelayTerms = {
  alpha: { work: 1, of: 2 },
  most: 500n,
  until: 10_000n,
  worths: [
    { asset: 'USD', burned: 0, amount: 1n, worth: 2n },
    { asset: 'POND', burned: 2_000, amount: 1n, worth: 1n },
  ],
}
const pools = delegation.with({
  asset: 'MPOND',
  rewards: ['POND', 'USD'],
  minimum: 20n,
  evidence: 2,
  slashers: [GOVERNED],
  beneficiary: 'treasury',
  epoch: EPOCH,
  undelegationWait: 2,
  redelegationWait: 1,
  commissionWait: 2,
  authority: GOVERNED,
})
const { stakeOf } = pools.queries
const system = createSystem({
  spec: '1.0',
  authentication: 'host',
  authority: GOVERNED,
  mechanisms: [
    transfer.with({}),
    bridge.with({
      liquid: 'POND',
      bonded: 'MPOND',
      rate: RATE,
      epoch: EPOCH,
      wait: EPOCH,
      liquidity: 5_000,
      authority: GOVERNED,
    }),
    governance.with({
      asset: 'MPOND',
      threshold: 1n,
      delay: 1,
      period: 4,
      quorum: 0,
      majority: 5_000,
      timelock: 0,
      grace: 100,
      guardian: null,
      authority: GOVERNED,
    }),
    pools,
    relayRewards.with({
      fees: [
        { asset: 'USD', least: 5n },
        { asset: 'POND', least: 5n },
      ],
      period: 3,
      redemption: 3,
      weigh: 'subscription',
      relayers: 2,
      subsidy: { asset: 'POND', limit: 'admitted' },
      backers: { instance: 'delegation', assets: ['POND', 'USD'] },
      terms,
      epoch: EPOCH,
      stakeOf,
      weightOf: stakeOf,
      authority: GOVERNED,
    }),
    spamDeposit.with({ window: EPOCH, evidence: 2, wait: 3, reward: 2_500, authority: GOVERNED }),
  ],
  assets: [
    { asset: 'MPOND', tracked: true, transferable: false, whitelist: ['@bridge', '@delegation', 'treasury'] },
    { asset: 'USD' },
  ],
  allocations: [
    ...HOLDERS.map((party) => ({ party, asset: 'MPOND', amount: EACH })),
    ...[...HOLDERS, ...RECEIVERS, 'treasury'].flatMap((party) =>
      ['POND', 'USD'].map((asset) => ({ party, asset, amount: POND / 6n })),
    ),
  ],
})
const see = (state: State, at?: number) => view(system, state, at)
const START = see(genesis(system, { at: 0 }).state)
const WHOLE = START.supply('POND') + RATE * START.supply('MPOND')

/** What is drawn; a move reads what it needs of it, beside the state. */
interface Draw {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly after: number
}
interface Deed {
  readonly by: string
  readonly type: string
  readonly input: object
  /** Seconds after the one before. */
  readonly after?: number
}
type Move = (draw: Draw, state: State, at: number) => readonly Deed[]

const pick = <T>(all: readonly T[], nth: number): T => all[nth % all.length] as T
const deed = (by: string, type: string, input: object, after = 0): Deed => ({ by, type, input, after })
const one =
  (make: (draw: Draw, state: State, at: number) => Deed): Move =>
  (...given) => [make(...given)]
const amountOf = ({ a }: Draw): bigint => BigInt(1 + (a % 120))
const seenOf = (state: State, at: number) => see(state, at).mechanisms
const epochAt = (at: number): number => Math.floor(at / EPOCH)

/** Signing takes most of the time, and lives draw the same again and again. */
const signed = new Map<string, object>()
function once<T extends object>(id: string, make: () => T): T {
  const known = signed.get(id) ?? make()
  signed.set(id, known)
  return known as T
}

/** Some holder's lot, and some waiting one, which can be withdrawn if there is any such. */
const lotOf = (draw: Draw, state: State, at: number) => {
  const seen = seenOf(state, at).delegation
  const all = HOLDERS.flatMap((party) => ['p', 'q', 'x'].map((pool) => ({ party, pool, ...lotsOf(seen, party, pool) })))
  const lots = all.flatMap(({ party, pool, active }) =>
    active.map(({ start, since }) => ({ party, lot: { pool, start, since } })),
  )
  const left = all.flatMap(({ party, pool, leaving }) =>
    leaving.map(({ start, end, until }) => ({ party, until, left: { pool, start, end } })),
  )
  const due = left.filter(({ until }) => until <= epochAt(at))
  const none = { party: 'ann', lot: { pool: 'p', start: 1, since: 1 }, left: { pool: 'p', start: 1, end: 1 } }
  return {
    active: lots.length === 0 ? none : pick(lots, draw.b),
    leaving: left.length === 0 ? none : pick(left, draw.b),
    due: due.length === 0 ? none : pick(due, draw.b),
  }
}
const shares = ({ a, b }: Draw) => RELAYERS.map((relayer, i) => ({ relayer, weight: 1 + ((a + i * b) % 3) }))

const tokens: readonly Move[] = [
  one((draw) =>
    deed(pick(HOLDERS, draw.b), 'transfer.send', {
      to: pick(HOLDERS, draw.b + 1),
      asset: 'POND',
      amount: amountOf(draw),
    }),
  ),
  one((draw) => deed(pick(HOLDERS, draw.b), 'bridge.bond', { amount: RATE * amountOf(draw) })),
  one((draw) => deed(pick(HOLDERS, draw.b), 'bridge.request', { amount: amountOf(draw) })),
  ...(['convert', 'cancel'] as const).map((name) =>
    one((draw, state, at) => {
      const seen = seenOf(state, at).bridge
      const open = HOLDERS.flatMap((by) =>
        [...requestsOf(seen, by)].flatMap(({ key, row }) =>
          row.amount > row.converted ? [{ by, epoch: key.epoch }] : [],
        ),
      )
      const { by, epoch } = open.length === 0 ? { by: 'ann', epoch: 0 } : pick(open, draw.c)
      return deed(by, `bridge.${name}`, { epoch, amount: BigInt(1 + (draw.a % 9)) })
    }),
  ),
]
const staking: readonly Move[] = [
  ...[0, 1].map(() =>
    one((draw) =>
      deed(pick(HOLDERS, draw.b), 'delegation.delegate', { pool: pick(['p', 'q'], draw.c), amount: amountOf(draw) }),
    ),
  ),
  ...[0, 1].map(() =>
    one((draw, state, at) => {
      const { party, lot } = lotOf(draw, state, at).active
      return deed(party, 'delegation.undelegate', { ...lot, amount: BigInt(1 + (draw.c % 20)) })
    }),
  ),
  one((draw, state, at) => {
    const { party, left } = lotOf(draw, state, at).leaving
    return deed(party, 'delegation.cancel', { ...left, amount: BigInt(1 + (draw.c % 5)) })
  }),
  ...[0, 1].map(() =>
    one((draw, state, at) => {
      const { party, left } = lotOf(draw, state, at).due
      return deed(party, 'delegation.withdraw', left)
    }),
  ),
  one((draw, state, at) => {
    const { party, lot } = lotOf(draw, state, at).active
    return deed(party, 'delegation.collect', { pool: lot.pool, lots: [{ start: lot.start, since: lot.since }] })
  }),
  one((draw, state, at) => {
    const { party, lot } = lotOf(draw, state, at).active
    return deed('x', 'delegation.fold', {
      party,
      pool: lot.pool,
      lots: [{ start: lot.start, since: lot.since }],
      leaving: [],
    })
  }),
  one(() => deed('x', 'delegation.settle', { pools: ['p', 'q'] })),
  one((draw) => deed('op', 'delegation.redelegate', { pool: pick(['p', 'q'], draw.c), shares: shares(draw) })),
  one((draw) => deed('op', 'delegation.commission', { pool: pick(['p', 'q'], draw.c), commission: draw.a % 3_000 })),
  one((draw) => deed('op', 'delegation.draw', { pool: pick(['p', 'q'], draw.c) })),
  one((draw) =>
    deed(pick(HOLDERS, draw.a), 'delegation.open', { pool: 'x', personal: true, commission: 0, shares: shares(draw) }),
  ),
  one((draw) => deed(pick(RELAYERS, draw.c), 'delegation.charge', { commission: draw.a % 2_000 })),
  one((draw) =>
    deed('treasury', 'delegation.reward', { relayer: pick(RELAYERS, draw.c), asset: 'USD', amount: amountOf(draw) }),
  ),
]
const relaying: readonly Move[] = [
  ...[0, 1].map(() =>
    one((draw, _, at) =>
      deed(pick(RECEIVERS, draw.b), 'relay-rewards.subscribe', {
        period: Math.floor(epochAt(at) / 3) + (draw.c % 2),
        asset: pick(['USD', 'POND'], draw.c >> 1),
        rate: 10n * amountOf(draw),
      }),
    ),
  ),
  ...[0, 1, 2, 3].map(() =>
    one((draw, _, at) => {
      const epoch = Math.max(0, epochAt(at) - (draw.c % 4 === 0 ? 1 : 0))
      const [receiver, relayer] = [pick(RECEIVERS, draw.a), pick(RELAYERS, draw.b)]
      const tickets = pick([FULL / 4n, FULL, 2n * FULL], draw.c)
      const voucher = once(`${epoch} ${receiver} ${relayer} ${tickets}`, () =>
        voucherOf(receiver, { relayer, epoch, tickets }),
      )
      return deed('x', 'relay-rewards.redeem', { epoch, vouchers: [voucher] })
    }),
  ),
  ...[0, 1].map(() => one((draw) => deed('y', 'relay-rewards.settle', { limit: pick([1, 3, 50], draw.a) }))),
  one((draw) =>
    deed('y', 'relay-rewards.claim', {
      rewards: ['USD', 'POND'].map((asset) => ({ relayer: pick(RELAYERS, draw.a), asset })),
    }),
  ),
  one((draw) => deed('treasury', 'relay-rewards.fund', { amount: 10n * amountOf(draw) })),
]

const TEXTS = ['a', 'b', 'c'] as const
const own = (draw: Draw) => ({ channel: 'eth', producer: pick(['ann', 'ben'], draw.c) })
const between = (draw: Draw) => ({ channel: 'eth', attester: 'cleo', producer: pick(['ann', 'ben'], draw.c) })
/** Who has agreed with whom, if anybody has. */
const agreedAt = (draw: Draw, state: State, at: number) => {
  const [first] = seenOf(state, at)['spam-deposit'].tables.agreements.entries()
  return { ...between(draw), ...(first === undefined ? {} : { producer: first.key.producer }) }
}
const OFFER = { stake: 20n, asset: 'USD', fee: 2n, windows: 3 }
const said = (draw: Draw, at: number, nth: number) => {
  const from = BigInt((draw.b + 3 * nth) % 5)
  return attestation(
    Math.max(0, epochAt(at) - (draw.a % 3)),
    pick(TEXTS, draw.a + nth),
    from,
    from + 4n,
    own(draw).producer,
  )
}
const guarding: readonly Move[] = [
  one((draw) => deed('keeper', 'spam-deposit.open', channel({ channel: pick(['btc', 'ltc', 'xmr'], draw.a) }))),
  one((draw) =>
    deed('keeper', 'spam-deposit.amend', {
      channel: 'eth',
      receivers: 1 + (draw.a % 3),
      verifier: 'quorum',
      rule: { checkers: ['dan', 'eve'], quorum: '1' },
    }),
  ),
  ...[0, 1, 2].map(() =>
    one((draw) => {
      const by = draw.a % 2 === 0 ? own(draw).producer : 'cleo'
      return deed(by, 'spam-deposit.deposit', { ...own(draw), amount: 40n + amountOf(draw), key: 'k' })
    }),
  ),
  one((draw) =>
    deed('ann', 'spam-deposit.rekey', { channel: 'eth', producer: 'ann', key: pick(['second', 'k'], draw.a) }),
  ),
  one((draw) => deed(own(draw).producer, 'spam-deposit.leave', { ...own(draw), amount: BigInt(1 + (draw.a % 30)) })),
  ...[0, 1].map(() =>
    one((draw, state, at) => {
      const due = seenOf(state, at)
        ['spam-deposit'].tables.leaving.entries()
        .filter(({ key }) => key.until <= epochAt(at))
      const { signer, producer } = due.length === 0 ? { signer: 'ann', producer: 'ann' } : pick(due, draw.a).key
      return deed(signer, 'spam-deposit.withdraw', { channel: 'eth', producer })
    }),
  ),
  ...[0, 1].map(() => one((draw) => deed('cleo', 'spam-deposit.offer', { ...own(draw), ...OFFER }))),
  one((draw) => deed(pick(['cleo', own(draw).producer], draw.a), 'spam-deposit.decline', between(draw))),
  ...[0, 1].map(() =>
    one((draw) => deed(own(draw).producer, 'spam-deposit.accept', { channel: 'eth', attester: 'cleo', ...OFFER })),
  ),
  one((draw, state, at) => {
    const agreed = agreedAt(draw, state, at)
    return deed(pick(['cleo', agreed.producer], draw.a), 'spam-deposit.collect', agreed)
  }),
  one((draw, state, at) => {
    const agreed = agreedAt(draw, state, at)
    return deed(pick(['cleo', agreed.producer], draw.a), 'spam-deposit.end', agreed)
  }),
  ...[0, 1].map(() =>
    one((draw, _, at) => {
      const [first, second] = [said(draw, at, 0), said(draw, at, 1)]
      const input = once(`report ${JSON.stringify([first.window, draw.a % 9, draw.b % 5, draw.c % 2])}`, () =>
        report(first, second),
      )
      return deed('fay', 'spam-deposit.report', input)
    }),
  ),
  one((draw, _, at) => {
    const about = said(draw, at, 0)
    const input = once(`spam ${JSON.stringify([about.window, draw.a % 9, draw.b % 5, draw.c % 2])}`, () =>
      spam(about, ['dan', 'eve']),
    )
    return deed('fay', 'spam-deposit.prove', input)
  }),
  one(() => deed('x', 'spam-deposit.forget', { channel: 'eth' })),
]

/** What a vote can do; each comes to pass in some life. */
const decisions: readonly ((draw: Draw, at: number) => { readonly type: string; readonly input: object })[] = [
  (draw, at) => ({
    type: 'delegation.slash',
    input: { target: pick(RELAYERS, draw.a), epoch: String(epochAt(at)), fraction: String(1 + (draw.b % 4_000)) },
  }),
  (draw) => ({
    type: 'relay-rewards.announce',
    input: {
      terms: { alpha: { work: String(draw.a % 4), of: '3' }, most: '900', until: String(900 + draw.b), worths: [] },
    },
  }),
  (draw) => ({ type: 'relay-rewards.admit', input: { receiver: pick(RECEIVERS, draw.a), admitted: true } }),
  (draw) => ({ type: 'bridge.configure', input: { liquidity: String(1_000 + (draw.a % 9_000)) } }),
  (draw) => ({ type: 'delegation.configure', input: { undelegationWait: String(2 + (draw.a % 3)) } }),
  (draw) => ({ type: 'spam-deposit.configure', input: { reward: String(draw.a % 5_001) } }),
  (draw) => ({ type: 'governance.configure', input: { threshold: String(1 + (draw.a % 5)) } }),
]
const deciding: readonly Move[] = [
  ...decisions.map(
    (decide): Move =>
      (draw, state, at) => {
        const proposal = seenOf(state, at).governance.tables.proposals.size + 1
        const action = decide(draw, at)
        const start = at + 1
        return [
          deed('ann', 'governance.propose', { description: '', actions: [action] }),
          deed('ann', 'governance.vote', { proposal, support: 'for' }, 1),
          deed('x', 'governance.confirm', { proposal, asset: 'MPOND', start, end: start + 4 }),
          deed('x', 'governance.count', { proposal, parties: [...HOLDERS] }),
          deed('ben', 'governance.vote', { proposal, support: draw.a % 5 === 0 ? 'against' : 'for' }, 1),
          deed('cleo', 'governance.vote', { proposal, support: 'for' }),
          deed('x', 'governance.queue', { proposal }, 3),
          deed('x', 'governance.execute', { proposal }),
        ]
      },
  ),
  one((draw) => deed(pick(HOLDERS, draw.a), 'governance.delegate', { to: pick(HOLDERS, draw.b) })),
  (_, state, at) => {
    const proposal = seenOf(state, at).governance.tables.proposals.size + 1
    return [
      deed('ann', 'governance.propose', { description: '', actions: [] }),
      deed('ann', 'governance.cancel', { proposal }),
    ]
  },
]
const all = [...tokens, ...staking, ...relaying, ...guarding, ...deciding]
const numbers = fc.record({
  a: fc.nat(9_999),
  b: fc.nat(9_999),
  c: fc.nat(9_999),
  after: fc.constantFrom(0, 0, 0, 1, 4, EPOCH),
})
/** Each move once in some order, and between them some of them again. */
const lives = fc
  .tuple(
    fc.shuffledSubarray(all, { minLength: all.length }),
    fc.array(fc.constantFrom(...all), { minLength: 20, maxLength: 30 }),
  )
  .chain(([each, again]) => {
    const half = each.length >> 1
    const moves = [...each.slice(0, half), ...again, ...each.slice(half)]
    const drawn = fc.noBias(fc.array(numbers, { minLength: moves.length, maxLength: moves.length }))
    return drawn.map((draws) => draws.map((draw, i) => ({ draw, move: moves[i] as Move })))
  })

const opening: readonly Deed[] = [
  ...registrations.map(([by, input]) => deed(by, 'key.register', input)),
  ...RECEIVERS.map((by) => deed(by, 'key.register', keyOf(by))),
  ...['p', 'q'].map((pool, i) =>
    deed('op', 'delegation.open', {
      pool,
      personal: false,
      commission: 500 * i,
      shares: shares({ a: i, b: 1, c: 0, after: 0 }),
    }),
  ),
  deed('ann', 'delegation.delegate', { pool: 'p', amount: 200n }),
  deed('ben', 'delegation.delegate', { pool: 'q', amount: 300n }),
  deed('cleo', 'governance.delegate', { to: 'ann' }),
  deed('rex', 'relay-rewards.subscribe', { period: 0, asset: 'USD', rate: 700n }),
  deed('keeper', 'spam-deposit.open', channel()),
  deed('ann', 'spam-deposit.deposit', { channel: 'eth', producer: 'ann', amount: 300n, key: 'k' }),
  deed('cleo', 'spam-deposit.deposit', { channel: 'eth', producer: 'ann', amount: 100n, key: 'k' }),
  deed('cleo', 'spam-deposit.offer', { channel: 'eth', producer: 'ann', ...OFFER }),
]

describe('all that a bonded network has, in one system', () => {
  it('behavior: audits hold and tokens are conserved after every command, whatever is done and decided', () => {
    const accepted = new Set<string>()
    const slashes = { relayers: 0, producers: 0 }
    fc.assert(
      fc.property(lives, (drawn) => {
        const place = { at: 0, stream: 'story' }
        let { state, decision } = genesis(system, place)
        const session = begin(system, genesis(system, place).state)
        const records = [seal(decision, '0'.repeat(64))]
        let at = 0
        let count = 0
        let burned = 0n
        const run = ({ by, type, input, after = 0 }: Deed): void => {
          at += after
          count += 1
          const command: AnyCommand = { id: `c${count}`, by, at, type, input }
          const before = state
          const outcome = execute(system, state, command as never)
          const came = session.execute(command)
          if (outcome.status === 'rejected') {
            expect(state).toBe(before)
            expect(came).toMatchObject({ status: 'rejected', code: outcome.code })
            return
          }
          state = outcome.state
          decision = outcome.decision
          records.push(seal(decision, records.at(-1)?.hash as string))
          accepted.add(type)
          if (type === 'governance.execute') {
            const { proposal } = input as { readonly proposal: number }
            const { actions } = seenOf(before, at).governance.tables.proposals.get({ proposal }) as {
              readonly actions: readonly { readonly type: string }[]
            }
            for (const action of actions) accepted.add(action.type)
          }
          let folded = false
          for (const { type: event, data } of outcome.events as readonly {
            readonly type: string
            readonly data: never
          }[]) {
            if (event === 'relay-rewards.begun')
              burned += (data as { readonly burned: readonly bigint[] }).burned[1] as bigint
            if (event === 'spam-deposit.slashed') burned += (data as { readonly burned: bigint }).burned
            if (event === 'spam-deposit.slashed') slashes.producers += 1
            if (event === 'delegation.slashed') slashes.relayers += 1
            folded ||= event === 'delegation.folded'
          }
          const { held, mechanisms, supply } = see(state)
          expect(supply('POND') + RATE * supply('MPOND')).toBe(WHOLE - burned)
          expect(supply('USD')).toBe(START.supply('USD'))
          for (const party of HOLDERS) {
            const owed = mechanisms.bridge.tables.outstanding.get({ party })?.amount ?? 0n
            const was = see(before).held(party, 'MPOND')
            // what was asked for of the bridge stays with its holder, but for a slash
            if (held(party, 'MPOND') < owed && !folded) expect(held(party, 'MPOND')).toBeGreaterThanOrEqual(was)
          }
          expect(audit(system, state), type).toEqual([])
        }
        for (const each of opening) run(each)
        expect(records.length, 'all of the opening').toBe(opening.length + 1)
        for (const { draw, move } of drawn) {
          at += draw.after
          for (const each of move(draw, state, at)) run(each)
        }
        expect(digest(system, session.state())).toBe(digest(system, state))
        expect(verify(system, records)).toMatchObject({ status: 'verified', sequence: records.length })
      }),
      { numRuns: 8 },
    )
    const named = system.mechanisms.flatMap(({ as, mechanism }) =>
      Object.keys(mechanism.blueprint.commands).map((command) => `${as}.${command}`),
    )
    // votes are split by those who represent others, of whom there are none here
    const missing = [...named, 'spam-deposit.configure'].filter(
      (type) => !accepted.has(type) && type !== 'governance.split',
    )
    expect(missing).toEqual([])
    expect(slashes.relayers > 0 && slashes.producers > 0).toBe(true)
  })
})
