/** What commands of trade credit have computed. Spec: trade-credit.md#events. */
import { Count, Id, optional, Party, Quantity, type Schema, Signed, struct, Total } from '../../codec/index.js'
import type { PoolKey } from './stake-tables.js'

/** What a trade has computed. */
export interface Traded {
  /** Balance of the buyer's side afterwards, units of account: below zero is its deficit towards the seller. */
  readonly balance: bigint
}
/** What a settled round has computed. */
export interface RoundSettled {
  readonly round: number
  /** How many obligations took part, split ones counted by segment, and lines of credit. */
  readonly obligations: number
  /** What they came to before, units of account. */
  readonly owed: bigint
  /** What was cleared of it. */
  readonly cleared: bigint
  /** What moved on lines of credit for it. Absent in a round without them. */
  readonly credit?: bigint
}
/** A premium to the underwriters of a pool and to the insurance pool, base units of currency. */
export interface PremiumPaid extends PoolKey {
  readonly premium: bigint
  /** Part of it that went to the insurance pool. */
  readonly insured: bigint
}
/** A trade in two currencies. */
export interface Bought {
  /** Base units of the buyer's currency, without the premium. */
  readonly paid: bigint
  readonly premium: bigint
  /** Base units of the seller's currency. */
  readonly received: bigint
}
/** Shares that stake was given, or collateral that was paid out for shares. */
export interface Shares {
  readonly shares: bigint
  /** Collateral, base units. */
  readonly amount: bigint
}
/** What an underwriter was paid, base units of currency. */
export interface Collected {
  readonly amount: bigint
}
/** What a payment with an asset was worth, units of account. */
export interface DebtSettled {
  readonly value: bigint
}
/** A network's default towards one creditor. The three parts are the amount. Units of account. */
export interface Defaulted {
  readonly creditor: string
  readonly amount: bigint
  /** Covered by collateral, and how much of it the creditor got, base units. */
  readonly staked: bigint
  readonly collateral: bigint
  /** Covered by the insurance pool, and how much of the debtor's currency the creditor got, base units. */
  readonly insured: bigint
  readonly currency: bigint
  /** Covered by nothing: written down. */
  readonly written: bigint
  /** Of the insurance pool, set aside to be claimed for what is written down, base units. Absent: nothing. */
  readonly reserved?: bigint
}
/** A part of an insurance pool that was set aside by a default. */
export interface Claimed {
  /** What it covered of the default, units of account. */
  readonly value: bigint
  /** Base units of the debtor's currency. */
  readonly amount: bigint
}
/** A member's default: its debt, and who absorbs it. Base units of currency but `collateral`. */
export interface MemberDefaulted {
  readonly debt: bigint
  readonly reserve: bigint
  readonly staked: bigint
  /** Collateral that was taken for `staked`, base units. */
  readonly collateral: bigint
  readonly rest: bigint
}
/** Whether a limit covers what is drawn on it, units of account. */
export interface Called {
  readonly drawn: bigint
  readonly limit: bigint
}

export interface TradeCreditEvents {
  readonly traded: Traded
  readonly settled: RoundSettled
  readonly premium: PremiumPaid
  readonly bought: Bought
  readonly staked: Shares
  readonly released: Shares
  readonly collected: Collected
  readonly 'debt-settled': DebtSettled
  readonly defaulted: Defaulted
  readonly claimed: Claimed
  readonly 'member-defaulted': MemberDefaulted
  readonly called: Called
}

export const events: { readonly [K in keyof TradeCreditEvents]: Schema<TradeCreditEvents[K]> } = {
  traded: struct<Traded>({ balance: Signed }),
  settled: struct<RoundSettled>({
    round: Count,
    obligations: Count,
    owed: Total,
    cleared: Total,
    credit: optional(Total),
  }),
  premium: struct<PremiumPaid>({ network: Id, member: Party, premium: Quantity, insured: Quantity }),
  bought: struct<Bought>({ paid: Quantity, premium: Quantity, received: Quantity }),
  staked: struct<Shares>({ shares: Quantity, amount: Quantity }),
  released: struct<Shares>({ shares: Quantity, amount: Quantity }),
  collected: struct<Collected>({ amount: Quantity }),
  'debt-settled': struct<DebtSettled>({ value: Quantity }),
  defaulted: struct<Defaulted>({
    creditor: Id,
    amount: Quantity,
    staked: Quantity,
    collateral: Quantity,
    insured: Quantity,
    currency: Quantity,
    written: Quantity,
    reserved: optional(Quantity),
  }),
  claimed: struct<Claimed>({ value: Quantity, amount: Quantity }),
  'member-defaulted': struct<MemberDefaulted>({
    debt: Quantity,
    reserve: Quantity,
    staked: Quantity,
    collateral: Quantity,
    rest: Quantity,
  }),
  called: struct<Called>({ drawn: Quantity, limit: Quantity }),
}
