/** Depositing collateral, borrowing against it, repaying. Spec: lending.md#borrow. */
import { least } from '../../arithmetic/index.js'
import { Amount, Asset, optional, Party, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { principalAfter, principalFor } from './interest.js'
import { known } from './listings.js'
import { accrued, keep, lentBy, owedBy, poolAccount } from './pool.js'
import type { LendingScope, LendingView, Pool } from './tables.js'
import { checkLoan, isCovered, isOver, listed, sidesOf } from './values.js'

/** What `lending.deposit` takes. */
export interface DepositCollateral {
  readonly asset: string
  /** Base units of the collateral. */
  readonly amount: bigint
}
/** What `lending.release` takes. */
export interface ReleaseCollateral extends DepositCollateral {
  /** Whose, when it isn't one's own: whoever owes nothing and has left collateral behind after its listing ended. */
  readonly borrower?: string
}
/** What `lending.borrow` takes. */
export interface Borrow {
  /** Base units of the lent asset. */
  readonly amount: bigint
}
/** What `lending.repay` takes. */
export interface Repay {
  readonly borrower: string
  /** Base units of the lent asset at most: no more is taken than is owed. */
  readonly amount: bigint
}

/** Different assets that one borrower may deposit: each is priced whenever its debt is judged. */
const MOST_ASSETS = 8

/** Where a borrower's collateral lies: still the borrower's. */
export const collateralAccount = (view: LendingView, borrower: string, asset: string): Account =>
  view.purse(borrower, asset, 'collateral')

export const deposit: Command<DepositCollateral, LendingScope> = {
  input: struct<DepositCollateral>({ asset: Asset, amount: Amount }),
  apply(scope, { asset, amount }) {
    const { by, tables, transfer, reject } = scope
    const listing = known(scope, asset)
    const { ends, terms } = listing
    if (ends !== null) reject('LENDING_COLLATERAL_RETIRED', { ends })
    const deposited = listing.deposited + amount
    if (deposited > terms.cap) reject('LENDING_COLLATERAL_CAP_EXCEEDED', { deposited, cap: terms.cap })
    const key = { borrower: by, asset }
    const before = tables.collateral.get(key)?.amount ?? 0n
    if (before === 0n && [...tables.collateral.under({ borrower: by })].length >= MOST_ASSETS) {
      reject('LENDING_TOO_MANY_ASSETS', { most: MOST_ASSETS })
    }
    // asked for always: what has no price could never be liquidated
    sidesOf(scope, asset, 'present')
    const sold = terms.outcome === 'sale'
    if (!sold && !isCovered(scope, asset, { ...listing, deposited }))
      reject('LENDING_GUARANTEE_EXCEEDED', { deposited })
    transfer({ from: available(by, asset), to: collateralAccount(scope, by, asset), amount })
    tables.collateral.put(key, { amount: before + amount })
    tables.listings.put({ asset }, { ...listing, deposited })
  },
}

export const release: Command<ReleaseCollateral, LendingScope> = {
  input: struct<ReleaseCollateral>({ asset: Asset, amount: Amount, borrower: optional(Party) }),
  apply(scope, { asset, amount, borrower = scope.by }) {
    const { by, now, tables, transfer, reject } = scope
    const key = { borrower, asset }
    const before = tables.collateral.get(key)?.amount ?? 0n
    const debt = owedBy(scope, accrued(scope), borrower)
    const left = before > 0n && isOver(listed(scope, asset), now) && debt === 0n
    if (by !== borrower && !left) reject('LENDING_NOT_BORROWER', { borrower })
    if (amount > before) reject('LENDING_COLLATERAL_EXCEEDED', { amount: before })
    lessen(scope, key, amount)
    if (debt > 0n) checkLoan(scope, borrower, debt)
    transfer({ from: collateralAccount(scope, borrower, asset), to: available(borrower, asset), amount })
  },
}

/** Takes collateral off a borrower's row and off the listing's sum. */
export function lessen(
  scope: LendingScope,
  key: { readonly borrower: string; readonly asset: string },
  amount: bigint,
): void {
  const { config, now, tables, retain } = scope
  const { asset } = key
  const rest = (tables.collateral.get(key)?.amount ?? 0n) - amount
  if (rest > 0n) tables.collateral.put(key, { amount: rest })
  else tables.collateral.delete(key)
  const listing = listed(scope, asset)
  const deposited = listing.deposited - amount
  tables.listings.put({ asset }, { ...listing, deposited })
  if (deposited === 0n && isOver(listing, now)) retain(asset, config.unit, null)
}

export const borrow: Command<Borrow, LendingScope> = {
  input: struct<Borrow>({ amount: Amount }),
  apply(scope, { amount }) {
    const { by, config, params, tables, transfer, emit, reject } = scope
    const pool = accrued(scope)
    const { cash, index } = pool
    const added = principalFor(amount, index)
    const principal = (tables.loans.get({ borrower: by })?.principal ?? 0n) + added
    const after = { ...pool, cash: cash - amount, principal: pool.principal + added }
    const { borrowCap, least } = params
    if (borrowCap !== undefined && lentBy(after) > borrowCap) reject('LENDING_BORROW_CAP_EXCEEDED', { borrowCap })
    tables.loans.put({ borrower: by }, { principal })
    const debt = owedBy(scope, after, by)
    if (debt < least) reject('LENDING_DEBT_TOO_SMALL', { least })
    if (amount > cash) reject('LENDING_CASH_EXCEEDED', { cash })
    checkLoan(scope, by, debt)
    transfer({ from: poolAccount(scope), to: available(by, config.asset), amount })
    keep(scope, after)
    emit('borrowed', { debt })
  },
}

export const repay: Command<Repay, LendingScope> = {
  input: struct<Repay>({ borrower: Party, amount: Amount }),
  apply(scope, { borrower, amount: most }) {
    const { by, config, transfer, emit, reject } = scope
    const pool = accrued(scope)
    const owed = owedBy(scope, pool, borrower)
    if (owed === 0n) reject('LENDING_NO_DEBT', { borrower })
    const amount = least(most, owed)
    transfer({ from: available(by, config.asset), to: poolAccount(scope), amount })
    const after = { ...lowered(scope, pool, borrower, amount), cash: pool.cash + amount }
    keep(scope, after)
    emit('repaid', { amount, debt: owedBy(scope, after, borrower) })
  },
}

/** Takes what is repaid off a debt: off the borrower's row and off the pool's. Where the money comes from is the caller's. */
export function lowered({ tables }: LendingScope, pool: Pool, borrower: string, repaid: bigint): Pool {
  const before = tables.loans.get({ borrower })?.principal ?? 0n
  const principal = principalAfter(before, repaid, pool.index)
  if (principal > 0n) tables.loans.put({ borrower }, { principal })
  else tables.loans.delete({ borrower })
  return { ...pool, principal: pool.principal - before + principal }
}
