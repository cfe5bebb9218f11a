/** How a mechanism declares a table, and what commands and queries may do with it. Spec: kernel.md#tables. */
import type { Schema } from '../codec/fields.js'
import type { Entry, KeyPart } from './sorted-rows.js'

/** Rows under named keys of ids and whole numbers. */
export interface Table<Key, Row> {
  readonly key: Schema<Key>
  readonly row: Schema<Row>
  readonly options: TableOptions<Key, Row>
}
/** What a table demands of its rows, how they are read in order, and how old rows are brought up. */
export interface TableOptions<Key, Row> {
  /** What every row must satisfy whenever it is put. A broken rule is a bug of the mechanism, not a refusal. */
  readonly rules?: Readonly<Record<string, (row: Row, key: Key) => boolean>>
  /** Key prefixes, the empty one included, under which rows are read in order. */
  readonly ordered?: readonly (readonly (keyof Key & string)[])[]
  /** Counts up when the row's shape changes. Default 1. */
  readonly version?: number
  /** From a row of an earlier version to the next one: `up[1]` makes version 2 of version 1. Applied when a row is read. */
  readonly up?: Readonly<Record<number, (row: never) => object>>
}

/**
 * Declares a table.
 * Spec: kernel.md#tables.
 * @param key - Struct of ids and whole numbers, at most 1 KiB as JSON.
 * @param row - Struct of what stands under a key.
 * @param options - Rules, orders, version of the row's shape.
 * @returns The declaration, for the `tables` of a mechanism.
 * @example table(struct({ party: Party, epoch: Epoch }), struct({ amount: Amount }), { ordered: [['party']] })
 */
export function table<Key extends object, Row extends object>(
  key: Schema<Key>,
  row: Schema<Row>,
  options: TableOptions<NoInfer<Key>, NoInfer<Row>> = {},
): Table<Key, Row> {
  return { key, row, options }
}

/** Bounds of the key field after the prefix: `from` included, `to` not. */
export interface Range {
  readonly from?: KeyPart
  readonly to?: KeyPart
}

/** Reads that are the same inside a command and outside. */
export interface TableReads<Key, Row> {
  get(key: Key): Readonly<Row> | undefined
  has(key: Key): boolean
  /** Rows under a declared prefix, lazily, in key order. */
  under(prefix: Partial<Key>, range?: Range): Iterable<Entry<Key, Readonly<Row>>>
  /** The last row under a declared prefix whose next key field is below `part`. */
  before(prefix: Partial<Key>, part: KeyPart): Entry<Key, Readonly<Row>> | undefined
}
/** Reads of a whole state. Listing costs a sort, so commands have none. */
export interface TableView<Key, Row> extends TableReads<Key, Row> {
  readonly size: number
  entries(): readonly Entry<Key, Readonly<Row>>[]
}
/** Reads and writes inside a command. */
export interface TableDraft<Key, Row> extends TableReads<Key, Row> {
  put(key: Key, row: Row): void
  delete(key: Key): void
}
