/** Deposits that entitle to send, and are slashed for spam. Spec: spam-deposit.md. */
export {
  type Admission,
  type AdmissionCode,
  type AdmissionOptions,
  type AdmittedRange,
  type Allowance,
  type ArrivingMessage,
  type AttestationKey,
  admissionCodes,
  admit,
} from './admit.js'
export type { AcceptOffer, BetweenTwo, OfferToAttest } from './agreements.js'
export {
  type Attestation,
  attestationOf,
  type ByteRange,
  rangesOverlap,
  type SpamVerdict,
  type StatedBy,
  verdictOf,
} from './attestation.js'
export { type AmendTerms, depositFor, type OpenChannel, volumeFor } from './channels.js'
export { type SpamDepositConfig, type SpamDepositParams, windowOf } from './config.js'
export type { ChangeKey, LeaveDeposit, MakeDeposit, OwnDeposit } from './deposits.js'
export type { Agreed, DepositSlashed, SpamDepositEvents } from './events.js'
export type { AttestedBy, AttestedMessage, ProveSpam, ReportOverlap } from './faults.js'
export { spamDeposit, spamDepositWith } from './mechanism.js'
export { allowanceOf, presentWindow, requiredDeposit, type SpamDepositListing } from './queries.js'
export type { SpamDepositRejection } from './rejections.js'
export type {
  Agreement,
  Channel,
  ChannelKey,
  ChannelTerms,
  Deposit,
  DepositKey,
  FaultKey,
  Offer,
  OverlapNode,
  SpamDepositTables,
  SpamDepositView,
} from './tables.js'
export {
  type QuorumProof,
  type QuorumRule,
  quorum,
  type SignedVerdict,
  type SpamClaim,
  type SpamVerifier,
} from './verifiers.js'
