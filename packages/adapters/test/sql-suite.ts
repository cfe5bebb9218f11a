import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import type { ReadModels, Tampering, WriterProgram } from '../src/testing/index.js'

/** Read models of a stream, as any program with SQL would read them. */
export async function readModels<Tables>(db: Kysely<Tables>, stream: string): Promise<ReadModels> {
  const balances = await sql<ReadModels['balances'][number]>`select party, asset, purpose, amount
    from symbolon_balance where stream = ${stream}`.execute(db)
  const rows = await sql<ReadModels['rows'][number]>`select "table", key, row from symbolon_entry
    where stream = ${stream}`.execute(db)
  return {
    balances: balances.rows,
    rows: rows.rows.map(({ table, key, row }) => ({ table, key: parsed(key), row: parsed(row) })),
  }
}

/** SQLite keeps JSON as text. */
function parsed(json: unknown): unknown {
  return typeof json === 'string' ? JSON.parse(json) : json
}

/** Changes records behind the journal's back. */
export async function tamper<Tables>(db: Kysely<Tables>, stream: string, change: Tampering): Promise<void> {
  const { sequence } = change
  if (change.kind === 'drop') {
    await sql`delete from symbolon_record where stream = ${stream} and sequence = ${sequence}`.execute(db)
  } else if (change.kind === 'change') {
    await sql`update symbolon_record set body = ${change.body}
      where stream = ${stream} and sequence = ${sequence}`.execute(db)
  } else {
    for (const [from, to] of [
      [sequence, -1],
      [change.with, sequence],
      [-1, change.with],
    ]) {
      await sql`update symbolon_record set sequence = ${to}
        where stream = ${stream} and sequence = ${from}`.execute(db)
    }
  }
}

/** The writer that the crash test kills, on a backend. */
export function crashWriter(backend: string, place: string): WriterProgram {
  const root = join(import.meta.dirname, '..', '..', '..')
  return {
    file: process.execPath,
    arguments: ['--import', 'tsx', join(import.meta.dirname, 'crash-writer.ts'), backend, place],
    environment: { TSX_TSCONFIG_PATH: join(root, 'tsconfig.json') },
  }
}
