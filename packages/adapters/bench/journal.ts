import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSystem } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import type { Journal } from '../src/journal/index.js'
import { memoryJournal } from '../src/memory/index.js'
import { nativeHash } from '../src/node/index.js'
import { pgliteJournal } from '../src/pglite/index.js'
import { postgresJournal } from '../src/postgres/index.js'
import { open } from '../src/runtime/index.js'
import { sqliteJournal } from '../src/sqlite/index.js'
import { startPostgres } from '../test/postgres-server.js'
import { appendRate } from './load.js'
import { type RawRates, rawPglite, rawPostgres, rawSqlite } from './raw.js'

/** One line of a bench. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly reference: string
  /** Ours in units of the reference. */
  readonly ratio: number
  readonly note?: string
}

interface Backend {
  readonly name: string
  readonly open: () => Promise<Journal>
  readonly raw: () => Promise<RawRates>
}

/** Appending and replaying, each backend beside what its driver does without us in the same run. */
export async function bench(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-bench-'))
  const server = await startPostgres({ sync: true })
  const at = (name: string) => join(folder, name)
  const backends: readonly Backend[] = [
    { name: 'Postgres', open: async () => postgresJournal({ url: server.url }), raw: () => rawPostgres(server.url) },
    { name: 'SQLite', open: async () => sqliteJournal({ file: at('journal.db') }), raw: () => rawSqlite(at('raw.db')) },
    { name: 'PGlite', open: () => pgliteJournal({ folder: at('journal') }), raw: () => rawPglite(at('raw')) },
  ]
  try {
    const rows: Row[] = []
    for (const backend of backends) rows.push(...(await backendRows(backend)))
    return [...rows, ...(await memoryRows())]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function backendRows({ name, open: openJournal, raw }: Backend): Promise<Row[]> {
  const { single, batch } = await raw()
  const journal = await openJournal()
  const row = (what: string, value: number, of: keyof RawRates, goal?: string): Row => ({
    name: `${name}: ${what}`,
    value,
    unit: 'records/s',
    reference: of === 'single' ? 'row-by-row insert, same driver' : 'insert in thousands, same driver',
    ratio: value / (of === 'single' ? single : batch),
    ...(goal === undefined ? {} : { note: `goal ≥ ${goal} ×` }),
  })
  const ofPostgres = (goal: string) => (name === 'Postgres' ? goal : undefined)
  const rows = [
    row('append, 1 appender', await appendRate(journal, 'one', 1, false), 'single', ofPostgres('0.75')),
    row('append, 16 appenders', await appendRate(journal, 'few', 16, false), 'batch'),
    row('append, 256 appenders', await appendRate(journal, 'many', 256, false), 'batch', ofPostgres('1.0')),
    row(
      'append with 2 balances and a row, 256 appenders',
      await appendRate(journal, 'models', 256, true),
      'batch',
      ofPostgres('0.5'),
    ),
    row('commands of one app, 1,000 at once', await commandRate(journal), 'batch'),
  ]
  await journal.close()
  return rows
}

const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({})],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'bank', asset: 'USD', amount: 10n ** 30n }],
})

/** Payments decided, sealed, stored with their balances and acknowledged, a thousand at a time, on one stream. */
async function commandRate(journal: Journal, commands = 20_000, hash = journal.hash): Promise<number> {
  const stream = 'commands'
  const app = await open({ system, journal, stream, snapshotEvery: 0, ...(hash ? { hash } : {}) })
  let sent = 0
  const start = performance.now()
  while (sent < commands) {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => {
        sent += 1
        const input = { to: `party-${sent % 1000}`, asset: 'USD', amount: 5n }
        return app.execute({ id: `c${sent}`, by: 'bank', type: 'transfer.send', input })
      }),
    )
    if (answers.some(({ status }) => status !== 'accepted')) throw new Error('a payment was refused')
  }
  const rate = commands / ((performance.now() - start) / 1000)
  await app.close()
  return rate
}

/** Replay and re-execution from texts in memory, beside parsing those texts. */
async function memoryRows(): Promise<Row[]> {
  const journal = memoryJournal()
  const count = 100_000
  const rate = await commandRate(journal, count, nativeHash)
  const records = await journal.read('commands', 0, count + 1)
  const parse = timed(records.length, () => {
    for (const { body } of records) JSON.parse(body)
  })
  const start = performance.now()
  const app = await open({ system, journal, stream: 'commands', hash: nativeHash, snapshotEvery: 0 })
  const replay = records.length / ((performance.now() - start) / 1000)
  const again = performance.now()
  const { status } = await app.verify()
  const verified = records.length / ((performance.now() - again) / 1000)
  if (status !== 'verified') throw new Error('the journal does not verify')
  const row = (what: string, value: number, note?: string): Row => ({
    name: `memory: ${what}`,
    value,
    unit: 'records/s',
    reference: 'JSON.parse of the same records',
    ratio: value / parse,
    ...(note === undefined ? {} : { note }),
  })
  return [
    row('commands of one app, 1,000 at once', rate),
    row('replay on opening, 1,000 accounts', replay, 'goal ≥ 350,000/s'),
    row('verify by re-execution, 1,000 accounts', verified),
  ]
}

function timed(count: number, run: () => void): number {
  const start = performance.now()
  run()
  return count / ((performance.now() - start) / 1000)
}
