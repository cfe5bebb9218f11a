/** What a delegation is composed with, and what its authority may change. Spec: delegation.md#config-and-params. */
import { Amount, Asset, Count, Duration, list, optional, Party, type Schema, struct, Time } from '../../codec/index.js'

/** Fixed when the system is composed. */
export interface DelegationConfig {
  /** What is staked. */
  readonly asset: string
  /** Assets in which rewards are paid, each once, at most 8. */
  readonly rewards: readonly string[]
  /** Stake that a relayer needs to count, base units > 0. */
  readonly minimum: bigint
  /** For how many epochs after a fault it can be slashed, 1 to 32. */
  readonly evidence: number
  /** Parties that may slash, at most 16. */
  readonly slashers: readonly string[]
  /** Who gets what is slashed. Default: it is burned. */
  readonly beneficiary?: string
  /** Length of an epoch, seconds. Default: a day. */
  readonly epoch?: number
  /** Beginning of epoch 0, whole seconds. Default 0. */
  readonly origin?: number
}
/** Set by the authority. Each acts on what is announced after the change. */
export interface DelegationParams {
  /** How long what is undelegated waits, epochs, at least `evidence`. */
  readonly undelegationWait: number
  /** How long a pool's new shares wait, epochs ≥ 1, unless by them its relayers keep more. */
  readonly redelegationWait: number
  /** How long a new commission waits, or shares by which relayers keep more, epochs, more than `redelegationWait`. */
  readonly commissionWait: number
}

/** Most assets in which rewards are paid. */
export const MOST_REWARDS = 8
/** Most epochs for which a fault can be slashed: a pool has a bucket for each of them. */
const MOST_EVIDENCE = 32
const MOST_SLASHERS = 16
/** So that nothing waits for ever. */
const MOST_WAIT = 1_000
const WAITS = ['undelegationWait', 'redelegationWait', 'commissionWait'] as const

export const configFields: Schema<DelegationConfig> = struct<DelegationConfig>({
  asset: Asset,
  rewards: list(Asset, MOST_REWARDS),
  minimum: Amount,
  evidence: Count,
  slashers: list(Party, MOST_SLASHERS),
  beneficiary: optional(Party),
  epoch: optional(Duration),
  origin: optional(Time),
})
export const paramFields: Schema<DelegationParams> = struct<DelegationParams>({
  undelegationWait: Count,
  redelegationWait: Count,
  commissionWait: Count,
})

/** Whether these params may stand beside this config. */
export function admits({ evidence, rewards }: DelegationConfig, params: DelegationParams): boolean {
  return (
    new Set(rewards).size === rewards.length &&
    1 <= evidence &&
    evidence <= MOST_EVIDENCE &&
    evidence <= params.undelegationWait &&
    // so that a pool can leave a relayer before a dearer charge, and a delegator a pool
    params.redelegationWait < params.commissionWait &&
    WAITS.every((wait) => 1 <= params[wait] && params[wait] <= MOST_WAIT)
  )
}

const DAY = 86_400

/**
 * The epoch a time lies in: floor((time − origin) / length).
 * Spec: delegation.md#epochs.
 * @param config - The delegation's; `epoch` in seconds, default a day, and `origin`, default 0.
 * @param time - Whole seconds.
 * @returns The epoch's number; undefined before the origin, and where none of what waits could be counted any more.
 * @example stakingEpoch({ epoch: 60 }, 119) // 1
 */
export function stakingEpoch(
  { epoch = DAY, origin = 0 }: Pick<DelegationConfig, 'epoch' | 'origin'>,
  time: number,
): number | undefined {
  const passed = time - origin
  if (passed < 0) return undefined
  const number = (passed - (passed % epoch)) / epoch
  return number + 2 * MOST_WAIT <= Number.MAX_SAFE_INTEGER ? number : undefined
}
