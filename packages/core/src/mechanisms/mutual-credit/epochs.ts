/** Epochs: equal stretches of time, counted from the origin. Spec: mutual-credit.md#epochs. */
import type { MutualCreditConfig } from './config.js'

/** As far as epochs go. */
export type Calendar = Pick<MutualCreditConfig, 'epoch' | 'origin'>

/**
 * The epoch that a time belongs to.
 * Spec: mutual-credit.md#epochs.
 * @param calendar - Length of an epoch and beginning of epoch 0, whole seconds.
 * @param time - Whole seconds.
 * @returns Its number; undefined before epoch 0 has begun.
 * @example epochAt({ epoch: 60, origin: 100 }, 219) // 1
 */
export function epochAt({ epoch: length, origin = 0 }: Calendar, time: number): number | undefined {
  if (time < origin) return undefined
  const since = time - origin
  return (since - (since % length)) / length
}

/**
 * The first moment of an epoch, which is the end of the one before.
 * Spec: mutual-credit.md#epochs.
 * @param calendar - Length of an epoch and beginning of epoch 0, whole seconds.
 * @param epoch - Its number, of an epoch that has begun or the one after.
 * @returns Whole seconds.
 * @example beginOf({ epoch: 60, origin: 100 }, 2) // 220
 */
export function beginOf({ epoch: length, origin = 0 }: Calendar, epoch: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, origin + epoch * length)
}

/** The first epoch that begins at or after so many seconds from now; the last that can be written, where it is later. */
export function epochAfter({ epoch: length, origin = 0 }: Calendar, now: number, seconds: number): number {
  const since = BigInt(now) + BigInt(seconds) - BigInt(origin)
  const epoch = (since + BigInt(length) - 1n) / BigInt(length)
  return epoch > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(epoch)
}

/** An epoch so many later; the last that can be written, where it is later. */
export const later = (epoch: number, by: number): number => Math.min(Number.MAX_SAFE_INTEGER, epoch + by)
