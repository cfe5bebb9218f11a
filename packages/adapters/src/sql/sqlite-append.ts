import { CompiledQuery, type Kysely, type QueryExecutorProvider } from 'kysely'
import { lastBalances, lastRows } from '../journal/claim.js'
import type { WriteClaims } from '../journal/coalesce.js'
import type { Claim } from '../journal/journal.js'
import { codeOf } from './error-code.js'
import { immediately } from './sqlite-transaction.js'

/** A statement over many rows of values. */
interface ManyRows {
  readonly name: string
  readonly columns: number
  readonly text: (values: string) => string
}

/** First record of each claim, where the record before it has the expected hash and its place is free. */
const claimFirst: ManyRows = {
  name: 'claim',
  columns: 6,
  text: (values) => `with r (stream, sequence, command, hash, body, previous) as (values ${values})
    insert into symbolon_record (stream, sequence, command, hash, body)
    select r.stream, r.sequence, r.command, r.hash, r.body from r where r.sequence = 1 or
      (select p.hash from symbolon_record p where p.stream = r.stream and p.sequence = r.sequence - 1) = r.previous
    on conflict do nothing returning stream`,
}

const insertRest: ManyRows = {
  name: 'rest',
  columns: 5,
  text: (values) => `insert into symbolon_record (stream, sequence, command, hash, body) values ${values}`,
}

const putBalances: ManyRows = {
  name: 'balances',
  columns: 5,
  text: (values) => `insert into symbolon_balance (stream, party, asset, purpose, amount) values ${values}
    on conflict do update set amount = excluded.amount`,
}

const putRows: ManyRows = {
  name: 'puts',
  columns: 4,
  text: (values) => `insert into symbolon_row (stream, "table", key, row) values ${values}
    on conflict do update set row = excluded.row`,
}

const deleteRows: ManyRows = {
  name: 'deletes',
  columns: 3,
  text: (values) => `delete from symbolon_row where (stream, "table", key) in (values ${values})`,
}

/** Appends claims on SQLite in one transaction. */
export function sqliteAppend<Database>(db: Kysely<Database>): WriteClaims {
  async function write(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
    try {
      return await immediately(db, (connection) => transaction(connection, claims))
    } catch (error) {
      // A repeated command id in the middle of a claim: find whose it is, one by one.
      if (!codeOf(error).startsWith('SQLITE_CONSTRAINT')) throw error
      const won = new Set<string>()
      if (claims.length > 1) for (const claim of claims) for (const stream of await write([claim])) won.add(stream)
      return won
    }
  }

  return write
}

async function transaction(db: QueryExecutorProvider, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  const first = await run<{ readonly stream: string }>(db, claimFirst, claims.map(firstRow))
  const won = new Set(first.map(({ stream }) => stream))
  const winners = claims.filter(({ stream }) => won.has(stream))
  await run(db, insertRest, winners.flatMap(restRows))
  await run(db, putBalances, winners.flatMap(balanceRows))
  await run(
    db,
    putRows,
    winners.flatMap((claim) => rowRows(claim, false)),
  )
  await run(
    db,
    deleteRows,
    winners.flatMap((claim) => rowRows(claim, true)),
  )
  return won
}

type Values = readonly (string | number | null)[]

function firstRow({ stream, expected, records }: Claim): Values {
  const { sequence, command, hash, body } = records[0]!
  return [stream, sequence, command, hash, body, expected.hash]
}

function restRows({ stream, records }: Claim): readonly Values[] {
  return records.slice(1).map(({ sequence, command, hash, body }) => [stream, sequence, command, hash, body])
}

function balanceRows({ stream, balances = [] }: Claim): readonly Values[] {
  return lastBalances(balances).map(({ party, asset, purpose, amount }) => [stream, party, asset, purpose, `${amount}`])
}

function rowRows({ stream, rows = [] }: Claim, gone: boolean): readonly Values[] {
  const chosen = lastRows(rows).filter(({ row }) => (row === null) === gone)
  return chosen.map(({ table, key, row }) => (gone ? [stream, table, key] : [stream, table, key, row]))
}

/** Most rows of one statement. */
const WIDEST = 128

/**
 * Runs a statement over all rows, in pieces whose lengths are powers of two, so that few texts are ever prepared. Bound
 * values go in nearly twice as fast as a JSON text that SQLite takes apart.
 */
async function run<Row>(db: QueryExecutorProvider, statement: ManyRows, rows: readonly Values[]): Promise<Row[]> {
  const results: Row[] = []
  for (let start = 0, width = WIDEST; start < rows.length; start += width) {
    while (width > rows.length - start) width /= 2
    const query = CompiledQuery.raw(textOf(statement, width), rows.slice(start, start + width).flat())
    const result = await db.getExecutor().executeQuery<Row>(query as CompiledQuery<Row>)
    results.push(...result.rows)
  }
  return results
}

function textOf({ name, columns, text }: ManyRows, rows: number): string {
  const row = `(${Array(columns).fill('?').join(', ')})`
  return `/* symbolon:${name}-${rows} */ ${text(Array(rows).fill(row).join(', '))}`
}
