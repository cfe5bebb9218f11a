/** Random lives of three holders, a validator that is slashed included. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { staking } from '../../../test/staking.js'
import {
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
import { transfer } from '../transfer/index.js'
import { bridge, convertible, outstanding, requestsOf } from './index.js'

const RATE = 10n
const DAY = 10
const W = 3 * DAY
const HOLDERS = ['alice', 'bob', 'carol'] as const
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    bridge.with({
      liquid: 'POND',
      bonded: 'MPOND',
      rate: RATE,
      epoch: DAY,
      wait: W,
      liquidity: 2500,
      authority: 'governor',
    }),
    staking.with({ asset: 'MPOND', authority: 'governor' }),
  ],
  allocations: [
    { party: 'alice', asset: 'MPOND', amount: 100n },
    { party: 'bob', asset: 'MPOND', amount: 30n },
    { party: 'carol', asset: 'POND', amount: 500n },
  ],
})

interface Move {
  readonly by: string
  readonly type: string
  readonly input: object
  /** Seconds after the move before. */
  readonly after: number
}
const amount = fc.bigInt({ min: 1n, max: 40n })
/** An amount, or zero for as much as there is, so that many moves go to the very edge. */
const upTo = fc.oneof(amount, fc.constant(0n))
const holder = fc.constantFrom(...HOLDERS)
const soon = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: DAY }), fc.constant(DAY), fc.constantFrom(0, 0, 0, W))
const by = (type: string, input: fc.Arbitrary<object>, who: fc.Arbitrary<string> = holder): fc.Arbitrary<Move> =>
  fc.record({ by: who, type: fc.constant(type), input, after: soon })
const governor = fc.constant('governor')
const request = by('bridge.request', fc.record({ amount: upTo }))
// the epoch is that of the party's nth request, counted round
const convert = by('bridge.convert', fc.record({ nth: fc.nat(20), amount: upTo }))
const cancel = by('bridge.cancel', fc.record({ nth: fc.nat(20), amount: upTo }))
const holding: readonly fc.Arbitrary<Move>[] = [
  request,
  request,
  convert,
  convert,
  cancel,
  by('transfer.send', fc.record({ to: holder, asset: fc.constantFrom('MPOND', 'POND'), amount })),
  by('staking.stake', fc.record({ amount })),
  by('staking.release', fc.record({ amount })),
]
const bonding = by(
  'bridge.bond',
  fc.record({
    amount: fc.oneof(
      amount,
      amount.map((units) => units * RATE),
    ),
  }),
)
const governing: readonly fc.Arbitrary<Move>[] = [
  by('staking.slash', fc.record({ party: holder, amount }), governor),
  by('bridge.configure', fc.record({ liquidity: fc.integer({ min: 0, max: 10_000 }) }), governor),
  by('bridge.configure', fc.record({ wait: fc.integer({ min: 1, max: 2 * W }) }), governor),
]
const lives = (moves: readonly fc.Arbitrary<Move>[]) => fc.array(fc.oneof(...moves), { maxLength: 80, size: 'max' })
const everything = lives([...holding, ...holding, bonding, ...governing])

/** The command's input, in which `nth` and an amount of zero are resolved by what the party has. */
function resolved(state: State, { by: party, type, input }: Move, at: number): object {
  const { held, mechanisms } = view(system, state, at)
  const { amount: wanted, nth, ...rest } = input as { readonly amount?: bigint; readonly nth?: number }
  if (nth === undefined) {
    if (type !== 'bridge.request' || wanted !== 0n) return input
    const free = held(party, 'MPOND') - outstanding(mechanisms.bridge, party)
    return { amount: free > 0n ? free : 1n }
  }
  const requests = [...requestsOf(mechanisms.bridge, party)]
  const { key, row } = requests[nth % requests.length] ?? { key: { party, epoch: 0 }, row: undefined }
  const most =
    type === 'bridge.convert' ? convertible(mechanisms.bridge, key) : (row?.amount ?? 0n) - (row?.converted ?? 0n)
  return { ...rest, epoch: key.epoch, amount: wanted || (most > 0n ? most : 1n) }
}

function* live(moves: readonly Move[]) {
  let { state } = genesis(system, { at: 0, stream: 'one' })
  let at = 0
  for (const [index, move] of moves.entries()) {
    at += move.after
    const { by: party, type } = move
    const before = state
    const command = { id: `c${index}`, by: party, at, type, input: resolved(state, move, at) }
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'accepted') state = outcome.state
    yield { command, outcome, before, state }
  }
}
const constant = (state: State): bigint => {
  const { supply } = view(system, state)
  return supply('POND') + RATE * supply('MPOND')
}

describe('whatever is done', () => {
  it('behavior: liquid + rate · bonded stays, and every audit holds', () => {
    const total = constant(genesis(system, { at: 0 }).state)
    fc.assert(
      fc.property(everything, (moves) => {
        let last = genesis(system, { at: 0 }).state
        for (const { state } of live(moves)) {
          expect(constant(state)).toBe(total)
          last = state
        }
        expect(audit(system, last)).toEqual([])
        const { held } = view(system, last)
        for (const party of HOLDERS) expect(held(party, 'MPOND')).toBeGreaterThanOrEqual(0n)
      }),
    )
  })

  it('behavior: a conversion never lifts what is converted above the open share', () => {
    fc.assert(
      fc.property(everything, (moves) => {
        for (const { command, outcome, state } of live(moves)) {
          if (command.type !== 'bridge.convert' || outcome.status === 'rejected') continue
          const { params, tables } = view(system, state).mechanisms.bridge
          const { epoch } = command.input as { readonly epoch: number }
          const row = tables.requests.get({ party: command.by, epoch })!
          let waits = 0
          while (row.requestedAt + (waits + 1) * row.wait <= command.at) waits += 1
          const open = Math.min(10_000, waits * params.liquidity)
          expect(row.converted * 10_000n).toBeLessThanOrEqual(row.amount * BigInt(open))
        }
      }),
    )
  })

  it('behavior: nobody parts with what is asked for: outstanding passes a holding only by slashing', () => {
    fc.assert(
      fc.property(everything, (moves) => {
        for (const { command, outcome, before, state } of live(moves)) {
          if (outcome.status === 'rejected' || command.type === 'staking.slash') continue
          const [then, now] = [view(system, before), view(system, state)]
          for (const party of HOLDERS) {
            const owed = outstanding(now.mechanisms.bridge, party)
            const held = now.held(party, 'MPOND')
            if (command.type === 'bridge.request' && party === command.by) expect(held).toBeGreaterThanOrEqual(owed)
            if (held < owed) expect(held).toBeGreaterThanOrEqual(then.held(party, 'MPOND'))
          }
        }
      }),
    )
  })

  it('behavior: nothing is freed earlier than by one request for everything', () => {
    const frozen = lives(holding)
    fc.assert(
      fc.property(frozen, (moves) => {
        // POND is only made by converting: all of it over all parties against the best that 130 MPOND could do
        let first: number | undefined
        for (const { command, outcome, state } of live(moves)) {
          if (outcome.status === 'rejected') continue
          if (command.type === 'bridge.request') first ??= command.at
          const converted = 130n - view(system, state).supply('MPOND')
          if (converted === 0n) continue
          const tranches = Math.floor((command.at - first!) / W)
          expect(converted * 4n).toBeLessThanOrEqual(130n * BigInt(Math.min(4, tranches)))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('behavior: a session and execute agree to the byte, and verification re-executes both', () => {
    fc.assert(
      fc.property(everything, (moves) => {
        const first = genesis(system, { at: 0, stream: 'one' })
        let { state } = first
        const session = begin(system, genesis(system, { at: 0, stream: 'one' }).state)
        const records = [seal(first.decision, '0'.repeat(64))]
        for (const { command, outcome, state: now } of live(moves)) {
          state = now
          const decision = session.execute(command)
          if (outcome.status === 'rejected') {
            expect(decision).toMatchObject({ status: 'rejected', code: outcome.code })
            continue
          }
          const { hash: previous } = records.at(-1)!
          const record = seal(outcome.decision, previous)
          expect(decision.status === 'accepted' && seal(decision, previous).hash).toBe(record.hash)
          records.push(record)
        }
        expect(digest(system, session.state())).toBe(digest(system, state))
        const verified = verify(system, records)
        expect(verified).toMatchObject({ status: 'verified', sequence: records.length, hash: records.at(-1)!.hash })
        expect(view(system, first.state).balance(available('alice', 'MPOND'))).toBe(100n)
      }),
      { numRuns: 50 },
    )
  })
})
