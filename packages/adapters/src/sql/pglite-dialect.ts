import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { Durability } from '../journal/journal.js'

/** What the dialect needs of a PGlite instance. */
export interface PgliteClient {
  /** Folder or address of the data; in memory when absent, empty or `memory://…`. */
  readonly dataDir?: string | undefined
  readonly waitReady: Promise<void>
  query<Row>(text: string, parameters?: unknown[]): Promise<{ rows: Row[]; affectedRows?: number }>
  close(): Promise<void>
}

/**
 * Kysely on PGlite. PGlite is one session: whoever holds the connection holds it alone, so that the statements of two
 * callers never share a transaction.
 * @param client - An instance of PGlite, on disk, in memory or in a browser; `destroy` of the Kysely closes it.
 * @returns A dialect that speaks Postgres and knows what PGlite survives: `process` on disk, `none` in memory.
 * @example new Kysely({ dialect: pgliteDialect(await PGlite.create()) })
 */
export function pgliteDialect(client: PgliteClient): Dialect {
  return {
    createAdapter: () => Object.assign(new PostgresAdapter(), { durability: durabilityOf(client) }),
    createDriver: () => pgliteDriver(client),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

/** PGlite never syncs, whatever its settings say. */
function durabilityOf({ dataDir = '' }: PgliteClient): Durability {
  return dataDir === '' || dataDir.startsWith('memory://') ? 'none' : 'process'
}

function pgliteDriver(client: PgliteClient): Driver {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: CompiledQuery) => {
      const { rows, affectedRows } = await client.query<Row>(sql, [...parameters])
      return affectedRows === undefined ? { rows } : { rows, numAffectedRows: BigInt(affectedRows) }
    },
    // biome-ignore lint/correctness/useYield: PGlite reads whole results only
    async *streamQuery() {
      throw new Error('PGlite does not stream')
    },
  }
  let free: Promise<void> = Promise.resolve()
  let release: () => void = () => undefined

  const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text))
  return {
    init: () => client.waitReady,
    acquireConnection: async () => {
      const before = free
      let done: () => void = () => undefined
      free = new Promise((resolve) => {
        done = resolve
      })
      await before
      release = done
      return connection
    },
    releaseConnection: async () => release(),
    beginTransaction: async (_, { isolationLevel }) => {
      await run(isolationLevel ? `begin isolation level ${isolationLevel}` : 'begin')
    },
    commitTransaction: async () => {
      await run('commit')
    },
    rollbackTransaction: async () => {
      await run('rollback')
    },
    destroy: () => client.close(),
  }
}
