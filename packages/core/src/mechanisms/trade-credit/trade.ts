/** Trades between two networks in the unit of account. Spec: trade-credit.md#trades. */
import { Amount, Id, optional, struct, Text } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandPosition, positionBefore } from './external.js'
import { demandOperator, knownNetwork } from './networks.js'
import { payPremium, poolKey } from './pools.js'
import { costOf, portion, underwritingOf } from './prices.js'
import { memberAccount, pairAccount } from './queries.js'
import { demandAccount, demandGrowth, moveAcross, owed } from './sides.js'
import type { TradeCreditScope } from './tables.js'

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
    const { by, tables, emit, reject } = scope
    if (buyer === seller) reject('TRADE_WITH_SELF', { network: buyer })
    const debtor = knownNetwork(scope, buyer)
    knownNetwork(scope, seller)
    demandOperator(scope, debtor)
    const leg = { debtor: buyer, creditor: seller, amount }
    demandAccount(scope, leg)
    demandGrowth(scope, leg)
    const currency = tables.books.get({ network: buyer })?.currency
    const premium = currency === undefined ? 0n : premiumOf(scope, currency, increaseOf(scope, leg))
    const position = positionBefore(scope, buyer)
    moveAcross(scope, leg)
    // the operator trades for the network, and pays what its underwriters earn by it
    if (currency !== undefined)
      payPremium(scope, poolKey(buyer, undefined), memberAccount(scope, by, currency), premium)
    demandPosition(scope, buyer, position)
    emit('traded', { balance: scope.balance(pairAccount(scope, buyer, seller)) })
  },
}

/** By how much the debtor's deficit would grow, units of account. */
export function increaseOf(
  scope: TradeCreditScope,
  { debtor, creditor, amount }: { readonly debtor: string; readonly creditor: string; readonly amount: bigint },
): bigint {
  const before = scope.balance(pairAccount(scope, debtor, creditor))
  return owed(before - amount) - owed(before)
}

/** What an increase of a network's deficit costs in its currency, rounded up. 0n where nobody underwrites it. */
export function premiumOf(scope: TradeCreditScope, currency: string, increase: bigint): bigint {
  if (scope.config.backing === 'none' || increase === 0n) return 0n
  const { premium } = underwritingOf(scope)
  return premium === 0 ? 0n : costOf(scope, currency, portion(increase, premium, 'up'))
}
