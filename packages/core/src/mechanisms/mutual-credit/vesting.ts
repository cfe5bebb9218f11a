/** How what is to be distributed is released over epochs. Spec: mutual-credit.md#schedules. */

/** A schedule of releases. */
export interface Schedule {
  /**
   * `linear`: what comes in at one epoch is released in equal parts over the `over` epochs after it, the first `cliff` of
   * them together at the last of these; `share`: every epoch releases `share` of what is left.
   */
  readonly kind: 'linear' | 'share'
  /** Epochs, ≥ 1, of a linear schedule. */
  readonly over: number
  /** Epochs, ≤ `over`, of a linear schedule; 0 or 1: none. */
  readonly cliff: number
  /** Basis points > 0, of a schedule by share. */
  readonly share: number
}
/** Where a schedule stands. */
export interface Vesting {
  /** Sum of the tranches that release an equal part in every epoch now. */
  readonly window: bigint
  /** What the last division by `over` left. */
  readonly carry: bigint
  /** What isn't released yet, base units. */
  readonly left: bigint
}
/** Tranches that change the pace at an epoch: what came in so many epochs ago, base units. */
export interface Turning {
  /** `cliff` epochs ago. */
  readonly atCliff: bigint
  /** `cliff + 1` epochs ago. */
  readonly entering: bigint
  /** `over + 1` epochs ago. */
  readonly leaving: bigint
}

/**
 * What one epoch releases.
 * Spec: mutual-credit.md#schedules.
 * @param schedule - As agreed.
 * @param vesting - Where it stood.
 * @param turning - Tranches of a linear schedule that change its pace now.
 * @returns What is released, base units, rounded down with the rest carried, and where the schedule stands after.
 * @example release({ kind: 'share', over: 1, cliff: 0, share: 100 }, { window: 0n, carry: 0n, left: 990n }, { atCliff: 0n, entering: 0n, leaving: 0n }).amount // 9n
 */
export function release(
  { kind, over, cliff, share }: Schedule,
  { window, carry, left }: Vesting,
  { atCliff, entering, leaving }: Turning,
): { readonly amount: bigint; readonly vesting: Vesting } {
  if (kind === 'share') {
    const amount = (left * BigInt(share)) / 10_000n
    return { amount, vesting: { window, carry, left: left - amount } }
  }
  const running = window + entering - leaving
  const parts = running + BigInt(cliff) * atCliff + carry
  const amount = parts / BigInt(over)
  return { amount, vesting: { window: running, carry: parts % BigInt(over), left: left - amount } }
}
