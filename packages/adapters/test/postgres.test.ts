import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, inject, it } from 'vitest'
import { postgresJournal } from '../src/postgres/index.js'
import { namedStatements, sqlJournal } from '../src/sql/index.js'
import { testJournal } from '../src/testing/index.js'
import { createDatabase } from './postgres-database.js'
import { sqlRules } from './sql-rules.js'
import { crashWriter, readModels, tamper } from './sql-suite.js'

const url = await createDatabase(inject('postgres'))
const db = new Kysely<unknown>({
  dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: url, max: 2 }) }),
})
afterAll(() => db.destroy())

testJournal({
  name: 'Postgres',
  supports: { connections: true, restart: true, crash: true, readModels: true, tampering: true },
  // The server of the tests runs without fsync.
  open: async () => postgresJournal({ url, durability: 'process' }),
  readModels: (stream) => readModels(db, stream),
  tamper: (stream, change) => tamper(db, stream, change),
  writer: crashWriter('postgres', url),
})

testJournal({
  name: 'Postgres, stream by stream',
  supports: {
    connections: true,
    restart: true,
    crash: 'as above',
    readModels: true,
    tampering: 'as above',
  },
  open: async () => postgresJournal({ url, durability: 'process', batches: false, maxRecordBytes: 2 ** 20 }),
  readModels: (stream) => readModels(db, stream),
})

sqlRules('Postgres', db, async () => postgresJournal({ url, durability: 'process' }))

it('a server without fsync is no journal that survives a power cut', async () => {
  const journal = postgresJournal({ url })
  expect(journal.durability).toBe('power')
  await expect(journal.head('s')).rejects.toMatchObject({ code: 'JOURNAL_DURABILITY' })
  await journal.close()
})

it('the loss of a connection is told and the next call opens another', async () => {
  const errors: Error[] = []
  const journal = postgresJournal({ url, durability: 'process', onConnectionError: (error) => errors.push(error) })
  await journal.head('s')
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db)
  await until(() => errors.length > 0)
  expect((await journal.head('s')).sequence).toBe(0)
  await journal.close()
})

it('statements of the journal are prepared once in a connection', async () => {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const named = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: namedStatements(pool) }) })
  const journal = sqlJournal(named, { durability: 'process' })
  for (let n = 0; n < 3; n++) await journal.head('s')
  const { rows } = await sql<{ name: string }>`select name from pg_prepared_statements`.execute(named)
  expect(rows).toEqual([{ name: 'symbolon:head' }])
  await named.destroy()
})

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
