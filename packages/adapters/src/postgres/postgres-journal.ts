import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Durability, Journal } from '../journal/journal.js'
import { nativeHash } from '../node/native-hash.js'
import { sqlJournal } from '../sql/sql-journal.js'
import { namedStatements } from '../sql/statement.js'

/** Where a {@link postgresJournal} lives. */
export interface PostgresJournalOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string
  /** Most connections at a time; 4 by default (appends of one process share one). */
  readonly connections?: number
  /** `process` for a server set to lose the last moments in a power cut; `power` by default, and then checked. */
  readonly durability?: Durability
  /** Longest body in UTF-8 bytes; 32 MiB by default. */
  readonly maxRecordBytes?: number
  /** `false` appends stream by stream, as CockroachDB and Citus want it. */
  readonly batches?: boolean
  /** Told of connections that broke while idle; the next call opens another. */
  readonly onConnectionError?: (error: Error) => void
}

/**
 * A journal on a Postgres server through pg, with prepared statements. Any number of processes may share a database.
 * @param options - Address of the server, and what differs from the default.
 * @returns The journal; it connects at first use, and `close` ends its connections. It rejects with
 * `JournalError` `JOURNAL_DURABILITY` when the server is set to lose what the journal states to keep.
 * @example const journal = postgresJournal({ url: 'postgres://localhost/marlin' })
 */
export function postgresJournal(options: PostgresJournalOptions): Journal {
  const { url, connections = 4, onConnectionError = () => undefined, ...rest } = options
  const pool = new pg.Pool({ connectionString: url, max: connections, allowExitOnIdle: true })
  // Without a listener the loss of an idle connection ends the process.
  pool.on('error', onConnectionError)
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: namedStatements(pool) }) })
  return sqlJournal(db, { name: 'postgres', hash: nativeHash, onClose: () => pool.end(), ...rest })
}
