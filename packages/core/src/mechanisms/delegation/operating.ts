/** What operators of pools do, and anybody for a pool. Spec: delegation.md#open. */
import { BasisPoints, Flag, Id, list, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { payOut } from './lots.js'
import { close, liableOf, type OpenPool, open as openPool, openWhole } from './pool.js'
import { begun, chargedBy, dearest, relayerOf } from './relayers.js'
import { areDearer, areShares, MOST_LIABLE, type RelayerShare, ShareFields } from './shares.js'
import type { DelegationScope } from './tables.js'

/** What `delegation.open` takes. */
export interface OpenStakingPool {
  readonly pool: string
  /** Whether only the operator may delegate to it. */
  readonly personal: boolean
  /** What the operator keeps of rewards, basis points. */
  readonly commission: number
  /** Relayers that the pool's stake backs, by weight; at most 16. None: it backs nobody. */
  readonly shares: readonly RelayerShare[]
}
/** What `delegation.redelegate` takes. */
export interface Redelegate {
  readonly pool: string
  /** At most 16. */
  readonly shares: readonly RelayerShare[]
}
/** What `delegation.commission` takes. */
export interface ChangeCommission {
  readonly pool: string
  /** Basis points. */
  readonly commission: number
}
/** What `delegation.draw` takes. */
export interface OfPool {
  readonly pool: string
}
/** What `delegation.settle` takes. */
export interface SettlePools {
  /** At most 16. */
  readonly pools: readonly string[]
}

/** Most pools that one command brings up to date. */
const MOST_POOLS = 16

export const open: Command<OpenStakingPool, DelegationScope> = {
  input: struct<OpenStakingPool>({ pool: Id, personal: Flag, commission: BasisPoints, shares: ShareFields }),
  apply(scope, { pool: id, personal, commission, shares }) {
    const { by, config, reject, tables } = scope
    const epoch = begun(scope)
    const key = { pool: id }
    if (tables.pools.has(key)) reject('DELEGATION_POOL_TAKEN', key)
    checkShares(scope, shares)
    const none = config.rewards.map(() => 0n)
    const row = { operator: by, personal, commission, nextCommission: null, nextShares: null }
    tables.pools.put(key, { ...row, due: none, slashes: 0, merged: epoch })
    tables.shares.put({ pool: id, from: epoch + 1 }, { shares })
    tables.epochs.put({ pool: id, epoch }, { current: 0n, minimum: 0n, index: none, rest: none })
    close(scope, openPool(scope, id))
  },
}

export const redelegate: Command<Redelegate, DelegationScope> = {
  input: struct<Redelegate>({ pool: Id, shares: ShareFields }),
  apply(scope, { pool: id, shares }) {
    const { emit, params, reject, tables } = scope
    const pool = openOwn(scope, id)
    checkShares(scope, shares)
    const known = [...tables.shares.under({ pool: id })].map(({ row }) => row.shares)
    if (liableOf([...known, shares]).size > MOST_LIABLE) reject('DELEGATION_RELAYERS_EXCEEDED')
    const soon = pool.epoch + params.redelegationWait
    const dearer = areDearer(
      { shares, charge: (relayer) => dearest(relayerOf(scope, relayer), pool.epoch) },
      { shares: pool.shares, charge: (relayer) => chargedBy(relayerOf(scope, relayer), soon) },
    )
    // or a pool would get dearer without notice, by way of a relayer that keeps all
    const from = dearer ? pool.epoch + params.commissionWait : soon
    pool.row = { ...pool.row, nextShares: { shares, from } }
    close(scope, pool)
    emit('announced', { from })
  },
}

export const commission: Command<ChangeCommission, DelegationScope> = {
  input: struct<ChangeCommission>({ pool: Id, commission: BasisPoints }),
  apply(scope, { pool: id, commission: wanted }) {
    const { emit, params } = scope
    const pool = openOwn(scope, id)
    const from = pool.epoch + params.commissionWait
    pool.row = { ...pool.row, nextCommission: { commission: wanted, from } }
    close(scope, pool)
    emit('announced', { from })
  },
}

export const draw: Command<OfPool, DelegationScope> = {
  input: struct<OfPool>({ pool: Id }),
  apply(scope, { pool: id }) {
    const pool = openOwn(scope, id)
    const { paid, left } = payOut(scope, scope.by, pool.row.due)
    pool.row = { ...pool.row, due: left }
    close(scope, pool)
    scope.emit('collected', { paid })
  },
}

export const settle: Command<SettlePools, DelegationScope> = {
  input: struct<SettlePools>({ pools: list(Id, MOST_POOLS) }),
  apply(scope, { pools }) {
    begun(scope)
    for (const id of pools) close(scope, openPool(scope, id))
  },
}

function openOwn(scope: DelegationScope, id: string): OpenPool {
  const pool = openWhole(scope, id)
  if (scope.by !== pool.row.operator) scope.reject('DELEGATION_NOT_OPERATOR')
  return pool
}
function checkShares({ reject }: DelegationScope, shares: readonly RelayerShare[]): void {
  if (!areShares(shares)) reject('DELEGATION_SHARES_INVALID')
}
