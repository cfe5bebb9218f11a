import { type Kysely, PostgresAdapter, SqliteAdapter, sql } from 'kysely'
import { checkClaims } from '../journal/claim.js'
import { coalesce } from '../journal/coalesce.js'
import { JournalError } from '../journal/error.js'
import { type Durability, EMPTY_HEAD, type Journal, type Snapshot } from '../journal/journal.js'
import { checkDurability } from './durability.js'
import { postgresAppend } from './postgres-append.js'
import { migrate, type SqlDialect } from './schema.js'
import { sqliteAppend } from './sqlite-append.js'
import { immediately } from './sqlite-transaction.js'

/** How a {@link sqlJournal} behaves; everything has a default. */
export interface SqlJournalOptions {
  /** For messages; the dialect's name by default. */
  readonly name?: string
  /** What the database is set to survive: `power` by default (PGlite less). Checked at first use. */
  readonly durability?: Durability
  /** The SQL to speak, when Kysely's adapter doesn't say (it is neither of its own two). */
  readonly dialect?: SqlDialect
  /** Longest body in UTF-8 bytes; 32 MiB by default. */
  readonly maxRecordBytes?: number
  /** `false` appends stream by stream, as CockroachDB and Citus want it. */
  readonly batches?: boolean
  /** SHA-256 of the platform for sealing. */
  readonly hash?: (previous: string, body: string) => string
  /** Run by `close`, to let go of what was opened for the journal; the `db` itself stays its owner's. */
  readonly onClose?: () => Promise<void>
}

interface RecordRow {
  readonly sequence: number | string | bigint
  readonly command: string
  readonly hash: string
  readonly body: string
}

/**
 * A journal on Postgres, PGlite or SQLite through Kysely. It creates its tables (`symbolon_…`) at first use, and keeps
 * balances and rows in tables of their own within the transaction that appends their records.
 *
 * Give pg pools through {@link namedStatements}, SQLite databases through {@link cachedStatements}, PGlite through
 * {@link pgliteDialect}; or take `postgresJournal`, `sqliteJournal` or `pgliteJournal`, which do.
 * @param db - Stays its owner's: `close` of the journal leaves it open.
 * @param options - What differs from the default.
 * @returns The journal. At first use it rejects with {@link JournalError} `JOURNAL_DURABILITY` or `JOURNAL_SCHEMA` when
 * the database keeps less than is stated, or has tables of a later version.
 * @throws {TypeError} for a dialect that is neither Postgres nor SQLite.
 * @example const app = await open({ system, journal: sqlJournal(db), stream: 'marlin' })
 */
export function sqlJournal<Database>(db: Kysely<Database>, options: SqlJournalOptions = {}): Journal {
  const dialect = options.dialect ?? dialectOf(db)
  const { name = dialect, durability = durabilityOf(db), maxRecordBytes = 32 * 2 ** 20, batches = true, hash } = options
  const limits = { maxRecordBytes }
  const write = dialect === 'postgres' ? postgresAppend(db) : sqliteAppend(db)
  const queue = coalesce(batches ? write : (claims) => streamByStream(write, claims), BATCH)
  let prepared: Promise<void> | undefined
  let closed = false

  /** The database, with the journal's tables. A failed start is tried again by the next call. */
  async function ready(): Promise<Kysely<Database>> {
    if (closed) throw new JournalError('JOURNAL_CLOSED', 'the journal is closed')
    prepared ??= prepare().catch((error) => {
      prepared = undefined
      throw error
    })
    await prepared
    return db
  }

  async function prepare(): Promise<void> {
    await checkDurability(db, dialect, durability)
    await migrate(db, dialect)
  }

  return {
    name,
    durability,
    limits,
    capabilities: { readModels: true, batches, watch: false },
    ...(hash ? { hash } : {}),
    head: async (stream) => {
      const { rows } = await sql<RecordRow>`/* symbolon:head */ select sequence, hash from symbolon_record
        where stream = ${stream} order by sequence desc limit 1`.execute(await ready())
      const [row] = rows
      return row ? { sequence: Number(row.sequence), hash: row.hash } : EMPTY_HEAD
    },
    append: async (claims) => {
      checkClaims(claims, limits)
      await ready()
      return claims.length === 0 ? new Set<string>() : queue.append(claims)
    },
    read: async (stream, after, limit) => {
      const { rows } = await sql<RecordRow>`/* symbolon:read */ select sequence, command, hash, body
        from symbolon_record where stream = ${stream} and sequence > ${after} order by sequence
        limit ${limit}`.execute(await ready())
      return rows.map(recordOf)
    },
    find: async (stream, command) => {
      const { rows } = await sql<RecordRow>`/* symbolon:find */ select sequence, command, hash, body
        from symbolon_record where stream = ${stream} and command = ${command}`.execute(await ready())
      return rows[0] && recordOf(rows[0])
    },
    streams: async () => {
      const { rows } = await sql<RecordRow & { readonly stream: string }>`select r.stream, r.sequence, r.hash
        from symbolon_record r join (select stream, max(sequence) as sequence from symbolon_record group by stream) h
        on h.stream = r.stream and h.sequence = r.sequence order by r.stream`.execute(await ready())
      return rows.map(({ stream, sequence, hash }) => ({ stream, sequence: Number(sequence), hash }))
    },
    writeSnapshot: async (snapshot) => {
      const connection = await ready()
      const put = (db: Kysely<Database>) => putSnapshot(db, snapshot)
      await (dialect === 'sqlite' ? immediately(connection, put) : put(connection))
    },
    readSnapshot: async (stream): Promise<Snapshot | undefined> => {
      const { rows } = await sql<RecordRow & { readonly digest: string }>`select sequence, hash, digest, body
        from symbolon_snapshot where stream = ${stream}`.execute(await ready())
      const [row] = rows
      return row && { stream, sequence: Number(row.sequence), hash: row.hash, digest: row.digest, text: row.body }
    },
    close: async () => {
      if (closed) return
      closed = true
      await queue.idle()
      await prepared?.catch(() => undefined)
      await options.onClose?.()
    },
  }
}

async function putSnapshot<Database>(db: Kysely<Database>, snapshot: Snapshot): Promise<void> {
  const { stream, sequence, hash, digest, text } = snapshot
  await sql`/* symbolon:snapshot */ insert into symbolon_snapshot (stream, sequence, hash, digest, body)
    values (${stream}, ${sequence}, ${hash}, ${digest}, ${text})
    on conflict (stream) do update set sequence = excluded.sequence, hash = excluded.hash,
      digest = excluded.digest, body = excluded.body
    where excluded.sequence >= symbolon_snapshot.sequence`.execute(db)
}

/** Beyond this a statement gains nothing and keeps others waiting. */
const BATCH = { records: 4096, characters: 16 * 2 ** 20 }

function dialectOf<Database>(db: Kysely<Database>): SqlDialect {
  const { adapter } = db.getExecutor()
  if (adapter instanceof PostgresAdapter) return 'postgres'
  if (adapter instanceof SqliteAdapter) return 'sqlite'
  throw new TypeError('sqlJournal: neither a Postgres nor a SQLite dialect; say which with options.dialect')
}

/** What the dialect knows of itself (PGlite's does); otherwise what servers are installed with. */
function durabilityOf<Database>(db: Kysely<Database>): Durability {
  const { adapter } = db.getExecutor()
  return 'durability' in adapter ? (adapter.durability as Durability) : 'power'
}

function recordOf({ sequence, command, hash, body }: RecordRow): {
  sequence: number
  command: string
  hash: string
  body: string
} {
  // A bigint is a string with pg, a number with PGlite and libsql.
  return { sequence: Number(sequence), command, hash, body }
}

async function streamByStream(
  write: ReturnType<typeof postgresAppend>,
  claims: Parameters<ReturnType<typeof postgresAppend>>[0],
): Promise<ReadonlySet<string>> {
  const won = new Set<string>()
  for (const claim of claims) for (const stream of await write([claim])) won.add(stream)
  return won
}
