/** Rows of networks, their accounts with each other, and rounds. Spec: trade-credit.md#tables. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Epoch,
  Flag,
  Id,
  list,
  oneOf,
  optional,
  Party,
  Quantity,
  type Schema,
  struct,
  Time,
  Total,
} from '../../codec/index.js'
import { table } from '../../kernel/index.js'

/** A network that trades with others. */
export interface TradeNetwork {
  /** Party that speaks for the network. */
  readonly operator: string
  /** Whether the network takes part in foreign trade. */
  readonly open: boolean
  /**
   * Sum of the network's deficits, what prepared trades hold included, units of account. A surplus towards one partner
   * offsets no deficit towards another.
   */
  readonly drawn: bigint
  /** Sum of what the network owes, whatever prepared trades hold, units of account. */
  readonly owes: bigint
  /** Sum of what the network allocates to accounts it hasn't closed, units of account. */
  readonly allocated: bigint
  /** The latest round that names the network, or to which its lines of credit offer something. Absent: none has. */
  readonly round?: NetworkRound
}
/** What a network has to do with a round. */
export interface NetworkRound {
  readonly number: number
  /** By how much its deficits may grow on its lines of credit, units of account. Kept free until the round is over. */
  readonly offered: bigint
}
/** One side's half of the double opt-in: what it says of its account with a partner. */
export interface TradeHalf {
  /** Deficit that the network lets itself run up towards the partner, units of account. */
  readonly allocated: bigint
  /** Deficit of the partner's that the network accepts, units of account. */
  readonly accepted: bigint
  /** Whether the account may take part in clearing rounds, as far as this side is concerned. */
  readonly clearing: boolean
  /** False from the time this side closes the account until it agrees again. */
  readonly open: boolean
  /** Whether the account may be a credit line of rounds: moved both ways within its limits. Absent: no. */
  readonly credit?: boolean
  /** Who may declare what this account's debtor owes in default, if both sides name the same. */
  readonly arbiter?: string
}
/** Both halves joined: an account exists from the time both sides have agreed, and is what both sides say. */
export interface TradeAccount {
  readonly open: boolean
  readonly clearing: boolean
  /** Absent: no. */
  readonly credit?: boolean
  /** What a line of credit offers, fixed when the round was opened. Absent: nothing. */
  readonly offer?: LineOffer
}
/** By how much the deficits of both sides of a line may grow in a round, units of account. */
export interface LineOffer {
  readonly round: number
  readonly first: bigint
  readonly second: bigint
}
/** What a network lets pass from one partner to another. */
export interface TradeRoute {
  /** How much more may pass, units of account. Used up by what passes. */
  readonly left: bigint
  /** Of what passes on, basis points, kept by the network. */
  readonly fee: number
}
/** A clearing round. */
export interface ClearingRound {
  /** Who opened it and may end it early. */
  readonly authority: string
  readonly opened: number
  /** From this time on the round is over, whether or not somebody has said so. */
  readonly until: number
  readonly status: 'open' | 'settled' | 'lapsed'
  /** Into how many segments obligations are split. Absent: not at all. */
  readonly segments?: number
  /** Networks that take part, by code units: accounts between two of them. Absent: all. */
  readonly networks?: readonly string[]
}
/** Networks that a round can name. */
export const MOST_NAMED = 65_536
/** Money that passes, or will pass, from one side of an account to the other, units of account. */
export interface Leg {
  readonly debtor: string
  readonly creditor: string
  readonly amount: bigint
}
/** A range of values, both ends within it, units of account. */
export interface Worth {
  readonly least: bigint
  readonly most: bigint
}
/** A premium that a prepared trade will pay for a network between its ends, base units of that network's currency. */
export interface NetworkPremium {
  readonly network: string
  readonly premium: bigint
}
/** A trade that is prepared: its money is set aside until it is posted, voided, or expires. */
export interface PreparedTrade {
  readonly network: string
  readonly buyer: string
  readonly partner: string
  readonly seller: string
  /** Base units of the buyer's currency. */
  readonly paid: bigint
  /** To the underwriters of the buyer's network, and to those of the buyer's own line. */
  readonly premium: bigint
  readonly linePremium: bigint
  /** To the underwriters of networks between the two ends. */
  readonly premiums: readonly NetworkPremium[]
  /** Base units of the seller's currency. */
  readonly received: bigint
  /** What `paid` and `received` may be worth when the trade is posted, each at its price less or with its confidence. */
  readonly bought: Worth
  readonly sold: Worth
  readonly legs: readonly Leg[]
  /** How much either may be worth more or less when it is posted, basis points. */
  readonly tolerance: number
  readonly until: number
}

const Pair = { network: Id, partner: Id }
export const LegFields: Schema<Leg> = struct<Leg>({ debtor: Id, creditor: Id, amount: Amount })

export const pairTables = {
  networks: table(
    struct<{ readonly network: string }>({ network: Id }),
    struct<TradeNetwork>({
      operator: Party,
      open: Flag,
      drawn: Quantity,
      owes: Quantity,
      allocated: Total,
      round: optional(struct<NetworkRound>({ number: Count, offered: Quantity })),
    }),
  ),
  halves: table(
    struct<{ readonly network: string; readonly partner: string }>(Pair),
    struct<TradeHalf>({
      allocated: Quantity,
      accepted: Quantity,
      clearing: Flag,
      open: Flag,
      credit: optional(Flag),
      arbiter: optional(Party),
    }),
    {
      ordered: [['network']],
      rules: { 'nobody is its own partner': (_, { network, partner }) => network !== partner },
    },
  ),
  /** One row for both sides, `first` before `second` by code units. */
  accounts: table(
    struct<{ readonly first: string; readonly second: string }>({ first: Id, second: Id }),
    struct<TradeAccount>({
      open: Flag,
      clearing: Flag,
      credit: optional(Flag),
      offer: optional(struct<LineOffer>({ round: Count, first: Quantity, second: Quantity })),
    }),
    { ordered: [[]], rules: { 'the sides are in order': (_, { first, second }) => first < second } },
  ),
  /** What was added to a network's deficit towards a partner in a bucket of time. */
  additions: table(
    struct<{ readonly network: string; readonly partner: string; readonly bucket: number }>({ ...Pair, bucket: Epoch }),
    struct<{ readonly amount: bigint }>({ amount: Amount }),
    { ordered: [['network', 'partner']] },
  ),
  routes: table(
    struct<{ readonly network: string; readonly from: string; readonly to: string }>({ network: Id, from: Id, to: Id }),
    struct<TradeRoute>({ left: Quantity, fee: BasisPoints }),
    { ordered: [[]] },
  ),
  /** Assets in which a network lets itself be paid what it is owed. */
  settlements: table(
    struct<{ readonly network: string; readonly asset: string }>({ network: Id, asset: Asset }),
    struct<{ readonly haircut: number }>({ haircut: BasisPoints }),
    { ordered: [['network']] },
  ),
  prepared: table(
    struct<{ readonly trade: string }>({ trade: Id }),
    struct<PreparedTrade>({
      network: Id,
      buyer: Party,
      partner: Id,
      seller: Id,
      paid: Amount,
      premium: Quantity,
      linePremium: Quantity,
      premiums: list(struct<NetworkPremium>({ network: Id, premium: Amount }), 128),
      received: Amount,
      bought: struct<Worth>({ least: Quantity, most: Total }),
      sold: struct<Worth>({ least: Quantity, most: Total }),
      legs: list(LegFields, 256),
      tolerance: BasisPoints,
      until: Time,
    }),
  ),
  rounds: table(
    struct<{ readonly round: number }>({ round: Count }),
    struct<ClearingRound>({
      authority: Party,
      opened: Time,
      until: Time,
      status: oneOf('open', 'settled', 'lapsed'),
      segments: optional(Count),
      networks: optional(list(Id, MOST_NAMED)),
    }),
    { ordered: [[]] },
  ),
}
