/** What is added to fees, and what is burned of them. Spec: relay-rewards.md#subsidy. */
import { least, MAX_AMOUNT, mulDiv } from '../../arithmetic/index.js'
import type { RelayTerms, Subsidy, Worth } from './config.js'

/** Fees of an epoch in one asset. */
export interface FeesPaid {
  readonly asset: string
  /** Base units ≥ 0n. */
  readonly amount: bigint
}
/** What is done with fees. */
export interface SubsidyFound {
  /** Of each of the fees, base units, rounded up. */
  readonly burned: readonly bigint[]
  /** Base units of the subsidy's asset, less where its pool has less. */
  readonly subsidy: bigint
}

/**
 * What an epoch's fees burn, and the subsidy that they leave: most · (until − F) / until, where F is what they are
 * worth; where it is limited by what was burned, never more than that is worth.
 * Spec: relay-rewards.md#subsidy.
 * @param terms - Schedule and worths.
 * @param fees - Of the epoch, each asset once.
 * @param limit - The config's; undefined: there is no subsidy.
 * @returns What is burned, and the subsidy; 0n ≤ subsidy ≤ most.
 * @example
 * const terms = { alpha: { work: 1, of: 2 }, most: 50n, until: 100n, worths: [{ asset: 'USD', burned: 1_000, amount: 1n, worth: 2n }] }
 * subsidyOf(terms, [{ asset: 'USD', amount: 30n }], 'burned') // { burned: [3n], subsidy: 6n }
 */
export function subsidyOf(
  { most, until, worths }: Pick<RelayTerms, 'most' | 'until' | 'worths'>,
  fees: readonly FeesPaid[],
  limit: Subsidy['limit'] | undefined,
): SubsidyFound {
  const burned: bigint[] = []
  let worth = 0n
  let burnedWorth = 0n
  for (const { asset, amount } of fees) {
    const found = worths.find((candidate) => candidate.asset === asset)
    const part = found === undefined ? 0n : mulDiv(amount, BigInt(found.burned), 10_000n, 'up')
    burned.push(part)
    if (found === undefined) continue
    worth += mulDiv(amount, found.worth, found.amount, 'up')
    burnedWorth += worthOf(found, part)
  }
  if (limit === undefined || worth >= until) return { burned, subsidy: 0n }
  const scheduled = (most * (until - worth)) / until
  return { burned, subsidy: limit === 'burned' ? least(scheduled, burnedWorth) : scheduled }
}

const worthOf = ({ amount, worth }: Worth, units: bigint): bigint => mulDiv(units, worth, amount, 'down')

/** A receiver's weight for the subsidy, by what it pays in each asset. */
export function worthPaid(worths: readonly Worth[], rateIn: (asset: string) => bigint): bigint {
  return least(
    worths.reduce((sum, worth) => sum + worthOf(worth, rateIn(worth.asset)), 0n),
    MAX_AMOUNT,
  )
}
