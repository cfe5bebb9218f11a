/** Hardware as a reserve that backs others' work for a time, and what it is worth in the books. Spec: resource-reserve.md. */
export type { ReportNode, SignedReport } from './appraising.js'
export type { AssignCertificate, UnassignCertificate } from './assigning.js'
export { type BackingPane, backingOf, type NamedAssignment, type ProjectPane } from './backing.js'
export type { Expire, MoveCertificate } from './certificates.js'
export type { ResourceReserveConfig, ResourceReserveParams } from './config.js'
export { type Cover, type CoverAsked, type CoverPart, coverOf } from './cover.js'
export {
  bookValue,
  type Depreciable,
  type Depreciation,
  depreciated,
  isBookMethod,
  MAX_PERIODS,
} from './depreciation.js'
export type { Appraised, Earned, Issued, Published, Quoted, ResourceReserveEvents, Settled } from './events.js'
export { type Elapsed, earnedByOwner, earnedByProject, type FeeTerms, feeOf, volumeFee } from './fees.js'
export {
  type Alert,
  type AlertKind,
  type FleetPane,
  type FleetSight,
  feesOf,
  fleetOf,
  type LeasePane,
  type NamedReserve,
  type NodePane,
  type ToldEvent,
  type ValuePoint,
} from './fleet.js'
export { type Attest, endsAt, type HostContainer, type Recall } from './liveness.js'
export { MACRS, type MacrsClass } from './macrs.js'
export { resourceReserve } from './mechanism.js'
export { type TokenPlace, tokenAccount } from './nodes.js'
export {
  type AssignmentAsked,
  type AssignmentFacts,
  assignedTo,
  freeOf,
  type ResourceReserveListing,
  type Standing,
  standingOf,
} from './queries.js'
export type { AskQuote, LapseQuote, TakeQuote } from './quoting.js'
export type { Hardware, RegisterNode, Reschedule, UpgradeNode } from './registering.js'
export type { ResourceReserveRejection } from './rejections.js'
export type { AskOwner, RequestName } from './requesting.js'
export {
  type ReserveProofRejection,
  type ReserveProofVerdict,
  reserveProofRejections,
  verifyReserveProof,
} from './reserve-proof.js'
export {
  type CertificateProof,
  type CertifiedTerms,
  type ReserveProof,
  type ReserveTree,
  reserveTree,
} from './reserve-tree.js'
export type { CollectDue } from './returns.js'
export type { AdmitProject, OfferNode, SetRulebook } from './rulebooks.js'
export type { Buy, SaleName, Sell, TitleThing } from './sales.js'
export {
  type Book,
  bookAt,
  lifeOf,
  methodOf,
  type Produced,
  producedAt,
  type Schedule,
} from './schedules.js'
export { shardOf, shardsOf } from './shards.js'
export type { StakeNode } from './staking.js'
export type {
  Admission,
  Application,
  Appraisal,
  AppraisalReport,
  Assignment,
  AssignmentKind,
  Certificate,
  CertificateKey,
  Container,
  Description,
  Evidenced,
  Hours,
  LeaseTerms,
  Lent,
  Metric,
  Minting,
  Model,
  OfBook,
  Offered,
  OfNode,
  PassedOn,
  PublishedRoot,
  QuoteKey,
  QuoteLine,
  ReserveNode,
  ReserveQuote,
  ReserveRequest,
  ResourceReserveTables,
  ResourceReserveView,
  Returns,
  Rulebook,
  Sale,
  SaleKind,
  Shard,
  Since,
  Software,
  Thing,
} from './tables.js'
export {
  appraisedValue,
  type Bound,
  boundOf,
  freeUntil,
  hardwareAt,
  utilityOf,
  type ValueParts,
  worthAt,
} from './valuation.js'
export type { Appoint, ReportVolume, VolumeDeposit } from './volumes.js'
