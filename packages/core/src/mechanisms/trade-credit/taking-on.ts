/** What a trade's debts come to before any is taken on, and what guards them. Spec: trade-credit.md#limits. */
import { MAX_AMOUNT } from '../../arithmetic/index.js'
import { knownNetwork } from './networks.js'
import type { Leg } from './pair-tables.js'
import { endCall, externalLimit, poolKey } from './pools.js'
import { offeredBy, ownBalance, pairAccount, pairKey, takesPart } from './queries.js'
import type { TradeCreditRejection } from './rejections.js'
import { owed } from './sides.js'
import type { TradeCreditScope } from './tables.js'

/** A debt of a trade, after those before it. */
export interface Debt extends Leg {
  /** By how much the debtor's deficit towards the creditor grows. */
  readonly growth: bigint
  /** Balance of the debtor's side afterwards. */
  readonly after: bigint
  /** What the debtor has drawn afterwards. */
  readonly drawn: bigint
}
/**
 * How sides and what networks have drawn would stand after debts that aren't taken on yet. `moved`: they are moved across
 * at once. `held`: they are set aside, and creditors have nothing of them. `posted`: they were drawn when they were held.
 */
export interface Ahead {
  readonly how: 'moved' | 'held' | 'posted'
  readonly sides: Map<string, bigint>
  readonly drawn: Map<string, bigint>
}
export const aheadOf = (how: Ahead['how']): Ahead => ({ how, sides: new Map(), drawn: new Map() })

const name = (network: string, partner: string): string => `${network} ${partner}`

function sideAhead(scope: TradeCreditScope, { how, sides }: Ahead, network: string, partner: string): bigint {
  const known = sides.get(name(network, partner))
  if (known !== undefined) return known
  return how === 'posted' ? ownBalance(scope, network, partner) : scope.balance(pairAccount(scope, network, partner))
}
const drawnAhead = (scope: TradeCreditScope, { drawn }: Ahead, network: string): bigint =>
  drawn.get(network) ?? scope.tables.networks.get({ network })?.drawn ?? 0n

/** By how much a debtor's deficit would grow, units of account. */
export function growthAhead(scope: TradeCreditScope, ahead: Ahead, { debtor, creditor, amount }: Leg): bigint {
  const before = sideAhead(scope, ahead, debtor, creditor)
  return owed(before - amount) - owed(before)
}

/** Counts a debt as taken on. */
export function foresee(scope: TradeCreditScope, ahead: Ahead, leg: Leg): Debt {
  const { debtor, creditor, amount } = leg
  const growth = growthAhead(scope, ahead, leg)
  const after = sideAhead(scope, ahead, debtor, creditor) - amount
  const drawn = drawnAhead(scope, ahead, debtor) + (ahead.how === 'posted' ? 0n : growth)
  ahead.sides.set(name(debtor, creditor), after)
  ahead.drawn.set(debtor, drawn)
  if (ahead.how !== 'held') {
    const before = sideAhead(scope, ahead, creditor, debtor)
    ahead.sides.set(name(creditor, debtor), before + amount)
    if (ahead.how === 'moved') {
      ahead.drawn.set(creditor, drawnAhead(scope, ahead, creditor) + owed(before + amount) - owed(before))
    }
  }
  return { ...leg, growth, after, drawn }
}

/** A code, and what a client may want to know beside it. */
export interface Fault {
  readonly code: TradeCreditRejection
  readonly details: unknown
}

/** The accounts of all are there, and no round holds one still. */
export function demandAccounts(scope: TradeCreditScope, legs: readonly Leg[]): void {
  const { tables, reject } = scope
  const accounts = legs.map(({ debtor, creditor }) => {
    const key = pairKey(debtor, creditor)
    return { key, row: tables.accounts.get(key) ?? reject('TRADE_NOT_AGREED', key) }
  })
  const held = accounts.find(({ key, row }) => row.clearing && takesPart(scope, key.first, key.second))
  if (held !== undefined) reject('ROUND_OPEN', held.key)
}

/**
 * What stands in the way of debts that grow deficits: they need open borders, open accounts, limits that both agreed to,
 * and collateral that covers all that is drawn; of each in turn, of all debts. What only reduces a surplus needs none.
 */
export function growthFault(scope: TradeCreditScope, debts: readonly Debt[]): Fault | undefined {
  const { tables } = scope
  const growing = debts.filter(({ after }) => after < 0n)
  const open = (network: string): boolean => knownNetwork(scope, network).open
  for (const { debtor, creditor } of growing) {
    if (!open(debtor) || !open(creditor)) return { code: 'TRADE_BORDER_CLOSED', details: { debtor, creditor } }
  }
  for (const { debtor, creditor } of growing) {
    const key = pairKey(debtor, creditor)
    if (!tables.accounts.get(key)?.open) return { code: 'TRADE_ACCOUNT_CLOSED', details: key }
  }
  for (const { debtor, creditor, after } of growing) {
    const { limit } = scope.bounds(pairAccount(scope, debtor, creditor))
    if (-after > limit) return { code: 'TRADE_LIMIT_EXCEEDED', details: { deficit: -after, limit } }
  }
  for (const { debtor, drawn } of growing) {
    const offered = offeredBy(scope, debtor)
    // without collateral what a round may draw still has to be an amount beside what is drawn
    const limit = externalLimit(scope, debtor) ?? (offered > 0n ? MAX_AMOUNT : null)
    const all = drawn + offered
    if (limit !== null && all > limit) return { code: 'TRADE_STAKE_EXCEEDED', details: { drawn: all, limit } }
  }
  return undefined
}
export function demandGrowth(scope: TradeCreditScope, debts: readonly Debt[]): void {
  const fault = growthFault(scope, debts)
  if (fault !== undefined) scope.reject(fault.code, fault.details)
  for (const { debtor, after } of debts) if (after < 0n) endCall(scope, poolKey(debtor, undefined))
}
