import { type Kysely, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Journal } from '../src/journal/index.js'
import { sqlJournal } from '../src/sql/index.js'
import { openExample, pay } from '../src/testing/example-app.js'

/** What other programs find in the tables of a journal. */
export function sqlRules(name: string, db: Kysely<unknown>, open: () => Promise<Journal>): void {
  describe(`tables on ${name}`, () => {
    it('balances join rows, commands, events and transfers in plain SQL, and say what the state says', async () => {
      const journal = await open()
      const stream = `queries-${name.toLowerCase().replaceAll(' ', '-')}`
      const app = await openExample(journal, stream, { now: () => 1000 })
      for (const [note, by] of [
        ['n1', 'alice'],
        ['n2', 'bob'],
        ['n3', 'carol'],
      ] as const) {
        await app.execute({ by, type: 'notes.put', input: { note, text: `of ${by}` } })
      }
      await app.execute(pay('alice', 'bob', 2n ** 70n, 'p1'))
      await app.execute(pay('bob', 'carol', 2n ** 69n, 'p2'))

      // Notes beside what their writers have: a row's field joined to a party's balance.
      const joined = await sql<{ note: string; text: string; amount: string }>`
        select e.key->>'note' as note, e.row->>'text' as text, b.amount as amount
        from symbolon_entry e
        join symbolon_balance b on b.stream = e.stream and b.party = e.row->>'by' and b.purpose = 'available'
        where e.stream = ${stream} and e."table" = 'notes.notes' and b.asset = 'GOLD'
        order by note`.execute(db)
      const view = await app.view()
      const expected = view.mechanisms.notes.tables.notes.entries().map(({ key, row }) => {
        const amount = view.balance({ party: row.by, asset: 'GOLD', purpose: 'available' })
        return { note: key.note, text: row.text, amount: `${amount}` }
      })
      expect(joined.rows).toEqual(expected)
      expect(expected).toHaveLength(3)

      const transfers = await sql<{
        by: string
        at: number | string
        from_party: string
        to_party: string
        amount: string
      }>`
        select c.by, c.at, t.from_party, t.to_party, t.amount
        from symbolon_command c join symbolon_transfer t on t.stream = c.stream and t.sequence = c.sequence
        where c.stream = ${stream} and c.type = 'transfer.send' order by c.sequence`.execute(db)
      expect(transfers.rows.map((row) => ({ ...row, at: Number(row.at) }))).toEqual([
        { by: 'alice', at: 1000, from_party: 'alice', to_party: 'bob', amount: `${2n ** 70n}` },
        { by: 'bob', at: 1000, from_party: 'bob', to_party: 'carol', amount: `${2n ** 69n}` },
      ])
      const events = await sql<{ type: string; by: string }>`select type, data->>'by' as by from symbolon_event
        where stream = ${stream} order by sequence, position`.execute(db)
      expect(events.rows).toEqual(['alice', 'bob', 'carol'].map((by) => ({ type: 'notes.put', by })))
      await app.close()
      await journal.close()
    })

    it('tables of a newer version are refused', async () => {
      await (await open()).close()
      await sql`insert into symbolon_migration (name) values ('9999-later')`.execute(db)
      try {
        const journal = sqlJournal(db, { durability: 'process' })
        await expect(journal.head('s')).rejects.toMatchObject({ code: 'JOURNAL_SCHEMA' })
      } finally {
        await sql`delete from symbolon_migration where name = '9999-later'`.execute(db)
      }
    })
  })
}
