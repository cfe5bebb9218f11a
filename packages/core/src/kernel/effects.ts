/**
 * What one command does. The same object is its undo log (commands write through, a refusal undoes), the difference
 * between two versions of a state, and the content of its record.
 */
import type { Bounds, Ledger } from './ledger.js'
import type { Rows } from './rows.js'
import type { Entry } from './sorted-rows.js'

export interface Move {
  /** Both accounts' asset, so that a record is printed without looking them up. */
  readonly asset: string
  readonly from: number
  readonly to: number
  readonly amount: bigint
}
export interface BoundsChange {
  readonly account: number
  readonly before: Bounds
  readonly after: Bounds
}
export interface Write {
  /** Full name of the table. */
  readonly table: string
  readonly id: string
  readonly key: object
  readonly before: Entry | undefined
  readonly after: Entry | undefined
}
export interface Emitted {
  /** `<instance>.<event>` */
  readonly type: string
  readonly data: unknown
  readonly encode: (data: never) => string
}
export interface Effects {
  moves: Move[]
  bounds: BoundsChange[]
  writes: Write[]
  events: Emitted[]
}

/** Most commands leave some lists empty; sharing one empty list saves four allocations a command. */
const NONE: never[] = []
export const noEffects = (): Effects => ({ moves: NONE, bounds: NONE, writes: NONE, events: NONE })

/** Appends without touching the shared empty list. */
export function added<T>(items: T[], item: T): T[] {
  if (items.length === 0) return [item]
  items.push(item)
  return items
}

/** Balances and rows, mutable; owned by one state at a time. */
export interface Store {
  readonly ledger: Ledger
  readonly tables: ReadonlyMap<string, Rows>
  /** Hash of the composition whose tables these are. */
  readonly composition: string
  /** Whether a command is under way on it: nobody may look at it then but through the command's scope. */
  busy: boolean
}

export function undo({ ledger, tables }: Pick<Store, 'ledger' | 'tables'>, { moves, bounds, writes }: Effects): void {
  for (let i = writes.length - 1; i >= 0; i--) {
    const { table, id, before } = writes[i] as Write
    ;(tables.get(table) as Rows).set(id, before)
  }
  for (let i = bounds.length - 1; i >= 0; i--) {
    const { account, before } = bounds[i] as BoundsChange
    ledger.setBounds(account, before)
  }
  for (let i = moves.length - 1; i >= 0; i--) {
    const { from, to, amount } = moves[i] as Move
    ledger.move(to, from, amount)
  }
}

export function redo({ ledger, tables }: Pick<Store, 'ledger' | 'tables'>, { moves, bounds, writes }: Effects): void {
  for (const { from, to, amount } of moves) ledger.move(from, to, amount)
  for (const { account, after } of bounds) ledger.setBounds(account, after)
  for (const { table, id, after } of writes) (tables.get(table) as Rows).set(id, after)
}
