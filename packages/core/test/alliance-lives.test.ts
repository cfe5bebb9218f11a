/** Votes, pledges and loans of networks that issue to each other, in random lives: no reserve token reaches anybody. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { audit, begin, createSystem, digest, execute, genesis, type State, view } from '../src/index.js'
import { governance } from '../src/mechanisms/governance/index.js'
import { lending } from '../src/mechanisms/lending/index.js'
import { mutualCredit, nextEpoch } from '../src/mechanisms/mutual-credit/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { DAY, FIXED, POLICY } from './partners.js'

const HOUR = 3_600
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    governance.as('gov-a').with({
      asset: 'A',
      threshold: 1n,
      delay: HOUR,
      period: 4 * HOUR,
      quorum: 100,
      majority: 5_000,
      timelock: 0,
      grace: DAY,
      guardian: null,
      representatives: ['mutual-credit'],
    }),
    mutualCredit.with({ epoch: DAY, assets: ['A', 'B'], lenders: ['bank'], authority: 'founder' }),
    lending.as('bank').with({
      asset: 'USD',
      unit: 'USD',
      curve: [{ utilisation: 0, rate: 5_000 }],
      reserve: 1_000,
      close: 5_000,
      least: 0n,
      lag: HOUR,
      authority: 'board',
    }),
  ],
  assets: [{ asset: 'A', tracked: true }, { asset: 'B', tracked: true }, { asset: 'USD' }],
  allocations: [
    { party: 'ann', asset: 'A', amount: 1_000n },
    { party: 'bob', asset: 'B', amount: 700n },
    { party: 'bea', asset: 'B', amount: 300n },
    ...['sue', 'guarantor', 'bob'].map((party) => ({ party, asset: 'USD', amount: 100_000n })),
  ],
  feeds: [{ base: 'A', quote: 'USD', policy: { ...POLICY, maxAge: 3 * DAY } }],
})

interface Deed {
  readonly by: string
  readonly type: string
  readonly input: object
}
const deed = (by: string, type: string, input: object): Deed => ({ by, type, input })
const credit = (by: string, name: string, input: object): Deed => deed(by, `mutual-credit.${name}`, input)
const reserve = { agreement: 'ab', network: 'bern', asset: 'A' }
const owing = { network: 'bern', pool: 'bank', asset: 'USD' }
const loan = { network: 'bern', asset: 'USD' }
const amount = fc.constantFrom(1n, 7n, 40n, 100n, 300n)
const holder = fc.constantFrom('bob', 'bea')
const vote = { network: 'bern', governance: 'gov-a' }
const report = (at: number, price: bigint): Deed =>
  deed('oracle', 'price.report', {
    base: 'A',
    quote: 'USD',
    baseAmount: 10n,
    quoteAmount: price,
    confidence: 0n,
    observed: at,
    until: at + 9 * DAY,
    source: 's',
    number: at,
    signatures: [],
  })

const deeds: fc.Arbitrary<Deed | 'vote' | 'fall' | 'late'> = fc.oneof(
  amount.map((a) => credit('op-b', 'pledge', { ...reserve, pool: 'bank', amount: a, outcome: 'lock' })),
  amount.map((a) => credit('op-b', 'unpledge', { ...reserve, pool: 'bank', amount: a })),
  amount.map((a) => credit('op-b', 'restore', { ...reserve, amount: a })),
  amount.map((a) => credit('op-b', 'borrow', { ...owing, amount: a })),
  fc
    .tuple(amount, fc.constantFrom('USD', 'A', 'B'))
    .map(([a, asset]) => credit('op-b', 'borrow', { ...owing, asset, amount: a })),
  fc
    .tuple(amount, fc.constantFrom('USD', 'USD', 'A'))
    .map(([a, asset]) => credit('op-b', 'repay', { ...owing, asset, amount: a })),
  amount.map((a) => credit('op-b', 'redeem', { ...owing, collateral: 'A', amount: a })),
  amount.map((a) => credit('sue', 'fund', { ...loan, amount: a })),
  fc
    .tuple(amount, fc.constantFrom('USD', 'A', 'B'))
    .map(([a, asset]) => credit('op-b', 'spend', { network: 'bern', asset, amount: a, to: 'sue' })),
  fc
    .option(
      fc.record({
        amount: fc.bigInt(1n, 3n),
        against: fc.bigInt(1n, 3n),
        rate: fc.nat(300),
        term: fc.integer({ min: 1, max: 3 }),
      }),
      { freq: 4 },
    )
    .map((terms) => credit('op-b', 'lend', { ...loan, terms })),
  fc.tuple(holder, amount).map(([by, a]) => credit(by, 'draw', { ...loan, amount: a })),
  fc.tuple(holder, amount).map(([borrower, a]) => credit('bob', 'pay-back', { ...loan, borrower, amount: a })),
  holder.map((borrower) => credit('x', 'foreclose', { ...loan, borrower })),
  fc
    .tuple(amount, fc.constantFrom('@mutual-credit.bern', 'bob'))
    .map(([a, borrower]) => deed('sue', 'bank.liquidate', { borrower, asset: 'A', amount: a })),
  fc.constantFrom('vote' as const, 'fall' as const, 'late' as const),
)
const lives = fc.noBias(
  fc.array(fc.tuple(fc.constantFrom(0, HOUR, DAY / 3, DAY), deeds), { minLength: 30, maxLength: 60, size: 'max' }),
)

const see = (state: State) => view(system, state)

describe('over random lives of two networks and a lender', () => {
  it('audits hold, refused commands change nothing, and what reserves hold reaches nobody', () => {
    const accepted = new Set<string>()
    fc.assert(
      fc.property(lives, (life) => {
        let { state } = genesis(system, { at: 0 })
        const session = begin(system, genesis(system, { at: 0 }).state)
        let at = 0
        let count = 0
        const run = ({ by, type, input }: Deed): boolean => {
          count += 1
          const command = { id: `c${count}`, by, at, type, input }
          const outcome = execute(system, state, command as never)
          expect(session.execute(command).status).toBe(outcome.status)
          if (outcome.status === 'rejected') return false
          accepted.add(type)
          state = outcome.state
          return true
        }
        const settle = (): void => {
          for (let more = true; more; ) {
            const next = nextEpoch(see(state).mechanisms['mutual-credit'])
            more = next !== undefined && run(credit('x', 'settle', { epoch: next.key.epoch, ...next.row, limit: 1 }))
          }
        }
        /** Whoever draws a loan agrees to the terms of the moment. */
        const agreeing = (one: Deed): Deed => {
          const terms = see(state).mechanisms['mutual-credit'].tables.terms.get(loan)
          return one.type === 'mutual-credit.draw' && terms !== undefined
            ? { ...one, input: { ...one.input, terms } }
            : one
        }
        /** The price falls, and what was pledged is locked; some of it is redeemed and brought back. */
        const fall = (): void => {
          run(report(at, 3n))
          run(deed('sue', 'bank.liquidate', { borrower: '@mutual-credit.bern', asset: 'A', amount: 200n }))
          run(credit('sue', 'fund', { ...loan, amount: 50n }))
          run(credit('op-b', 'redeem', { ...owing, collateral: 'A', amount: 9n }))
          run(report(at, 40n))
        }
        /** A proposal, and what holders of the other network say of it. */
        const ask = (): void => {
          const { proposals } = see(state).mechanisms['gov-a'].tables
          if (!run(deed('ann', 'gov-a.propose', { description: '', actions: [] }))) return
          const proposal = proposals.entries().length + 1
          const { start, end } = see(state).mechanisms['gov-a'].tables.proposals.get({ proposal }) ?? {
            start: 0,
            end: 0,
          }
          at = start
          const one = { ...vote, proposal }
          run(credit('x', 'open-vote', { ...one, asset: 'A', start, end }))
          run(credit('bob', 'ballot', { ...one, support: 'for' }))
          run(credit('bea', 'ballot', { ...one, support: 'abstain' }))
          at = end - 1
          run(credit('x', 'cast', one))
          at = end
        }
        run(credit('founder', 'found', { network: 'alba', operator: 'op-a', asset: 'A' }))
        run(credit('founder', 'found', { network: 'bern', operator: 'op-b', asset: 'B' }))
        run(
          credit('op-a', 'propose', {
            agreement: 'ab',
            network: 'alba',
            partner: 'bern',
            terms: { ...FIXED, lock: 2 },
          }),
        )
        run(credit('op-b', 'accept', { agreement: 'ab', network: 'bern', revision: 1 }))
        run(deed('sue', 'bank.supply', { amount: 50_000n }))
        const terms = {
          loanToValue: 5_000,
          threshold: 8_000,
          bonus: 0,
          cap: 10_000n,
          outcome: 'lock',
          uncovered: 0n,
          notice: DAY,
        }
        run(deed('board', 'bank.list', { asset: 'A', partner: 'guarantor', terms }))
        run(deed('guarantor', 'bank.accept', { asset: 'A', revision: 1 }))
        run(deed('guarantor', 'bank.guarantee', { asset: 'A', amount: 50_000n }))
        at = 3 * DAY
        run(report(at, 40n))
        settle()
        at += 2 * HOUR
        run(report(at, 40n))
        run(credit('op-b', 'pledge', { ...reserve, pool: 'bank', amount: 150n, outcome: 'lock' }))
        run(credit('op-b', 'borrow', { ...owing, amount: 290n }))
        life.forEach(([wait, one], index) => {
          at += wait
          if (index % 3 === 0) run(report(at, 40n))
          if (one !== 'late') settle()
          if (one === 'vote') ask()
          else if (one === 'fall') fall()
          else if (one !== 'late') run(agreeing(one))
          const now = see(state)
          expect(now.held('ann', 'A')).toBe(1_000n)
          for (const party of ['bob', 'bea', 'sue', 'op-b', 'guarantor']) expect(now.held(party, 'A')).toBe(0n)
        })
        expect(audit(system, state)).toEqual([])
        expect(digest(system, session.state())).toBe(digest(system, state))
      }),
      { numRuns: 14, endOnFailure: true },
    )
    const all =
      'open-vote ballot cast pledge unpledge restore borrow repay redeem fund spend lend draw pay-back foreclose'.split(
        ' ',
      )
    expect(all.filter((name) => !accepted.has(`mutual-credit.${name}`))).toEqual([])
    expect(accepted).toContain('bank.liquidate')
  })
})
