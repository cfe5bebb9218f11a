export type { AgreeAccount, CloseAccount } from './accounts.js'
export { tradeCredit } from './mechanism.js'
export type { FoundNetwork, SetBorder } from './networks.js'
export {
  deficit,
  lastRound,
  netPosition,
  openRound,
  pairAccount,
  type RoundObligation,
  type RoundObligations,
  roundObligations,
  settlement,
  tradeLimit,
} from './queries.js'
export type { LapseRound, OpenRound, SettleRound } from './rounds.js'
export type {
  ClearingRound,
  RoundSettled,
  TradeAccount,
  TradeCreditConfig,
  TradeCreditParams,
  TradeCreditRejection,
  TradeCreditView,
  Traded,
  TradeHalf,
  TradeNetwork,
} from './tables.js'
export type { Trade } from './trade.js'
