/** What relay rewards keep, and what their commands work with. Spec: relay-rewards.md#tables. */
import {
  Amount,
  Asset,
  Count,
  Epoch,
  Id,
  list,
  nullable,
  oneOf,
  Party,
  Quantity,
  type Schema,
  struct,
  Total,
} from '../../codec/index.js'
import { type Listing, type Scope, type Table, table, type View } from '../../kernel/index.js'
import { MOST_LANES, type RelayConfig, type RelayTerms, termFields } from './config.js'
import type { RelayEvents } from './events.js'
import type { RelayRejection } from './rejections.js'
import { type Rates, ratesFields } from './steps.js'

/** A relayer's tickets by one receiver. */
export interface VoucherKey {
  readonly epoch: number
  readonly relayer: string
  readonly receiver: string
}
/** What a receiver has given in an epoch. */
export interface Receipts {
  /** Tickets, to whomever. */
  readonly issued: bigint
  /** To how many relayers. */
  readonly relayers: number
}
/** What a receiver's tickets weigh in the epoch that is being settled. */
export interface Weighed {
  readonly issued: bigint
  /** For each asset of fees, then for the subsidy. */
  readonly weights: readonly bigint[]
}
/** Epochs in which a receiver is admitted: from ≤ epoch < until. */
export interface Span {
  readonly from: number
  /** Null: it still is. */
  readonly until: number | null
}
/** One asset in the epoch that is being settled; between epochs, what rolls over. */
export interface Lane {
  /** What there is to share, base units. */
  readonly total: bigint
  /** Work of all receivers weighed so far. */
  readonly issued: bigint
  /** What relayers have got of the total so far. */
  readonly shared: bigint
  /** Work of the relayer that is being gone through, as far as it goes. */
  readonly work: bigint
}
/**
 * What is done with an epoch: it waits until it is closed; its receivers are weighed; its relayers get their shares;
 * what is left of it is swept away.
 */
export type Phase = 'waiting' | 'weighing' | 'sharing' | 'sweeping'
/** How far settlement has come. */
export interface Settlement {
  /** The epoch that is settled next, or is being settled. */
  readonly next: number
  readonly phase: Phase
  /** For each asset of fees, then for the subsidy. */
  readonly lanes: readonly Lane[]
  /** Stake of all relayers in the epoch. */
  readonly stake: bigint
  /** The relayer that is being gone through. */
  readonly relayer: string | null
  /** What the subsidy's pool has for epochs up to `next`, base units. */
  readonly subsidy: bigint
}

interface PeriodKey {
  readonly period: number
  readonly asset: string
}
interface EpochKey {
  readonly epoch: number
}
interface ReceiverKey {
  readonly receiver: string
}
/** What relay rewards keep. */
export interface RelayTables {
  readonly subscriptions: Table<PeriodKey & ReceiverKey, Rates>
  readonly fees: Table<PeriodKey, Rates>
  readonly funds: Table<EpochKey, { readonly amount: bigint }>
  readonly terms: Table<{ readonly from: number }, RelayTerms>
  readonly admissions: Table<ReceiverKey, { readonly spans: readonly Span[] }>
  readonly vouchers: Table<VoucherKey, { readonly tickets: bigint }>
  readonly receipts: Table<EpochKey & ReceiverKey, Receipts>
  readonly weighed: Table<EpochKey & ReceiverKey, Weighed>
  readonly settlement: Table<{ readonly of: string }, Settlement>
  readonly earnings: Table<{ readonly relayer: string; readonly asset: string }, { readonly amount: bigint }>
}

/** Most spans of a receiver's admission that unsettled epochs may need. */
export const MOST_SPANS = 16

export const tables: RelayTables = {
  subscriptions: table(struct({ period: Epoch, asset: Asset, receiver: Party }), ratesFields, { ordered: [[]] }),
  fees: table(struct<PeriodKey>({ period: Epoch, asset: Asset }), ratesFields, { ordered: [[]] }),
  funds: table(struct<EpochKey>({ epoch: Epoch }), struct({ amount: Amount }), { ordered: [[]] }),
  terms: table(struct({ from: Epoch }), termFields, { ordered: [[]] }),
  admissions: table(
    struct<ReceiverKey>({ receiver: Party }),
    struct({ spans: list(struct<Span>({ from: Epoch, until: nullable(Epoch) }), MOST_SPANS) }),
  ),
  vouchers: table(struct<VoucherKey>({ epoch: Epoch, relayer: Party, receiver: Party }), struct({ tickets: Amount }), {
    ordered: [[]],
  }),
  receipts: table(struct({ epoch: Epoch, receiver: Party }), struct<Receipts>({ issued: Total, relayers: Count }), {
    ordered: [[]],
  }),
  weighed: table(
    struct({ epoch: Epoch, receiver: Party }),
    struct<Weighed>({ issued: Total, weights: list(Quantity, MOST_LANES) }),
    { ordered: [[]] },
  ),
  settlement: table(
    struct({ of: Id }),
    struct<Settlement>({
      next: Epoch,
      phase: oneOf('waiting', 'weighing', 'sharing', 'sweeping'),
      lanes: list(struct<Lane>({ total: Quantity, issued: Total, shared: Quantity, work: Total }), MOST_LANES),
      stake: Total,
      relayer: nullable(Party),
      subsidy: Quantity,
    }),
    {
      rules: {
        'no more is shared than there is': ({ lanes }) => lanes.every(({ shared, total }) => shared <= total),
      },
    },
  ),
  earnings: table(struct({ relayer: Party, asset: Asset }), struct({ amount: Amount })),
}

/** What the ports are asked. */
export interface StakeQuestion {
  readonly party: string
  readonly epoch: number
}
/** What they answer: base units that counted in the whole epoch. */
export interface StakeAnswer {
  readonly stake: bigint
  /** Of all. */
  readonly total: bigint
}
const question: Schema<StakeQuestion> = struct<StakeQuestion>({ party: Party, epoch: Epoch })
const answer: Schema<StakeAnswer> = struct<StakeAnswer>({ stake: Total, total: Total })

/** What relay rewards ask others. */
export const needs = {
  /** What backed a relayer. */
  stakeOf: { input: question, output: answer },
  /** What a receiver has at stake; asked only where config weighs by stake. */
  weightOf: { input: question, output: answer },
}

type Asked = { readonly [K in keyof typeof needs]: StakeQuestion }
type Answered = { readonly [K in keyof typeof needs]: StakeAnswer }
type None = Record<never, never>

/** Relay rewards in a state. */
export interface RelayView extends View<RelayConfig, None, RelayTables> {}
/** Relay rewards in a whole state, whose tables can be listed. */
export interface RelayListing extends Listing<RelayConfig, None, RelayTables> {}
/** What the commands of relay rewards work with. */
export interface RelayScope
  extends Scope<RelayConfig, None, RelayTables, RelayEvents, RelayRejection, Asked, Answered> {}
