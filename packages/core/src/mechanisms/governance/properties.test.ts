/** Random lives of a governed system, beside a plain account of who had which votes when. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { staking } from '../../../test/staking.js'
import { probe } from '../../../test/support/probe.js'
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
} from '../../index.js'
import { transfer } from '../transfer/index.js'
import { governance, type ProposalState, type Support, stateOf, tallyOf } from './index.js'

const HOLDERS = ['ann', 'ben', 'cleo', 'dan'] as const
const REPRESENTATIVE = '@probe.berlin'
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    governance.with({
      asset: 'VOTE',
      representatives: ['probe'],
      threshold: 20n,
      delay: 1,
      period: 6,
      quorum: 1_000,
      majority: 5_000,
      timelock: 1,
      grace: 12,
      guardian: { party: 'guard', until: null },
      authority: '@governance',
    }),
    probe.with({ asset: 'X', wait: 1, authority: '@governance' }),
    staking.with({ asset: 'VOTE', authority: 'slasher' }),
  ],
  assets: [{ asset: 'VOTE', tracked: true }],
  allocations: [...HOLDERS, REPRESENTATIVE].map((party, i) => ({
    party,
    asset: 'VOTE',
    amount: [100n, 60n, 40n, 25n, 30n][i] as bigint,
  })),
})

interface Move {
  readonly by: string
  readonly type: string
  readonly input: object
  /** Seconds after the move before. */
  readonly after: number
}
const holder = fc.constantFrom(...HOLDERS)
const anybody = fc.constantFrom(...HOLDERS, 'guard', 'eve')
const soon = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 1, 2)
const by = (who: fc.Arbitrary<string>, type: string, input: fc.Arbitrary<object>): fc.Arbitrary<Move> =>
  fc.record({ by: who, type: fc.constant(type), input, after: soon })
const amount = fc.bigInt({ min: 1n, max: 40n })
// how many proposals before the last one for which there is something to do; null: the last one, whatever its state
const back = fc.constantFrom(0, 0, 0, 1, null)
/** The state in which there is something to do. */
const WANTED: Readonly<Record<string, ProposalState>> = {
  'governance.queue': 'succeeded',
  'governance.execute': 'queued',
  'governance.cancel': 'pending',
}
const parties = fc.array(fc.constantFrom(...HOLDERS, 'eve', REPRESENTATIVE, '@staking'), { maxLength: 5 })
const action = fc.oneof(
  fc.integer({ min: 1, max: 9 }).map((wait) => ({ type: 'probe.configure', input: { wait: String(wait) } })),
  fc.integer({ min: 1, max: 8 }).map((period) => ({ type: 'governance.configure', input: { period: String(period) } })),
  fc.constant({ type: 'probe.burn', input: { amount: '1' } }),
)
const support = fc.constantFrom<Support>('for', 'for', 'for', 'against', 'abstain')
const moves: readonly fc.Arbitrary<Move>[] = [
  by(holder, 'governance.delegate', fc.record({ to: anybody })),
  by(holder, 'governance.propose', fc.record({ actions: fc.array(action, { maxLength: 2 }), delegators: parties })),
  by(holder, 'governance.propose', fc.record({ actions: fc.array(action, { maxLength: 2 }) })),
  by(anybody, 'governance.vote', fc.record({ back, support })),
  by(holder, 'governance.vote', fc.record({ back, support })),
  by(holder, 'governance.vote', fc.record({ back, support })),
  by(anybody, 'split', fc.record({ back, for: fc.nat(25), against: fc.nat(10), abstain: fc.nat(5) })),
  by(anybody, 'governance.count', fc.record({ back, parties })),
  by(anybody, 'governance.count', fc.record({ back, parties: fc.constant(HOLDERS) })),
  by(anybody, 'governance.queue', fc.record({ back })),
  by(anybody, 'governance.queue', fc.record({ back })),
  by(anybody, 'governance.execute', fc.record({ back })),
  by(anybody, 'governance.execute', fc.record({ back })),
  by(fc.constantFrom('guard', ...HOLDERS, ...HOLDERS), 'governance.cancel', fc.record({ back })),
  by(anybody, 'governance.confirm', fc.record({ back })),
  by(holder, 'transfer.send', fc.record({ to: fc.constantFrom(...HOLDERS, 'eve', REPRESENTATIVE), amount })),
  by(holder, 'staking.stake', fc.record({ amount })),
  by(holder, 'staking.release', fc.record({ amount })),
  by(fc.constant('slasher'), 'staking.slash', fc.record({ party: holder, amount })),
]
const lives = fc.array(fc.oneof(...moves), { minLength: 20, maxLength: 100, size: 'max' })

/** The move as a command, with what it leaves open filled in from the state. */
function commandOf(state: State, { by: party, type, input }: Move, id: string, at: number): AnyCommand {
  const { governance: seen } = view(system, state, at).mechanisms
  const { back: nth, ...rest } = input as { readonly back?: number | null }
  const all = Array.from({ length: seen.tables.proposals.size }, (_, i) => i + 1)
  const ready = all.filter((number) => stateOf(seen, number) === (WANTED[type] ?? 'active'))
  const proposal = ready.at(-1 - (nth ?? all.length)) ?? Math.max(1, all.length)
  const envelope = { id, by: party, at, type }
  switch (type) {
    case 'governance.propose':
      return { ...envelope, input: { description: '', ...rest } }
    case 'transfer.send':
      return { ...envelope, input: { asset: 'VOTE', ...rest } }
    case 'split': {
      const parts = Object.fromEntries(Object.entries(rest).map(([side, votes]) => [side, String(votes)]))
      const split = { type: 'governance.split', input: { proposal: String(proposal), ...parts }, as: 'berlin' }
      return { ...envelope, type: 'probe.run', input: { actions: [split] } }
    }
    case 'governance.confirm': {
      const { start, end } = seen.tables.proposals.get({ proposal }) ?? { start: 0, end: 0 }
      return { ...envelope, input: { proposal, asset: 'VOTE', start, end } }
    }
    default:
      return { ...envelope, input: nth === undefined ? rest : { proposal, ...rest } }
  }
}

function* live(life: readonly Move[]) {
  let { state } = genesis(system, { at: 0, stream: 'one' })
  let at = 1
  for (const [index, move] of life.entries()) {
    at += move.after
    const before = state
    const command = commandOf(state, move, `c${index}`, at)
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'accepted') state = outcome.state
    yield { move, command, outcome, before, state }
  }
}

/** What everybody held, and whose votes were whose, after a record. */
interface Page {
  readonly at: number
  readonly held: ReadonlyMap<string, bigint>
  readonly delegates: ReadonlyMap<string, string>
  readonly supply: bigint
}
const EVERYBODY = [...HOLDERS, 'guard', 'eve', REPRESENTATIVE]
function pageOf(state: State, delegates: ReadonlyMap<string, string>): Page {
  const { at, held, supply } = view(system, state)
  return {
    at,
    held: new Map(EVERYBODY.map((party) => [party, held(party, 'VOTE')])),
    delegates,
    supply: supply('VOTE'),
  }
}
/** Votes on one proposal, told apart by who casts them. */
interface Ballots {
  readonly cast: Map<string, Support>
  readonly power: Map<string, bigint>
  readonly counted: Set<string>
  readonly split: Record<Support, bigint>
}
const noBallots = (): Ballots => ({
  cast: new Map(),
  power: new Map(),
  counted: new Set(),
  split: { for: 0n, against: 0n, abstain: 0n },
})

/** Does to the ballots what an accepted command does to a tally, by the page of the snapshot. */
function reckon({ cast, power, counted, split }: Ballots, { type, by: party, input }: AnyCommand, page: Page): void {
  const votesOf = (whose: string): bigint => page.held.get(whose) ?? 0n
  const delegateOf = (whose: string): string => page.delegates.get(whose) ?? whose
  const give = (to: string, votes: bigint) => power.set(to, (power.get(to) ?? 0n) + votes)
  if (type === 'governance.vote') {
    expect(cast.has(party)).toBe(false)
    cast.set(party, (input as { readonly support: Support }).support)
    if (delegateOf(party) === party) give(party, votesOf(party))
  } else if (type === 'governance.count') {
    for (const whose of (input as { readonly parties: readonly string[] }).parties) {
      if (delegateOf(whose) === whose || votesOf(whose) === 0n || counted.has(whose)) continue
      counted.add(whose)
      give(delegateOf(whose), votesOf(whose))
    }
  } else if (type === 'probe.run') {
    for (const side of ['for', 'against', 'abstain'] as const) split[side] += BigInt(partsOf(input)[side])
    expect(split.for + split.against + split.abstain).toBeLessThanOrEqual(votesOf(REPRESENTATIVE))
  }
}
function partsOf(input: unknown): Readonly<Record<Support | 'proposal', string>> {
  const [action] = (input as { readonly actions: readonly [{ readonly input: object }] }).actions
  return action.input as Readonly<Record<Support | 'proposal', string>>
}
const isBallot = (type: string): boolean => ['governance.vote', 'governance.count', 'probe.run'].includes(type)

describe('whatever is done', () => {
  it('behavior: votes are what was held before the vote began, each counted at most once for whoever had them', () => {
    const accepted = new Set<string>()
    let reached = 0
    fc.assert(
      fc.property(lives, (life) => {
        let page = pageOf(genesis(system, { at: 0 }).state, new Map())
        const book = [page]
        const ballots = new Map<number, Ballots>()
        let last: State | undefined
        for (const { command, outcome, state } of live(life)) {
          last = state
          if (outcome.status === 'rejected') continue
          const { type, input } = command
          accepted.add(type === 'probe.run' ? 'governance.split' : type)
          const delegated =
            type === 'governance.delegate' ? [[command.by, (input as { readonly to: string }).to] as const] : []
          page = pageOf(state, new Map([...page.delegates, ...delegated]))
          book.push(page)
          if (!isBallot(type)) continue
          const proposal = Number((type === 'probe.run' ? partsOf(input) : (input as { proposal: number })).proposal)
          const { governance: seen } = view(system, state).mechanisms
          const start = seen.tables.proposals.get({ proposal })?.start as number
          const snapshot = book.findLast(({ at }) => at < start) as Page
          const known = ballots.get(proposal) ?? noBallots()
          ballots.set(proposal, known)
          reckon(known, command, snapshot)
          const expected = { ...known.split }
          for (const [party, side] of known.cast) expected[side] += known.power.get(party) ?? 0n
          const quorum = (snapshot.supply * 1_000n + 9_999n) / 10_000n
          expect(tallyOf(seen, proposal)).toEqual({ ...expected, quorum })
          expect(expected.for + expected.against + expected.abstain).toBeLessThanOrEqual(snapshot.supply)
          if (known.counted.size > 0 && expected.for >= quorum) reached += 1
        }
        if (last !== undefined) expect(audit(system, last)).toEqual([])
      }),
      { seed: 7, numRuns: 40 },
    )
    const commands = Object.keys(governance.blueprint.commands).map((command) => `governance.${command}`)
    expect(commands.filter((command) => !accepted.has(command))).toEqual([])
    expect(reached).toBeGreaterThan(10)
  })

  it('behavior: states only go forward, and only an executed proposal has acted, once', () => {
    const NEXT: Readonly<Record<ProposalState, readonly ProposalState[]>> = {
      pending: ['active', 'canceled', 'defeated', 'succeeded', 'expired', 'queued'],
      active: ['canceled', 'defeated', 'succeeded', 'queued', 'expired'],
      succeeded: ['canceled', 'queued', 'expired'],
      queued: ['canceled', 'executed', 'expired'],
      canceled: [],
      defeated: [],
      expired: [],
      executed: [],
    }
    let executions = 0
    fc.assert(
      fc.property(lives, (life) => {
        const states = new Map<number, ProposalState>()
        for (const { command, outcome, before, state } of live(life)) {
          const { governance: seen, probe: governed } = view(system, state, command.at).mechanisms
          for (const { key } of seen.tables.proposals.entries()) {
            const now = stateOf(seen, key.proposal) as ProposalState
            const was = states.get(key.proposal) ?? 'pending'
            if (now !== was) expect(NEXT[was], `from ${was}`).toContain(now)
            states.set(key.proposal, now)
          }
          if (outcome.status === 'rejected') continue
          const then = view(system, before).mechanisms
          const same = governed.params.wait === then.probe.params.wait
          if (command.type !== 'governance.execute') {
            expect(same).toBe(true)
            expect(seen.params).toEqual(then.governance.params)
            continue
          }
          executions += 1
          const { proposal } = command.input as { readonly proposal: number }
          const row = seen.tables.proposals.get({ proposal })
          const { queued, executed } = seen.tables.progress.get({ proposal }) ?? {}
          expect(executed).toBe(command.at)
          expect(command.at).toBeGreaterThanOrEqual((queued as number) + (row?.timelock as number))
          const waits = row?.actions.filter(({ type }) => type === 'probe.configure') ?? []
          const wanted = (waits.at(-1)?.input as { readonly wait: string } | undefined)?.wait
          expect(governed.params.wait).toBe(wanted === undefined ? then.probe.params.wait : Number(wanted))
        }
      }),
      { seed: 7, numRuns: 40 },
    )
    expect(executions).toBeGreaterThan(5)
  })

  it('behavior: a session and execute agree to the byte, and verification re-executes both', () => {
    fc.assert(
      fc.property(lives, (life) => {
        let { state, decision } = genesis(system, { at: 0, stream: 'one' })
        const session = begin(system, genesis(system, { at: 0, stream: 'one' }).state)
        const records = [seal(decision, '0'.repeat(64))]
        for (const { command, outcome, state: now } of live(life)) {
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
      { numRuns: 20 },
    )
  })
})
