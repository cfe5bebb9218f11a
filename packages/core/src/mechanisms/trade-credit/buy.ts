/** Trades between members of two networks, each in its own currency. Spec: trade-credit.md#buying. */
import type { Command } from '../../kernel/index.js'
import { demandPosition, demandRoom, positionBefore } from './external.js'
import { spend } from './members.js'
import { payPremium, poolKey } from './pools.js'
import { externalAccount, memberAccount } from './queries.js'
import { type Buy, BuyFields, type Quote, quote } from './quotes.js'
import { useRoutes } from './routes.js'
import { moveAcross } from './sides.js'
import type { TradeCreditScope } from './tables.js'
import { demandAccounts, demandGrowth } from './taking-on.js'

export const buy: Command<Buy, TradeCreditScope> = {
  input: BuyFields,
  apply(scope, input) {
    const { by, emit, transfer } = scope
    const { network, partner, seller } = input
    const quoted = quote(scope, input, 'moved')
    const { pays, gets, paid, received, debts, premium, premiums } = quoted
    demandTrade(scope, input, quoted)
    const positions = [network, partner].map((name) => [name, positionBefore(scope, name)] as const)
    for (const debt of debts) moveAcross(scope, debt)
    spend(scope, network, pays, externalAccount(scope, network, pays), paid, premium)
    payPremium(scope, poolKey(network, undefined), memberAccount(scope, by, pays), premium)
    for (const between of premiums) {
      const { currency } = scope.tables.books.get({ network: between.network }) as { readonly currency: string }
      const from = externalAccount(scope, between.network, currency)
      payPremium(scope, poolKey(between.network, undefined), from, between.premium)
    }
    transfer({
      from: externalAccount(scope, partner, gets),
      to: memberAccount(scope, seller, gets),
      amount: received,
    })
    for (const [name, before] of positions) demandPosition(scope, name, before)
    emit('bought', { paid, premium, received })
  },
}

/** What guards a trade once it is quoted, kind by kind, and what intermediaries let pass less what passes. */
export function demandTrade(scope: TradeCreditScope, { network, fixed, bound }: Buy, quoted: Quote): void {
  const { debts, paid, received, premium } = quoted
  demandAccounts(scope, debts)
  demandGrowth(scope, debts)
  for (const { networks, legs } of quoted.paths) useRoutes(scope, networks, legs)
  if (fixed === 'paid' ? received < bound : paid + premium > bound) {
    scope.reject('TRADE_BOUND_EXCEEDED', { paid, premium, received })
  }
  demandRoom(scope, network, paid)
}
