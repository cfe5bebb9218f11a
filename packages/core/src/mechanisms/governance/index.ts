/** Decisions of holders, run as commands by a party of the system. Spec: governance.md. */
export type { CountVotes, OfProposal, SplitVote, Vote } from './ballots.js'
export type { ConfirmProposal } from './carry-out.js'
export type { GovernanceBounds, GovernanceConfig, GovernanceParams, GovernanceRange, Guardian } from './config.js'
export type { Delegate } from './delegate.js'
export type { GovernanceEvents } from './events.js'
export { lifecycleState, type Progress, type ProposalState, type Schedule } from './lifecycle.js'
export { quorumOf, type Votes, votesSuffice } from './majority.js'
export { governance } from './mechanism.js'
export { delegateBefore, isRepresentative, votesBefore } from './power.js'
export type { Propose } from './propose.js'
export {
  delegatorsBefore,
  type GovernanceListing,
  type ProposalFacts,
  tallyOf,
  uncounted,
  type VotesAsked,
  type VotesFacts,
} from './queries.js'
export type { GovernanceRejection } from './rejections.js'
export { quorumNeeded, stateOf } from './standing.js'
export type {
  GovernanceAction,
  GovernanceBallot,
  GovernanceProposal,
  GovernanceTables,
  GovernanceView,
  Support,
} from './tables.js'
