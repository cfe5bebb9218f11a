/** Pure reads of trade credit, for commands and dashboards alike. Spec: trade-credit.md#queries. */
import { byCodeUnits } from '../../codec/canonical.js'
import type { Account, Entry } from '../../kernel/index.js'
import type { ClearingRound, TradeCreditView, TradeHalf } from './tables.js'

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
 * @param view - Of the instance.
 * @param network - Whose side.
 * @param partner - Whom the account is with.
 * @returns The account, in the instance's unit.
 * @example pairAccount(view(system, state).mechanisms['trade-credit'], 'athens', 'berlin').party // 'athens'
 */
export function pairAccount({ config, purse }: TradeCreditView, network: string, partner: string): Account {
  return purse(network, config.unit, 'pair', partner)
}

/** Key of the account that two networks share. */
export function pairKey(a: string, b: string): { readonly first: string; readonly second: string } {
  return a < b ? { first: a, second: b } : { first: b, second: a }
}

/**
 * What a network owes a partner.
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

/**
 * The obligations a clearing round nets: every account that both sides have opted into clearing and whose balance isn't
 * zero. They stay the same as long as the round is open.
 * Spec: trade-credit.md#rounds.
 * @param view - Of the instance.
 * @returns The networks and what they owe each other, for `clear` and `settlement`.
 * @example
 * const round = roundObligations(view(system, state).mechanisms['trade-credit'])
 * const input = settlement(round, clear(round.obligations)) // of the command `trade-credit.settle-round`
 */
export function roundObligations(view: TradeCreditView): RoundObligations {
  const obligations: RoundObligation[] = []
  for (const { key, row } of view.tables.accounts.under({})) {
    if (!row.clearing) continue
    const { first, second } = key
    const balance = view.balance(pairAccount(view, first, second))
    if (balance < 0n) obligations.push({ debtor: first, creditor: second, amount: -balance })
    if (balance > 0n) obligations.push({ debtor: second, creditor: first, amount: balance })
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
 * @param round - What the round is about.
 * @param clearing - Of `round.obligations`, in their order; they carry no weights, so potentials are of one level.
 * @returns The input of `settle-round`.
 * @throws {RangeError} when the clearing isn't of as many obligations and parties.
 * @example settlement(round, clear(round.obligations))
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
