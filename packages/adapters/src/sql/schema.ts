import { type Kysely, sql } from 'kysely'
import { JournalError } from '../journal/error.js'
import { immediately } from './sqlite-transaction.js'

/** The SQL a journal speaks. */
export type SqlDialect = 'postgres' | 'sqlite'

interface Migration {
  readonly name: string
  readonly statements: Record<SqlDialect, readonly string[]>
}

/** Applied in order, each once; a published one is never edited. */
const MIGRATIONS: readonly Migration[] = [
  {
    name: '0001-journal',
    statements: {
      postgres: [
        `create table symbolon_record (
          stream text collate "C" not null, sequence bigint not null, command text collate "C" not null,
          hash text not null, body text not null,
          primary key (stream, sequence), unique (stream, command))`,
        `create table symbolon_balance (
          stream text collate "C" not null, party text collate "C" not null, asset text collate "C" not null,
          purpose text collate "C" not null, amount numeric(40, 0) not null,
          primary key (stream, party, asset, purpose)) with (fillfactor = 80)`,
        `create table symbolon_row (
          stream text collate "C" not null, "table" text collate "C" not null, key text collate "C" not null,
          row jsonb not null,
          primary key (stream, "table", key)) with (fillfactor = 80)`,
        `create table symbolon_snapshot (
          stream text collate "C" primary key, sequence bigint not null, hash text not null, digest text not null,
          body text not null)`,
        `create view symbolon_entry as select stream, "table", key::jsonb as key, row from symbolon_row`,
        `create view symbolon_command as
          select r.stream, r.sequence, r.command as id, (b.body->>'at')::bigint as at, b.body#>>'{command,by}' as by,
            b.body#>>'{command,type}' as type, b.body#>'{command,input}' as input
          from symbolon_record r cross join lateral (select r.body::jsonb as body) b`,
        `create view symbolon_event as
          select r.stream, r.sequence, e.position, e.event->>'type' as type, e.event->'data' as data
          from symbolon_record r
          cross join lateral jsonb_array_elements(r.body::jsonb->'events') with ordinality as e(event, position)`,
        `create view symbolon_transfer as
          select r.stream, r.sequence, t.position, t.transfer->>'asset' as asset,
            split_part(t.transfer->>'from', '/', 1) as from_party, split_part(t.transfer->>'from', '/', 2) as from_purpose,
            split_part(t.transfer->>'to', '/', 1) as to_party, split_part(t.transfer->>'to', '/', 2) as to_purpose,
            (t.transfer->>'amount')::numeric as amount
          from symbolon_record r
          cross join lateral jsonb_array_elements(r.body::jsonb->'transfers') with ordinality as t(transfer, position)`,
      ],
      sqlite: [
        `create table symbolon_record (
          stream text not null, sequence integer not null, command text not null, hash text not null, body text not null,
          primary key (stream, sequence), unique (stream, command)) strict`,
        `create table symbolon_balance (
          stream text not null, party text not null, asset text not null, purpose text not null, amount text not null,
          primary key (stream, party, asset, purpose)) strict, without rowid`,
        `create table symbolon_row (
          stream text not null, "table" text not null, key text not null, row text not null,
          primary key (stream, "table", key)) strict, without rowid`,
        `create table symbolon_snapshot (
          stream text primary key, sequence integer not null, hash text not null, digest text not null,
          body text not null) strict`,
        `create view symbolon_entry as select stream, "table", key, row from symbolon_row`,
        `create view symbolon_command as
          select stream, sequence, command as id, cast(body->>'$.at' as integer) as at, body->>'$.command.by' as by,
            body->>'$.command.type' as type, body->'$.command.input' as input
          from symbolon_record`,
        `create view symbolon_event as
          select r.stream, r.sequence, e.key + 1 as position, e.value->>'$.type' as type, e.value->'$.data' as data
          from symbolon_record r, json_each(r.body, '$.events') e`,
        `create view symbolon_transfer as
          select r.stream, r.sequence, t.key + 1 as position, t.value->>'$.asset' as asset,
            substr(t.value->>'$.from', 1, instr(t.value->>'$.from', '/') - 1) as from_party,
            substr(t.value->>'$.from', instr(t.value->>'$.from', '/') + 1) as from_purpose,
            substr(t.value->>'$.to', 1, instr(t.value->>'$.to', '/') - 1) as to_party,
            substr(t.value->>'$.to', instr(t.value->>'$.to', '/') + 1) as to_purpose,
            t.value->>'$.amount' as amount
          from symbolon_record r, json_each(r.body, '$.transfers') t`,
      ],
    },
  },
]

/** Key of the Postgres advisory lock under which migrations run: the bytes of "symbolon". */
const MIGRATION_LOCK = '8320802056087301998'

/**
 * Creates or updates the journal's tables. Any number of processes may do so at once.
 * @throws {JournalError} `JOURNAL_SCHEMA` when the tables come from a newer version.
 */
export async function migrate<Database>(db: Kysely<Database>, dialect: SqlDialect): Promise<void> {
  // Most starts find everything done, and need no lock and no right to create tables.
  if (await isMigrated(db)) return
  if (dialect === 'postgres') {
    await db.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)}::bigint)`.execute(transaction)
      await applyMissing(transaction, dialect)
    })
    return
  }
  await immediately(db, (connection) => applyMissing(connection, dialect))
}

async function isMigrated<Database>(db: Kysely<Database>): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from symbolon_migration order by name`.execute(db)
    return rows.map(({ name }) => name).join() === MIGRATIONS.map(({ name }) => name).join()
  } catch {
    // No such table yet. Anything else shows again when it is created.
    return false
  }
}

async function applyMissing<Database>(db: Kysely<Database>, dialect: SqlDialect): Promise<void> {
  await sql`create table if not exists symbolon_migration (name varchar(64) primary key)`.execute(db)
  const { rows } = await sql<{ name: string }>`select name from symbolon_migration`.execute(db)
  const applied = new Set(rows.map(({ name }) => name))
  for (const { name, statements } of MIGRATIONS) {
    if (applied.delete(name)) continue
    for (const statement of statements[dialect]) await sql.raw(statement).execute(db)
    await sql`insert into symbolon_migration (name) values (${name})`.execute(db)
  }
  if (applied.size > 0) {
    throw new JournalError('JOURNAL_SCHEMA', `the journal has migrations unknown here: ${[...applied].join(', ')}`)
  }
}
