/** What delegators do. Spec: delegation.md#delegate. */
import { Amount, Epoch, Id, list, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import {
  addToLeaving,
  addToLot,
  claimMore,
  payOut,
  putLeaving,
  putLot,
  touchLeaving,
  touchLot,
  wholeLeaving,
  wholeLot,
} from './lots.js'
import {
  bucketStart,
  close,
  type OpenPool,
  open,
  openWhole,
  poolAccount,
  putBucket,
  putWaiting,
  waitingKey,
} from './pool.js'
import type { DelegationScope } from './tables.js'

/** What `delegation.delegate` takes. */
export interface DelegateStake {
  readonly pool: string
  /** Base units. */
  readonly amount: bigint
}
/** Names a lot of a party in a pool. */
export interface LotName {
  /** Liable from this epoch on. */
  readonly start: number
  /** Earns from this epoch on. */
  readonly since: number
}
/** Names a lot that waits. */
export interface LeavingName {
  /** Liable from this epoch on. */
  readonly start: number
  /** No longer liable from this epoch on. */
  readonly end: number
}
/** What `delegation.undelegate` takes. */
export interface Undelegate extends LotName {
  readonly pool: string
  /** Base units. */
  readonly amount: bigint
}
/** What `delegation.cancel` takes. */
export interface CancelUndelegation extends LeavingName {
  readonly pool: string
  /** Base units. */
  readonly amount: bigint
}
/** What `delegation.withdraw` takes. */
export interface WithdrawStake extends LeavingName {
  readonly pool: string
}
/** What `delegation.collect` takes. */
export interface Collect {
  readonly pool: string
  /** Lots whose rewards are to be counted before; at most 16. */
  readonly lots: readonly LotName[]
}
/** What `delegation.fold` takes. */
export interface FoldLots extends Collect {
  readonly party: string
  /** Lots that wait, at most 16. */
  readonly leaving: readonly LeavingName[]
}

/** Most lots that one command looks at. */
const MOST_LOTS = 16
const lotFields = { start: Epoch, since: Epoch }
const leavingFields = { start: Epoch, end: Epoch }
const lotNames = list(struct<LotName>(lotFields), MOST_LOTS)
const leavingNames = list(struct<LeavingName>(leavingFields), MOST_LOTS)

export const delegate: Command<DelegateStake, DelegationScope> = {
  input: struct<DelegateStake>({ pool: Id, amount: Amount }),
  apply(scope, { pool: id, amount }) {
    const { by, config, emit, reject, transfer } = scope
    const pool = openWhole(scope, id)
    if (pool.row.personal && by !== pool.row.operator) reject('DELEGATION_POOL_PERSONAL')
    const start = pool.epoch + 1
    addToLot(scope, pool, { party: by, pool: id, start, since: start }, amount)
    grow(scope, pool, start, { current: amount, minimum: 0n })
    transfer({ from: available(by, config.asset), to: poolAccount(scope, id), amount })
    claimMore(scope, by, amount, false)
    close(scope, pool)
    emit('staked', { start, since: start })
  },
}

export const undelegate: Command<Undelegate, DelegationScope> = {
  input: struct<Undelegate>({ pool: Id, ...lotFields, amount: Amount }),
  apply(scope, { pool: id, start, since, amount }) {
    const { by, emit, params, reject, tables } = scope
    const pool = openWhole(scope, id)
    const key = { party: by, pool: id, start, since }
    const lot = wholeLot(scope, pool, key)
    if (amount > lot.amount) reject('DELEGATION_AMOUNT_EXCEEDED', { amount: lot.amount })
    putLot(scope, key, { ...lot, amount: lot.amount - amount })
    const end = pool.epoch + 1
    const until = end + params.undelegationWait
    addToLeaving(scope, pool, { party: by, pool: id, start, end }, amount, until)
    grow(scope, pool, start, { current: -amount, minimum: since <= pool.epoch ? -amount : 0n })
    const waiting = waitingKey(scope, pool, { start, end })
    putWaiting(scope, waiting, (tables.waiting.get(waiting)?.amount ?? 0n) + amount)
    close(scope, pool)
    emit('leaving', { end, until })
  },
}

export const cancel: Command<CancelUndelegation, DelegationScope> = {
  input: struct<CancelUndelegation>({ pool: Id, ...leavingFields, amount: Amount }),
  apply(scope, { pool: id, start, end, amount }) {
    const { by, emit, reject, tables } = scope
    const pool = openWhole(scope, id)
    const key = { party: by, pool: id, start, end }
    const lot = wholeLeaving(scope, pool, key)
    if (amount > lot.amount) reject('DELEGATION_AMOUNT_EXCEEDED', { amount: lot.amount })
    putLeaving(scope, key, { ...lot, amount: lot.amount - amount })
    const waiting = waitingKey(scope, pool, key)
    putWaiting(scope, waiting, (tables.waiting.get(waiting)?.amount ?? 0n) - amount)
    // what it once was liable for it stays liable for; once nothing of that can be slashed it begins anew
    const since = pool.epoch + 1
    const from = waiting.end === 0 ? since : start
    addToLot(scope, pool, { party: by, pool: id, start: from, since }, amount)
    grow(scope, pool, from, { current: amount, minimum: 0n })
    close(scope, pool)
    emit('staked', { start: from, since })
  },
}

export const withdraw: Command<WithdrawStake, DelegationScope> = {
  input: struct<WithdrawStake>({ pool: Id, ...leavingFields }),
  apply(scope, { pool: id, start, end }) {
    const { by, config, emit, reject, tables, transfer } = scope
    const pool = openWhole(scope, id)
    const key = { party: by, pool: id, start, end }
    const { amount, slashes, until } = wholeLeaving(scope, pool, key)
    if (pool.epoch < until) reject('DELEGATION_WAITING', { until })
    if (amount > 0n) {
      putLeaving(scope, key, { amount: 0n, slashes, until })
      const waiting = waitingKey(scope, pool, key)
      putWaiting(scope, waiting, (tables.waiting.get(waiting)?.amount ?? 0n) - amount)
      transfer({ from: poolAccount(scope, id), to: available(by, config.asset), amount })
      claimMore(scope, by, -amount, false)
    }
    close(scope, pool)
    emit('withdrawn', { paid: amount })
  },
}

export const collect: Command<Collect, DelegationScope> = {
  input: struct<Collect>({ pool: Id, lots: lotNames }),
  apply(scope, { pool: id, lots }) {
    const { by, config, emit, tables } = scope
    const pool = openWhole(scope, id)
    for (const name of lots) wholeLot(scope, pool, { party: by, pool: id, ...name })
    const key = { party: by, pool: id }
    const { paid, left } = payOut(scope, by, tables.earnings.get(key)?.amounts ?? config.rewards.map(() => 0n))
    if (left.some((amount) => amount > 0n)) tables.earnings.put(key, { amounts: left })
    else tables.earnings.delete(key)
    close(scope, pool)
    emit('collected', { paid })
  },
}

export const fold: Command<FoldLots, DelegationScope> = {
  input: struct<FoldLots>({ party: Party, pool: Id, lots: lotNames, leaving: leavingNames }),
  apply(scope, { party, pool: id, lots, leaving }) {
    const pool = open(scope, id)
    for (const name of lots) touchLot(scope, pool, { party, pool: id, ...name })
    for (const name of leaving) touchLeaving(scope, pool, { party, pool: id, ...name })
    close(scope, pool)
  },
}

/** Changes a pool's stake and the bucket it lies in. */
function grow(
  scope: DelegationScope,
  pool: OpenPool,
  start: number,
  change: { readonly current: bigint; readonly minimum: bigint },
): void {
  putBucket(scope, pool, bucketStart(scope, pool.epoch, start), change)
  const { current, minimum } = pool.stake
  pool.stake = { ...pool.stake, current: current + change.current, minimum: minimum + change.minimum }
}
