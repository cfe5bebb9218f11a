/** A treasury of two networks for work that integrates both. Spec: ecosystem-fund.md. */
export type { FundEvents } from './events.js'
export type { ApproveGrant, AttestMilestone, EndGrant, LapseMilestone, ProposeGrant } from './grants.js'
export { ecosystemFund } from './mechanism.js'
export { holdingOf } from './queries.js'
export type { FundRejection } from './rejections.js'
export type {
  FundConfig,
  FundSide,
  FundTables,
  FundView,
  Grant,
  Milestone,
  MilestoneKey,
  MilestoneTerms,
  OfBoth,
  SideName,
  Treasury,
} from './tables.js'
export type { LeaveFund, PayIn, ReturnAsset } from './treasury.js'
