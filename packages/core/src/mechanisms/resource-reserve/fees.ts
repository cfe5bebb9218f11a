/** Fees: escrowed in full, earned by the second. Spec: resource-reserve.md#fees. */
import { least, mulDiv } from '../../arithmetic/index.js'

/** What a fee is for. */
export interface FeeTerms {
  /** Base units. */
  readonly amount: bigint
  /** Billionths of the amount a day. */
  readonly rate: number
  /** Seconds. */
  readonly duration: number
}
/** How far a certificate has come when it is ended. */
export interface Elapsed {
  /** The whole fee, base units ≥ 0n. */
  readonly escrow: bigint
  /** Seconds it has run, ≥ 0. */
  readonly elapsed: number
  /** Seconds it was to run, > 0. */
  readonly duration: number
}

const BILLION = 1_000_000_000n
const DAY = 86_400n

/**
 * The whole fee of a certificate, rounded up.
 * Spec: resource-reserve.md#fees.
 * @param terms - Amount, rate and duration.
 * @returns ⌈amount · rate · duration / (10^9 · 86,400)⌉ base units.
 * @example feeOf({ amount: 1_000_000n, rate: 27_397, duration: 31_536_000 }) // 10000n
 */
export const feeOf = ({ amount, rate, duration }: FeeTerms): bigint =>
  mulDiv(amount, BigInt(rate) * BigInt(duration), BILLION * DAY, 'up')

/**
 * What is earned of a fee when the project ends it: rounded up, and for the shortest duration at least. Rounded down,
 * leases of a second would be free.
 * Spec: resource-reserve.md#fees.
 * @param ended - Escrow, seconds run, seconds agreed.
 * @param shortest - Seconds charged at least.
 * @returns Base units, 0n ≤ result ≤ escrow.
 * @example earnedByProject({ escrow: 100n, elapsed: 1, duration: 1_000 }, 60) // 6n
 */
export function earnedByProject({ escrow, elapsed, duration }: Elapsed, shortest: number): bigint {
  return least(escrow, mulDiv(escrow, BigInt(Math.max(elapsed, shortest)), BigInt(duration), 'up'))
}

/**
 * What is earned of a fee when the owner ends it, or its end has come: of the time that it ran, rounded down.
 * Spec: resource-reserve.md#fees.
 * @param ended - Escrow, seconds run, seconds agreed.
 * @returns Base units, 0n ≤ result ≤ escrow; all of it at the end.
 * @example earnedByOwner({ escrow: 100n, elapsed: 999, duration: 1_000 }) // 99n
 */
export function earnedByOwner({ escrow, elapsed, duration }: Elapsed): bigint {
  return mulDiv(escrow, BigInt(Math.min(elapsed, duration)), BigInt(duration), 'down')
}

/**
 * Fee on volume from one total to the next: by the whole, so that no rounding adds up.
 * Spec: resource-reserve.md#volume-fees.
 * @param rate - Billionths.
 * @param before - Volume so far, base units.
 * @param total - Volume now, ≥ before.
 * @returns Base units; over any steps, what one step from 0n would be.
 * @example volumeFee(1_000_000, 500n, 1_500n) // 1n
 */
export function volumeFee(rate: number, before: bigint, total: bigint): bigint {
  return mulDiv(total, BigInt(rate), BILLION, 'up') - mulDiv(before, BigInt(rate), BILLION, 'up')
}
