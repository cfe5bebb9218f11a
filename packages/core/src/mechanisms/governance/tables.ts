/** What a governance keeps, and what its commands work with. Spec: governance.md#tables. */
import {
  Amount,
  BasisPoints,
  CommandType,
  Count,
  Duration,
  Json,
  type JsonValue,
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
import { type Scope, type Table, table, type View } from '../../kernel/index.js'
import type { GovernanceConfig, GovernanceParams } from './config.js'
import type { GovernanceEvents } from './events.js'
import type { Progress, Schedule } from './lifecycle.js'
import type { Votes } from './majority.js'
import type { GovernanceRejection } from './rejections.js'

/** A command that the governance's party runs if the proposal passes. */
export interface GovernanceAction {
  /** `<instance>.<command>`, or one of the kernel's. */
  readonly type: string
  /** As in JSON: every integer a decimal string. */
  readonly input: JsonValue
}
/** What is voted on, by what rules. Never changes. */
export interface GovernanceProposal extends Schedule {
  readonly proposer: string
  /** What it says, or where that can be read. */
  readonly description: string
  /** In the order in which they are run. None: the proposal only declares something. */
  readonly actions: readonly GovernanceAction[]
  /** Whole seconds. */
  readonly created: number
  /** Basis points. */
  readonly quorum: number
  /** Basis points. */
  readonly majority: number
}
/** What a ballot says. */
export type Support = 'for' | 'against' | 'abstain'
/** A voter's ballot, or what was counted for it before it has cast one. */
export interface GovernanceBallot {
  /** Null: not cast yet. */
  readonly support: Support | null
  /** Base units: its own votes once it has cast them, and those of others that were counted for it. */
  readonly power: bigint
}
/** A party's votes that were counted for its delegate. */
export interface CountedVotes {
  readonly delegate: string
  /** Base units. */
  readonly power: bigint
}
interface ProposalKey {
  readonly proposal: number
}
/** A party in a vote. */
export interface BallotKey extends ProposalKey {
  readonly party: string
}
/** From which time on a party's votes are whose. */
export interface DelegationKey {
  readonly party: string
  /** Whole seconds; what is as of this time itself is by what was before. */
  readonly from: number
}
/** What a governance keeps. */
export interface GovernanceTables {
  readonly delegations: Table<DelegationKey, { readonly delegate: string }>
  readonly proposals: Table<ProposalKey, GovernanceProposal>
  readonly proposers: Table<{ readonly party: string }, ProposalKey>
  readonly tallies: Table<ProposalKey, Votes>
  readonly ballots: Table<BallotKey, GovernanceBallot>
  readonly splits: Table<BallotKey, Votes>
  readonly counted: Table<BallotKey, CountedVotes>
  readonly progress: Table<ProposalKey, Progress>
}

/** Most commands of one proposal. */
const MOST_ACTIONS = 64
export const ActionFields: Schema<readonly GovernanceAction[]> = list(
  struct<GovernanceAction>({ type: CommandType, input: Json }),
  MOST_ACTIONS,
)
const proposalKey = struct<ProposalKey>({ proposal: Sequence })
const ballotKey = struct<BallotKey>({ proposal: Sequence, party: Party })

export const tables: GovernanceTables = {
  delegations: table(
    struct<DelegationKey>({ party: Party, from: Time }),
    struct<{ readonly delegate: string }>({ delegate: Party }),
    { ordered: [['party']] },
  ),
  proposals: table(
    proposalKey,
    struct<GovernanceProposal>({
      proposer: Party,
      description: Text,
      actions: ActionFields,
      created: Time,
      start: Time,
      end: Time,
      quorum: BasisPoints,
      majority: BasisPoints,
      timelock: Count,
      grace: Duration,
    }),
    { ordered: [[]] },
  ),
  proposers: table(struct<{ readonly party: string }>({ party: Party }), proposalKey),
  tallies: table(proposalKey, struct<Votes>({ for: Total, against: Total, abstain: Total })),
  ballots: table(
    ballotKey,
    struct<GovernanceBallot>({ support: nullable(oneOf('for', 'against', 'abstain')), power: Total }),
    { ordered: [['proposal']] },
  ),
  splits: table(ballotKey, struct<Votes>({ for: Quantity, against: Quantity, abstain: Quantity }), {
    ordered: [['proposal']],
  }),
  counted: table(ballotKey, struct<CountedVotes>({ delegate: Party, power: Amount }), { ordered: [['proposal']] }),
  progress: table(
    proposalKey,
    struct<Progress>({ queued: nullable(Time), executed: nullable(Time), canceled: nullable(Time) }),
  ),
}

type None = Record<never, never>
/** A governance in a state, or inside one of its commands. */
export interface GovernanceView extends View<GovernanceConfig, GovernanceParams, GovernanceTables> {}
/** What the commands of a governance work with. */
export interface GovernanceScope
  extends Scope<
    GovernanceConfig,
    GovernanceParams,
    GovernanceTables,
    GovernanceEvents,
    GovernanceRejection,
    None,
    None
  > {}
