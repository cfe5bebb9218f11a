/** Reads that commands, queries and views share. Spec: kernel.md#reads. */
import { invertPrice } from '../arithmetic/index.js'
import { issuance, purse } from './account.js'
import type { Store } from './effects.js'
import {
  type FeedPolicy,
  type FeedRow,
  type KernelKey,
  type KernelRow,
  type KernelTableName,
  kernelNames,
  type ReportRow,
} from './kernel-tables.js'
import { NO_CREDIT } from './ledger.js'
import { refuse } from './rejection.js'
import type { Rows } from './rows.js'
import type { LedgerReads, ReportedPrice } from './scope-types.js'
import type { Entry } from './sorted-rows.js'
import type { Range, TableReads, TableView } from './table.js'

/** A store and the time at which it is read. */
export interface Live {
  readonly store: Store
  readonly now: number
}

export const kernelRows = (store: Store, table: KernelTableName): Rows => store.tables.get(kernelNames[table]) as Rows
export function kernelRow<N extends KernelTableName>(
  store: Store,
  table: N,
  key: KernelKey<N>,
): KernelRow<N> | undefined {
  return kernelRows(store, table).get(key as object) as KernelRow<N> | undefined
}

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
    price(base, quote) {
      const { store, now } = live()
      const feed = feedOf(store, base, quote) ?? refuse('PRICE_MISSING', { base, quote })
      const pair = { base: feed.base, quote: feed.quote }
      return inDirection(presentPrice(store, now, feed, pair), feed.base !== base)
    },
    priceAt: (base, quote, time) =>
      findPriceAt(live().store, base, quote, time) ?? refuse('PRICE_MISSING', { base, quote }),
    findPriceAt: (base, quote, time) => findPriceAt(live().store, base, quote, time),
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

/** What a feed prices, and in what. */
export type Pair = { readonly base: string; readonly quote: string }

/** The feed of a pair, in whichever direction there is one. */
function feedOf(store: Store, base: string, quote: string): Readonly<FeedRow & Pair> | undefined {
  const direct = kernelRow(store, 'feeds', { base, quote })
  if (direct !== undefined) return { ...direct, base, quote }
  const inverse = kernelRow(store, 'feeds', { base: quote, quote: base })
  return inverse === undefined ? undefined : { ...inverse, base: quote, quote: base }
}

/** One feed serves both directions: the ratio is turned round, its confidence with it. */
function inDirection(report: ReportedPrice, turned: boolean): ReportedPrice {
  if (!turned) return report
  // the relative uncertainty stays: c′ / quote′ = c / quote, rounded up against whoever relies on it
  const { quoteAmount, confidence, observed, until } = report
  const uncertain = (confidence * report.baseAmount + quoteAmount - 1n) / quoteAmount
  return { ...invertPrice(report), confidence: uncertain, observed, until }
}

function findPriceAt(store: Store, base: string, quote: string, time: number): ReportedPrice | undefined {
  const feed = feedOf(store, base, quote)
  const report = feed === undefined ? undefined : earlierPrice(store, time, { base: feed.base, quote: feed.quote })
  return report === undefined ? undefined : inDirection(report, feed?.base !== base)
}

function presentPrice(store: Store, now: number, feed: FeedRow, pair: Pair): ReportedPrice {
  if (feed.last === null) return refuse('PRICE_MISSING', pair)
  const report = kernelRow(store, 'reports', { ...pair, sequence: feed.last }) as ReportRow
  const { maxAge } = policyAt(store, pair, now) ?? refuse('PRICE_MISSING', pair)
  if (now - report.observed > maxAge || now >= report.until) refuse('PRICE_STALE', pair)
  return withEnd(report, maxAge)
}

/** A report with the time from which it is stale. */
const withEnd = (report: ReportRow, maxAge: number): ReportedPrice => ({
  ...report,
  until: Math.min(report.until, report.observed + maxAge + 1),
})

/** Among reports recorded before `time` and observed in [time − maxAge, time): the greatest by (observed, sequence). */
function earlierPrice(store: Store, time: number, pair: Pair): ReportedPrice | undefined {
  // like the reports, the policy is that of before: what is recorded at `time` itself, however often it is asked, changes nothing
  const policy = policyAt(store, pair, time - 1)
  if (policy === undefined) return undefined
  const { maxAge, futureSkew } = policy
  const reports = kernelRows(store, 'reports')
  let best: ReportRow | undefined
  let entry = reports.lastBefore(pair, ({ row }) => (row as ReportRow).at >= time)
  while (entry !== undefined) {
    const report = entry.row as ReportRow
    // an observation is at most futureSkew ahead of its record, so older records can't be in the window
    if (report.at < time - maxAge - futureSkew) break
    const usable = report.observed < time && report.observed >= time - maxAge
    if (usable && (best === undefined || report.observed > best.observed)) best = report
    entry = reports.before(pair, (entry.key as { readonly sequence: number }).sequence)
  }
  return best === undefined ? undefined : withEnd(best, maxAge)
}

/** The policy in force at a time, if the feed was there by then. */
export function policyAt(store: Store, pair: Pair, time: number): FeedPolicy | undefined {
  return kernelRows(store, 'policies').before(pair, time + 1)?.row as FeedPolicy | undefined
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
