/** What lines of credit offer to a round: how far it may draw on them. Spec: trade-credit.md#rounds. */
import { apportion, least, MAX_AMOUNT } from '../../arithmetic/index.js'
import { byCodeUnits } from '../../codec/canonical.js'
import { knownNetwork } from './networks.js'
import type { TradeAccount } from './pair-tables.js'
import { externalLimit } from './pools.js'
import { pairAccount, pairKey } from './queries.js'
import { owed } from './sides.js'
import { sum } from './sums.js'
import type { TradeCreditScope, TradeCreditView } from './tables.js'

/** Two networks and their account. */
export interface PairEntry {
  readonly key: { readonly first: string; readonly second: string }
  readonly row: TradeAccount
}

/** Accounts that both sides have opted into clearing, by first and second; with names, those between two of these. */
export function* clearingAccounts(view: TradeCreditView, names: readonly string[] | undefined): Generator<PairEntry> {
  const { accounts, halves } = view.tables
  if (names === undefined) {
    for (const entry of accounts.under({})) if (entry.row.clearing) yield entry
    return
  }
  const named = new Set(names)
  for (const network of [...named].sort(byCodeUnits)) {
    // a half is its network's own doing, so no stranger makes this long
    for (const { key } of halves.under({ network })) {
      if (key.partner <= network || !named.has(key.partner)) continue
      const pair = pairKey(network, key.partner)
      const row = accounts.get(pair)
      if (row?.clearing) yield { key: pair, row }
    }
  }
}

/** By how much a network's deficit towards a partner may grow. */
export interface Growth {
  readonly network: string
  readonly partner: string
  readonly growth: bigint
}

/**
 * What each network's lines offer: the room up to the limit of its side where both borders are open, and where what it
 * could draw in all is less than these together, its part of that. So whatever a round draws on them, no limit is passed.
 */
export function offersOf(view: TradeCreditView, accounts: Iterable<PairEntry>): readonly Growth[] {
  const wishes = new Map<string, Growth[]>()
  for (const { key, row } of accounts) {
    if (!row.credit) continue
    const { first, second } = key
    if (![first, second].every((network) => view.tables.networks.get({ network })?.open)) continue
    for (const [network, partner] of [
      [first, second],
      [second, first],
    ] as const) {
      const side = pairAccount(view, network, partner)
      const growth = view.bounds(side).limit - owed(view.balance(side))
      if (growth <= 0n) continue
      const wished = wishes.get(network) ?? []
      if (wished.push({ network, partner, growth }) === 1) wishes.set(network, wished)
    }
  }
  return [...wishes].flatMap(([network, wished]) => within(view, network, wished))
}

function within(view: TradeCreditView, network: string, wished: readonly Growth[]): readonly Growth[] {
  const most = externalLimit(view, network) ?? MAX_AMOUNT
  const drawn = view.tables.networks.get({ network })?.drawn ?? 0n
  const room = most > drawn ? most - drawn : 0n
  const all = wished.map(({ growth }) => growth)
  const shares = apportion(least(room, sum(all)), all)
  return wished.map((wish, i) => ({ ...wish, growth: shares[i] as bigint }))
}

/** Fixes what lines offer to the round that opens now, and marks the networks that it names. */
export function offerLines(
  scope: TradeCreditScope,
  round: number,
  growths: readonly Growth[],
  names: readonly string[],
) {
  const { tables } = scope
  const offered = new Map(names.map((network) => [network, 0n]))
  for (const { network, partner, growth } of growths) {
    offered.set(network, (offered.get(network) ?? 0n) + growth)
    const key = pairKey(network, partner)
    const { offer, ...row } = tables.accounts.get(key) as TradeAccount
    const before = offer?.round === round ? offer : { round, first: 0n, second: 0n }
    const side = network === key.first ? { first: growth } : { second: growth }
    tables.accounts.put(key, { ...row, offer: { ...before, ...side } })
  }
  for (const [network, amount] of offered) {
    tables.networks.put({ network }, { ...knownNetwork(scope, network), round: { number: round, offered: amount } })
  }
}
