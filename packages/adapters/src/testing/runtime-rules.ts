import { available } from '@symbolon/core'
import { describe, expect, it } from 'vitest'
import type { Journal, JournalRecord } from '../journal/journal.js'
import { contentOf } from '../runtime/content.js'
import { readAll } from './chain.js'
import { type ExampleApp, openExample, pay, work } from './example-app.js'
import { START } from './example-system.js'
import { feature } from './journal-rules.js'
import { freshStream, type JournalSuite, type Tampering, withJournal } from './journal-suite.js'
import { replayed, replayedDigest, replayedModels, sortedModels } from './stored-state.js'
import { counting, failing, readsOf } from './watched-journal.js'

/** Rules of a system opened on a journal. */
export function runtimeRules(suite: JournalSuite): void {
  const using = (run: (journal: Journal) => Promise<void>) => () => withJournal(suite, run)

  describe('runtime', () => {
    it(
      'a stream begins with one genesis, however many open it at once',
      using(async (journal) => {
        const stream = freshStream('genesis')
        const apps = await Promise.all([1, 2, 3].map(() => openExample(journal, stream)))
        expect(apps.map(({ head }) => head.sequence)).toEqual([1, 1, 1])
        expect(new Set(apps.map(({ head }) => head.hash)).size).toBe(1)
        await closeAll(apps)
        expect((await readAll(journal, stream)).map(({ command }) => command)).toEqual(['genesis'])
      }),
    )

    it(
      'commands given at once are stored in order, once each, in far fewer appends',
      using(async (journal) => {
        const stream = freshStream('group')
        const appends: number[] = []
        const app = await openExample(counting(journal, appends), stream)
        const answers = await Promise.all(
          Array.from({ length: 300 }, (_, n) => app.execute(pay('alice', 'bob', n + 1, `p${n}`))),
        )
        expect(answers.map((answer) => answer.status === 'accepted' && answer.sequence)).toEqual(
          answers.map((_, n) => n + 2),
        )
        expect(appends.length).toBeLessThanOrEqual(6)
        expect((await readAll(journal, stream)).map(({ command }) => command).slice(1)).toEqual(
          answers.map((_, n) => `p${n}`),
        )
        expect(await balanceOf(app, 'bob')).toBe(START + (300n * 301n) / 2n)
        await app.close()
      }),
    )

    it(
      'a refused command changes nothing, and its id is free again',
      using(async (journal) => {
        const stream = freshStream('refused')
        const app = await openExample(journal, stream)
        const [poor, rich] = await Promise.all([
          app.execute(pay('carol', 'bob', 5, 'c1')),
          app.execute(pay('alice', 'carol', 5, 'c2')),
        ])
        expect(poor).toMatchObject({ status: 'rejected', code: 'ACCOUNT_BELOW_FLOOR' })
        expect(rich).toMatchObject({ status: 'accepted', sequence: 2 })
        expect(await app.execute(pay('carol', 'bob', 5, 'c1'))).toMatchObject({ status: 'accepted', sequence: 3 })
        await app.close()
      }),
    )

    it(
      'a command is stored once: the same again is answered with its first record, another under its id is refused',
      using(async (journal) => {
        const stream = freshStream('once')
        const app = await openExample(journal, stream)
        const [first, twin, other] = await Promise.all([
          app.execute(pay('alice', 'bob', 7, 'c1')),
          app.execute(pay('alice', 'bob', 7, 'c1')),
          app.execute(pay('alice', 'bob', 8, 'c1')),
        ])
        expect(first).toMatchObject({ status: 'accepted', sequence: 2, repeated: false })
        expect(twin).toMatchObject({ status: 'accepted', sequence: 2, repeated: true })
        expect(other).toMatchObject({ status: 'rejected', code: 'COMMAND_CONFLICT' })
        expect(await app.execute(pay('alice', 'bob', 7, 'c1'))).toMatchObject({ sequence: 2, repeated: true })
        expect(await app.execute(pay('alice', 'carol', 7, 'c1'))).toMatchObject({ code: 'COMMAND_CONFLICT' })
        await app.close()
        const later = await openExample(journal, stream)
        const again = await later.submit({
          id: 'c1',
          by: 'alice',
          type: 'transfer.send',
          input: { to: 'bob', asset: 'GOLD', amount: '7' },
        })
        expect(again).toMatchObject({
          status: 'accepted',
          sequence: 2,
          repeated: true,
          record: (first as { record: unknown }).record,
        })
        // Stored once, it stays accepted, though it could not be paid a second time.
        expect(await later.execute(pay('bob', 'alice', START + 7n, 'all'))).toMatchObject({ sequence: 3 })
        expect(await later.execute(pay('bob', 'alice', START + 7n, 'all'))).toMatchObject({
          sequence: 3,
          repeated: true,
        })
        expect(await later.execute(pay('bob', 'alice', START + 7n, 'more'))).toMatchObject({
          code: 'ACCOUNT_BELOW_FLOOR',
        })
        expect(later.head.sequence).toBe(3)
        await later.close()
      }),
    )

    it(
      'an append that fails after it was done is found by id, one that fails before is done again',
      using(async (journal) => {
        const stream = freshStream('unknown')
        const failures: ('before' | 'after')[] = []
        const app = await openExample(failing(journal, failures), stream)
        for (const failure of ['after', 'before', 'after'] as const) {
          failures.push(failure)
          const answers = await Promise.all([1, 2, 3].map(() => app.execute(pay('alice', 'bob', 1))))
          expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted', 'accepted'])
        }
        expect(await balanceOf(app, 'bob')).toBe(START + 9n)
        expect(app.head.sequence).toBe(10)
        await app.close()
        expect(await replayed(journal, stream)).toMatchObject({ status: 'verified', sequence: 10 })
      }),
    )

    it(
      'two apps on one stream: the one behind catches up and decides again',
      using((journal) => raceTwoApps(journal, journal)),
    )

    feature(suite, 'connections', 'two apps on one stream in two connections', () =>
      withJournal(suite, (one) => withJournal(suite, (other) => raceTwoApps(one, other))),
    )

    feature(suite, 'restart', 'snapshot and tail lead to the state of a full replay', async () => {
      const stream = freshStream('snapshot')
      await withJournal(suite, async (journal) => {
        const app = await openExample(journal, stream, { snapshotEvery: 40 })
        await work(app, 100)
        await app.snapshot()
        await work(app, 17)
        // Not closed: closing would keep another snapshot.
      })
      await withJournal(suite, async (journal) => {
        const kept = await journal.readSnapshot(stream)
        expect(kept?.sequence).toBe(101)
        const reads: number[] = []
        const app = await openExample(readsOf(journal, reads), stream)
        expect(app.head.sequence).toBe(118)
        expect(reads.every((after) => after >= 100)).toBe(true)
        await app.snapshot()
        expect((await journal.readSnapshot(stream))?.sequence).toBe(118)
        expect((await journal.readSnapshot(stream))?.digest).toBe(await replayedDigest(journal, stream))
        await work(app, 3)
        await app.close()
        expect((await journal.readSnapshot(stream))?.digest).toBe(await replayedDigest(journal, stream))
      })
    })

    it(
      'a damaged snapshot, or one of another branch, is passed over for a replay',
      using(async (journal) => {
        const stream = freshStream('damaged')
        const app = await openExample(journal, stream)
        await work(app, 20)
        await app.close()
        const digest = await replayedDigest(journal, stream)
        const kept = (await journal.readSnapshot(stream))!
        const damaged = [
          { ...kept, text: kept.text.replace(/"alice\/available":"(\d)/, '"alice/available":"9$1') },
          { ...kept, hash: 'e'.repeat(64) },
          { ...kept, sequence: kept.sequence + 5 },
        ]
        for (const snapshot of damaged) {
          await journal.writeSnapshot(snapshot)
          const again = await openExample(journal, stream, { snapshotEvery: 0 })
          expect(again.head).toEqual({ sequence: kept.sequence, hash: kept.hash })
          expect(await replayedDigest(journal, stream)).toBe(digest)
          await again.snapshot()
          expect((await journal.readSnapshot(stream))?.digest).toBe(
            snapshot.sequence > kept.sequence ? kept.digest : digest,
          )
          await again.close()
        }
      }),
    )

    it(
      'a subscriber gets every record in order, of all writers, from where it wants',
      using(async (journal) => {
        const stream = freshStream('subscribe')
        const [app, other] = [await openExample(journal, stream), await openExample(journal, stream)]
        await work(app, 20)
        const seen: JournalRecord[] = []
        const subscription = app.subscribe(
          async (record) => {
            await Promise.resolve()
            seen.push(record)
          },
          { after: 5 },
        )
        await Promise.all([work(app, 30), work(other, 30)])
        const all = await readAll(journal, stream)
        await until(() => seen.length >= all.length - 5)
        expect(seen).toEqual(all.slice(5))
        await subscription.close()
        await work(app, 1)
        expect(seen).toHaveLength(all.length - 5)
        const iterated: number[] = []
        for await (const { sequence } of other.records({ after: 0 })) {
          iterated.push(sequence)
          if (sequence === 82) break
        }
        expect(iterated).toEqual(Array.from({ length: 82 }, (_, n) => n + 1))
        await closeAll([app, other])
      }),
    )

    feature(
      suite,
      'tampering',
      'a changed, dropped or swapped record is found by verify, with its sequence',
      async () => {
        await withJournal(suite, async (journal) => {
          const cases: readonly (readonly [(body: string) => Tampering, number, readonly string[]])[] = [
            [
              (body) => ({ kind: 'change', sequence: 6, body: body.replace(/"amount":"\d+"/g, '"amount":"1000000"') }),
              6,
              ['RECORD_HASH_MISMATCH'],
            ],
            [(body) => ({ kind: 'change', sequence: 6, body: `${body} ` }), 6, ['RECORD_HASH_MISMATCH']],
            [() => ({ kind: 'drop', sequence: 9 }), 9, ['RECORD_OUT_OF_ORDER']],
            [() => ({ kind: 'drop', sequence: 21 }), 21, ['RECORD_MISSING']],
            [() => ({ kind: 'swap', sequence: 4, with: 5 }), 4, ['RECORD_OUT_OF_ORDER', 'RECORD_HASH_MISMATCH']],
          ]
          for (const [change, sequence, codes] of cases) {
            const stream = freshStream('tampered')
            const app = await openExample(journal, stream, { snapshotEvery: 0 })
            await work(app, 20)
            expect(await app.verify()).toMatchObject({ status: 'verified', sequence: 21, hash: app.head.hash })
            const [record] = await journal.read(stream, 5, 1)
            await suite.tamper?.(stream, change(record!.body))
            const found = await app.verify()
            expect(found).toMatchObject({ status: 'rejected', sequence })
            expect(codes).toContain((found as { code: string }).code)
            await app.close()
            if (sequence < 21) {
              await expect(openExample(journal, stream)).rejects.toMatchObject({ code: 'STREAM_BROKEN', sequence })
            }
          }
        })
      },
    )

    feature(
      suite,
      'readModels',
      'balances and rows in the store are those of the state, after every append',
      async () => {
        await withJournal(suite, async (journal) => {
          const stream = freshStream('models')
          const app = await openExample(journal, stream)
          const check = async () => {
            expect(sortedModels(await suite.readModels!(stream))).toEqual(await replayedModels(journal, stream))
          }
          await check()
          for (let round = 0; round < 3; round++) {
            await work(app, 40)
            await check()
          }
          await app.execute({ by: 'alice', type: 'notes.drop', input: { note: 'note0' } })
          await check()
          // Everything, so that a balance becomes zero.
          await app.execute(pay('bob', 'alice', await balanceOf(app, 'bob')))
          await check()
          await app.close()
        })
      },
    )
  })
}

async function balanceOf(app: ExampleApp, party: string): Promise<bigint> {
  return (await app.view()).balance(available(party, 'GOLD'))
}

async function closeAll(apps: readonly ExampleApp[]): Promise<void> {
  for (const app of apps) await app.close()
}

async function raceTwoApps(one: Journal, other: Journal): Promise<void> {
  const stream = freshStream('race')
  const apps = await Promise.all([one, other].map((journal) => openExample(journal, stream, { attempts: 1000 })))
  const answers = await Promise.all(
    apps.flatMap((app, index) =>
      [0, 1, 2].map(async (worker) => {
        const all: Awaited<ReturnType<ExampleApp['execute']>>[] = []
        for (let n = 0; n < 15; n++)
          all.push(await app.execute(pay('alice', `w${index}${worker}`, 1, `w${index}${worker}n${n}`)))
        return all
      }),
    ),
  )
  expect(answers.flat().filter(({ status }) => status !== 'accepted')).toEqual([])
  // A payment out of what the other app has just paid in: a refusal is looked at twice.
  await apps[0]!.execute(pay('alice', 'dora', 5))
  expect(await apps[1]!.execute(pay('dora', 'emil', 5))).toMatchObject({ status: 'accepted' })
  expect(await apps[0]!.execute(pay('alice', 'w10', 1, 'w10n3'))).toMatchObject({ status: 'accepted', repeated: true })
  const heads = await Promise.all(apps.map((app) => app.refresh()))
  expect(heads[0]).toEqual(heads[1])
  expect(heads[0]?.sequence).toBe(1 + 90 + 2)
  const records = await readAll(one, stream)
  const ids = records.map(({ command }) => command).filter((id) => id.startsWith('w'))
  expect([...new Set(ids)].sort()).toEqual(
    answers
      .flat()
      .map((answer) => (answer as { id: string }).id)
      .sort(),
  )
  // What one writer sent stands in the order in which it sent it.
  for (const worker of ['w00', 'w12']) {
    const own = records.filter(({ body }) => contentOf({ body }).command.id.startsWith(worker))
    expect(own.map(({ command }) => Number(command.split('n')[1]))).toEqual(own.map((_, n) => n))
  }
  for (const app of apps) expect(await app.verify()).toMatchObject({ status: 'verified', sequence: 93 })
  expect(await balanceOf(apps[0]!, 'alice')).toBe(await balanceOf(apps[1]!, 'alice'))
  await closeAll(apps)
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
