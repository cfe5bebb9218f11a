/** What a lending pool is composed with. Spec: lending.md#config-and-params. */
import {
  Asset,
  BasisPoints,
  Count,
  Duration,
  list,
  optional,
  Quantity,
  type Schema,
  struct,
} from '../../codec/index.js'
import { isCurve, type RatePoint } from './interest.js'

/** Fixed when the system is composed. */
export interface LendingConfig {
  /** What is lent. */
  readonly asset: string
  /** What everything is priced in: feeds have collateral, or the lent asset, as base and this as quote. */
  readonly unit: string
}
/** Changed by the authority. */
export interface LendingParams {
  /** Interest by utilisation, from 0 on, straight between the points and level after the last. One point: a fixed rate. */
  readonly curve: readonly RatePoint[]
  /** Part of the interest that goes to the reserve, which bears losses before suppliers do, basis points. */
  readonly reserve: number
  /** Most of a debt that one liquidation repays while collateral covers it, basis points > 0. */
  readonly close: number
  /** Least debt after borrowing, base units. A debt of no more can be liquidated whole. */
  readonly least: bigint
  /** Collateral counts for the lower of the present price and the one this much older, seconds. */
  readonly lag: number
  /** Most that suppliers may own, base units. Absent: any. */
  readonly supplyCap?: bigint
  /** Most that borrowers may owe, base units; 0 ends borrowing. Absent: any. */
  readonly borrowCap?: bigint
}

export const configFields: Schema<LendingConfig> = struct<LendingConfig>({ asset: Asset, unit: Asset })
export const paramFields: Schema<LendingParams> = struct<LendingParams>({
  curve: list(struct<RatePoint>({ utilisation: BasisPoints, rate: Count }), 16),
  reserve: BasisPoints,
  close: BasisPoints,
  least: Quantity,
  lag: Duration,
  supplyCap: optional(Quantity),
  borrowCap: optional(Quantity),
})

/** Whether these params may stand. */
export const admits = (_config: LendingConfig, { curve, close }: LendingParams): boolean => close > 0 && isCurve(curve)
