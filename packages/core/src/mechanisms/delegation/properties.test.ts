/** Random lives of delegators, operators and relayers beside a bridge and a governance. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type AnyCommand,
  audit,
  available,
  begin,
  createSystem,
  digest,
  execute,
  genesis,
  type State,
  seal,
  verify,
  view,
} from '../../index.js'
import { bridge, requestsOf } from '../bridge/index.js'
import { governance, stateOf } from '../governance/index.js'
import { transfer } from '../transfer/index.js'
import { backingOf, delegation, lotsOf } from './index.js'

const EPOCH = 10
const EVIDENCE = 2
const HOLDERS = ['ann', 'ben', 'cleo'] as const
const POOLS = ['p', 'q', 'x'] as const
const RELAYERS = ['r', 's', 't'] as const
const RATE = 10n
const EACH = 1_000n
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: RATE, epoch: EPOCH, wait: EPOCH, liquidity: 5_000 }),
    governance.with({
      asset: 'MPOND',
      threshold: 1n,
      delay: 1,
      period: 30,
      quorum: 0,
      majority: 5_000,
      timelock: 0,
      grace: 100,
      guardian: null,
      authority: '@governance',
    }),
    delegation.with({
      asset: 'MPOND',
      rewards: ['POND', 'USD'],
      minimum: 60n,
      evidence: EVIDENCE,
      slashers: ['judge'],
      beneficiary: 'treasury',
      epoch: EPOCH,
      undelegationWait: 2,
      redelegationWait: 1,
      commissionWait: 2,
      authority: '@governance',
    }),
  ],
  assets: [
    { asset: 'MPOND', tracked: true, transferable: false, whitelist: ['@bridge', '@delegation', 'treasury'] },
    { asset: 'USD' },
  ],
  allocations: [
    ...HOLDERS.map((party) => ({ party, asset: 'MPOND', amount: EACH })),
    ...['POND', 'USD'].map((asset) => ({ party: 'payer', asset, amount: 1_000_000n })),
  ],
})

interface Move {
  readonly by: string
  readonly type: string
  readonly input: object
  /** Seconds after the move before. */
  readonly after: number
}
const who = (...names: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...names)
const holder = who(...HOLDERS)
const pool = who(...POOLS)
const soon = fc.constantFrom(0, 0, 0, 0, 1, 3, 7, EPOCH, EPOCH, 2 * EPOCH)
const by = (party: fc.Arbitrary<string>, type: string, input: fc.Arbitrary<object>): fc.Arbitrary<Move> =>
  fc.record({ by: party, type: fc.constant(type), input, after: soon })
const amount = fc.bigInt({ min: 1n, max: 300n })
const shares = fc.uniqueArray(fc.record({ relayer: who(...RELAYERS), weight: fc.integer({ min: 1, max: 3 }) }), {
  minLength: 1,
  selector: ({ relayer }) => relayer,
})
const basis = fc.constantFrom(0, 1, 500, 3_333, 10_000)
const nth = fc.nat(8)
/** Commands that come without slashes and changes of what is shared how. */
const staking: readonly fc.Arbitrary<Move>[] = [
  ...Array.from({ length: 3 }, () => by(holder, 'delegation.delegate', fc.record({ pool: who('p', 'q'), amount }))),
  by(holder, 'delegation.undelegate', fc.record({ pool: who('p', 'q'), nth, amount })),
  by(holder, 'delegation.undelegate', fc.record({ pool, nth, amount })),
  by(holder, 'delegation.cancel', fc.record({ pool, nth, amount })),
  by(holder, 'delegation.cancel', fc.record({ pool: who('p', 'q'), nth, amount })),
  by(holder, 'delegation.withdraw', fc.record({ pool, nth })),
  by(holder, 'delegation.collect', fc.record({ pool, nth })),
  by(who('eve'), 'delegation.settle', fc.record({ pools: fc.array(pool, { maxLength: 2 }) })),
  ...Array.from({ length: 2 }, () =>
    by(
      who('payer'),
      'delegation.reward',
      fc.record({ relayer: who(...RELAYERS), asset: who('POND', 'USD'), amount: fc.bigInt({ min: 1n, max: 999n }) }),
    ),
  ),
]
const operating: readonly fc.Arbitrary<Move>[] = [
  by(who('ann'), 'delegation.open', fc.record({ personal: fc.boolean(), commission: basis, shares })),
  by(who('op', 'ann'), 'delegation.redelegate', fc.record({ pool, shares })),
  by(who('op', 'ann'), 'delegation.commission', fc.record({ pool, commission: basis })),
  by(who('op', 'ann'), 'delegation.draw', fc.record({ pool })),
  by(who('eve'), 'delegation.fold', fc.record({ pool, nth, party: holder })),
  by(who(...RELAYERS), 'delegation.charge', fc.record({ commission: basis })),
  by(
    who('judge'),
    'delegation.slash',
    fc.record({ target: who(...RELAYERS), back: fc.nat(EVIDENCE), fraction: basis }),
  ),
]
const beside: readonly fc.Arbitrary<Move>[] = [
  by(holder, 'bridge.request', fc.record({ amount })),
  by(holder, 'bridge.convert', fc.record({ nth, amount: fc.bigInt({ min: 1n, max: 30n }) })),
  by(holder, 'bridge.cancel', fc.record({ nth, amount })),
  by(holder, 'governance.propose', fc.record({ undelegationWait: fc.integer({ min: EVIDENCE - 1, max: 4 }) })),
  by(holder, 'governance.vote', fc.constant({})),
  by(holder, 'governance.vote', fc.constant({})),
  by(who('eve'), 'governance.queue', fc.constant({})),
  by(who('eve'), 'governance.execute', fc.constant({})),
]
const lives = (moves: readonly fc.Arbitrary<Move>[], maxLength = 90) =>
  fc.array(fc.oneof(...moves), { minLength: 20, maxLength, size: 'max' })

/** What a move leaves open, by what there is. */
function resolved(state: State, { by: party, type, input }: Move, at: number): object {
  const { bridge: tokens, delegation: seen, governance: votes } = view(system, state, at).mechanisms
  const { nth: n, ...rest } = input as { readonly nth?: number; readonly pool: string; readonly party?: string }
  const { active, leaving } = lotsOf(seen, rest.party ?? party, rest.pool ?? 'p')
  const of = <T>(rows: readonly T[]): T | undefined => (n === undefined ? undefined : rows[n % rows.length])
  const lot = of(active)
  const left = of(leaving)
  const lotName = { start: lot?.start ?? 1, since: lot?.since ?? 1 }
  const leftName = { start: left?.start ?? 1, end: left?.end ?? 1 }
  const epoch = Math.floor(at / EPOCH)
  const proposal = Math.max(1, votes.tables.proposals.size)
  const ready = (wanted: string): number =>
    Array.from({ length: proposal }, (_, i) => i + 1).find((number) => stateOf(votes, number) === wanted) ?? proposal
  switch (type) {
    case 'delegation.open':
      return Object.assign({ pool: 'x' }, rest)
    case 'delegation.undelegate':
      return { ...rest, ...lotName }
    case 'delegation.cancel':
      return { ...rest, ...leftName }
    case 'delegation.withdraw': {
      const all = POOLS.flatMap((name) => lotsOf(seen, party, name).leaving)
      const { start, end, pool: name } = all.find(({ until }) => until <= epoch) ?? { ...leftName, pool: rest.pool }
      return { pool: name, start, end }
    }
    case 'delegation.collect':
      return { ...rest, lots: lot === undefined ? [] : [lotName] }
    case 'delegation.fold':
      return { ...rest, lots: lot === undefined ? [] : [lotName], leaving: left === undefined ? [] : [leftName] }
    case 'delegation.slash': {
      const { back, ...fault } = rest as never as { readonly back: number; readonly target: string; fraction: number }
      return { ...fault, epoch: Math.max(0, epoch - back) }
    }
    case 'bridge.convert':
    case 'bridge.cancel':
      return { ...rest, epoch: of([...requestsOf(tokens, party)])?.key.epoch ?? 0 }
    case 'governance.propose': {
      const { undelegationWait } = rest as never as { readonly undelegationWait: number }
      const change = { type: 'delegation.configure', input: { undelegationWait: String(undelegationWait) } }
      return { description: '', actions: [change] }
    }
    case 'governance.vote':
      return { proposal: ready('active'), support: 'for' }
    case 'governance.queue':
      return { proposal: ready('succeeded') }
    case 'governance.execute':
      return { proposal: ready('queued') }
    default:
      return rest
  }
}

const opening: readonly (readonly [string, object])[] = [
  ['p', { commission: 0, shares: [{ relayer: 'r', weight: 1 }] }],
  [
    'q',
    {
      commission: 1_000,
      shares: [
        { relayer: 'r', weight: 1 },
        { relayer: 's', weight: 2 },
      ],
    },
  ],
]
const openings: readonly AnyCommand[] = opening.map(([name, input]) => ({
  id: `open-${name}`,
  by: 'op',
  at: 0,
  type: 'delegation.open',
  input: { pool: name, personal: false, ...input },
}))

function* live(moves: readonly Move[]) {
  let { state } = genesis(system, { at: 0, stream: 'one' })
  let at = 0
  for (const [index, move] of [...openings, ...moves].entries()) {
    if ('after' in move) at += move.after
    const before = state
    const command: AnyCommand =
      'after' in move ? { id: `c${index}`, by: move.by, at, type: move.type, input: resolved(state, move, at) } : move
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'accepted') state = outcome.state
    yield { command, outcome, before, state }
  }
}
/** Runs commands that must be accepted. */
function must(state: State, party: string, at: number, type: string, input: object): State {
  const id = `${type}-${state.sequence}`
  const outcome = execute(system, state, { id, by: party, at, type, input } as never)
  expect(outcome, `${type} ${JSON.stringify(input, (_, value) => String(value))}`).toMatchObject({ status: 'accepted' })
  return outcome.status === 'accepted' ? outcome.state : state
}
/** Everybody takes everything out. */
function emptied(last: State): State {
  let state = last
  const seen = () => view(system, state).mechanisms.delegation
  for (let round = 0; round < 4; round += 1) {
    const pools = POOLS.filter((name) => seen().tables.pools.has({ pool: name }))
    state = must(state, 'eve', state.at, 'delegation.settle', { pools })
  }
  const each = (run: (party: string, name: string) => void) => {
    for (const party of HOLDERS) for (const name of POOLS) if (seen().tables.pools.has({ pool: name })) run(party, name)
  }
  each((party, name) => {
    for (const { start, since, amount: mine } of lotsOf(seen(), party, name).active) {
      state = must(state, 'eve', state.at, 'delegation.fold', {
        party,
        pool: name,
        lots: [{ start, since }],
        leaving: [],
      })
      const left = seen().tables.lots.get({ party, pool: name, start, since })?.amount ?? 0n
      expect(left).toBeLessThanOrEqual(mine)
      if (left > 0n) {
        state = must(state, party, state.at, 'delegation.undelegate', { pool: name, start, since, amount: left })
      }
    }
  })
  const later = state.at + 2_000 * EPOCH
  each((party, name) => {
    for (const { start, end } of lotsOf(seen(), party, name).leaving) {
      state = must(state, party, later, 'delegation.withdraw', { pool: name, start, end })
    }
    state = must(state, party, later, 'delegation.collect', { pool: name, lots: [] })
  })
  for (const name of POOLS) {
    const operator = seen().tables.pools.get({ pool: name })?.operator
    if (operator !== undefined) state = must(state, operator, later, 'delegation.draw', { pool: name })
  }
  return state
}

describe('whatever is done', () => {
  it('behavior: audits hold, liens hold but for slashes, what leaves no pool by a rule never leaves it', () => {
    const accepted = new Set<string>()
    fc.assert(
      fc.property(lives([...staking, ...operating, ...beside, ...beside], 110), (moves) => {
        let last: State | undefined
        let [slashes, parts] = [0n, 0n]
        const had = new Map<string, bigint>(HOLDERS.map((party) => [party, EACH]))
        for (const { command, outcome, before, state } of live(moves)) {
          last = state
          if (outcome.status === 'rejected') {
            expect(state).toBe(before)
            continue
          }
          accepted.add(command.type)
          if (command.type === 'delegation.slash') slashes += 1n
          if (['delegation.delegate', 'delegation.cancel', 'delegation.undelegate'].includes(command.type)) parts += 1n
          const { held, supply, mechanisms } = view(system, state)
          expect(supply('POND') + RATE * supply('MPOND')).toBe(1_000_000n + RATE * 3n * EACH)
          for (const party of HOLDERS) {
            const owed = mechanisms.bridge.tables.outstanding.get({ party })?.amount ?? 0n
            const has = held(party, 'MPOND')
            const folded = outcome.events.some(({ type }) => type === 'delegation.folded')
            if (has < owed && !folded) expect(has).toBeGreaterThanOrEqual(had.get(party) as bigint)
            had.set(party, has)
          }
        }
        if (last === undefined) return
        expect(audit(system, last)).toEqual([])
        const end = emptied(last)
        expect(audit(system, end)).toEqual([])
        const { balance, held, mechanisms } = view(system, end)
        // what rounding leaves behind: at most a unit for each part of a pool and slash, of rewards little more
        let rest = 0n
        for (const name of POOLS) rest += balance(mechanisms.delegation.purse('@delegation', 'MPOND', 'pool', name))
        expect(rest).toBeLessThanOrEqual(slashes * (parts + 1n))
        for (const party of HOLDERS) expect(held(party, 'MPOND')).toBe(balance(available(party, 'MPOND')))
        expect(backingOf(mechanisms.delegation, 'r', Math.floor(end.at / EPOCH) + 1).total).toBeLessThanOrEqual(rest)
      }),
      { seed: 11, numRuns: 20 },
    )
    const commands = Object.keys(delegation.blueprint.commands).map((command) => `delegation.${command}`)
    expect([...commands, 'governance.execute', 'bridge.convert'].filter((type) => !accepted.has(type))).toEqual([])
  })

  it('behavior: without slashes everybody gets out what it put in, and rewards by a plain account of each payment', () => {
    let collected = 0n
    fc.assert(
      fc.property(lives(staking), (moves) => {
        /** By holder and asset, in 2^−128 base units. */
        const due = new Map<string, bigint>()
        let last: State | undefined
        for (const { command, outcome, before, state } of live(moves)) {
          last = state
          if (outcome.status === 'rejected' || command.type !== 'delegation.reward') continue
          const { relayer, asset, amount: paid } = command.input as { relayer: string; asset: string; amount: bigint }
          const epoch = Math.floor(command.at / EPOCH)
          const seen = view(system, before).mechanisms.delegation
          const earning = (name: string) =>
            seen.tables.lots.entries().filter(({ key }) => key.pool === name && key.since <= epoch)
          const sum = (name: string) => earning(name).reduce((total, { row }) => total + row.amount, 0n)
          const part = { p: relayer === 'r' ? sum('p') : 0n, q: 0n }
          part.q = relayer === 'r' ? sum('q') / 3n : relayer === 's' ? (2n * sum('q')) / 3n : 0n
          const total = part.p + part.q
          if (total < 60n) continue
          for (const [name, share] of Object.entries(part)) {
            const left = name === 'p' ? 10n : 9n
            for (const { key, row } of earning(name)) {
              const id = `${key.party}/${asset}`
              const gain = (((paid << 128n) * share * row.amount) / (total * sum(name))) * left
              due.set(id, (due.get(id) ?? 0n) + gain / 10n)
            }
          }
        }
        if (last === undefined) return
        const start = view(system, genesis(system, { at: 0 }).state)
        for (const { key } of view(system, last).mechanisms.delegation.tables.lots.entries()) {
          const { party, pool: name, start: from, since } = key
          last = must(last, party, last.at, 'delegation.collect', { pool: name, lots: [{ start: from, since }] })
        }
        const end = view(system, emptied(last))
        for (const party of HOLDERS) {
          expect(end.balance(available(party, 'MPOND'))).toBe(start.balance(available(party, 'MPOND')))
          for (const asset of ['POND', 'USD']) {
            const got = end.balance(available(party, asset))
            const exact = (due.get(`${party}/${asset}`) ?? 0n) >> 128n
            // each pool pays whole units and keeps what can't be divided: less than a unit of each
            expect(got, `${party} ${asset}`).toBeLessThanOrEqual(exact + 1n)
            expect(got, `${party} ${asset}`).toBeGreaterThanOrEqual(exact - 2n)
            collected += got
          }
        }
      }),
      { seed: 5, numRuns: 20 },
    )
    expect(collected).toBeGreaterThan(1_000n)
  })

  it('behavior: a lot loses what each fault of its epochs takes, whatever else is done, and no other', () => {
    let slashed = 0
    const fault = fc.record({
      target: who('r', 's'),
      back: fc.nat(EVIDENCE),
      fraction: fc.constantFrom(1, 500, 3_333, 10_000),
    })
    const judging = operating.filter((_, i) => i === 6)
    fc.assert(
      fc.property(
        lives([...staking, ...judging], 50),
        fc.array(fault, { minLength: 1, maxLength: 6 }),
        (moves, due) => {
          let { state } = genesis(system, { at: 0 })
          for (const step of live(moves)) state = step.state
          const seen = () => view(system, state).mechanisms.delegation
          const settled = (at: number) => {
            for (let i = 0; i < 4; i += 1) state = must(state, 'eve', at, 'delegation.settle', { pools: ['p', 'q'] })
            for (const { key } of seen().tables.lots.entries()) {
              const { party, pool: name, start, since } = key
              const lots = { lots: [{ start, since }], leaving: [] }
              state = must(state, 'eve', at, 'delegation.fold', { party, pool: name, ...lots })
            }
            for (const { key } of seen().tables.leaving.entries()) {
              const { party, pool: name, start, end } = key
              const lots = { lots: [], leaving: [{ start, end }] }
              state = must(state, 'eve', at, 'delegation.fold', { party, pool: name, ...lots })
            }
            const { lots, leaving } = seen().tables
            return new Map(
              [...lots.entries(), ...leaving.entries()].map(({ key, row }) => [JSON.stringify(key), row.amount]),
            )
          }
          const before = settled(state.at)
          const epoch = Math.floor(state.at / EPOCH)
          const faults = due.map(({ back, ...rest }) => ({ ...rest, epoch: Math.max(0, epoch - back) }))
          for (const each of faults) state = must(state, 'judge', state.at, 'delegation.slash', each)
          // whenever the pools answer for it, even when it could no longer be reported
          const after = settled(state.at + (faults.length % 2) * 9 * EPOCH)
          for (const [id, was] of before) {
            const { pool: name, start, end } = JSON.parse(id) as { pool: string; start: number; end?: number }
            let exact = Number(was)
            let hits = 0
            for (const { target, epoch: at, fraction } of faults) {
              const share = name === 'p' ? Number(target === 'r') : target === 'r' ? 1 / 3 : 2 / 3
              if (start > at || (end !== undefined && end <= at) || share === 0) continue
              exact *= 1 - (share * fraction) / 10_000
              hits += 1
            }
            const is = Number(after.get(id) ?? 0n)
            expect(is).toBeLessThanOrEqual(exact + 1e-6)
            expect(is).toBeGreaterThan(exact - hits - 1e-6)
            if (hits === 0) expect(is).toBe(Number(was))
            slashed += hits
          }
          expect(audit(system, state)).toEqual([])
        },
      ),
      { seed: 3, numRuns: 25 },
    )
    expect(slashed).toBeGreaterThan(100)
  })

  it('behavior: a session and execute agree to the byte, and verification re-executes both', () => {
    fc.assert(
      fc.property(lives([...staking, ...operating, ...beside], 50), (moves) => {
        let { state, decision } = genesis(system, { at: 0, stream: 'one' })
        const session = begin(system, genesis(system, { at: 0, stream: 'one' }).state)
        const records = [seal(decision, '0'.repeat(64))]
        for (const { command, outcome, state: now } of live(moves)) {
          state = now
          const came = session.execute(command)
          if (outcome.status === 'rejected') {
            expect(came).toMatchObject({ status: 'rejected', code: outcome.code })
            continue
          }
          decision = outcome.decision
          const record = seal(decision, records.at(-1)?.hash as string)
          expect(came.status === 'accepted' && seal(came, record.previous).hash).toBe(record.hash)
          records.push(record)
        }
        expect(digest(system, session.state())).toBe(digest(system, state))
        expect(verify(system, records)).toMatchObject({ status: 'verified', sequence: records.length })
      }),
      { seed: 2, numRuns: 6 },
    )
  })
})
