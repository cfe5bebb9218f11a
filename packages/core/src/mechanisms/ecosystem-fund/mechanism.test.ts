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
import { ecosystemFund, holdingOf } from './index.js'

const settings = {
  first: { authority: 'dao-a', asset: 'AAA' },
  second: { authority: 'dao-b', asset: 'BBB' },
  notice: 100,
}
const ASSETS = ['AAA', 'BBB'] as const
const PAYERS = ['dao-a', 'dao-b', 'ann'] as const
const system = createSystem({
  spec: '1.0',
  mechanisms: [ecosystemFund.with(settings)],
  assets: ASSETS.map((asset) => ({ asset })),
  allocations: PAYERS.flatMap((party) => ASSETS.map((asset) => ({ party, asset, amount: 10_000n }))),
})
const begin = () => story(system)
type Life = ReturnType<typeof begin>
const part = (first: bigint, second: bigint, due = 50) => ({ about: 'a bridge', due, pay: { first, second } })
const grant = (name: string, milestones = [part(100n, 50n), part(10n, 0n)]) => ({
  grant: name,
  recipient: 'rob',
  about: 'work',
  milestones,
})
const holding = (life: Life, asset: string) => holdingOf(life.see().mechanisms['ecosystem-fund'], asset)
const has = (life: Life, party: string, asset: string) => life.see().balance(available(party, asset))

/** 1,000 of each token paid in by its network; grant g approved by both. */
function running(): Life {
  const life = begin()
  const done = [
    life.run('dao-a', 'ecosystem-fund.fund', { asset: 'AAA', amount: 1000n }),
    life.run('dao-b', 'ecosystem-fund.fund', { asset: 'BBB', amount: 1000n }),
    life.run('pat', 'ecosystem-fund.propose', grant('g')),
    life.run('dao-a', 'ecosystem-fund.approve', { grant: 'g', attestor: 'eve' }),
    life.run('dao-b', 'ecosystem-fund.approve', { grant: 'g', attestor: 'fay' }),
  ]
  expect(done).toEqual(done.map(() => 'accepted'))
  return life
}
const attest = (life: Life, by: string, milestone: number, at = 0) =>
  life.run(by, 'ecosystem-fund.attest', { grant: 'g', milestone, evidence: 'a demo' }, at)

describe('a grant', () => {
  it('default: both approve, then an attestation of each side pays a milestone', () => {
    const life = running()
    expect(life.events).toEqual([{ first: 110n, second: 50n }])
    expect(holding(life, 'AAA')).toMatchObject({ free: 890n, promised: 110n })
    expect(attest(life, 'eve', 0)).toBe('accepted')
    expect(has(life, 'rob', 'AAA')).toBe(0n)
    expect(attest(life, 'fay', 0)).toBe('accepted')
    expect(life.events).toEqual([{ milestone: 0, first: 100n, second: 50n }])
    expect([has(life, 'rob', 'AAA'), has(life, 'rob', 'BBB')]).toEqual([100n, 50n])
    expect(holding(life, 'AAA')).toMatchObject({ free: 890n, promised: 10n })
    expect(life.failed()).toEqual([])
  })
  it('behavior: one network’s word alone pays nothing, and the same party can’t speak for both', () => {
    const life = begin()
    life.run('dao-a', 'ecosystem-fund.fund', { asset: 'AAA', amount: 1000n })
    life.run('dao-b', 'ecosystem-fund.fund', { asset: 'BBB', amount: 1000n })
    life.run('pat', 'ecosystem-fund.propose', grant('g'))
    life.run('dao-a', 'ecosystem-fund.approve', { grant: 'g', attestor: 'eve' })
    expect(attest(life, 'eve', 0)).toBe('FUND_GRANT_NOT_RUNNING')
    for (const attestor of ['eve', 'rob']) {
      expect(life.run('dao-b', 'ecosystem-fund.approve', { grant: 'g', attestor })).toBe('FUND_ATTESTOR_REFUSED')
    }
    life.run('dao-b', 'ecosystem-fund.approve', { grant: 'g', attestor: 'fay' })
    attest(life, 'eve', 0)
    expect(attest(life, 'eve', 0)).toBe('FUND_ATTESTED_ALREADY')
    expect(has(life, 'rob', 'AAA')).toBe(0n)
  })
  it('behavior: what isn’t attested in time is free again', () => {
    const life = running()
    attest(life, 'eve', 0, 49)
    expect(life.run('ann', 'ecosystem-fund.lapse', { grant: 'g', milestone: 0 })).toBe('FUND_MILESTONE_NOT_LATE')
    expect(attest(life, 'fay', 0, 50)).toBe('FUND_MILESTONE_LATE')
    expect(life.run('ann', 'ecosystem-fund.lapse', { grant: 'g', milestone: 0 }, 50)).toBe('accepted')
    expect(holding(life, 'AAA')).toMatchObject({ free: 990n, promised: 10n })
  })
  it('behavior: either side stops a grant, and what isn’t paid is free again', () => {
    const life = running()
    attest(life, 'eve', 1)
    attest(life, 'fay', 1)
    expect(life.run('dao-b', 'ecosystem-fund.stop', { grant: 'g' })).toBe('accepted')
    expect(life.events).toEqual([{ first: 100n, second: 50n }])
    expect(holding(life, 'AAA')).toMatchObject({ free: 990n, promised: 0n })
    expect(attest(life, 'eve', 0)).toBe('FUND_GRANT_NOT_RUNNING')
    expect(life.failed()).toEqual([])
  })
  it('behavior: no more is promised than is free', () => {
    const life = running()
    life.run('pat', 'ecosystem-fund.propose', grant('h', [part(890n, 950n), part(0n, 1n)]))
    life.run('dao-a', 'ecosystem-fund.approve', { grant: 'h', attestor: 'eve' })
    expect(life.run('dao-b', 'ecosystem-fund.approve', { grant: 'h', attestor: 'fay' })).toBe('FUND_EXCEEDED')
    life.run('ann', 'ecosystem-fund.fund', { asset: 'BBB', amount: 1n })
    expect(life.run('dao-b', 'ecosystem-fund.approve', { grant: 'h', attestor: 'fay' })).toBe('accepted')
  })
})

describe('leaving', () => {
  it('default: after the notice what isn’t promised returns by what each side has paid in', () => {
    const life = running()
    life.run('dao-b', 'ecosystem-fund.fund', { asset: 'AAA', amount: 500n })
    life.run('ann', 'ecosystem-fund.fund', { asset: 'AAA', amount: 3n })
    expect(life.run('dao-a', 'ecosystem-fund.leave', {})).toBe('accepted')
    expect(life.events).toEqual([{ ends: 100 }])
    expect(life.run('ann', 'ecosystem-fund.return', { asset: 'AAA' }, 99)).toBe('FUND_NOT_ENDED')
    expect(life.run('ann', 'ecosystem-fund.return', { asset: 'AAA' }, 100)).toBe('accepted')
    // 1,393 free by 1,000 : 500
    expect(life.events).toEqual([{ first: 929n, second: 464n }])
    expect(life.run('ann', 'ecosystem-fund.return', { asset: 'AAA' })).toBe('FUND_EMPTY')
    life.run('ann', 'ecosystem-fund.lapse', { grant: 'g', milestone: 0 })
    expect(life.run('ann', 'ecosystem-fund.return', { asset: 'AAA' })).toBe('accepted')
    expect(life.events).toEqual([{ first: 67n, second: 33n }])
    expect(life.failed()).toEqual([])
  })
  it('behavior: a promise is kept although a side has left', () => {
    const life = running()
    life.run('dao-a', 'ecosystem-fund.leave', {})
    attest(life, 'eve', 0, 10)
    expect(attest(life, 'fay', 0, 10)).toBe('accepted')
    expect(has(life, 'rob', 'AAA')).toBe(100n)
  })
  it('error: the codes in order of precedence', () => {
    const life = running()
    const run = (by: string, name: string, input: object, at?: number) =>
      life.run(by, `ecosystem-fund.${name}`, input, at)
    expect(run('ann', 'fund', { asset: 'CCC', amount: 1n })).toBe('FUND_ASSET_UNKNOWN')
    expect(run('ann', 'return', { asset: 'CCC' })).toBe('FUND_ASSET_UNKNOWN')
    expect(run('nobody', 'fund', { asset: 'AAA', amount: 1n })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(run('ann', 'approve', { grant: 'x', attestor: 'rob' })).toBe('FUND_NOT_SIDE')
    expect(run('dao-a', 'approve', { grant: 'x', attestor: 'rob' })).toBe('FUND_GRANT_UNKNOWN')
    expect(run('dao-a', 'approve', { grant: 'g', attestor: 'rob' })).toBe('FUND_APPROVED_ALREADY')
    expect(run('ann', 'propose', grant('g', []))).toBe('FUND_GRANT_TAKEN')
    for (const bad of [[], [part(0n, 0n)], [part(1n, 1n, 0)]]) {
      expect(run('ann', 'propose', grant('h', bad))).toBe('FUND_GRANT_REFUSED')
    }
    expect(run('ann', 'withdraw', { grant: 'x' })).toBe('FUND_GRANT_UNKNOWN')
    expect(run('ann', 'withdraw', { grant: 'g' })).toBe('FUND_NOT_PROPOSER')
    expect(run('pat', 'withdraw', { grant: 'g' })).toBe('FUND_GRANT_OVER')
    expect(run('pat', 'propose', grant('h'))).toBe('accepted')
    expect(run('pat', 'withdraw', { grant: 'h' })).toBe('accepted')
    expect(run('dao-a', 'approve', { grant: 'h', attestor: 'rob' })).toBe('FUND_GRANT_OVER')
    expect(run('ann', 'stop', { grant: 'x' })).toBe('FUND_NOT_SIDE')
    expect(run('dao-a', 'stop', { grant: 'x' })).toBe('FUND_GRANT_UNKNOWN')
    expect(run('dao-a', 'stop', { grant: 'h' })).toBe('FUND_GRANT_OVER')
    expect(run('ann', 'attest', { grant: 'h', milestone: 9, evidence: '' })).toBe('FUND_GRANT_NOT_RUNNING')
    expect(attest(life, 'ann', 9)).toBe('FUND_MILESTONE_UNKNOWN')
    expect(attest(life, 'ann', 0)).toBe('FUND_NOT_ATTESTOR')
    attest(life, 'eve', 0)
    attest(life, 'fay', 0)
    expect(attest(life, 'eve', 0)).toBe('FUND_MILESTONE_OVER')
    expect(run('ann', 'lapse', { grant: 'g', milestone: 0 })).toBe('FUND_MILESTONE_OVER')
    expect(run('ann', 'leave', {})).toBe('FUND_NOT_SIDE')
    expect(run('dao-a', 'leave', {})).toBe('accepted')
    expect(run('dao-a', 'leave', {})).toBe('FUND_ENDING')
    expect(run('ann', 'fund', { asset: 'AAA', amount: 1n })).toBe('FUND_ENDING')
    expect(run('ann', 'propose', grant('g', []))).toBe('FUND_ENDING')
    expect(run('dao-a', 'approve', { grant: 'x', attestor: 'rob' })).toBe('FUND_ENDING')
  })
  it('error: a fund of one token, or of one party', () => {
    const made = (more: object) => () =>
      createSystem({
        spec: '1.0',
        mechanisms: [ecosystemFund.with({ ...settings, ...more })],
        assets: [{ asset: 'AAA' }, { asset: 'BBB' }],
      })
    expect(made({ second: { authority: 'dao-b', asset: 'AAA' } })).toThrow(TypeError)
    expect(made({ second: { authority: 'dao-a', asset: 'BBB' } })).toThrow(TypeError)
  })
})

const accepted = new Set<string>()
afterAll(() => {
  const all = Object.keys(ecosystemFund.blueprint.commands).map((command) => `ecosystem-fund.${command}`)
  expect(all.filter((type) => !accepted.has(type))).toEqual([])
})
describe('whatever is done', () => {
  const name = fc.constantFrom('g', 'h', 'i', 'j')
  const amount = fc.bigInt({ min: 0n, max: 300n })
  const asset = fc.constantFrom(...ASSETS)
  const dao = fc.constantFrom('dao-a', 'dao-b')
  const milestone = fc.constantFrom(0, 1, 2)
  const work = fc.record({
    about: fc.constant(''),
    due: fc.integer({ min: 1, max: 200 }),
    pay: fc.record({ first: amount, second: amount }),
  })
  const step = (type: string, by: fc.Arbitrary<string>, input: fc.Arbitrary<object>) =>
    fc.record({ type: fc.constant(type), by, input, after: fc.constantFrom(0, 0, 0, 10) })
  const attesting = step(
    'attest',
    fc.constantFrom('eve', 'fay'),
    fc.record({ grant: name, milestone, evidence: fc.constant('') }),
  )
  const approving = fc.oneof(
    step('approve', fc.constant('dao-a'), fc.record({ grant: name, attestor: fc.constant('eve') })),
    step('approve', fc.constant('dao-b'), fc.record({ grant: name, attestor: fc.constant('fay') })),
  )
  const often = [
    step('fund', fc.constantFrom(...PAYERS), fc.record({ asset, amount: fc.bigInt({ min: 1n, max: 900n }) })),
    step(
      'propose',
      fc.constant('pat'),
      fc.record({
        grant: name,
        recipient: fc.constant('rob'),
        about: fc.constant(''),
        milestones: fc.array(work, { maxLength: 3 }),
      }),
    ),
    approving,
    approving,
    attesting,
    attesting,
  ]
  const seldom = [
    step('lapse', fc.constant('ann'), fc.record({ grant: name, milestone })),
    step('stop', dao, fc.record({ grant: name })),
    step('withdraw', fc.constant('pat'), fc.record({ grant: name })),
    step('return', fc.constant('ann'), fc.record({ asset })),
    step('leave', dao, fc.constant({})),
  ]
  const command = fc.oneof({ arbitrary: fc.oneof(...often), weight: 6 }, { arbitrary: fc.oneof(...seldom), weight: 1 })
  it('behavior: audits hold, nothing is paid unattested or comes from nowhere, and refused commands change nothing', () => {
    fc.assert(
      fc.property(fc.array(command, { minLength: 60, maxLength: 140, size: 'max' }), (moves) => {
        const first = genesis(system as System, { at: 0 })
        let { state } = first
        const records = [seal(first.decision, '0'.repeat(64))]
        let at = 0
        for (const [count, { type, by, input, after }] of moves.entries()) {
          at += after
          const before = state
          const outcome = execute(system as System, state, {
            id: `c${count}`,
            by,
            at,
            type: `ecosystem-fund.${type}`,
            input,
          } as never)
          if (outcome.status === 'rejected') {
            expect(digest(system, state)).toBe(digest(system, before))
            continue
          }
          accepted.add(`ecosystem-fund.${type}`)
          state = outcome.state
          records.push(seal(outcome.decision, records.at(-1)!.hash))
        }
        expect(audit(system, state)).toEqual([])
        const { balance, mechanisms } = view(system, state)
        const { milestones } = mechanisms['ecosystem-fund'].tables
        for (const [asset, side] of [['AAA', 'first'] as const, ['BBB', 'second'] as const]) {
          const paid = milestones.entries().filter(({ row }) => row.attested.first && row.attested.second)
          expect(balance(available('rob', asset))).toBe(paid.reduce((sum, { row }) => sum + row.pay[side], 0n))
        }
        expect(verify(system as System, records)).toMatchObject({ status: 'verified' })
      }),
      { numRuns: 25, seed: 20_264 },
    )
  })
})
