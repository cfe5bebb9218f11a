/** What underwriters earn by a deficit that grows. Spec: trade-credit.md#premiums. */
import { knownBook } from './networks.js'
import { costOf, portion, underwritingOf, valueReceived } from './prices.js'
import type { TradeCreditScope } from './tables.js'

/** A premium, in the currency of the network whose deficit grows. */
export interface Premium {
  /** Empty where there is nothing to pay. */
  readonly currency: string
  /** Base units of it. */
  readonly premium: bigint
}
const NONE: Premium = { currency: '', premium: 0n }

/** Whether somebody underwrites deficits here, and earns by it. */
export const premiumsApply = (scope: TradeCreditScope): boolean =>
  scope.config.backing === 'stake' && underwritingOf(scope).premium > 0

/**
 * What an increase of a network's deficit costs in its currency, rounded up: nothing where nobody underwrites. A network
 * without a currency, or with one too uncertain to be paid in, can't grow a deficit that somebody underwrites.
 */
export function premiumOf(scope: TradeCreditScope, network: string, increase: bigint): Premium {
  if (increase === 0n || !premiumsApply(scope)) return NONE
  const { currency } = knownBook(scope, network)
  const premium = costOf(scope, currency, portion(increase, underwritingOf(scope).premium, 'up'))
  return premium > 0n ? { currency, premium } : scope.reject('PRICE_UNCERTAIN', { currency })
}

/**
 * What a network between two others must be owed for the premium of what its deficit grows by: as much as what it pays
 * its underwriters is worth, so that it bears none of it.
 */
export function premiumValue(scope: TradeCreditScope, network: string, increase: bigint): bigint {
  const { currency, premium } = premiumOf(scope, network, increase)
  return premium === 0n ? 0n : valueReceived(scope, currency, premium)
}
