/** A whole state as canonical JSON, and its digest. Spec: kernel.md#digest. */

import type { JsonValue } from '../codec/canonical.js'
import { hashText } from '../codec/hash.js'
import { type Account, ISSUER } from './account.js'
import type { AnyInstance } from './bag.js'
import type { Store } from './effects.js'
import { type Bounds, FULL_CREDIT, Ledger, NO_CREDIT } from './ledger.js'
import { compareAccounts, nullable, versionText } from './record.js'
import { Rows } from './rows.js'
import type { Entry } from './sorted-rows.js'
import { own, type State, Version } from './state.js'
import type { System } from './system.js'

/**
 * Everything a state says, as canonical JSON: time, sequence, balances, floors, tables. Balances of zero, floors at
 * their default and empty tables are left out, so that two ways to the same state give the same text.
 * Spec: kernel.md#digest.
 */
export function snapshot<M extends AnyInstance>(_system: System<M>, state: State): string {
  const { ledger, tables } = own(state)
  const indexes = Array.from({ length: ledger.size }, (_, index) => index)
  indexes.sort((a, b) => compareAccounts(ledger.account(a), ledger.account(b)))
  const balances = byAsset(ledger, indexes, (index) => {
    const balance = ledger.balance(index)
    return balance === 0n ? undefined : `"${balance}"`
  })
  const floors = byAsset(ledger, indexes, (index) => {
    const bounds = ledger.bounds(index)
    if (isDefault(ledger.account(index), bounds)) return undefined
    return `{"ceiling":${nullable(bounds.ceiling)},"limit":"${bounds.limit}","until":${nullable(bounds.until)}}`
  })
  const names = [...tables.keys()].filter((name) => (tables.get(name) as Rows).size > 0).sort()
  const rows = names.map((name) => `"${name}":${rowsText(tables.get(name) as Rows)}`)
  return `{"at":"${state.at}","balances":${balances},"floors":${floors},"sequence":"${state.sequence}","tables":{${rows}}}`
}

/** Nobody has credit, but the issuer, who owes every supply. */
function isDefault({ party, purpose }: Account, bounds: Bounds): boolean {
  if (party !== ISSUER || purpose !== 'issuance') return bounds === NO_CREDIT
  return bounds.limit === FULL_CREDIT.limit && bounds.until === null && bounds.ceiling === null
}

function byAsset(ledger: Ledger, indexes: readonly number[], text: (index: number) => string | undefined): string {
  const assets = new Map<string, [path: string, value: string][]>()
  for (const index of indexes) {
    const value = text(index)
    if (value === undefined) continue
    const { asset } = ledger.account(index)
    const members = assets.get(asset)
    if (members === undefined) assets.set(asset, [[ledger.path(index), value]])
    else members.push([ledger.path(index), value])
  }
  // sorted by party and purpose apart, members have to be sorted by `party/purpose`: `a-b/x` stands before `a/x`
  const parts = [...assets].map(([asset, members]) => {
    members.sort(([a], [b]) => (unquoted(a) < unquoted(b) ? -1 : 1))
    return `"${asset}":{${members.map(([path, value]) => `${path}:${value}`).join(',')}}`
  })
  return `{${parts.join(',')}}`
}
const unquoted = (path: string): string => path.slice(1, -1)

function rowsText(rows: Rows): string {
  const { spec } = rows
  const items = rows.entries().map(({ key, row, version }) => {
    // a row of an earlier version counts as what the present one reads
    const text = spec.row.encode(rows.rowOf({ key, row, version }), key)
    return `{"key":${spec.key.encode(key)},"row":${text}${versionText(spec.row.versionOf(key))}}`
  })
  return `[${items.join(',')}]`
}

/**
 * SHA-256 of a state's snapshot: equal digests, equal states.
 * @returns 64 lower-case hexadecimal digits.
 */
export function digest<M extends AnyInstance>(system: System<M>, state: State): string {
  return hashText(snapshot(system, state))
}

/** A snapshot can't be read by this system. */
export class SnapshotError extends Error {
  readonly code = 'SNAPSHOT_INVALID'
  constructor(reason: string) {
    super(`the snapshot can't be restored: ${reason}`)
    this.name = 'SnapshotError'
  }
}

interface SnapshotJson {
  readonly at: string
  readonly sequence: string
  readonly balances: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly floors: Readonly<Record<string, Readonly<Record<string, FloorJson>>>>
  readonly tables: Readonly<Record<string, readonly RowJson[]>>
}
interface FloorJson {
  readonly limit: string
  readonly until: string | null
  readonly ceiling: string | null
}
interface RowJson {
  readonly key: JsonValue
  readonly row: JsonValue
  readonly version?: string
}

/**
 * The state a snapshot was taken of. The snapshot has to be one that this system has made and that its keeper trusts;
 * compare its digest with one that was kept elsewhere.
 * Spec: kernel.md#digest.
 * @throws {SnapshotError} when the text isn't a snapshot of a system with these tables.
 */
export function restore<M extends AnyInstance>(
  system: System<M>,
  { stream, text }: { readonly stream: string; readonly text: string },
): State {
  const json = parse(text)
  const ledger = new Ledger()
  for (const [asset, members] of Object.entries(json.balances)) {
    for (const [path, amount] of Object.entries(members)) ledger.set(accountOf(asset, path), BigInt(amount))
  }
  for (const [asset, members] of Object.entries(json.floors)) {
    for (const [path, { limit, until, ceiling }] of Object.entries(members)) {
      ledger.setBounds(ledger.intern(accountOf(asset, path)), {
        limit: BigInt(limit),
        until: until === null ? null : Number(until),
        ceiling: ceiling === null ? null : BigInt(ceiling),
      })
    }
  }
  const tables = new Map([...system.engine.specs].map(([name, spec]) => [name, new Rows(spec)]))
  for (const [name, rows] of Object.entries(json.tables)) {
    const table = tables.get(name)
    if (table === undefined) throw new SnapshotError(`there is no table ${name}`)
    for (const row of rows) restoreRow(table, row)
  }
  const store = { ledger, tables }
  follow(store)
  return new Version(Number(json.sequence), Number(json.at), stream, store)
}

function parse(text: string): SnapshotJson {
  try {
    const json = JSON.parse(text) as SnapshotJson
    if (typeof json.sequence === 'string' && typeof json.tables === 'object') return json
  } catch {
    // said below
  }
  throw new SnapshotError('it is no snapshot')
}

function accountOf(asset: string, path: string): Account {
  const slash = path.indexOf('/')
  return { party: path.slice(0, slash), asset, purpose: path.slice(slash + 1) }
}

function restoreRow(rows: Rows, { key: keyJson, row: rowJson, version = '1' }: RowJson): void {
  const { spec } = rows
  const key = spec.key.decode(keyJson)
  const row = key === undefined ? undefined : spec.row.decode(rowJson, key)
  if (key === undefined || row === undefined) throw new SnapshotError(`a row of ${spec.name} is malformed`)
  const entry: Entry = { key: Object.freeze(key), row: Object.freeze(row), version: Number(version) }
  rows.set(rows.id(key), entry)
}

/** What parties hold is followed for tracked assets and for those with liens or claims. */
function follow({ ledger, tables }: Store): void {
  for (const { key, row } of tables.get('kernel.assets')?.entries() ?? []) {
    if ((row as { readonly tracked: boolean }).tracked) ledger.held('', (key as { readonly asset: string }).asset)
  }
  for (const { key } of tables.get('kernel.holdings')?.entries() ?? []) {
    ledger.held('', (key as { readonly asset: string }).asset)
  }
}
