import { available, createSystem, digest } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import { describe, expect, it } from 'vitest'
import { memoryJournal } from '../memory/index.js'
import { nativeHash } from '../node/native-hash.js'
import { exampleSystem, START, upgradedSystem } from '../testing/example-system.js'
import { contentOf } from './content.js'
import { open } from './open.js'

const system = exampleSystem
const pay = (amount: bigint, id?: string) => ({
  ...(id === undefined ? {} : { id }),
  by: 'alice',
  type: 'transfer.send' as const,
  input: { to: 'bob', asset: 'GOLD', amount },
})

describe('open', () => {
  it('error: a stream of another composition', async () => {
    const journal = memoryJournal()
    await open({ system, journal, stream: 's' })
    const other = createSystem({ spec: '1.0', mechanisms: [transfer.with({})] })
    await expect(open({ system: other, journal, stream: 's' })).rejects.toMatchObject({ code: 'STREAM_COMPOSITION' })
    // Known, but not the one in force.
    const asked = open({ system: other, systems: [system], journal, stream: 's' })
    await expect(asked).rejects.toMatchObject({ code: 'STREAM_COMPOSITION' })
  })

  it('error: a stream whose name is no id', async () => {
    for (const stream of ['', 'a b', '"', 'a/b', '@a', 'x'.repeat(65)]) {
      await expect(open({ system, journal: memoryJournal(), stream })).rejects.toThrow(TypeError)
    }
  })

  it('behavior: progress of a long replay', async () => {
    const journal = memoryJournal()
    const app = await open({ system, journal, stream: 's', snapshotEvery: 0 })
    await Promise.all(Array.from({ length: 2500 }, () => app.execute(pay(1n))))
    const progress: [number, number][] = []
    const onProgress = (done: number, total: number) => progress.push([done, total])
    await open({ system, journal, stream: 's', onProgress })
    expect(progress).toEqual([
      [1000, 2501],
      [2000, 2501],
      [2501, 2501],
    ])
    progress.length = 0
    await app.verify({ onProgress })
    expect(progress.at(-1)).toEqual([2501, 2501])
  })

  it('behavior: snapshots by number of records, none when asked for none, one at the end', async () => {
    const journal = memoryJournal()
    const kept = async (stream: string) => (await journal.readSnapshot(stream))?.sequence
    const every = await open({ system, journal, stream: 'every', snapshotEvery: 10 })
    for (let n = 0; n < 12; n++) await every.execute(pay(1n))
    await every.view()
    expect(await kept('every')).toBe(10)
    await every.close()
    expect(await kept('every')).toBe(13)
    const none = await open({ system, journal, stream: 'none', snapshotEvery: 0 })
    await none.execute(pay(1n))
    await none.close()
    expect(await kept('none')).toBeUndefined()
  })

  it('behavior: a snapshot that the journal does not take is told, and loses nothing', async () => {
    const journal = memoryJournal()
    const errors: unknown[] = []
    const full = { ...journal, writeSnapshot: () => Promise.reject(new Error('full')) }
    const app = await open({
      system,
      journal: full,
      stream: 's',
      snapshotEvery: 1,
      onError: (error) => errors.push(error),
    })
    expect(await app.execute(pay(1n))).toMatchObject({ status: 'accepted' })
    await app.close()
    expect(errors.map((error) => (error as Error).message)).toContain('full')
  })
})

describe('execute', () => {
  it('behavior: id and time are made where they are missing, time never runs backwards', async () => {
    let clock = 100
    let count = 0
    const app = await open({
      system,
      journal: memoryJournal(),
      stream: 's',
      now: () => clock,
      id: () => `made${++count}`,
    })
    expect(await app.execute(pay(1n))).toMatchObject({ id: 'made1', at: 100 })
    clock = 200
    expect(await app.execute({ ...pay(1n), at: 150 })).toMatchObject({ at: 150 })
    clock = 120
    expect(await app.execute(pay(1n))).toMatchObject({ at: 150 })
    expect(await app.execute({ ...pay(1n), at: 149 })).toMatchObject({ status: 'rejected', code: 'TIME_BACKWARDS' })
  })

  it('behavior: the events of a decision in the types of the system', async () => {
    const app = await open({ system, journal: memoryJournal(), stream: 's' })
    const put = { id: 'n1', by: 'alice', type: 'notes.put', input: { note: 'a', text: 'x' } } as const
    const answer = await app.execute(put)
    expect(answer).toMatchObject({ events: [{ type: 'notes.put', data: { by: 'alice' } }] })
    const again = await app.execute(put)
    expect(again).toMatchObject({ repeated: true })
    expect('events' in again).toBe(false)
    if (again.status === 'accepted')
      expect(contentOf(again.record).events).toEqual([{ type: 'notes.put', data: { by: 'alice' } }])
  })

  it("error: a mechanism's mistake fails its own command and no other", async () => {
    const app = await open({ system, journal: memoryJournal(), stream: 's' })
    const results = await Promise.allSettled([
      app.execute(pay(1n)),
      app.execute({ by: 'alice', type: 'notes.fail', input: { note: 'a' } }),
      app.execute(pay(2n)),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(results[1]).toMatchObject({ reason: { message: 'a mistake of the mechanism' } })
    const view = await app.view()
    expect(view.balance(available('bob', 'GOLD'))).toBe(START + 3n)
    expect(view.mechanisms.notes.tables.notes.has({ note: 'a' })).toBe(false)
    expect(app.head.sequence).toBe(3)
  })

  it('error: a record that cannot be sealed fails its own command and leaves nothing behind', async () => {
    let failing = false
    const hash: typeof nativeHash = (previous, body) => {
      if (failing && body.includes('"id":"bad"')) throw new Error('no hash')
      return nativeHash(previous, body)
    }
    const app = await open({ system, journal: memoryJournal(), stream: 's', hash })
    failing = true
    const results = await Promise.allSettled([app.execute(pay(1n)), app.execute(pay(1n, 'bad')), app.execute(pay(1n))])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    failing = false
    expect(await app.execute(pay(1n, 'bad'))).toMatchObject({ status: 'accepted', sequence: 4, repeated: false })
    expect(await app.verify()).toMatchObject({ status: 'verified', sequence: 4 })
  })

  it('rejection RECORD_TOO_LARGE: before anything is appended, and the rest of the batch goes on', async () => {
    const app = await open({ system, journal: memoryJournal({ maxRecordBytes: 4000 }), stream: 's' })
    const put = (text: string) => ({ by: 'alice', type: 'notes.put' as const, input: { note: 'a', text } })
    const answers = await Promise.all([
      app.execute(pay(1n)),
      app.execute(put('"'.repeat(1024))),
      app.execute(pay(1n)),
      app.execute(put('ok')),
    ])
    expect(answers.map((answer) => (answer.status === 'accepted' ? answer.sequence : answer.code))).toEqual([
      2,
      'RECORD_TOO_LARGE',
      3,
      4,
    ])
    expect(await app.verify()).toMatchObject({ status: 'verified', sequence: 4 })
    expect((await app.view()).mechanisms.notes.tables.notes.get({ note: 'a' })).toEqual({ text: 'ok', by: 'alice' })
  })

  it('error: attempts are bounded when others are always first', async () => {
    const journal = memoryJournal()
    const app = await open({
      system,
      journal: {
        ...journal,
        append: async (claims) => (claims[0]?.expected.sequence ? new Set() : journal.append(claims)),
      },
      stream: 's',
      attempts: 3,
    })
    await expect(app.execute(pay(1n))).rejects.toMatchObject({ code: 'WRITE_CONFLICT' })
    expect((await app.view()).balance(available('bob', 'GOLD'))).toBe(START)
  })

  it('error: a journal that fails and cannot be asked leaves the command unknown, to be sent again', async () => {
    const journal = memoryJournal()
    let down = false
    const fail = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ECONNRESET' }))
    const app = await open({
      system,
      journal: {
        ...journal,
        append: async (claims) => {
          const won = await journal.append(claims)
          return down ? fail() : won
        },
        read: (...args) => (down ? fail() : journal.read(...args)),
      },
      stream: 's',
    })
    down = true
    await expect(app.execute(pay(5n, 'c1'))).rejects.toMatchObject({ code: 'APPEND_UNKNOWN' })
    down = false
    expect(await app.execute(pay(5n, 'c1'))).toMatchObject({ status: 'accepted', sequence: 2, repeated: true })
    expect((await app.view()).balance(available('bob', 'GOLD'))).toBe(START + 5n)
  })

  it('error: a closed app', async () => {
    const journal = memoryJournal()
    const app = await open({ system, journal, stream: 's' })
    const last = app.execute(pay(1n))
    await app.close()
    expect(await last).toMatchObject({ status: 'accepted' })
    await expect(app.execute(pay(1n))).rejects.toMatchObject({ code: 'APP_CLOSED' })
    expect(await journal.head('s')).toEqual(app.head)
  })
})

describe('submit', () => {
  const json = (change: object = {}) => ({
    id: 'j1',
    by: 'alice',
    type: 'transfer.send',
    input: { to: 'bob', asset: 'GOLD', amount: '7' },
    ...change,
  })

  it('behavior: JSON is decoded; the time it names does not count', async () => {
    const app = await open({ system, journal: memoryJournal(), stream: 's', now: () => 50 })
    expect(await app.submit(json({ at: '99999999999' }))).toMatchObject({ status: 'accepted', id: 'j1', at: 50 })
    const { id: _, ...anonymous } = json()
    expect(await app.submit(anonymous)).toMatchObject({ status: 'accepted', at: 50 })
    expect(await app.submit(json())).toMatchObject({ repeated: true })
    expect(await app.submit(json({ input: { to: 'bob', asset: 'GOLD', amount: '8' } }))).toMatchObject({
      code: 'COMMAND_CONFLICT',
    })
  })

  it('rejection: hostile JSON, each with its code, nothing changed', async () => {
    const app = await open({ system, journal: memoryJournal(), stream: 's' })
    const hostile: readonly (readonly [unknown, string])[] = [
      [null, 'COMMAND_MALFORMED'],
      ['text', 'COMMAND_MALFORMED'],
      [[], 'COMMAND_MALFORMED'],
      [json({ id: 'a\0b' }), 'COMMAND_MALFORMED'],
      [json({ id: 5 }), 'COMMAND_MALFORMED'],
      [json({ by: '@bridge' }), 'COMMAND_MALFORMED'],
      [json({ extra: '1' }), 'COMMAND_MALFORMED'],
      [JSON.parse('{"__proto__":{"by":"alice"},"id":"x","type":"transfer.send"}'), 'COMMAND_MALFORMED'],
      [json({ type: 'transfer.steal' }), 'COMMAND_UNKNOWN'],
      [json({ input: { to: 'bob', asset: 'GOLD', amount: 7 } }), 'INPUT_INVALID'],
      [json({ input: { to: 'bob', asset: 'GOLD', amount: '-7' } }), 'INPUT_INVALID'],
      [json({ input: { to: 'bob', asset: 'GOLD', amount: '1e3' } }), 'INPUT_INVALID'],
      [json({ input: { to: 'bob', asset: 'GOLD', amount: `${2n ** 127n}` } }), 'INPUT_INVALID'],
    ]
    for (const [command, code] of hostile)
      expect(await app.submit(command), JSON.stringify(command)).toMatchObject({ code })
    expect(app.head.sequence).toBe(1)
  })
})

describe('upgrade', () => {
  it('behavior: the stream goes on with the next composition, and opens and verifies with both', async () => {
    const journal = memoryJournal()
    const app = await open({ system, journal, stream: 's' })
    const other = await open({ system, systems: [upgradedSystem], journal, stream: 's' })
    await app.execute(pay(1n))
    expect(await app.upgrade(upgradedSystem, { by: 'alice' })).toMatchObject({ code: 'NOT_AUTHORISED' })
    await app.execute(pay(1n))
    const outcome = await app.upgrade(upgradedSystem, { by: 'founder', id: 'up1' })
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    expect(outcome).toMatchObject({ id: 'up1', sequence: 4, repeated: false })
    await expect(app.execute(pay(1n))).rejects.toMatchObject({ code: 'APP_CLOSED' })
    expect(await outcome.app.execute(pay(1n))).toMatchObject({ sequence: 5 })
    expect(await outcome.app.verify()).toMatchObject({ status: 'verified', sequence: 5 })
    // Another app that knows the next composition follows by itself.
    expect(await other.execute(pay(1n))).toMatchObject({ sequence: 6 })
    await outcome.app.close()
    await expect(open({ system, systems: [upgradedSystem], journal, stream: 's' })).rejects.toMatchObject({
      code: 'STREAM_COMPOSITION',
    })
    await expect(
      open({ system: upgradedSystem, journal: { ...journal, readSnapshot: async () => undefined }, stream: 's' }),
    ).rejects.toMatchObject({ code: 'STREAM_COMPOSITION' })
    const later = await open({ system: upgradedSystem, systems: [system], journal, stream: 's' })
    expect(later.head.sequence).toBe(6)
    const result = await later.verify()
    if (result.status !== 'verified') throw new Error(result.code)
    await later.snapshot()
    expect((await journal.readSnapshot('s'))?.digest).toBe(digest(upgradedSystem, result.state))
  })
})

describe('subscribe', () => {
  it('behavior: from now on by default; the error of a listener ends it and is told', async () => {
    const errors: unknown[] = []
    const app = await open({ system, journal: memoryJournal(), stream: 's', onError: (error) => errors.push(error) })
    await app.execute(pay(1n))
    const seen: number[] = []
    const subscription = app.subscribe(({ sequence }) => {
      seen.push(sequence)
      if (sequence === 4) throw new Error('enough')
    })
    for (let n = 0; n < 5; n++) await app.execute(pay(1n))
    await expect(subscription.done).rejects.toThrow('enough')
    expect(seen).toEqual([3, 4])
    expect(errors).toHaveLength(1)
  })

  it('error: a place that is no whole number ≥ 0 is refused at once', async () => {
    const errors: unknown[] = []
    const app = await open({ system, journal: memoryJournal(), stream: 's', onError: (error) => errors.push(error) })
    for (const after of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '1' as never, null as never]) {
      expect(() => app.subscribe(() => undefined, { after }), String(after)).toThrow(RangeError)
      expect(() => app.records({ after }), String(after)).toThrow(RangeError)
    }
    expect(errors).toEqual([])
    // A place beyond the end is waited for.
    const next = app.records({ after: 2 }).next()
    await app.execute(pay(1n))
    await app.execute(pay(1n, 'third'))
    expect((await next).value).toMatchObject({ sequence: 3, command: 'third' })
  })

  it('behavior: closing the app ends subscriptions and iterations', async () => {
    const app = await open({ system, journal: memoryJournal(), stream: 's' })
    const subscription = app.subscribe(() => undefined)
    const iterating = (async () => {
      const seen: number[] = []
      for await (const { sequence } of app.records({ after: 0 })) seen.push(sequence)
      return seen
    })()
    await app.execute(pay(1n))
    await new Promise((resolve) => setTimeout(resolve, 5))
    await app.close()
    await subscription.done
    expect(await iterating).toEqual([1, 2])
  })
})
