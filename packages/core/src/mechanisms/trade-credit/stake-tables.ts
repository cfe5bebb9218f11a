/** Rows of what underwriters stake. Spec: trade-credit.md#tables. */
import { Count, Id, nullable, Party, Quantity, struct, Time, Total } from '../../codec/index.js'
import { table } from '../../kernel/index.js'

/** The name under which a network's own limit is underwritten beside those of its members. No member can have it. */
export const EXTERNAL = '@external'

/** Collateral behind one limit: a network's external one, or a member's line. */
export interface StakePool {
  /** Collateral, base units. */
  readonly stake: bigint
  /** Parts the collateral is divided into. A loss makes each worth less, and touches no underwriter. */
  readonly shares: bigint
  /** Counts up when a loss has taken everything: earlier shares are worth nothing. */
  readonly generation: number
  /** What a share has earned since the pool began, currency · 2^64. */
  readonly earned: bigint
  /** What is left over from dividing by shares, currency · 2^64. */
  readonly carry: bigint
  /** When somebody noted that the limit no longer covers what is drawn; null: nobody has, or it is cured. */
  readonly called: number | null
}
/** Stake asked back. */
export interface Leaving {
  readonly shares: bigint
  readonly requested: number
  /** What a base unit of collateral was worth when it was asked back, as a ratio. */
  readonly baseAmount: bigint
  readonly quoteAmount: bigint
}
/** One underwriter's part of a pool. */
export interface Underwriter {
  readonly shares: bigint
  readonly generation: number
  /** The pool's `earned` up to which this underwriter's premiums are counted. */
  readonly counted: bigint
  /** Premiums counted and not paid out, base units of currency. */
  readonly due: bigint
  /** Part of a base unit beside them, · 2^64. */
  readonly fraction: bigint
  readonly leaving: Leaving | null
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
      generation: Count,
      earned: Total,
      carry: Total,
      called: nullable(Time),
    }),
    // losses take collateral and no shares, and rounding takes shares: stake that comes later never gets less than one
    { rules: { 'a share is at most a base unit': ({ stake, shares }) => stake <= shares } },
  ),
  /** What shares of a generation had earned when a loss ended it. */
  closings: table(
    struct<PoolKey & { readonly generation: number }>({ network: Id, member: Party, generation: Count }),
    struct<{ readonly earned: bigint }>({ earned: Total }),
  ),
  underwriters: table(
    struct<UnderwriterKey>({ network: Id, member: Party, underwriter: Party }),
    struct<Underwriter>({
      shares: Quantity,
      generation: Count,
      counted: Total,
      due: Quantity,
      fraction: Quantity,
      leaving: nullable(
        struct<Leaving>({ shares: Quantity, requested: Time, baseAmount: Quantity, quoteAmount: Quantity }),
      ),
    }),
    { ordered: [['network', 'member']] },
  ),
}
