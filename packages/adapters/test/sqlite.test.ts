import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { sqliteJournal } from '../src/sqlite/index.js'
import { testJournal } from '../src/testing/index.js'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-sqlite-'))
const file = join(folder, 'journal.db')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

testJournal({
  name: 'SQLite in a file',
  supports: { connections: true, restart: true, crash: 'x', readModels: 'x', tampering: 'x' },
  open: async () => sqliteJournal({ file }),
})
