/** What an instance of the stake market is composed with. Spec: stake-market.md#config-and-params. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Duration,
  list,
  optional,
  Party,
  Quantity,
  type Schema,
  struct,
} from '../../codec/index.js'

/** How unit prices of value rounds are made. */
export interface ValueRounds {
  /** D: the weights of every order are apportioned to this whole, 1 ≤ D ≤ 2^32. */
  readonly whole: number
  /** Damping a/b: the part of a price that everybody gets alike, 1 ≤ a ≤ b ≤ 2^32. */
  readonly damping: { readonly part: number; readonly whole: number }
}
/** Fixed when the system is composed. */
export interface StakeMarketConfig {
  /** N: units of stake in itself that every agent has, ≤ 2^62. */
  readonly units: bigint
  /** There: rounds are value rounds. Absent: they are parity rounds, unit for unit. */
  readonly value?: ValueRounds
  /** Asset of the credit by which the market mediates matches. Minted by the instance. Absent: it mediates none. */
  readonly credit?: string
}

/** What a placed unit is funded with, in one asset. */
export interface FundingRate {
  readonly asset: string
  /** Base units of the asset. */
  readonly perUnit: bigint
}
/** How stake goes back to its issuers. */
export interface DecayRate {
  /** Of every holding, basis points, > 0. */
  readonly rate: number
  /** Shortest time between two decays, seconds. */
  readonly every: number
}
/** Changed by the authority. */
export interface StakeMarketParams {
  /** Longest life of a round, seconds. A round that is open keeps the time it was opened with. */
  readonly roundLength: number
  /** Most orders in a round, from 1 to 2^20: a round settles in one record. */
  readonly orders: number
  /** Parties that may vouch for agents, each once. */
  readonly attestors: readonly string[]
  /** How many of them must vouch for an agent before it can join, ≥ 1. */
  readonly vouches: number
  /** Part of distributed proceeds that goes to the commons, basis points, rounded up. Default 0. */
  readonly commons?: number
  /** What a placed unit is funded with from the commons, for each asset at most one. Default: nothing. */
  readonly funding?: readonly FundingRate[]
  /** Most units of one agent's stake that the market holds against credit. Default 0; above that with `credit` only. */
  readonly mediation?: bigint
  /** Absent: stake doesn't decay. In markets of parity rounds only. */
  readonly decay?: DecayRate
}

export const configFields: Schema<StakeMarketConfig> = struct<StakeMarketConfig>({
  units: Amount,
  value: optional(
    struct<ValueRounds>({ whole: Count, damping: struct<ValueRounds['damping']>({ part: Count, whole: Count }) }),
  ),
  credit: optional(Asset),
})
export const paramFields: Schema<StakeMarketParams> = struct<StakeMarketParams>({
  roundLength: Duration,
  orders: Count,
  attestors: list(Party, 256),
  vouches: Count,
  commons: optional(BasisPoints),
  funding: optional(list(struct<FundingRate>({ asset: Asset, perUnit: Amount }), 16)),
  mediation: optional(Quantity),
  decay: optional(struct<DecayRate>({ rate: BasisPoints, every: Duration })),
})

const MOST_UNITS = 2n ** 62n
const MOST_ORDERS = 2 ** 20
/** The least damping that is admitted is one part of so many. */
const LEAST_DAMPING = 4096
const MOST_PARTS = 2 ** 32
const within = (value: number, most: number): boolean => value >= 1 && value <= most
const different = (names: readonly string[]): boolean => new Set(names).size === names.length

/** Whether these params may stand beside this config. */
export function admits(
  { units, value, credit }: StakeMarketConfig,
  { orders, attestors, vouches, funding = [], mediation = 0n, decay }: StakeMarketParams,
): boolean {
  const { whole = 1, damping = { part: 1, whole: 1 } } = value ?? {}
  const parity = value === undefined
  return (
    units <= MOST_UNITS &&
    within(whole, MOST_PARTS) &&
    within(damping.whole, MOST_PARTS) &&
    within(damping.part, damping.whole) &&
    // Below this a solver may not come to an end, and what a verifier lets pass says nothing any more.
    damping.whole <= LEAST_DAMPING * damping.part &&
    within(orders, MOST_ORDERS) &&
    vouches >= 1 &&
    different(attestors) &&
    different(funding.map(({ asset }) => asset)) &&
    (parity || (credit === undefined && decay === undefined)) &&
    (credit !== undefined || mediation === 0n) &&
    (decay === undefined || decay.rate > 0)
  )
}
