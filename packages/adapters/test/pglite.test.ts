import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely, sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { pgliteJournal } from '../src/pglite/index.js'
import { pgliteDialect, sqlJournal } from '../src/sql/index.js'
import { testJournal } from '../src/testing/index.js'
import { sqlRules } from './sql-rules.js'
import { crashWriter, readModels, tamper } from './sql-suite.js'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-pglite-'))
const data = join(folder, 'data')
const client = await PGlite.create()
const db = new Kysely<unknown>({ dialect: pgliteDialect(client) })
afterAll(async () => {
  await client.close()
  rmSync(folder, { recursive: true, force: true })
})

testJournal({
  name: 'PGlite in memory',
  supports: {
    connections: 'it is one session',
    restart: true,
    crash: 'memory ends with its process',
    readModels: true,
    tampering: true,
  },
  open: async () => sqlJournal(db, { maxRecordBytes: 16 * 2 ** 20 }),
  readModels: (stream) => readModels(db, stream),
  tamper: (stream, change) => tamper(db, stream, change),
})

testJournal({
  name: 'PGlite on disk',
  supports: {
    connections: 'a folder belongs to one handle',
    restart: true,
    crash: true,
    readModels: 'while a handle is open nobody else can read; the same SQL as in memory',
    tampering: 'while a handle is open nobody else can write',
  },
  open: () => pgliteJournal({ folder: data }),
  writer: crashWriter('pglite', data),
})

sqlRules('PGlite', db, async () => sqlJournal(db))

it('statements of two callers never share a transaction', async () => {
  await sql`create table mutex (value integer)`.execute(db)
  const failing = db.transaction().execute(async (transaction) => {
    await sql`insert into mutex values (1)`.execute(transaction)
    await new Promise((resolve) => setTimeout(resolve, 20))
    throw new Error('rolled back')
  })
  const other = sql`insert into mutex values (2)`.execute(db)
  await expect(failing).rejects.toThrow('rolled back')
  await other
  expect((await sql`select value from mutex`.execute(db)).rows).toEqual([{ value: 2 }])
})

it('it states what it survives: nothing in memory, the process on disk, and one handle at a time', async () => {
  expect(sqlJournal(db).durability).toBe('none')
  const journal = await pgliteJournal({ folder: join(folder, 'other') })
  expect(journal.durability).toBe('process')
  await expect(pgliteJournal({ folder: join(folder, 'other') })).rejects.toMatchObject({ code: 'JOURNAL_LOCKED' })
  await journal.close()
  expect(sqlJournal(new Kysely({ dialect: pgliteDialect({ ...client, dataDir: '' } as never) })).durability).toBe(
    'none',
  )
  for (const none of ['', 'memory://', 'idb://marlin']) {
    await expect(pgliteJournal({ folder: none })).rejects.toThrow(TypeError)
  }
})
