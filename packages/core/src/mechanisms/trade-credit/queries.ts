/** Pure reads of trade credit, for commands and dashboards alike. Spec: trade-credit.md#queries. */
import type { Account, Entry } from '../../kernel/index.js'
import type { ClearingRound, TradeHalf } from './pair-tables.js'
import type { TradeCreditView } from './tables.js'

/**
 * A network's side of its account with a partner. A balance below zero is the network's deficit, one above zero its
 * surplus; the partner's side is the same number with the other sign.
 * Spec: trade-credit.md#accounts.
 */
export function pairAccount({ config, purse }: TradeCreditView, network: string, partner: string): Account {
  return purse(network, config.unit, 'pair', partner)
}

/** What a member has of a currency, or owes: members of one network pay each other from these. */
export const memberAccount = ({ purse }: TradeCreditView, member: string, currency: string): Account =>
  purse(member, currency, 'member')
/** How much of its currency a network has abroad: below zero is what it has issued. */
export const externalAccount = ({ purse }: TradeCreditView, network: string, currency: string): Account =>
  purse(network, currency, 'external')
/** What a network keeps for debts that its members don't pay. */
export const reserveAccount = ({ purse }: TradeCreditView, network: string, currency: string): Account =>
  purse(network, currency, 'reserve')
/** Debts that members of a network haven't paid, below zero. */
export const lostAccount = ({ purse }: TradeCreditView, network: string, currency: string): Account =>
  purse(network, currency, 'lost')

/** What a prepared trade holds of somebody's money. */
export const heldAccount = ({ purse }: TradeCreditView, trade: string, party: string, asset: string): Account =>
  purse(party, asset, 'held', trade)

/** Key of the account that two networks share. */
export function pairKey(a: string, b: string): { readonly first: string; readonly second: string } {
  return a < b ? { first: a, second: b } : { first: b, second: a }
}

/** What a network owes a partner, units of account, ≥ 0n. */
export function deficit(view: TradeCreditView, network: string, partner: string): bigint {
  const balance = view.balance(pairAccount(view, network, partner))
  return balance < 0n ? -balance : 0n
}

/** What a network owes a partner without what prepared trades hold: the partner's surplus, units of account, ≥ 0n. */
export function dueTo(view: TradeCreditView, network: string, partner: string): bigint {
  const balance = view.balance(pairAccount(view, partner, network))
  return balance > 0n ? balance : 0n
}

/**
 * What a network owes a partner for longer than the term: what it owes less what was added within the term. Payments
 * go to the oldest debts first.
 * Spec: trade-credit.md#overdue.
 * @returns Units of account, ≥ 0n; 0n where deficits don't age.
 */
export function overdue(view: TradeCreditView, network: string, partner: string): bigint {
  const { ageing } = view.config
  if (ageing === undefined) return 0n
  const oldest = Math.max(0, Math.floor(view.now / ageing.bucket) - ageing.term)
  let old = dueTo(view, network, partner)
  for (const { row } of view.tables.additions.under({ network, partner }, { from: oldest })) old -= row.amount
  return old > 0n ? old : 0n
}

/** Networks with which a network has an account, or has said that it wants one, by code units. */
export function partnersOf({ tables }: TradeCreditView, network: string): readonly string[] {
  return [...tables.halves.under({ network })].map(({ key }) => key.partner)
}

/**
 * Greatest deficit that a trade may leave a network with towards a partner: the lesser of what it allocates and what
 * the partner accepts, zero while the account is closed or not agreed by both.
 * Spec: trade-credit.md#limits.
 * @returns Units of account, ≥ 0n.
 */
export function tradeLimit({ tables }: TradeCreditView, network: string, partner: string): bigint {
  return agreedLimit(tables.halves.get({ network, partner }), tables.halves.get({ network: partner, partner: network }))
}

/** The same, of both halves as they are. */
export function agreedLimit(own: TradeHalf | undefined, other: TradeHalf | undefined): bigint {
  if (!own?.open || !other?.open) return 0n
  if (own.allocated < other.accepted) return own.allocated
  return other.accepted
}

/** A network's surpluses minus its deficits over all partners, units of account. No clearing changes it. */
export function netPosition(view: TradeCreditView, network: string): bigint {
  let net = 0n
  for (const { key } of view.tables.halves.under({ network })) {
    net += view.balance(pairAccount(view, network, key.partner))
  }
  return net
}

/** The round that is open at `view.now`, if there is one. */
export function openRound(view: TradeCreditView): Entry<{ round: number }, Readonly<ClearingRound>> | undefined {
  const last = lastRound(view)
  return last?.row.status === 'open' && view.now < last.row.until ? last : undefined
}

/** The latest round, whatever has become of it. */
export function lastRound({ tables }: TradeCreditView): Entry<{ round: number }, Readonly<ClearingRound>> | undefined {
  return tables.rounds.before({}, Number.MAX_SAFE_INTEGER)
}
