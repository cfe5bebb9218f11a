import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { story } from '../../../test/support/story.js'
import {
  audit,
  available,
  createSystem,
  digest,
  execute,
  genesis,
  type System,
  seal,
  verify,
  view,
} from '../../index.js'
import { coverLeft, partOf, payoutOf, riskPool } from './index.js'

const MEMBERS = ['ann', 'ben', 'cat'] as const
const system = createSystem({
  spec: '1.0',
  mechanisms: [riskPool.with({ asset: 'USD', authority: 'board' })],
  assets: [{ asset: 'USD' }],
  allocations: MEMBERS.map((party) => ({ party, asset: 'USD', amount: 10_000n })),
})
const rules = { ends: 1000, wait: 100, window: 50, cap: 500n, assessors: ['eve', 'fay', 'gus'], threshold: 2 }
const cover = (name: string, amount: bigint) => ({
  term: 't',
  cover: name,
  kind: 'holding',
  subject: 'the vault of the bridge',
  amount,
})
const claim = (name: string, on: string, amount: bigint, event = 1) => ({
  term: 't',
  claim: name,
  cover: on,
  event,
  amount,
  evidence: 'tx 7',
})
type Life = ReturnType<typeof begin>
const begin = () => story(system)
const usd = (life: Life, party: string) => life.see().balance(available(party, 'USD'))
const pool = (life: Life) => life.see().mechanisms['risk-pool']

/** ann covers 4,000 at 10 %, ben 2,000 at 20 %; something happened at 200. */
function covered(): Life {
  const life = begin()
  const done = [
    life.run('board', 'risk-pool.open', { term: 't', ...rules }),
    life.run('board', 'risk-pool.admit', { term: 't', member: 'ann', weight: 1000 }),
    life.run('board', 'risk-pool.admit', { term: 't', member: 'ben', weight: 2000 }),
    life.run('ann', 'risk-pool.register', cover('a', 4000n)),
    life.run('ben', 'risk-pool.register', cover('b', 2000n)),
    life.run('eve', 'risk-pool.declare', { term: 't', occurred: 200, about: 'a break-in' }, 200),
  ]
  expect(done).toEqual(done.map(() => 'accepted'))
  return life
}
function approve(life: Life, name: string): void {
  for (const by of ['eve', 'gus']) {
    expect(life.run(by, 'risk-pool.assess', { term: 't', claim: name, approve: true })).toBe('accepted')
  }
}

describe('a term', () => {
  it('default: paid by weight, claimed, assessed, paid, and what is left returns pro rata', () => {
    const life = covered()
    expect([usd(life, 'ann'), usd(life, 'ben')]).toEqual([9600n, 9600n])
    expect(life.run('ann', 'risk-pool.claim', claim('1', 'a', 300n), 210)).toBe('accepted')
    expect(coverLeft(pool(life), 't', 'a')).toBe(3700n)
    approve(life, '1')
    expect(life.events).toEqual([{ approved: true }])
    expect(life.run('cat', 'risk-pool.collect', { term: 't', claim: '1' })).toBe('RISK_CLAIM_NOT_DUE')
    expect(life.run('cat', 'risk-pool.settle', { term: 't' }, 249)).toBe('RISK_EVENT_NOT_OVER')
    expect(life.run('cat', 'risk-pool.settle', { term: 't' }, 250)).toBe('accepted')
    expect(life.events).toEqual([{ event: 1, pot: 300n }])
    expect(payoutOf(pool(life), 't', '1')).toBe(300n)
    expect(life.run('cat', 'risk-pool.collect', { term: 't', claim: '1' })).toBe('accepted')
    expect(usd(life, 'ann')).toBe(9900n)
    expect(life.run('cat', 'risk-pool.close', { term: 't' }, 1049)).toBe('RISK_TERM_NOT_OVER')
    expect(life.run('cat', 'risk-pool.close', { term: 't' }, 1050)).toBe('accepted')
    for (const contribution of [2, 1]) {
      expect(life.run('cat', 'risk-pool.refund', { term: 't', contribution })).toBe('accepted')
      expect(life.events).toEqual([{ amount: 250n }])
    }
    expect([usd(life, 'ann'), usd(life, 'ben')]).toEqual([10_150n, 9850n])
    expect(life.failed()).toEqual([])
  })
  it('behavior: an event pays its cap at most, to all claims alike, whoever collects first', () => {
    const payouts = [false, true].map((turned) => {
      const life = covered()
      expect(life.run('board', 'risk-pool.admit', { term: 't', member: 'cat', weight: 10_000 })).toBe('accepted')
      life.run('cat', 'risk-pool.contribute', { term: 't', amount: 5000n })
      life.run('ann', 'risk-pool.claim', claim('1', 'a', 1001n))
      life.run('ben', 'risk-pool.claim', claim('2', 'b', 1000n))
      for (const name of ['1', '2']) approve(life, name)
      life.run('cat', 'risk-pool.settle', { term: 't' }, 300)
      expect(life.events).toEqual([{ event: 1, pot: 500n }])
      for (const name of turned ? ['2', '1'] : ['1', '2'])
        life.run('cat', 'risk-pool.collect', { term: 't', claim: name })
      expect(life.failed()).toEqual([])
      return [usd(life, 'ann'), usd(life, 'ben')]
    })
    expect(payouts).toEqual([
      [9850n, 9850n],
      [9850n, 9850n],
    ])
  })
  it('behavior: the pool pays no more than it has, and never out of another term', () => {
    const life = covered()
    const many = { ...rules, term: 'u', ends: 5000, cap: 10n ** 6n }
    expect(life.run('board', 'risk-pool.open', many)).toBe('accepted')
    life.run('board', 'risk-pool.admit', { term: 'u', member: 'cat', weight: 10_000 })
    life.run('cat', 'risk-pool.register', { ...cover('c', 9000n), term: 'u' })
    const bold = claim('1', 'a', 4000n)
    expect(life.run('ann', 'risk-pool.claim', bold)).toBe('accepted')
    approve(life, '1')
    life.run('cat', 'risk-pool.settle', { term: 't' }, 250)
    expect(life.events).toEqual([{ event: 1, pot: 500n }])
    life.run('eve', 'risk-pool.declare', { term: 't', occurred: 250, about: 'another' })
    life.run('ben', 'risk-pool.claim', claim('2', 'b', 2000n, 2))
    approve(life, '2')
    life.run('cat', 'risk-pool.settle', { term: 't' }, 300)
    expect(life.events).toEqual([{ event: 2, pot: 300n }])
    expect(life.failed()).toEqual([])
  })
  it('behavior: a claim that too many deny is free to be made again, one that nobody decides lapses', () => {
    const life = covered()
    life.run('ann', 'risk-pool.claim', claim('1', 'a', 4000n))
    for (const by of ['eve', 'gus']) life.run(by, 'risk-pool.assess', { term: 't', claim: '1', approve: false })
    expect(life.events).toEqual([{ approved: false }])
    expect(life.run('ann', 'risk-pool.claim', claim('2', 'a', 4000n))).toBe('accepted')
    life.run('eve', 'risk-pool.assess', { term: 't', claim: '2', approve: true })
    expect(life.run('cat', 'risk-pool.settle', { term: 't' }, 299)).toBe('RISK_EVENT_NOT_OVER')
    expect(life.run('gus', 'risk-pool.assess', { term: 't', claim: '2', approve: true }, 300)).toBe('RISK_EVENT_OVER')
    expect(life.run('cat', 'risk-pool.settle', { term: 't' }, 300)).toBe('accepted')
    expect(payoutOf(pool(life), 't', '2')).toBe(0n)
    expect(payoutOf(pool(life), 't', '2')).toBe(0n)
  })
  it('behavior: a claim that lapsed frees its cover once, and is paid nothing', () => {
    const life = covered()
    expect(life.run('ann', 'risk-pool.claim', claim('1', 'a', 4000n))).toBe('accepted')
    life.run('eve', 'risk-pool.declare', { term: 't', occurred: 290, about: 'another' }, 290)
    expect(life.run('ann', 'risk-pool.collect', { term: 't', claim: '1' }, 300)).toBe('RISK_CLAIM_NOT_DUE')
    expect(life.run('cat', 'risk-pool.settle', { term: 't' }, 300)).toBe('accepted')
    expect(life.events).toEqual([{ event: 1, pot: 0n }])
    expect(life.run('ann', 'risk-pool.claim', claim('2', 'a', 1n, 2))).toBe('RISK_COVER_EXCEEDED')
    expect(life.run('cat', 'risk-pool.collect', { term: 't', claim: '1' })).toBe('accepted')
    expect(life.events).toEqual([{ amount: 4000n }])
    expect([coverLeft(pool(life), 't', 'a'), usd(life, 'ann')]).toEqual([4000n, 9600n])
    expect(life.run('cat', 'risk-pool.collect', { term: 't', claim: '1' })).toBe('RISK_CLAIM_NOT_DUE')
    expect(life.run('ann', 'risk-pool.claim', claim('2', 'a', 4000n, 2))).toBe('accepted')
    expect(life.failed()).toEqual([])
  })
  it('behavior: a payout that was capped uses up its cover by all that was approved', () => {
    const life = covered()
    life.run('ann', 'risk-pool.claim', claim('1', 'a', 4000n))
    approve(life, '1')
    life.run('cat', 'risk-pool.settle', { term: 't' }, 250)
    life.run('cat', 'risk-pool.collect', { term: 't', claim: '1' })
    expect(life.events).toEqual([{ amount: 500n }])
    life.run('eve', 'risk-pool.declare', { term: 't', occurred: 250, about: 'another' })
    expect(life.run('ann', 'risk-pool.claim', claim('2', 'a', 1n, 2))).toBe('RISK_COVER_EXCEEDED')
  })
  it('behavior: nobody assesses a claim on its own cover; the other assessors decide it', () => {
    const life = begin()
    const own = { ...rules, assessors: ['ann', 'fay', 'gus'] }
    life.run('board', 'risk-pool.open', { term: 't', ...own })
    life.run('board', 'risk-pool.admit', { term: 't', member: 'ann', weight: 1000 })
    life.run('ann', 'risk-pool.register', cover('a', 4000n))
    life.run('ann', 'risk-pool.declare', { term: 't', occurred: 200, about: 'a break-in' }, 200)
    for (const name of ['1', '2']) life.run('ann', 'risk-pool.claim', claim(name, 'a', 2000n))
    const assess = (by: string, name: string, approve: boolean) =>
      life.run(by, 'risk-pool.assess', { term: 't', claim: name, approve })
    expect(assess('ann', '1', true)).toBe('RISK_CLAIM_OWN')
    expect(assess('fay', '1', true)).toBe('accepted')
    expect(assess('gus', '1', true)).toBe('accepted')
    expect(life.events).toEqual([{ approved: true }])
    // two of the other two would have to approve it: one that denies it decides
    expect(assess('fay', '2', false)).toBe('accepted')
    expect(life.events).toEqual([{ approved: false }])
    expect(coverLeft(pool(life), 't', 'a')).toBe(2000n)
  })
  it('behavior: what happened before a cover began isn’t covered', () => {
    const life = covered()
    life.run('eve', 'risk-pool.declare', { term: 't', occurred: 99, about: 'before' })
    expect(life.run('ann', 'risk-pool.claim', claim('1', 'a', 1n, 2))).toBe('RISK_NOT_COVERED')
  })
  it('behavior: many idle events are settled by few commands', () => {
    const life = covered()
    for (let i = 0; i < 99; i++) life.run('fay', 'risk-pool.declare', { term: 't', occurred: 150, about: '' })
    expect(life.run('cat', 'risk-pool.settle', { term: 't' }, 250)).toBe('accepted')
    expect(life.events).toHaveLength(64)
    expect(life.run('cat', 'risk-pool.settle', { term: 't' })).toBe('accepted')
    expect(life.events).toHaveLength(36)
    expect(life.run('cat', 'risk-pool.settle', { term: 't' })).toBe('RISK_EVENT_UNKNOWN')
  })
  it('error: the codes in order of precedence', () => {
    const life = covered()
    const open = (more: object) => life.run('board', 'risk-pool.open', { term: 'u', ...rules, ...more })
    expect(open({ term: 't', threshold: 4 })).toBe('RISK_TERM_TAKEN')
    for (const bad of [
      { threshold: 4 },
      { threshold: 0 },
      { ends: 200 },
      { ends: Number.MAX_SAFE_INTEGER - 1 },
      { assessors: ['eve', 'eve'] },
    ]) {
      expect(open(bad)).toBe('RISK_TERM_REFUSED')
    }
    expect(life.run('board', 'risk-pool.admit', { term: 'x', member: 'ann', weight: 1 })).toBe('RISK_TERM_UNKNOWN')
    expect(life.run('dan', 'risk-pool.register', cover('a', 1n), 900)).toBe('RISK_TERM_OVER')
    expect(life.run('cat', 'risk-pool.contribute', { term: 't', amount: 1n })).toBe('RISK_NOT_MEMBER')
    expect(life.run('eve', 'risk-pool.declare', { term: 't', occurred: 900, about: '' }, 900)).toBe('accepted')
    expect(life.run('ann', 'risk-pool.declare', { term: 't', occurred: 901, about: '' })).toBe('RISK_NOT_ASSESSOR')
    expect(life.run('eve', 'risk-pool.declare', { term: 't', occurred: 901, about: '' })).toBe('RISK_EVENT_REFUSED')
    expect(life.run('ann', 'risk-pool.claim', claim('1', 'a', 4001n, 2))).toBe('RISK_COVER_EXCEEDED')
    expect(life.run('ann', 'risk-pool.claim', claim('1', 'a', 1n, 2))).toBe('accepted')
    expect(life.run('ben', 'risk-pool.claim', claim('1', 'x', 9999n, 9))).toBe('RISK_CLAIM_TAKEN')
    expect(life.run('ben', 'risk-pool.claim', claim('2', 'x', 9999n, 9))).toBe('RISK_COVER_UNKNOWN')
    expect(life.run('ben', 'risk-pool.claim', claim('2', 'a', 9999n, 9))).toBe('RISK_EVENT_UNKNOWN')
    expect(life.run('ben', 'risk-pool.claim', claim('2', 'a', 9999n, 1))).toBe('RISK_EVENT_OVER')
    expect(life.run('ben', 'risk-pool.claim', claim('2', 'a', 9999n, 2))).toBe('RISK_NOT_COVERED')
    expect(life.run('ann', 'risk-pool.assess', { term: 't', claim: '9', approve: true })).toBe('RISK_NOT_ASSESSOR')
    expect(life.run('eve', 'risk-pool.assess', { term: 't', claim: '9', approve: true })).toBe('RISK_CLAIM_UNKNOWN')
    expect(life.run('eve', 'risk-pool.assess', { term: 't', claim: '1', approve: true })).toBe('accepted')
    expect(life.run('eve', 'risk-pool.assess', { term: 't', claim: '1', approve: false })).toBe('RISK_ASSESSED_ALREADY')
    life.run('fay', 'risk-pool.assess', { term: 't', claim: '1', approve: true })
    expect(life.run('eve', 'risk-pool.assess', { term: 't', claim: '1', approve: false })).toBe('RISK_CLAIM_DECIDED')
    expect(life.run('eve', 'risk-pool.refund', { term: 't', contribution: 9 })).toBe('RISK_TERM_NOT_OVER')
    expect(life.run('eve', 'risk-pool.declare', { term: 't', occurred: 1, about: '' }, 1050)).toBe('RISK_TERM_OVER')
    life.run('eve', 'risk-pool.settle', { term: 't' }, 1050)
    expect(life.run('eve', 'risk-pool.close', { term: 't' })).toBe('accepted')
    expect(life.run('eve', 'risk-pool.close', { term: 't' })).toBe('RISK_TERM_OVER')
    expect(life.run('eve', 'risk-pool.refund', { term: 't', contribution: 9 })).toBe('RISK_CONTRIBUTION_UNKNOWN')
    expect(life.run('eve', 'risk-pool.refund', { term: 't', contribution: 1 })).toBe('accepted')
    expect(life.run('eve', 'risk-pool.refund', { term: 't', contribution: 1 })).toBe('RISK_CONTRIBUTION_RETURNED')
    expect(life.run('eve', 'risk-pool.collect', { term: 't', claim: '1' })).toBe('accepted')
    expect(life.run('eve', 'risk-pool.collect', { term: 't', claim: '1' })).toBe('RISK_CLAIM_NOT_DUE')
  })
  it('error: a member without weight registers nothing, a name is taken once', () => {
    const life = covered()
    expect(life.run('ann', 'risk-pool.register', cover('a', 1n))).toBe('RISK_COVER_TAKEN')
    life.run('board', 'risk-pool.admit', { term: 't', member: 'ann', weight: 0 })
    expect(life.run('ann', 'risk-pool.register', cover('a', 1n))).toBe('RISK_WEIGHT_NONE')
  })
})

describe('partOf', () => {
  it('behavior: slices get all of the sum, each less than one away from its part', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 30n }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(amounts, fc.bigInt({ min: 0n, max: 10n ** 30n }), (list, sum) => {
        const whole = list.reduce((a, b) => a + b)
        let [from, total] = [0n, 0n]
        for (const amount of list) {
          const part = partOf({ from, amount }, sum, whole)
          const distance = part * whole - amount * sum
          expect(distance < whole && -distance < whole).toBe(true)
          from += amount
          total += part
        }
        expect(total).toBe(sum)
      }),
    )
  })
})

const accepted = new Set<string>()
afterAll(() => {
  const all = Object.keys(riskPool.blueprint.commands).map((command) => `risk-pool.${command}`)
  expect(all.filter((type) => !accepted.has(type))).toEqual([])
})
describe('whatever is done', () => {
  const member = fc.constantFrom(...MEMBERS)
  const amount = fc.bigInt({ min: 1n, max: 900n })
  const name = fc.constantFrom('1', '2', '3', '4', '5')
  const assessor = fc.constantFrom('eve', 'fay', 'gus')
  const step = (type: string, by: fc.Arbitrary<string>, input: fc.Arbitrary<object>) =>
    fc.record({ type: fc.constant(type), by, input, after: fc.constantFrom(0, 0, 5, 20) })
  const term = fc.constant('t')
  const command = fc.oneof(
    step('admit', fc.constant('board'), fc.record({ term, member, weight: fc.constantFrom(0, 1, 2500, 9999) })),
    step(
      'register',
      member,
      fc.record({ term, cover: name, kind: fc.constant('amount'), subject: fc.constant(''), amount }),
    ),
    step('contribute', member, fc.record({ term, amount })),
    step('declare', assessor, fc.record({ term, occurred: fc.integer({ min: 0, max: 300 }), about: fc.constant('') })),
    step(
      'claim',
      member,
      fc.record({ term, claim: name, cover: name, event: fc.constantFrom(1, 2), amount, evidence: fc.constant('') }),
    ),
    step(
      'claim',
      member,
      fc.record({ term, claim: name, cover: name, event: fc.constantFrom(1, 2), amount, evidence: fc.constant('') }),
    ),
    step('assess', assessor, fc.record({ term, claim: name, approve: fc.constantFrom(true, true, false) })),
    step('assess', assessor, fc.record({ term, claim: name, approve: fc.constantFrom(true, true, false) })),
    step('settle', member, fc.record({ term })),
    step('collect', member, fc.record({ term, claim: name })),
    step('close', member, fc.record({ term })),
    step('refund', member, fc.record({ term, contribution: fc.integer({ min: 1, max: 6 }) })),
  )
  const lives = fc.array(command, { minLength: 60, maxLength: 120, size: 'max' })
  it('behavior: audits hold, everything paid in comes out again, and refused commands change nothing', () => {
    fc.assert(
      fc.property(lives, (moves) => {
        const first = genesis(system as System, { at: 0 })
        let { state } = first
        const records = [seal(first.decision, '0'.repeat(64))]
        let [at, count] = [0, 0]
        const run = (by: string, type: string, input: object) => {
          count += 1
          const before = state
          const outcome = execute(system as System, state, {
            id: `c${count}`,
            by,
            at,
            type: `risk-pool.${type}`,
            input,
          } as never)
          if (outcome.status === 'rejected') {
            expect(digest(system, state)).toBe(digest(system, before))
            return
          }
          accepted.add(`risk-pool.${type}`)
          state = outcome.state
          records.push(seal(outcome.decision, records.at(-1)!.hash))
        }
        run('board', 'open', { term: 't', ...rules, wait: 10, ends: 300, window: 100 })
        for (const one of MEMBERS) run('board', 'admit', { term: 't', member: one, weight: 2500 })
        for (const [index, one] of MEMBERS.entries()) run(one, 'register', { ...cover(String(index + 1), 800n) })
        at = 20
        run('eve', 'declare', { term: 't', occurred: 20, about: '' })
        for (const [index, one] of MEMBERS.entries()) {
          run(one, 'claim', claim(String(index + 1), String(index + 1), 300n + BigInt(index)))
        }
        for (const move of moves) {
          at += move.after
          run(move.by, move.type, move.input)
        }
        expect(audit(system, state)).toEqual([])
        at += 10_000
        run('ann', 'settle', { term: 't' })
        run('ann', 'close', { term: 't' })
        for (const claimed of ['1', '2', '3', '4', '5']) run('ann', 'collect', { term: 't', claim: claimed })
        const { covers, claims } = view(system, state).mechanisms['risk-pool'].tables
        for (const { key, row } of covers.entries()) {
          const paid = claims.entries().filter((one) => one.row.cover === key.cover && one.row.status === 'paid')
          expect(row.claimed).toBe(paid.reduce((sum, one) => sum + one.row.amount, 0n))
        }
        for (let contribution = 1; contribution < 100; contribution++) run('ann', 'refund', { term: 't', contribution })
        expect(audit(system, state)).toEqual([])
        const { balance } = view(system, state)
        expect(MEMBERS.reduce((sum, party) => sum + balance(available(party, 'USD')), 0n)).toBe(30_000n)
        expect(verify(system as System, records)).toMatchObject({ status: 'verified' })
      }),
      { numRuns: 20, seed: 20_263 },
    )
  })
})
