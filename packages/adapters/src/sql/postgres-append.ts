import { CompiledQuery, type Kysely } from 'kysely'
import { lastBalances, lastRows } from '../journal/claim.js'
import type { WriteClaims } from '../journal/coalesce.js'
import type { Claim } from '../journal/journal.js'
import { codeOf } from './error-code.js'

/*
 * The primary key (stream, sequence) is the compare-and-swap. The first record of a claim goes in when the record
 * before it has the expected hash (a scalar subquery: `exists` gets a plan from the empty table that stays four times
 * slower) and nobody took its place; the other records and the read models join to the streams that did.
 *
 * Values travel as texts joined by line feeds, which canonical JSON never holds: 2.5 times the speed of text[].
 */

const predecessor = `(r.sequence = 1 or
  (select p.hash from symbolon_record p where p.stream = r.stream and p.sequence = r.sequence - 1) = r.previous)`

const texts = (parameter: number) => `string_to_array($${parameter}, E'\\n')`
/** An empty text stands for null. */
const nullable = (parameter: number) => `string_to_array($${parameter}, E'\\n', '')`

const records = `unnest(${texts(1)}, ${texts(2)}::bigint[], ${texts(3)}, ${texts(4)}, ${texts(5)}, ${nullable(6)})
  as r(stream, sequence, command, hash, body, previous)`

const single = `/* symbolon:single */
insert into symbolon_record (stream, sequence, command, hash, body)
select $1::text, $2::bigint, $3::text, $4::text, $5::text
where $2::bigint = 1 or (select p.hash from symbolon_record p where p.stream = $1 and p.sequence = $2::bigint - 1) = $6
on conflict do nothing returning stream`

/** One record on each of many streams. */
const spread = `/* symbolon:spread */
insert into symbolon_record (stream, sequence, command, hash, body)
select r.stream, r.sequence, r.command, r.hash, r.body from ${records}
where ${predecessor} order by r.stream
on conflict do nothing returning stream`

const claimed = `with input as materialized (select * from ${records}), claim as (
  insert into symbolon_record (stream, sequence, command, hash, body)
  select r.stream, r.sequence, r.command, r.hash, r.body from input r
  where r.previous is not null and ${predecessor} order by r.stream
  on conflict do nothing returning stream
), rest as (
  insert into symbolon_record (stream, sequence, command, hash, body)
  select r.stream, r.sequence, r.command, r.hash, r.body from input r join claim using (stream)
  where r.previous is null
)`

const balances = `, balance as (
  insert into symbolon_balance (stream, party, asset, purpose, amount)
  select b.* from unnest(${[7, 8, 9, 10].map(texts).join(', ')}, ${texts(11)}::numeric[])
    as b(stream, party, asset, purpose, amount) join claim using (stream)
  on conflict (stream, party, asset, purpose) do update set amount = excluded.amount
)`

const rows = `unnest(${[12, 13, 14].map(texts).join(', ')}, ${nullable(15)}::jsonb[]) as w(stream, tab, key, row)`

const puts = `, put as (
  insert into symbolon_row (stream, "table", key, row)
  select w.* from ${rows} join claim using (stream) where w.row is not null
  on conflict (stream, "table", key) do update set row = excluded.row
)`

const deletes = `, gone as (
  delete from symbolon_row t using ${rows} join claim using (stream)
  where w.row is null and t.stream = w.stream and t."table" = w.tab and t.key = w.key
)`

const many = `/* symbolon:many */ ${claimed} select stream from claim`
const manyModels = `/* symbolon:models */ ${claimed}${balances}${puts} select stream from claim`
const manyDeletes = `/* symbolon:deletes */ ${claimed}${balances}${puts}${deletes} select stream from claim`

/** Appends claims on Postgres, all in one statement when it can. */
export function postgresAppend<Database>(db: Kysely<Database>): WriteClaims {
  async function run(text: string, parameters: readonly unknown[]): Promise<ReadonlySet<string>> {
    const query = CompiledQuery.raw(text, [...parameters])
    const result = await db.executeQuery<{ stream: string }>(query as CompiledQuery<{ stream: string }>)
    return new Set(result.rows.map(({ stream }) => stream))
  }

  async function write(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
    try {
      return await run(...statementFor(claims))
    } catch (error) {
      if (claims.length > 1 && isOfOneClaim(codeOf(error))) return oneByOne(claims)
      if (codeOf(error) === UNIQUE_VIOLATION) return new Set()
      throw error
    }
  }

  async function oneByOne(claims: readonly Claim[]): Promise<ReadonlySet<string>> {
    const won = new Set<string>()
    for (const claim of claims) for (const stream of await write([claim])) won.add(stream)
    return won
  }

  return write
}

const UNIQUE_VIOLATION = '23505'

/** A repeated command id, a deadlock or a serialization failure: one claim's fault, to be found one by one. */
function isOfOneClaim(code: string): boolean {
  return code === UNIQUE_VIOLATION || code === '40001' || code === '40P01'
}

function statementFor(claims: readonly Claim[]): [text: string, parameters: readonly unknown[]] {
  const [first] = claims
  const models = claims.some((claim) => (claim.balances?.length ?? 0) + (claim.rows?.length ?? 0) > 0)
  if (!models && claims.length === 1 && first?.records.length === 1) {
    const { sequence, command, hash, body } = first.records[0]!
    return [single, [first.stream, sequence, command, hash, body, first.expected.hash]]
  }
  // Writers that touch streams in different orders deadlock.
  const ordered = [...claims].sort((a, b) => (a.stream < b.stream ? -1 : 1))
  const columns = recordColumns(ordered)
  if (!models) return [ordered.every((claim) => claim.records.length === 1) ? spread : many, columns.map(joined)]
  const anyGone = ordered.some((claim) => claim.rows?.some(({ row }) => row === null))
  const all = [...columns, ...balanceColumns(ordered), ...rowColumns(ordered)]
  return [anyGone ? manyDeletes : manyModels, all.map(joined)]
}

function joined(column: readonly unknown[]): string {
  return column.join('\n')
}

function recordColumns(claims: readonly Claim[]): readonly unknown[][] {
  const columns: unknown[][] = [[], [], [], [], [], []]
  const [streams, sequences, commands, hashes, bodies, previous] = columns
  for (const claim of claims) {
    for (const [index, record] of claim.records.entries()) {
      streams?.push(claim.stream)
      sequences?.push(record.sequence)
      commands?.push(record.command)
      hashes?.push(record.hash)
      bodies?.push(record.body)
      previous?.push(index === 0 ? claim.expected.hash : '')
    }
  }
  return columns
}

function balanceColumns(claims: readonly Claim[]): readonly unknown[][] {
  const columns: unknown[][] = [[], [], [], [], []]
  const [streams, parties, assets, purposes, amounts] = columns
  for (const claim of claims) {
    for (const { party, asset, purpose, amount } of lastBalances(claim.balances ?? [])) {
      streams?.push(claim.stream)
      parties?.push(party)
      assets?.push(asset)
      purposes?.push(purpose)
      amounts?.push(amount)
    }
  }
  return columns
}

function rowColumns(claims: readonly Claim[]): readonly unknown[][] {
  const columns: unknown[][] = [[], [], [], []]
  const [streams, tables, keys, values] = columns
  for (const claim of claims) {
    for (const { table, key, row } of lastRows(claim.rows ?? [])) {
      streams?.push(claim.stream)
      tables?.push(table)
      keys?.push(key)
      values?.push(row ?? '')
    }
  }
  return columns
}
