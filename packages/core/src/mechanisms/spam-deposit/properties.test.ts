/** Random lives of producers, attesters, checkers and cheats. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  attestation,
  channel,
  EVIDENCE,
  mechanism,
  registrations,
  report,
  signers,
  spam,
  spamSystem,
  WAIT,
  WINDOW,
} from '../../../test/spammers.js'
import {
  type AnyCommand,
  audit,
  available,
  begin,
  digest,
  execute,
  genesis,
  type State,
  seal,
  verify,
  view,
} from '../../index.js'
import type { Attestation } from './index.js'

const PRODUCERS = ['ann', 'ben'] as const
const TEXTS = ['a', 'b', 'c', 'd'] as const
const system = spamSystem()
const EACH = 10_000n

interface Move {
  readonly by: string
  readonly name: string
  readonly input: object
  /** Seconds after the move before. */
  readonly after: number
}
const who = (...names: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...names)
const soon = fc.constantFrom(0, 0, 0, 0, 1, 3, WINDOW, WINDOW, 3 * WINDOW)
const by = (party: fc.Arbitrary<string>, name: string, input: fc.Arbitrary<object>): fc.Arbitrary<Move> =>
  fc.record({ by: party, name: fc.constant(name), input, after: soon })
const amount = fc.bigInt({ min: 1n, max: 400n })
const eth = fc.constant('eth')
const producer = who(...PRODUCERS)
const signer = who('ann', 'ben', 'cleo')
const texts = fc.tuple(fc.nat(TEXTS.length - 1), fc.nat(TEXTS.length - 1))
const ranges = fc.array(fc.nat(30), { minLength: 4, maxLength: 4 })
const fault = { signer, producer, back: fc.nat(EVIDENCE), texts, ranges }
const two = fc.record({ channel: eth, attester: who('ben', 'cleo'), producer })
const offer = {
  stake: fc.constantFrom(50n, 200n),
  asset: who('USD', 'POND'),
  fee: fc.constantFrom(0n, 3n),
  windows: fc.integer({ min: 1, max: 5 }),
}
const moves: readonly fc.Arbitrary<Move>[] = [
  by(who('keeper', 'eve'), 'open', fc.record({ channel: who('eth', 'btc') })),
  by(who('keeper', 'eve'), 'amend', fc.record({ receivers: fc.integer({ min: 0, max: 3 }) })),
  ...Array.from({ length: 3 }, () =>
    by(signer, 'deposit', fc.record({ channel: eth, producer, amount, key: who('k', 'k', 'second') })),
  ),
  by(signer, 'rekey', fc.record({ channel: eth, producer, key: who('k', 'second') })),
  by(signer, 'leave', fc.record({ channel: eth, producer, amount })),
  by(signer, 'leave', fc.record({ channel: eth, producer, amount })),
  by(signer, 'withdraw', fc.record({ channel: eth, producer })),
  by(signer, 'withdraw', fc.record({ channel: eth, producer })),
  by(who('ben', 'cleo'), 'offer', fc.record({ channel: eth, producer, ...offer })),
  by(who('ben', 'cleo'), 'offer', fc.record({ channel: eth, producer, ...offer })),
  by(who('ann', 'ben', 'cleo'), 'decline', two),
  ...Array.from({ length: 3 }, () => by(producer, 'accept', fc.record({ attester: who('ben', 'cleo') }))),
  by(who('ann', 'ben', 'cleo'), 'collect', two),
  by(who('ann', 'ben', 'cleo'), 'collect', two),
  by(who('ann', 'ben', 'cleo'), 'end', two),
  ...Array.from({ length: 3 }, () => by(who('fay', 'ann'), 'report', fc.record(fault))),
  by(who('fay', 'ann'), 'prove', fc.record({ ...fault, checkers: fc.subarray(['dan', 'eve', 'fay']) })),
  by(who('fay', 'ann'), 'prove', fc.record({ ...fault, checkers: fc.constant(['dan', 'eve']) })),
  by(who('eve'), 'forget', fc.record({ channel: eth })),
  by(who('council'), 'configure', fc.record({ reward: fc.constantFrom(0, 2_500, 5_000, 5_001) })),
]
const lives = (maxLength: number) => fc.array(fc.oneof(...moves), { minLength: 20, maxLength, size: 'max' })

type Drawn = {
  readonly signer: string
  readonly producer: string
  readonly back: number
  readonly texts: readonly [number, number]
  readonly ranges: readonly [number, number, number, number]
}
/** Signing takes most of the time, and lives draw the same again and again. */
const signed = new Map<string, object>()
const once = (id: string, make: () => object): object => {
  const known = signed.get(id) ?? make()
  signed.set(id, known)
  return known
}
function resolved(state: State, { by: party, name, input }: Move, at: number): object {
  const seen = view(system, state, at).mechanisms['spam-deposit']
  const window = Math.floor(at / WINDOW)
  const said = (drawn: Drawn, nth: 0 | 1): Attestation => {
    const [from, length] = [BigInt(drawn.ranges[2 * nth] ?? 0), BigInt(drawn.ranges[2 * nth + 1] ?? 0)]
    const text = TEXTS[drawn.texts[nth]] as string
    return attestation(Math.max(0, window - drawn.back), text, from, from + length, drawn.producer)
  }
  switch (name) {
    case 'open':
      return channel(input)
    case 'amend':
      return { channel: 'eth', ...input, verifier: 'quorum', rule: { checkers: ['dan', 'eve'], quorum: '1' } }
    case 'accept': {
      const { attester } = input as { readonly attester: string }
      const row = seen.tables.offers.get({ channel: 'eth', signer: attester, producer: party })
      return { channel: 'eth', attester, ...(row ?? { stake: 1n, asset: 'USD', fee: 0n, windows: 1 }) }
    }
    case 'collect':
    case 'end': {
      const own = seen.tables.agreements.entries().find(({ key }) => key.signer === party || key.producer === party)
      if (own === undefined) return input
      return { channel: 'eth', attester: own.key.signer, producer: own.key.producer }
    }
    case 'report': {
      const drawn = input as Drawn
      const of = { channel: 'eth', signer: drawn.signer, producer: drawn.producer }
      const key = seen.tables.keys.before(of, Math.max(0, window - drawn.back) + 1)?.row.key ?? 'k'
      if (key === 'second' && drawn.signer !== 'ann') return report(said(drawn, 0), said(drawn, 1), drawn.signer)
      const id = JSON.stringify([window, key, drawn])
      return once(id, () => report(said(drawn, 0), said(drawn, 1), drawn.signer, key))
    }
    case 'prove': {
      const { checkers, ...drawn } = input as Drawn & { readonly checkers: readonly string[] }
      return once(JSON.stringify([window, checkers, drawn]), () => spam(said(drawn, 0), checkers, drawn.signer))
    }
    default:
      return input
  }
}

function* live(drawn: readonly Move[]) {
  let { state } = genesis(system, { at: 0, stream: 'story' })
  let at = 0
  const before_: readonly AnyCommand[] = [
    ...registrations.map(([party, input], i) => ({ id: `k${i}`, by: party, at, type: 'key.register', input })),
    { id: 'open', by: 'keeper', at, type: 'spam-deposit.open', input: channel() },
  ]
  for (const [index, move] of [...before_, ...drawn].entries()) {
    if ('after' in move) at += move.after
    const before = state
    const command: AnyCommand =
      'after' in move
        ? { id: `c${index}`, by: move.by, at, type: `spam-deposit.${move.name}`, input: resolved(state, move, at) }
        : move
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'accepted') state = outcome.state
    yield { command, outcome, before, state }
  }
}
function must(state: State, party: string, at: number, name: string, input: object): State {
  const id = `${name}-${state.sequence}`
  const outcome = execute(system, state, { id, by: party, at, type: `spam-deposit.${name}`, input } as never)
  expect(outcome, name).toMatchObject({ status: 'accepted' })
  return outcome.status === 'accepted' ? outcome.state : state
}
/** Everybody ends, collects and takes out everything; faults are forgotten. */
function emptied(last: State): State {
  let state = last
  const seen = () => view(system, state).mechanisms['spam-deposit']
  // a producer pays for the window in which it ends an agreement, and what was promised stays until it is over
  const next = (Math.floor(state.at / WINDOW) + 1) * WINDOW
  const later = next + (1 + WAIT) * WINDOW
  for (const { key, row } of seen().tables.agreements.entries()) {
    const between = { channel: key.channel, attester: key.signer, producer: key.producer }
    if (state.at < row.until * WINDOW) state = must(state, key.producer, state.at, 'end', between)
  }
  for (const { key, row } of seen().tables.deposits.entries()) {
    const { signer: party, ...which } = key
    if (row.current > 0n) state = must(state, party, next, 'leave', { ...which, amount: row.current })
  }
  for (const { key } of seen().tables.deposits.entries()) {
    const { signer: party, ...which } = key
    state = must(state, party, later, 'withdraw', which)
  }
  for (const { key } of seen().tables.agreements.entries()) {
    const between = { channel: key.channel, attester: key.signer, producer: key.producer }
    for (const party of [key.signer, key.producer]) {
      if (seen().tables.agreements.has(key)) state = must(state, party, later, 'collect', between)
    }
  }
  for (const { key } of seen().tables.offers.entries()) {
    const between = { channel: key.channel, attester: key.signer, producer: key.producer }
    state = must(state, key.signer, later, 'decline', between)
  }
  return must(state, 'x', later, 'forget', { channel: 'eth' })
}

describe('whatever is done', () => {
  it('behavior: audits hold, no fault costs twice, and in the end all is out but what was burned', () => {
    const accepted = new Set<string>()
    fc.assert(
      fc.property(lives(120), (drawn) => {
        let last: State | undefined
        let burned = 0n
        const bonds = new Map<string, number>()
        for (const { command, outcome, before, state } of live(drawn)) {
          last = state
          if (outcome.status === 'rejected') {
            expect(state).toBe(before)
            continue
          }
          accepted.add(command.type)
          const { window, signer: of, producer: whose } = command.input as Record<string, unknown>
          const slashed = outcome.events.find(({ type }) => type === 'spam-deposit.slashed')?.data
          if (slashed === undefined) continue
          const { lost, reward, burned: gone } = slashed as Record<'lost' | 'reward' | 'burned', bigint>
          expect(lost).toBe(reward + gone)
          expect(2n * reward).toBeLessThanOrEqual(lost)
          burned += gone
          const id = `${command.type} ${window} ${of} ${whose}`
          bonds.set(id, (bonds.get(id) ?? 0) + 1)
        }
        // of four messages a window has at most three faults by overlap, and four that are spam
        for (const [id, count] of bonds) expect(count, id).toBeLessThanOrEqual(id.includes('report') ? 3 : 4)
        if (last === undefined) return
        expect(audit(system, last)).toEqual([])
        const end = emptied(last)
        expect(audit(system, end)).toEqual([])
        const { balance, mechanisms, supply } = view(system, end)
        expect(supply('POND')).toBe(BigInt(signers.length) * EACH - burned)
        for (const asset of ['POND', 'USD']) {
          const all = signers.reduce((sum, party) => sum + balance(available(party, asset)), 0n)
          expect(all).toBe(supply(asset))
        }
        const { channels: _, terms: __, ...rows } = mechanisms['spam-deposit'].tables
        for (const [table, { size }] of Object.entries(rows)) expect(size, table).toBe(0)
      }),
      { seed: 6, numRuns: 20 },
    )
    const commands = Object.keys(mechanism.blueprint.commands).map((command) => `spam-deposit.${command}`)
    expect([...commands, 'spam-deposit.configure'].filter((type) => !accepted.has(type))).toEqual([])
  })

  it('behavior: a session and execute agree to the byte, and verification re-executes both', () => {
    fc.assert(
      fc.property(lives(50), (drawn) => {
        let { state, decision } = genesis(system, { at: 0, stream: 'story' })
        const session = begin(system, genesis(system, { at: 0, stream: 'story' }).state)
        const records = [seal(decision, '0'.repeat(64))]
        for (const { command, outcome, state: now } of live(drawn)) {
          state = now
          const came = session.execute(command as never)
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
      { seed: 2, numRuns: 5 },
    )
  })
})
