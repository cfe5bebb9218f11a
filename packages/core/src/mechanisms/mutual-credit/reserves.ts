/** What networks hold of each other: it comes in locked, opens, and leaves for what was agreed only. Spec: mutual-credit.md#reserves. */

import { later } from './epochs.js'
import { holdFrom } from './holdings.js'
import { takeIn } from './pots.js'
import { reserveAccount } from './queries.js'
import type { Reserve, ReserveKey } from './reserve-tables.js'
import type { MutualCreditScope, MutualCreditView } from './tables.js'

const NOTHING: Reserve = { locked: 0n, advanced: 0n }

/** What of a reserve is neither locked nor pledged. */
export function openOf(view: MutualCreditView, key: ReserveKey): bigint {
  const { locked, advanced } = view.tables.reserves.get(key) ?? NOTHING
  return view.balance(reserveAccount(view, key)) - locked + advanced
}

/** After money has come into a reserve at the end of an epoch: it is locked for so many epochs. */
export function received(scope: MutualCreditScope, key: ReserveKey, epoch: number, lock: number, amount: bigint): void {
  if (lock === 0 && takeIn(scope, key, epoch, amount)) return
  holdFrom(scope, key, later(epoch, 1), amount)
  if (lock === 0) return
  const { tables } = scope
  const place = { ...key, epoch: later(epoch, lock) }
  tables.locks.put(place, { amount: (tables.locks.get(place)?.amount ?? 0n) + amount })
  const before = tables.reserves.get(key) ?? NOTHING
  tables.reserves.put(key, { ...before, locked: before.locked + amount })
}

/** Opens what was locked until this epoch, less what of it was pledged before. */
export function unlock(scope: MutualCreditScope, key: ReserveKey, epoch: number): void {
  const { tables } = scope
  const row = tables.reserves.get(key)
  if (row === undefined) return
  const place = { ...key, epoch }
  const { amount } = tables.locks.get(place) ?? { amount: 0n }
  if (amount === 0n) return
  tables.locks.delete(place)
  const pledged = row.advanced < amount ? row.advanced : amount
  putReserve(scope, key, { locked: row.locked - amount, advanced: row.advanced - pledged })
  const opened = amount - pledged
  if (opened > 0n && takeIn(scope, key, epoch, opened)) holdFrom(scope, key, later(epoch, 1), -opened)
}

function putReserve({ tables }: MutualCreditScope, key: ReserveKey, row: Reserve): void {
  if (row.locked > 0n) tables.reserves.put(key, row)
  else tables.reserves.delete(key)
}

/** Before money leaves a reserve for a lender: what is open goes first, then the oldest of what is locked. */
export function takeOut(scope: MutualCreditScope, key: ReserveKey, amount: bigint): void {
  const open = openOf(scope, key)
  if (amount <= open) return
  const row = scope.tables.reserves.get(key) ?? NOTHING
  putReserve(scope, key, { ...row, advanced: row.advanced + amount - open })
}
/** After it has come back: what is still locked is locked as before. @returns how much of it is open. */
export function giveBack(scope: MutualCreditScope, key: ReserveKey, amount: bigint): bigint {
  const row = scope.tables.reserves.get(key) ?? NOTHING
  const locked = row.advanced < amount ? row.advanced : amount
  if (locked > 0n) putReserve(scope, key, { ...row, advanced: row.advanced - locked })
  return amount - locked
}
