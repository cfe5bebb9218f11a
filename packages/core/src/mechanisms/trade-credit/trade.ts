/** Trades between two networks in the unit of account. Spec: trade-credit.md#trades. */
import { Amount, Id, optional, struct, Text } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandOperator, knownNetwork } from './networks.js'
import { openRound, pairAccount, pairKey } from './queries.js'
import type { TradeCreditScope, TradeNetwork } from './tables.js'

/** What `trade-credit.trade` takes. */
export interface Trade {
  /** Network that comes to owe more. */
  readonly buyer: string
  /** Network that comes to be owed more. */
  readonly seller: string
  /** Units of account. */
  readonly amount: bigint
  /** What the trade is known by elsewhere: an invoice, an order. */
  readonly reference?: string
}

export const trade: Command<Trade, TradeCreditScope> = {
  input: struct<Trade>({ buyer: Id, seller: Id, amount: Amount, reference: optional(Text) }),
  apply(scope, { buyer, seller, amount }) {
    const { tables, transfer, emit, reject } = scope
    if (buyer === seller) reject('TRADE_WITH_SELF', { network: buyer })
    const debtor = knownNetwork(scope, buyer)
    const creditor = knownNetwork(scope, seller)
    demandOperator(scope, debtor)
    const key = pairKey(buyer, seller)
    const account = tables.accounts.get(key) ?? reject('TRADE_NOT_AGREED', key)
    if (account.clearing && openRound(scope)) reject('ROUND_OPEN', key)

    const from = pairAccount(scope, buyer, seller)
    const before = scope.balance(from)
    const balance = before - amount
    if (balance < 0n) {
      if (!account.open) reject('TRADE_ACCOUNT_CLOSED', key)
      if (!debtor.open || !creditor.open) reject('TRADE_BORDER_CLOSED', key)
      const { limit } = scope.bounds(from)
      if (-balance > limit) reject('TRADE_LIMIT_EXCEEDED', { deficit: -balance, limit })
    }

    transfer({ from, to: pairAccount(scope, seller, buyer), amount })
    addDrawn(scope, buyer, debtor, owed(balance) - owed(before))
    addDrawn(scope, seller, creditor, owed(-balance) - owed(-before))
    emit('traded', { balance })
  },
}

const owed = (balance: bigint): bigint => (balance < 0n ? -balance : 0n)

/** A network's row is written only when what it owes has changed. */
export function addDrawn(
  { tables }: TradeCreditScope,
  network: string,
  row: Readonly<TradeNetwork>,
  change: bigint,
): void {
  if (change !== 0n) tables.networks.put({ network }, { ...row, drawn: row.drawn + change })
}
