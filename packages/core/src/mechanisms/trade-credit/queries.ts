/** Pure reads of trade credit, for commands and dashboards alike. Spec: trade-credit.md#queries. */
import type { Account, Entry } from '../../kernel/index.js'
import type { ClearingRound, TradeHalf } from './pair-tables.js'
import type { TradeCreditView } from './tables.js'

/**
 * A network's side of its account with a partner. A balance below zero is the network's deficit, one above zero its
 * surplus; the partner's side is the same number with the other sign.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param network - Whose side.
 * @param partner - Whom the account is with.
 * @returns The account, in the instance's unit.
 * @example pairAccount(view(system, state).mechanisms['trade-credit'], 'athens', 'berlin').party // 'athens'
 */
export function pairAccount({ config, purse }: TradeCreditView, network: string, partner: string): Account {
  return purse(network, config.unit, 'pair', partner)
}

/**
 * What a member has of a currency, or owes: members of one network pay each other from these.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param member - Whose.
 * @param currency - The currency of the network.
 * @returns The account.
 * @example memberAccount(view(system, state).mechanisms['trade-credit'], 'athens', 'EUR').purpose // 'trade-credit.member'
 */
export const memberAccount = ({ purse }: TradeCreditView, member: string, currency: string): Account =>
  purse(member, currency, 'member')
/**
 * How much of its currency a network has abroad: below zero is what it has issued.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param network - Whose.
 * @param currency - The currency of the network.
 * @returns The account.
 * @example externalAccount(view(system, state).mechanisms['trade-credit'], 'athens', 'EUR').purpose // 'trade-credit.external'
 */
export const externalAccount = ({ purse }: TradeCreditView, network: string, currency: string): Account =>
  purse(network, currency, 'external')
/**
 * What a network keeps for debts that its members don't pay.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param network - Whose.
 * @param currency - The currency of the network.
 * @returns The account.
 * @example reserveAccount(view(system, state).mechanisms['trade-credit'], 'athens', 'EUR').purpose // 'trade-credit.reserve'
 */
export const reserveAccount = ({ purse }: TradeCreditView, network: string, currency: string): Account =>
  purse(network, currency, 'reserve')
/**
 * Debts that members of a network haven't paid, below zero.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param network - Whose.
 * @param currency - The currency of the network.
 * @returns The account.
 * @example lostAccount(view(system, state).mechanisms['trade-credit'], 'athens', 'EUR').purpose // 'trade-credit.lost'
 */
export const lostAccount = ({ purse }: TradeCreditView, network: string, currency: string): Account =>
  purse(network, currency, 'lost')

/**
 * What a prepared trade holds of somebody's money.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param trade - Name of the prepared trade.
 * @param party - Whose.
 * @param asset - An asset.
 * @returns The account.
 * @example heldAccount(view(system, state).mechanisms['trade-credit'], 't1', 'athens', 'EUR').purpose // 'trade-credit.held:t1'
 */
export const heldAccount = ({ purse }: TradeCreditView, trade: string, party: string, asset: string): Account =>
  purse(party, asset, 'held', trade)

/**
 * What prepared trades hold of a network's side of its account with a partner.
 * Spec: trade-credit.md#sides.
 * @param view - Of the instance.
 * @param network - Whose side.
 * @param partner - Whom the account is with.
 * @returns The account, in the instance's unit; its balance is never below zero.
 * @example asideAccount(view(system, state).mechanisms['trade-credit'], 'athens', 'berlin').purpose // 'trade-credit.aside:berlin'
 */
export const asideAccount = ({ config, purse }: TradeCreditView, network: string, partner: string): Account =>
  purse(network, config.unit, 'aside', partner)

/** Key of the account that two networks share. */
export function pairKey(a: string, b: string): { readonly first: string; readonly second: string } {
  return a < b ? { first: a, second: b } : { first: b, second: a }
}

/**
 * What a network owes a partner, and what prepared trades hold of its side.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param network - Who owes.
 * @param partner - Whom.
 * @returns Units of account, ≥ 0n; 0n while it is the partner that owes.
 * @example deficit(view(system, state).mechanisms['trade-credit'], 'athens', 'berlin') // 70n
 */
export function deficit(view: TradeCreditView, network: string, partner: string): bigint {
  const balance = view.balance(pairAccount(view, network, partner))
  return balance < 0n ? -balance : 0n
}

/**
 * What a network owes a partner, whatever prepared trades of either's members hold.
 * Spec: trade-credit.md#sides.
 * @param view - Of the instance.
 * @param network - Who owes.
 * @param partner - Whom.
 * @returns Units of account, ≥ 0n.
 * @example dueTo(view(system, state).mechanisms['trade-credit'], 'athens', 'berlin') // 70n
 */
export function dueTo(view: TradeCreditView, network: string, partner: string): bigint {
  const owed = ownBalance(view, partner, network)
  return owed > 0n ? owed : 0n
}

/** Balance of a network's side as if nothing were held of it: that of its partner's, with the other sign. */
export const ownBalance = (view: TradeCreditView, network: string, partner: string): bigint =>
  view.balance(pairAccount(view, network, partner)) + view.balance(asideAccount(view, network, partner))

/**
 * What a network is owed by a partner and no prepared trade of its members holds: what can be cleared.
 * Spec: trade-credit.md#sides.
 * @param view - Of the instance.
 * @param network - Who is owed.
 * @param partner - By whom.
 * @returns Units of account, ≥ 0n.
 * @example freeSurplus(view(system, state).mechanisms['trade-credit'], 'berlin', 'athens') // 70n
 */
export function freeSurplus(view: TradeCreditView, network: string, partner: string): bigint {
  const balance = view.balance(pairAccount(view, network, partner))
  return balance > 0n ? balance : 0n
}

/**
 * What a network owes a partner for longer than the term: what it owes less what was added within the term. Payments
 * go to the oldest debts first.
 * Spec: trade-credit.md#overdue.
 * @param view - Of the instance.
 * @param network - Who owes.
 * @param partner - Whom.
 * @returns Units of account, ≥ 0n; 0n where deficits don't age.
 * @example overdue(view(system, state).mechanisms['trade-credit'], 'athens', 'berlin') // 0n
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
 * @param view - Of the instance.
 * @param network - Who would owe.
 * @param partner - Whom.
 * @returns Units of account, ≥ 0n.
 * @example tradeLimit(view(system, state).mechanisms['trade-credit'], 'athens', 'berlin') // 100n
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

/**
 * A network's surpluses minus its deficits over all partners. No clearing changes it.
 * Spec: trade-credit.md#accounts.
 * @param view - Of the instance.
 * @param network - Whose.
 * @returns Units of account, of either sign.
 * @example netPosition(view(system, state).mechanisms['trade-credit'], 'athens') // -70n
 */
export function netPosition(view: TradeCreditView, network: string): bigint {
  let net = 0n
  for (const { key } of view.tables.halves.under({ network })) {
    net += view.balance(pairAccount(view, network, key.partner))
  }
  return net
}

/**
 * The round that is open at `view.now`.
 * Spec: trade-credit.md#rounds.
 * @param view - Of the instance.
 * @returns Number and row, or undefined while no round is open.
 * @example openRound(view(system, state).mechanisms['trade-credit'])?.row.until
 */
export function openRound(view: TradeCreditView): Entry<{ round: number }, Readonly<ClearingRound>> | undefined {
  const last = lastRound(view)
  return last?.row.status === 'open' && view.now < last.row.until ? last : undefined
}

/**
 * The latest round, whatever has become of it.
 * Spec: trade-credit.md#rounds.
 * @param view - Of the instance.
 * @returns Number and row, or undefined before the first round.
 * @example lastRound(view(system, state).mechanisms['trade-credit'])?.row.status
 */
export function lastRound({ tables }: TradeCreditView): Entry<{ round: number }, Readonly<ClearingRound>> | undefined {
  return tables.rounds.before({}, Number.MAX_SAFE_INTEGER)
}

/** Whether the round that is open, if any, is about accounts between the two. */
export function takesPart(view: TradeCreditView, a: string, b: string): boolean {
  const round = openRound(view)
  if (round === undefined || round.row.networks === undefined) return round !== undefined
  return [a, b].every((network) => view.tables.networks.get({ network })?.round?.number === round.key.round)
}

/** What a network's lines of credit offer to the round that is open: nothing else may use it while the round lasts. */
export function offeredBy(view: TradeCreditView, network: string): bigint {
  const row = view.tables.networks.get({ network })?.round
  return row !== undefined && row.offered > 0n && openRound(view)?.key.round === row.number ? row.offered : 0n
}
