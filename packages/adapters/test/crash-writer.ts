/** The process that the crash test kills. Arguments: backend, where it lives, stream, name of the run. */
import type { Journal } from '../src/journal/index.js'
import { pgliteJournal } from '../src/pglite/index.js'
import { postgresJournal } from '../src/postgres/index.js'
import { sqliteJournal } from '../src/sqlite/index.js'
import { writeUntilKilled } from '../src/testing/write-until-killed.js'

const [backend = '', place = '', stream = '', run = ''] = process.argv.slice(2)

const journals: Readonly<Record<string, () => Journal | Promise<Journal>>> = {
  sqlite: () => sqliteJournal({ file: place }),
  pglite: () => pgliteJournal({ folder: place }),
  postgres: () => postgresJournal({ url: place, durability: 'process' }),
}

const journal = await journals[backend]?.()
if (!journal) throw new Error(`no backend named ${backend}`)
await writeUntilKilled(journal, stream, run)
