import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSystem } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import type { Row } from '../../../scripts/bench-row.js'
import type { Journal } from '../src/journal/index.js'
import { memoryJournal } from '../src/memory/index.js'
import { nativeHash } from '../src/node/index.js'
import { pgliteJournal } from '../src/pglite/index.js'
import { postgresJournal } from '../src/postgres/index.js'
import { open } from '../src/runtime/index.js'
import { sqliteJournal } from '../src/sqlite/index.js'
import { startPostgres } from '../test/postgres-server.js'
import { openEmmett } from './emmett.js'
import { type Appender, appendRate, compared, journalAppender, type Rate, storeRate } from './load.js'
import { type RawStore, rawPglite, rawPostgres, rawSqlite } from './raw.js'

interface Backend {
  readonly name: string
  readonly open: () => Promise<Journal>
  readonly raw: () => Promise<RawStore>
  /** Least ratios, in the order of the rows. */
  readonly goals?: readonly string[]
}

/** Appending and replaying, each backend beside what its driver does without us, in turns. */
export async function bench(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'symbolon-bench-'))
  const { url, stop } = await startPostgres({ sync: true })
  const at = (name: string) => join(folder, name)
  const postgres = async () => postgresJournal({ url })
  try {
    return [
      ...(await backendRows({
        name: 'Postgres',
        open: postgres,
        raw: () => rawPostgres(url),
        goals: ['0.75', '1.0', '0.5'],
      })),
      ...(await emmettRows(url, await postgres())),
      ...(await backendRows({
        name: 'SQLite',
        open: async () => sqliteJournal({ file: at('journal.db') }),
        raw: () => rawSqlite(at('raw.db')),
      })),
      ...(await backendRows({
        name: 'PGlite',
        open: () => pgliteJournal({ folder: at('journal') }),
        raw: () => rawPglite(at('raw')),
      })),
      ...(await memoryRows()),
    ]
  } finally {
    await stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function backendRows({ name, open: openJournal, raw: openRaw, goals = [] }: Backend): Promise<readonly Row[]> {
  const raw = await openRaw()
  const journal = await openJournal()
  const [single, batch] = [storeRate(raw.single), storeRate(raw.batch)]
  const row = async (what: string, ours: Rate, reference: Rate, goal?: string): Promise<Row> => ({
    name: `${name}: ${what}`,
    ...(await compared(ours, reference)),
    unit: 'records/s',
    reference: reference === single ? 'row-by-row insert, same driver' : 'insert in thousands, same driver',
    ...(goal === undefined ? {} : { note: `goal ≥ ${goal} ×` }),
  })
  const rows = [
    await row('append, 1 appender', appendRate(appenders(journal, 'one', 1, false)), single, goals[0]),
    await row('append, 256 appenders', appendRate(appenders(journal, 'many', 256, false)), batch, goals[1]),
    await row(
      'append, 256, with 2 balances and a row',
      appendRate(appenders(journal, 'full', 256, true)),
      batch,
      goals[2],
    ),
    await row('commands of one app, 1,000 at once', await commandRate(journal), batch),
  ]
  await journal.close()
  await raw.close()
  return rows
}

/** Ours beside an event store on the same server, which appends event by event. */
async function emmettRows(url: string, journal: Journal): Promise<readonly Row[]> {
  const store = await openEmmett(url)
  const row = async (count: number, name: string): Promise<Row> => ({
    name: `Postgres: ${name}`,
    ...(await compared(
      appendRate(appenders(journal, 'beside', count, false)),
      appendRate(Array.from({ length: count }, (_, index) => store.appender(`emmett-${count}-${index}`))),
    )),
    unit: 'records/s',
    reference: 'emmett-postgresql, same server',
    note: 'goal ≥ 2.5 ×',
  })
  const rows = [await row(1, 'append, 1 appender'), await row(256, 'append, 256 appenders')]
  await store.close()
  await journal.close()
  return rows
}

function appenders(journal: Journal, name: string, count: number, withModels: boolean): readonly Appender[] {
  return Array.from({ length: count }, (_, index) => journalAppender(journal, `${name}-${count}-${index}`, withModels))
}

const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({})],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'bank', asset: 'USD', amount: 10n ** 30n }],
})

/** Payments decided, sealed, stored with their balances and acknowledged, a thousand at a time, on one stream. */
async function commandRate(journal: Journal): Promise<Rate> {
  const { hash = nativeHash } = journal
  const app = await open({ system, journal, stream: 'commands', snapshotEvery: 0, hash })
  let sent = 0
  return storeRate(async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, () => {
        sent += 1
        const input = { to: `party-${sent % 1000}`, asset: 'USD', amount: 5n }
        return app.execute({ id: `c${sent}`, by: 'bank', type: 'transfer.send', input })
      }),
    )
    if (answers.some(({ status }) => status !== 'accepted')) throw new Error('a payment was refused')
    return answers.length
  })
}

/** Replay and re-execution from texts in memory, beside parsing those texts. */
async function memoryRows(): Promise<readonly Row[]> {
  const journal = memoryJournal()
  const commands = await commandRate(journal)
  while ((await journal.head('commands')).sequence < 50_000) await commands(100)
  const records = await journal.read('commands', 0, 50_001)
  const kept = memoryJournal()
  await kept.append([{ stream: 'commands', expected: { sequence: 0, hash: '0'.repeat(64) }, records }])
  const parse = storeRate(async () => {
    for (const { body } of records) JSON.parse(body)
    return records.length
  })
  const opened = () => open({ system, journal: kept, stream: 'commands', hash: nativeHash, snapshotEvery: 0 })
  const replay = storeRate(async () => (await opened()).head.sequence)
  const app = await opened()
  const verify = storeRate(async () => {
    const { status, sequence } = await app.verify()
    if (status !== 'verified') throw new Error('the journal does not verify')
    return sequence
  })
  const row = async (what: string, ours: Rate, note: string): Promise<Row> => ({
    name: `memory: ${what}`,
    ...(await compared(ours, parse)),
    unit: 'records/s',
    reference: 'JSON.parse of the same records',
    note,
  })
  return [
    await row('commands of one app, 1,000 at once', commands, '1,000 accounts'),
    await row('replay on opening', replay, '1,000 accounts, goal ≥ 350,000/s'),
    await row('verify by re-execution', verify, '1,000 accounts'),
  ]
}
