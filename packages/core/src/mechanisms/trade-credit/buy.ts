/** Trades between members of two networks, each in its own currency. Spec: trade-credit.md#buying. */
import type { Command } from '../../kernel/index.js'
import { demandPosition, positionBefore } from './external.js'
import { spend } from './members.js'
import { payPremium, poolKey } from './pools.js'
import { externalAccount, memberAccount } from './queries.js'
import { type Buy, BuyFields, type Quote, quote } from './quotes.js'
import { useRoutes } from './routes.js'
import { demandAccount, demandGrowth, moveAcross } from './sides.js'
import type { TradeCreditScope } from './tables.js'
import { increaseOf, premiumOf } from './trade.js'

export const buy: Command<Buy, TradeCreditScope> = {
  input: BuyFields,
  apply(scope, input) {
    const { by, emit, transfer } = scope
    const { network, partner, seller } = input
    const quoted = quote(scope, input)
    const { pays, gets, paid, received } = quoted
    const positions = [network, partner].map((name) => [name, positionBefore(scope, name)] as const)
    const increase = takeOn(scope, quoted, moveAcross)
    const premium = premiumOf(scope, pays, increase)
    demandBound(scope, input, quoted, premium)

    spend(scope, network, pays, externalAccount(scope, network, pays), paid, premium)
    payPremium(scope, poolKey(network, undefined), memberAccount(scope, by, pays), premium)
    transfer({
      from: externalAccount(scope, partner, gets),
      to: memberAccount(scope, seller, gets),
      amount: received,
    })
    for (const [name, before] of positions) demandPosition(scope, name, before)
    emit('bought', { paid, premium, received })
  },
}

/**
 * Takes on the debts of all paths, one after the other, each with all that guards it.
 * @returns by how much the deficit of the buyer's network has grown, units of account.
 */
export function takeOn(scope: TradeCreditScope, { paths }: Quote, move: typeof moveAcross): bigint {
  let increase = 0n
  for (const { networks, legs } of paths) {
    for (const [i, leg] of legs.entries()) {
      demandAccount(scope, leg)
      demandGrowth(scope, leg)
      if (i === 0) increase += increaseOf(scope, leg)
      move(scope, leg)
    }
    useRoutes(scope, networks, legs)
  }
  return increase
}

/** What is received is at least, or what is paid at most, what the buyer agreed to. */
export function demandBound(
  { reject }: TradeCreditScope,
  { fixed, bound }: Buy,
  { paid, received }: Quote,
  premium: bigint,
): void {
  if (fixed === 'paid' ? received < bound : paid + premium > bound) {
    reject('TRADE_BOUND_EXCEEDED', { paid, premium, received })
  }
}
