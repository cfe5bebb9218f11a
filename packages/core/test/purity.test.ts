import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalize, GENESIS_HASH } from '../src/codec/index.js'
import {
  type AnyCommand,
  audit,
  available,
  begin,
  createSystem,
  digest,
  execute,
  fork,
  genesis,
  restore,
  type State,
  seal,
  snapshot,
  verify,
  view,
} from '../src/kernel/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { probe } from './support/probe.js'

const parties = ['a', 'b', 'c']
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), probe.with({ asset: 'X', wait: 1, authority: 'a' })],
  assets: [{ asset: 'X', cap: 10_000n, tracked: true }, { asset: 'Y' }],
  allocations: parties.map((party) => ({ party, asset: 'Y', amount: 50n })),
})

const party = fc.constantFrom(...parties)
const amount = fc.bigInt(1n, 60n)
const number = fc.nat(3)
const input = fc.oneof(
  fc.record({
    type: fc.constant('transfer.send'),
    input: fc.record({ to: party, asset: fc.constantFrom('X', 'Y'), amount }),
  }),
  fc.record({ type: fc.constant('probe.mint'), input: fc.record({ to: party, amount }) }),
  fc.record({ type: fc.constant('probe.burn'), input: fc.record({ amount }) }),
  fc.record({ type: fc.constant('probe.stash'), input: fc.record({ amount }) }),
  fc.record({ type: fc.constant('probe.slash'), input: fc.record({ party, amount }) }),
  fc.record({
    type: fc.constant('probe.credit'),
    input: fc.record({ party, limit: amount, until: fc.option(fc.nat(90)) }),
  }),
  fc.record({ type: fc.constant('probe.ceiling'), input: fc.record({ party, ceiling: fc.option(amount) }) }),
  fc.record({
    type: fc.constant('probe.hold'),
    input: fc.record({ id: fc.constantFrom('h', 'i'), to: party, amount, until: fc.nat(90) }),
  }),
  fc.record({ type: fc.constant('probe.post'), input: fc.record({ id: fc.constantFrom('h', 'i'), amount }) }),
  fc.record({ type: fc.constant('probe.void'), input: fc.record({ id: fc.constantFrom('h', 'i') }) }),
  fc.record({
    type: fc.constant('hold.expire'),
    input: fc.record({ instance: fc.constant('probe'), hold: fc.constantFrom('h', 'i') }),
  }),
  fc.record({ type: fc.constant('probe.lien'), input: fc.record({ party, amount }) }),
  fc.record({ type: fc.constant('probe.claim'), input: fc.record({ party, amount, seized: fc.boolean() }) }),
  fc.record({ type: fc.constant('probe.send-then-lien'), input: fc.record({ to: party, amount, lien: amount }) }),
  fc.record({ type: fc.constant('probe.note'), input: fc.record({ number, text: amount.filter((n) => n !== 13n) }) }),
  fc.record({ type: fc.constant('probe.erase'), input: fc.record({ number }) }),
  fc.record({ type: fc.constant('probe.failing'), input: fc.record({ from: party, to: party, amount }) }),
  fc.record({ type: fc.constant('probe.configure'), input: fc.record({ wait: fc.integer({ min: 1, max: 9 }) }) }),
)
const steps = fc.array(fc.tuple(party, fc.nat(3), input, fc.option(fc.nat(60), { freq: 3 })), { maxLength: 60 })
type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never

function commandsOf(list: Steps): AnyCommand[] {
  let at = 0
  return list.map(([by, pause, { type, input: fields }], i) => {
    at += pause
    return { id: `c${i}`, by, at, type, input: fields }
  })
}

describe('execute', () => {
  it('is deterministic and leaves every old state valid, whichever is visited, and a refusal changes nothing', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const commands = commandsOf(list)
        let { state } = genesis(system, { at: 0 })
        const states: State[] = [state]
        const digests = [digest(system, state)]
        const bodies: string[] = []
        commands.forEach((command, i) => {
          const visit = list[i]?.[3]
          if (typeof visit === 'number' && visit < states.length) {
            expect(digest(system, states[visit] as State)).toBe(digests[visit])
          }
          const outcome = execute(system, state, command as never)
          if (outcome.status === 'accepted') {
            state = outcome.state
            bodies.push(seal(outcome.decision, GENESIS_HASH).body)
          } else expect(digest(system, state)).toBe(digests.at(-1))
          states.push(state)
          digests.push(digest(system, state))
        })
        let again = fork(states[0] as State)
        const bodiesAgain: string[] = []
        for (const command of commands) {
          const outcome = execute(system, again, command as never)
          if (outcome.status === 'rejected') continue
          again = outcome.state
          bodiesAgain.push(seal(outcome.decision, GENESIS_HASH).body)
        }
        expect(bodiesAgain).toEqual(bodies)
        states.forEach((old, i) => {
          expect(digest(system, old)).toBe(digests[i])
        })
      }),
      { numRuns: 60 },
    )
  })

  it('keeps the sum of every asset zero, and every audit', () => {
    fc.assert(
      fc.property(steps, (list) => {
        let { state } = genesis(system, { at: 0 })
        for (const command of commandsOf(list)) {
          const outcome = execute(system, state, command as never)
          if (outcome.status === 'accepted') state = outcome.state
          expect(audit(system, state)).toEqual([])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('lets no debit leave a balance below its floor, and lowers none that is below already', () => {
    fc.assert(
      fc.property(steps, (list) => {
        let { state } = genesis(system, { at: 0 })
        for (const command of commandsOf(list)) {
          const before = parties.map((p) => view(system, state).balance(available(p, 'X')))
          const outcome = execute(system, state, command as never)
          if (outcome.status === 'rejected') continue
          state = outcome.state
          parties.forEach((p, i) => {
            const { balance, bounds } = view(system, state)
            const after = balance(available(p, 'X'))
            const { limit, until } = bounds(available(p, 'X'))
            const floor = until === null || command.at < until ? -limit : 0n
            if (after < (before[i] as bigint) && command.type !== 'probe.failing')
              expect(after).toBeGreaterThanOrEqual(floor)
          })
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a session', () => {
  it('decides as execute does, after any rollbacks, and leads to the same state', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const commands = commandsOf(list)
        let { state } = genesis(system, { at: 0 })
        const session = begin(system, genesis(system, { at: 0 }).state)
        commands.forEach((command, i) => {
          const visit = list[i]?.[3]
          if (typeof visit === 'number' && visit % 5 === 0) {
            // decide ahead, then take it back
            const start = session.sequence
            for (const ahead of commands.slice(i, i + 4)) session.execute(ahead)
            session.rollback(start)
          }
          if (typeof visit === 'number' && visit % 5 === 1) session.settle(session.sequence)
          const pure = execute(system, state, command as never)
          const linear = session.execute(command)
          expect(linear.status).toBe(pure.status)
          if (pure.status === 'accepted' && linear.status === 'accepted') {
            state = pure.state
            expect(seal(linear, GENESIS_HASH)).toEqual(seal(pure.decision, GENESIS_HASH))
          } else expect((linear as { code: string }).code).toBe((pure as { code: string }).code)
        })
        expect(snapshot(system, session.state())).toBe(snapshot(system, state))
      }),
      { numRuns: 60 },
    )
  })
})

describe('records and snapshots', () => {
  it('are canonical JSON, verify by execution, and lead to the state they were made from', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const first = genesis(system, { at: 0, stream: 's' })
        let { state } = first
        const records = [seal(first.decision, GENESIS_HASH)]
        for (const command of commandsOf(list)) {
          const outcome = execute(system, state, command as never)
          if (outcome.status === 'rejected') continue
          state = outcome.state
          records.push(seal(outcome.decision, (records.at(-1) as { hash: string }).hash))
        }
        for (const { body } of records) expect(canonicalize(JSON.parse(body))).toBe(body)
        const text = snapshot(system, state)
        expect(canonicalize(JSON.parse(text))).toBe(text)
        const verified = verify(system, records)
        if (verified.status === 'rejected') throw new Error(`${verified.code} at ${verified.sequence}`)
        expect(snapshot(system, verified.state)).toBe(text)
        const restored = restore(system, { stream: 's', text })
        expect(snapshot(system, restored)).toBe(text)
        // a restored state goes on exactly as the one it was taken of
        const at = state.at + 1
        for (const by of parties) {
          for (const [type, fields] of [
            ['transfer.send', { to: 'z', asset: 'X', amount: 3n }],
            ['probe.send-then-lien', { to: 'z', amount: 2n, lien: 5n }],
          ] as const) {
            const command = { id: 'next', by, at, type, input: fields } as never
            const [one, other] = [execute(system, state, command), execute(system, restored, command)]
            expect(other.status).toBe(one.status)
            if (one.status === 'accepted' && other.status === 'accepted') {
              expect(seal(other.decision, GENESIS_HASH)).toEqual(seal(one.decision, GENESIS_HASH))
            }
          }
        }
      }),
      { numRuns: 60 },
    )
  })
})
