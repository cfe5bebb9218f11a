/** Calls: a limit no longer covers what is drawn, and there is time to cure that. Spec: trade-credit.md#calls. */
import { least, MAX_AMOUNT } from '../../arithmetic/index.js'
import { Id, optional, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { knownBook, knownMember, knownNetwork } from './networks.js'
import { poolKey, poolOf, stakeLimit } from './pools.js'
import { collateralFor, collateralPrice, keepPrices, underwritingOf, valueReceived } from './prices.js'
import { memberAccount, offeredBy } from './queries.js'
import { owed } from './sides.js'
import type { StandingCall } from './stake-tables.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.call` takes. */
export interface CallLimit {
  readonly network: string
  /** Whose line. Absent: the network's own limit. */
  readonly member?: string
}

/** Notes that a limit no longer covers what is drawn on it, or that it does again. */
export const call: Command<CallLimit, TradeCreditScope> = {
  input: struct<CallLimit>({ network: Id, member: optional(Id) }),
  apply(scope, { network, member }) {
    const { config, now, tables, emit, reject } = scope
    knownNetwork(scope, network)
    if (member !== undefined) knownMember(scope, network, member)
    if (config.backing === 'none') reject('CALL_NONE', { network })
    const key = poolKey(network, member)
    const limit = stakeLimit(scope, key)
    const drawn = exposure(scope, network, member)
    const uncovered = drawn > limit
    if (uncovered === (callOf(scope, network, member) !== null)) reject('CALL_NONE', { drawn, limit })
    const needed = uncovered ? least(collateralFor(scope, drawn, collateralPrice(scope)), MAX_AMOUNT) : 0n
    const called = uncovered ? { at: now, drawn: drawnOn(scope, network, member), needed } : null
    tables.pools.put(key, { ...poolOf(scope, key), called })
    keepPrices(scope)
    emit('called', { drawn, limit })
  },
}

/**
 * The call that stands: for as long again as there was to cure it, and unless so much has been staked or paid back that
 * it would have been none.
 */
export function callOf(scope: TradeCreditScope, network: string, member: string | undefined): StandingCall | null {
  const { stake, called } = poolOf(scope, poolKey(network, member))
  if (called === null || scope.now >= called.at + 2 * underwritingOf(scope).cure) return null
  return stake * called.drawn >= called.needed * drawnOn(scope, network, member) ? null : called
}

/** Whether a call stands that may be followed: its time to cure is over. */
export const isOver = (scope: TradeCreditScope, { at }: StandingCall): boolean =>
  scope.now >= at + underwritingOf(scope).cure

/** What is drawn: by a network, units of account, or on a member's underwritten line, base units of currency. */
function drawnOn(scope: TradeCreditScope, network: string, member: string | undefined): bigint {
  if (member === undefined) return knownNetwork(scope, network).drawn + offeredBy(scope, network)
  if (!scope.tables.members.get({ network, member })?.underwritten) return 0n
  const { currency } = knownBook(scope, network)
  return owed(scope.balance(memberAccount(scope, member, currency)))
}

/** What a pool's stake stands behind, units of account: what a network has drawn or offers a round, or a member owes. */
export function exposure(scope: TradeCreditScope, network: string, member: string | undefined): bigint {
  const drawn = drawnOn(scope, network, member)
  if (member === undefined || drawn === 0n) return drawn
  return valueReceived(scope, knownBook(scope, network).currency, drawn)
}
