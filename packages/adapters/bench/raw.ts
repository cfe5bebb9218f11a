import { PGlite } from '@electric-sql/pglite'
import Database from 'libsql'
import pg from 'pg'
import { paymentRecord } from './load.js'

/** What a driver does without us. Each call answers with how many rows it stored. */
export interface RawStore {
  /** One row in one insert. */
  single(): Promise<number>
  /** A thousand rows in one statement or transaction. */
  batch(): Promise<number>
  close(): Promise<void>
}

const BATCH = 1000
const SINGLE = 'insert into raw values ($1, $2, $3, $4, $5)'
const UNNEST = 'insert into raw select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[])'

function table(integer: string, suffix = ''): string {
  const columns = `stream text not null, sequence ${integer} not null, command text not null, hash text not null`
  return `create table raw (${columns}, body text not null, primary key (stream, sequence), unique (stream, command))${suffix}`
}

/** Rows with sequences that go on over all calls. */
function rowSource(): () => readonly [string, number, string, string, string] {
  let last = 0
  return () => {
    last += 1
    const { sequence, command, hash, body } = paymentRecord('raw', last)
    return ['raw', sequence, command, hash, body]
  }
}

export async function rawSqlite(file: string): Promise<RawStore> {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(table('integer', ' strict'))
  const insert = database.prepare('insert into raw values (?, ?, ?, ?, ?)')
  const next = rowSource()
  const batch = database.transaction(() => {
    for (let n = 0; n < BATCH; n++) insert.run(...next())
  })
  return {
    single: async () => insert.run(...next()).changes,
    batch: async () => {
      batch()
      return BATCH
    },
    close: async () => {
      database.close()
    },
  }
}

export async function rawPglite(folder: string): Promise<RawStore> {
  const client = await PGlite.create(folder)
  await client.exec(table('bigint'))
  const query = async (text: string, values: unknown[]): Promise<void> => {
    await client.query(text, values)
  }
  return rawStore(query, () => client.close())
}

export async function rawPostgres(url: string): Promise<RawStore> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(table('bigint'))
  const query = async (text: string, values: unknown[]): Promise<void> => {
    await client.query({ name: text === SINGLE ? 'single' : 'batch', text, values })
  }
  return rawStore(query, () => client.end())
}

function rawStore(query: (text: string, values: unknown[]) => Promise<void>, close: () => Promise<void>): RawStore {
  const next = rowSource()
  return {
    single: async () => {
      await query(SINGLE, [...next()])
      return 1
    },
    batch: async () => {
      const rows = Array.from({ length: BATCH }, next)
      const columns = [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column]))
      await query(UNNEST, columns)
      return BATCH
    },
    close,
  }
}
