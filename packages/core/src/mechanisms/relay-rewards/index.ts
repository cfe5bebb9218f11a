/** Rewards for relaying: subscriptions, a subsidy, tickets, and shares by work and stake. Spec: relay-rewards.md. */
export type { Claimed, ClaimRewards } from './claiming.js'
export {
  type Alpha,
  type Backers,
  type FeeAsset,
  firstOpenEpoch,
  type RelayConfig,
  type RelayTerms,
  relayEpoch,
  type Subsidy,
  type Worth,
} from './config.js'
export type { Begun, EpochSettled, LaneSettled, RelayEvents, RewardPaid } from './events.js'
export type { AdmitReceiver, AnnounceTerms } from './governing.js'
export { relayRewards } from './mechanism.js'
export type { FundSubsidy, Subscribe } from './paying-in.js'
export { earnedOf, feesOf, isAdmitted, rateOf, settlementOf, termsOf } from './queries.js'
export type { RelayRejection } from './rejections.js'
export type { SettleEpochs } from './settling.js'
export type { RateStep, Rates } from './steps.js'
export { type FeesPaid, type SubsidyFound, subsidyOf } from './subsidy.js'
export type {
  Lane,
  Phase,
  Receipts,
  RelayListing,
  RelayTables,
  RelayView,
  Settlement,
  Span,
  StakeAnswer,
  StakeQuestion,
  VoucherKey,
  Weighed,
} from './tables.js'
export { FULL_TICKETS, type Issued, workBy, workIssued } from './tickets.js'
export { type RedeemVouchers, signVoucher, type TicketCount, type Voucher, type VoucherPlace } from './vouchers.js'
