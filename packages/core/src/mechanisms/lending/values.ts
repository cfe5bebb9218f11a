/** What collateral is worth in the lent asset, and how much it carries. Spec: lending.md#values. */
import { least, mulDiv } from '../../arithmetic/index.js'
import type { LendingScope, LendingView, Listing, Terms } from './tables.js'

export const WHOLE = 10_000n

/** A price that may be zero: what is too uncertain is worth nothing. */
interface Ratio {
  readonly base: bigint
  readonly quote: bigint
}
/** What an asset is worth in the unit, at least, about and at most. */
export interface Sides {
  readonly low: Ratio
  readonly mid: Ratio
  readonly high: Ratio
}
/** `lending`: the present price and an earlier one, whichever is worse. `present`: that alone. */
export type Moment = 'lending' | 'present'

const ONE: Ratio = { base: 1n, quote: 1n }
const below = (a: Ratio, b: Ratio): boolean => a.quote * b.base < b.quote * a.base

/** When the earlier of two prices was in force. */
export const earlierOf = ({ now, params }: LendingView): number => Math.max(0, now - params.lag)

/** The two sides of an asset's price. Reports that will be asked for again are kept. */
export function sidesOf(
  view: LendingView & Partial<Pick<LendingScope, 'retain'>>,
  asset: string,
  moment: Moment,
): Sides {
  const { unit } = view.config
  if (asset === unit) return { low: ONE, mid: ONE, high: ONE }
  const present = bounded(view.price(asset, unit))
  if (moment === 'present') return present
  const earlier = bounded(view.priceAt(asset, unit, earlierOf(view)))
  view.retain?.(asset, unit, earlierOf(view))
  return {
    low: below(earlier.low, present.low) ? earlier.low : present.low,
    mid: present.mid,
    high: below(present.high, earlier.high) ? earlier.high : present.high,
  }
}

function bounded({ baseAmount: base, quoteAmount: quote, confidence }: ReturnType<LendingView['price']>): Sides {
  const low = quote > confidence ? quote - confidence : 0n
  return { low: { base, quote: low }, mid: { base, quote }, high: { base, quote: quote + confidence } }
}

/** An amount at one price in terms of another: ⌊ or ⌈ amount · price / other. */
export const across = (amount: bigint, price: Ratio, other: Ratio, rounding: 'up' | 'down'): bigint =>
  mulDiv(amount, price.quote * other.base, price.base * other.quote, rounding)

/** The terms in force. */
export const termsOf = ({ terms, next }: Listing, now: number): Terms =>
  next !== null && now >= next.from ? next.terms : terms
/** The listing with the terms in force in their place. */
export function current(listing: Listing, now: number): Listing {
  const { next } = listing
  if (next === null || now < next.from) return listing
  return { ...listing, terms: next.terms, next: null, uncovered: next.terms.uncovered }
}
export const isOver = ({ ends }: Listing, now: number): boolean => ends !== null && now >= ends

/** What is there to pay for collateral that may not be sold. */
export const coverOf = ({ guarantee, uncovered }: Listing): bigint => guarantee + uncovered

/** At most its part of what is there to pay for it, where it may not be sold. */
function covered(value: bigint, amount: bigint, listing: Listing): bigint {
  if (listing.terms.outcome === 'sale') return value
  const part = mulDiv(amount, coverOf(listing), listing.deposited, 'down')
  return least(part, value)
}
/**
 * Whether what is there pays for all of an asset that may not be sold, at the higher of two prices: nobody's deposit
 * makes another's count for less, and who drives the price down for a moment takes no guarantee out.
 */
export function isCovered(view: LendingView, asset: string, listing: Listing): boolean {
  const collateral = sidesOf(view, asset, 'lending').high
  const lent = sidesOf(view, view.config.asset, 'lending').low
  return lent.quote > 0n && across(listing.deposited, collateral, lent, 'up') <= coverOf(listing)
}

/** What collateral counts for in the lent asset: at its low price, debts at their high one. */
export const lowValue = (amount: bigint, listing: Listing, collateral: Sides, lent: Sides): bigint =>
  covered(across(amount, collateral.low, lent.high, 'down'), amount, listing)
/** What collateral is taken for: at the prices as reported. */
export const fairValue = (amount: bigint, listing: Listing, collateral: Sides, lent: Sides): bigint =>
  covered(across(amount, collateral.mid, lent.mid, 'down'), amount, listing)

/** What a borrower's collateral carries. */
export interface Weighed {
  /** Debt · 10,000 that it carries, base units of the lent asset. */
  readonly carries: bigint
  /** What liquidating all of it would repay, base units of the lent asset. */
  readonly repays: bigint
}

/**
 * What a borrower's collateral carries: for `lending` by loan-to-value, and nothing where notice was given; for
 * `present` by the threshold, and nothing where the notice is over, whose prices then aren't asked for.
 */
export function weigh(view: LendingView, borrower: string, moment: Moment, lent: Sides): Weighed {
  let [carries, repays] = [0n, 0n]
  for (const { key, row } of view.tables.collateral.under({ borrower })) {
    const listing = listed(view, key.asset)
    const { loanToValue, threshold, bonus } = listing.terms
    const gone = moment === 'lending' ? listing.ends !== null : isOver(listing, view.now)
    const weight = moment === 'lending' ? loanToValue : threshold
    if (gone || weight === 0) continue
    const value = lowValue(row.amount, listing, sidesOf(view, key.asset, moment), lent)
    carries += value * BigInt(weight)
    repays += mulDiv(value, WHOLE, WHOLE + BigInt(bonus), 'down')
  }
  return { carries, repays }
}

/** The listing of an asset that is collateral, its terms those in force. */
export function listed({ tables, now }: LendingView, asset: string): Listing {
  const listing = tables.listings.get({ asset })
  if (listing === undefined) throw new Error(`collateral ${asset} has a listing`)
  return current(listing, now)
}

/** Refuses what the lower of two prices doesn't allow: more debt than is lent against the collateral. */
export function checkLoan(scope: LendingScope, borrower: string, debt: bigint): void {
  const { config, reject } = scope
  const { carries } = weigh(scope, borrower, 'lending', sidesOf(scope, config.asset, 'lending'))
  if (debt * WHOLE > carries) reject('LENDING_LOAN_TO_VALUE_EXCEEDED', { debt, most: carries / WHOLE })
}
