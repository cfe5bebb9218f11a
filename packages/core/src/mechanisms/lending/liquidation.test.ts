import { describe, expect, it } from 'vitest'
import { DAY, HOUR, lent, type PoolStory, terms, YEAR } from '../../../test/pool.js'
import { available, purse } from '../../index.js'
import type { Terms } from './index.js'
import { debtOf, listingOf, poolOf, suppliedBy } from './index.js'

const pool = (life: PoolStory) => life.see().mechanisms.lending
const liquidate = (amount: bigint, asset = 'GOLD', borrower = 'bob') => ({ borrower, asset, amount })

/** bob owes 700 on 1,000 GOLD. */
function owing(): PoolStory {
  const life = lent()
  expect(life.run('bob', 'lending.borrow', { amount: 700n })).toBe('accepted')
  return life
}
/** bob owes 700 on 1,000 of a partner's token that may not be sold, with a guarantee. */
function partnered(asset: 'ASH' | 'OAK', guarantee: bigint, more: Partial<Terms>): PoolStory {
  const life = lent()
  const partner = asset === 'ASH' ? 'ashes' : 'oaks'
  life.run('board', 'lending.list', { asset, partner, terms: terms({ bonus: 0, ...more }) })
  life.run(partner, 'lending.accept', { asset, revision: 1 })
  if (guarantee > 0n) life.run(partner, 'lending.guarantee', { asset, amount: guarantee })
  life.run('bob', 'lending.release', { asset: 'GOLD', amount: 1000n })
  expect(life.run('bob', 'lending.deposit', { asset, amount: 1000n })).toBe('accepted')
  expect(life.run('bob', 'lending.borrow', { amount: 700n })).toBe('accepted')
  return life
}

describe('liquidate, by sale', () => {
  it('default: the liquidator pays and gets collateral for it, and the bonus', () => {
    const life = owing()
    life.price('GOLD', 850n)
    expect(life.run('lee', 'lending.liquidate', liquidate(1000n))).toBe('accepted')
    // half of the debt at most: ⌊350 · 1.05 / 0.85⌋
    expect(life.events).toEqual([{ repaid: 350n, seized: 432n, guaranteed: 0n, debt: 350n }])
    expect(life.see().balance(available('lee', 'GOLD'))).toBe(432n)
    expect(life.see().balance(available('lee', 'USD'))).toBe(999_650n)
    expect(life.run('lee', 'lending.liquidate', liquidate(1n))).toBe('LENDING_HEALTHY')
    expect(life.failed()).toEqual([])
  })
  it('behavior: at the threshold a debt is healthy, a base unit further it isn’t', () => {
    const life = owing()
    life.price('GOLD', 875n)
    expect(life.run('lee', 'lending.liquidate', liquidate(100n))).toBe('LENDING_HEALTHY')
    life.price('GOLD', 874n)
    expect(life.run('lee', 'lending.liquidate', liquidate(100n))).toBe('accepted')
  })
  it('behavior: a debt of no more than the least is liquidated whole', () => {
    const life = owing()
    life.run('lee', 'lending.repay', { borrower: 'bob', amount: 600n })
    life.run('bob', 'lending.release', { asset: 'GOLD', amount: 850n })
    life.price('GOLD', 800n)
    expect(life.run('lee', 'lending.liquidate', liquidate(1000n))).toBe('accepted')
    expect(life.events).toMatchObject([{ repaid: 100n, debt: 0n }])
  })
  it('behavior: what collateral can’t repay is written off: the reserve bears it first, then suppliers', () => {
    const life = owing()
    life.pass(YEAR)
    expect(poolOf(pool(life))).toMatchObject({ lent: 719n, reserve: 1n })
    life.price('GOLD', 525n)
    const before = poolOf(pool(life)).assets
    expect(life.run('lee', 'lending.liquidate', liquidate(10_000n))).toBe('accepted')
    // all 1,000 for 525 / 1.05; 220 of 720 are lost
    expect(life.events).toEqual([
      { repaid: 500n, seized: 1000n, guaranteed: 0n, debt: 0n },
      { borrower: 'bob', reserve: 1n, suppliers: 218n },
    ])
    expect(poolOf(pool(life)).assets).toBe(before - 218n)
    expect(pool(life).tables.loans.has({ borrower: 'bob' })).toBe(false)
    expect(life.failed()).toEqual([])
  })
  it('behavior: of two assets only one that makes the position healthier is taken while they cover the debt', () => {
    const life = owing()
    // TIN carries little: 100 of it carry 50, and its liquidation costs 110
    expect(life.run('bob', 'lending.deposit', { asset: 'TIN', amount: 100n })).toBe('accepted')
    life.price('GOLD', 760n)
    expect(life.run('lee', 'lending.liquidate', liquidate(50n, 'GOLD'))).toBe('accepted')
    const other = owing()
    other.run('bob', 'lending.deposit', { asset: 'TIN', amount: 2000n })
    other.run('bob', 'lending.borrow', { amount: 800n })
    other.run('bob', 'lending.release', { asset: 'GOLD', amount: 1n })
    other.price('TIN', 500n)
    other.price('GOLD', 700n)
    expect(other.run('lee', 'lending.liquidate', liquidate(300n, 'GOLD'))).toBe('LENDING_HEALTH_LOWERED')
    expect(other.run('lee', 'lending.liquidate', liquidate(300n, 'TIN'))).toBe('accepted')
  })
  it('behavior: a lien on collateral keeps nobody from liquidating it', () => {
    const life = owing()
    life.price('GOLD', 850n)
    expect(life.run('bob', 'lending.liquidate', liquidate(300n))).toBe('accepted')
    expect(life.see().held('bob', 'GOLD')).toBe(1_000_000n)
  })
  it('behavior: collateral whose listing is over carries nothing, and is still taken at its price', () => {
    const life = owing()
    life.run('board', 'lending.retire', { asset: 'GOLD' })
    expect(life.run('bob', 'lending.borrow', { amount: 100n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
    expect(life.run('lee', 'lending.liquidate', liquidate(300n))).toBe('LENDING_HEALTHY')
    for (let hours = 0; hours < 24; hours++) life.pass(HOUR)
    expect(life.run('lee', 'lending.liquidate', liquidate(701n))).toBe('accepted')
    expect(life.events).toMatchObject([{ repaid: 701n, debt: 0n }])
  })
  it('error: the codes in order of precedence', () => {
    const life = owing()
    expect(life.run('lee', 'lending.liquidate', liquidate(1n, 'OAK', 'ben'))).toBe('LENDING_NO_DEBT')
    expect(life.run('lee', 'lending.liquidate', liquidate(1n, 'OAK'))).toBe('LENDING_NO_COLLATERAL')
    expect(life.run('nobody', 'lending.liquidate', liquidate(1n))).toBe('LENDING_HEALTHY')
    life.price('GOLD', 850n)
    expect(life.run('nobody', 'lending.liquidate', liquidate(1n))).toBe('ACCOUNT_BELOW_FLOOR')
    expect(life.run('lee', 'lending.liquidate', liquidate(1n), life.state.at + 3 * HOUR)).toBe('PRICE_STALE')
  })
})

describe('liquidate, where a sale is forbidden', () => {
  it('default: burned by its issuer, who pays for it out of its guarantee', () => {
    const life = partnered('ASH', 1000n, { outcome: 'burn' })
    life.price('ASH', 850n)
    expect(life.run('nobody', 'lending.liquidate', liquidate(1000n, 'ASH'))).toBe('accepted')
    // repays - is short of nothing: half of the debt; ⌈350 / 0.85⌉
    expect(life.events).toEqual([{ repaid: 350n, seized: 412n, guaranteed: 350n, debt: 350n }])
    expect(life.see().supply('ASH')).toBe(2_000_000n - 412n)
    expect(life.see().balance(purse('ashes', 'USD', 'lending', 'guarantee', 'ASH'))).toBe(650n)
    expect(poolOf(pool(life)).assets).toBe(10_000n)
    expect(life.failed()).toEqual([])
  })
  it('behavior: without a guarantee it counts for what the pool is ready to bear, and no more is ever lost', () => {
    const life = partnered('ASH', 0n, { outcome: 'burn', uncovered: 1000n })
    expect(life.run('ben', 'lending.deposit', { asset: 'ASH', amount: 1n })).toBe('LENDING_GUARANTEE_EXCEEDED')
    life.price('ASH', 850n)
    expect(life.run('nobody', 'lending.liquidate', liquidate(1000n, 'ASH'))).toBe('accepted')
    expect(life.events).toEqual([
      { repaid: 350n, seized: 412n, guaranteed: 0n, debt: 350n },
      { borrower: 'bob', reserve: 0n, suppliers: 350n },
    ])
    expect(listingOf(pool(life), 'ASH')?.uncovered).toBe(650n)
    expect(poolOf(pool(life)).assets).toBe(9650n)
    expect(life.failed()).toEqual([])
  })
  it('behavior: a price above what the guarantee pays makes it count for no more', () => {
    const life = partnered('ASH', 1000n, { outcome: 'burn' })
    life.price('ASH', 2000n)
    life.pass(HOUR)
    life.pass(1)
    expect(life.run('bob', 'lending.borrow', { amount: 100n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
    expect(life.run('ashes', 'lending.guarantee', { asset: 'ASH', amount: 1000n })).toBe('accepted')
    expect(life.run('bob', 'lending.borrow', { amount: 699n })).toBe('accepted')
  })
  it('default: locked with the pool until its borrower pays what was owed, interest on it included', () => {
    const life = partnered('OAK', 1000n, { outcome: 'lock' })
    life.price('OAK', 850n)
    expect(life.run('nobody', 'lending.liquidate', liquidate(1000n, 'OAK'))).toBe('accepted')
    expect(life.see().balance(purse('@lending', 'OAK', 'lending', 'locked'))).toBe(412n)
    expect(life.see().held('bob', 'OAK')).toBe(1_000_000n - 412n)
    expect(poolOf(pool(life)).assets).toBe(10_000n)
    life.pass(YEAR)
    expect(life.run('ben', 'lending.redeem', { asset: 'OAK', amount: 1n })).toBe('LENDING_NOTHING_LOCKED')
    expect(life.run('bob', 'lending.redeem', { asset: 'OAK', amount: 100n })).toBe('accepted')
    expect(life.events).toEqual([{ paid: 100n, freed: 114n }])
    expect(life.run('bob', 'lending.redeem', { asset: 'OAK', amount: 1000n })).toBe('accepted')
    expect(life.events).toEqual([{ paid: 260n, freed: 298n }])
    // the guarantee had paid all of it
    expect(life.see().balance(available('oaks', 'USD'))).toBe(99_000n + 360n)
    expect(life.see().held('bob', 'OAK')).toBe(1_000_000n)
    expect(life.failed()).toEqual([])
  })
  it('behavior: what is paid for what the pool has borne is the reserve’s: nobody can supply just before it', () => {
    const life = partnered('OAK', 0n, { outcome: 'lock', uncovered: 1000n })
    life.price('OAK', 100n)
    expect(life.run('nobody', 'lending.liquidate', liquidate(1000n, 'OAK'))).toBe('accepted')
    // all of it for 100; the other 600 are written off, and owed for what is locked
    expect(life.events).toEqual([
      { repaid: 100n, seized: 1000n, guaranteed: 0n, debt: 0n },
      { borrower: 'bob', reserve: 0n, suppliers: 700n },
    ])
    life.run('sam', 'lending.supply', { amount: 1_000_000n })
    expect(life.run('bob', 'lending.redeem', { asset: 'OAK', amount: 700n })).toBe('accepted')
    expect(life.events).toEqual([{ paid: 700n, freed: 1000n }])
    expect(suppliedBy(pool(life), 'sam').amount).toBeLessThanOrEqual(1_000_000n)
    expect(poolOf(pool(life)).reserve).toBe(700n)
    expect(life.run('board', 'lending.skim', { amount: 701n, to: 'sue' })).toBe('LENDING_RESERVE_EXCEEDED')
    expect(life.run('board', 'lending.skim', { amount: 700n, to: 'sue' })).toBe('accepted')
    expect(debtOf(pool(life), 'bob')).toBe(0n)
    expect(life.failed()).toEqual([])
  })
  it('behavior: what nobody pays for any more is taken for nothing, so that no debt stands for ever', () => {
    const life = lent()
    for (const [asset, outcome] of [['ASH', 'burn'] as const, ['OAK', 'lock'] as const]) {
      const agreed = terms({ outcome, bonus: 0, uncovered: 2000n })
      life.run('board', 'lending.list', { asset, terms: agreed })
      life.run('ben', 'lending.deposit', { asset, amount: 1000n })
      life.run('board', 'lending.list', { asset, terms: { ...agreed, uncovered: 0n } })
    }
    expect(life.run('ben', 'lending.borrow', { amount: 1400n })).toBe('accepted')
    expect(life.run('lee', 'lending.liquidate', liquidate(2000n, 'ASH', 'ben'))).toBe('LENDING_HEALTHY')
    life.pass(DAY)
    expect(life.run('lee', 'lending.liquidate', liquidate(2000n, 'ASH', 'ben'))).toBe('accepted')
    expect(life.events).toEqual([{ repaid: 0n, seized: 1000n, guaranteed: 0n, debt: 1401n }])
    expect(life.run('lee', 'lending.liquidate', liquidate(2000n, 'OAK', 'ben'))).toBe('accepted')
    expect(life.events).toEqual([
      { repaid: 0n, seized: 1000n, guaranteed: 0n, debt: 0n },
      { borrower: 'ben', reserve: 0n, suppliers: 1400n },
    ])
    life.run('lee', 'transfer.send', { to: 'ben', asset: 'USD', amount: 1n })
    expect(life.run('ben', 'lending.redeem', { asset: 'OAK', amount: 1401n })).toBe('accepted')
    expect(life.events).toEqual([{ paid: 1401n, freed: 1000n }])
    expect(life.failed()).toEqual([])
  })
  it('behavior: who drives the price down for a moment takes no guarantee out', () => {
    const life = partnered('ASH', 1000n, { outcome: 'burn' })
    life.price('ASH', 900n)
    expect(life.run('ashes', 'lending.reclaim', { asset: 'ASH', amount: 1n })).toBe('LENDING_GUARANTEE_BOUND')
    life.pass(HOUR)
    life.pass(1)
    expect(life.run('ashes', 'lending.reclaim', { asset: 'ASH', amount: 101n })).toBe('LENDING_GUARANTEE_BOUND')
    expect(life.run('ashes', 'lending.reclaim', { asset: 'ASH', amount: 100n })).toBe('accepted')
  })
})
