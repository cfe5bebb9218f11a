/**
 * The core of Symbolon: mechanisms over one ledger, decided by pure functions. No I/O, no clock, no randomness.
 * @packageDocumentation
 */
export { isAmount, isQuantity, isSigned, MAX_AMOUNT } from './arithmetic/amount.js'
export { apportion } from './arithmetic/apportion.js'
export { type CobbDouglas, cobbDouglas } from './arithmetic/cobb-douglas.js'
export { formatDecimal, parseDecimal } from './arithmetic/decimal.js'
export { medianPrice, type SourcedPrice } from './arithmetic/median.js'
export {
  comparePrices,
  convert,
  convertBack,
  invertPrice,
  isPrice,
  MAX_PRICE_PART,
  type Price,
} from './arithmetic/price.js'
export { root } from './arithmetic/root.js'
export { divide, mulDiv, type Rounding } from './arithmetic/rounding.js'
export { canonicalize, isStorable, type JsonValue, quote } from './codec/canonical.js'
export { type Checked, type Codec, codecOf } from './codec/encoder.js'
export {
  Amount,
  Asset,
  BasisPoints,
  CommandType,
  Count,
  Duration,
  Epoch,
  Flag,
  Hash,
  Hex,
  Id,
  isId,
  isParty,
  Json,
  Party,
  Quantity,
  type Schema,
  Sequence,
  Signed,
  Text,
  Time,
  Total,
} from './codec/fields.js'
export { GENESIS_HASH, hashText, RECORD_TAG, type RecordHash, recordHash } from './codec/hash.js'
export { list, nullable, oneOf, optional, type Plain, struct } from './codec/struct.js'
export { type Account, account, available, issuance, pathOf, purse } from './kernel/account.js'
export { audit, type FailedAudit } from './kernel/audit.js'
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
} from './kernel/bag.js'
export type { Allocation, AssetDeclaration, CompositionOptions, FeedDeclaration } from './kernel/composition.js'
export { type Accepted, decode, execute, genesis, type Outcome, type Upgrade, upgrade } from './kernel/execute.js'
export type { AssetRow, FeedPolicy, FeedRow, HoldRow, KeyRow, ReportRow } from './kernel/kernel-tables.js'
export { type Bounds, floorOf } from './kernel/ledger.js'
export { type Definition, defineMechanism, type RowOf, type ViewOf } from './kernel/mechanism.js'
export { type BalanceChange, type Changes, changes, type RowChange, type Sealed, seal } from './kernel/record.js'
export { type KernelRejection, kernelRejections, type Rejected } from './kernel/rejection.js'
export type { HoldTerms, LedgerReads, Listing, ReportedPrice, Scope, Transfer, View } from './kernel/scope-types.js'
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
} from './kernel/services.js'
export { begin, type Session } from './kernel/session.js'
export { digest, restore, SnapshotError, snapshot } from './kernel/snapshot.js'
export type { Entry, KeyPart } from './kernel/sorted-rows.js'
export { fork, type State } from './kernel/state.js'
export { createSystem, type Decision, type System, type SystemOptions } from './kernel/system.js'
export {
  type Range,
  type Table,
  type TableDraft,
  type TableOptions,
  type TableReads,
  type TableView,
  table,
} from './kernel/table.js'
export {
  type NotVerified,
  type StoredRecord,
  type Verified,
  type Verifier,
  type VerifyOptions,
  type VerifyRejection,
  verifier,
  verify,
} from './kernel/verify.js'
export { type InstanceView, RefusedError, type SystemView, view } from './kernel/view.js'
