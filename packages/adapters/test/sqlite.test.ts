import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, it } from 'vitest'
import { EMPTY_HEAD } from '../src/journal/index.js'
import { sqlJournal } from '../src/sql/index.js'
import { openSqlite, sqliteJournal } from '../src/sqlite/index.js'
import { testJournal } from '../src/testing/index.js'
import { sqlRules } from './sql-rules.js'
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

sqlRules('SQLite', db, async () => sqliteJournal({ file }))

it('a database that does not sync at every commit is no journal that survives a power cut', async () => {
  const loose = openSqlite(join(folder, 'loose.db'))
  await sql`pragma synchronous = normal`.execute(loose)
  await expect(sqlJournal(loose).head('s')).rejects.toMatchObject({ code: 'JOURNAL_DURABILITY' })
  expect((await sqlJournal(loose, { durability: 'process' }).head('s')).sequence).toBe(0)
  await loose.destroy()
  expect(sqliteJournal({ file }).durability).toBe('power')
  expect(sqliteJournal({ file: ':memory:' }).durability).toBe('none')
})

it('a database that SQLite keeps in memory or throws away states nothing, and is found out where it states more', async () => {
  for (const memory of [
    ':memory:',
    'file::memory:',
    'file::memory:?cache=shared',
    'file:some.db?mode=memory',
    'file:%3Amemory%3A',
  ]) {
    const journal = sqliteJournal({ file: memory })
    expect(journal.durability).toBe('none')
    expect(await journal.head('s')).toEqual(EMPTY_HEAD)
    await journal.close()
    const bare = openSqlite(memory)
    await expect(sqlJournal(bare).head('s')).rejects.toMatchObject({ code: 'JOURNAL_DURABILITY' })
    await bare.destroy()
  }
  for (const temporary of ['', 'file:', 'file:?cache=shared', 'file://localhost?cache=shared', 'file:#part']) {
    expect(() => sqliteJournal({ file: temporary }), temporary).toThrow(TypeError)
    expect(() => openSqlite(temporary), temporary).toThrow(TypeError)
  }
  for (const path of [file, `file:${file}`, `file://localhost${file}?cache=private`, ':memory', 'mode=memory']) {
    expect(sqliteJournal({ file: path }).durability).toBe('power')
  }
  const journal = sqliteJournal({ file: `file:${file}` })
  expect(await journal.head('s')).toEqual(EMPTY_HEAD)
  await journal.close()
})
