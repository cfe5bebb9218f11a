/** Trades between two networks in the unit of account. Spec: trade-credit.md#trades. */
import { Amount, Id, optional, struct, Text } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandPosition, positionBefore } from './external.js'
import { linePremium } from './members.js'
import { demandOperator, knownNetwork } from './networks.js'
import { payPremium, poolKey } from './pools.js'
import { premiumOf } from './premiums.js'
import { memberAccount, pairAccount } from './queries.js'
import { moveAcross } from './sides.js'
import type { TradeCreditScope } from './tables.js'
import { aheadOf, demandAccounts, demandGrowth, foresee } from './taking-on.js'

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
    const { by, emit, reject } = scope
    if (buyer === seller) reject('TRADE_WITH_SELF', { network: buyer })
    const debtor = knownNetwork(scope, buyer)
    knownNetwork(scope, seller)
    demandOperator(scope, debtor)
    const debt = foresee(scope, aheadOf('moved'), { debtor: buyer, creditor: seller, amount })
    const { currency, premium } = premiumOf(scope, buyer, debt.growth)
    demandAccounts(scope, [debt])
    demandGrowth(scope, [debt])
    // the operator trades for the network, and pays what its underwriters earn by it
    if (premium > 0n) linePremium(scope, buyer, currency, 0n, premium)
    const position = positionBefore(scope, buyer)
    moveAcross(scope, debt)
    if (premium > 0n) payPremium(scope, poolKey(buyer, undefined), memberAccount(scope, by, currency), premium)
    demandPosition(scope, buyer, position)
    emit('traded', { balance: scope.balance(pairAccount(scope, buyer, seller)) })
  },
}
