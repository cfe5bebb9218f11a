/** Stake that counts from the next epoch on when it is added, and no longer at once when it leaves. Spec: delegation.md#stake. */
import { least } from '../../arithmetic/index.js'

/** Stake in an epoch, base units. */
export interface Held {
  /** What there is, what was added in this epoch included. */
  readonly current: bigint
  /** What has been there for the whole epoch so far, 0 ≤ minimum ≤ current. */
  readonly minimum: bigint
}
/** Stake, and the epoch its minimum is of. */
export interface HeldSince extends Held {
  readonly epoch: number
}

/**
 * The same stake in a later epoch, in which all of it counts.
 * Spec: delegation.md#stake.
 * @param held - As it was left.
 * @param epoch - The epoch looked at, at least that of `held`.
 * @returns The stake with the minimum of that epoch.
 * @example inEpoch({ current: 5n, minimum: 2n, epoch: 1 }, 2) // { current: 5n, minimum: 5n, epoch: 2 }
 */
export function inEpoch({ current, minimum, epoch: last }: HeldSince, epoch: number): HeldSince {
  return { current, minimum: last < epoch ? current : minimum, epoch }
}

/** What of a stake backs one relayer: its part of both sides, of which no more counts in this epoch than did before. */
export function partOf(stake: Held, before: Held, weight: bigint, weights: bigint): Held {
  const current = portionOf(stake.current, weight, weights)
  return { current, minimum: least(portionOf(stake.minimum, weight, weights), before.minimum) }
}

/** An amount's portion, rounded down; of no weights nothing. */
export const portionOf = (amount: bigint, weight: bigint, weights: bigint): bigint =>
  weights === 0n ? 0n : (amount * weight) / weights
