/** The rows of one table, as a state holds them. Owned by the newest state only. */
import { type Checked, type Codec, codecOf } from '../codec/encoder.js'
import type { Schema } from '../codec/fields.js'
import { shapeOf } from '../codec/struct.js'
import { compareKeys, compareParts, type Entry, type KeyFields, type KeyPart, SortedRows } from './sorted-rows.js'
import type { Range, Table } from './table.js'

/** What a table's rows are checked and printed with; params differ by their key. */
export interface RowCodec {
  /** The version that rows are written with now. */
  versionOf(key: object): number
  encode(row: object, key: object): string
  decode(json: unknown, key: object): object | undefined
  check(row: unknown, key: object): Checked<object>
  /** A row of an earlier version as the present one reads it. */
  up(row: object, version: number, key: object): object
}
type Rule = readonly [name: string, holds: (row: never, key: never) => boolean]

/** A table made ready once per system; the rows of every state share it. */
export interface TableSpec {
  readonly name: string
  readonly fields: readonly string[]
  readonly key: Codec<object>
  readonly row: RowCodec
  readonly rules: readonly Rule[]
  /** How many key fields each ordered prefix has. */
  readonly ordered: readonly number[]
  readonly idOf: (key: KeyFields) => string
}

export function tableSpec(name: string, { key, row, options }: Table<never, never>): TableSpec {
  const fields = Object.keys(shapeOf(key as Schema<unknown>))
  const codec = codecOf(row as Schema<object>)
  const { version = 1, up = {}, rules = {}, ordered = [] } = options
  const steps = up as Steps
  for (let v = 1; v < version; v++)
    if (steps[v] === undefined) throw new TypeError(`${name} has no step up from version ${v}`)
  for (const prefix of ordered as readonly (readonly string[])[]) {
    if (prefix.some((field, i) => field !== fields[i]))
      throw new TypeError(`[${prefix}] is no prefix of the key of ${name}`)
  }
  return {
    name,
    fields,
    key: codecOf(key as Schema<object>),
    row: {
      versionOf: () => version,
      encode: codec.encode,
      decode: codec.decode,
      check: codec.check,
      up: (row, from) => raised(row, from, version, steps),
    },
    rules: Object.entries(rules) as readonly Rule[],
    ordered: (ordered as readonly (readonly string[])[]).map((prefix) => prefix.length),
    idOf: idOf(fields),
  }
}

/** A step from one version of a row's shape to the next, by the version it starts from. */
export type Steps = Readonly<Record<number, (row: object) => object>>

/** A row carried step by step from an earlier version to the present one. */
export function raised(row: object, from: number, to: number, steps: Steps): object {
  let current = row
  for (let version = from; version < to; version++) current = steps[version]?.(current) ?? current
  return current
}

/** ids and whole numbers never hold `|`, so the join is injective. */
export function idOf(fields: readonly string[]): (key: KeyFields) => string {
  const [a, b] = fields as [string, string]
  if (fields.length === 1) return (key) => String(key[a])
  if (fields.length === 2) return (key) => `${key[a]}|${key[b]}`
  return (key) => fields.map((field) => key[field]).join('|')
}

export class Rows {
  readonly spec: TableSpec
  readonly #entries = new Map<string, Entry>()
  /** Per ordered prefix, by the prefix's id, the rows in order. Built on first use. */
  readonly #ordered = new Map<number, Map<string, SortedRows>>()
  /** What is read under a prefix without rows; nothing is ever put into it. */
  readonly #none: SortedRows

  constructor(spec: TableSpec) {
    this.spec = spec
    this.#none = new SortedRows(spec.fields)
  }

  get size(): number {
    return this.#entries.size
  }
  id(key: object): string {
    return this.spec.idOf(key as KeyFields)
  }
  entry(id: string): Entry | undefined {
    return this.#entries.get(id)
  }
  get(key: object): object | undefined {
    const entry = this.#entries.get(this.spec.idOf(key as KeyFields))
    return entry === undefined ? undefined : this.rowOf(entry)
  }
  /** The row as the present version reads it. */
  rowOf({ key, row, version }: Entry): object {
    const codec = this.spec.row
    return version === codec.versionOf(key) ? row : codec.up(row, version, key)
  }

  set(id: string, entry: Entry | undefined): void {
    const before = this.#entries.get(id)
    if (entry === undefined) this.#entries.delete(id)
    else this.#entries.set(id, entry)
    for (const [length, groups] of this.#ordered) {
      const known = entry ?? before
      if (known === undefined) continue
      const group = this.#group(groups, length, known.key as KeyFields)
      if (entry === undefined) group.delete(known)
      else group.set(entry)
    }
  }

  /** All rows, in key order. */
  entries(): Entry[] {
    const { fields } = this.spec
    return [...this.#entries.values()].sort((a, b) => compareKeys(fields, a.key as KeyFields, b.key as KeyFields))
  }

  *under(prefix: object, { from, to }: Range = {}): Generator<Entry> {
    const { group, next } = this.#ordering(prefix)
    const part = (entry: Entry) => (entry.key as KeyFields)[next] as KeyPart
    const step = group.walk((other) => from === undefined || compareParts(part(other), from) >= 0)
    for (let entry = step(); entry !== undefined; entry = step()) {
      if (to !== undefined && compareParts(part(entry), to) >= 0) return
      // a literal: a walk over a hundred thousand rows is made of this
      yield { key: entry.key, row: this.rowOf(entry), version: entry.version }
    }
  }

  /** The same rows at once: for whoever reads a state that nothing changes meanwhile. */
  list(prefix: object, { from, to }: Range = {}): Entry[] {
    const { group, next } = this.#ordering(prefix)
    const part = (entry: Entry) => (entry.key as KeyFields)[next] as KeyPart
    const listed = group.list((entry) => from === undefined || compareParts(part(entry), from) >= 0)
    const end = to === undefined ? -1 : listed.findIndex((entry) => compareParts(part(entry), to) >= 0)
    return (end < 0 ? listed : listed.slice(0, end)).map((entry) => ({ ...entry, row: this.rowOf(entry) }))
  }

  before(prefix: object, part: KeyPart): Entry | undefined {
    const { group, next } = this.#ordering(prefix)
    const entry = group.lastBefore((other) => compareParts((other.key as KeyFields)[next] as KeyPart, part) >= 0)
    return entry === undefined ? undefined : { ...entry, row: this.rowOf(entry) }
  }
  /** The last row under a prefix that hasn't `reached`, where what follows a row that has, has too. */
  lastBefore(prefix: object, reached: (entry: Entry) => boolean): Entry | undefined {
    const entry = this.#ordering(prefix).group.lastBefore(reached)
    return entry === undefined ? undefined : { ...entry, row: this.rowOf(entry) }
  }

  #ordering(prefix: object): { readonly group: SortedRows; readonly next: string } {
    const length = Object.keys(prefix).length
    const { name, fields, ordered } = this.spec
    if (!ordered.includes(length) || fields.slice(0, length).some((field) => !(field in prefix))) {
      throw new TypeError(`${name} isn't ordered under [${Object.keys(prefix)}]`)
    }
    let groups = this.#ordered.get(length)
    if (groups === undefined) {
      groups = new Map()
      this.#ordered.set(length, groups)
      const members = new Map<string, Entry[]>()
      for (const entry of this.#entries.values()) {
        const id = this.#prefixId(length, entry.key as KeyFields)
        const list = members.get(id)
        if (list === undefined) members.set(id, [entry])
        else list.push(entry)
      }
      for (const [id, list] of members) groups.set(id, new SortedRows(fields, list))
    }
    // reading under an unknown prefix leaves nothing behind
    const group = groups.get(this.#prefixId(length, prefix as KeyFields)) ?? this.#none
    return { group, next: fields[length] ?? (fields.at(-1) as string) }
  }
  #prefixId(length: number, key: KeyFields): string {
    return this.spec.fields
      .slice(0, length)
      .map((field) => key[field])
      .join('|')
  }
  #group(groups: Map<string, SortedRows>, length: number, key: KeyFields): SortedRows {
    const id = this.#prefixId(length, key)
    let group = groups.get(id)
    if (group === undefined) {
      group = new SortedRows(this.spec.fields)
      groups.set(id, group)
    }
    return group
  }

  /** An independent copy, read by another version of the table if `spec` is one. */
  fork(spec: TableSpec = this.spec): Rows {
    const copy = new Rows(spec)
    for (const [id, entry] of this.#entries) copy.#entries.set(id, entry)
    return copy
  }
}
