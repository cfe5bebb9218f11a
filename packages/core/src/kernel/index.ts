/** The kernel: mechanisms, systems, states, sessions, records, verification. */
export { type Account, account, available, issuance, pathOf, purse } from './account.js'
export { audit, type FailedAudit } from './audit.js'
export type {
  AnyCommand,
  AnyInstance,
  Bag,
  Command,
  CommandOf,
  CommandSignature,
  Envelope,
  EventOf,
  Instance,
  Mechanism,
  QueryRef,
  RejectionOf,
  Settings,
} from './bag.js'
export type { Allocation, AssetDeclaration, CompositionOptions, FeedDeclaration } from './composition.js'
export { type Accepted, decode, execute, genesis, type Outcome, type Upgrade, upgrade } from './execute.js'
export { offeredCommand } from './inbox.js'
export type { AssetRow, FeedPolicy, FeedRow, HoldRow, KeyRow, ReportRow } from './kernel-tables.js'
export type { Statement } from './keys.js'
export { type Bounds, floorOf } from './ledger.js'
export { type Definition, defineMechanism, type RowOf, type ViewOf } from './mechanism.js'
export { type BalanceChange, type Changes, changes, type RowChange, type Sealed, seal } from './record.js'
export { type KernelRejection, kernelRejections, type Rejected } from './rejection.js'
export type {
  HoldTerms,
  LedgerReads,
  Listing,
  PriceWindow,
  ReportedPrice,
  Scope,
  Transfer,
  View,
} from './scope-types.js'
export type {
  ApproveUpgrade,
  DeclareAsset,
  ExpireHold,
  KernelCommand,
  PruneReports,
  RegisterKey,
  Report,
  ReportSignature,
  RevokeKey,
  SetFeed,
  TakeOffer,
} from './services.js'
export { begin, type Session } from './session.js'
export { digest, restore, SnapshotError, snapshot } from './snapshot.js'
export type { Entry, KeyPart } from './sorted-rows.js'
export { fork, type State } from './state.js'
export { createSystem, type Decision, type System, type SystemOptions } from './system.js'
export {
  type Range,
  type Table,
  type TableDraft,
  type TableOptions,
  type TableReads,
  type TableView,
  table,
} from './table.js'
export { type SigningTerms, typedDataOf } from './typed-data.js'
export {
  type NotVerified,
  type StoredRecord,
  type Verified,
  type Verifier,
  type VerifyOptions,
  type VerifyRejection,
  verifier,
  verify,
} from './verify.js'
export { type InstanceView, RefusedError, type SystemView, view } from './view.js'
