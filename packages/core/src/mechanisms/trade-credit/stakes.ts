/** Staking behind a limit, asking stake back, and collecting premiums. Spec: trade-credit.md#underwriting. */
import { least, mulDiv } from '../../arithmetic/index.js'
import { Amount, Id, optional, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { exposure } from './calls.js'
import { countShares } from './grants.js'
import { knownBook, knownMember, knownNetwork } from './networks.js'
import { exchanged, poolKey, poolOf, premiumAccount, stakeAccount, underwriterOf } from './pools.js'
import { collateralFor, collateralOf, collateralPrice, keepPrices, lower, underwritingOf } from './prices.js'
import { memberAccount } from './queries.js'
import { deliver } from './sides.js'
import type { PoolKey } from './stake-tables.js'
import type { TradeCreditScope } from './tables.js'

/** Whose limit: a network's own towards others, or that of the line of one of its members. */
export interface Underwritten {
  readonly network: string
  /** Absent: the network's external limit. */
  readonly member?: string
}
/** What `trade-credit.stake` takes. */
export interface Stake extends Underwritten {
  /** Collateral, base units. */
  readonly amount: bigint
}
/** What `trade-credit.unstake` takes. Asking again replaces what was asked, and the wait begins anew. */
export interface Unstake extends Underwritten {
  readonly shares: bigint
}

const Target = { network: Id, member: optional(Id) }

export const stake: Command<Stake, TradeCreditScope> = {
  input: struct<Stake>({ ...Target, amount: Amount }),
  apply(scope, { network, member, amount }) {
    const { by, tables, transfer, emit } = scope
    const key = knownPool(scope, network, member)
    const pool = exchanged(scope, key)
    const shares = pool.shares === 0n ? amount : (amount * pool.shares) / pool.stake
    transfer({ from: available(by, collateralOf(scope)), to: stakeAccount(scope), amount })
    tables.pools.put(key, { ...pool, stake: pool.stake + amount, shares: pool.shares + shares, failing: null })
    const own = underwriterOf(scope, { ...key, underwriter: by })
    // who comes to an empty pool isn't bound by what others have agreed to
    if (pool.shares === 0n) tables.grants.delete(key)
    else countShares(scope, key, own, shares)
    tables.underwriters.put({ ...key, underwriter: by }, { ...own, shares: own.shares + shares })
    keepPrices(scope)
    emit('staked', { shares, amount })
  },
}

export const unstake: Command<Unstake, TradeCreditScope> = {
  input: struct<Unstake>({ ...Target, shares: Amount }),
  apply(scope, { network, member, shares }) {
    const { by, now, tables, reject } = scope
    knownNetwork(scope, network)
    const key = { ...poolKey(network, member), underwriter: by }
    const own = underwriterOf(scope, key)
    if (own.shares === 0n || poolOf(scope, key).stake === 0n) reject('STAKE_UNKNOWN', key)
    if (shares > own.shares - own.out) reject('STAKE_EXCEEDED', { shares: own.shares - own.out })
    const { baseAmount, quoteAmount } = collateralPrice(scope)
    tables.underwriters.put(key, { ...own, leaving: { shares, requested: now, baseAmount, quoteAmount } })
    keepPrices(scope)
  },
}

export const release: Command<Underwritten, TradeCreditScope> = {
  input: struct<Underwritten>(Target),
  apply(scope, { network, member }) {
    const { by, now, tables, transfer, emit, reject } = scope
    knownNetwork(scope, network)
    const pooled = poolKey(network, member)
    const key = { ...pooled, underwriter: by }
    const own = underwriterOf(scope, key)
    const leaving = own.leaving ?? reject('STAKE_NOT_LEAVING', key)
    const { wait } = underwritingOf(scope)
    // what was asked back stands as long as it has waited: nobody keeps a way out open for ever
    if (now >= leaving.requested + 2 * wait) reject('STAKE_NOT_LEAVING', leaving)
    if (now < leaving.requested + wait) reject('STAKE_WAITS', leaving)
    const pool = poolOf(scope, pooled)
    const all = pool.shares - pool.out
    const worth = (leaving.shares * pool.stake) / all
    const drawn = exposure(scope, network, member)
    const price = drawn === 0n ? leaving : lower(leaving, collateralPrice(scope))
    const free = pool.stake - (drawn === 0n ? 0n : collateralFor(scope, drawn, price))
    const amount = least(worth, free)
    if (amount <= 0n) reject('STAKE_IN_USE', { drawn })
    const shares = amount === worth ? leaving.shares : mulDiv(amount, all, pool.stake, 'up')
    const rest = leaving.shares - shares
    transfer({ from: stakeAccount(scope), to: available(by, collateralOf(scope)), amount })
    // who leaves the pool of a member in default keeps its part of what that pays back
    const waits = member !== undefined && tables.members.get({ network, member })?.lost != null
    const gone = waits ? { out: shares, shares: 0n } : { out: 0n, shares }
    const rests = { stake: pool.stake - amount, shares: pool.shares - gone.shares, out: pool.out + gone.out }
    // the limit covers what is drawn without it: no call stands
    tables.pools.put(pooled, { ...pool, ...rests, called: null, failing: null })
    countShares(scope, pooled, own, -shares)
    const left = rest > 0n ? { ...leaving, shares: rest } : null
    const kept = { shares: own.shares - gone.shares, out: own.out + gone.out }
    tables.underwriters.put(key, { ...own, ...kept, leaving: left })
    keepPrices(scope)
    emit('released', { shares, amount })
  },
}

export const collect: Command<Underwritten, TradeCreditScope> = {
  input: struct<Underwritten>(Target),
  apply(scope, { network, member }) {
    const { by, tables, emit, reject } = scope
    knownNetwork(scope, network)
    const { currency } = knownBook(scope, network)
    const key = { ...poolKey(network, member), underwriter: by }
    const own = underwriterOf(scope, key)
    const amount = own.due
    if (amount === 0n) reject('PREMIUM_NONE', key)
    deliver(scope, { from: premiumAccount(scope, currency), to: memberAccount(scope, by, currency), amount })
    tables.underwriters.put(key, { ...own, due: 0n })
    emit('collected', { amount })
  },
}

/** A pool that takes stake. That of a member in default takes none: who came late would share what it pays back. */
function knownPool(scope: TradeCreditScope, network: string, member: string | undefined): PoolKey {
  const { config, reject } = scope
  knownNetwork(scope, network)
  const row = member === undefined ? undefined : knownMember(scope, network, member)
  if (row?.lost) reject('MEMBER_DEFAULTED', { member })
  if (config.backing === 'none') reject('STAKE_NOT_TAKEN')
  return poolKey(network, member)
}
