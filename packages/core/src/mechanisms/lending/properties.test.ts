/** Random lives of a pool: suppliers, borrowers, liquidators, partners, and prices that jump. */
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { HOUR, poolSystem, terms } from '../../../test/pool.js'
import {
  audit,
  available,
  begin,
  digest,
  execute,
  genesis,
  type State,
  type System,
  seal,
  verify,
  view,
} from '../../index.js'
import { debtOf, lending, poolOf, positionOf, suppliedBy } from './index.js'

const system = poolSystem as unknown as System
const SEED = 20_261
const ASSETS = ['GOLD', 'TIN', 'ASH', 'OAK'] as const
interface Move {
  readonly by: string
  readonly type: string
  readonly input: object
  readonly after: number
}
const amount = fc.oneof(fc.bigInt({ min: 1n, max: 1500n }), fc.constantFrom(1n, 2n, 50_000n))
const borrower = fc.constantFrom('bob', 'ben')
const asset = fc.constantFrom(...ASSETS)
const after = fc.constantFrom(0, 0, 1, 600, HOUR)
const move = (type: string, by: fc.Arbitrary<string>, input: fc.Arbitrary<object>) =>
  fc.record({ by, type: fc.constant(type), input, after })
const changed = fc.record({
  asset: fc.constantFrom('GOLD', 'TIN'),
  terms: fc.constantFrom(terms(), terms({ loanToValue: 5000, threshold: 9000, bonus: 1000 })),
})
const offered = fc.constantFrom(
  { asset: 'ASH', partner: 'ashes', terms: terms({ outcome: 'burn', bonus: 0, uncovered: 500n, notice: HOUR }) },
  { asset: 'OAK', partner: 'oaks', terms: terms({ outcome: 'lock', bonus: 0, uncovered: 200n, notice: HOUR }) },
)
const partner = fc.constantFrom('ashes', 'oaks')
const taken = fc.record({ borrower, asset, amount })
const commands = [
  move('lending.supply', fc.constantFrom('sue', 'sam'), fc.record({ amount })),
  move('lending.withdraw', fc.constantFrom('sue', 'sam'), fc.record({ shares: amount.map((a) => a * 1000n) })),
  move('lending.deposit', borrower, fc.record({ asset, amount })),
  move('lending.deposit', borrower, fc.record({ asset, amount })),
  move('lending.release', borrower, fc.record({ asset, amount })),
  move('lending.borrow', borrower, fc.record({ amount })),
  move('lending.borrow', borrower, fc.record({ amount: fc.constantFrom(301n, 700n, 1402n) })),
  move('lending.repay', fc.constant('lee'), fc.record({ borrower, amount })),
  move('lending.liquidate', fc.constant('lee'), taken),
  move('lending.liquidate', fc.constant('lee'), taken),
  move('lending.redeem', borrower, fc.record({ asset: fc.constant('OAK'), amount })),
  move('lending.list', fc.constant('board'), fc.oneof(changed, offered)),
  move('lending.accept', partner, fc.record({ asset: fc.constantFrom('ASH', 'OAK'), revision: fc.constantFrom(2, 3) })),
  move('lending.retire', fc.constant('board'), fc.record({ asset: fc.constantFrom('TIN', 'OAK') })),
  move('lending.leave', partner, fc.record({ asset: fc.constantFrom('ASH', 'OAK') })),
  move('lending.guarantee', partner, fc.record({ asset: fc.constantFrom('ASH', 'OAK'), amount })),
  move('lending.reclaim', partner, fc.record({ asset: fc.constantFrom('ASH', 'OAK'), amount })),
  move('lending.skim', fc.constant('board'), fc.record({ amount: fc.constantFrom(1n, 2n), to: fc.constant('sue') })),
  move('lending.configure', fc.constant('board'), fc.record({ least: fc.constantFrom(0n, 100n) })),
]
const price = move(
  'price.report',
  fc.constant('oracle'),
  fc.record({
    base: asset,
    thousandths: fc.constantFrom(450n, 820n, 900n, 1000n, 1100n, 2000n),
    confidence: fc.constantFrom(0n, 20n),
  }),
)
/** A borrower goes to the edge, a price falls, and somebody is there to see it. */
const accident = fc
  .record({ who: borrower, base: asset, thousandths: fc.constantFrom(500n, 800n, 850n, 870n), amount, take: amount })
  .map(({ who, base, thousandths, take, amount: put }): readonly Move[] => [
    { by: who, type: 'lending.deposit', input: { asset: base, amount: put }, after: HOUR },
    { by: who, type: 'lending.borrow', input: { amount: 1n }, after: HOUR },
    { by: 'oracle', type: 'price.report', input: { base, thousandths, confidence: 0n }, after: 0 },
    { by: 'lee', type: 'lending.liquidate', input: { borrower: who, asset: base, amount: take }, after: 0 },
    {
      by: 'lee',
      type: 'lending.liquidate',
      input: { borrower: who, asset: base, amount: take },
      after: 30 * 24 * HOUR,
    },
    { by: who, type: 'lending.redeem', input: { asset: base, amount: put }, after: 0 },
    { by: 'board', type: 'lending.skim', input: { amount: 1n, to: 'sue' }, after: 0 },
    { by: 'lee', type: 'lending.repay', input: { borrower: who, amount: 50_000n }, after: 0 },
    { by: who, type: 'lending.release', input: { asset: base, amount: 1n }, after: 0 },
    { by: who, type: 'lending.confirm', input: { asset: base, outcome: 'sale' }, after: 0 },
  ])
const single = fc.oneof(...commands, price).map((one): readonly Move[] => [one])
const lives = fc
  .array(fc.oneof({ arbitrary: single, weight: 5 }, { arbitrary: accident, weight: 1 }), {
    minLength: 30,
    maxLength: 40,
    size: 'max',
  })
  .map((groups) => groups.flat())

function* live(moves: readonly Move[]) {
  let { state } = genesis(system, { at: 0, stream: 'one' })
  const prices = new Map<string, { quoteAmount: bigint; confidence: bigint }>(
    ASSETS.map((base) => [base, { quoteAmount: 1000n, confidence: 0n }]),
  )
  let [at, count] = [0, 0]
  const report = (base: string): Move => {
    const said = { base, quote: 'USD', baseAmount: 1000n, ...prices.get(base), observed: at, until: at + 9 * HOUR }
    return {
      by: 'oracle',
      type: 'price.report',
      input: { ...said, source: 'x', number: count, signatures: [] },
      after: 0,
    }
  }
  function* run({ by, type, input }: Move) {
    count += 1
    const before = state
    const command = { id: `c${count}`, by, at, type, input: resolved(state, at, by, type, input) }
    const outcome = execute(system, state, command as never)
    if (outcome.status === 'accepted') state = outcome.state
    yield { command, outcome, before, state }
  }
  const opening: readonly Move[] = [
    ...ASSETS.map(report),
    { by: 'board', type: 'lending.list', input: { asset: 'GOLD', terms: terms() }, after: 0 },
    {
      by: 'board',
      type: 'lending.list',
      input: { asset: 'TIN', terms: terms({ loanToValue: 4000, threshold: 5000, bonus: 1000 }) },
      after: 0,
    },
    ...(['ASH', 'OAK'] as const).flatMap((base): Move[] => {
      const [by, outcome] = base === 'ASH' ? (['ashes', 'burn'] as const) : (['oaks', 'lock'] as const)
      const agreed = terms({ outcome, bonus: 0, uncovered: 400n, notice: HOUR })
      return [
        { by: 'board', type: 'lending.list', input: { asset: base, partner: by, terms: agreed }, after: 0 },
        { by, type: 'lending.accept', input: { asset: base, revision: 1 }, after: 0 },
        { by, type: 'lending.guarantee', input: { asset: base, amount: 1000n }, after: 0 },
      ]
    }),
    { by: 'sue', type: 'lending.supply', input: { amount: 9000n }, after: HOUR + 1 },
    { by: 'board', type: 'lending.configure', input: { reserve: 5000 }, after: 0 },
  ]
  for (const one of [...opening, ...moves]) {
    if (one.after >= HOUR) for (const base of ASSETS) yield* run(report(base))
    at += one.after
    if (one.type === 'price.report' && 'base' in one.input) {
      const { base, thousandths, confidence } = one.input as { base: string; thousandths?: bigint; confidence: bigint }
      const next = ((prices.get(base)?.quoteAmount ?? 0n) * (thousandths ?? 1000n)) / 1000n
      if (next > 100n && next < 5000n) prices.set(base, { quoteAmount: next, confidence })
      yield* run(report(base))
    } else {
      if (one.after >= HOUR) for (const base of ASSETS) yield* run(report(base))
      yield* run(one)
    }
  }
}
/** Most borrowing goes to the edge, most liquidations take what is there and most redemptions free all. */
function resolved(state: State, at: number, by: string, type: string, input: object): object {
  const { amount: wanted = 0n } = input as { readonly amount?: bigint }
  const { tables } = pool(state, at)
  if (type === 'lending.liquidate') {
    const { borrower: who } = input as { readonly borrower: string }
    const rows = [...tables.collateral.under({ borrower: who })]
    const row = rows[Number(wanted % BigInt(rows.length || 1))]
    return row === undefined ? input : { ...input, asset: row.key.asset }
  }
  if (type !== 'lending.borrow' || wanted % 3n === 0n) return input
  try {
    return { amount: positionOf(pool(state, at), by).borrowable || 1n }
  } catch {
    return input
  }
}
const pool = (state: State, now: number) => view(poolSystem, state, now).mechanisms.lending

const accepted = new Set<string>()
afterAll(() => {
  const all = Object.keys(lending.blueprint.commands).map((command) => `lending.${command}`)
  expect(all.filter((type) => !accepted.has(type))).toEqual([])
})

describe('whatever is done', () => {
  it('behavior: audits hold, no share loses worth but by a stated loss, and refused commands change nothing', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        let last = genesis(system, { at: 0 }).state
        let refused = 0
        for (const { command, outcome, before, state } of live(moves)) {
          const { at, type } = command
          if (outcome.status === 'rejected') {
            // a digest reads the whole state: of every fifth refusal
            if (type.startsWith('lending.') && refused++ % 5 === 0) {
              expect(digest(system, state)).toBe(digest(system, before))
            }
            continue
          }
          accepted.add(type)
          last = state
          const lost = outcome.events.flatMap(({ type: event, data }) =>
            event === 'lending.absorbed' ? [(data as { suppliers: bigint }).suppliers] : [],
          )
          const loss = lost.reduce((sum, part) => sum + part, 0n)
          const [then, now] = [pool(before, at), pool(state, at)]
          if (type !== 'lending.supply' && type !== 'lending.withdraw') {
            expect(poolOf(now).assets).toBeGreaterThanOrEqual(poolOf(then).assets - loss)
            continue
          }
          for (const supplier of ['sue', 'sam']) {
            if (supplier === command.by) continue
            expect(suppliedBy(now, supplier).amount).toBeGreaterThanOrEqual(suppliedBy(then, supplier).amount)
          }
        }
        expect(audit(system, last)).toEqual([])
      }),
      { numRuns: 14, seed: SEED },
    )
  })

  it('behavior: a liquidation while collateral covers the debt leaves the position healthier, or without debt', () => {
    let seen = 0
    fc.assert(
      fc.property(lives, (moves) => {
        for (const { command, outcome, before, state } of live(moves)) {
          if (command.type !== 'lending.liquidate' || outcome.status === 'rejected') continue
          const { borrower: who } = command.input as { readonly borrower: string }
          const written = outcome.events.some(({ type }) => type === 'lending.absorbed')
          const [then, now] = [before, state].map((one) => positionAt(one, command.at, who)) as [At, At]
          if (written || then.repays <= then.debt) continue
          seen += 1
          expect(now.carries * then.debt >= then.carries * now.debt).toBe(true)
        }
      }),
      { numRuns: 24, seed: SEED },
    )
    expect(seen).toBeGreaterThan(5)
  })

  it('behavior: whoever’s collateral doesn’t carry its debt can be liquidated, by one asset or another', () => {
    let seen = 0
    fc.assert(
      fc.property(lives, (moves) => {
        for (const { command, outcome, state } of live(moves)) {
          if (outcome.status === 'rejected' || command.type !== 'price.report' || !isPriced(state)) continue
          for (const who of ['bob', 'ben']) {
            const { debt, carries } = positionAt(state, command.at, who)
            if (debt * 10_000n <= carries) continue
            const rows = [...pool(state, command.at).tables.collateral.under({ borrower: who })]
            const tried = rows.map(({ key }) => {
              const input = { borrower: who, asset: key.asset, amount: debt }
              const attempt = { id: 'try', by: 'lee', at: command.at, type: 'lending.liquidate', input }
              return execute(system, state, attempt as never).status
            })
            expect(tried).toContain('accepted')
            seen += 1
          }
        }
      }),
      { numRuns: 8, seed: SEED },
    )
    expect(seen).toBeGreaterThan(5)
  })

  it('behavior: all that suppliers and the reserve own can be paid out once every loan is repaid', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        let { state } = genesis(system, { at: 0 })
        for (const step of live(moves)) state = step.state
        let count = 0
        const run = (by: string, type: string, input: object) => {
          count += 1
          const outcome = execute(system, state, { id: `z${count}`, by, at: state.at, type, input } as never)
          if (outcome.status === 'accepted') state = outcome.state
          return outcome.status === 'accepted' ? 'accepted' : outcome.code
        }
        for (const who of ['bob', 'ben']) {
          run('lee', 'lending.repay', { borrower: who, amount: 1_000_000n })
          for (const { key, row } of pool(state, state.at).tables.collateral.under({ borrower: who })) {
            expect(run(who, 'lending.release', { asset: key.asset, amount: row.amount })).toBe('accepted')
          }
        }
        for (const by of ['sue', 'sam']) {
          const { shares, amount: worth } = suppliedBy(pool(state, state.at), by)
          if (worth > 0n) expect(run(by, 'lending.withdraw', { shares })).toBe('accepted')
        }
        const { reserve } = poolOf(pool(state, state.at))
        if (reserve > 0n) expect(run('board', 'lending.skim', { amount: reserve, to: 'sue' })).toBe('accepted')
        expect(view(poolSystem, state).balance(available('lee', 'USD'))).toBeGreaterThan(0n)
        expect(audit(system, state)).toEqual([])
      }),
      { numRuns: 24, seed: SEED },
    )
  })

  it('behavior: a session and execute agree to the byte, and verification re-executes both', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const first = genesis(system, { at: 0, stream: 'one' })
        const session = begin(system, genesis(system, { at: 0, stream: 'one' }).state)
        const records = [seal(first.decision, '0'.repeat(64))]
        for (const { command, outcome } of live(moves)) {
          const decision = session.execute(command as never)
          expect(decision.status).toBe(outcome.status)
          if (outcome.status === 'accepted') records.push(seal(outcome.decision, records.at(-1)!.hash))
        }
        expect(verify(system, records)).toMatchObject({ status: 'verified', sequence: records.length })
      }),
      { numRuns: 2, seed: SEED },
    )
  })
})

/** Whether everything has a price that isn't too old. */
function isPriced(state: State): boolean {
  const { price: priceOf } = view(poolSystem, state)
  try {
    for (const base of ASSETS) priceOf(base, 'USD')
    return true
  } catch {
    return false
  }
}
interface At {
  readonly debt: bigint
  readonly carries: bigint
  readonly repays: bigint
}
/** What a position carries, computed apart from the mechanism. */
function positionAt(state: State, at: number, who: string): At {
  const { tables, price: priceOf } = pool(state, at)
  let [carries, repays] = [0n, 0n]
  for (const { key, row } of tables.collateral.under({ borrower: who })) {
    const listing = tables.listings.get({ asset: key.asset })!
    if (listing.ends !== null && at >= listing.ends) continue
    const agreed = listing.next !== null && at >= listing.next.from ? listing.next.terms : listing.terms
    const cover = listing.next !== null && at >= listing.next.from ? agreed.uncovered : listing.uncovered
    const { baseAmount, quoteAmount, confidence } = priceOf(key.asset, 'USD')
    let value = (row.amount * (quoteAmount - confidence)) / baseAmount
    if (agreed.outcome !== 'sale') {
      const part = (row.amount * (listing.guarantee + cover)) / listing.deposited
      if (part < value) value = part
    }
    carries += value * BigInt(agreed.threshold)
    repays += (value * 10_000n) / BigInt(10_000 + agreed.bonus)
  }
  return { debt: debtOf(pool(state, at), who), carries, repays }
}
