/** Rows of an ecosystem fund. Spec: ecosystem-fund.md#tables. */
import {
  Asset,
  Count,
  Duration,
  Flag,
  Id,
  list,
  nullable,
  oneOf,
  Party,
  Quantity,
  type Schema,
  struct,
  Text,
  Time,
} from '../../codec/index.js'
import { type Scope, table, type View } from '../../kernel/index.js'
import type { FundEvents } from './events.js'
import type { FundRejection } from './rejections.js'

/** One of the two networks. */
export interface FundSide {
  /** Who approves and stops for it: a key, or a governance's party. */
  readonly authority: string
  /** Its token. */
  readonly asset: string
}
/** Which of the two. */
export type SideName = 'first' | 'second'
/** Fixed when the system is composed. */
export interface FundConfig {
  readonly first: FundSide
  readonly second: FundSide
  /** How long from the notice of one side until what isn't promised returns, seconds. */
  readonly notice: number
}
/** Something of each side. */
export interface OfBoth<T> {
  readonly first: T
  readonly second: T
}
/** What the fund has of an asset, base units. */
export interface Treasury {
  /** Promised to nobody. */
  readonly free: bigint
  /** Promised to grants that both sides have approved. */
  readonly promised: bigint
  /** What each side's authority has paid in. */
  readonly paid: OfBoth<bigint>
}
/** What is paid for a piece of work. */
export interface MilestoneTerms {
  readonly about: string
  /** Before which both sides have to attest it, whole seconds. */
  readonly due: number
  /** Base units of each side's token, not both 0. */
  readonly pay: OfBoth<bigint>
}
/** A piece of work of a grant. */
export interface Milestone extends MilestoneTerms {
  /** Which sides have attested that it integrates both networks. */
  readonly attested: OfBoth<boolean>
  readonly status: 'open' | 'paid' | 'lapsed'
}
/** What was proposed, and how far it is. */
export interface Grant {
  readonly proposer: string
  readonly recipient: string
  readonly about: string
  readonly milestones: number
  /** Who attests for each side; null: it hasn't approved. */
  readonly attestors: OfBoth<string | null>
  readonly status: 'proposed' | 'running' | 'stopped'
}
/** Of a grant's milestone. */
export interface MilestoneKey {
  readonly grant: string
  /** Counted from 0. */
  readonly milestone: number
}

const ofBoth = <T>(field: Schema<T>): Schema<OfBoth<T>> =>
  struct<OfBoth<T>>({ first: field, second: field } as never) as Schema<OfBoth<T>>
const side = struct<FundSide>({ authority: Party, asset: Asset })
export const configFields: Schema<FundConfig> = struct<FundConfig>({ first: side, second: side, notice: Duration })
export const milestoneFields: { readonly [K in keyof MilestoneTerms]: Schema<MilestoneTerms[K]> } = {
  about: Text,
  due: Time,
  pay: ofBoth(Quantity),
}
export const milestoneList: Schema<readonly MilestoneTerms[]> = list(struct<MilestoneTerms>(milestoneFields), 32)

export const tables = {
  treasury: table(
    struct<{ readonly asset: string }>({ asset: Asset }),
    struct<Treasury>({ free: Quantity, promised: Quantity, paid: ofBoth(Quantity) }),
  ),
  grants: table(
    struct<{ readonly grant: string }>({ grant: Id }),
    struct<Grant>({
      proposer: Party,
      recipient: Party,
      about: Text,
      milestones: Count,
      attestors: ofBoth(nullable(Party)),
      status: oneOf('proposed', 'running', 'stopped'),
    }),
  ),
  milestones: table(
    struct<MilestoneKey>({ grant: Id, milestone: Count }),
    struct<Milestone>({ ...milestoneFields, attested: ofBoth(Flag), status: oneOf('open', 'paid', 'lapsed') }),
  ),
  /** Under the side that gave notice. */
  notices: table(struct<{ readonly side: string }>({ side: Id }), struct<{ readonly ends: number }>({ ends: Time })),
}
/** The tables of an ecosystem fund. */
export type FundTables = typeof tables
type None = Record<never, never>

/** Reads of a fund: what `view(system, state).mechanisms['ecosystem-fund']` gives. */
export interface FundView extends View<FundConfig, None, FundTables> {}
/** What the commands of a fund work with. */
export interface FundScope extends Scope<FundConfig, None, FundTables, FundEvents, FundRejection, None, None> {}
