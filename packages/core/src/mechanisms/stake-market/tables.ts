/** What the stake market keeps, and what its commands work with. Spec: stake-market.md#tables. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Flag,
  Hash,
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
import type { StakeMarketConfig, StakeMarketParams } from './config.js'
import type { StakeMarketEvents } from './events.js'
import type { StakeMarketRejection } from './rejections.js'

/** Most wants, and most lots to unwind, in one order. */
export const MOST_WANTS = 64
const MOST_VERIFIERS = 32

/** An agent: it has N units of stake in itself, minted once. */
export interface StakeAgent {
  /** The asset that is stake in it. */
  readonly asset: string
  readonly admitted: number
  /** How many of its units have been funded from the commons, ever. */
  readonly funded: bigint
}
/** A verifiable claim that an agent's performance creates value of some kind. */
export interface Proposition {
  /** What kind of value. */
  readonly dimension: string
  /** Hash of the statement. */
  readonly statement: string
  /** What is measured. */
  readonly measure: string
  /** What it has to reach. */
  readonly target: string
  /** Who may attest the outcome. */
  readonly verifiers: readonly string[]
  /** How many of them must say the same. */
  readonly threshold: number
  /** By when: a claim that isn't attested before this time has failed. */
  readonly deadline: number
  readonly status: 'open' | 'met' | 'failed'
  /** The record with which it was decided; null while it is open. */
  readonly decided: number | null
}
/** Names a proposition: ids are each issuer's own. */
export interface PropositionKey {
  readonly issuer: string
  readonly proposition: string
}
/** What an order wants of a proposition. */
export interface StakeWant extends PropositionKey {
  /** In parity rounds the units that are left to acquire, in value rounds the weight. */
  readonly amount: bigint
}
/** A lot that an order gives back. */
export interface StakeUnwind extends PropositionKey {
  /** The round in which it was acquired. */
  readonly round: number
  readonly units: bigint
}
/** What an agent offers and wants; it has at most one order. */
export interface StakeOrder {
  /** Units of its own stake that it still gives. */
  readonly units: bigint
  /** Units of its own stake that it keeps in any case. */
  readonly keep: bigint
  readonly wants: readonly StakeWant[]
  readonly unwinds: readonly StakeUnwind[]
  /** Most units of credit that it takes from the market instead of stake. */
  readonly credit: bigint
  /** The order ends at this time, but for lots of failed claims; null: never. */
  readonly until: number | null
}
/** Names a lot of stake: why it was acquired is part of what it is. */
export interface LotKey extends PropositionKey {
  readonly holder: string
  readonly round: number
}
/** A round of the market. */
export interface StakeRound {
  /** Who opened it and may end it early. */
  readonly authority: string
  readonly opened: number
  /** The record that opened it: claims decided earlier are seen as decided. */
  readonly sequence: number
  /** From this time on the round is over, whether or not somebody has said so. */
  readonly until: number
  readonly status: 'open' | 'settled' | 'lapsed'
  /** The agent with which the round begins, in key order and round to the first again; null: the first. */
  readonly from: string | null
  /** The agent with which the next one begins: the first that found no room; null: all found room. */
  readonly next: string | null
  /** Most orders, and the limit of mediation, as they were when the round was opened. */
  readonly orders: number
  readonly mediation: bigint
}
/** What an agent may get from the commons for placing stake on a proposition, base units. */
export interface StakeBudget {
  readonly asset: string
  readonly budget: bigint
  /** What placed units have earned of it, how much of that has been released, and how much of that waits to be drawn. */
  readonly earned: bigint
  readonly released: bigint
  readonly waiting: bigint
}
/** What a holder has of an issuer's proceeds in an asset. */
export interface Accrual {
  /** The issuer's total up to which `owed` counts. */
  readonly seen: bigint
  /** Owed and not collected, in base units divided by N. */
  readonly owed: bigint
}

const propositionKey = { issuer: Party, proposition: Id }
export const WantFields: Schema<StakeWant> = struct<StakeWant>({ ...propositionKey, amount: Amount })
export const UnwindFields: Schema<StakeUnwind> = struct<StakeUnwind>({
  ...propositionKey,
  round: Count,
  units: Amount,
})
export const propositionFields = {
  dimension: Id,
  statement: Hash,
  measure: Text,
  target: Text,
  verifiers: list(Party, MOST_VERIFIERS),
  threshold: Count,
  deadline: Time,
}

export const tables = {
  agents: table(
    struct<{ readonly agent: string }>({ agent: Party }),
    struct<StakeAgent>({ asset: Asset, admitted: Time, funded: Quantity }),
    { ordered: [[]] },
  ),
  vouches: table(
    struct<{ readonly agent: string; readonly attestor: string }>({ agent: Party, attestor: Party }),
    struct<{ readonly at: number }>({ at: Time }),
  ),
  propositions: table(
    struct<PropositionKey>(propositionKey),
    struct<Proposition>({
      ...propositionFields,
      status: oneOf('open', 'met', 'failed'),
      decided: nullable(Sequence),
    }),
    { ordered: [[], ['issuer']] },
  ),
  attestations: table(
    struct<PropositionKey & { readonly verifier: string }>({ ...propositionKey, verifier: Party }),
    struct<{ readonly met: boolean }>({ met: Flag }),
  ),
  /** Units that are held for a proposition: the sum of its lots. */
  staked: table(struct<PropositionKey>(propositionKey), struct<{ readonly units: bigint }>({ units: Total }), {
    ordered: [[], ['issuer']],
  }),
  orders: table(
    struct<{ readonly agent: string }>({ agent: Party }),
    struct<StakeOrder>({
      units: Quantity,
      keep: Quantity,
      wants: list(WantFields, MOST_WANTS),
      unwinds: list(UnwindFields, MOST_WANTS),
      credit: Quantity,
      until: nullable(Time),
    }),
    { ordered: [[]] },
  ),
  lots: table(
    struct<LotKey>({ holder: Party, ...propositionKey, round: Count }),
    struct<{ readonly units: bigint }>({ units: Amount }),
    {
      ordered: [[], ['holder'], ['holder', 'issuer']],
      rules: { 'nobody has a lot of its own stake': (_, { holder, issuer }) => holder !== issuer },
    },
  ),
  rounds: table(
    struct<{ readonly round: number }>({ round: Count }),
    struct<StakeRound>({
      authority: Party,
      opened: Time,
      sequence: Sequence,
      until: Time,
      status: oneOf('open', 'settled', 'lapsed'),
      from: nullable(Party),
      next: nullable(Party),
      orders: Count,
      mediation: Quantity,
    }),
    { ordered: [[]] },
  ),
  budgets: table(
    struct<PropositionKey>(propositionKey),
    struct<StakeBudget>({ asset: Asset, budget: Amount, earned: Quantity, released: Quantity, waiting: Quantity }),
    {
      rules: {
        'no more is released than earned, and no more earned than the budget': ({
          budget,
          earned,
          released,
          waiting,
        }) => waiting <= released && released <= earned && earned <= budget,
      },
    },
  ),
  /** All that was ever shared of an issuer's proceeds in an asset, base units. */
  proceeds: table(
    struct<{ readonly issuer: string; readonly asset: string }>({ issuer: Party, asset: Asset }),
    struct<{ readonly total: bigint }>({ total: Quantity }),
    { ordered: [['issuer']] },
  ),
  accruals: table(
    struct<{ readonly holder: string; readonly issuer: string; readonly asset: string }>({
      holder: Party,
      issuer: Party,
      asset: Asset,
    }),
    struct<Accrual>({ seen: Quantity, owed: Total }),
    { ordered: [['holder']] },
  ),
  decays: table(
    struct<{ readonly decay: number }>({ decay: Count }),
    struct<{ readonly at: number; readonly rate: number }>({ at: Time, rate: BasisPoints }),
    { ordered: [[]] },
  ),
}
export type StakeMarketTables = typeof tables

/** Reads of an instance: what `view(system, state).mechanisms['stake-market']` gives. */
export interface StakeMarketView extends View<StakeMarketConfig, StakeMarketParams, StakeMarketTables> {}

type None = Record<never, never>
/** What the commands of the stake market work with. */
export interface StakeMarketScope
  extends Scope<
    StakeMarketConfig,
    StakeMarketParams,
    StakeMarketTables,
    StakeMarketEvents,
    StakeMarketRejection,
    None,
    None
  > {}
