/** A network's currency abroad: how much it issues, how much it takes back, how far its position may drift. */
import { MAX_AMOUNT } from '../../arithmetic/index.js'
import { Id, nullable, Quantity, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import type { NetworkBook } from './member-tables.js'
import { knownBook } from './members.js'
import { demandOperator, knownNetwork } from './networks.js'
import { externalAccount } from './queries.js'
import type { TradeCreditScope, TradeCreditView } from './tables.js'

/** What `trade-credit.external` takes. */
export interface SetExternal {
  readonly network: string
  /** How much of its currency the network issues abroad, base units. */
  readonly issued: bigint
  /** How much of its currency the network holds abroad at most, base units; null: as much as comes. */
  readonly cap: bigint | null
  /** How far the network's position may fall below zero by trade, units of account; null: as far as it likes. */
  readonly drift: bigint | null
}

export const external: Command<SetExternal, TradeCreditScope> = {
  input: struct<SetExternal>({
    network: Id,
    issued: Quantity,
    cap: nullable(Quantity),
    drift: nullable(Quantity),
  }),
  apply(scope, { network, issued, cap, drift }) {
    demandOperator(scope, knownNetwork(scope, network))
    const book = knownBook(scope, network)
    const account = externalAccount(scope, network, book.currency)
    scope.floor(account, { limit: issued })
    if (scope.bounds(account).ceiling !== cap) scope.ceiling(account, cap)
    scope.tables.books.put({ network }, { ...book, drift })
  },
}

/** A network's position times the price's base amount: what its currency abroad is worth, and what it is owed. */
export interface Position {
  readonly scaled: bigint
  readonly base: bigint
}

/**
 * A network's position: its currency abroad at the reported price, and its balances with all partners. A currency that
 * falls while it is abroad leaves it below zero.
 * Spec: trade-credit.md#drift. Exact: nothing is divided.
 */
export function positionOf(
  view: TradeCreditView,
  network: string,
  { currency, net }: NetworkBook,
  held: Held = NOTHING,
): Position {
  const { baseAmount, quoteAmount } = view.price(currency, view.config.unit)
  const abroad = view.balance(externalAccount(view, network, currency)) + held.currency
  return { scaled: abroad * quoteAmount + (net + held.owed) * baseAmount, base: baseAmount }
}
/** What a prepared trade holds of a network's: its currency, base units, and its sides of accounts, units of account. */
export interface Held {
  readonly currency: bigint
  readonly owed: bigint
}
const NOTHING: Held = { currency: 0n, owed: 0n }

/** The network's position before a trade, if it minds: as it would be without what the trade has held. */
export function positionBefore(scope: TradeCreditScope, network: string, held?: Held): Position | undefined {
  const book = scope.tables.books.get({ network })
  return book === undefined || book.drift === null ? undefined : positionOf(scope, network, book, held)
}
/** After a trade: a position that it worsened isn't below the drift limit. */
export function demandPosition(scope: TradeCreditScope, network: string, before: Position | undefined): void {
  if (before === undefined) return
  const book = knownBook(scope, network)
  const { scaled, base } = positionOf(scope, network, book)
  const drift = book.drift ?? MAX_AMOUNT
  if (scaled < before.scaled && scaled < -drift * base) scope.reject('DRIFT_EXCEEDED', { network, drift })
}
