/** What is being distributed: released by a schedule, shared out among stakes. Spec: mutual-credit.md#distribution. */
import { shareOut } from './accumulators.js'
import { potAccount, reserveAccount } from './queries.js'
import type { Distribution, PotKey, ReserveKey } from './reserve-tables.js'
import { changedIn, stakeTotal } from './stakes.js'
import type { MutualCreditScope } from './tables.js'
import { release, type Schedule } from './vesting.js'

/** A distribution without a schedule. */
export const NONE = { kind: 'share', over: 0, cliff: 0, share: 0, window: 0n, carry: 0n, left: 0n } as const
/** A distribution as it begins, with nothing in it. */
export const begun = (epoch: number): Distribution => ({
  ...NONE,
  active: false,
  epoch: Math.max(0, epoch - 1),
  accumulator: 0n,
  remainder: 0n,
  held: 0n,
})

export const potOf = ({ agreement, network, asset }: ReserveKey): PotKey => ({ network, pot: agreement, asset })

/** What of a reserve is open at the end of an epoch comes under its schedule, if there is one. @returns whether there is. */
export function takeIn(scope: MutualCreditScope, key: ReserveKey, epoch: number, amount: bigint): boolean {
  if (!scope.tables.distributions.get(potOf(key))?.active) return false
  moveIn(scope, key, epoch, amount)
  return true
}

export function moveIn(scope: MutualCreditScope, key: ReserveKey, epoch: number, amount: bigint): void {
  const { tables } = scope
  const pot = potOf(key)
  const row = tables.distributions.get(pot) as Distribution
  scope.transfer({ from: reserveAccount(scope, key), to: potAccount(scope, pot.network, pot.pot, pot.asset), amount })
  tables.distributions.put(pot, { ...row, left: row.left + amount })
  if (row.kind !== 'linear') return
  const tranche = { ...pot, epoch }
  tables.tranches.put(tranche, { amount: (tables.tranches.get(tranche)?.amount ?? 0n) + amount })
}

/** Releases what the schedule says for an epoch, and shares it out. */
export function releaseEpoch(scope: MutualCreditScope, key: ReserveKey, epoch: number): void {
  const pot = potOf(key)
  const row = scope.tables.distributions.get(pot)
  if (row === undefined || !isAtWork(row)) return
  const turning = row.kind === 'linear' ? turningAt(scope, pot, epoch, row) : NOTHING_TURNS
  const { amount, vesting } = release(row, row, turning)
  shareEpoch(scope, pot, epoch, { ...row, ...vesting }, amount)
}

const NOTHING_TURNS = { atCliff: 0n, entering: 0n, leaving: 0n }

function turningAt({ tables }: MutualCreditScope, pot: PotKey, epoch: number, { over, cliff }: Schedule) {
  const tranche = (ago: number): bigint =>
    ago > epoch ? 0n : (tables.tranches.get({ ...pot, epoch: epoch - ago })?.amount ?? 0n)
  const turning = {
    atCliff: cliff === 0 ? 0n : tranche(cliff),
    entering: tranche(cliff + 1),
    leaving: tranche(over + 1),
  }
  if (turning.leaving > 0n) tables.tranches.delete({ ...pot, epoch: epoch - over - 1 })
  // all of it was released together
  if (cliff === over && turning.atCliff > 0n) tables.tranches.delete({ ...pot, epoch: epoch - over })
  return turning
}

/** Shares an amount out among an epoch's stakes, and keeps the accumulator wherever a stake changed. */
export function shareEpoch(
  scope: MutualCreditScope,
  pot: PotKey,
  epoch: number,
  row: Distribution,
  amount: bigint,
): void {
  const { tables } = scope
  const shared = shareOut(row, amount, stakeTotal(scope, pot.network, 'stakes', epoch))
  tables.distributions.put(pot, { ...row, ...shared, epoch })
  const skipped = row.epoch + 1 < epoch
  const changed = changedIn(scope, pot.network, epoch)
  if ((skipped || changed) && row.accumulator > 0n) {
    // no stake earned anything in the epochs that were skipped
    if (skipped) tables.accumulators.put({ ...pot, epoch: row.epoch }, { value: row.accumulator })
    if (changed) tables.accumulators.put({ ...pot, epoch: epoch - 1 }, { value: row.accumulator })
  }
  if (changed && shared.accumulator > 0n) tables.accumulators.put({ ...pot, epoch }, { value: shared.accumulator })
}

/** Whether an epoch may still release something. */
export function distributes({ tables }: MutualCreditScope, key: ReserveKey): boolean {
  const row = tables.distributions.get(potOf(key))
  return row !== undefined && isAtWork(row)
}

/**
 * Something is held, is left to release, or a tranche has to be forgotten; a share of what is left that comes to nothing
 * is none. What isn't at work isn't touched, so that it doesn't matter whether its agreement is live.
 */
const isAtWork = ({ kind, left, share, held, window }: Distribution): boolean =>
  held > 0n || (kind === 'linear' ? left > 0n || window > 0n : left * BigInt(share) >= 10_000n)
