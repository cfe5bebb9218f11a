export type { AgreeAccount, CloseAccount } from './accounts.js'
export type { CallLimit } from './calls.js'
export type { Ageing, TradeCreditConfig, TradeCreditParams, Underwriting } from './config.js'
export type { DeclareDefault, DefaultTowards } from './defaults.js'
export type { RoundSettled, Traded } from './events.js'
export { type FindPath, type FoundPath, findPath } from './find-path.js'
export type { GrantLine } from './grants.js'
export { tradeCredit } from './mechanism.js'
export type { LostDebt, NetworkBook, TradeMember } from './member-tables.js'
export type { AdmitMember, AdoptCurrency, Contribute, Pay } from './members.js'
export type { FoundNetwork, SetBorder } from './networks.js'
export {
  type RoundObligation,
  type RoundObligations,
  roundObligations,
  type Settlement,
  settlement,
} from './obligations.js'
export type { ClearingRound, TradeAccount, TradeHalf, TradeNetwork } from './pair-tables.js'
export type { PathDebtor, PathHop, PathPremium, PathRoute } from './path-graph.js'
export {
  asideAccount,
  deficit,
  dueTo,
  externalAccount,
  freeSurplus,
  heldAccount,
  lastRound,
  lostAccount,
  memberAccount,
  netPosition,
  openRound,
  overdue,
  pairAccount,
  reserveAccount,
  tradeLimit,
} from './queries.js'
export type { TradeCreditRejection } from './rejections.js'
export type { LapseRound, OpenRound, SettleRound } from './rounds.js'
export type { Stake, Underwritten, Unstake } from './stakes.js'
export type { TradeCreditView } from './tables.js'
export type { Trade } from './trade.js'
export { tradeHops } from './trade-hops.js'
export type { ClaimInsurance } from './waterfall.js'
