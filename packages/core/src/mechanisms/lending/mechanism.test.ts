import { describe, expect, it } from 'vitest'
import { HOUR, lent, POLICY, params, poolStory, terms, YEAR } from '../../../test/pool.js'
import { story } from '../../../test/support/story.js'
import { available, createSystem, purse } from '../../index.js'
import { debtOf, lending, listingOf, poolOf, positionOf, suppliedBy } from './index.js'

const pool = (life: ReturnType<typeof lent>) => life.see().mechanisms.lending
const usd = (party: string) => available(party, 'USD')

describe('supply and withdraw', () => {
  it('default: shares of what is there, at 1,024 a unit in an empty pool', () => {
    const life = poolStory()
    expect(life.run('sue', 'lending.supply', { amount: 1000n })).toBe('accepted')
    expect(life.events).toEqual([{ shares: 1_024_000n }])
    expect(life.run('sam', 'lending.supply', { amount: 500n })).toBe('accepted')
    expect(suppliedBy(pool(life), 'sam')).toEqual({ shares: 512_000n, amount: 500n })
    expect(life.run('sam', 'lending.withdraw', { shares: 512_000n })).toBe('accepted')
    expect(life.events).toEqual([{ amount: 500n }])
    expect(life.see().balance(usd('sam'))).toBe(1_000_000n)
    expect(life.failed()).toEqual([])
  })
  it('error: the codes in order of precedence', () => {
    const life = lent()
    expect(life.run('board', 'lending.configure', { supplyCap: 12_000n })).toBe('accepted')
    expect(life.run('nobody', 'lending.supply', { amount: 2001n })).toBe('LENDING_SUPPLY_CAP_EXCEEDED')
    expect(life.run('nobody', 'lending.supply', { amount: 2000n })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(life.run('sue', 'lending.withdraw', { shares: 10_240_001n })).toBe('LENDING_SHARES_EXCEEDED')
    expect(life.run('bob', 'lending.borrow', { amount: 500n })).toBe('accepted')
    expect(life.run('sue', 'lending.withdraw', { shares: 10_240_000n })).toBe('LENDING_CASH_EXCEEDED')
    expect(life.run('sue', 'lending.withdraw', { shares: 1n })).toBe('LENDING_AMOUNT_TOO_SMALL')
  })
  it('behavior: money that reaches the pool by other ways makes no share dearer', () => {
    const life = poolStory()
    life.run('sam', 'lending.supply', { amount: 1n })
    // whatever the pool's own party is sent doesn't lie in the pool
    expect(life.run('sam', 'transfer.send', { to: '@lending', asset: 'USD', amount: 900_000n })).toBe('accepted')
    life.run('sue', 'lending.supply', { amount: 1000n })
    expect(suppliedBy(pool(life), 'sue').amount).toBe(1000n)
  })
  it('behavior: rounding alone makes the first supplier’s victims lose less than a thousandth of what it costs', () => {
    const life = poolStory()
    life.run('board', 'lending.list', { asset: 'GOLD', terms: terms() })
    life.run('board', 'lending.configure', { least: 0n })
    life.run('sam', 'lending.supply', { amount: 1n })
    life.run('bob', 'lending.deposit', { asset: 'GOLD', amount: 1000n })
    for (let i = 0; i < 20; i++) {
      expect(life.run('bob', 'lending.borrow', { amount: 1n })).toBe('accepted')
      life.pass(1)
      expect(life.run('lee', 'lending.repay', { borrower: 'bob', amount: 9n })).toBe('accepted')
    }
    expect(poolOf(pool(life)).assets).toBe(21n)
    life.run('sue', 'lending.supply', { amount: 1000n })
    expect(suppliedBy(pool(life), 'sue').amount).toBe(999n)
  })
})

describe('borrow and repay', () => {
  it('default: up to loan-to-value, with interest by utilisation, rounded for the pool', () => {
    const life = lent()
    expect(life.run('bob', 'lending.borrow', { amount: 701n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
    expect(life.run('bob', 'lending.borrow', { amount: 700n })).toBe('accepted')
    expect(life.events).toEqual([{ debt: 700n }])
    // 7 % lent out of 80 %: 2 % + 7/80 of 8 %
    expect(poolOf(pool(life)).rate).toBe(2_700_000)
    life.pass(YEAR)
    expect(debtOf(pool(life), 'bob')).toBe(720n)
    // a tenth of the interest is the reserve's
    expect(poolOf(pool(life))).toMatchObject({ cash: 9300n, lent: 719n, reserve: 1n, assets: 10_018n })
    expect(life.run('sam', 'lending.repay', { borrower: 'bob', amount: 5000n })).toBe('accepted')
    expect(life.events).toEqual([{ amount: 720n, debt: 0n }])
    expect(pool(life).tables.loans.has({ borrower: 'bob' })).toBe(false)
    expect(life.run('bob', 'lending.release', { asset: 'GOLD', amount: 1000n })).toBe('accepted')
    expect(life.see().balance(available('bob', 'GOLD'))).toBe(1_000_000n)
    expect(life.failed()).toEqual([])
  })
  it('error: the codes in order of precedence', () => {
    const life = lent()
    life.run('board', 'lending.configure', { borrowCap: 11_000n })
    expect(life.run('ben', 'lending.borrow', { amount: 11_001n })).toBe('LENDING_BORROW_CAP_EXCEEDED')
    expect(life.run('ben', 'lending.borrow', { amount: 99n })).toBe('LENDING_DEBT_TOO_SMALL')
    expect(life.run('ben', 'lending.borrow', { amount: 10_001n })).toBe('LENDING_CASH_EXCEEDED')
    expect(life.run('ben', 'lending.borrow', { amount: 100n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
    expect(life.run('ben', 'lending.repay', { borrower: 'ben', amount: 1n })).toBe('LENDING_NO_DEBT')
    life.run('bob', 'lending.borrow', { amount: 500n })
    expect(life.run('nobody', 'lending.repay', { borrower: 'bob', amount: 1n })).toBe('ACCOUNT_BELOW_FLOOR')
    expect(life.run('ben', 'lending.release', { asset: 'GOLD', amount: 1n, borrower: 'bob' })).toBe(
      'LENDING_NOT_BORROWER',
    )
    expect(life.run('bob', 'lending.release', { asset: 'GOLD', amount: 1001n })).toBe('LENDING_COLLATERAL_EXCEEDED')
    expect(life.run('bob', 'lending.release', { asset: 'GOLD', amount: 287n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
    expect(life.run('bob', 'lending.release', { asset: 'GOLD', amount: 285n })).toBe('accepted')
  })
  it('behavior: collateral counts for the lower of two prices, debts for the higher: a pump lends nothing', () => {
    const life = lent()
    life.price('GOLD', 5000n)
    expect(life.run('bob', 'lending.borrow', { amount: 701n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
    life.pass(HOUR)
    life.pass(1)
    expect(life.run('bob', 'lending.borrow', { amount: 3500n })).toBe('accepted')
    life.price('GOLD', 1000n)
    expect(life.run('bob', 'lending.release', { asset: 'GOLD', amount: 1n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
  })
  it('behavior: what a report isn’t sure of is taken off collateral', () => {
    const life = lent()
    life.price('GOLD', 1000n, 100n)
    expect(life.run('bob', 'lending.borrow', { amount: 631n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
    expect(life.run('bob', 'lending.borrow', { amount: 630n })).toBe('accepted')
    life.price('GOLD', 1000n, 1000n)
    expect(life.run('bob', 'lending.borrow', { amount: 100n })).toBe('LENDING_LOAN_TO_VALUE_EXCEEDED')
  })
  it('behavior: nothing is lent on a price that is too old, and none is needed to pay back', () => {
    const life = lent()
    life.run('bob', 'lending.borrow', { amount: 300n })
    const late = life.state.at + 3 * HOUR
    expect(life.run('bob', 'lending.borrow', { amount: 100n }, late)).toBe('PRICE_STALE')
    expect(life.run('bob', 'lending.deposit', { asset: 'GOLD', amount: 1n }, late)).toBe('PRICE_STALE')
    expect(life.run('lee', 'lending.repay', { borrower: 'bob', amount: 301n }, late)).toBe('accepted')
    expect(life.run('bob', 'lending.release', { asset: 'GOLD', amount: 1000n }, late)).toBe('accepted')
  })
  it('behavior: nobody prevents a loan by pruning the reports it rests on', () => {
    const life = lent()
    for (let hours = 0; hours < 3; hours++) {
      for (let minutes = 0; minutes < 60; minutes += 20) {
        life.pass(20 * 60)
        const prune = { base: 'GOLD', quote: 'USD', before: life.state.at }
        expect(life.run('ann', 'price.prune', prune)).toBe('accepted')
      }
      expect(life.run('bob', 'lending.borrow', { amount: 100n })).toBe('accepted')
    }
  })
  it('behavior: collateral is still the borrower’s, so votes and liens go on', () => {
    const life = lent()
    expect(life.see().held('bob', 'GOLD')).toBe(1_000_000n)
    expect(life.see().balance(purse('bob', 'GOLD', 'lending', 'collateral'))).toBe(1000n)
  })
  it('behavior: a change of the curve acts from the next change of the pool on, never backwards', () => {
    const [one, two] = [lent(), lent()]
    for (const life of [one, two]) {
      life.run('bob', 'lending.borrow', { amount: 700n })
      life.pass(YEAR)
    }
    two.run('board', 'lending.configure', { curve: [{ utilisation: 0, rate: 100_000 }] })
    expect(debtOf(pool(two), 'bob')).toBe(debtOf(pool(one), 'bob'))
  })
})

describe('listings', () => {
  it('default: terms change after the notice of those in force', () => {
    const life = lent()
    const stricter = terms({ loanToValue: 1000 })
    expect(life.run('board', 'lending.list', { asset: 'GOLD', terms: stricter })).toBe('accepted')
    expect(life.events).toEqual([{ from: life.state.at + terms().notice }])
    expect(positionOf(pool(life), 'bob').borrowable).toBe(700n)
    for (let hours = 0; hours < 24; hours++) life.pass(HOUR)
    expect(positionOf(pool(life), 'bob').borrowable).toBe(100n)
    expect(listingOf(pool(life), 'GOLD')?.terms).toEqual(stricter)
  })
  it('default: a partner’s asset is admitted by both, for the same revision, and left with notice', () => {
    const life = lent()
    const offer = { asset: 'ASH', partner: 'ashes', terms: terms({ outcome: 'burn', bonus: 0 }) }
    expect(life.run('board', 'lending.list', offer)).toBe('accepted')
    expect(life.run('bob', 'lending.deposit', { asset: 'ASH', amount: 1n })).toBe('LENDING_COLLATERAL_UNKNOWN')
    expect(life.run('board', 'lending.list', { ...offer, terms: { ...offer.terms, cap: 7000n } })).toBe('accepted')
    expect(life.events).toEqual([{ revision: 2 }])
    expect(life.run('ashes', 'lending.accept', { asset: 'ASH', revision: 1 })).toBe('LENDING_OFFER_UNKNOWN')
    expect(life.run('board', 'lending.accept', { asset: 'ASH', revision: 2 })).toBe('LENDING_NOT_PARTNER')
    expect(life.run('ashes', 'lending.accept', { asset: 'ASH', revision: 2 })).toBe('accepted')
    expect(life.run('ashes', 'lending.accept', { asset: 'ASH', revision: 2 })).toBe('LENDING_OFFER_UNKNOWN')
    expect(life.run('ashes', 'lending.guarantee', { asset: 'ASH', amount: 5000n })).toBe('accepted')
    expect(life.run('bob', 'lending.deposit', { asset: 'ASH', amount: 7001n })).toBe('LENDING_COLLATERAL_CAP_EXCEEDED')
    expect(life.run('bob', 'lending.deposit', { asset: 'ASH', amount: 5001n })).toBe('LENDING_GUARANTEE_EXCEEDED')
    expect(life.run('bob', 'lending.deposit', { asset: 'ASH', amount: 5000n })).toBe('accepted')
    expect(life.run('bob', 'lending.leave', { asset: 'ASH' })).toBe('LENDING_NOT_PARTNER')
    expect(life.run('ashes', 'lending.leave', { asset: 'ASH' })).toBe('accepted')
    expect(life.run('bob', 'lending.deposit', { asset: 'ASH', amount: 1n })).toBe('LENDING_COLLATERAL_RETIRED')
    expect(life.run('ashes', 'lending.reclaim', { asset: 'ASH', amount: 1n })).toBe('LENDING_GUARANTEE_BOUND')
    for (let hours = 0; hours < 24; hours++) life.pass(HOUR)
    // what was left behind doesn't bind the guarantee for ever: anybody may send it back to its owner
    expect(life.run('lee', 'lending.release', { asset: 'ASH', amount: 5000n, borrower: 'bob' })).toBe('accepted')
    expect(life.see().balance(available('bob', 'ASH'))).toBe(1_000_000n)
    expect(life.run('ashes', 'lending.reclaim', { asset: 'ASH', amount: 5000n })).toBe('accepted')
    expect(life.see().balance(usd('ashes'))).toBe(100_000n)
    expect(life.run('board', 'lending.list', { asset: 'ASH', terms: terms() })).toBe('accepted')
    expect(life.failed()).toEqual([])
  })
  it('error: the codes in order of precedence', () => {
    const life = lent()
    const bad = terms({ loanToValue: 8000 })
    expect(life.run('bob', 'lending.list', { asset: 'USD', terms: bad })).toBe('NOT_AUTHORISED')
    expect(life.run('board', 'lending.list', { asset: 'USD', terms: bad })).toBe('LENDING_ASSET_IS_LENT')
    for (const refused of [
      bad,
      terms({ threshold: 9600, bonus: 417 }),
      terms({ uncovered: 1n }),
      terms({ outcome: 'burn' }),
      terms({ outcome: 'lock', bonus: 1 }),
    ]) {
      expect(life.run('board', 'lending.list', { asset: 'GOLD', partner: 'ashes', terms: refused })).toBe(
        'LENDING_TERMS_REFUSED',
      )
    }
    expect(life.run('board', 'lending.list', { asset: 'GOLD', partner: 'ashes', terms: terms() })).toBe(
      'LENDING_LISTING_BOUND',
    )
    const burned = terms({ outcome: 'burn', bonus: 0 })
    expect(life.run('board', 'lending.list', { asset: 'GOLD', terms: burned })).toBe('LENDING_LISTING_BOUND')
    expect(life.run('board', 'lending.retire', { asset: 'OAK' })).toBe('LENDING_COLLATERAL_UNKNOWN')
    expect(life.run('board', 'lending.retire', { asset: 'GOLD' })).toBe('accepted')
    expect(life.run('board', 'lending.retire', { asset: 'GOLD' })).toBe('LENDING_COLLATERAL_RETIRED')
    expect(life.run('board', 'lending.list', { asset: 'GOLD', terms: terms() })).toBe('LENDING_COLLATERAL_RETIRED')
    expect(life.run('bob', 'lending.guarantee', { asset: 'OAK', amount: 1n })).toBe('LENDING_COLLATERAL_UNKNOWN')
    expect(life.run('bob', 'lending.guarantee', { asset: 'GOLD', amount: 1n })).toBe('LENDING_NOT_PARTNER')
    life.run('board', 'lending.list', { asset: 'OAK', partner: 'oaks', terms: terms() })
    life.run('oaks', 'lending.accept', { asset: 'OAK', revision: 1 })
    expect(life.run('oaks', 'lending.guarantee', { asset: 'OAK', amount: 1n })).toBe('LENDING_NOT_GUARANTEED')
  })
  it('behavior: an offer from before can’t turn what may not be sold into a sale', () => {
    const life = lent()
    life.run('board', 'lending.list', { asset: 'ASH', partner: 'ashes', terms: terms() })
    life.run('board', 'lending.list', { asset: 'ASH', terms: terms({ outcome: 'lock', bonus: 0, uncovered: 10n }) })
    expect(life.run('ashes', 'lending.accept', { asset: 'ASH', revision: 1 })).toBe('LENDING_LISTING_BOUND')
  })
  it('behavior: at most eight different assets stand behind one debt', () => {
    const assets = [...'ABCDEFGHI']
    const unit = 'USD'
    const policy = { ...POLICY, timelock: 0 }
    const system = createSystem({
      spec: '1.0',
      mechanisms: [lending.with({ asset: 'USD', unit, ...params, authority: 'board' })],
      assets: ['USD', ...assets].map((asset) => ({ asset })),
      feeds: assets.map((base) => ({ base, quote: unit, policy })),
      allocations: assets.map((asset) => ({ party: 'bob', asset, amount: 10n })),
    })
    const life = story(system)
    const said = { quote: unit, baseAmount: 1n, quoteAmount: 1n, confidence: 0n, observed: 0, until: 9, source: 'x' }
    for (const [number, asset] of assets.entries()) {
      life.run('oracle', 'price.report', { ...said, base: asset, number, signatures: [] })
      life.run('board', 'lending.list', { asset, terms: terms() })
      const code = life.run('bob', 'lending.deposit', { asset, amount: 1n })
      expect(code).toBe(number < 8 ? 'accepted' : 'LENDING_TOO_MANY_ASSETS')
    }
  })
  it('error: params without a curve, a curve out of order, or a close factor of nothing', () => {
    const made = (more: object) => () =>
      createSystem({
        spec: '1.0',
        mechanisms: [lending.with({ asset: 'USD', unit: 'USD', ...params, ...more })],
        assets: [{ asset: 'USD' }],
      })
    expect(made({})).not.toThrow()
    for (const curve of [
      [],
      [{ utilisation: 1, rate: 0 }],
      [0, 5, 5].map((utilisation) => ({ utilisation, rate: 1 })),
      [{ utilisation: 0, rate: 100_001 }],
    ]) {
      expect(made({ curve })).toThrow(TypeError)
    }
    expect(made({ close: 0 })).toThrow(TypeError)
  })
})
