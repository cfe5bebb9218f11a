/** Money between the two sides of an account, and the running totals that follow it. Spec: trade-credit.md#sides. */
import { least, MAX_AMOUNT } from '../../arithmetic/index.js'
import type { Transfer } from '../../kernel/index.js'
import { knownNetwork } from './networks.js'
import type { Leg } from './pair-tables.js'
import { endFailing } from './pools.js'
import { asideAccount, ownBalance, pairAccount, pairKey, takesPart } from './queries.js'
import type { TradeCreditScope } from './tables.js'

/** What a balance owes. */
export const owed = (balance: bigint): bigint => (balance < 0n ? -balance : 0n)

/** The account of both is there, and no round holds it still. */
export function demandAccount(scope: TradeCreditScope, { debtor, creditor }: Omit<Leg, 'amount'>): void {
  const { tables, reject } = scope
  const key = pairKey(debtor, creditor)
  const account = tables.accounts.get(key) ?? reject('TRADE_NOT_AGREED', key)
  if (account.clearing && takesPart(scope, debtor, creditor)) reject('ROUND_OPEN', key)
}

/** Moves money from the debtor's side to the creditor's: the debtor comes to owe so much more. */
export function moveAcross(scope: TradeCreditScope, { debtor, creditor, amount }: Leg): void {
  const from = pairAccount(scope, debtor, creditor)
  scope.transfer({ from, to: pairAccount(scope, creditor, debtor), amount })
  noteSide(scope, debtor, creditor, -amount, -amount)
  noteSide(scope, creditor, debtor, amount, amount)
  noteDue(scope, debtor, creditor, amount)
}
/**
 * Moves money from the side of who is owed to that of who owes, no more than is due. Prepared trades may hold what is
 * paid back: the floor doesn't keep it then, and the posting is checked against the limit.
 */
export function payBack(scope: TradeCreditScope, leg: Leg): void {
  const side = pairAccount(scope, leg.debtor, leg.creditor)
  const { limit } = scope.bounds(side)
  const deficit = owed(scope.balance(side) - leg.amount)
  if (deficit > limit) scope.floor(side, { limit: deficit })
  moveAcross(scope, leg)
  if (deficit > limit) scope.floor(side, { limit })
}
/** Sets money of the debtor's side aside. */
export function setAside(scope: TradeCreditScope, { debtor, creditor, amount }: Leg): void {
  const from = pairAccount(scope, debtor, creditor)
  scope.transfer({ from, to: asideAccount(scope, debtor, creditor), amount })
  noteSide(scope, debtor, creditor, -amount, 0n)
}
/** Gives what was set aside to the creditor: only now the debtor owes it. */
export function payOut(scope: TradeCreditScope, { debtor, creditor, amount }: Leg): void {
  const from = asideAccount(scope, debtor, creditor)
  scope.transfer({ from, to: pairAccount(scope, creditor, debtor), amount })
  noteSide(scope, debtor, creditor, 0n, -amount)
  noteSide(scope, creditor, debtor, amount, amount)
  noteDue(scope, debtor, creditor, amount)
}
/** Gives what was set aside back. */
export function giveBack(scope: TradeCreditScope, { debtor, creditor, amount }: Leg): void {
  const from = asideAccount(scope, debtor, creditor)
  scope.transfer({ from, to: pairAccount(scope, debtor, creditor), amount })
  noteSide(scope, debtor, creditor, amount, 0n)
}

/** After a side has changed, by so much with and without what is held of it: the network's sums, and its net position. */
function noteSide(scope: TradeCreditScope, network: string, partner: string, change: bigint, own: bigint): void {
  const { tables } = scope
  const after = scope.balance(pairAccount(scope, network, partner))
  const ownAfter = ownBalance(scope, network, partner)
  addSums(scope, network, {
    drawn: owed(after) - owed(after - change),
    owes: owed(ownAfter) - owed(ownAfter - own),
  })
  const book = tables.books.get({ network })
  if (book !== undefined && change !== 0n) tables.books.put({ network }, { ...book, net: book.net + change })
}
/** After a debt was taken on: what the debtor owes more by it, whatever is held of either side. */
export function noteDue(scope: TradeCreditScope, debtor: string, creditor: string, change: bigint): void {
  const after = ownBalance(scope, debtor, creditor)
  const growth = owed(after) - owed(after + change)
  if (growth > 0n) addYoung(scope, debtor, creditor, growth)
}

/** What follows a network's sides. */
export interface Sums {
  readonly drawn: bigint
  readonly owes: bigint
}
/** A network's row is written only when what it has drawn or owes has changed; then its next default begins anew. */
export function addSums(scope: TradeCreditScope, network: string, { drawn, owes }: Sums): void {
  if (drawn === 0n && owes === 0n) return
  const row = knownNetwork(scope, network)
  scope.tables.networks.put({ network }, { ...row, drawn: row.drawn + drawn, owes: row.owes + owes })
  if (scope.config.backing === 'stake') endFailing(scope, network)
}

/** Notes in which bucket a deficit was added, and forgets buckets in which nothing is young any more. */
function addYoung(scope: TradeCreditScope, network: string, partner: string, amount: bigint): void {
  const { config, now, tables } = scope
  if (config.ageing === undefined) return
  const bucket = Math.floor(now / config.ageing.bucket)
  const old = tables.additions.under({ network, partner }, { to: Math.max(0, bucket - config.ageing.term) })
  for (const { key } of [...old]) tables.additions.delete(key)
  const key = { network, partner, bucket }
  // nobody owes more than an amount: what is beyond it makes nothing less overdue
  const sum = (tables.additions.get(key)?.amount ?? 0n) + amount
  tables.additions.put(key, { amount: least(sum, MAX_AMOUNT) })
}

/** Money that must arrive whatever the receiver's ceiling: what was set aside, and what a default or a premium pays. */
export function deliver(scope: TradeCreditScope, transfer: Transfer): void {
  const { ceiling } = scope.bounds(transfer.to)
  if (ceiling !== null) scope.ceiling(transfer.to, null)
  scope.transfer(transfer)
  if (ceiling !== null) scope.ceiling(transfer.to, ceiling)
}
