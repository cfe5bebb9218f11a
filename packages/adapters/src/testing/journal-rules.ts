import { describe, expect, it } from 'vitest'
import { type Claim, EMPTY_HEAD, type Journal } from '../journal/journal.js'
import { chain, claimOn, headAfter, readAll } from './chain.js'
import { freshStream, type JournalSuite, withJournal } from './journal-suite.js'

/** Texts that stores like to change. */
const NASTY: Readonly<Record<string, string>> = {
  'escaped NUL': String.raw`{"a":"\u0000"}`,
  'escaped line feed': String.raw`{"a":"\n\r\t"}`,
  'escaped lone surrogate': String.raw`{"a":"\ud800"}`,
  'astral and combining': '{"a":"😀 \u2028\u2029 é é \u{10ffff}"}',
  'quotes and backslashes': String.raw`{"a":"\\ \" ' {} , \\n"}`,
  'carriage return and tab': '{"a":"\r\t"}',
  'order and spelling of members': '{"b":1.0,"a":1e3,"a":2, "c" : [ ]}',
  'the word NULL': 'NULL',
  'quoted for SQL': `'); drop table symbolon_record; -- $1 ? :x`,
  spaces: '  {} ',
}

/** Rules of the `Journal` interface alone. */
export function journalRules(suite: JournalSuite): void {
  const using = (run: (journal: Journal) => Promise<void>) => () => withJournal(suite, run)

  describe('order', () => {
    it(
      'a stream without records has the empty head',
      using(async (journal) => {
        const stream = freshStream('empty')
        expect(await journal.head(stream)).toEqual(EMPTY_HEAD)
        expect(await journal.read(stream, 0, 10)).toEqual([])
        expect(await journal.find(stream, 'c1')).toBeUndefined()
        expect(await journal.readSnapshot(stream)).toBeUndefined()
      }),
    )

    it(
      'records are read in order, from any sequence, in pages',
      using(async (journal) => {
        const stream = freshStream('order')
        const records = chain(EMPTY_HEAD, ids(25))
        await appended(journal, { stream, expected: EMPTY_HEAD, records: records.slice(0, 1) })
        await appended(journal, { stream, expected: headAfter(records.slice(0, 1)), records: records.slice(1) })
        expect(await journal.head(stream)).toEqual(headAfter(records))
        expect(await journal.read(stream, 0, 100)).toEqual(records)
        expect(await journal.read(stream, 9, 5)).toEqual(records.slice(9, 14))
        expect(await journal.read(stream, 25, 5)).toEqual([])
        expect(await journal.find(stream, 'c10')).toEqual(records[10])
        expect(await journal.find(stream, 'C10')).toBeUndefined()
        const known = (await journal.streams()).find((entry) => entry.stream === stream)
        expect(known).toEqual({ stream, ...headAfter(records) })
      }),
    )
  })

  describe('atomicity', () => {
    it(
      'a claim wins only where its expected head is the head',
      using(async (journal) => {
        const stream = freshStream('head')
        const first = chain(EMPTY_HEAD, ids(2))
        await appended(journal, { stream, expected: EMPTY_HEAD, records: first })
        const head = headAfter(first)
        await refused(journal, claimOn(stream, EMPTY_HEAD, 'again'))
        await refused(journal, claimOn(stream, headAfter(first.slice(0, 1)), 'behind'))
        await refused(journal, claimOn(stream, { ...head, hash: 'f'.repeat(64) }, 'otherBranch'))
        await refused(journal, claimOn(stream, { sequence: 3, hash: head.hash }, 'gap'))
        await refused(journal, claimOn(freshStream('gap'), { sequence: 4, hash: head.hash }, 'gap'))
        expect(await journal.read(stream, 0, 10)).toEqual(first)
      }),
    )

    it(
      'a repeated command id refuses its whole claim: alone, among others, twice in one claim',
      using(async (journal) => {
        const stream = freshStream('ids')
        const first = chain(EMPTY_HEAD, ids(2))
        await appended(journal, { stream, expected: EMPTY_HEAD, records: first })
        const head = headAfter(first)
        await refused(journal, claimOn(stream, head, 'c0'))
        await refused(journal, claimOn(stream, head, 'new1', 'c1'))
        await refused(journal, claimOn(stream, head, 'new1', 'new2', 'new2'))
        expect(await journal.head(stream)).toEqual(head)
        await appended(journal, claimOn(stream, head, 'new1', 'new2'))
        await appended(journal, claimOn(freshStream('ids'), EMPTY_HEAD, 'c0'))
      }),
    )

    it(
      'a refused claim hurts no other of the same append',
      using(async (journal) => {
        const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(freshStream) as [string, string, string, string]
        const start = [a, b].map((stream) => claimOn(stream, EMPTY_HEAD, 's1', 's2'))
        expect(await journal.append(start)).toEqual(new Set([a, b]))
        const [headA, headB] = start.map(({ records }) => headAfter(records)) as [Claim['expected'], Claim['expected']]
        const won = await journal.append([
          claimOn(d, EMPTY_HEAD, 'd1', 'd2', 'd3'),
          claimOn(c, { sequence: 5, hash: headA.hash }, 'c1'),
          claimOn(b, { ...headB, hash: headA.hash }, 'b1', 'b2'),
          claimOn(a, headA, 'a1', 'a2'),
        ])
        expect(won).toEqual(new Set([a, d]))
        expect((await journal.head(a)).sequence).toBe(4)
        expect(await journal.head(b)).toEqual(headB)
        expect(await journal.head(c)).toEqual(EMPTY_HEAD)
        expect((await journal.head(d)).sequence).toBe(3)
        const duplicate = await journal.append([
          claimOn(a, await journal.head(a), 'a3', 's1'),
          claimOn(b, headB, 'b1', 'b2'),
        ])
        expect(duplicate).toEqual(new Set([b]))
      }),
    )

    it(
      'appends under way at the same time: those on other streams all win, of those on one stream exactly one',
      using(async (journal) => {
        const streams = Array.from({ length: 40 }, (_, index) => freshStream(`s${index}`))
        const spread = await Promise.all(
          streams.map((stream, index) =>
            journal.append([claimOn(stream, EMPTY_HEAD, ...ids(1 + (index % 3)).map(idOf))]),
          ),
        )
        expect(spread.map((won) => won.size)).toEqual(streams.map(() => 1))
        const stream = freshStream('race')
        const race = await Promise.all(
          ids(20).map(({ command }) => journal.append([claimOn(stream, EMPTY_HEAD, command)])),
        )
        expect(race.filter((won) => won.has(stream))).toHaveLength(1)
        expect((await journal.head(stream)).sequence).toBe(1)
      }),
    )
  })

  describe('limits and bytes', () => {
    it(
      'a claim that no store could keep is refused before it is sent',
      using(async (journal) => {
        const stream = freshStream('invalid')
        const [record] = chain(EMPTY_HEAD, [{ command: 'c' }])
        const bad = (change: object): Claim => ({ stream, expected: EMPTY_HEAD, records: [{ ...record!, ...change }] })
        for (const change of [
          { body: 'a\0b' },
          { body: '\ud800' },
          { body: 'a\nb' },
          { sequence: 2 },
          { command: '' },
        ]) {
          await expect(journal.append([bad(change)])).rejects.toMatchObject({ code: 'CLAIM_INVALID' })
        }
        await expect(journal.append([{ stream, expected: EMPTY_HEAD, records: [] }])).rejects.toMatchObject({
          code: 'CLAIM_INVALID',
        })
        await expect(journal.append([bad({}), bad({})])).rejects.toMatchObject({ code: 'CLAIM_INVALID' })
        expect(await journal.head(stream)).toEqual(EMPTY_HEAD)
      }),
    )

    it(
      'a body comes back byte for byte',
      using(async (journal) => {
        const stream = freshStream('bytes')
        const records = chain(
          EMPTY_HEAD,
          Object.values(NASTY).map((body, index) => ({ command: `c${index}`, body })),
        )
        await appended(journal, { stream, expected: EMPTY_HEAD, records })
        const stored = await journal.read(stream, 0, 100)
        expect(Object.fromEntries(Object.keys(NASTY).map((name, index) => [name, stored[index]?.body]))).toEqual(NASTY)
        for (const [name, body] of Object.entries(NASTY)) {
          const single = freshStream('bytes')
          await appended(journal, {
            stream: single,
            expected: EMPTY_HEAD,
            records: chain(EMPTY_HEAD, [{ command: 'c', body }]),
          })
          expect((await journal.read(single, 0, 1))[0]?.body, name).toBe(body)
        }
      }),
    )

    it(
      'a record as long as the limit is stored, one byte more is refused',
      using(async (journal) => {
        const stream = freshStream('large')
        const { maxRecordBytes } = journal.limits
        // One character of two bytes, so that characters and bytes differ.
        const body = `é${'x'.repeat(maxRecordBytes - 2)}`
        const large = (text: string): Claim => ({
          stream,
          expected: EMPTY_HEAD,
          records: chain(EMPTY_HEAD, [{ command: 'large', body: text }]),
        })
        await expect(journal.append([large(`${body}x`)])).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE' })
        expect(await journal.head(stream)).toEqual(EMPTY_HEAD)
        await appended(journal, large(body))
        const [stored] = await journal.read(stream, 0, 1)
        expect(stored?.body.length).toBe(body.length)
        expect(stored?.body === body).toBe(true)
      }),
    )
  })

  describe('snapshots', () => {
    it(
      'the newest is kept, an older one changes nothing',
      using(async (journal) => {
        const stream = freshStream('snapshot')
        const snapshot = (sequence: number, text: string) => ({
          stream,
          sequence,
          hash: 'b'.repeat(64),
          digest: 'd'.repeat(64),
          text,
        })
        await journal.writeSnapshot(snapshot(10, '{"a":"10"}'))
        expect(await journal.readSnapshot(stream)).toEqual(snapshot(10, '{"a":"10"}'))
        await journal.writeSnapshot(snapshot(20, '{"a":"20"}'))
        await journal.writeSnapshot(snapshot(15, '{"a":"15"}'))
        expect(await journal.readSnapshot(stream)).toEqual(snapshot(20, '{"a":"20"}'))
        await journal.writeSnapshot(snapshot(20, '{"a":"again"}'))
        expect((await journal.readSnapshot(stream))?.text).toBe('{"a":"again"}')
      }),
    )
  })

  describe('handles', () => {
    it('a closed journal refuses to work', async () => {
      const journal = await suite.open()
      await journal.head(freshStream('closed'))
      await journal.close()
      await expect(journal.head('closed')).rejects.toMatchObject({ code: 'JOURNAL_CLOSED' })
      await expect(journal.append([claimOn('closed', EMPTY_HEAD, 'c')])).rejects.toMatchObject({
        code: 'JOURNAL_CLOSED',
      })
      await journal.close()
    })

    feature(suite, 'restart', 'records and snapshots outlive the handle that wrote them', async () => {
      const stream = freshStream('restart')
      const records = chain(EMPTY_HEAD, ids(30))
      const snapshot = { stream, sequence: 30, hash: headAfter(records).hash, digest: 'd'.repeat(64), text: '{}' }
      await withJournal(suite, async (journal) => {
        await appended(journal, { stream, expected: EMPTY_HEAD, records })
        await journal.writeSnapshot(snapshot)
      })
      await withJournal(suite, async (journal) => {
        expect(await journal.read(stream, 0, 100)).toEqual(records)
        expect(await journal.readSnapshot(stream)).toEqual(snapshot)
        await appended(journal, claimOn(stream, headAfter(records), 'next'))
      })
    })

    feature(suite, 'connections', 'two handles that open an empty store at once both find it ready', async () => {
      const stream = freshStream('together')
      const handles = await Promise.all([suite.open(), suite.open(), suite.open()])
      const won = await Promise.all(
        handles.map((journal, index) => journal.append([claimOn(stream, EMPTY_HEAD, `c${index}`)])),
      )
      expect(won.filter((set) => set.has(stream))).toHaveLength(1)
      await Promise.all(handles.map((journal) => journal.close()))
    })

    feature(
      suite,
      'connections',
      'writers in two handles race: each sequence has one winner and the chain holds',
      async () => {
        const handles = await Promise.all([suite.open(), suite.open()])
        const streams = Array.from({ length: 4 }, (_, index) => freshStream(`race${index}`))
        const won = await Promise.all(
          handles.flatMap((journal, handle) =>
            [0, 1].map((writer) => raceOn(journal, streams, handle === 0 ? 1 : -1, `h${handle}w${writer}`)),
          ),
        )
        for (const stream of streams) {
          const records = await readAll(handles[0]!, stream)
          const acknowledged = won.flatMap((ids) => ids.filter((id) => id.startsWith(`${stream}:`)))
          expect(records.map(({ command }) => command).sort()).toEqual(acknowledged.sort())
          expect(records).toEqual(
            chain(
              EMPTY_HEAD,
              records.map(({ command, body }) => ({ command, body })),
            ),
          )
        }
        expect(won.map((ids) => ids.length)).toEqual([40, 40, 40, 40])
        await Promise.all(handles.map((journal) => journal.close()))
      },
    )
  })
}

/** Appends to all streams together until ten claims on each have won; answers with the ids that did. */
async function raceOn(journal: Journal, streams: readonly string[], order: 1 | -1, writer: string): Promise<string[]> {
  const won: string[] = []
  const wins = new Map(streams.map((stream) => [stream, 0]))
  for (let round = 0; won.length < streams.length * 10; round++) {
    const open = streams.filter((stream) => wins.get(stream)! < 10)
    const claims = await Promise.all(
      open.map(async (stream) => claimOn(stream, await journal.head(stream), `${stream}:${writer}:${round}`)),
    )
    for (const stream of await journal.append(order === 1 ? claims : claims.reverse())) {
      wins.set(stream, wins.get(stream)! + 1)
      won.push(`${stream}:${writer}:${round}`)
    }
  }
  return won
}

/** Milliseconds: some journals take seconds to start, and these tests start several. */
const PATIENCE = 300_000

/** A test of what not every journal can do; the reason takes its place where it is missing. */
export function feature(
  suite: JournalSuite,
  name: keyof JournalSuite['supports'],
  rule: string,
  run: () => Promise<void>,
): void {
  const supported = suite.supports[name]
  if (supported === true) it(rule, run, PATIENCE)
  else it.skip(`${rule} [not supported: ${supported}]`, run)
}

function ids(count: number): { command: string }[] {
  return Array.from({ length: count }, (_, index) => ({ command: `c${index}` }))
}

function idOf({ command }: { readonly command: string }): string {
  return command
}

async function appended(journal: Journal, claim: Claim): Promise<void> {
  expect(await journal.append([claim])).toEqual(new Set([claim.stream]))
}

async function refused(journal: Journal, claim: Claim): Promise<void> {
  const before = await journal.head(claim.stream)
  expect(await journal.append([claim])).toEqual(new Set())
  expect(await journal.head(claim.stream)).toEqual(before)
}
