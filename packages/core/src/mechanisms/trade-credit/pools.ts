/** Collateral behind limits: what it covers, what it earns, what it loses. Spec: trade-credit.md#underwriting. */
import type { Account } from '../../kernel/index.js'
import { collateralOf, collateralPrice, covered, portion, underwritingOf } from './prices.js'
import {
  type Closing,
  EXTERNAL,
  type PoolKey,
  type StakePool,
  type Underwriter,
  type UnderwriterKey,
} from './stake-tables.js'
import type { TradeCreditScope, TradeCreditView } from './tables.js'

/** Premiums are shared out in 2^64ths of a base unit. */
const SCALE = 64n
const FRACTION = (1n << SCALE) - 1n

const EMPTY: StakePool = {
  stake: 0n,
  shares: 0n,
  out: 0n,
  generation: 0,
  earned: 0n,
  carry: 0n,
  called: null,
  failing: null,
}

export const poolKey = (network: string, member: string | undefined): PoolKey => ({
  network,
  member: member ?? EXTERNAL,
})
export const poolOf = ({ tables }: TradeCreditView, { network, member }: PoolKey): StakePool =>
  tables.pools.get({ network, member }) ?? EMPTY

/** Where all collateral of the instance lies. */
export const stakeAccount = (view: TradeCreditView): Account => view.purse(view.self, collateralOf(view), 'stake')
/** Where premiums in a currency lie until underwriters collect them. */
export const premiumAccount = (view: TradeCreditView, currency: string): Account =>
  view.purse(view.self, currency, 'premium')
/** Where the insurance pool of a currency lies. */
export const insuranceAccount = (view: TradeCreditView, currency: string): Account =>
  view.purse(view.self, currency, 'insurance')

/** Where parts of the insurance pool lie that wait for a price. */
export const claimsAccount = (view: TradeCreditView, currency: string): Account =>
  view.purse(view.self, currency, 'claims')

/**
 * The limit that a pool's collateral covers at the lower of the present price and the one a period older.
 * Spec: trade-credit.md#underwriting.
 * @returns Units of account; 0n without collateral, and then no price is read.
 */
export function stakeLimit(view: TradeCreditView, key: PoolKey): bigint {
  const { stake } = poolOf(view, key)
  return stake === 0n ? 0n : covered(view, stake, collateralPrice(view))
}

/** A network's external limit: what its underwriters cover, or without backing whatever its partners agree to. */
export function externalLimit(view: TradeCreditView, network: string): bigint | null {
  return view.config.backing === 'none' ? null : stakeLimit(view, { network, member: EXTERNAL })
}

/** Takes a premium from an account: a part to the insurance pool, the rest to the pool's underwriters by their shares. */
export function payPremium(scope: TradeCreditScope, key: PoolKey, from: Account, premium: bigint): void {
  if (premium === 0n) return
  const shared = poolOf(scope, key).shares > 0n
  const insured = shared ? portion(premium, underwritingOf(scope).insured, 'down') : premium
  if (insured > 0n) scope.transfer({ from, to: insuranceAccount(scope, from.asset), amount: insured })
  share(scope, key, from, premium - insured)
  scope.emit('premium', { ...key, premium, insured })
}

/** Shares an amount of currency out to the pool's underwriters. No loop: each counts its part when it is touched. */
export function share(scope: TradeCreditScope, key: PoolKey, from: Account, amount: bigint): void {
  if (amount === 0n) return
  const pool = poolOf(scope, key)
  scope.transfer({ from, to: premiumAccount(scope, from.asset), amount })
  const scaled = (amount << SCALE) + pool.carry
  const earned = pool.earned + scaled / pool.shares
  scope.tables.pools.put(key, { ...pool, earned, carry: scaled % pool.shares })
}

/**
 * An underwriter's part as it is now: premiums counted, shares of earlier generations exchanged. Each exchange leaves a
 * share in a thousand at most, so that after thirteen none is left of any number.
 */
export function underwriterOf(view: TradeCreditView, key: UnderwriterKey): Underwriter {
  const { network, member } = key
  const pool = poolOf(view, key)
  const { earned } = pool
  const row = view.tables.underwriters.get(key)
  if (row === undefined) {
    return { shares: 0n, out: 0n, generation: pool.generation, counted: earned, due: 0n, fraction: 0n, leaving: null }
  }
  let { shares, out, counted, generation } = row
  let scaled = row.fraction
  for (; generation < pool.generation && shares > 0n; generation++) {
    const closing = view.tables.closings.get({ network, member, generation }) as Closing
    scaled += shares * (closing.earned - counted)
    shares = closing.stake === 0n ? 0n : ((shares - out) * closing.stake) / closing.shares
    out = 0n
    counted = closing.earned
  }
  scaled += shares * (earned - counted)
  return {
    ...row,
    shares,
    out,
    generation: pool.generation,
    counted: earned,
    due: row.due + (scaled >> SCALE),
    fraction: scaled & FRACTION,
    leaving: row.generation === pool.generation ? row.leaving : null,
  }
}

/** Takes collateral from a pool, once for all its underwriters. Who gets it is the caller's. */
export function takeStake(scope: TradeCreditScope, { network, member }: PoolKey, amount: bigint): void {
  const key = { network, member }
  const pool = poolOf(scope, key)
  scope.tables.pools.put(key, { ...pool, stake: pool.stake - amount })
}

/** Shares that losses have left worth less than this many to a base unit are exchanged before others join. */
const COARSE = 1024n

/**
 * A pool that others can join: where losses have left little for its shares, one new share stands for each base unit that
 * is left. It is put off until stake comes, so that what a member pays back still finds those who bore its loss.
 */
export function exchanged(scope: TradeCreditScope, { network, member }: PoolKey): StakePool {
  const pool = poolOf(scope, { network, member })
  const { stake, out, generation, earned } = pool
  const shares = pool.shares - out
  if (out === 0n && shares <= stake * COARSE) return pool
  const { closings, grants } = scope.tables
  closings.put({ network, member, generation }, { earned, stake, shares })
  const grant = grants.get({ network, member })
  if (grant !== undefined) grants.put({ network, member }, { ...grant, wish: null })
  return { ...pool, shares: stake, out: 0n, generation: generation + 1 }
}

/** After what a network owes has changed otherwise than by a default: parts of the next are of what there is then. */
export function endFailing({ tables }: TradeCreditScope, network: string): void {
  const key = poolKey(network, undefined)
  const pool = tables.pools.get(key)
  if (pool !== undefined && pool.failing !== null) tables.pools.put(key, { ...pool, failing: null })
}
/** What may grow is covered: a call that was made before was cured. */
export function endCall({ tables }: TradeCreditScope, key: PoolKey): void {
  const pool = tables.pools.get(key)
  if (pool !== undefined && pool.called !== null) tables.pools.put(key, { ...pool, called: null })
}
