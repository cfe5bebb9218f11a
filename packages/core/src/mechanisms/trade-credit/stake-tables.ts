/** Rows of what underwriters stake. Spec: trade-credit.md#tables. */
import { Amount, Count, Id, nullable, optional, Party, Quantity, struct, Time, Total } from '../../codec/index.js'
import { table } from '../../kernel/index.js'

/** The name under which a network's own limit is underwritten beside those of its members. No member can have it. */
export const EXTERNAL = '@external'

/** Collateral behind one limit: a network's external one, or a member's line. */
export interface StakePool {
  /** Collateral, base units. */
  readonly stake: bigint
  /** Parts the collateral is divided into. A loss makes each worth less, and touches no underwriter. */
  readonly shares: bigint
  /** Of them, those whose stake has left while a member in default may still pay back what they lost. */
  readonly out: bigint
  /** Counts up when shares that losses have made too small are exchanged for new ones. */
  readonly generation: number
  /** What a share has earned since the pool began, currency · 2^64. */
  readonly earned: bigint
  /** What is left over from dividing by shares, currency · 2^64. */
  readonly carry: bigint
  /** Somebody has noted that the limit no longer covers what is drawn; null: nobody has, or it was cured since. */
  readonly called: StandingCall | null
  /** What the parts of a default are parts of, while only defaults change it; null: no default has begun. */
  readonly failing: Failing | null
}
/** A limit that doesn't cover what is drawn, as it stood when that was noted. */
export interface StandingCall {
  readonly at: number
  /** What was drawn: by a network, units of account, or by a member, base units of currency. */
  readonly drawn: bigint
  /** Collateral that would have covered it, base units. */
  readonly needed: bigint
}
/**
 * Creditors default one by one, and each gets of collateral and insurance what its debt is of all that was owed when the
 * first did: so nobody gains by being first, and what backs debts that aren't in default stays behind them.
 */
export interface Failing {
  readonly at: number
  /** Units of account. */
  readonly drawn: bigint
  readonly owes: bigint
  /** Collateral, base units. */
  readonly stake: bigint
  /** Insurance pool, base units of currency. */
  readonly insurance: bigint
}
/** Stake asked back. */
export interface Leaving {
  readonly shares: bigint
  readonly requested: number
  /** What a base unit of collateral was worth when it was asked back, as a ratio. */
  readonly baseAmount: bigint
  readonly quoteAmount: bigint
}
/** What a generation of shares came to. */
export interface Closing {
  /** What a share had earned, currency · 2^64. */
  readonly earned: bigint
  /** Collateral that was left, base units, and so how many new shares there were for those whose stake hadn't left. */
  readonly stake: bigint
  readonly shares: bigint
}
/** A creditor's part of an insurance pool whose currency had no price. */
export interface InsuranceClaim {
  /** What it may cover at most, units of account. */
  readonly value: bigint
  /** What is set aside for it, base units of currency. */
  readonly amount: bigint
}
/** How far the underwriters of a member's line let it go. */
export interface Grant {
  /** Base units of currency. */
  readonly limit: bigint
  /** Latest `expires`. */
  readonly until: number
  /** Other terms to which some of them have agreed; null: none. */
  readonly wish: GrantWish | null
}
export interface GrantWish {
  readonly limit: bigint
  readonly until: number
  /** Shares of those who have agreed. */
  readonly shares: bigint
  /** The record with which it began. */
  readonly since: number
}
/** One underwriter's part of a pool. */
export interface Underwriter {
  readonly shares: bigint
  /** Of them, those whose stake has left. */
  readonly out: bigint
  readonly generation: number
  /** The pool's `earned` up to which this underwriter's premiums are counted. */
  readonly counted: bigint
  /** Premiums counted and not paid out, base units of currency. */
  readonly due: bigint
  /** Part of a base unit beside them, · 2^64. */
  readonly fraction: bigint
  readonly leaving: Leaving | null
  /** `since` of the wish to which this underwriter has agreed last. Absent: to none. */
  readonly agreed?: number
}

/** Of a pool: `member` is the member whose line it backs, or `@external`. */
export interface PoolKey {
  readonly network: string
  readonly member: string
}
export interface UnderwriterKey extends PoolKey {
  readonly underwriter: string
}

export const stakeTables = {
  pools: table(
    struct<PoolKey>({ network: Id, member: Party }),
    struct<StakePool>({
      stake: Quantity,
      shares: Quantity,
      out: Quantity,
      generation: Count,
      earned: Total,
      carry: Total,
      called: nullable(struct<StandingCall>({ at: Time, drawn: Quantity, needed: Quantity })),
      failing: nullable(
        struct<Failing>({ at: Time, drawn: Quantity, owes: Quantity, stake: Quantity, insurance: Quantity }),
      ),
    }),
    // losses take collateral and no shares, and rounding takes shares: stake that comes later never gets less than one
    { rules: { 'a share is at most a base unit': ({ stake, shares, out }) => stake <= shares - out } },
  ),
  /** A generation of shares that was exchanged: for each that there were, `stake` of as many `shares`. */
  closings: table(
    struct<PoolKey & { readonly generation: number }>({ network: Id, member: Party, generation: Count }),
    struct<Closing>({ earned: Total, stake: Quantity, shares: Quantity }),
  ),
  /** What creditors have foreclosed of a call: each once. */
  foreclosed: table(
    struct<{ readonly network: string; readonly creditor: string }>({ network: Id, creditor: Id }),
    struct<{ readonly called: number }>({ called: Time }),
  ),
  /** What a default has left to be claimed of the insurance pool, when there is a price again. */
  claims: table(
    struct<{ readonly network: string; readonly creditor: string }>({ network: Id, creditor: Id }),
    struct<InsuranceClaim>({ value: Amount, amount: Amount }),
  ),
  /** Lines to which underwriters have agreed. */
  grants: table(
    struct<PoolKey>({ network: Id, member: Party }),
    struct<Grant>({
      limit: Quantity,
      until: Time,
      wish: nullable(struct<GrantWish>({ limit: Quantity, until: Time, shares: Quantity, since: Count })),
    }),
  ),
  underwriters: table(
    struct<UnderwriterKey>({ network: Id, member: Party, underwriter: Party }),
    struct<Underwriter>({
      shares: Quantity,
      out: Quantity,
      generation: Count,
      counted: Total,
      due: Quantity,
      fraction: Quantity,
      leaving: nullable(
        struct<Leaving>({ shares: Quantity, requested: Time, baseAmount: Quantity, quoteAmount: Quantity }),
      ),
      agreed: optional(Count),
    }),
    { ordered: [['network', 'member']] },
  ),
}
