/** What holds in every state of a lending pool. Spec: lending.md#invariants. */
import type { Listing as View } from '../../kernel/index.js'
import { collateralAccount } from './borrowing.js'
import type { LendingConfig, LendingParams } from './config.js'
import { guaranteeAccount } from './listings.js'
import { accrued, assetsOf, poolAccount, sharesOf } from './pool.js'
import type { LendingTables, LendingView } from './tables.js'

type Audited = View<LendingConfig, LendingParams, LendingTables>
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n)
const reads = (view: Audited): LendingView => view as unknown as LendingView

export const audits = {
  'what lies in the pool is its cash': (view: Audited) =>
    view.balance(poolAccount(reads(view))) === accrued(reads(view)).cash,
  'the principal is that of all loans': (view: Audited) =>
    sum(view.tables.loans.entries().map(({ row }) => row.principal)) === accrued(reads(view)).principal,
  'suppliers own no more shares than there are, and nothing below zero': (view: Audited) => {
    const pool = accrued(reads(view))
    const owned = sum(view.tables.suppliers.entries().map(({ key }) => sharesOf(reads(view), pool, key.supplier)))
    return assetsOf(pool) >= 0n && (pool.era === 0 ? owned === pool.shares : owned <= pool.shares)
  },
  'collateral lies in its accounts, and listings say its sum': (view: Audited) => {
    const rest = new Map(view.tables.listings.entries().map(({ key, row }) => [key.asset, row.deposited]))
    for (const { key, row } of view.tables.collateral.entries()) {
      if (view.balance(collateralAccount(reads(view), key.borrower, key.asset)) !== row.amount) return false
      rest.set(key.asset, (rest.get(key.asset) ?? 0n) - row.amount)
    }
    return [...rest.values()].every((amount) => amount === 0n)
  },
  'guarantees lie in their accounts': (view: Audited) =>
    view.tables.listings.entries().every(({ key, row }) => {
      const { partner, guarantee } = row
      return partner === null
        ? guarantee === 0n
        : view.balance(guaranteeAccount(reads(view), partner, key.asset)) === guarantee
    }),
  'what is locked lies with the pool': (view: Audited) => {
    const sums = new Map<string, bigint>()
    for (const { key, row } of view.tables.locked.entries()) {
      sums.set(key.asset, (sums.get(key.asset) ?? 0n) + row.amount)
    }
    return [...sums].every(([asset, amount]) => view.balance(view.purse(view.self, asset, 'locked')) === amount)
  },
  'nobody owes without collateral': (view: Audited) =>
    view.tables.loans.entries().every(({ key }) => [...view.tables.collateral.under(key)].length > 0),
}
