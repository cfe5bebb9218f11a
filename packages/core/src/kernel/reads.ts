/** Reads that commands, queries and views share. Spec: kernel.md#reads. */
import { issuance, purse } from './account.js'
import { averageOver, findAverage } from './average.js'
import type { Store } from './effects.js'
import { findPriceAt, presentPrice } from './feed-reads.js'
import { NO_CREDIT } from './ledger.js'
import { kernelRow, kernelRows, type Live } from './live.js'
import { refuse } from './rejection.js'
import type { Rows } from './rows.js'
import type { LedgerReads } from './scope-types.js'
import type { Entry } from './sorted-rows.js'
import type { Range, TableReads, TableView } from './table.js'

/** Reads of the ledger and of prices over whatever is live when they are called. */
export function ledgerReads(live: () => Live): LedgerReads {
  return {
    balance(account) {
      const { ledger } = live().store
      const index = ledger.find(account)
      return index < 0 ? 0n : ledger.balance(index)
    },
    bounds(account) {
      const { ledger } = live().store
      const index = ledger.find(account)
      return index < 0 ? NO_CREDIT : ledger.bounds(index)
    },
    held(party, asset) {
      const { store } = live()
      return store.ledger.held(party, asset) + (kernelRow(store, 'holdings', { party, asset })?.claims ?? 0n)
    },
    heldAt: (party, asset, sequence) => asOf(live().store, 'held', { asset, party }, sequence),
    heldBefore: (party, asset, time) => beforeTime(live().store, 'held', { asset, party }, time),
    supply(asset) {
      const { ledger } = live().store
      const index = ledger.find(issuance(asset))
      return index < 0 ? 0n : -ledger.balance(index)
    },
    supplyBefore: (asset, time) => beforeTime(live().store, 'supply', { asset }, time),
    asset: (asset) => kernelRow(live().store, 'assets', { asset }),
    minters: (asset) => kernelRow(live().store, 'assets', { asset })?.minters ?? [],
    supplyAt: (asset, sequence) => asOf(live().store, 'supply', { asset }, sequence),
    key: (party, key) => kernelRow(live().store, 'keys', { party, key }),
    price: (base, quote) => presentPrice(live(), base, quote),
    priceAt: (base, quote, time) =>
      findPriceAt(live().store, base, quote, time) ?? refuse('PRICE_MISSING', { base, quote }),
    findPriceAt: (base, quote, time) => findPriceAt(live().store, base, quote, time),
    averagePrice: (base, quote, window) => averageOver(live(), base, quote, window),
    findAveragePrice: (base, quote, window) => findAverage(live(), base, quote, window),
  }
}

function asOf(store: Store, table: 'held' | 'supply', prefix: object, sequence: number): bigint {
  const entry = kernelRows(store, table).before(prefix, sequence + 1)
  return (entry?.row as { readonly amount: bigint } | undefined)?.amount ?? 0n
}

function beforeTime(store: Store, table: 'held' | 'supply', prefix: object, time: number): bigint {
  type Checkpoint = { readonly amount: bigint; readonly at: number }
  const entry = kernelRows(store, table).lastBefore(prefix, ({ row }) => (row as Checkpoint).at >= time)
  return (entry?.row as Checkpoint | undefined)?.amount ?? 0n
}

/** Reads of a table over whatever is live. */
export function tableReads(rows: () => Rows): TableReads<object, object> {
  return {
    get: (key) => rows().get(key),
    has: (key) => {
      const table = rows()
      return table.entry(table.id(key)) !== undefined
    },
    under: (prefix: object, range?: Range) => rows().under(prefix, range),
    before: (prefix, part) => rows().before(prefix, part) as Entry<object, object> | undefined,
  }
}
/** Reads of a table of a whole state. */
export function tableView(rows: () => Rows): TableView<object, object> {
  const reads = tableReads(rows)
  return {
    ...reads,
    // a list: a walk that goes on after the next command would see rows of a newer state
    under: (prefix: object, range?: Range) => rows().list(prefix, range),
    get size() {
      return rows().size
    },
    entries: () =>
      rows()
        .entries()
        .map((entry) => ({ ...entry, row: rows().rowOf(entry) })),
  }
}

/** The accounts of one instance's own purposes. */
export const purses =
  (instance: string) =>
  (party: string, asset: string, kind: string, id?: string): ReturnType<typeof purse> =>
    purse(party, asset, instance, kind, id)
