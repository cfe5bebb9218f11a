import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { postgresJournal } from '../src/postgres/index.js'
import { testJournal } from '../src/testing/index.js'
import { createDatabase } from './postgres-database.js'
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
