/** Stake of many behind those who do the work: pools, rewards, waits, slashing. Spec: delegation.md. */
export { type Accrual, commissionOf, earnedBy, spread } from './accrual.js'
export { type DelegationConfig, type DelegationParams, stakingEpoch } from './config.js'
export type {
  CancelUndelegation,
  Collect,
  DelegateStake,
  FoldLots,
  LeavingName,
  LotName,
  Undelegate,
  WithdrawStake,
} from './delegating.js'
export type { DelegationEvents } from './events.js'
export { type Held, type HeldSince, inEpoch } from './held.js'
export { type FoldedLot, foldedLot, type LotsUntil } from './lots.js'
export { delegation } from './mechanism.js'
export type { ChangeCommission, OfPool, OpenStakingPool, Redelegate, SettlePools } from './operating.js'
export {
  backingOf,
  type DelegationListing,
  type LotsOf,
  lotsOf,
  presentEpoch,
  type StakeAsked,
  type StakeFacts,
} from './queries.js'
export type { DelegationRejection } from './rejections.js'
export type { Charge, Reward, Slash } from './relayers.js'
export { type Kept, keptOf, leftOf, type RelayerShare } from './shares.js'
export type {
  Backing,
  Behind,
  DelegationTables,
  DelegationView,
  Fault,
  LeavingKey,
  LeavingLot,
  Lot,
  LotKey,
  PoolSlash,
  Relayer,
  RelayerStake,
  Stake,
  StakingPool,
} from './tables.js'
