import { canonicalize, createSystem, defineMechanism, Id, type System, struct } from '@symbolon/core'
import { signCommand, signKey } from '@symbolon/core/signature'
import { expect, it } from 'vitest'
import { memoryJournal } from '../memory/index.js'
import { exampleSystem } from '../testing/example-system.js'
import { open } from './open.js'

const system = exampleSystem
const payment = { by: 'alice', type: 'transfer.send' as const, input: { to: 'bob', asset: 'GOLD', amount: 7n } }
const json = (change: object = {}) => ({
  id: 'c1',
  by: 'alice',
  type: 'transfer.send',
  input: { to: 'bob', asset: 'GOLD', amount: '7' },
  ...change,
})

async function opened() {
  let clock = 100
  const finds: string[] = []
  const journal = memoryJournal()
  const find = (stream: string, id: string) => {
    finds.push(id)
    return journal.find(stream, id)
  }
  const app = await open({ system, journal: { ...journal, find }, stream: 's', now: () => clock++ })
  const first = await app.execute({ id: 'c1', ...payment })
  if (first.status === 'rejected') throw new Error(first.code)
  return { app, first, finds }
}

it('a command under a known id, the same by who and what, is answered by its record whatever else is wrong', async () => {
  const { app, first } = await opened()
  const repeated = { status: 'accepted', id: 'c1', sequence: 2, at: first.at, repeated: true, record: first.record }
  const wrong = [
    { at: 1 },
    { at: -1 },
    { signature: { key: '', deadline: -1, value: 'none' } },
    { signature: { key: 'unknown', deadline: 9, value: 'aa' } },
    { extra: true },
  ]
  for (const change of wrong) {
    expect(await app.execute({ id: 'c1', ...payment, ...change })).toMatchObject(repeated)
    const inOneBatch = [{ id: 'c2', ...payment } as const, { id: 'c2', ...payment, ...change } as const]
    const answers = await Promise.all(inOneBatch.map((command) => app.execute(command)))
    expect(answers.map(({ status }) => status)).toEqual(['accepted', 'accepted'])
  }
  for (const change of [{ at: 'never' }, { signature: null }, { extra: true }]) {
    expect(await app.submit(json(change))).toMatchObject(repeated)
  }
  expect(app.head.sequence).toBe(3)
})

it('rejection COMMAND_CONFLICT: another command under a known id, whatever else is wrong with it', async () => {
  const { app } = await opened()
  const other = [
    { by: 'bob' },
    { by: '@bridge' },
    { by: 5 },
    { type: 'transfer.steal' },
    { type: 'notes.fail', input: { note: 'a' } },
    { input: undefined },
    { input: { to: 'bob', asset: 'GOLD', amount: -7n } },
    { input: { to: 'bob', asset: 'GOLD', amount: 7n, extra: 1n } },
    { input: { to: 'bob', asset: 'GOLD', amount: 10n ** 30n }, at: 1 },
  ]
  const conflict = { status: 'rejected', code: 'COMMAND_CONFLICT', details: { sequence: 2 } }
  for (const change of other) {
    expect(await app.execute({ id: 'c1', ...payment, ...change } as never), Object.keys(change).join()).toMatchObject(
      conflict,
    )
  }
  for (const change of [{ by: '@bridge' }, { type: 5 }, { input: {} }, { input: null }, { type: 'transfer.steal' }]) {
    expect(await app.submit(json(change)), JSON.stringify(change)).toMatchObject(conflict)
  }
  expect(await app.submit(json({ id: 'genesis' }))).toMatchObject({
    code: 'COMMAND_CONFLICT',
    details: { sequence: 1 },
  })
  // The same within one batch.
  const [, malformed] = await Promise.all([
    app.submit(json({ id: 'c9' })),
    app.submit(json({ id: 'c9', input: { to: 'bob' } })),
  ])
  expect(malformed).toMatchObject({ code: 'COMMAND_CONFLICT', details: { sequence: 3 } })
})

it('under an id that is not known, or is none, a command gets the code of what is wrong with it', async () => {
  const { app, finds } = await opened()
  expect(await app.submit(json({ id: 'c2', extra: '1' }))).toMatchObject({ code: 'COMMAND_MALFORMED' })
  expect(await app.submit(json({ id: 'c2', input: {} }))).toMatchObject({ code: 'INPUT_INVALID' })
  await expect(app.execute({ id: 'c2', by: 'alice', type: 'notes.fail', input: { note: 'a' } })).rejects.toThrow(
    'a mistake of the mechanism',
  )
  finds.length = 0
  for (const id of ['a\0b', '', '@c1', 5, null, ['c1']]) {
    expect(await app.submit(json({ id }))).toMatchObject({ code: 'COMMAND_MALFORMED' })
    expect(await app.execute({ ...payment, id } as never)).toMatchObject({ code: 'COMMAND_MALFORMED' })
  }
  // No journal is asked for what can't be in it.
  expect(finds).toEqual([])
})

it('a signed command whose deadline has passed may be signed anew, or not at all, to learn what became of it', async () => {
  let clock = 100
  const app = await open({ system, journal: memoryJournal(), stream: 's', now: () => clock })
  const signer = { scheme: 'ed25519', privateKey: '11'.repeat(32) } as const
  const key = { stream: 's', by: 'alice', key: 'k1' }
  const input = { key: 'k1', ...signKey(key, signer) }
  expect(await app.execute({ by: 'alice', type: 'key.register', input })).toMatchObject({ sequence: 2 })
  const command = { ...key, id: 'c1', type: payment.type, input: canonicalize(json().input) }
  const signed = (deadline: number) => {
    const signature = signCommand({ ...command, deadline }, signer)
    return json({ signature: { ...signature, deadline: `${deadline}` } })
  }
  expect(await app.submit(signed(110))).toMatchObject({ status: 'accepted', sequence: 3, repeated: false })
  clock = 500
  for (const retry of [signed(110), signed(600), json()]) {
    expect(await app.submit(retry)).toMatchObject({ sequence: 3, repeated: true })
  }
  expect(await app.submit(json({ id: 'c2' }))).toMatchObject({ code: 'SIGNATURE_REQUIRED' })
})

it('a retry finds its record when the composition in force reads that command no more', async () => {
  const keeper = (version: number) =>
    defineMechanism({
      name: 'keeper',
      version,
      rejections: [],
      commands: {
        keep: {
          input: version === 1 ? struct<{ what: string }>({ what: Id }) : struct<{ thing: string }>({ thing: Id }),
          apply() {},
        },
      },
    })
  const [one, two] = [1, 2].map((version) =>
    createSystem({ spec: '1.0', mechanisms: [keeper(version).with({})], authority: 'founder' }),
  ) as [System, System]
  const journal = memoryJournal()
  const app = await open({ system: one, journal, stream: 's' })
  const command = { id: 'k1', by: 'alice', type: 'keeper.keep', input: { what: 'a' } }
  expect(await app.submit(command)).toMatchObject({ sequence: 2, repeated: false })
  const upgraded = await app.upgrade(two, { by: 'founder' })
  if (upgraded.status === 'rejected') throw new Error(upgraded.code)
  expect(await upgraded.app.submit(command)).toMatchObject({ sequence: 2, repeated: true })
  expect(await upgraded.app.execute(command as never)).toMatchObject({ sequence: 2, repeated: true })
  const other = { ...command, input: { thing: 'a' } }
  expect(await upgraded.app.submit(other)).toMatchObject({ code: 'COMMAND_CONFLICT' })
  expect(await upgraded.app.execute(other as never)).toMatchObject({ code: 'COMMAND_CONFLICT' })
})

it('ids that a generator repeats are known ids: no writer is taken to have been first', async () => {
  const made = ['x', 'x', 'x', 'y']
  const app = await open({ system, journal: memoryJournal(), stream: 's', attempts: 2, id: () => made.shift() ?? 'z' })
  expect(await app.execute(payment)).toMatchObject({ id: 'x', sequence: 2, repeated: false })
  expect(await app.execute({ ...payment, input: { ...payment.input, to: 'carol' } })).toMatchObject({
    code: 'COMMAND_CONFLICT',
  })
  expect(await app.execute(payment)).toMatchObject({ id: 'x', sequence: 2, repeated: true })
  expect(await app.execute(payment)).toMatchObject({ id: 'y', sequence: 3, repeated: false })
})
