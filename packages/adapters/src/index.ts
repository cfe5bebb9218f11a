/**
 * Journals for Symbolon systems, and the runtime that opens a system on one. What needs Node or a driver stands in
 * subpaths of its own: `/sqlite`, `/postgres`, `/pglite`, `/sql`, `/node`, `/testing`.
 * @packageDocumentation
 */
export { JournalError, type JournalErrorCode } from './journal/error.js'
export {
  type BalanceChange,
  type Claim,
  type Durability,
  EMPTY_HEAD,
  type Head,
  type Journal,
  type JournalCapabilities,
  type JournalLimits,
  type JournalRecord,
  type RowChange,
  type Snapshot,
} from './journal/journal.js'
export { type MemoryStore, type MemoryStream, memoryJournal, memoryStore } from './memory/memory-journal.js'
export {
  type Answer,
  type App,
  type CommandInput,
  type RuntimeRejection,
  runtimeRejections,
  type Stored,
  type SubscribeOptions,
  type Subscription,
  type UpgradeInput,
} from './runtime/app.js'
export { contentOf, type RecordContent } from './runtime/content.js'
export { RuntimeError, type RuntimeErrorCode } from './runtime/error.js'
export { type OpenOptions, open } from './runtime/open.js'
export {
  type KnownHead,
  type StreamNotVerified,
  type StreamRejection,
  type VerifyStreamOptions,
  verifyStream,
} from './runtime/verify-stream.js'
