/** What a reserve is composed with, and what its authority may change. Spec: resource-reserve.md#config-and-params. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Duration,
  list,
  Party,
  Quantity,
  type Schema,
  struct,
} from '../../codec/index.js'

/** Fixed when the system is composed. */
export interface ResourceReserveConfig {
  /** Unit of account, in which value is counted and fees and prices are paid. */
  readonly asset: string
  /** The native token, which this instance mints: a base unit of it is bound to a base unit of value. */
  readonly native: string
  /** Length of a period of depreciation, seconds. */
  readonly period: number
}
/** Set by the authority. Each acts on what is done after the change. */
export interface ResourceReserveParams {
  /** Who reports on nodes. */
  readonly appraisers: readonly string[]
  /** How many of them have to have reported lately for an appraisal, ≥ 1. */
  readonly threshold: number
  /** How long after its observation a report counts, seconds. */
  readonly reportAge: number
  /** How long after its appraisal a node may issue, seconds. */
  readonly appraisalAge: number
  /**
   * Most that an appraisal may lift the market quote, basis points of the last; most that it may lift the utility. What
   * is `appraisalAge` old bounds nothing.
   */
  readonly jump: number
  /** How much of the market part utility can take away, basis points. */
  readonly weight: number
  /** Work of a node with full utility. */
  readonly reference: bigint
  /** How long after its last attestation a node is silent, seconds. */
  readonly grace: number
  /** How long certificates that are recalled go on, seconds. */
  readonly notice: number
  /** How long a quote holds value, seconds. */
  readonly hold: number
  /** How often a depreciation schedule may be changed, seconds. */
  readonly scheduleInterval: number
  /** By when after it was put into service a node is written off, seconds. */
  readonly longestLife: number
  /** Longest duration of a certificate, seconds. */
  readonly longestLease: number
  /** How many offers a quote looks at. */
  readonly looks: number
  /** Least part of a node that a quote takes unless less is needed, base units. */
  readonly leastPart: bigint
  /** How often a shard's root may be published, seconds. */
  readonly publishInterval: number
  /** How many nodes and certificates a root counts at most, ≥ 1: what is more is published in narrower shards. */
  readonly publishMost: number
}

/** One, in which utility, weight and shares are counted. */
export const WHOLE = 10_000n
const MOST_APPRAISERS = 16
/** So that sums of a few durations and a time are times. */
const LONGEST = 100_000_000_000
const DURATIONS = [
  'reportAge',
  'appraisalAge',
  'grace',
  'notice',
  'hold',
  'scheduleInterval',
  'longestLife',
  'longestLease',
  'publishInterval',
] as const

export const configFields: Schema<ResourceReserveConfig> = struct<ResourceReserveConfig>({
  asset: Asset,
  native: Asset,
  period: Duration,
})
export const paramFields: Schema<ResourceReserveParams> = struct<ResourceReserveParams>({
  appraisers: list(Party, MOST_APPRAISERS),
  threshold: Count,
  reportAge: Duration,
  appraisalAge: Duration,
  jump: BasisPoints,
  weight: BasisPoints,
  reference: Amount,
  grace: Duration,
  notice: Duration,
  hold: Duration,
  scheduleInterval: Duration,
  longestLife: Duration,
  longestLease: Duration,
  looks: Count,
  leastPart: Quantity,
  publishInterval: Duration,
  publishMost: Count,
})

/** Whether these params may stand beside this config. */
export function admits({ asset, native, period }: ResourceReserveConfig, params: ResourceReserveParams): boolean {
  const { appraisers, publishMost, threshold } = params
  return (
    asset !== native &&
    period <= LONGEST &&
    new Set(appraisers).size === appraisers.length &&
    1 <= threshold &&
    threshold <= appraisers.length &&
    publishMost >= 1 &&
    DURATIONS.every((duration) => params[duration] <= LONGEST)
  )
}
