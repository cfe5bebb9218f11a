import type { PostgresPool, PostgresPoolClient, SqliteDatabase, SqliteStatement } from 'kysely'
import { BEGIN } from './sqlite-transaction.js'

/**
 * Statements whose text starts with this are sent again and again: {@link namedStatements} names them,
 * {@link cachedStatements} keeps them prepared. Kysely itself does neither.
 */
const MARK = '/* symbolon:'

/** The name in the mark of a statement, `undefined` when it has none. */
function markOf(text: string): string | undefined {
  return text.startsWith(MARK) ? text.slice(3, text.indexOf(' */')) : undefined
}

/**
 * A pg pool that has the journal's statements prepared once per connection; one appender runs half again as fast.
 * Other statements pass through.
 * @param pool - A pool of pg; `end` passes through.
 * @returns The pool for Kysely's `PostgresDialect`.
 * @example new Kysely({ dialect: new PostgresDialect({ pool: namedStatements(new pg.Pool({ connectionString })) }) })
 */
export function namedStatements(pool: PostgresPool): PostgresPool {
  const wrapped = new WeakMap<PostgresPoolClient, PostgresPoolClient>()
  return {
    connect: async () => {
      const client = await pool.connect()
      const known = wrapped.get(client)
      if (known) return known
      const named = nameOn(client)
      wrapped.set(client, named)
      return named
    },
    end: () => pool.end(),
  }
}

function nameOn(client: PostgresPoolClient): PostgresPoolClient {
  // pg takes a query as an object; Kysely's view of its client knows only text and parameters.
  const send = client.query.bind(client) as (query: unknown, parameters?: readonly unknown[]) => never
  return {
    query: (query: unknown, parameters?: readonly unknown[]) => {
      const name = typeof query === 'string' ? markOf(query) : undefined
      return name === undefined ? send(query, parameters) : send({ name, text: query, values: parameters })
    },
    release: (...error: []) => client.release(...error),
  }
}

/** What {@link cachedStatements} needs of a database beyond what Kysely does. */
export interface ExecutingDatabase extends SqliteDatabase {
  exec(text: string): unknown
}

/**
 * A SQLite database (libsql, better-sqlite3) that keeps the journal's statements prepared.
 *
 * `begin immediate` runs by `exec`: a prepared one that finds the file locked keeps its snapshot until libsql collects
 * it, and every later attempt of the connection fails for that.
 * @param database - An open database; `close` passes through.
 * @returns The database for Kysely's `SqliteDialect`.
 * @example new Kysely({ dialect: new SqliteDialect({ database: cachedStatements(new Database('marlin.db')) }) })
 */
export function cachedStatements(database: ExecutingDatabase): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>()
  return {
    prepare: (text) => {
      const known = statements.get(text)
      if (known) return known
      if (text === BEGIN) return executing(database, text)
      const statement = database.prepare(text)
      if (markOf(text) !== undefined) statements.set(text, statement)
      return statement
    },
    close: () => database.close(),
  }
}

function executing(database: ExecutingDatabase, text: string): SqliteStatement {
  return {
    reader: false,
    run: () => {
      database.exec(text)
      return { changes: 0, lastInsertRowid: 0 }
    },
    all: () => [],
    iterate: () => [].values(),
  }
}
