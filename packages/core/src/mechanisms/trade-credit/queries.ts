/** Pure reads of trade credit, for commands and dashboards alike. Spec: trade-credit.md#queries. */
import { byCodeUnits } from '../../codec/canonical.js'
import type { Account, Entry } from '../../kernel/index.js'
import type { ClearingRound, TradeHalf } from './pair-tables.js'
import type { TradeCreditView } from './tables.js'

/** One network owes another, on an account that both have opted into clearing. */
export interface RoundObligation {
  readonly debtor: string
  readonly creditor: string
  /** Units of account, > 0n. */
  readonly amount: bigint
}
/** What a clearing round is about, in the order that `settle-round` numbers it in. */
export interface RoundObligations {
  /** Networks that owe or are owed, by code units. */
  readonly parties: readonly string[]
  /** By debtor, then by creditor. */
  readonly obligations: readonly RoundObligation[]
}

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

/**
 * The obligations a clearing round nets: every account that both sides have opted into clearing and whose balance isn't
 * zero. They stay the same as long as the round is open.
 * Spec: trade-credit.md#rounds.
 * @example
 * const round = roundObligations(view(system, state).mechanisms['trade-credit'])
 * const input = settlement(round, clear(round.obligations)) // of the command `trade-credit.settle-round`
 */
export function roundObligations(view: TradeCreditView): RoundObligations {
  const obligations: RoundObligation[] = []
  for (const { key, row } of view.tables.accounts.under({})) {
    if (!row.clearing) continue
    const { first, second } = key
    const owed = dueTo(view, first, second)
    const owes = dueTo(view, second, first)
    if (owed > 0n) obligations.push({ debtor: first, creditor: second, amount: owed })
    if (owes > 0n) obligations.push({ debtor: second, creditor: first, amount: owes })
  }
  obligations.sort((a, b) => byCodeUnits(a.debtor, b.debtor) || byCodeUnits(a.creditor, b.creditor))
  return { parties: byAppearance(obligations).sort(byCodeUnits), obligations }
}

function byAppearance(obligations: readonly RoundObligation[]): string[] {
  const parties = new Set<string>()
  for (const { debtor, creditor } of obligations) parties.add(debtor).add(creditor)
  return [...parties]
}

/**
 * What `settle-round` takes, from what a solver says of the round's obligations: `clear` numbers parties as they first
 * appear, a round by code units.
 * Spec: trade-credit.md#rounds.
 * @param clearing - Of `round.obligations`, in their order; they carry no weights, so potentials are of one level.
 * @throws {RangeError} when the clearing isn't of as many obligations and parties.
 */
export function settlement(
  round: RoundObligations,
  clearing: { readonly flow: readonly bigint[]; readonly potential: readonly bigint[] | readonly bigint[][] },
): { readonly flow: readonly bigint[]; readonly potential: readonly bigint[] } {
  const { flow, potential } = clearing
  const named = byAppearance(round.obligations)
  if (flow.length !== round.obligations.length || potential.length !== named.length) {
    throw new RangeError('the clearing is of other obligations')
  }
  const of = new Map(named.map((party, i) => [party, potential[i] as bigint]))
  return { flow, potential: round.parties.map((party) => of.get(party) as bigint) }
}
