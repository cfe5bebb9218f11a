/** What the underwriters of a member's line let it be raised to: they bear the risk. Spec: trade-credit.md#staking. */
import { Id, Quantity, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { knownMember, knownNetwork } from './networks.js'
import { poolKey, poolOf, underwriterOf } from './pools.js'
import type { PoolKey, Underwriter } from './stake-tables.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.grant` takes: how far whoever runs it lets the line go. */
export interface GrantLine {
  readonly network: string
  readonly member: string
  /** Debt to which the member may go, base units of currency. */
  readonly limit: bigint
  /** Latest time at which the line expires. */
  readonly until: number
}

/** Other terms need nine shares in ten, so that who has next to no part can't keep the others from them. */
const SILENT = 10n

export const grant: Command<GrantLine, TradeCreditScope> = {
  input: struct<GrantLine>({ network: Id, member: Id, limit: Quantity, until: Time }),
  apply(scope, { network, member, limit, until }) {
    const { by, sequence, tables, reject } = scope
    knownNetwork(scope, network)
    knownMember(scope, network, member)
    const key = poolKey(network, member)
    const own = underwriterOf(scope, { ...key, underwriter: by })
    const held = own.shares - own.out
    if (held === 0n) reject('STAKE_UNKNOWN', { by })
    const before = tables.grants.get(key) ?? { limit: 0n, until: 0, wish: null }
    const { wish } = before
    const others = wish === null ? 0n : wish.shares - (own.agreed === wish.since ? held : 0n)
    const same = wish?.limit === limit && wish.until === until
    // who has less than those that agree to other terms begins nothing anew
    if (!same && others > held) reject('GRANT_OUTWEIGHED', { others, shares: held })
    const since = same ? wish.since : sequence
    const shares = held + (same ? others : 0n)
    const pool = poolOf(scope, key)
    const all = pool.shares - pool.out
    const enough = (all - shares) * SILENT <= all
    tables.grants.put(key, enough ? { limit, until, wish: null } : { ...before, wish: { limit, until, shares, since } })
    tables.underwriters.put({ ...key, underwriter: by }, { ...own, agreed: since })
  },
}

/** After shares have come or gone: those of who has agreed to a wish count for it. An empty pool has granted nothing. */
export function countShares({ tables }: TradeCreditScope, key: PoolKey, own: Underwriter, change: bigint): void {
  const grant = tables.grants.get(key)
  if (grant?.wish == null || own.agreed !== grant.wish.since) return
  tables.grants.put(key, { ...grant, wish: { ...grant.wish, shares: grant.wish.shares + change } })
}

/** The line's underwriters have agreed to it. */
export function demandGrant({ tables, reject }: TradeCreditScope, { network, member, limit, until }: GrantLine): void {
  const granted = tables.grants.get({ network, member })
  if (granted === undefined || limit > granted.limit || until > granted.until) {
    reject('LINE_NOT_GRANTED', { limit, until })
  }
}
