/** Rows in key order, in chunks, so that one insertion moves a few hundred references and not all of them. */
import { byCodeUnits } from '../codec/canonical.js'

/** Part of a key: an id or a whole number. */
export type KeyPart = string | number
/** A row under its key. `version` is the table's version the row was written with. */
export interface Entry<Key = object, Row = object> {
  readonly key: Key
  readonly row: Row
  readonly version: number
}
export type KeyFields = Readonly<Record<string, KeyPart>>

const CHUNK = 256

/** Ids by code units, whole numbers by value. Parts of one field are of one type. */
export function compareParts(a: KeyPart, b: KeyPart): number {
  return typeof a === 'number' ? a - (b as number) : byCodeUnits(a, b as string)
}

/** Component by component, in the order of the table's key fields. */
export function compareKeys(fields: readonly string[], a: KeyFields, b: KeyFields): number {
  for (const field of fields) {
    const order = compareParts(a[field] as KeyPart, b[field] as KeyPart)
    if (order !== 0) return order
  }
  return 0
}

export class SortedRows {
  readonly #fields: readonly string[]
  #chunks: Entry[][] = []
  /** Counts what moves rows: a walk that was under way looks for its place again. */
  #moves = 0

  constructor(fields: readonly string[], entries: Iterable<Entry> = []) {
    this.#fields = fields
    const sorted = [...entries].sort((a, b) => this.#compare(a, b))
    for (let i = 0; i < sorted.length; i += CHUNK) this.#chunks.push(sorted.slice(i, i + CHUNK))
  }

  #compare(a: Entry, b: Entry): number {
    return compareKeys(this.#fields, a.key as KeyFields, b.key as KeyFields)
  }

  /** Inserts the entry, or replaces the one under its key. */
  set(entry: Entry): void {
    const chunk = this.#chunk((other) => this.#compare(other, entry) >= 0)
    if (chunk === undefined) {
      this.#moves += 1
      const last = this.#chunks.at(-1)
      if (last === undefined || last.length >= CHUNK) this.#chunks.push([entry])
      else last.push(entry)
      return
    }
    const at = lowest(chunk, (other) => this.#compare(other, entry) >= 0)
    if (this.#compare(chunk[at] as Entry, entry) === 0) {
      chunk[at] = entry
      return
    }
    this.#moves += 1
    chunk.splice(at, 0, entry)
    if (chunk.length > 2 * CHUNK) this.#chunks.splice(this.#chunks.indexOf(chunk) + 1, 0, chunk.splice(CHUNK))
  }

  delete(entry: Entry): void {
    const chunk = this.#chunk((other) => this.#compare(other, entry) >= 0)
    if (chunk === undefined) return
    const at = lowest(chunk, (other) => this.#compare(other, entry) >= 0)
    if (this.#compare(chunk[at] as Entry, entry) !== 0) return
    this.#moves += 1
    chunk.splice(at, 1)
    if (chunk.length === 0) this.#chunks.splice(this.#chunks.indexOf(chunk), 1)
  }

  /** The first entry for which `holds` is true; it must be false up to some place and true from there on. */
  first(holds: (entry: Entry) => boolean): Entry | undefined {
    const chunk = this.#chunk(holds)
    return chunk?.[lowest(chunk, holds)]
  }

  /** The last entry for which `holds` is false. */
  lastBefore(holds: (entry: Entry) => boolean): Entry | undefined {
    const at = lowest(this.#chunks, (chunk) => holds(chunk[0] as Entry)) - 1
    const chunk = this.#chunks[at]
    return chunk?.[lowest(chunk, holds) - 1]
  }

  /** All entries from the first for which `from` holds, at once: where nothing changes meanwhile. */
  list(from: (entry: Entry) => boolean): Entry[] {
    const chunk = this.#chunk(from)
    if (chunk === undefined) return []
    return [chunk.slice(lowest(chunk, from)), ...this.#chunks.slice(this.#chunks.indexOf(chunk) + 1)].flat()
  }

  /**
   * Steps through the entries from the first for which `from` holds; undefined at the end. What changes behind the place
   * reached is seen, what lies before it isn't.
   */
  walk(from: (entry: Entry) => boolean): () => Entry | undefined {
    let holds = from
    let moves = -1
    let [c, i] = [0, 0]
    return () => {
      if (moves !== this.#moves) {
        moves = this.#moves
        c = lowest(this.#chunks, (chunk) => holds(chunk.at(-1) as Entry))
        i = c < this.#chunks.length ? lowest(this.#chunks[c] as Entry[], holds) : 0
      }
      const chunk = this.#chunks[c]
      if (chunk === undefined) return undefined
      const reached = chunk[i] as Entry
      holds = (other) => this.#compare(other, reached) > 0
      i += 1
      if (i >= chunk.length) {
        c += 1
        i = 0
      }
      return reached
    }
  }

  #chunk(holds: (entry: Entry) => boolean): Entry[] | undefined {
    return this.#chunks[lowest(this.#chunks, (chunk) => holds(chunk.at(-1) as Entry))]
  }
}

/** Index of the first item for which `holds`, by bisection; the length when there is none. */
function lowest<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(items[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
}
