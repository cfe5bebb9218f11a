/** Networks issue to each other and hold what they get. Spec: mutual-credit.md. */
export { earned, type Shared, shareOut } from './accumulators.js'
export type { Agreement, CreditNetwork } from './agreement-tables.js'
export { type ClaimShare, claimable } from './claims.js'
export type { AttestCondition } from './conditions.js'
export type { MutualCreditConfig } from './config.js'
export type { DistributeReserve } from './distributions.js'
export { beginOf, type Calendar, epochAt } from './epochs.js'
export { mutualCredit } from './mechanism.js'
export type { AcceptTerms, ProposeTerms, WithdrawOffer } from './negotiation.js'
export type { AppointOperator, CollectFees, FoundCreditNetwork, SetDividend } from './networks.js'
export { type Line, lineOfFollower, linesOfValue, paired, type Sides, type Weighed } from './pairing.js'
export type { PauseAgreement, ResumeAgreement } from './pauses.js'
export {
  type AgreementState,
  agreementOf,
  networkParty,
  nextEpoch,
  reserveAccount,
  spanAt,
} from './queries.js'
export type { Claimed, Distribution, PotKey, ReserveKey } from './reserve-tables.js'
export type { SettleEpoch } from './settle.js'
export type { GiveNotice, RenewAgreement } from './spans.js'
export type { StakeInNetwork, UnstakeFromNetwork } from './stakes.js'
export type { MutualCreditTables, MutualCreditView } from './tables.js'
export type { Condition, Pricing, Rate, Terms } from './terms.js'
export { release, type Schedule, type Turning, type Vesting } from './vesting.js'
