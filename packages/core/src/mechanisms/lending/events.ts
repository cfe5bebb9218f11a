/** What commands of lending have computed. Spec: lending.md#events. */
import { Amount, Count, Party, Quantity, type Schema, struct, Time, Total } from '../../codec/index.js'

/** What a liquidation has done. Base units of the lent asset but `seized`. */
export interface Liquidated {
  /** By how much the debt fell. */
  readonly repaid: bigint
  /** Base units of the collateral. */
  readonly seized: bigint
  /** Part of `repaid` that the partner's guarantee has paid. */
  readonly guaranteed: bigint
  /** What the borrower still owes; what is written off is no longer in it. */
  readonly debt: bigint
}
/** A loss of the pool, base units of the lent asset. */
export interface Absorbed {
  readonly borrower: string
  readonly reserve: bigint
  readonly suppliers: bigint
}

/** Data of the events of a pool, by name. */
export interface LendingEvents {
  readonly offered: { readonly revision: number }
  readonly listed: { readonly from: number }
  readonly retired: { readonly ends: number }
  readonly supplied: { readonly shares: bigint }
  readonly withdrawn: { readonly amount: bigint }
  readonly borrowed: { readonly debt: bigint }
  readonly repaid: { readonly amount: bigint; readonly debt: bigint }
  readonly liquidated: Liquidated
  readonly absorbed: Absorbed
  readonly redeemed: { readonly paid: bigint; readonly freed: bigint }
}

export const events: { readonly [K in keyof LendingEvents]: Schema<LendingEvents[K]> } = {
  offered: struct<LendingEvents['offered']>({ revision: Count }),
  listed: struct<LendingEvents['listed']>({ from: Time }),
  retired: struct<LendingEvents['retired']>({ ends: Time }),
  supplied: struct<LendingEvents['supplied']>({ shares: Amount }),
  withdrawn: struct<LendingEvents['withdrawn']>({ amount: Amount }),
  borrowed: struct<LendingEvents['borrowed']>({ debt: Total }),
  repaid: struct<LendingEvents['repaid']>({ amount: Amount, debt: Total }),
  liquidated: struct<Liquidated>({ repaid: Quantity, seized: Amount, guaranteed: Quantity, debt: Total }),
  absorbed: struct<Absorbed>({ borrower: Party, reserve: Total, suppliers: Total }),
  redeemed: struct<LendingEvents['redeemed']>({ paid: Amount, freed: Amount }),
}
