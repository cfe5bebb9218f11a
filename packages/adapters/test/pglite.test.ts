import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import { afterAll } from 'vitest'
import { pgliteJournal } from '../src/pglite/index.js'
import { pgliteDialect, sqlJournal } from '../src/sql/index.js'
import { testJournal } from '../src/testing/index.js'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-pglite-'))
const client = await PGlite.create()
afterAll(async () => {
  await client.close()
  rmSync(folder, { recursive: true, force: true })
})

testJournal({
  name: 'PGlite in memory',
  supports: {
    connections: 'one session',
    restart: true,
    crash: 'memory ends with its process',
    readModels: 'x',
    tampering: 'x',
  },
  open: async () =>
    sqlJournal(new Kysely<unknown>({ dialect: pgliteDialect(client) }), { maxRecordBytes: 16 * 2 ** 20 }),
})

testJournal({
  name: 'PGlite on disk',
  supports: {
    connections: 'a folder belongs to one process',
    restart: true,
    crash: 'x',
    readModels: 'x',
    tampering: 'x',
  },
  open: async () => pgliteJournal({ folder: join(folder, 'data') }),
})
