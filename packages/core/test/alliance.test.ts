/** Governance, mutual credit, lending and a liquidity pool in one system: who decides, and what a reserve can't be used for. */
import { describe, expect, it } from 'vitest'
import { audit, createSystem, pathOf } from '../src/index.js'
import { governance, tallyOf } from '../src/mechanisms/governance/index.js'
import { debtOf, lending } from '../src/mechanisms/lending/index.js'
import { mutualCredit, nextEpoch, reserveAccount } from '../src/mechanisms/mutual-credit/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { DAY, FIXED, POLICY } from './partners.js'
import { story } from './support/story.js'

const HOUR = 3_600
const governed = (asset: string, name: string) => ({
  asset,
  threshold: 100n,
  delay: HOUR,
  period: 4 * HOUR,
  quorum: 100,
  majority: 5_000,
  timelock: HOUR,
  grace: 10 * DAY,
  guardian: null,
  representatives: ['mutual-credit'],
  authority: `@${name}`,
})

function alliance() {
  const system = createSystem({
    spec: '1.0',
    mechanisms: [
      transfer.with({}),
      governance.as('gov-a').with(governed('A', 'gov-a')),
      governance.as('gov-b').with(governed('B', 'gov-b')),
      mutualCredit.with({ epoch: DAY, assets: ['A', 'B'], lenders: ['bank'], authority: 'founder' }),
      lending.as('bank').with({
        asset: 'USD',
        unit: 'USD',
        curve: [{ utilisation: 0, rate: 500 }],
        reserve: 1_000,
        close: 5_000,
        least: 10n,
        lag: HOUR,
        authority: '@gov-b',
      }),
    ],
    assets: [{ asset: 'A', tracked: true }, { asset: 'B', tracked: true }, { asset: 'USD' }],
    allocations: [
      { party: 'ann', asset: 'A', amount: 1_000n },
      { party: 'abe', asset: 'A', amount: 600n },
      { party: 'bob', asset: 'B', amount: 700n },
      { party: 'bea', asset: 'B', amount: 300n },
      { party: 'sue', asset: 'USD', amount: 100_000n },
      { party: '@gov-a', asset: 'USD', amount: 5_000n },
    ],
    feeds: [{ base: 'A', quote: 'USD', policy: { ...POLICY, maxAge: 2 * DAY } }],
  })
  const life = story(system)
  let at = 0
  const tell = (by: string, type: string, input: object) => life.run(by, type, input, at)
  const see = () => life.see(at)
  /** Days and hours after the beginning. */
  const on = (time: number) => {
    at = time
  }
  const price = (quoteAmount: bigint) =>
    tell('oracle', 'price.report', {
      base: 'A',
      quote: 'USD',
      baseAmount: 1n,
      quoteAmount,
      confidence: 0n,
      observed: at,
      until: at + 30 * DAY,
      source: 's',
      number: at,
      signatures: [],
    })
  const settle = () => {
    for (;;) {
      const next = nextEpoch(see().mechanisms['mutual-credit'])
      if (next === undefined) return
      if (tell('x', 'mutual-credit.settle', { epoch: next.key.epoch, ...next.row, limit: 9 }) !== 'accepted') return
    }
  }
  /** Proposes, votes and executes; takes seven hours. */
  const decide = (name: string, by: string, actions: readonly object[]) => {
    const { length } = see().mechanisms[name as 'gov-a'].tables.proposals.entries()
    const proposal = length + 1
    expect(tell(by, `${name}.propose`, { description: '', actions })).toBe('accepted')
    at += HOUR + 1
    expect(tell(by, `${name}.vote`, { proposal, support: 'for' })).toBe('accepted')
    at += 4 * HOUR
    expect(tell(by, `${name}.queue`, { proposal })).toBe('accepted')
    at += HOUR
    settle()
    return tell(by, `${name}.execute`, { proposal })
  }
  tell('founder', 'mutual-credit.found', { network: 'alba', operator: '@gov-a', asset: 'A' })
  tell('founder', 'mutual-credit.found', { network: 'bern', operator: '@gov-b', asset: 'B' })
  return { life, tell, see, on, price, settle, decide, system, now: () => at }
}

const text = (value: unknown): object =>
  JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'bigint' || typeof v === 'number' ? String(v) : v)))
const action = (type: string, input: object) => ({ type, input: text(input) })
const TERMS = { ...FIXED, first: { kind: 'fixed' as const, amount: 200n } }
const key = { agreement: 'ab', network: 'bern', asset: 'A' }
const pool = { pool: 'bank' }

/** Both networks have decided for the agreement, and three epochs have flowed. */
function agreed() {
  const a = alliance()
  const offer = { agreement: 'ab', network: 'alba', partner: 'bern', terms: TERMS }
  expect(a.decide('gov-a', 'ann', [action('mutual-credit.propose', offer)])).toBe('accepted')
  const accept = action('mutual-credit.accept', { agreement: 'ab', network: 'bern', revision: 1 })
  expect(a.decide('gov-b', 'bob', [accept])).toBe('accepted')
  a.on(4 * DAY)
  a.settle()
  const reserve = () => a.see().balance(reserveAccount(a.see().mechanisms['mutual-credit'], key))
  expect(reserve()).toBe(600n)
  return { ...a, reserve }
}

/** Bern's reserve is pledged to the bank, with a guarantee by whoever speaks for Alba, and 600 USD are borrowed. */
function pledged(outcome: 'burn' | 'lock') {
  const a = agreed()
  a.tell('sue', 'bank.supply', { amount: 10_000n })
  const terms = { loanToValue: 5_000, threshold: 8_000, bonus: 0, cap: 10_000n, outcome, uncovered: 0n, notice: DAY }
  expect(a.decide('gov-b', 'bob', [action('bank.list', { asset: 'A', partner: '@gov-a', terms })])).toBe('accepted')
  const guarantee = [
    action('bank.accept', { asset: 'A', revision: 1 }),
    action('bank.guarantee', { asset: 'A', amount: 2_000n }),
  ]
  expect(a.decide('gov-a', 'ann', guarantee)).toBe('accepted')
  a.price(4n)
  a.on(a.now() + 2 * HOUR)
  a.price(4n)
  const use = [
    action('mutual-credit.pledge', { ...key, ...pool, amount: 400n, outcome }),
    action('mutual-credit.borrow', { network: 'bern', ...pool, asset: 'USD', amount: 600n }),
  ]
  expect(a.decide('gov-b', 'bob', use)).toBe('accepted')
  return a
}

describe('an agreement between two governances', () => {
  it('is proposed by the one and accepted by the other, each by its holders’ vote', () => {
    const { see } = agreed()
    expect(see().mechanisms['mutual-credit'].tables.agreements.get({ agreement: 'ab' })?.first).toBe('alba')
  })

  it('is votes of the reserve in the partner’s governance, split as the own holders decide', () => {
    const { tell, see, on, now } = agreed()
    on(now() + 1)
    tell('abe', 'gov-a.propose', { description: '', actions: [] })
    const proposal = 2
    const { start, end } = see().mechanisms['gov-a'].tables.proposals.get({ proposal }) ?? { start: 0, end: 0 }
    const vote = { network: 'bern', governance: 'gov-a', proposal }
    on(start + 1)
    expect(tell('x', 'mutual-credit.open-vote', { ...vote, asset: 'A', start: start - 1, end })).toBe(
      'GOVERNANCE_PROPOSAL_DIFFERS',
    )
    expect(tell('x', 'mutual-credit.open-vote', { ...vote, asset: 'A', start, end })).toBe('accepted')
    expect(tell('bob', 'mutual-credit.ballot', { ...vote, support: 'for' })).toBe('accepted')
    expect(tell('bob', 'mutual-credit.ballot', { ...vote, support: 'for' })).toBe('MUTUAL_VOTE_TAKEN')
    expect(tell('bea', 'mutual-credit.ballot', { ...vote, support: 'against' })).toBe('accepted')
    expect(tell('ann', 'mutual-credit.ballot', { ...vote, support: 'for' })).toBe('MUTUAL_POWER_MISSING')
    expect(tell('x', 'mutual-credit.cast', vote)).toBe('MUTUAL_VOTE_OPEN')
    on(start + 3 * HOUR)
    expect(tell('bea', 'mutual-credit.ballot', { ...vote, support: 'for' })).toBe('MUTUAL_VOTE_CLOSED')
    expect(tell('x', 'mutual-credit.cast', vote)).toBe('accepted')
    // 600 A split as 700 to 300
    expect(tallyOf(see().mechanisms['gov-a'], proposal)).toMatchObject({ for: 420n, against: 180n, abstain: 0n })
    expect(tell('x', 'mutual-credit.cast', vote)).toBe('MUTUAL_VOTE_TAKEN')
  })

  it('is no vote of what a network has of its own asset: a single ballot would cast its fees and its treasury', () => {
    const { tell, see, on, now } = agreed()
    expect(tell('ann', 'mutual-credit.collect', { network: 'alba', amount: 200n })).toBe('accepted')
    expect(tell('ann', 'mutual-credit.fund', { network: 'alba', asset: 'A', amount: 300n })).toBe('accepted')
    on(now() + 1)
    tell('abe', 'gov-a.propose', { description: '', actions: [] })
    const { start, end } = see().mechanisms['gov-a'].tables.proposals.get({ proposal: 2 }) ?? { start: 0, end: 0 }
    const vote = { network: 'alba', governance: 'gov-a', proposal: 2 }
    on(start + 1)
    expect(tell('x', 'mutual-credit.open-vote', { ...vote, asset: 'A', start, end })).toBe('MUTUAL_WITH_SELF')
    expect(tell('abe', 'mutual-credit.ballot', { ...vote, support: 'for' })).toBe('MUTUAL_VOTE_UNKNOWN')
    on(start + 3 * HOUR)
    expect(tell('x', 'mutual-credit.cast', vote)).toBe('MUTUAL_VOTE_UNKNOWN')
    expect(tallyOf(see().mechanisms['gov-a'], 2)).toMatchObject({ for: 0n })
  })

  it('abstains where nobody votes', () => {
    const { tell, see, on, now } = agreed()
    on(now() + 1)
    tell('abe', 'gov-a.propose', { description: '', actions: [] })
    const { start, end } = see().mechanisms['gov-a'].tables.proposals.get({ proposal: 2 }) ?? { start: 0, end: 0 }
    const vote = { network: 'bern', governance: 'gov-a', proposal: 2 }
    on(end - 1)
    tell('x', 'mutual-credit.open-vote', { ...vote, asset: 'A', start, end })
    expect(tell('x', 'mutual-credit.cast', vote)).toBe('accepted')
    expect(tallyOf(see().mechanisms['gov-a'], 2)).toMatchObject({ for: 0n, against: 0n, abstain: 600n })
  })
})

describe('a reserve', () => {
  it('is reached by no transfer, and by nobody but its network’s governance', () => {
    const { tell, see } = agreed()
    const party = '@mutual-credit.bern'
    expect(tell(party, 'transfer.send', { to: 'bob', asset: 'A', amount: 1n })).toBe('COMMAND_MALFORMED')
    expect(tell('bob', 'mutual-credit.pledge', { ...key, ...pool, amount: 1n, outcome: 'burn' })).toBe(
      'MUTUAL_NOT_OPERATOR',
    )
    expect(pathOf(reserveAccount(see().mechanisms['mutual-credit'], key))).toBe(
      '@mutual-credit.bern/mutual-credit.reserve:ab',
    )
  })

  it('that is pledged can’t be distributed', () => {
    const { decide, tell, see, reserve, settle, on, now, life, system } = pledged('burn')
    expect([reserve(), see().held('@mutual-credit.bern', 'A')]).toEqual([200n, 600n])
    const again = action('mutual-credit.pledge', { ...key, ...pool, amount: 401n, outcome: 'burn' })
    tell('bea', 'mutual-credit.stake', { network: 'bern', amount: 10n })
    expect(tell('gov', 'mutual-credit.distribute', { ...key, schedule: null })).toBe('MUTUAL_NOT_OPERATOR')
    const schedule = { kind: 'share', over: 0, cliff: 0, share: 10_000 }
    expect(decide('gov-b', 'bob', [action('mutual-credit.distribute', { ...key, schedule })])).toBe('accepted')
    expect(reserve()).toBe(0n)
    on(now() + 2 * DAY)
    settle()
    expect(tell('bea', 'mutual-credit.claim', { network: 'bern', pot: 'ab', asset: 'A' })).toBe('accepted')
    // what was open, and what has flowed since, but nothing of the 400 at the bank
    const claimed = see().balance({ party: 'bea', asset: 'A', purpose: 'available' })
    const flowed = see().mechanisms['mutual-credit'].tables.flows.get({ agreement: 'ab' })?.first ?? 0n
    expect(claimed).toBeLessThanOrEqual(flowed - 400n)
    expect(see().held('@mutual-credit.bern', 'A')).toBe(flowed - claimed)
    expect(decide('gov-b', 'bob', [again])).toBe('MUTUAL_RESERVE_EXCEEDED')
    expect(audit(system, life.state)).toEqual([])
  })

  it('that is liquidated votes no longer, and is never sold', () => {
    const { tell, see, price, on, now, settle, life, system } = pledged('burn')
    on(now() + HOUR)
    price(1n)
    const supply = see().supply('A')
    expect(tell('sue', 'bank.liquidate', { borrower: '@mutual-credit.bern', asset: 'A', amount: 1_000n })).toBe(
      'accepted',
    )
    expect(see().balance({ party: 'sue', asset: 'A', purpose: 'available' })).toBe(0n)
    expect(see().supply('A')).toBe(supply - 400n)
    settle()
    const held = see().held('@mutual-credit.bern', 'A')
    on(now() + 1)
    tell('abe', 'gov-a.propose', { description: '', actions: [] })
    const proposal = see().mechanisms['gov-a'].tables.proposals.entries().length
    const { start, end } = see().mechanisms['gov-a'].tables.proposals.get({ proposal }) ?? { start: 0, end: 0 }
    const vote = { network: 'bern', governance: 'gov-a', proposal }
    on(end - 1)
    tell('x', 'mutual-credit.open-vote', { ...vote, asset: 'A', start, end })
    tell('x', 'mutual-credit.cast', vote)
    expect(tallyOf(see().mechanisms['gov-a'], proposal)).toMatchObject({ abstain: held })
    expect(audit(system, life.state)).toEqual([])
  })

  it('comes back under the lock it came with once the loan is repaid, whoever releases it', () => {
    const { decide, tell, see, settle, reserve, life, system } = pledged('lock')
    settle()
    const debt = debtOf(see().mechanisms.bank, '@mutual-credit.bern')
    tell('sue', 'mutual-credit.fund', { network: 'bern', asset: 'USD', amount: 100n })
    const back = [
      action('mutual-credit.repay', { network: 'bern', ...pool, asset: 'USD', amount: debt + 50n }),
      action('mutual-credit.unpledge', { ...key, ...pool, amount: 400n }),
    ]
    expect(decide('gov-b', 'bob', back)).toBe('accepted')
    expect(reserve()).toBe(see().mechanisms['mutual-credit'].tables.flows.get({ agreement: 'ab' })?.first)
    expect(
      see().balance({ party: '@mutual-credit.bern', asset: 'USD', purpose: 'mutual-credit.treasury' }),
    ).toBeGreaterThan(0n)
    expect(see().mechanisms['mutual-credit'].tables.pledges.size).toBe(0)
    expect(audit(system, life.state)).toEqual([])
  })
})

describe('what is borrowed', () => {
  it('is lent on to the network’s own holders, secured by what they hold', () => {
    const { decide, tell, see, on, now } = pledged('burn')
    const terms = { amount: 2n, against: 1n, rate: 100, term: 2 }
    expect(decide('gov-b', 'bob', [action('mutual-credit.lend', { network: 'bern', asset: 'USD', terms })])).toBe(
      'accepted',
    )
    const loan = { network: 'bern', asset: 'USD' }
    expect(tell('bob', 'mutual-credit.draw', { ...loan, amount: 201n, terms })).toBe('accepted')
    expect(see().balance({ party: 'bob', asset: 'B', purpose: 'available' })).toBe(700n - 101n)
    expect(see().held('bob', 'B')).toBe(700n)
    expect(tell('bea', 'mutual-credit.draw', { ...loan, amount: 100n, terms })).toBe('accepted')
    // an epoch's interest of 201 at 1 %, rounded up
    const back = { ...loan, borrower: 'bob', amount: 1_000n }
    tell('sue', 'transfer.send', { to: 'bob', asset: 'USD', amount: 10n })
    expect(tell('bob', 'mutual-credit.pay-back', back)).toBe('accepted')
    expect(see().balance({ party: 'bob', asset: 'USD', purpose: 'available' })).toBe(211n - 204n)
    expect(tell('x', 'mutual-credit.foreclose', { ...loan, borrower: 'bea' })).toBe('MUTUAL_LOAN_NOT_DUE')
    on(now() + 3 * DAY)
    expect(tell('x', 'mutual-credit.foreclose', { ...loan, borrower: 'bea' })).toBe('accepted')
    expect(see().balance({ party: 'bea', asset: 'B', purpose: 'available' })).toBe(250n)
  })
})
