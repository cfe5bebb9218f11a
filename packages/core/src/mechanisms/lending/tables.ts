/** Rows of a lending pool. Spec: lending.md#tables. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Duration,
  Flag,
  nullable,
  oneOf,
  Party,
  Quantity,
  type Schema,
  struct,
  Time,
  Total,
} from '../../codec/index.js'
import { type Scope, table, type View } from '../../kernel/index.js'
import type { LendingConfig, LendingParams } from './config.js'
import type { LendingEvents } from './events.js'
import type { LendingRejection } from './rejections.js'

/** What the pool has. */
export interface Pool {
  /** What lies in it, base units. */
  readonly cash: bigint
  /** Of all loans; what they owe is principal · index / 2^64. */
  readonly principal: bigint
  readonly index: bigint
  /** Time of the index, whole seconds. */
  readonly at: number
  /** What borrowing costs from then on, hundred-millionths a year. */
  readonly rate: number
  /** Of all suppliers. */
  readonly shares: bigint
  /** Counts up when losses have made shares so small that all of them are cut by 2^16. */
  readonly era: number
  /** Part of what the pool has that isn't the suppliers' but bears losses before they do, base units. */
  readonly reserve: bigint
}
/** One supplier's part. */
export interface Supplier {
  readonly shares: bigint
  /** Era that the shares are of. */
  readonly era: number
}
/** What becomes of collateral that is liquidated. */
export type Outcome = 'sale' | 'burn' | 'lock'
/** On which terms an asset is collateral. */
export interface Terms {
  /** What may be borrowed against it, basis points of its value. */
  readonly loanToValue: number
  /** From which debt on it is liquidated, basis points of its value. */
  readonly threshold: number
  /** What a liquidator gets above what it repays, basis points. 0 unless it is sold. */
  readonly bonus: number
  /** Most that may be deposited, base units of the collateral. */
  readonly cap: bigint
  readonly outcome: Outcome
  /** What the pool bears where the partner's guarantee ends, base units of the lent asset. 0 if it is sold. */
  readonly uncovered: bigint
  /** How long before terms change or end, seconds. */
  readonly notice: number
}
/** An asset admitted as collateral. */
export interface Listing {
  /** With whom it was agreed; null: the authority alone decides. */
  readonly partner: string | null
  readonly terms: Terms
  /** Terms that take over. */
  readonly next: { readonly from: number; readonly terms: Terms } | null
  /** From when on it counts for nothing; null: no notice was given. */
  readonly ends: number | null
  /** Of all borrowers, base units of the collateral. */
  readonly deposited: bigint
  /** What the partner has set aside for its collateral, base units of the lent asset. */
  readonly guarantee: bigint
  /** What is left of the terms' `uncovered`. */
  readonly uncovered: bigint
}
/** Terms offered to a partner. */
export interface Offer {
  readonly revision: number
  readonly partner: string
  readonly terms: Terms
  /** Until it is accepted. */
  readonly open: boolean
}
/** Collateral that stays locked with the pool, and what frees it. */
export interface Locked {
  /** Whose guarantee has paid. */
  readonly partner: string | null
  /** Base units of the collateral. */
  readonly amount: bigint
  /** What is owed for it is principal · index / 2^64. */
  readonly principal: bigint
  /** What the guarantee has paid for it and what the pool has borne, base units of the lent asset. */
  readonly guaranteed: bigint
  readonly borne: bigint
}
/** Collateral of one borrower. */
export interface CollateralKey {
  readonly borrower: string
  readonly asset: string
}

export const termFields: Schema<Terms> = struct<Terms>({
  loanToValue: BasisPoints,
  threshold: BasisPoints,
  bonus: BasisPoints,
  cap: Quantity,
  outcome: oneOf('sale', 'burn', 'lock'),
  uncovered: Quantity,
  notice: Duration,
})
const collateralKey = struct<CollateralKey>({ borrower: Party, asset: Asset })
const assetKey = struct<{ readonly asset: string }>({ asset: Asset })

export const tables = {
  pool: table(
    assetKey,
    struct<Pool>({
      cash: Quantity,
      principal: Total,
      index: Total,
      at: Time,
      rate: Count,
      shares: Quantity,
      era: Count,
      reserve: Total,
    }),
  ),
  suppliers: table(
    struct<{ readonly supplier: string }>({ supplier: Party }),
    struct<Supplier>({ shares: Amount, era: Count }),
  ),
  loans: table(
    struct<{ readonly borrower: string }>({ borrower: Party }),
    struct<{ readonly principal: bigint }>({ principal: Amount }),
  ),
  collateral: table(collateralKey, struct<{ readonly amount: bigint }>({ amount: Amount }), {
    ordered: [['borrower']],
  }),
  listings: table(
    assetKey,
    struct<Listing>({
      partner: nullable(Party),
      terms: termFields,
      next: nullable(struct<{ readonly from: number; readonly terms: Terms }>({ from: Time, terms: termFields })),
      ends: nullable(Time),
      deposited: Quantity,
      guarantee: Quantity,
      uncovered: Quantity,
    }),
  ),
  offers: table(assetKey, struct<Offer>({ revision: Count, partner: Party, terms: termFields, open: Flag })),
  locked: table(
    collateralKey,
    struct<Locked>({
      partner: nullable(Party),
      amount: Amount,
      principal: Amount,
      guaranteed: Quantity,
      borne: Quantity,
    }),
  ),
}
/** The tables of a pool. */
export type LendingTables = typeof tables

/** Reads of a pool: what `view(system, state).mechanisms.lending` gives. */
export interface LendingView extends View<LendingConfig, LendingParams, LendingTables> {}
type None = Record<never, never>
/** What the commands of a pool work with. */
export interface LendingScope
  extends Scope<LendingConfig, LendingParams, LendingTables, LendingEvents, LendingRejection, None, None> {}
