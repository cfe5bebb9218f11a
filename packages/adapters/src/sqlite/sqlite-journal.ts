import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely'
import Database from 'libsql'
import type { Journal } from '../journal/journal.js'
import { nativeHash } from '../node/native-hash.js'
import { sqlJournal } from '../sql/sql-journal.js'
import { retryBusy } from '../sql/sqlite-transaction.js'
import { cachedStatements, type ExecutingDatabase } from '../sql/statement.js'
import { placeOf } from './database-name.js'

/** Where a {@link sqliteJournal} lives. */
export interface SqliteJournalOptions {
  /**
   * Path of the database file, or a `file:` URI with one; created when missing. `:memory:` and SQLite's other names for it
   * keep it in memory, and the journal states the durability `none`.
   */
  readonly file: string
  /** Longest body in UTF-8 bytes; 32 MiB by default. */
  readonly maxRecordBytes?: number
}

/**
 * The embedded default: a journal in one SQLite file through libsql, with write-ahead log and a sync at every commit.
 * It survives a power cut, starts at once, and any number of processes may share the file.
 * @param options - The file, and what differs from the default.
 * @returns The journal; it opens the file at first use, and `close` closes it.
 * @throws {TypeError} when `file` names none: SQLite would make a temporary database that is gone when it closes.
 * @example const app = await open({ system, journal: sqliteJournal({ file: 'marlin.db' }), stream: 'marlin' })
 */
export function sqliteJournal({ file, maxRecordBytes }: SqliteJournalOptions): Journal {
  const place = placeOf(file)
  const db = openSqlite(file)
  return sqlJournal(db, {
    name: 'sqlite',
    durability: place === 'memory' ? 'none' : 'power',
    hash: nativeHash,
    onClose: () => db.destroy(),
    ...(maxRecordBytes === undefined ? {} : { maxRecordBytes }),
  })
}

/**
 * The database of a {@link sqliteJournal} for a backend's own queries and joins; several may be open on one file.
 * @param file - As in {@link SqliteJournalOptions}.
 * @returns Kysely over libsql, set to WAL and synchronous = FULL; opened at the first query, closed by `destroy()`.
 * @throws {TypeError} when `file` names none.
 * @example await sql`select party, amount from symbolon_balance`.execute(openSqlite('marlin.db'))
 */
export function openSqlite<Tables = unknown>(file: string): Kysely<Tables> {
  placeOf(file)
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: () => openDatabase(file) }) })
}

async function openDatabase(file: string): Promise<SqliteDatabase> {
  const database = new Database(file)
  // A busy file is waited for outside SQLite, where waiting doesn't block the event loop; this is for the last instant.
  database.exec('pragma busy_timeout = 5')
  await retryBusy(async () => database.pragma('journal_mode = WAL'))
  database.pragma('synchronous = FULL')
  // On macOS a plain sync stops short of the disk; elsewhere this changes nothing.
  database.pragma('fullfsync = on')
  return cachedStatements(database as ExecutingDatabase)
}
