/** A pool that lends one asset against collateral. Spec: lending.md. */
export type { Borrow, DepositCollateral, ReleaseCollateral, Repay } from './borrowing.js'
export type { LendingConfig, LendingParams } from './config.js'
export type { Absorbed, LendingEvents, Liquidated } from './events.js'
export { grown, type RatePoint, rateAt } from './interest.js'
export type { Liquidate } from './liquidation.js'
export type { AcceptOffer, ConfirmListing, EndListing, GuaranteeAmount, ListCollateral } from './listings.js'
export type { Redeem } from './locked.js'
export { lending } from './mechanism.js'
export {
  debtOf,
  listingOf,
  type PoolSummary,
  type Position,
  poolOf,
  positionOf,
  type Supplied,
  suppliedBy,
} from './queries.js'
export type { LendingRejection } from './rejections.js'
export { type Divided, sharesFor, worthOf } from './shares.js'
export type { Skim, Supply, Withdraw } from './supplying.js'
export type {
  CollateralKey,
  LendingTables,
  LendingView,
  Listing,
  Locked,
  Offer,
  Outcome,
  Pool,
  Supplier,
  Terms,
} from './tables.js'
