/** What relay rewards are composed with, and the terms that an authority sets. Spec: relay-rewards.md#config-and-terms. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Duration,
  Id,
  list,
  oneOf,
  optional,
  Quantity,
  type Schema,
  struct,
  Time,
} from '../../codec/index.js'

/** An asset in which receivers subscribe. */
export interface FeeAsset {
  readonly asset: string
  /** Least that is paid for an epoch, base units > 0. */
  readonly least: bigint
}
/** What is added to fees. */
export interface Subsidy {
  readonly asset: string
  /**
   * What keeps a relayer from subscribing to itself for the subsidy: it is never more than what was burned of the
   * epoch's fees, or it goes by the weights of receivers that the authority has admitted.
   */
  readonly limit: 'burned' | 'admitted'
}
/** How rewards reach those who back a relayer. */
export interface Backers {
  /** Instance with a command `reward { relayer, asset, amount }`, as delegation has. */
  readonly instance: string
  /** Assets paid through it, at most 9; each one that it pays rewards in. */
  readonly assets: readonly string[]
}
/** What an asset is worth to the schedule, and how much of the fees in it is burned. */
export interface Worth {
  readonly asset: string
  /** Part of the fees in it that is burned, basis points, rounded up. */
  readonly burned: number
  /** So many base units of it … */
  readonly amount: bigint
  /** … are worth so many of the subsidy's asset. */
  readonly worth: bigint
}
/** Weight of work in a reward: work / of, 0 ≤ work ≤ of ≤ 200. */
export interface Alpha {
  readonly work: number
  readonly of: number
}
/** By what an epoch is settled. */
export interface RelayTerms {
  readonly alpha: Alpha
  /** Subsidy of an epoch without fees, base units, at most `until`. */
  readonly most: bigint
  /** Fees of an epoch, as worth in the subsidy's asset, from which on there is no subsidy. */
  readonly until: bigint
  /** Assets of fees that lower the subsidy; others are burned by nothing and worth nothing. */
  readonly worths: readonly Worth[]
}
/** Fixed when the system is composed. */
export interface RelayConfig {
  /** Assets in which receivers subscribe, each once, 1 to 8. */
  readonly fees: readonly FeeAsset[]
  /** Epochs of a period, 1 to 1,000. */
  readonly period: number
  /** How long after its end an epoch's vouchers come in, seconds. */
  readonly redemption: number
  /** What a receiver's tickets weigh: what it pays in the asset for the epoch, or its stake through the port `weightOf`. */
  readonly weigh: 'subscription' | 'stake'
  /** Most relayers that one receiver gives tickets in an epoch, 1 to 65,536. */
  readonly relayers: number
  readonly subsidy?: Subsidy
  /** Absent: rewards are paid to relayers themselves. */
  readonly backers?: Backers
  /** Those that epochs are settled by until others are announced. */
  readonly terms: RelayTerms
  /** Length of an epoch, seconds. Default: a day. The same as of who answers the ports. */
  readonly epoch?: number
  /** Beginning of epoch 0, whole seconds. Default 0. */
  readonly origin?: number
}

/** Most assets of fees. */
export const MOST_FEES = 8
/** Fees, and the subsidy. */
export const MOST_LANES = MOST_FEES + 1
/** Most epochs of a period. */
export const MOST_PERIOD = 1_000
/** How many periods ahead one can subscribe. */
export const MOST_AHEAD = 12
const MOST_RELAYERS = 65_536
const FINEST = 200

export const termFields: Schema<RelayTerms> = struct<RelayTerms>({
  alpha: struct<Alpha>({ work: Count, of: Count }),
  most: Quantity,
  until: Amount,
  worths: list(struct<Worth>({ asset: Asset, burned: BasisPoints, amount: Amount, worth: Amount }), MOST_FEES),
})
export const configFields: Schema<RelayConfig> = struct<RelayConfig>({
  fees: list(struct<FeeAsset>({ asset: Asset, least: Amount }), MOST_FEES),
  period: Count,
  redemption: Duration,
  weigh: oneOf('subscription', 'stake'),
  relayers: Count,
  subsidy: optional(struct<Subsidy>({ asset: Asset, limit: oneOf('burned', 'admitted') })),
  backers: optional(struct<Backers>({ instance: Id, assets: list(Asset, MOST_LANES) })),
  terms: termFields,
  epoch: optional(Duration),
  origin: optional(Time),
})

const distinct = (names: readonly string[]): boolean => new Set(names).size === names.length
const within = (value: number, most: number): boolean => 1 <= value && value <= most

/** Whether an instance can be composed like this. */
export function admits(config: RelayConfig): boolean {
  const { fees, period, relayers, terms } = config
  return (
    fees.length > 0 &&
    distinct(fees.map(({ asset }) => asset)) &&
    within(period, MOST_PERIOD) &&
    within(relayers, MOST_RELAYERS) &&
    areFit(config, terms)
  )
}

/** Whether epochs can be settled by these terms. */
export function areFit({ fees, subsidy }: RelayConfig, { alpha, most, until, worths }: RelayTerms): boolean {
  return (
    within(alpha.of, FINEST) &&
    alpha.work <= alpha.of &&
    // so that relayers never get less because receivers pay more
    most <= until &&
    (subsidy !== undefined || most === 0n) &&
    distinct(worths.map(({ asset }) => asset)) &&
    worths.every(({ asset, amount, worth }) => {
      // what is burned and what is subsidised have one measure
      return fees.some((fee) => fee.asset === asset) && (asset !== subsidy?.asset || amount === worth)
    })
  )
}

const DAY = 86_400
/** So that every epoch that can be subscribed to can be counted. */
const FURTHEST = (MOST_AHEAD + 2) * MOST_PERIOD

/**
 * The epoch a time lies in: floor((time − origin) / length).
 * Spec: relay-rewards.md#epochs-and-periods.
 * @param config - The instance's; `epoch` in seconds, default a day, and `origin`, default 0.
 * @param time - Whole seconds.
 * @returns The epoch's number; undefined before the origin, and where what lies ahead could not be counted any more.
 * @example relayEpoch({ epoch: 60 }, 119) // 1
 */
export function relayEpoch(
  { epoch = DAY, origin = 0 }: Pick<RelayConfig, 'epoch' | 'origin'>,
  time: number,
): number | undefined {
  const passed = time - origin
  if (passed < 0) return undefined
  const number = (passed - (passed % epoch)) / epoch
  return number + FURTHEST <= Number.MAX_SAFE_INTEGER ? number : undefined
}

/**
 * The first epoch whose vouchers still come in: all before it are closed.
 * Spec: relay-rewards.md#epochs-and-periods.
 * @param config - The instance's.
 * @param time - Whole seconds.
 * @returns The epoch's number, 0 where none is closed.
 * @example firstOpenEpoch({ epoch: 60, redemption: 30 }, 149) // 1
 */
export function firstOpenEpoch(config: Pick<RelayConfig, 'epoch' | 'origin' | 'redemption'>, time: number): number {
  return relayEpoch(config, time - config.redemption) ?? 0
}

/** The period an epoch lies in. */
export const periodOf = ({ period }: RelayConfig, epoch: number): number => (epoch - (epoch % period)) / period
