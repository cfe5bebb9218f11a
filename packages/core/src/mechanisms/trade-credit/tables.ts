/** What an instance of trade credit is configured with, and the rows it keeps. Spec: trade-credit.md#tables. */
import { Asset, Count, Duration, Flag, Id, oneOf, Party, Quantity, struct, Time } from '../../codec/index.js'
import { type Scope, table, type View } from '../../kernel/index.js'

/** Fixed when the system is composed. */
export interface TradeCreditConfig {
  /**
   * Unit of account of every bilateral account. The instance declares it as an asset and never issues any. Nothing else
   * should mint it or rest on who holds it: a surplus counts as held.
   */
  readonly unit: string
  /** What stands behind limits: `none`, limits are what two networks agree on. */
  readonly backing: 'none'
}
/** Changed by the authority. */
export interface TradeCreditParams {
  /** Longest life of a clearing round, seconds. A round that is open keeps the time it was opened with. */
  readonly roundLength: number
}

/** A network that trades with others. */
export interface TradeNetwork {
  /** Party that speaks for the network. */
  readonly operator: string
  /** Whether the network takes part in foreign trade. */
  readonly open: boolean
  /** Sum of the network's deficits, units of account. A surplus towards one partner offsets no deficit towards another. */
  readonly drawn: bigint
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
}
/** Both halves joined: an account exists from the time both sides have agreed, and is what both sides say. */
export interface TradeAccount {
  readonly open: boolean
  readonly clearing: boolean
}
/** A clearing round. */
export interface ClearingRound {
  /** Who opened it and may end it early. */
  readonly authority: string
  readonly opened: number
  /** From this time on the round is over, whether or not somebody has said so. */
  readonly until: number
  readonly status: 'open' | 'settled' | 'lapsed'
}

export const configFields = struct<TradeCreditConfig>({ unit: Asset, backing: oneOf('none') })
export const paramFields = struct<TradeCreditParams>({ roundLength: Duration })

export const tables = {
  networks: table(struct({ network: Id }), struct<TradeNetwork>({ operator: Party, open: Flag, drawn: Quantity })),
  halves: table(
    struct({ network: Id, partner: Id }),
    struct<TradeHalf>({ allocated: Quantity, accepted: Quantity, clearing: Flag, open: Flag }),
    {
      ordered: [['network']],
      rules: { 'nobody is its own partner': (_, { network, partner }) => network !== partner },
    },
  ),
  /** One row for both sides, `first` before `second` by code units. */
  accounts: table(struct({ first: Id, second: Id }), struct<TradeAccount>({ open: Flag, clearing: Flag }), {
    ordered: [[]],
    rules: { 'the sides are in order': (_, { first, second }) => first < second },
  }),
  rounds: table(
    struct({ round: Count }),
    struct<ClearingRound>({
      authority: Party,
      opened: Time,
      until: Time,
      status: oneOf('open', 'settled', 'lapsed'),
    }),
    { ordered: [[]] },
  ),
}
export type TradeCreditTables = typeof tables

/** Reads of an instance: what `view(system, state).mechanisms['trade-credit']` gives. */
export interface TradeCreditView extends View<TradeCreditConfig, TradeCreditParams, TradeCreditTables> {}

/** What a trade has computed. */
export interface Traded {
  /** Balance of the buyer's side afterwards, units of account: below zero is its deficit towards the seller. */
  readonly balance: bigint
}
/** What a settled round has computed. */
export interface RoundSettled {
  readonly round: number
  /** How many obligations took part. */
  readonly obligations: number
  /** What they came to before, units of account. */
  readonly owed: bigint
  /** What was cleared of it. */
  readonly cleared: bigint
}

/** Codes of trade credit, in order of precedence. Spec: trade-credit.md#refusals. */
export const rejections = [
  'NETWORK_TAKEN',
  'TRADE_WITH_SELF',
  'NETWORK_UNKNOWN',
  'NETWORK_NOT_OPERATOR',
  'TRADE_NOT_AGREED',
  'ROUND_OPEN',
  'TRADE_ACCOUNT_CLOSED',
  'TRADE_BORDER_CLOSED',
  'TRADE_LIMIT_EXCEEDED',
  'ROUND_NONE',
  'ROUND_OVER',
  'ROUND_NOT_OVER',
  'CLEARING_LENGTH_WRONG',
  'CLEARING_FLOW_EXCEEDS_AMOUNT',
  'CLEARING_UNBALANCED',
  'CLEARING_NOT_MAXIMUM',
] as const
/** One of the codes of trade credit. */
export type TradeCreditRejection = (typeof rejections)[number]

export interface TradeCreditEvents {
  readonly traded: Traded
  readonly settled: RoundSettled
}
type None = Record<never, never>
/** What the commands of trade credit work with. */
export interface TradeCreditScope
  extends Scope<
    TradeCreditConfig,
    TradeCreditParams,
    TradeCreditTables,
    TradeCreditEvents,
    TradeCreditRejection,
    None,
    None
  > {}
