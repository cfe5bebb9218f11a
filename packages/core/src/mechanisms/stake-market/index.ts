export type { AdmitAgent, JoinMarket, Vouch } from './agents.js'
export type { DecayRate, FundingRate, StakeMarketConfig, StakeMarketParams, ValueRounds } from './config.js'
export { type DecayingHolding, type DecayStake, decayingHoldings } from './decay.js'
export { proposeDecay } from './decay-solver.js'
export type {
  BudgetReleased,
  ProceedsCollected,
  ProceedsDistributed,
  StakeDecayed,
  StakeRoundSettled,
} from './events.js'
export type { AttachBudget } from './funding.js'
export { stakeMarket } from './mechanism.js'
export type { CancelOrder, PlaceOrder, WantedStake } from './orders.js'
export type { PlacedOrder, StakeEdge, StakeFlow } from './parity-round.js'
export type { CollectProceeds, DistributeProceeds } from './proceeds.js'
export { type CirculationSolver, proposeStakeRound, type SettleStakeRound } from './propose-round.js'
export type { Attest, Propose } from './propositions.js'
export {
  commonsAccount,
  creditOf,
  lastStakeRound,
  openStakeRound,
  proceedsDue,
  relinquished,
  stakeAccount,
  stakeAsset,
  stakeOf,
} from './queries.js'
export type { StakeMarketRejection } from './rejections.js'
export { type StakeClearing, type StakeMarketRound, stakeRound, stakeWants } from './round.js'
export type { LapseStakeRound, OpenStakeRound } from './rounds.js'
export {
  type ClaimMomentum,
  type DimensionView,
  type StakedClaim,
  type StakeHoldings,
  type StakeLinks,
  type StakePortfolio,
  stakeByAgent,
  stakeByClaim,
  stakeByDimension,
  stakeHoldings,
  stakeLinks,
  stakeMomentum,
  stakePortfolio,
  stakeVolatility,
} from './signals.js'
export type {
  Accrual,
  LotKey,
  Proposition,
  PropositionKey,
  StakeAgent,
  StakeBudget,
  StakeMarketView,
  StakeOrder,
  StakeRound,
  StakeUnwind,
  StakeWant,
} from './tables.js'
export { solvePrices } from './unit-price-solver.js'
export {
  MEAN_UNIT_PRICE,
  type PriceRejection,
  type PriceVerdict,
  priceRejections,
  verifyPrices,
  type WantRows,
} from './unit-prices.js'
export type { ValueWants } from './value-round.js'
export { type ApportionedWants, apportionWants, type WantOrder } from './want-rows.js'
