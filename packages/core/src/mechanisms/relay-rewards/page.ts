/** One page of settlement. Spec: relay-rewards.md#settle. */
import type { TableReads } from '../../kernel/index.js'
import type { RelayScope, Settlement } from './tables.js'

/** What a page works on. */
export interface Page {
  readonly scope: RelayScope
  settlement: Settlement
  /** How many rows may still be gone through. */
  left: number
  /** What relayers have got of the subsidy in this page, base units. */
  subsidised: bigint
}
/** A row under its key. */
export interface Found<Key, Row> {
  readonly key: Key
  readonly row: Readonly<Row>
}

/** The first so many, before any of them is changed. */
export function taken<Key, Row>(rows: Iterable<Found<Key, Row>>, most: number): readonly Found<Key, Row>[] {
  const found: Found<Key, Row>[] = []
  if (most === 0) return found
  for (const entry of rows) {
    found.push(entry)
    if (found.length === most) break
  }
  return found
}

/** Rows of an epoch, in key order. */
export function rowsOf<Key extends { readonly epoch: number }, Row>(
  table: Pick<TableReads<Key, Row>, 'under'>,
  epoch: number,
): Iterable<Found<Key, Row>> {
  return table.under({}, { from: epoch, to: epoch + 1 })
}

/**
 * Goes through rows as far as the page reaches.
 * @returns whether these were all.
 */
export function eachOf<Key, Row>(
  page: Page,
  rows: Iterable<Found<Key, Row>>,
  visit: (key: Key, row: Readonly<Row>) => void,
): boolean {
  // one more is looked for than can be gone through: a page that has done all says so at once
  const found = taken(rows, page.left + 1)
  const now = found.slice(0, page.left)
  for (const { key, row } of now) visit(key, row)
  page.left -= now.length
  return now.length === found.length
}
