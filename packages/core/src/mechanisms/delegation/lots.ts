/** What parties have in pools: brought up to date when it is touched, one lot at a time. Spec: delegation.md#lots. */
import { available } from '../../kernel/index.js'
import { earnedBy, fraction, plus, whole } from './accrual.js'
import type { OpenPool } from './pool.js'
import { leftOf } from './shares.js'
import type { DelegationScope, DelegationView, LeavingKey, LeavingLot, Lot, LotKey, PoolSlash } from './tables.js'

/** A pool as far as its lots are concerned. */
export interface LotsUntil {
  /** The present epoch. */
  readonly epoch: number
  /** The pool's index now. */
  readonly index: readonly bigint[]
  /** How many slashes it has had. */
  readonly slashes: number
}
/** A lot brought up to date. */
export interface FoldedLot extends Omit<Lot, 'amount'> {
  /** Base units ≥ 0n. */
  readonly amount: bigint
  /** What it has earned since it was touched last, for each reward asset, 2^−64 base units. */
  readonly earned: readonly bigint[]
  /** False if there are more slashes than one command applies. */
  readonly whole: boolean
}

/** Most slashes of its pool that are applied to a lot at a time. */
const MOST_SLASHES = 64

/**
 * A lot brought up to date: slashes in order for which it is liable, each rounded down, and what it earned between them.
 * Spec: delegation.md#lots.
 * @param view - Of the delegation.
 * @param key - The lot's.
 * @param lot - As it was left.
 * @param until - The pool now.
 * @returns The lot, what it has earned, and whether all slashes were applied.
 * @example foldedLot(view, { party: 'a', pool: 'p', start: 1, since: 1 }, lot, { epoch, index, slashes: 0 }).amount
 */
export function foldedLot(
  { config, tables }: DelegationView | DelegationScope,
  { pool, start, since }: LotKey,
  lot: Lot,
  until: LotsUntil,
): FoldedLot {
  let { amount, index } = lot
  let earned: readonly bigint[] = config.rewards.map(() => 0n)
  const earn = (epoch: number, to: readonly bigint[]) => {
    if (epoch < since) return
    // the index at the end of the epoch before: rewards since then are the first that it has a part in
    index ??= tables.epochs.get({ pool, epoch: since - 1 })?.index ?? to
    earned = plus(earned, earnedBy(amount, index, to))
    index = to
  }
  const last = Math.min(until.slashes, lot.slashes + MOST_SLASHES)
  for (let number = lot.slashes; number < last; number += 1) {
    const slash = tables.slashes.get({ pool, number }) as PoolSlash
    earn(slash.epoch, slash.index)
    if (start <= slash.fault) amount = leftOf(amount, slash)
  }
  if (last === until.slashes) earn(until.epoch, until.index)
  return { amount, index, slashes: last, earned, whole: last === until.slashes }
}

/** A waiting lot brought up to date: slashes for faults of the epochs in which it backed. */
export function foldedLeaving(
  { tables }: DelegationView | DelegationScope,
  { pool, start, end }: LeavingKey,
  lot: LeavingLot,
  slashes: number,
): { readonly amount: bigint; readonly slashes: number; readonly whole: boolean } {
  let { amount } = lot
  const last = Math.min(slashes, lot.slashes + MOST_SLASHES)
  for (let number = lot.slashes; number < last; number += 1) {
    const slash = tables.slashes.get({ pool, number }) as PoolSlash
    if (start <= slash.fault && slash.fault < end) amount = leftOf(amount, slash)
  }
  return { amount, slashes: last, whole: last === slashes }
}

/** Where a pool is now, for its lots. */
export const untilNow = ({ epoch, stake, row }: OpenPool): LotsUntil => ({
  epoch,
  index: stake.index,
  slashes: row.slashes,
})

/** Brings a lot up to date; what it earned and lost is written down. */
export function touchLot(scope: DelegationScope, pool: OpenPool, key: LotKey): FoldedLot {
  const { reject, tables } = scope
  const lot = tables.lots.get(key) ?? reject('DELEGATION_LOT_UNKNOWN', key)
  const folded = foldedLot(scope, key, lot, untilNow(pool))
  credit(scope, key, folded.earned)
  lose(scope, key.party, lot.amount - folded.amount)
  putLot(scope, key, folded)
  return folded
}
/** The same for one that waits. */
export function touchLeaving(scope: DelegationScope, pool: OpenPool, key: LeavingKey): LeavingLot & { whole: boolean } {
  const { reject, tables } = scope
  const lot = tables.leaving.get(key) ?? reject('DELEGATION_LOT_UNKNOWN', key)
  const folded = foldedLeaving(scope, key, lot, pool.row.slashes)
  lose(scope, key.party, lot.amount - folded.amount)
  const { until } = lot
  putLeaving(scope, key, { ...folded, until })
  return { ...folded, until }
}
/** A lot with all slashes applied, or a refusal. */
export function wholeLot(scope: DelegationScope, pool: OpenPool, key: LotKey): FoldedLot {
  const lot = touchLot(scope, pool, key)
  if (!lot.whole) scope.reject('DELEGATION_LOT_BEHIND', key)
  return lot
}
/** The same for one that waits. */
export function wholeLeaving(scope: DelegationScope, pool: OpenPool, key: LeavingKey): LeavingLot {
  const lot = touchLeaving(scope, pool, key)
  if (!lot.whole) scope.reject('DELEGATION_LOT_BEHIND', key)
  return lot
}

/** Adds to a lot, which then is up to date. */
export function addToLot(scope: DelegationScope, pool: OpenPool, key: LotKey, amount: bigint): void {
  const there = scope.tables.lots.has(key) ? wholeLot(scope, pool, key) : undefined
  putLot(scope, key, {
    amount: amount + (there?.amount ?? 0n),
    index: there?.index ?? null,
    slashes: pool.row.slashes,
  })
}
/** Adds to a lot that waits, which then is up to date. */
export function addToLeaving(
  scope: DelegationScope,
  pool: OpenPool,
  key: LeavingKey,
  amount: bigint,
  until: number,
): void {
  const there = scope.tables.leaving.has(key) ? wholeLeaving(scope, pool, key) : undefined
  putLeaving(scope, key, {
    amount: amount + (there?.amount ?? 0n),
    slashes: pool.row.slashes,
    until: Math.max(until, there?.until ?? 0),
  })
}

export function putLot({ tables }: DelegationScope, key: LotKey, { amount, index, slashes }: Lot): void {
  if (amount === 0n) tables.lots.delete(key)
  else tables.lots.put(key, { amount, index, slashes })
}
export function putLeaving({ tables }: DelegationScope, key: LeavingKey, { amount, slashes, until }: LeavingLot): void {
  if (amount === 0n) tables.leaving.delete(key)
  else tables.leaving.put(key, { amount, slashes, until })
}

/** What a party has in all pools, as its lots say: it counts in what the party holds. */
export function claimMore(scope: DelegationScope, party: string, change: bigint, seized: boolean): void {
  if (change === 0n) return
  const { claim, config, tables } = scope
  const amount = (tables.delegators.get({ party })?.amount ?? 0n) + change
  if (amount === 0n) tables.delegators.delete({ party })
  else tables.delegators.put({ party }, { amount })
  claim(party, config.asset, amount, { seized })
}
function lose(scope: DelegationScope, party: string, lost: bigint): void {
  if (lost === 0n) return
  claimMore(scope, party, -lost, true)
  scope.emit('folded', { party, lost })
}

function credit({ tables }: DelegationScope, { party, pool }: LotKey, earned: readonly bigint[]): void {
  if (earned.every((amount) => amount === 0n)) return
  const before = tables.earnings.get({ party, pool })?.amounts
  tables.earnings.put({ party, pool }, { amounts: before === undefined ? earned : plus(before, earned) })
}

/** Pays out whole units of what rewards have earned. Returns them, and the fractions that stay. */
export function payOut(
  { config, purse, self, transfer }: DelegationScope,
  to: string,
  amounts: readonly bigint[],
): { readonly paid: readonly bigint[]; readonly left: readonly bigint[] } {
  const paid = amounts.map(whole)
  paid.forEach((amount, nth) => {
    const asset = config.rewards[nth] as string
    if (amount > 0n) transfer({ from: purse(self, asset, 'rewards'), to: available(to, asset), amount })
  })
  return { paid, left: amounts.map(fraction) }
}
