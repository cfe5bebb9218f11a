/** What an instance keeps, and what its commands work with. Spec: spam-deposit.md#tables. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Epoch,
  Hash,
  Id,
  Json,
  type JsonValue,
  Party,
  Quantity,
  struct,
} from '../../codec/index.js'
import { type Scope, type Table, table, type View } from '../../kernel/index.js'
import type { SpamDepositConfig, SpamDepositParams } from './config.js'
import type { SpamDepositEvents } from './events.js'
import type { SpamDepositRejection } from './rejections.js'

/** A channel: what is deposited, what it entitles to, and what faults cost. For ever as it was opened. */
export interface Channel {
  /** Who may change its terms. */
  readonly keeper: string
  /** What is deposited. */
  readonly asset: string
  /** `stake` base units entitle to `volume` bytes a window to one receiver. */
  readonly stake: bigint
  readonly volume: bigint
  /** What two messages over overlapping ranges cost of a deposit, basis points, > 0. */
  readonly overlap: number
  /** What a message that is spam costs of a deposit, basis points, > 0. */
  readonly spam: number
}
/** What of a channel changes, with notice. */
export interface ChannelTerms {
  /** How many receivers each message goes to, > 0. */
  readonly receivers: number
  /** Name of the verifier that says what is spam. */
  readonly verifier: string
  /** What the verifier is told to judge by: its own to read. */
  readonly rule: JsonValue
}
/** What backs the attestations of one signer for one producer. */
export interface Deposit {
  /** What there is that isn't asked back, base units. */
  readonly current: bigint
  /** What of it has been there since `window` began: what the allowance of that window is by. */
  readonly minimum: bigint
  /** The window that `minimum` is of. */
  readonly window: number
}
/** What an attester offers to a producer. */
export interface Offer {
  /** What it promises to keep deposited for the producer, base units. */
  readonly stake: bigint
  /** Asset of the fee. */
  readonly asset: string
  /** For each window, base units of it. */
  readonly fee: bigint
  /** For how many windows. */
  readonly windows: number
}
/** An offer that was accepted. Fees of windows from `paid` to `funded` are in escrow. */
export interface Agreement {
  readonly stake: bigint
  readonly asset: string
  readonly fee: bigint
  /** The first window whose fee isn't paid. */
  readonly paid: number
  /** The first window after it; from then on fees go back to the producer. */
  readonly until: number
  /** The first window whose fee isn't in escrow. */
  readonly funded: number
}
/** A message of a fault by overlapping ranges: a tree of those that overlap, directly or by way of others. */
export interface OverlapNode {
  /** The message above; its own hash at the top. */
  readonly above: string
  /** At the top: how many messages the tree has. */
  readonly size: number
}

/** Names a channel. */
export interface ChannelKey {
  /** Id of the channel. */
  readonly channel: string
}
/** Whose deposit it is, and for whose data. */
export interface DepositKey extends ChannelKey {
  /** Who deposits and signs: the producer itself, or an attester for it. */
  readonly signer: string
  readonly producer: string
}
/** One message of a window. */
export interface FaultKey extends DepositKey {
  readonly window: number
  readonly message: string
}

/** What an instance keeps. */
export interface SpamDepositTables {
  readonly channels: Table<ChannelKey, Channel>
  readonly terms: Table<ChannelKey & { readonly from: number }, ChannelTerms>
  readonly deposits: Table<DepositKey, Deposit>
  readonly keys: Table<DepositKey & { readonly from: number }, { readonly key: string }>
  readonly leaving: Table<DepositKey & { readonly until: number }, { readonly amount: bigint }>
  readonly offers: Table<DepositKey, Offer>
  readonly agreements: Table<DepositKey, Agreement>
  readonly overlaps: Table<FaultKey, OverlapNode>
  readonly spams: Table<FaultKey, Record<never, never>>
}

const of = { channel: Id, signer: Party, producer: Party }
const faultKey = struct<FaultKey>({ channel: Id, window: Epoch, signer: Party, producer: Party, message: Hash })
const own = ['channel', 'signer', 'producer'] as const
const offer = { stake: Amount, asset: Asset, fee: Quantity }

export const tables: SpamDepositTables = {
  channels: table(
    struct<ChannelKey>({ channel: Id }),
    struct<Channel>({
      keeper: Party,
      asset: Asset,
      stake: Amount,
      volume: Amount,
      overlap: BasisPoints,
      spam: BasisPoints,
    }),
  ),
  terms: table(
    struct<ChannelKey & { readonly from: number }>({ channel: Id, from: Epoch }),
    struct<ChannelTerms>({ receivers: Count, verifier: Id, rule: Json }),
    { ordered: [['channel']] },
  ),
  deposits: table(struct<DepositKey>(of), struct<Deposit>({ current: Quantity, minimum: Quantity, window: Epoch }), {
    rules: { 'no more counts than there is': ({ current, minimum }) => minimum <= current },
  }),
  keys: table(struct<DepositKey & { readonly from: number }>({ ...of, from: Epoch }), struct({ key: Id }), {
    ordered: [own],
  }),
  leaving: table(struct<DepositKey & { readonly until: number }>({ ...of, until: Epoch }), struct({ amount: Amount }), {
    ordered: [own],
  }),
  offers: table(struct<DepositKey>(of), struct<Offer>({ ...offer, windows: Count })),
  agreements: table(struct<DepositKey>(of), struct<Agreement>({ ...offer, paid: Epoch, until: Epoch, funded: Epoch }), {
    rules: {
      'there is a fee to pay or to give back': ({ paid, until, funded }) =>
        paid <= until && until <= funded && paid < funded,
    },
  }),
  overlaps: table(faultKey, struct<OverlapNode>({ above: Hash, size: Count }), { ordered: [['channel']] }),
  spams: table(faultKey, struct({}), { ordered: [['channel']] }),
}

type None = Record<never, never>
/** An instance in a state, or inside one of its commands. */
export interface SpamDepositView extends View<SpamDepositConfig, SpamDepositParams, SpamDepositTables> {}
/** What the commands of an instance work with. */
export interface SpamDepositScope
  extends Scope<
    SpamDepositConfig,
    SpamDepositParams,
    SpamDepositTables,
    SpamDepositEvents,
    SpamDepositRejection,
    None,
    None
  > {}
