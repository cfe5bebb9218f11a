import { PGlite } from '@electric-sql/pglite'
import Database from 'libsql'
import pg from 'pg'
import { paymentRecord, storeRate } from './load.js'

/** What the driver does without us: one row per insert, and a thousand rows per statement or transaction. */
export interface RawRates {
  readonly single: number
  readonly batch: number
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

export async function rawSqlite(file: string): Promise<RawRates> {
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = FULL')
  database.exec(table('integer', ' strict'))
  const insert = database.prepare('insert into raw values (?, ?, ?, ?, ?)')
  const next = rowSource()
  const batch = database.transaction(() => {
    for (let n = 0; n < BATCH; n++) insert.run(...next())
  })
  const rates = {
    single: await storeRate(async () => insert.run(...next()).changes),
    batch: await storeRate(async () => {
      batch()
      return BATCH
    }),
  }
  database.close()
  return rates
}

export async function rawPglite(folder: string): Promise<RawRates> {
  const client = await PGlite.create(folder)
  await client.exec(table('bigint'))
  const rates = await rawPostgresRates(async (text, values) => {
    await client.query(text, values)
  })
  await client.close()
  return rates
}

export async function rawPostgres(url: string): Promise<RawRates> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(table('bigint'))
  const rates = await rawPostgresRates(async (text, values) => {
    await client.query({ name: text === SINGLE ? 'single' : 'batch', text, values })
  })
  await client.end()
  return rates
}

async function rawPostgresRates(query: (text: string, values: unknown[]) => Promise<void>): Promise<RawRates> {
  const next = rowSource()
  return {
    single: await storeRate(async () => {
      await query(SINGLE, [...next()])
      return 1
    }),
    batch: await storeRate(async () => {
      const rows = Array.from({ length: BATCH }, next)
      await query(
        UNNEST,
        [0, 1, 2, 3, 4].map((column) => rows.map((row) => row[column])),
      )
      return BATCH
    }),
  }
}
