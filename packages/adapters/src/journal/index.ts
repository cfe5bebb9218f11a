export { JournalError, type JournalErrorCode } from './error.js'
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
  type Offer,
  type RowChange,
  type Snapshot,
} from './journal.js'
