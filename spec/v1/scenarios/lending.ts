/** Stories of lending. Spec: lending.md. */
import { createSystem, type FeedPolicy, type System } from '@symbolon/core'
import { lending } from '@symbolon/core/lending'
import { transfer } from '@symbolon/core/transfer'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const HOUR = 3600
const DAY = 24 * HOUR
const ASSETS = ['GOLD', 'TIN', 'ASH', 'OAK', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7']
const POLICY: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 2 * HOUR,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: false,
  timelock: 0,
}
const params = {
  curve: [
    { utilisation: 0, rate: 200 },
    { utilisation: 8000, rate: 1000 },
    { utilisation: 10_000, rate: 10_000 },
  ],
  reserve: 1000,
  close: 5000,
  least: 100n,
  lag: HOUR,
}
const system = (): System =>
  createSystem({
    spec: '1.0',
    mechanisms: [transfer.with({}), lending.with({ asset: 'USD', unit: 'USD', ...params, authority: 'board' })],
    assets: ['USD', ...ASSETS].map((asset) => ({ asset })),
    feeds: ASSETS.map((base) => ({ base, quote: 'USD', policy: POLICY })),
    allocations: [
      ...['sue', 'sam', 'lee', 'ashes', 'oaks'].map((party) => ({ party, asset: 'USD', amount: 100_000n })),
      ...['bob', 'ben'].flatMap((party) => ASSETS.map((asset) => ({ party, asset, amount: 10_000n }))),
    ],
  }) as System
const terms = (more: object = {}): object => ({
  loanToValue: 7000,
  threshold: 8000,
  bonus: 500,
  cap: 5000n,
  outcome: 'sale',
  uncovered: 0n,
  notice: DAY,
  ...more,
})

interface Tale {
  readonly steps: readonly Step[]
  pass(seconds: number): Tale
  price(base: string, thousandths: bigint, confidence?: bigint): Tale
  tell(by: string, name: string, input: object, expect?: Expectation, note?: string): Tale
}
/** All prices are 1, and an hour old. */
function tale(priced: readonly string[] = ASSETS.slice(0, 4)): Tale {
  const steps: Step[] = []
  const prices = new Map<string, readonly [bigint, bigint]>(priced.map((asset) => [asset, [1000n, 0n]]))
  let at = 0
  const report = (base: string, [quoteAmount, confidence]: readonly [bigint, bigint]) => {
    const ratio = { base, quote: 'USD', baseAmount: 1000n, quoteAmount, confidence }
    const rest = { observed: at, until: at + 100 * HOUR, source: 's', number: steps.length, signatures: [] }
    steps.push({
      command: { by: 'oracle', at, type: 'price.report', input: { ...ratio, ...rest } },
      expect: 'accepted',
    })
  }
  const told: Tale = {
    steps,
    pass(seconds) {
      at += seconds
      for (const [base, price] of prices) report(base, price)
      return told
    },
    price(base, thousandths, confidence = 0n) {
      prices.set(base, [thousandths, confidence])
      report(base, [thousandths, confidence])
      return told
    },
    tell(by, name, input, expected, note) {
      const expect = expected ?? 'accepted'
      const command = { by, at, type: name.includes('.') ? name : `lending.${name}`, input }
      steps.push(note === undefined ? { command, expect } : { command, expect, note: `${note}: ${expect}` })
      return told
    },
  }
  return told.pass(0).pass(HOUR + 1)
}
/** GOLD and TIN are listed, sue has supplied 10,000, bob has deposited 1,000 GOLD. */
const opened = (): Tale =>
  tale()
    .tell('board', 'list', { asset: 'GOLD', terms: terms() })
    .tell('board', 'list', { asset: 'TIN', terms: terms({ loanToValue: 4000, threshold: 5000, bonus: 1000 }) })
    .tell('sue', 'supply', { amount: 10_000n })
    .tell('bob', 'deposit', { asset: 'GOLD', amount: 1000n })
/** A partner's token that may not be sold, of which bob has deposited 1,000 and borrowed 700. */
function partnered(outcome: 'burn' | 'lock', guarantee: bigint, uncovered: bigint): Tale {
  const [asset, partner] = outcome === 'burn' ? ['ASH', 'ashes'] : ['OAK', 'oaks']
  const told = tale()
    .tell('sue', 'supply', { amount: 10_000n })
    .tell('board', 'list', { asset, partner, terms: terms({ outcome, bonus: 0, uncovered }) })
    .tell(partner, 'accept', { asset, revision: 1 })
  if (guarantee > 0n) told.tell(partner, 'guarantee', { asset, amount: guarantee })
  return told.tell('bob', 'deposit', { asset, amount: 1000n }).tell('bob', 'borrow', { amount: 700n })
}

const supplying = opened()
  .tell('sam', 'supply', { amount: 1n })
  .tell(
    'sam',
    'transfer.send',
    { to: '@lending', asset: 'USD', amount: 900n },
    'accepted',
    'a gift makes no share dearer',
  )
  .tell('sam', 'supply', { amount: 999n })
  .tell('board', 'configure', { supplyCap: 12_000n })
  .tell('lee', 'supply', { amount: 1001n }, 'LENDING_SUPPLY_CAP_EXCEEDED')
  .tell('nobody', 'supply', { amount: 1000n }, 'ACCOUNT_BELOW_FLOOR')
  .tell('bob', 'borrow', { amount: 700n })
  .pass(365 * DAY)
  .tell('sue', 'withdraw', { shares: 10_240_001n }, 'LENDING_SHARES_EXCEEDED')
  .tell('sam', 'withdraw', { shares: 1_024_000n }, 'accepted', 'with the interest of a year')
  .tell('sue', 'withdraw', { shares: 10_240_000n }, 'LENDING_CASH_EXCEEDED')
  .tell('sue', 'withdraw', { shares: 1n }, 'LENDING_AMOUNT_TOO_SMALL')
  .tell('sam', 'skim', { amount: 9n, to: 'sam' }, 'NOT_AUTHORISED')
  .tell('board', 'skim', { amount: 9n, to: 'sam' }, 'LENDING_RESERVE_EXCEEDED')
  .tell('board', 'skim', { amount: 1n, to: 'sam' })
  .tell('lee', 'repay', { borrower: 'bob', amount: 10_000n }, 'accepted', 'no more than is owed is taken')
  .tell('sue', 'withdraw', { shares: 10_240_000n })

const borrowing = opened()
  .tell('board', 'configure', { borrowCap: 11_000n })
  .tell('ben', 'borrow', { amount: 11_001n }, 'LENDING_BORROW_CAP_EXCEEDED')
  .tell('ben', 'borrow', { amount: 99n }, 'LENDING_DEBT_TOO_SMALL')
  .tell('ben', 'borrow', { amount: 10_001n }, 'LENDING_CASH_EXCEEDED')
  .tell('ben', 'borrow', { amount: 100n }, 'LENDING_LOAN_TO_VALUE_EXCEEDED')
  .tell('ben', 'repay', { borrower: 'ben', amount: 1n }, 'LENDING_NO_DEBT')
  .tell('bob', 'borrow', { amount: 701n }, 'LENDING_LOAN_TO_VALUE_EXCEEDED')
  .price('GOLD', 5000n)
  .tell('bob', 'borrow', { amount: 701n }, 'LENDING_LOAN_TO_VALUE_EXCEEDED', 'a pump')
  .price('GOLD', 1000n, 100n)
  .tell('bob', 'borrow', { amount: 631n }, 'LENDING_LOAN_TO_VALUE_EXCEEDED', 'an uncertain price')
  .price('GOLD', 1000n)
  .tell('bob', 'borrow', { amount: 700n })
  .tell('nobody', 'repay', { borrower: 'bob', amount: 1n }, 'ACCOUNT_BELOW_FLOOR')
  .tell('ben', 'release', { asset: 'GOLD', amount: 2000n, borrower: 'bob' }, 'LENDING_NOT_BORROWER')
  .tell('bob', 'release', { asset: 'GOLD', amount: 1001n }, 'LENDING_COLLATERAL_EXCEEDED')
  .tell('bob', 'release', { asset: 'GOLD', amount: 1n }, 'LENDING_LOAN_TO_VALUE_EXCEEDED')
  .tell('bob', 'repay', { borrower: 'bob', amount: 350n })
  .tell('bob', 'release', { asset: 'GOLD', amount: 500n })
  .tell('bob', 'deposit', { asset: 'OAK', amount: 5001n }, 'LENDING_COLLATERAL_UNKNOWN')
  .tell('bob', 'deposit', { asset: 'GOLD', amount: 4501n }, 'LENDING_COLLATERAL_CAP_EXCEEDED')
  .tell('bob', 'deposit', { asset: 'GOLD', amount: 4500n })

const many = tale([])
for (const asset of ASSETS.slice(2)) {
  many.price(asset, 1000n).tell('board', 'list', { asset, terms: terms({ cap: 1n }) })
  const expect = asset === 'C7' ? 'LENDING_TOO_MANY_ASSETS' : 'accepted'
  many.tell('bob', 'deposit', { asset, amount: 1n }, expect)
}
many
  .tell('board', 'list', { asset: 'GOLD', terms: terms() })
  .tell('ben', 'deposit', { asset: 'GOLD', amount: 1n }, 'PRICE_MISSING')
  .tell('bob', 'borrow', { amount: 100n }, 'LENDING_CASH_EXCEEDED')
  .tell('sue', 'supply', { amount: 1000n })
  .tell('bob', 'borrow', { amount: 100n }, 'PRICE_MISSING', 'a new feed waits')

const sale = opened()
  .tell('bob', 'borrow', { amount: 700n })
  .tell('lee', 'liquidate', { borrower: 'ben', asset: 'OAK', amount: 1n }, 'LENDING_NO_DEBT')
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'OAK', amount: 1n }, 'LENDING_NO_COLLATERAL')
  .price('GOLD', 875n)
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'GOLD', amount: 1n }, 'LENDING_HEALTHY')
  .price('GOLD', 850n)
  .tell('nobody', 'liquidate', { borrower: 'bob', asset: 'GOLD', amount: 1n }, 'ACCOUNT_BELOW_FLOOR')
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'GOLD', amount: 9999n }, 'accepted', 'half of the debt')
  .tell('bob', 'deposit', { asset: 'TIN', amount: 1000n })
  .price('GOLD', 300n)
  .tell('bob', 'borrow', { amount: 150n })
  .price('TIN', 520n)
  .price('GOLD', 300n)
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'GOLD', amount: 100n }, 'LENDING_HEALTH_LOWERED')
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'TIN', amount: 100n })
  .price('TIN', 100n)
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'TIN', amount: 9999n }, 'accepted', 'all of one asset')
  .price('GOLD', 3000n * 1000n)
  .tell('bob', 'deposit', { asset: 'TIN', amount: 5000n })
  .price('TIN', 1n)
  .price('GOLD', 100n)
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'GOLD', amount: 9999n })
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'TIN', amount: 9999n }, 'accepted', 'the last, the rest is lost')

const small = opened()
  .tell('bob', 'borrow', { amount: 700n })
  .price('GOLD', 850n)
  .tell('bob', 'deposit', { asset: 'TIN', amount: 10n })
  .price('TIN', 5_000_000n)
  .tell('board', 'retire', { asset: 'TIN' })
  .pass(DAY)
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'TIN', amount: 1n }, 'LENDING_AMOUNT_TOO_SMALL')

const listings = opened()
  .tell('bob', 'list', { asset: 'USD', terms: terms() }, 'NOT_AUTHORISED')
  .tell('board', 'list', { asset: 'USD', terms: terms({ loanToValue: 9000 }) }, 'LENDING_ASSET_IS_LENT')
  .tell('board', 'list', { asset: 'GOLD', partner: 'x', terms: terms({ loanToValue: 8000 }) }, 'LENDING_TERMS_REFUSED')
  .tell('board', 'list', { asset: 'GOLD', terms: terms({ threshold: 9524 }) }, 'LENDING_TERMS_REFUSED')
  .tell('board', 'list', { asset: 'GOLD', terms: terms({ uncovered: 1n }) }, 'LENDING_TERMS_REFUSED')
  .tell('board', 'list', { asset: 'GOLD', terms: terms({ outcome: 'lock' }) }, 'LENDING_TERMS_REFUSED')
  .tell('board', 'list', { asset: 'GOLD', partner: 'x', terms: terms() }, 'LENDING_LISTING_BOUND')
  .tell('board', 'list', { asset: 'GOLD', terms: terms({ outcome: 'burn', bonus: 0 }) }, 'LENDING_LISTING_BOUND')
  .tell('board', 'list', { asset: 'GOLD', terms: terms({ loanToValue: 1000 }) }, 'accepted', 'after a day')
  .tell('bob', 'borrow', { amount: 101n })
  .pass(DAY)
  .pass(HOUR)
  .pass(1)
  .tell('bob', 'borrow', { amount: 100n }, 'LENDING_LOAN_TO_VALUE_EXCEEDED')
  .tell('board', 'list', { asset: 'ASH', partner: 'ashes', terms: terms({ outcome: 'burn', bonus: 0 }) })
  .tell('board', 'list', { asset: 'ASH', partner: 'ashes', terms: terms({ outcome: 'burn', bonus: 0, cap: 70n }) })
  .tell('bob', 'accept', { asset: 'ASH', revision: 1 }, 'LENDING_OFFER_UNKNOWN')
  .tell('bob', 'accept', { asset: 'ASH', revision: 2 }, 'LENDING_NOT_PARTNER')
  .tell('ashes', 'accept', { asset: 'ASH', revision: 2 })
  .tell('ashes', 'accept', { asset: 'ASH', revision: 2 }, 'LENDING_OFFER_UNKNOWN', 'once')
  .tell('bob', 'guarantee', { asset: 'OAK', amount: 50n }, 'LENDING_COLLATERAL_UNKNOWN')
  .tell('bob', 'guarantee', { asset: 'ASH', amount: 50n }, 'LENDING_NOT_PARTNER')
  .tell('ashes', 'guarantee', { asset: 'ASH', amount: 50n })
  .tell('bob', 'deposit', { asset: 'ASH', amount: 71n }, 'LENDING_COLLATERAL_CAP_EXCEEDED')
  .tell('bob', 'deposit', { asset: 'ASH', amount: 51n }, 'LENDING_GUARANTEE_EXCEEDED')
  .tell('bob', 'deposit', { asset: 'ASH', amount: 50n })
  .tell('ashes', 'reclaim', { asset: 'ASH', amount: 51n }, 'LENDING_GUARANTEE_BOUND')
  .tell('ashes', 'reclaim', { asset: 'ASH', amount: 1n }, 'LENDING_GUARANTEE_BOUND')
  .tell('board', 'list', { asset: 'OAK', partner: 'oaks', terms: terms() })
  .tell('oaks', 'accept', { asset: 'OAK', revision: 1 })
  .tell('oaks', 'guarantee', { asset: 'OAK', amount: 50n }, 'LENDING_NOT_GUARANTEED')
  .tell('bob', 'leave', { asset: 'C1' }, 'LENDING_COLLATERAL_UNKNOWN')
  .tell('bob', 'leave', { asset: 'ASH' }, 'LENDING_NOT_PARTNER')
  .tell('ashes', 'leave', { asset: 'ASH' })
  .tell('board', 'retire', { asset: 'ASH' }, 'LENDING_COLLATERAL_RETIRED')
  .tell('bob', 'deposit', { asset: 'ASH', amount: 71n }, 'LENDING_COLLATERAL_RETIRED')
  .tell(
    'board',
    'list',
    { asset: 'ASH', partner: 'ashes', terms: terms({ outcome: 'burn', bonus: 0 }) },
    'LENDING_COLLATERAL_RETIRED',
  )
  .pass(DAY)
  .tell('lee', 'release', { asset: 'ASH', amount: 50n, borrower: 'bob' }, 'LENDING_NOT_BORROWER', 'who still owes')
  .tell('lee', 'repay', { borrower: 'bob', amount: 200n })
  .tell('lee', 'release', { asset: 'ASH', amount: 50n, borrower: 'bob' }, 'accepted', 'what was left behind')
  .tell('ashes', 'reclaim', { asset: 'ASH', amount: 50n })
  .tell('board', 'list', { asset: 'ASH', terms: terms() }, 'accepted', 'anew')

const burn = partnered('burn', 600n, 400n)
  .tell('ben', 'deposit', { asset: 'ASH', amount: 1n }, 'LENDING_GUARANTEE_EXCEEDED')
  .price('ASH', 850n)
  .tell('nobody', 'liquidate', { borrower: 'bob', asset: 'ASH', amount: 9999n }, 'accepted', 'half, by the guarantee')
  .price('ASH', 400n)
  .tell('nobody', 'liquidate', { borrower: 'bob', asset: 'ASH', amount: 9999n }, 'accepted', 'the rest is a loss')

const lock = partnered('lock', 300n, 700n)
  .price('OAK', 850n)
  .tell('nobody', 'liquidate', { borrower: 'bob', asset: 'OAK', amount: 9999n }, 'accepted', 'partly by the guarantee')
  .tell('ben', 'redeem', { asset: 'OAK', amount: 1n }, 'LENDING_NOTHING_LOCKED')
  .price('OAK', 400n)
  .tell('nobody', 'liquidate', { borrower: 'bob', asset: 'OAK', amount: 9999n })
  .pass(365 * DAY)
  .tell('bob', 'redeem', { asset: 'OAK', amount: 300n }, 'accepted', 'a part, to partner and reserve')
  .tell('lee', 'transfer.send', { to: 'bob', asset: 'USD', amount: 1000n })
  .tell('bob', 'redeem', { asset: 'OAK', amount: 9999n }, 'accepted', 'all')

const tiny = tale()
  .tell('sue', 'supply', { amount: 10_000n })
  .tell('board', 'list', {
    asset: 'OAK',
    partner: 'oaks',
    terms: terms({ outcome: 'lock', bonus: 0, uncovered: 9000n }),
  })
  .tell('oaks', 'accept', { asset: 'OAK', revision: 1 })
  .price('OAK', 1_000_000n)
  .pass(HOUR)
  .pass(1)
  .tell('bob', 'deposit', { asset: 'OAK', amount: 2n })
  .tell('bob', 'borrow', { amount: 1400n })
  .price('OAK', 800_000n)
  .tell('lee', 'liquidate', { borrower: 'bob', asset: 'OAK', amount: 9999n })
  .tell('bob', 'redeem', { asset: 'OAK', amount: 1n }, 'LENDING_AMOUNT_TOO_SMALL')

/** Inputs that aren't even shaped like one. */
const hostile: readonly Step[] = [
  ['supply', { amount: '0' }, 'an amount of zero'],
  ['supply', { amount: '1', to: 'x' }, 'a member too many'],
  ['withdraw', { shares: '-1' }, 'fewer than no shares'],
  ['liquidate', { borrower: 'bob', asset: 'GOLD' }, 'a member too few'],
  ['deposit', { asset: 'GO/LD', amount: '1' }, 'an asset that is no id'],
  ['repay', { borrower: '', amount: '1' }, 'nobody'],
].map(([name, input, note]) => ({
  json: { id: 'hostile', by: 'sue', at: String(HOUR + 1), type: `lending.${name}`, input },
  expect: 'INPUT_INVALID',
  note: note as string,
}))

const confirming = tale(['GOLD'])
  .pass(HOUR + 1)
  .tell('sue', 'confirm', { asset: 'GOLD', outcome: 'sale' }, 'LENDING_COLLATERAL_UNKNOWN')
  .tell('board', 'list', { asset: 'GOLD', terms: terms() })
  .tell('sue', 'confirm', { asset: 'GOLD', outcome: 'lock' }, 'LENDING_OUTCOME_DIFFERS')
  .tell('sue', 'confirm', { asset: 'GOLD', outcome: 'sale' })

const scenario = (name: string, about: string, { steps }: Tale, more: readonly Step[] = []): Scenario => ({
  name,
  about,
  system: system(),
  at: 0,
  steps: [...steps, ...more],
})
export const scenarios: readonly Scenario[] = [
  scenario('supplying', 'Shares, interest of a year, the reserve.', supplying),
  scenario(
    'borrowing',
    'Borrowing at two-sided prices, repaying, releasing; the codes in order of precedence.',
    borrowing,
  ),
  scenario('many-assets', 'Eight assets behind one debt, and prices that aren’t there.', many),
  scenario('sale', 'Collateral is sold, and what it can’t repay is lost.', sale),
  scenario('small', 'An amount that takes nothing.', small),
  scenario('listings', 'Terms, partnerships, guarantees; the codes in order of precedence.', listings, []),
  scenario('burn', 'What may not be sold is burned: the guarantee pays, then the pool.', burn),
  scenario('lock', 'What may not be sold is locked, and redeemed.', lock),
  scenario('tiny', 'A redemption that frees nothing; inputs that are none.', tiny),
  scenario('confirming', 'What somebody else says of a listing.', confirming),
  scenario('hostile', 'Inputs that are none.', tale([]), hostile),
]
