import { checkClaims } from '../journal/claim.js'
import { JournalError } from '../journal/error.js'
import {
  type Claim,
  EMPTY_HEAD,
  type Head,
  type Journal,
  type JournalRecord,
  type Snapshot,
} from '../journal/journal.js'

/** What memory journals share: make one and give it to several when several should see the same streams. */
export interface MemoryStore {
  /** By their names. */
  readonly streams: Map<string, MemoryStream>
}

/** One stream in memory. */
export interface MemoryStream {
  /** In order, the first with sequence 1. */
  readonly records: JournalRecord[]
  /** Position in `records` by command id. */
  readonly commands: Map<string, number>
  /** Called soon after an append. */
  readonly listeners: Set<() => void>
  snapshot?: Snapshot
}

/**
 * An empty store, for several journals that are to see the same streams.
 * @returns A store without streams; it lives as long as somebody holds it.
 * @example
 * const store = memoryStore()
 * const [one, other] = [memoryJournal({ store }), memoryJournal({ store })]
 */
export function memoryStore(): MemoryStore {
  return { streams: new Map() }
}

/**
 * A journal that lives as long as its store: for tests, simulations and browsers. It keeps no read models, and states
 * the durability `none`.
 * @param options - `store`: shared with other handles, a new one by default; `maxRecordBytes`: longest body in UTF-8
 * bytes, 64 MiB by default.
 * @returns The journal. Its methods reject with {@link JournalError}s.
 * @example const app = await open({ system, journal: memoryJournal(), stream: 'marlin' })
 */
export function memoryJournal(
  options: { readonly store?: MemoryStore; readonly maxRecordBytes?: number } = {},
): Journal {
  const { store = memoryStore(), maxRecordBytes = 64 * 2 ** 20 } = options
  const limits = { maxRecordBytes }
  let closed = false

  function stream(name: string): MemoryStream | undefined {
    if (closed) throw new JournalError('JOURNAL_CLOSED', 'the journal is closed')
    return store.streams.get(name)
  }

  function created(name: string): MemoryStream {
    const known = stream(name)
    if (known) return known
    const fresh: MemoryStream = { records: [], commands: new Map(), listeners: new Set() }
    store.streams.set(name, fresh)
    return fresh
  }

  return {
    name: 'memory',
    durability: 'none',
    limits,
    capabilities: { readModels: false, batches: true, watch: true },
    head: async (name) => headOf(stream(name)),
    append: async (claims) => {
      checkClaims(claims, limits)
      const won = new Set<string>()
      for (const claim of claims) {
        if (appendTo(created(claim.stream), claim)) won.add(claim.stream)
      }
      return won
    },
    read: async (name, after, limit) => stream(name)?.records.slice(after, after + limit) ?? [],
    find: async (name, command) => {
      const known = stream(name)
      const position = known?.commands.get(command)
      return position === undefined ? undefined : known?.records[position]
    },
    streams: async () => {
      if (closed) throw new JournalError('JOURNAL_CLOSED', 'the journal is closed')
      const filled = [...store.streams].filter(([, { records }]) => records.length > 0)
      return filled.map(([name, entry]) => ({ stream: name, ...headOf(entry) })).sort(byStream)
    },
    writeSnapshot: async (snapshot) => {
      const entry = created(snapshot.stream)
      if (snapshot.sequence >= (entry.snapshot?.sequence ?? 0)) entry.snapshot = snapshot
    },
    readSnapshot: async (name) => stream(name)?.snapshot,
    watch: (name, listener) => {
      const { listeners } = created(name)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    close: async () => {
      closed = true
    },
  }
}

function headOf(entry: MemoryStream | undefined): Head {
  const last = entry?.records.at(-1)
  return last ? { sequence: last.sequence, hash: last.hash } : EMPTY_HEAD
}

function appendTo(entry: MemoryStream, { expected, records }: Claim): boolean {
  const { sequence, hash } = headOf(entry)
  if (sequence !== expected.sequence || hash !== expected.hash) return false
  const ids = new Set(records.map(({ command }) => command))
  if (ids.size < records.length || records.some(({ command }) => entry.commands.has(command))) return false
  for (const { command, hash, body, sequence } of records) {
    entry.commands.set(command, entry.records.length)
    entry.records.push({ sequence, command, hash, body })
  }
  for (const listener of entry.listeners) queueMicrotask(listener)
  return true
}

function byStream(a: { readonly stream: string }, b: { readonly stream: string }): number {
  return a.stream < b.stream ? -1 : a.stream > b.stream ? 1 : 0
}
