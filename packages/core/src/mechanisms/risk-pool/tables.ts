/** Rows of a risk pool. Spec: risk-pool.md#tables. */
import {
  Amount,
  BasisPoints,
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
  Sequence,
  struct,
  Text,
  Time,
  Total,
} from '../../codec/index.js'
import { type Scope, table, type View } from '../../kernel/index.js'
import type { RiskPoolEvents } from './events.js'
import type { RiskPoolRejection } from './rejections.js'

/** Fixed when the system is composed. */
export interface RiskPoolConfig {
  /** What is paid in and out. */
  readonly asset: string
}
/** What a term is opened with. */
export interface TermRules {
  /** What happens before it may be covered, whole seconds. */
  readonly ends: number
  /** How long after its registration a cover begins, seconds: what is about to happen can't be covered. */
  readonly wait: number
  /** How long after an event claims can be made, and then assessed, seconds each. */
  readonly window: number
  /** Most that is paid for one event, base units. */
  readonly cap: bigint
  /** Who assesses claims: attestors, or a governance, which votes. */
  readonly assessors: readonly string[]
  /** How many of them have to approve a claim. */
  readonly threshold: number
}
/** A term, and what its pool has. */
export interface RiskTerm extends TermRules {
  readonly begins: number
  /** What was paid in, over all contributions, base units. */
  readonly paid: bigint
  /** What the term has left: paid in, less what was set aside for events. */
  readonly left: bigint
  /** Contributions, events, and events that are settled, by number. */
  readonly contributions: number
  readonly events: number
  readonly settled: number
  readonly closed: boolean
}
/** A network that may register covers. */
export interface RiskMember {
  /** What it pays for a cover, basis points of the amount. */
  readonly weight: number
}
/** What kind of thing is covered. */
export type CoverKind = 'transaction' | 'holding' | 'amount'
/** An entry of the register. */
export interface Cover {
  readonly member: string
  readonly kind: CoverKind
  /** What it is, in words or as a reference that assessors understand. */
  readonly subject: string
  /** Most that is paid for it, base units. */
  readonly amount: bigint
  /** What claims on it that aren't denied or lapsed come to, whatever was paid for them. */
  readonly claimed: bigint
  /** What happens from then on is covered, whole seconds. */
  readonly from: number
}
/** What a member has paid in at one time. */
export interface Contribution {
  readonly member: string
  /** What was paid in before it. */
  readonly from: bigint
  readonly amount: bigint
  readonly returned: boolean
}
/** Something that has happened, for which claims can be made. */
export interface RiskEvent {
  readonly occurred: number
  readonly about: string
  readonly declared: number
  /** What approved claims come to, and how many aren't decided. */
  readonly approved: bigint
  readonly pending: number
  /** What was set aside to pay them; null until it is settled. */
  readonly pot: bigint | null
}
/** A claim against a cover. */
export interface Claim {
  readonly cover: string
  readonly event: number
  readonly amount: bigint
  readonly evidence: string
  readonly approvals: number
  readonly denials: number
  readonly status: 'pending' | 'approved' | 'denied' | 'paid' | 'lapsed'
  /** What was approved for its event before it. */
  readonly from: bigint
}

/** Of what belongs to a term. */
export interface OfTerm {
  readonly term: string
}
/** Key of a claim. */
export interface ClaimKey extends OfTerm {
  readonly claim: string
}

export const ruleFields: { readonly [K in keyof TermRules]: Schema<TermRules[K]> } = {
  ends: Time,
  wait: Duration,
  window: Duration,
  cap: Amount,
  assessors: list(Party, 32),
  threshold: Count,
}
export const tables = {
  terms: table(
    struct<OfTerm>({ term: Id }),
    struct<RiskTerm>({
      ...ruleFields,
      begins: Time,
      paid: Quantity,
      left: Quantity,
      contributions: Count,
      events: Count,
      settled: Count,
      closed: Flag,
    }),
    { rules: { 'no more is left than was paid in': ({ left, paid }) => left <= paid } },
  ),
  members: table(
    struct<OfTerm & { readonly member: string }>({ term: Id, member: Party }),
    struct<RiskMember>({ weight: BasisPoints }),
  ),
  covers: table(
    struct<OfTerm & { readonly cover: string }>({ term: Id, cover: Id }),
    struct<Cover>({
      member: Party,
      kind: oneOf('transaction', 'holding', 'amount'),
      subject: Text,
      amount: Amount,
      claimed: Quantity,
      from: Time,
    }),
    { rules: { 'no more is claimed than is covered': ({ amount, claimed }) => claimed <= amount } },
  ),
  contributions: table(
    struct<OfTerm & { readonly contribution: number }>({ term: Id, contribution: Sequence }),
    struct<Contribution>({ member: Party, from: Quantity, amount: Amount, returned: Flag }),
  ),
  events: table(
    struct<OfTerm & { readonly event: number }>({ term: Id, event: Sequence }),
    struct<RiskEvent>({
      occurred: Time,
      about: Text,
      declared: Time,
      approved: Total,
      pending: Count,
      pot: nullable(Quantity),
    }),
  ),
  claims: table(
    struct<ClaimKey>({ term: Id, claim: Id }),
    struct<Claim>({
      cover: Id,
      event: Sequence,
      amount: Amount,
      evidence: Text,
      approvals: Count,
      denials: Count,
      status: oneOf('pending', 'approved', 'denied', 'paid', 'lapsed'),
      from: Total,
    }),
  ),
  assessments: table(
    struct<ClaimKey & { readonly assessor: string }>({ term: Id, claim: Id, assessor: Party }),
    struct<{ readonly approve: boolean }>({ approve: Flag }),
  ),
}
/** The tables of a risk pool. */
export type RiskPoolTables = typeof tables
type None = Record<never, never>

/** Reads of a risk pool: what `view(system, state).mechanisms['risk-pool']` gives. */
export interface RiskPoolView extends View<RiskPoolConfig, None, RiskPoolTables> {}
/** What the commands of a risk pool work with. */
export interface RiskPoolScope
  extends Scope<RiskPoolConfig, None, RiskPoolTables, RiskPoolEvents, RiskPoolRejection, None, None> {}
