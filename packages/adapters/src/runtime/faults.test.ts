import { expect, it } from 'vitest'
import type { Journal } from '../journal/index.js'
import { memoryJournal, memoryStore } from '../memory/index.js'
import { exampleSystem } from '../testing/example-system.js'
import type { App } from './app.js'
import { contentOf } from './content.js'
import { open } from './open.js'
import { verifyStream } from './verify-stream.js'

/** A generator of numbers in [0, 1) by Tommy Ettinger (mulberry32): the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** A journal whose connection breaks: before an append, after it, or so that the append is done some time later. */
function broken(journal: Journal, random: () => number, late: Promise<unknown>[]): Journal {
  const lost = () => Object.assign(new Error('connection lost'), { code: 'ECONNRESET' })
  const sometimes = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    await pause(random() * 2)
    if (random() < 0.04) throw lost()
    return run()
  }
  return {
    ...journal,
    head: (stream) => sometimes(() => journal.head(stream)),
    read: (...place) => sometimes(() => journal.read(...place)),
    find: (...command) => sometimes(() => journal.find(...command)),
    readSnapshot: (stream) => sometimes(() => journal.readSnapshot(stream)),
    writeSnapshot: (snapshot) =>
      sometimes(() => journal.writeSnapshot(random() < 0.3 ? { ...snapshot, text: snapshot.text.slice(1) } : snapshot)),
    append: async (claims) => {
      const fate = random()
      await pause(random() * 2)
      if (fate < 0.1) throw lost()
      if (fate < 0.2) {
        late.push(pause(random() * 8).then(() => journal.append(claims)))
        throw lost()
      }
      const won = await journal.append(claims)
      if (fate < 0.3) throw lost()
      return won
    },
  }
}

/** Until it works; only failures of the journal are tried again. */
async function persistently<Result>(run: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await run()
    } catch (error) {
      expect(['ECONNRESET', 'APPEND_UNKNOWN', 'WRITE_CONFLICT', 'APP_CLOSED']).toContain(
        (error as { code?: string }).code,
      )
    }
  }
}

it.each(Array.from({ length: 12 }, (_, seed) => seed))(
  'whatever breaks, every command is answered once and for all, and stored as answered (seed %i)',
  async (seed) => {
    const random = seeded(seed)
    const store = memoryStore()
    const late: Promise<unknown>[] = []
    const openApp = () =>
      persistently(() =>
        open({
          system: exampleSystem,
          journal: broken(memoryJournal({ store }), random, late),
          stream: 's',
          attempts: 4,
          snapshotEvery: 7,
        }),
      )
    type ExampleApp = Awaited<ReturnType<typeof openApp>>
    const apps: ExampleApp[] = [await openApp(), await openApp()]
    const answers = new Map<string, Awaited<ReturnType<ExampleApp['execute']>>>()

    const client = async (name: string): Promise<void> => {
      for (let n = 0; n < 12; n++) {
        const id = `${name}-${n}`
        const [by, to] = random() < 0.5 ? ['carol', 'dora'] : ['alice', 'carol']
        const amount = BigInt(1 + Math.floor(random() * 9))
        const command = { id, by, type: 'transfer.send' as const, input: { to, asset: 'GOLD', amount } }
        // Each try may go through another process.
        const answer = await persistently(() =>
          (apps[Math.floor(random() * apps.length)] as App).execute(command as never),
        )
        const before = answers.get(id)
        expect(before).toBeUndefined()
        answers.set(id, answer as Awaited<ReturnType<ExampleApp['execute']>>)
        if (random() < 0.1) {
          // A process ends and another takes its place.
          apps.push(await openApp())
          await apps.shift()?.close()
        }
      }
    }
    await Promise.all(['a', 'b', 'c', 'd'].map(client))
    await Promise.all(late)
    for (const app of apps) await app.close()

    const journal = memoryJournal({ store })
    const records = await journal.read('s', 0, 1000)
    expect(await verifyStream(journal, 's', [exampleSystem])).toMatchObject({
      status: 'verified',
      sequence: records.length,
    })
    for (const [id, answer] of answers) {
      const stored = records.filter((record) => contentOf(record).command.id === id)
      if (answer.status === 'accepted') expect(stored).toEqual([answer.record])
      else expect(answer.code).toBe('ACCOUNT_BELOW_FLOOR')
    }
    expect(answers.size).toBe(48)
    // Nothing but the genesis and what was sent. A refused command may be stored by an append that was late.
    expect(records.slice(1).every(({ command }) => answers.has(command))).toBe(true)
  },
)
