/**
 * A pool brought up to date whenever it is touched: rewards of the relayers it backs, slashes for their faults, changes
 * that have waited. Nothing here goes over delegators. Spec: delegation.md#pools.
 */
import { least } from '../../arithmetic/index.js'
import { available, issuance } from '../../kernel/index.js'
import { commissionOf, earnedBy, plus, spread } from './accrual.js'
import { inEpoch, partOf, portionOf } from './held.js'
import { adjust, begun, relayerOf, stakeIn } from './relayers.js'
import { keptOf, leftOf, type RelayerShare, weightOf, weightsOf } from './shares.js'
import type { Backing, DelegationScope, DelegationView, Fault, PoolSlash, Stake, StakingPool } from './tables.js'

/** A pool while a command works on it; `close` writes it down. */
export interface OpenPool {
  readonly id: string
  readonly epoch: number
  row: StakingPool
  stake: Stake
  shares: readonly RelayerShare[]
  readonly backings: Map<string, Backing>
  /** Whether there are faults it hasn't answered for yet. */
  behind: boolean
}

/** Most faults that a pool answers for at a time: what one command does is bounded. */
const MOST_FAULTS = 16

/** A pool brought up to date as far as one command may go. */
export function open(scope: DelegationScope, id: string): OpenPool {
  const { reject, tables } = scope
  const epoch = begun(scope)
  const row = tables.pools.get({ pool: id }) ?? reject('DELEGATION_POOL_UNKNOWN', { pool: id })
  const last = tables.epochs.before({ pool: id }, epoch + 1) as { readonly key: { epoch: number }; readonly row: Stake }
  const backings = [...tables.backings.under({ pool: id })].map((entry) => [entry.key.relayer, entry.row] as const)
  const pool: OpenPool = {
    id,
    epoch,
    row,
    stake: last.row,
    shares: sharesAt(scope, id, epoch + 1),
    backings: new Map(backings),
    behind: false,
  }
  collectRewards(scope, pool, last.key.epoch)
  answerForFaults(scope, pool)
  if (!pool.behind) {
    mergeBuckets(scope, pool)
    enact(scope, pool)
    prune(scope, pool)
  }
  return pool
}

/** A pool that is up to date, or a refusal. */
export function openWhole(scope: DelegationScope, id: string): OpenPool {
  const pool = open(scope, id)
  if (pool.behind) scope.reject('DELEGATION_POOL_BEHIND', { pool: id })
  return pool
}

/** Writes a pool down, and has the relayers it backs follow its stake. */
export function close(scope: DelegationScope, { id, epoch, row, stake, shares, backings }: OpenPool): void {
  const { tables } = scope
  tables.pools.put({ pool: id }, row)
  tables.epochs.put({ pool: id, epoch }, stake)
  const weights = weightsOf(shares)
  const begun = sharesAt(scope, id, epoch)
  for (const { relayer } of shares) {
    if (backings.has(relayer)) continue
    const { index } = stakeIn(scope, relayer, epoch)
    const { faults } = relayerOf(scope, relayer)
    backings.set(relayer, { current: 0n, minimum: 0n, earning: 0n, epoch, index, faults })
  }
  for (const [relayer, before] of backings) {
    const part = partOf(stake, before, weightOf(shares, relayer), weights)
    // whom it has stopped backing in this epoch it answers for until its end, and has a part in its rewards as long
    const earning = least(portionOf(stake.minimum, weightOf(begun, relayer), weightsOf(begun)), before.earning)
    const idle = [part.current, before.current, earning, before.earning].every((amount) => amount === 0n)
    if (idle && tables.backings.get({ pool: id, relayer })?.faults === before.faults) continue
    tables.backings.put({ pool: id, relayer }, { ...before, ...part, earning })
    adjust(scope, relayer, epoch, {
      current: part.current - before.current,
      minimum: part.minimum - before.minimum,
      earning: earning - before.earning,
    })
  }
}

/** Shares of a pool as of an epoch: who backs from the middle of one on is liable from the next. */
export function sharesAt(
  { tables }: DelegationView | DelegationScope,
  pool: string,
  epoch: number,
): readonly RelayerShare[] {
  return tables.shares.before({ pool }, epoch + 1)?.row.shares ?? []
}

/** Where the pool's stake lies. */
export const poolAccount = ({ config, purse, self }: DelegationView | DelegationScope, pool: string) =>
  purse(self, config.asset, 'pool', pool)

function collectRewards(scope: DelegationScope, pool: OpenPool, last: number): void {
  const { tables, config } = scope
  const { id, epoch, backings } = pool
  const none = config.rewards.map(() => 0n)
  // what was earned by the end of the epoch in which the pool was touched last belongs to the stake that counted in it
  let [early, late]: [readonly bigint[], readonly bigint[]] = [none, none]
  for (const [relayer, backing] of backings) {
    const { index } = stakeIn(scope, relayer, epoch)
    const since = backing.epoch < epoch
    const now = { ...backing, ...inEpoch(backing, epoch), earning: since ? backing.current : backing.earning, index }
    if (since && (backing.current > 0n || backing.earning > 0n)) {
      const end = stakeIn(scope, relayer, backing.epoch).index
      early = plus(early, earnedBy(backing.earning, backing.index, end))
      late = plus(late, earnedBy(backing.current, end, index))
    } else late = plus(late, earnedBy(backing.earning, backing.index, index))
    backings.set(relayer, now)
  }
  if (last < epoch) {
    shareOut(pool, early)
    tables.epochs.put({ pool: id, epoch: last }, pool.stake)
    pool.stake = { ...pool.stake, minimum: pool.stake.current }
  }
  shareOut(pool, late)
}

function shareOut(pool: OpenPool, gains: readonly bigint[]): void {
  const { row, stake } = pool
  const { kept, left } = commissionOf(gains, row.commission)
  pool.row = { ...row, due: plus(row.due, kept) }
  pool.stake = { ...stake, ...spread(stake, left, stake.minimum) }
}

function answerForFaults(scope: DelegationScope, pool: OpenPool): void {
  let answered = 0
  for (const [relayer, backing] of pool.backings) {
    const { faults } = relayerOf(scope, relayer)
    let next = backing.faults
    for (; next < faults && answered < MOST_FAULTS; answered += 1, next += 1) {
      slashFor(scope, pool, relayer, scope.tables.faults.get({ relayer, number: next }) as Fault)
    }
    if (next < faults) pool.behind = true
    pool.backings.set(relayer, { ...backing, faults: next })
  }
}

function slashFor(scope: DelegationScope, pool: OpenPool, relayer: string, { epoch: fault, fraction }: Fault): void {
  const { config, emit, seize, tables } = scope
  const { id, epoch, row, stake } = pool
  const slash = keptOf(sharesAt(scope, id, fault), relayer, fraction)
  if (slash === undefined) return
  let lost = { current: 0n, minimum: 0n, waiting: 0n }
  for (const { key, row: bucket } of [...tables.buckets.under({ pool: id }, { to: fault + 1 })]) {
    const before = inEpoch(bucket, epoch)
    const after = { current: leftOf(before.current, slash), minimum: leftOf(before.minimum, slash), epoch }
    if (after.current === 0n) tables.buckets.delete(key)
    else tables.buckets.put(key, after)
    const { current, minimum } = lost
    lost = {
      ...lost,
      current: current + before.current - after.current,
      minimum: minimum + before.minimum - after.minimum,
    }
  }
  for (const { key, row: bucket } of [...tables.waiting.under({ pool: id }, { from: fault + 1 })]) {
    if (key.start > fault) continue
    const amount = leftOf(bucket.amount, slash)
    putWaiting(scope, key, amount)
    lost = { ...lost, waiting: lost.waiting + bucket.amount - amount }
  }
  const record: PoolSlash = { ...slash, fault, epoch, index: stake.index }
  tables.slashes.put({ pool: id, number: row.slashes }, record)
  pool.row = { ...row, slashes: row.slashes + 1 }
  pool.stake = { ...stake, current: stake.current - lost.current, minimum: stake.minimum - lost.minimum }
  const amount = lost.current + lost.waiting
  if (amount === 0n) return
  const { asset, beneficiary } = config
  const to = beneficiary === undefined ? issuance(asset) : available(beneficiary, asset)
  seize({ from: poolAccount(scope, id), to, amount })
  emit('slashed', { pool: id, relayer, lost: amount })
}

/** Buckets that no fault will tell apart any more become one; what nothing can slash any more becomes one too. */
function mergeBuckets(scope: DelegationScope, pool: OpenPool): void {
  const { id, epoch, row } = pool
  if (row.merged === epoch) return
  const { tables } = scope
  for (const { key, row: bucket } of [...tables.buckets.under({ pool: id })]) {
    const start = bucketStart(scope, epoch, key.start)
    if (start === key.start) continue
    tables.buckets.delete(key)
    putBucket(scope, pool, start, inEpoch(bucket, epoch))
  }
  for (const { key, row: bucket } of [...tables.waiting.under({ pool: id })]) {
    const to = waitingKey(scope, pool, key)
    if (to.end === key.end && to.start === key.start) continue
    tables.waiting.delete(key)
    putWaiting(scope, to, (tables.waiting.get(to)?.amount ?? 0n) + bucket.amount)
  }
  pool.row = { ...row, merged: epoch }
}

/** Bucket of stake that is liable from `start` on: 0 for all that is liable for whatever can still be slashed. */
export const bucketStart = ({ config }: DelegationScope, epoch: number, start: number): number =>
  start <= epoch - config.evidence ? 0 : start
/** Bucket of stake that waits: 0 and 0 for all that nothing can slash any more. */
export function waitingKey(
  scope: DelegationScope,
  { id, epoch }: OpenPool,
  { start, end }: { readonly start: number; readonly end: number },
): { readonly pool: string; readonly end: number; readonly start: number } {
  const safe = end <= epoch - scope.config.evidence
  return safe ? { pool: id, end: 0, start: 0 } : { pool: id, end, start: bucketStart(scope, epoch, start) }
}

/** Adds to a bucket of stake. */
export function putBucket(
  { tables }: DelegationScope,
  { id, epoch }: OpenPool,
  start: number,
  change: { readonly current: bigint; readonly minimum: bigint },
): void {
  const key = { pool: id, start }
  const row = tables.buckets.get(key) ?? { current: 0n, minimum: 0n, epoch }
  const { current, minimum } = inEpoch(row, epoch)
  const after = { current: current + change.current, minimum: minimum + change.minimum, epoch }
  if (after.current === 0n) tables.buckets.delete(key)
  else tables.buckets.put(key, after)
}
/** Writes a bucket of stake that waits. */
export function putWaiting(
  { tables }: DelegationScope,
  key: { readonly pool: string; readonly end: number; readonly start: number },
  amount: bigint,
): void {
  if (amount === 0n) tables.waiting.delete(key)
  else tables.waiting.put(key, { amount })
}

function enact(scope: DelegationScope, pool: OpenPool): void {
  const { id, epoch } = pool
  const { nextCommission, nextShares } = pool.row
  if (nextCommission !== null && nextCommission.from <= epoch) {
    pool.row = { ...pool.row, commission: nextCommission.commission, nextCommission: null }
  }
  if (nextShares !== null && nextShares.from <= epoch) {
    // whom it stops backing in the middle of an epoch it answers for until its end
    scope.tables.shares.put({ pool: id, from: epoch + 1 }, { shares: nextShares.shares })
    pool.shares = nextShares.shares
    pool.row = { ...pool.row, nextShares: null }
  }
}

/** Forgets shares that no fault can ask for any more, and relayers that are in none of those that are left. */
function prune({ config, tables }: DelegationScope, { id, epoch, backings, shares }: OpenPool): void {
  const oldest = tables.shares.before({ pool: id }, Math.max(0, epoch - config.evidence + 1))
  const [first] = tables.shares.under({ pool: id })
  if (oldest === undefined || first === undefined || first.key.from === oldest.key.from) return
  for (const { key } of [...tables.shares.under({ pool: id }, { to: oldest.key.from })]) tables.shares.delete(key)
  const liable = liableOf([...tables.shares.under({ pool: id })].map(({ row }) => row.shares))
  for (const relayer of [...backings.keys()]) {
    const backing = backings.get(relayer) as Backing
    // one that is no longer backed still has its stake taken back when the pool is closed
    if (liable.has(relayer) || shares.some((share) => share.relayer === relayer) || backing.current > 0n) continue
    backings.delete(relayer)
    tables.backings.delete({ pool: id, relayer })
  }
}

/** All relayers in some shares. */
export const liableOf = (all: readonly (readonly RelayerShare[])[]): ReadonlySet<string> =>
  new Set(all.flatMap((shares) => shares.map(({ relayer }) => relayer)))
