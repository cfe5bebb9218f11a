import { type Kysely, sql } from 'kysely'
import { JournalError } from '../journal/error.js'
import type { Durability } from '../journal/journal.js'
import type { SqlDialect } from './schema.js'
import { retryBusy } from './sqlite-transaction.js'

/**
 * Holds a stated durability of `power` against the settings of the server: Postgres must sync its log before it
 * answers, SQLite at every commit and in a file.
 * @throws {JournalError} `JOURNAL_DURABILITY`
 */
export async function checkDurability<Database>(
  db: Kysely<Database>,
  dialect: SqlDialect,
  durability: Durability,
): Promise<void> {
  if (durability !== 'power') return
  const weak = dialect === 'postgres' ? await weakPostgres(db) : await weakSqlite(db)
  if (weak === undefined) return
  const message = `the journal states that it survives a power cut, but ${weak}; change that, or state a weaker durability`
  throw new JournalError('JOURNAL_DURABILITY', message)
}

async function weakPostgres<Database>(db: Kysely<Database>): Promise<string | undefined> {
  // Servers that only speak Postgres's protocol don't know the settings: null, and their word is taken.
  const { rows } = await sql<{ fsync: string | null; commits: string | null }>`select
    current_setting('fsync', true) as fsync, current_setting('synchronous_commit', true) as commits`.execute(db)
  if (rows[0]?.fsync === 'off') return 'fsync is off'
  return rows[0]?.commits === 'off' ? 'synchronous_commit is off' : undefined
}

async function weakSqlite<Database>(db: Kysely<Database>): Promise<string | undefined> {
  const list = await retryBusy(() => sql<{ name: string; file: string | null }>`pragma database_list`.execute(db))
  // A file without a name is one that SQLite deletes when it closes, or none at all.
  if (list.rows.some(({ name, file }) => name === 'main' && !file)) return 'the database is in memory, or temporary'
  const { rows } = await retryBusy(() => sql<{ synchronous: number }>`pragma synchronous`.execute(db))
  return Number(rows[0]?.synchronous) < 2 ? 'synchronous is below FULL' : undefined
}
