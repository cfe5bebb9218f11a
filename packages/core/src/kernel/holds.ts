/** Money set aside under an id: posted, voided or expired, once only. Spec: kernel.md#holds. */
import { type Account, account } from './account.js'
import type { Context } from './context.js'
import type { HoldRow } from './kernel-tables.js'
import { refuse } from './rejection.js'
import type { HoldTerms } from './scope-types.js'
import type { ExpireHold } from './services.js'

/** Where held money lies. */
const held = (instance: string, hold: string, { party, asset }: Pick<HoldRow, 'party' | 'asset'>): Account =>
  account(party, asset, `hold:${instance}.${hold}`)

export function hold(context: Context, instance: string, id: string, { from, to, amount, until }: HoldTerms): void {
  if (context.kernel('holds', { instance, hold: id }) !== undefined) refuse('HOLD_TAKEN', { hold: id })
  if (until <= context.now) refuse('HOLD_OVER', { hold: id })
  const { party, asset, purpose } = from
  const row: HoldRow = { party, asset, purpose, toParty: to.party, toPurpose: to.purpose, amount, until }
  context.transfer(from, held(instance, id, row), amount)
  context.putKernel('holds', { instance, hold: id }, row)
}

/** Pays `amount` out, all of it when absent, and gives the rest back. A hold whose time is over can't be posted. */
export function postHold(context: Context, instance: string, id: string, amount?: bigint): void {
  const row = context.kernel('holds', { instance, hold: id }) ?? refuse('HOLD_UNKNOWN', { hold: id })
  if (context.now >= row.until) refuse('HOLD_OVER', { hold: id })
  const paid = amount ?? row.amount
  if (paid > row.amount) refuse('HOLD_EXCEEDED', { hold: id })
  context.transfer(held(instance, id, row), account(row.toParty, row.asset, row.toPurpose), paid)
  if (paid < row.amount) giveBack(context, instance, id, row, row.amount - paid)
  context.deleteKernel('holds', { instance, hold: id })
}

export function voidHold(context: Context, instance: string, id: string): void {
  const row = context.kernel('holds', { instance, hold: id }) ?? refuse('HOLD_UNKNOWN', { hold: id })
  giveBack(context, instance, id, row, row.amount)
  context.deleteKernel('holds', { instance, hold: id })
}

/** Anyone may end a hold whose time is over. */
export function expireHold(context: Context, { instance, hold: id }: ExpireHold): void {
  const row = context.kernel('holds', { instance, hold: id }) ?? refuse('HOLD_UNKNOWN', { hold: id })
  if (context.now < row.until) refuse('HOLD_NOT_OVER', { hold: id })
  voidHold(context, instance, id)
}

function giveBack(context: Context, instance: string, id: string, row: HoldRow, amount: bigint): void {
  context.release(held(instance, id, row), account(row.party, row.asset, row.purpose), amount)
}
