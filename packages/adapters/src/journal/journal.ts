/** A record as a journal stores it: opaque text with what orders, names and seals it. */
export interface JournalRecord {
  /** Position in its stream: 1, 2, 3, … without gaps. */
  readonly sequence: number
  /** Id of the command, unique in its stream. */
  readonly command: string
  /** SHA-256 of the record, 64 lower-case hex digits. */
  readonly hash: string
  /** The canonical record without `previous` and `hash`; stored and given back byte for byte. */
  readonly body: string
}

/** Where a stream ends: the last record's sequence and hash, or {@link EMPTY_HEAD}. */
export interface Head {
  readonly sequence: number
  readonly hash: string
}

/** Head of a stream without records: sequence 0 and the hash that record 1 has as its `previous`. */
export const EMPTY_HEAD: Head = { sequence: 0, hash: '0'.repeat(64) }

/** Balance of an account after a claim, in base units; negative is a debt. */
export interface BalanceChange {
  readonly party: string
  readonly asset: string
  readonly purpose: string
  readonly amount: bigint
}

/** Row of a table after a claim, `null` when it is gone. Key and row are canonical JSON. */
export interface RowChange {
  readonly table: string
  readonly key: string
  readonly row: string | null
}

/** What one writer wants appended to one stream: all of it, or nothing. */
export interface Claim {
  readonly stream: string
  /** The head the records were decided against. */
  readonly expected: Head
  /** At least one; sequences continue `expected.sequence` without gaps. */
  readonly records: readonly JournalRecord[]
  /** Read model: where an account or row occurs twice, the later one counts. */
  readonly balances?: readonly BalanceChange[]
  readonly rows?: readonly RowChange[]
}

/** A command that somebody offered past the hosts of a stream. */
export interface Offer {
  /** Its number, from 0. */
  readonly index: number
  /** What was offered, bytes in lower-case hexadecimal digits. */
  readonly command: string
}

/** A state kept so that opening needs no replay from the first record. */
export interface Snapshot {
  readonly stream: string
  /** Sequence and hash of the last record the state contains. */
  readonly sequence: number
  readonly hash: string
  /** Text of the state (canonical JSON of the core) and the SHA-256 of that text in hex. */
  readonly digest: string
  readonly text: string
}

/**
 * What survives: `power` a power cut, `process` the end of the process by any signal, `none` nothing but the objects
 * that hold it.
 */
export type Durability = 'power' | 'process' | 'none'

/** What a journal accepts. */
export interface JournalLimits {
  /** Longest body in UTF-8 bytes. */
  readonly maxRecordBytes: number
  /** Most bytes of the bodies of one claim, 128 more counted for each; no bound when absent. */
  readonly maxClaimBytes?: number
}

/** What a journal can do beyond the rules that all share; what it can't is named here instead of left out in silence. */
export interface JournalCapabilities {
  /** Balances and rows are kept as tables, changed in the transaction that appends their records. */
  readonly readModels: boolean
  /** Claims on many streams share one round trip. Otherwise they are appended stream by stream. */
  readonly batches: boolean
  /** {@link Journal.watch} is there. Otherwise readers poll. */
  readonly watch: boolean
}

/**
 * Ordered, hash-chained records by stream. Backends differ only in where they live.
 *
 * Every method may be called before any other; a journal creates what it needs at first use. Errors are
 * {@link JournalError}s or the driver's own, told apart by `code`. After an error an append is *unknown*, neither done
 * nor undone: read the head, or {@link Journal.find} a command by id.
 */
export interface Journal {
  /** For messages and reports: `memory`, `sqlite`, `postgres`, … */
  readonly name: string
  readonly durability: Durability
  readonly limits: JournalLimits
  readonly capabilities: JournalCapabilities
  /** SHA-256 of the platform for sealing records, when this journal runs where one is at hand. */
  readonly hash?: (previous: string, body: string) => string

  /** Head of a stream, {@link EMPTY_HEAD} when it has no records. */
  head(stream: string): Promise<Head>

  /**
   * Appends each claim whose stream ends at its expected head and whose command ids are new to the stream; each whole
   * or not at all, and none because of another. At most one claim per stream.
   * @returns The streams whose claims were appended. Those left out have moved on, or know one of the commands.
   */
  append(claims: readonly Claim[]): Promise<ReadonlySet<string>>

  /** Up to `limit` records after sequence `after`, in order. */
  read(stream: string, after: number, limit: number): Promise<readonly JournalRecord[]>

  /** The record of a command. */
  find(stream: string, command: string): Promise<JournalRecord | undefined>

  /** Streams that have records, with their heads, in order of their names. */
  streams(): Promise<readonly (Head & { readonly stream: string })[]>

  /** Keeps a snapshot in place of an older one of the stream; one that is behind what is kept changes nothing. */
  writeSnapshot(snapshot: Snapshot): Promise<void>

  /** The snapshot kept of a stream. */
  readSnapshot(stream: string): Promise<Snapshot | undefined>

  /**
   * Commands in the stream's inbox from number `after` on, in order; the app takes them. Absent where there is no inbox,
   * or no right to write.
   */
  offers?(stream: string, after: number, limit: number): Promise<readonly Offer[]>

  /**
   * Calls `listener` soon after any handle in reach has appended to the stream. A hint: it may be early, doubled or
   * missing, so readers poll as well, only less often.
   * @returns Ends the calls.
   */
  watch?(stream: string, listener: () => void): () => void

  /** Waits for what is under way and lets go of what this handle opened itself. Further calls fail. */
  close(): Promise<void>
}
