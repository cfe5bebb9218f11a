/** The record of an accepted command: canonical text, hash, and what it changes. Spec: kernel.md#records. */
import { byCodeUnits, quote } from '../codec/canonical.js'
import { type RecordHash, recordHash } from '../codec/hash.js'
import type { Account } from './account.js'
import type { AnyCommand } from './bag.js'
import type { BoundsChange, Effects, Emitted, Move, Store, Write } from './effects.js'
import type { Bounds, Ledger } from './ledger.js'
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
 * @param previous - Hash of the record before, `GENESIS_HASH` for record 1.
 * @param options - `hash`: a native implementation of the record hash.
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

/** Canonical JSON of a decision's record without `previous` and `hash`. */
export function bodyOf({ at, command, effects, engine, input, sequence, store, stream }: Decision): string {
  const { ledger } = store
  return (
    `{"at":"${at}","command":${commandText(command, input())},"events":[${joined(effects.events, eventText)}]` +
    `,"floors":[${floorsText(effects, ledger)}],"sequence":"${sequence}","spec":${quote(engine.composition.spec)}` +
    `,"stream":"${stream}","transfers":[${joined(effects.moves, (move) => moveText(move, ledger))}]` +
    `,"writes":[${writesText(effects, store)}]}`
  )
}

function joined<T>(items: readonly T[], text: (item: T) => string): string {
  const [first] = items
  if (first === undefined) return ''
  let all = text(first)
  for (let i = 1; i < items.length; i++) all += `,${text(items[i] as T)}`
  return all
}

function commandText({ by, id, type, signature }: AnyCommand, input: string): string {
  const signed =
    signature === undefined
      ? ''
      : `,"signature":{"deadline":"${signature.deadline}","key":"${signature.key}","value":"${signature.value}"}`
  return `{"by":"${by}","id":"${id}","input":${input}${signed},"type":"${type}"}`
}
const eventText = ({ type, data, encode }: Emitted): string => `{"data":${encode(data as never)},"type":"${type}"}`
function moveText({ asset, from, to, amount }: Move, ledger: Ledger): string {
  return `{"amount":"${amount}","asset":"${asset}","from":${ledger.path(from)},"to":${ledger.path(to)}}`
}

/** The last bounds of each account, by asset, party and purpose. */
function floorsText({ bounds }: Effects, ledger: Ledger): string {
  if (bounds.length === 0) return ''
  const last = new Map<number, BoundsChange>()
  for (const change of bounds) last.set(change.account, change)
  const sorted = [...last.keys()].sort((a, b) => compareAccounts(ledger.account(a), ledger.account(b)))
  return joined(sorted, (index) => floorText(index, (last.get(index) as BoundsChange).after, ledger))
}
function floorText(index: number, { limit, until, ceiling }: Bounds, ledger: Ledger): string {
  const { asset } = ledger.account(index)
  return (
    `{"account":${ledger.path(index)},"asset":"${asset}","ceiling":${nullable(ceiling)}` +
    `,"limit":"${limit}","until":${nullable(until)}}`
  )
}
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
function writesText(effects: Effects, store: Store): string {
  return joined(netWrites(effects, store), (write) => {
    const { spec } = store.tables.get(write.table) as Rows
    const row = write.after === undefined ? 'null' : spec.row.encode(write.after.row, write.key)
    return `{"key":${spec.key.encode(write.key)},"row":${row},"table":"${write.table}"${versionText(write.after?.version)}}`
  })
}
/** The version of a row's shape, when it isn't the first. */
export const versionText = (version: number | undefined): string =>
  version === undefined || version === 1 ? '' : `,"version":"${version}"`

/** What a decision changes, as read models keep it. */
export interface Changes {
  readonly balances: readonly BalanceChange[]
  readonly rows: readonly RowChange[]
}
export interface BalanceChange extends Account {
  /** The balance as it is when `changes` is called. */
  readonly amount: bigint
}
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
 */
export function changes({ effects, store }: Decision): Changes {
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
