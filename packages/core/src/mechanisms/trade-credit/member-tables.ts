/** Rows of what goes on inside networks. Spec: trade-credit.md#tables. */
import { Asset, Flag, Id, nullable, Quantity, Signed, struct, Time } from '../../codec/index.js'
import { table } from '../../kernel/index.js'

/** A network that has a currency of its own. */
export interface NetworkBook {
  readonly currency: string
  /** How far the network's position may fall below zero by trade, units of account; null: as far as it likes. */
  readonly drift: bigint | null
  /** Sum of the network's balances over all partners, units of account. */
  readonly net: bigint
  /** What prepared trades, posted or not, may bring to the network's external account, base units of currency. */
  readonly coming: bigint
}
/** What is left of a member's debt after its default, in the order in which it was absorbed. Base units of currency. */
export interface LostDebt {
  /** Absorbed by the network's reserve. */
  readonly reserve: bigint
  /** Absorbed by the underwriters of the member's line. */
  readonly staked: bigint
  /** Absorbed by nobody: it stays on the network's lost-debt account. */
  readonly rest: bigint
}
/** A member and its credit line. */
export interface TradeMember {
  /** Debt to which the member may go while `now < expires`, base units of currency. */
  readonly limit: bigint
  readonly issued: number
  readonly expires: number
  /** Seconds after `expires` in which the member can only receive; then its debt may default. */
  readonly grace: number
  /** Whether underwriters of this line stand behind it: what they stake then bounds it too. */
  readonly underwritten: boolean
  /** What the member still owes after a default; null: it has never defaulted, or has paid back. */
  readonly lost: LostDebt | null
}

export const memberTables = {
  books: table(
    struct<{ readonly network: string }>({ network: Id }),
    struct<NetworkBook>({ currency: Asset, drift: nullable(Quantity), net: Signed, coming: Quantity }),
  ),
  currencies: table(
    struct<{ readonly currency: string }>({ currency: Asset }),
    struct<{ readonly network: string }>({ network: Id }),
  ),
  members: table(
    struct<{ readonly network: string; readonly member: string }>({ network: Id, member: Id }),
    struct<TradeMember>({
      limit: Quantity,
      issued: Time,
      expires: Time,
      grace: Time,
      underwritten: Flag,
      lost: nullable(struct<LostDebt>({ reserve: Quantity, staked: Quantity, rest: Quantity })),
    }),
    { ordered: [['network']] },
  ),
}
