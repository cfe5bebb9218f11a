/** A whole state as canonical JSON, and its digest. Spec: kernel.md#digest. */

import { isPlain, type JsonValue } from '../codec/canonical.js'
import { codecOf } from '../codec/encoder.js'
import { isParty, Quantity, Sequence, Signed, Time } from '../codec/fields.js'
import { hashText } from '../codec/hash.js'
import { nullable as orNull, struct } from '../codec/struct.js'
import { type Account, ISSUER, pathOf } from './account.js'
import { conserves } from './audit.js'
import type { AnyInstance } from './bag.js'
import type { Store } from './effects.js'
import { isPurpose } from './kernel-tables.js'
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
 * @param _system - The system that the state is of.
 * @param state - The state to write down.
 * @returns Canonical JSON, for `restore` and `digest`.
 * @example snapshot(system, state)
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
 * Spec: kernel.md#digest.
 * @param system - The system that the state is of.
 * @param state - The state to sum up.
 * @returns 64 lower-case hexadecimal digits.
 * @example digest(system, state)
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
  readonly at: number
  readonly sequence: number
  readonly balances: JsonObject
  readonly floors: JsonObject
  readonly tables: JsonObject
}
type JsonObject = { readonly [key: string]: JsonValue }

const heading = codecOf(struct({ at: Time, sequence: Sequence }))
const amounts = codecOf(struct({ amount: Signed }))
const boundsOf = codecOf(struct<Bounds>({ limit: Quantity, until: orNull(Time), ceiling: orNull(Signed) }))

/**
 * The state a snapshot was taken of. The snapshot has to be one that this system has made and that its keeper trusts;
 * compare its digest with one that was kept elsewhere.
 * Spec: kernel.md#digest.
 * @param system - The composition in force when it was taken.
 * @param from - The snapshot's `text`, and the id of its `stream`, which a snapshot doesn't say.
 * @returns The state, to go on from.
 * @throws {SnapshotError} when the text isn't a snapshot of a system with these tables, or its balances don't sum to zero.
 * @example restore(system, { stream: 'marlin', text: snapshot(system, state) })
 */
export function restore<M extends AnyInstance>(
  system: System<M>,
  { stream, text }: { readonly stream: string; readonly text: string },
): State {
  const { at, sequence, balances, floors, tables: listed } = parse(text)
  const ledger = new Ledger()
  for (const [account, amount] of accountsIn(balances)) {
    const { amount: balance } = amounts.decode({ amount }) ?? refuseSnapshot(`${pathOf(account)} has no balance`)
    ledger.set(account, balance)
  }
  if (!conserves(ledger)) refuseSnapshot("the balances of an asset don't sum to zero")
  for (const [account, json] of accountsIn(floors)) {
    const bounds = boundsOf.decode(json) ?? refuseSnapshot(`the floor of ${pathOf(account)} is malformed`)
    ledger.setBounds(ledger.intern(account), Object.freeze(bounds))
  }
  const { specs, composition } = system.engine
  const tables = new Map([...specs].map(([name, spec]) => [name, new Rows(spec)]))
  for (const [name, rows] of Object.entries(listed)) {
    const table = tables.get(name) ?? refuseSnapshot(`there is no table ${name}`)
    if (!Array.isArray(rows)) refuseSnapshot(`${name} is no list`)
    for (const row of rows as readonly JsonValue[]) restoreRow(table, row)
  }
  const store: Store = { ledger, tables, composition: composition.hash, busy: false }
  follow(store)
  return new Version(sequence, at, stream, store)
}

function refuseSnapshot(reason: string): never {
  throw new SnapshotError(reason)
}
const isObject = (value: JsonValue | undefined): value is JsonObject => isPlain(value)

function parse(text: string): SnapshotJson {
  let json: JsonValue
  try {
    json = JSON.parse(text)
  } catch {
    return refuseSnapshot('it is no JSON')
  }
  if (!isObject(json)) return refuseSnapshot('it is no snapshot')
  const { at, balances, floors, sequence, tables, ...more } = json
  const head = heading.decode({ at, sequence }) ?? refuseSnapshot('it has no time or no sequence')
  const whole = isObject(balances) && isObject(floors) && isObject(tables) && Object.keys(more).length === 0
  return whole ? { ...head, balances, floors, tables } : refuseSnapshot('it is no snapshot')
}

/** Members by asset and `party/purpose`, each with its account. */
function* accountsIn(byAsset: JsonObject): Generator<readonly [Account, JsonValue]> {
  for (const [asset, members] of Object.entries(byAsset)) {
    if (!isObject(members)) return refuseSnapshot(`the accounts of ${asset} are malformed`)
    for (const [path, value] of Object.entries(members)) {
      const slash = path.indexOf('/')
      const account = { party: path.slice(0, slash), asset, purpose: path.slice(slash + 1) }
      if (!isParty(account.party) || !isPurpose(account.purpose)) refuseSnapshot(`${path} is no account`)
      yield [account, value]
    }
  }
}

function restoreRow(rows: Rows, json: JsonValue): void {
  const { spec } = rows
  const malformed = (): never => refuseSnapshot(`a row of ${spec.name} is malformed`)
  if (!isObject(json)) return malformed()
  const key = spec.key.decode(json.key) ?? malformed()
  const version = Number(json.version ?? '1')
  // a row of another version than the present one was never printed
  if (version !== spec.row.versionOf(key)) malformed()
  const row = spec.row.decode(json.row, key) ?? malformed()
  const entry: Entry = { key: Object.freeze(key), row: Object.freeze(row), version }
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
