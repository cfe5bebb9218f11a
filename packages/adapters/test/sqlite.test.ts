import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openSqlite, sqliteJournal } from '../src/sqlite/index.js'
import { testJournal } from '../src/testing/index.js'
import { crashWriter, readModels, tamper } from './sql-suite.js'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-sqlite-'))
const file = join(folder, 'journal.db')
const db = openSqlite(file)
afterAll(async () => {
  await db.destroy()
  rmSync(folder, { recursive: true, force: true })
})

testJournal({
  name: 'SQLite in a file',
  supports: { connections: true, restart: true, crash: true, readModels: true, tampering: true },
  open: async () => sqliteJournal({ file }),
  readModels: (stream) => readModels(db, stream),
  tamper: (stream, change) => tamper(db, stream, change),
  writer: crashWriter('sqlite', file),
})
