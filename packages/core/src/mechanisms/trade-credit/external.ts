/** A network's currency abroad: how much it issues, how much it takes back, how far its position may drift. */
import { MAX_AMOUNT } from '../../arithmetic/index.js'
import { Id, nullable, Quantity, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import type { NetworkBook } from './member-tables.js'
import { demandOperator, knownBook, knownNetwork } from './networks.js'
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

/** What prepared trades may bring to the network's external account changes. */
export function addComing(scope: TradeCreditScope, network: string, change: bigint): void {
  const book = knownBook(scope, network)
  scope.tables.books.put({ network }, { ...book, coming: book.coming + change })
}
/** A network takes back no more of its currency than it has said, what prepared trades may bring counted. */
export function demandRoom(scope: TradeCreditScope, network: string, amount: bigint): void {
  const { currency, coming } = knownBook(scope, network)
  const account = externalAccount(scope, network, currency)
  // without a cap too there is room for all that ended trades may bring back
  const cap = scope.bounds(account).ceiling ?? MAX_AMOUNT
  const after = scope.balance(account) + coming + amount
  if (after > cap) scope.reject('EXTERNAL_CAP_EXCEEDED', { network, after, cap })
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
export function positionOf(view: TradeCreditView, network: string, { currency, net }: NetworkBook): Position {
  const { baseAmount, quoteAmount } = view.price(currency, view.config.unit)
  const abroad = view.balance(externalAccount(view, network, currency))
  return { scaled: abroad * quoteAmount + net * baseAmount, base: baseAmount }
}

/** The network's position before a trade, if it minds. */
export function positionBefore(scope: TradeCreditScope, network: string): Position | undefined {
  const book = scope.tables.books.get({ network })
  return book === undefined || book.drift === null ? undefined : positionOf(scope, network, book)
}
/** After a trade: a position that it worsened isn't below the drift limit. */
export function demandPosition(scope: TradeCreditScope, network: string, before: Position | undefined): void {
  if (before === undefined) return
  const book = knownBook(scope, network)
  const { scaled, base } = positionOf(scope, network, book)
  const drift = book.drift ?? MAX_AMOUNT
  if (scaled < before.scaled && scaled < -drift * base) scope.reject('DRIFT_EXCEEDED', { network, drift })
}
