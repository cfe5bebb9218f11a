/** What tickets come to. Spec: relay-rewards.md#work. */

/** From so many tickets on, a receiver's weight is used up: more of them only make each worth less. */
export const FULL_TICKETS = 65_536n

/** A receiver's tickets in an epoch. */
export interface Issued {
  /** The receiver's weight, ≥ 0n. */
  readonly weight: bigint
  /** All that it gave, to whomever, ≥ 0n. */
  readonly issued: bigint
}

/**
 * What one receiver's tickets count for a relayer: floor(w · n / max(65536, N)).
 * Spec: relay-rewards.md#work.
 * @param tickets - Those the relayer has, 0n ≤ n ≤ issued.
 * @param given - The receiver's weight w and all its tickets N.
 * @returns Work, 0n ≤ result ≤ weight.
 * @example workBy(65_536n, { weight: 100n, issued: 131_072n }) // 50n
 */
export function workBy(tickets: bigint, { weight, issued }: Issued): bigint {
  return (weight * tickets) / (issued > FULL_TICKETS ? issued : FULL_TICKETS)
}

/**
 * What one receiver's tickets count in the total: ceil(w · min(65536, N) / 65536), at least as much as all relayers have
 * of it together.
 * Spec: relay-rewards.md#work.
 * @param given - The receiver's weight w and all its tickets N.
 * @returns Work, 0n ≤ result ≤ weight.
 * @example workIssued({ weight: 100n, issued: 1n }) // 1n
 */
export function workIssued({ weight, issued }: Issued): bigint {
  const counted = issued < FULL_TICKETS ? issued : FULL_TICKETS
  return (weight * counted + FULL_TICKETS - 1n) / FULL_TICKETS
}
