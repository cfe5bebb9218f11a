/** The record of an accepted command: canonical text, hash, and what it changes. Spec: kernel.md#records. */
import { byCodeUnits, quote } from '../codec/canonical.js'
import { type RecordHash, recordHash } from '../codec/hash.js'
import type { Account } from './account.js'
import type { AnyCommand } from './bag.js'
import type { BoundsChange, Effects, Emitted, Move, Store, Write } from './effects.js'
import type { Ledger } from './ledger.js'
import type { Rows } from './rows.js'
import { compareKeys, type KeyFields } from './sorted-rows.js'
import type { Decision } from './system.js'

/** A record in its chain, as journals keep it. */
export interface Sealed {
  readonly stream: string
  readonly sequence: number
  /** Id of the command. */
  readonly command: string
  /** Canonical JSON of the record without `previous` and `hash`. */
  readonly body: string
  /** 64 lower-case hexadecimal digits; of zeros before record 1. */
  readonly previous: string
  /** 64 lower-case hexadecimal digits. */
  readonly hash: string
}

/**
 * Seals a decision into the chain.
 * Spec: kernel.md#records, conventions.md#hash-chain.
 * @param decision - Of an accepted command, of `genesis` or of `upgrade`; sealed before the next command is executed.
 * @param previous - Hash of the record before, `GENESIS_HASH` for record 1.
 * @param options - `hash`: a native implementation of the record hash.
 * @returns The record with its place in the chain, ready for a journal.
 * @example const { body, hash } = seal(decision, GENESIS_HASH)
 */
export function seal(
  decision: Decision,
  previous: string,
  { hash = recordHash }: { readonly hash?: RecordHash } = {},
): Sealed {
  const body = bodyOf(decision)
  const { stream, sequence, command } = decision
  return { stream, sequence, command: command.id, body, previous, hash: hash(previous, body) }
}

/**
 * Canonical JSON of a decision's record without `previous` and `hash`. Pieces joined once make a flat text; what is put
 * together step by step stays a tree of parts that costs memory until it is read, and time then.
 */
export function bodyOf(decision: Decision): string {
  // taken apart in here, for published types don't have all its members
  const { at, command, effects, engine, input, sequence, store, stream } = decision
  const { ledger } = store
  const pieces = ['{"at":"', String(at), '","command":']
  addCommand(pieces, command, input())
  pieces.push(',"events":[')
  addAll(pieces, effects.events, addEvent)
  pieces.push('],"floors":[')
  addAll(pieces, netBounds(effects, ledger), (all, change) => addFloor(all, change, ledger))
  pieces.push('],"sequence":"', String(sequence), '","spec":', quote(engine.composition.spec))
  pieces.push(',"stream":"', stream, '","transfers":[')
  addAll(pieces, effects.moves, (all, move) => addMove(all, move, ledger))
  pieces.push('],"writes":[')
  addAll(pieces, netWrites(effects, store), (all, write) => addWrite(all, write, store))
  pieces.push(']}')
  return pieces.join('')
}

function addAll<T>(pieces: string[], items: readonly T[], add: (pieces: string[], item: T) => void): void {
  for (let i = 0; i < items.length; i++) {
    if (i > 0) pieces.push(',')
    add(pieces, items[i] as T)
  }
}

function addCommand(pieces: string[], { by, id, type, signature }: AnyCommand, input: string): void {
  pieces.push('{"by":"', by, '","id":"', id, '","input":', input)
  if (signature !== undefined) {
    const { deadline, key, value } = signature
    pieces.push(',"signature":{"deadline":"', String(deadline), '","key":"', key, '","value":"', value, '"}')
  }
  pieces.push(',"type":"', type, '"}')
}

function addEvent(pieces: string[], { type, data, encode }: Emitted): void {
  pieces.push('{"data":', encode(data as never), ',"type":"', type, '"}')
}

function addMove(pieces: string[], { asset, from, to, amount }: Move, ledger: Ledger): void {
  pieces.push('{"amount":"', String(amount), '","asset":"', asset)
  pieces.push('","from":', ledger.path(from), ',"to":', ledger.path(to), '}')
}

/** The last bounds of each account, by asset, party and purpose. */
function netBounds({ bounds }: Effects, ledger: Ledger): readonly BoundsChange[] {
  if (bounds.length < 2) return bounds
  const last = new Map(bounds.map((change) => [change.account, change]))
  return [...last.values()].sort((a, b) => compareAccounts(ledger.account(a.account), ledger.account(b.account)))
}

function addFloor(pieces: string[], { account, after }: BoundsChange, ledger: Ledger): void {
  const { limit, until, ceiling } = after
  pieces.push('{"account":', ledger.path(account), ',"asset":"', ledger.account(account).asset, '","ceiling":')
  pieces.push(nullable(ceiling), ',"limit":"', String(limit), '","until":', nullable(until), '}')
}

/** An integer as JSON, or null. */
export const nullable = (value: bigint | number | null): string => (value === null ? 'null' : `"${value}"`)
/** By asset, then party, then purpose. */
export function compareAccounts(a: Account, b: Account): number {
  return byCodeUnits(a.asset, b.asset) || byCodeUnits(a.party, b.party) || byCodeUnits(a.purpose, b.purpose)
}

/** The last write of each row, by table and key. A row that came and went within the command isn't there. */
export function netWrites({ writes }: Effects, { tables }: Store): readonly Write[] {
  if (writes.length < 2) return writes
  const net = new Map<string, Write>()
  for (const write of writes) {
    const id = `${write.table}|${write.id}`
    const first = net.get(id)
    net.set(id, first === undefined ? write : { ...write, before: first.before })
  }
  const fields = (table: string) => (tables.get(table) as Rows).spec.fields
  return [...net.values()]
    .filter(({ before, after }) => before !== undefined || after !== undefined)
    .sort(
      (a, b) => byCodeUnits(a.table, b.table) || compareKeys(fields(a.table), a.key as KeyFields, b.key as KeyFields),
    )
}
function addWrite(pieces: string[], { table, key, after }: Write, { tables }: Store): void {
  const { spec } = tables.get(table) as Rows
  const row = after === undefined ? 'null' : spec.row.encode(after.row, key)
  pieces.push(
    '{"key":',
    spec.key.encode(key),
    ',"row":',
    row,
    ',"table":"',
    table,
    '"',
    versionText(after?.version),
    '}',
  )
}
/** The version of a row's shape, when it isn't the first. */
export const versionText = (version: number | undefined): string =>
  version === undefined || version === 1 ? '' : `,"version":"${version}"`

/** What a decision changes, as read models keep it. */
export interface Changes {
  readonly balances: readonly BalanceChange[]
  readonly rows: readonly RowChange[]
}
/** The balance of an account that a decision moved money of. */
export interface BalanceChange extends Account {
  /** The balance as it is when `changes` is called. */
  readonly amount: bigint
}
/** A row that a decision wrote or deleted. */
export interface RowChange {
  /** Full name, `<instance>.<table>` or `kernel.<table>`. */
  readonly table: string
  /** Canonical JSON. */
  readonly key: string
  /** Canonical JSON, null for a deleted row. */
  readonly row: string | null
}

/**
 * Balances and rows that a decision touched, as they are now: call it before the next command, or for a batch after
 * its last, in order, so that later changes win.
 * Spec: kernel.md#records.
 * @param decision - Of the last command executed on the state, or of one in a batch.
 * @returns Balances in base units and rows as canonical JSON, each account and row once.
 * @example if (outcome.status === 'accepted') readModel.put(changes(outcome.decision))
 */
export function changes(decision: Decision): Changes {
  const { effects, store } = decision
  const { ledger, tables } = store
  const touched = new Set<number>()
  for (const { from, to } of effects.moves) touched.add(from).add(to)
  return {
    balances: [...touched].map((index) => ({ ...ledger.account(index), amount: ledger.balance(index) })),
    rows: netWrites(effects, store).map(({ table, key, after }) => {
      const { spec } = tables.get(table) as Rows
      return {
        table,
        key: spec.key.encode(key),
        row: after === undefined ? null : spec.row.encode(after.row, key),
      }
    }),
  }
}
