/** What networks do beside issuing to each other, composed in one system. */
import { describe, expect, it } from 'vitest'
import { createSystem, purse } from '../src/index.js'
import { ecosystemFund } from '../src/mechanisms/ecosystem-fund/index.js'
import { governance } from '../src/mechanisms/governance/index.js'
import { debtOf, lending } from '../src/mechanisms/lending/index.js'
import { liquidityPool } from '../src/mechanisms/liquidity-pool/index.js'
import { riskPool } from '../src/mechanisms/risk-pool/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { HOUR, POLICY, params, terms } from './pool.js'
import { type Story, story } from './support/story.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    lending.with({ asset: 'USD', unit: 'USD', ...params, authority: 'board' }),
    liquidityPool.with({ base: 'OAK', quote: 'USD', fee: 30 }),
    riskPool.with({ asset: 'USD', authority: '@governance' }),
    ecosystemFund.with({
      first: { authority: '@governance', asset: 'OAK' },
      second: { authority: 'fir', asset: 'USD' },
      notice: 100,
    }),
    governance.with({
      asset: 'OAK',
      threshold: 1n,
      delay: 1,
      period: 10,
      quorum: 1,
      majority: 5000,
      timelock: 1,
      grace: 1000,
      guardian: null,
      authority: '@governance',
    }),
  ],
  assets: [{ asset: 'USD' }, { asset: 'OAK', tracked: true }],
  feeds: [{ base: 'OAK', quote: 'USD', policy: POLICY }],
  allocations: [
    { party: 'bob', asset: 'OAK', amount: 1000n },
    ...['sue', 'oaks', 'fir'].map((party) => ({ party, asset: 'USD', amount: 10_000n })),
  ],
})
type Life = Story<(typeof system.mechanisms)[number]>
function price(life: Life, quoteAmount: bigint, at: number): void {
  const ratio = { base: 'OAK', quote: 'USD', baseAmount: 1000n, quoteAmount, confidence: 0n }
  const rest = { observed: at, until: at + 9 * HOUR, source: 's', number: at, signatures: [] }
  expect(life.run('oracle', 'price.report', { ...ratio, ...rest }, at)).toBe('accepted')
}
/** bob has all his OAK deposited and owes 700 on it. */
function owing(): Life {
  const life = story(system)
  price(life, 1000n, 0)
  price(life, 1000n, HOUR + 1)
  const done = [
    life.run('sue', 'lending.supply', { amount: 5000n }),
    life.run('board', 'lending.list', { asset: 'OAK', partner: 'oaks', terms: terms({ outcome: 'burn', bonus: 0 }) }),
    life.run('oaks', 'lending.accept', { asset: 'OAK', revision: 1 }),
    life.run('oaks', 'lending.guarantee', { asset: 'OAK', amount: 1000n }),
    life.run('bob', 'lending.deposit', { asset: 'OAK', amount: 1000n }),
    life.run('bob', 'lending.borrow', { amount: 700n }),
  ]
  expect(done).toEqual(done.map(() => 'accepted'))
  return life
}

describe('collateral', () => {
  it('behavior: is in no other hands: it can’t be sent, pooled, funded with, or deposited again', () => {
    const life = owing()
    for (const [type, input] of [
      ['transfer.send', { to: 'x', asset: 'OAK', amount: 1n }],
      ['liquidity-pool.provide', { base: 100n, quote: 700n, least: 0n }],
      ['liquidity-pool.provide', { base: 1n, quote: 700n, least: 0n }],
      ['ecosystem-fund.fund', { asset: 'OAK', amount: 1n }],
      ['lending.deposit', { asset: 'OAK', amount: 1n }],
    ] as const) {
      expect(['ACCOUNT_BELOW_FLOOR', 'LIQUIDITY_TOO_SMALL', 'LENDING_GUARANTEE_EXCEEDED']).toContain(
        life.run('bob', type, input),
      )
    }
    expect(life.see().balance(purse('bob', 'OAK', 'lending', 'collateral'))).toBe(1000n)
  })

  it('behavior: goes on voting, and a liquidation changes the votes of proposals to come, not of those under way', () => {
    const life = owing()
    const proposal = { description: 'p', actions: [{ type: 'governance.configure', input: { period: '20' } }] }
    expect(life.run('bob', 'governance.propose', proposal)).toBe('accepted')
    const { sequence } = life.state
    price(life, 850n, HOUR + 5)
    expect(life.run('anyone', 'lending.liquidate', { borrower: 'bob', asset: 'OAK', amount: 1000n })).toBe('accepted')
    expect(life.see().heldAt('bob', 'OAK', sequence)).toBe(1000n)
    expect(life.see().held('bob', 'OAK')).toBe(587n)
    expect(life.see().heldAt('bob', 'OAK', life.state.sequence)).toBe(587n)
    expect(life.failed()).toEqual([])
  })
})

describe('a governance', () => {
  it('behavior: opens terms, admits members and approves grants as the party it is', () => {
    const life = story(system)
    const at = 100
    const term = {
      term: 't',
      ends: '100000',
      wait: '10',
      window: '10',
      cap: '500',
      assessors: ['@governance'],
      threshold: '1',
    }
    const actions = [
      { type: 'risk-pool.open', input: term },
      { type: 'risk-pool.admit', input: { term: 't', member: 'fir', weight: '100' } },
      { type: 'ecosystem-fund.approve', input: { grant: 'g', attestor: 'eve' } },
    ]
    const work = { about: '', due: 1_000_000, pay: { first: 0n, second: 50n } }
    life.run('fir', 'ecosystem-fund.fund', { asset: 'USD', amount: 100n })
    life.run('rob', 'ecosystem-fund.propose', { grant: 'g', recipient: 'rob', about: '', milestones: [work] })
    expect(life.run('bob', 'governance.propose', { description: 'p', actions })).toBe('accepted')
    expect(life.run('bob', 'governance.vote', { proposal: 1, support: 'for' }, at - 95)).toBe('accepted')
    expect(life.run('bob', 'governance.queue', { proposal: 1 }, at)).toBe('accepted')
    expect(life.run('bob', 'governance.execute', { proposal: 1 }, at + 1)).toBe('accepted')
    expect(life.run('fir', 'ecosystem-fund.approve', { grant: 'g', attestor: 'fay' })).toBe('accepted')
    const cover = { term: 't', cover: 'c', kind: 'amount', subject: 'x', amount: 1000n }
    expect(life.run('fir', 'risk-pool.register', cover)).toBe('accepted')
    expect(debtOf(life.see().mechanisms.lending, 'fir')).toBe(0n)
    expect(life.failed()).toEqual([])
  })
})
