/** What can be read of a custody, and the names of what it keeps. Spec: custody.md#queries. */
import type { Table, View } from '../../kernel/index.js'

/** Fixed when the system is composed. */
export interface CustodyConfig {
  /** What the vault keeps; minted here against it. At most 64. */
  readonly assets: readonly string[]
}
/** What the vault received. */
export interface CustodyDeposit {
  readonly party: string
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
}
/** What the vault is asked to pay out. */
export interface CustodyWithdrawal {
  readonly party: string
  readonly asset: string
  /** Base units. */
  readonly amount: bigint
  /** Where to, in the outside world's words. */
  readonly to: string
  readonly status: 'pending' | 'confirmed' | 'refunded'
}
/** What a custody keeps. */
export interface CustodyTables {
  readonly deposits: Table<{ readonly reference: string }, CustodyDeposit>
  readonly withdrawals: Table<{ readonly withdrawal: number }, CustodyWithdrawal>
}
/** A custody in a state, or inside one of its commands. */
export interface CustodyView extends View<CustodyConfig, object, CustodyTables> {}

/**
 * One withdrawal.
 * Spec: custody.md#tables.
 * @param view - Of the custody.
 * @param withdrawal - Its number, counted from 1.
 * @returns The row, or undefined where no withdrawal has the number.
 * @example withdrawalOf(view(system, state).mechanisms.custody, 1)?.status // 'pending'
 */
export function withdrawalOf(view: CustodyView, withdrawal: number): CustodyWithdrawal | undefined {
  return view.tables.withdrawals.get({ withdrawal })
}

/**
 * What is locked for withdrawals of an asset that the vault hasn't paid out yet.
 * Spec: custody.md#accounts.
 * @param view - Of the custody.
 * @param asset - One of its assets.
 * @returns Base units, ≥ 0n.
 * @example pending(view(system, state).mechanisms.custody, 'USD') // 40n
 */
export function pending(view: CustodyView, asset: string): bigint {
  return view.balance(view.purse(view.self, asset, 'withdrawal'))
}
