/** What can be read of a lending pool. Spec: lending.md#queries. */
import { accrued, assetsOf, lentBy, owedBy, sharesOf } from './pool.js'
import { worthOf } from './shares.js'
import type { LendingView, Listing } from './tables.js'
import { current, sidesOf, WHOLE, weigh } from './values.js'

/** What a pool has, at the view's time. Base units of the lent asset. */
export interface PoolSummary {
  /** What can be borrowed or withdrawn. */
  readonly cash: bigint
  readonly lent: bigint
  readonly reserve: bigint
  /** What suppliers own: cash + lent − reserve. */
  readonly assets: bigint
  readonly shares: bigint
  /** Hundred-millionths a year. */
  readonly rate: number
}
/** What a supplier has in a pool. */
export interface Supplied {
  readonly shares: bigint
  /** What they are worth, base units of the lent asset. */
  readonly amount: bigint
}
/** What a borrower owes and may still borrow. Base units of the lent asset. */
export interface Position {
  readonly debt: bigint
  /** What may be borrowed beside it, as far as the pool has it. */
  readonly borrowable: bigint
  /** Debt from which on it is liquidated, at the present price. */
  readonly limit: bigint
}

/**
 * What a pool has, interest counted up to the view's time.
 * Spec: lending.md#queries.
 * @param view - Of the pool.
 * @returns Cash, loans, reserve, what suppliers own, and what borrowing costs.
 * @example poolOf(view(system, state).mechanisms.lending).cash
 */
export function poolOf(view: LendingView): PoolSummary {
  const pool = accrued(view)
  const { cash, reserve, shares, rate } = pool
  return { cash, lent: lentBy(pool), reserve, assets: assetsOf(pool), shares, rate }
}

/**
 * What a supplier has, interest counted up to the view's time.
 * Spec: lending.md#queries.
 * @param view - Of the pool.
 * @param supplier - Whose shares.
 * @returns Shares and their worth, 0n for who has none.
 * @example suppliedBy(view(system, state).mechanisms.lending, 'sue').amount
 */
export function suppliedBy(view: LendingView, supplier: string): Supplied {
  const pool = accrued(view)
  const shares = sharesOf(view, pool, supplier)
  return { shares, amount: worthOf({ assets: assetsOf(pool), shares: pool.shares }, shares) }
}

/**
 * What a borrower owes, interest counted up to the view's time.
 * Spec: lending.md#queries.
 * @param view - Of the pool.
 * @param borrower - Whose debt.
 * @returns Base units of the lent asset, rounded up; 0n for who owes nothing.
 * @example debtOf(view(system, state).mechanisms.lending, 'bob')
 */
export const debtOf = (view: LendingView, borrower: string): bigint => owedBy(view, accrued(view), borrower)

/**
 * What a borrower owes, may borrow and can bear.
 * Spec: lending.md#queries.
 * @param view - Of the pool; its prices are needed, as in a command.
 * @param borrower - Whose position.
 * @returns Debt, what may be borrowed beside it, and the debt from which on it is liquidated.
 * @example positionOf(view(system, state).mechanisms.lending, 'bob').borrowable
 */
export function positionOf(view: LendingView, borrower: string): Position {
  const { asset } = view.config
  const debt = debtOf(view, borrower)
  const most = weigh(view, borrower, 'lending', sidesOf(view, asset, 'lending')).carries / WHOLE
  const limit = weigh(view, borrower, 'present', sidesOf(view, asset, 'present')).carries / WHOLE
  return { debt, borrowable: most > debt ? most - debt : 0n, limit }
}

/**
 * The listing of an asset with the terms that are in force at the view's time.
 * Spec: lending.md#collateral.
 * @param view - Of the pool.
 * @param asset - The collateral.
 * @returns The listing, or undefined for what never was collateral.
 * @example listingOf(view(system, state).mechanisms.lending, 'GOLD')?.terms.cap
 */
export function listingOf(view: LendingView, asset: string): Listing | undefined {
  const listing = view.tables.listings.get({ asset })
  return listing === undefined ? undefined : current(listing, view.now)
}
