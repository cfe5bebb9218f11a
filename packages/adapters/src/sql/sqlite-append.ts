import { CompiledQuery, type Kysely, type QueryExecutorProvider } from 'kysely'
import { lastBalances, lastRows } from '../journal/claim.js'
import type { WriteClaims } from '../journal/coalesce.js'
import type { Claim } from '../journal/journal.js'
import { codeOf } from './error-code.js'
import { immediately } from './sqlite-transaction.js'

/** Columns of a JSON array of arrays given as one parameter. */
const column = (index: number) => `value->>${index}`
const columns = (count: number) => Array.from({ length: count }, (_, index) => column(index)).join(', ')

/** First record of each claim, where the record before it has the expected hash and its place is free. */
const claimFirst = `/* symbolon:claim */
insert into symbolon_record (stream, sequence, command, hash, body)
select r.stream, r.sequence, r.command, r.hash, r.body from (
  select ${column(0)} as stream, ${column(1)} as sequence, ${column(2)} as command, ${column(3)} as hash,
    ${column(4)} as body, ${column(5)} as previous from json_each(?)) r
where r.sequence = 1 or
  (select p.hash from symbolon_record p where p.stream = r.stream and p.sequence = r.sequence - 1) = r.previous
on conflict do nothing returning stream`

const insertRest = `/* symbolon:rest */
insert into symbolon_record (stream, sequence, command, hash, body) select ${columns(5)} from json_each(?)`

const putBalances = `/* symbolon:balances */
insert into symbolon_balance (stream, party, asset, purpose, amount) select ${columns(5)} from json_each(?) where true
on conflict do update set amount = excluded.amount`

const putRows = `/* symbolon:puts */
insert into symbolon_row (stream, "table", key, row) select ${columns(4)} from json_each(?) where true
on conflict do update set row = excluded.row`

const deleteRows = `/* symbolon:deletes */
delete from symbolon_row where (stream, "table", key) in (select ${columns(3)} from json_each(?))`

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
  const won = await writeFirst(db, claims)
  const winners = claims.filter(({ stream }) => won.has(stream))
  await runOn(db, insertRest, winners.flatMap(restRows))
  await runOn(db, putBalances, winners.flatMap(balanceRows))
  await runOn(
    db,
    putRows,
    winners.flatMap((claim) => rowRows(claim, false)),
  )
  await runOn(
    db,
    deleteRows,
    winners.flatMap((claim) => rowRows(claim, true)),
  )
  return won
}

async function writeFirst(db: QueryExecutorProvider, claims: readonly Claim[]): Promise<ReadonlySet<string>> {
  const rows = claims.map(({ stream, expected, records: [first] }) => [
    stream,
    first!.sequence,
    first!.command,
    first!.hash,
    first!.body,
    expected.hash,
  ])
  const result = await run<{ stream: string }>(db, claimFirst, [JSON.stringify(rows)])
  return new Set(result.map(({ stream }) => stream))
}

function restRows({ stream, records }: Claim): readonly unknown[][] {
  return records.slice(1).map(({ sequence, command, hash, body }) => [stream, sequence, command, hash, body])
}

function balanceRows({ stream, balances = [] }: Claim): readonly unknown[][] {
  return lastBalances(balances).map(({ party, asset, purpose, amount }) => [stream, party, asset, purpose, `${amount}`])
}

function rowRows({ stream, rows = [] }: Claim, gone: boolean): readonly unknown[][] {
  const chosen = lastRows(rows).filter(({ row }) => (row === null) === gone)
  return chosen.map(({ table, key, row }) => (gone ? [stream, table, key] : [stream, table, key, row]))
}

async function runOn(db: QueryExecutorProvider, text: string, rows: readonly unknown[][]): Promise<void> {
  if (rows.length > 0) await run(db, text, [JSON.stringify(rows)])
}

async function run<Row>(db: QueryExecutorProvider, text: string, parameters: unknown[] = []): Promise<readonly Row[]> {
  const query = CompiledQuery.raw(text, parameters) as CompiledQuery<Row>
  return (await db.getExecutor().executeQuery<Row>(query)).rows
}
