import { createSystem, type System } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import { expect, it } from 'vitest'
import type { Journal } from '../journal/index.js'
import { memoryJournal } from '../memory/index.js'
import { openExample, pay } from '../testing/example-app.js'
import { exampleSystem, upgradedSystem } from '../testing/example-system.js'

const thirdSystem = createSystem({
  spec: '1.0',
  mechanisms: [...exampleSystem.mechanisms, transfer.as('more').with({})],
  assets: [{ asset: 'GOLD' }],
  authority: 'founder',
})

const fourthSystem = createSystem({
  spec: '1.0',
  mechanisms: exampleSystem.mechanisms,
  assets: [{ asset: 'GOLD' }, { asset: 'SILVER' }, { asset: 'TIN' }],
  authority: 'founder',
})

/** Two apps on a stream; the first pays with id `p1` and upgrades with id `up`. */
async function upgraded(systems: readonly System[] = []) {
  const journal = memoryJournal()
  const [app, other] = [
    await openExample(journal, 's', { now: () => 50 }),
    await openExample(journal, 's', { systems }),
  ]
  await app.execute(pay('alice', 'bob', 1, 'p1'))
  const outcome = await app.upgrade(upgradedSystem, { by: 'founder', id: 'up', at: 150 })
  expect(outcome).toMatchObject({ status: 'accepted', sequence: 3, at: 150, repeated: false })
  return { other, record: (await journal.find('s', 'up'))! }
}

it('an upgrade sent again is answered by its record, and the app goes on with it', async () => {
  const { other, record } = await upgraded()
  const outcome = await other.upgrade(upgradedSystem, { by: 'founder', id: 'up' })
  expect(outcome).toMatchObject({ status: 'accepted', id: 'up', sequence: 3, at: 150, record, repeated: true })
  if (outcome.status === 'rejected') throw new Error(outcome.code)
  expect(await outcome.app.execute(pay('alice', 'bob', 1))).toMatchObject({ status: 'accepted', sequence: 4 })
  expect(await outcome.app.verify()).toMatchObject({ status: 'verified', sequence: 4 })
})

it('rejection COMMAND_CONFLICT: the id of another command, of somebody else, or of another composition', async () => {
  const { other } = await upgraded()
  const conflict = (sequence: number) => ({ status: 'rejected', code: 'COMMAND_CONFLICT', details: { sequence } })
  expect(await other.upgrade(upgradedSystem, { by: 'founder', id: 'p1' })).toMatchObject(conflict(2))
  expect(await other.upgrade(upgradedSystem, { by: 'mallory', id: 'up' })).toMatchObject(conflict(3))
  expect(await other.upgrade(thirdSystem, { by: 'founder', id: 'up' })).toMatchObject(conflict(3))
  expect(await other.upgrade(upgradedSystem, { by: 'founder', id: 'genesis' })).toMatchObject(conflict(1))
  expect(await other.upgrade(upgradedSystem, { by: 'founder', id: 'a b' })).toMatchObject({ code: 'COMMAND_MALFORMED' })
})

it('error: an upgrade sent again after the one that followed it has no app to go on with', async () => {
  const { other } = await upgraded([upgradedSystem])
  const next = await other.upgrade(fourthSystem, { by: 'founder', id: 'up2' })
  if (next.status === 'rejected') throw new Error(next.code)
  const again = next.app.upgrade(upgradedSystem, { by: 'founder', id: 'up' })
  await expect(again).rejects.toMatchObject({ code: 'STREAM_COMPOSITION' })
  expect(await next.app.execute(pay('alice', 'bob', 1))).toMatchObject({ status: 'accepted', sequence: 5 })
})

type Failure = 'before' | 'after' | 'after, and reads'

/** A journal whose appends fail as told, before or after they are done; the reads, too, until told otherwise. */
function failingAppends(journal: Journal, failures: Failure[], down: { reads: boolean }): Journal {
  const lost = () => Object.assign(new Error('connection lost'), { code: 'ECONNRESET' })
  return {
    ...journal,
    append: async (claims) => {
      const failure = failures.shift()
      if (failure === 'before') throw lost()
      const won = await journal.append(claims)
      down.reads = failure === 'after, and reads'
      if (failure !== undefined) throw lost()
      return won
    },
    read: async (...place) => {
      if (down.reads) throw lost()
      return journal.read(...place)
    },
  }
}

it('an append that fails is looked for, and done again when it was not done', async () => {
  for (const failure of ['before', 'after'] as const) {
    const failures: Failure[] = []
    const app = await openExample(failingAppends(memoryJournal(), failures, { reads: false }), 's')
    failures.push(failure)
    const outcome = await app.upgrade(upgradedSystem, { by: 'founder', id: 'up' })
    expect(outcome).toMatchObject({ status: 'accepted', sequence: 2, repeated: failure === 'after' })
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    expect(await outcome.app.execute(pay('alice', 'bob', 1))).toMatchObject({ sequence: 3 })
  }
})

it('error: APPEND_UNKNOWN when appends keep failing or the journal cannot be asked; send it again with its id', async () => {
  const failures: Failure[] = []
  const down = { reads: false }
  const app = await openExample(failingAppends(memoryJournal(), failures, down), 's', { attempts: 2 })
  const upgrade = { by: 'founder', id: 'up' }
  failures.push('before', 'before')
  await expect(app.upgrade(upgradedSystem, upgrade)).rejects.toMatchObject({ code: 'APPEND_UNKNOWN' })
  expect(await app.execute(pay('alice', 'bob', 1))).toMatchObject({ sequence: 2 })
  failures.push('after, and reads')
  await expect(app.upgrade(upgradedSystem, upgrade)).rejects.toMatchObject({ code: 'APPEND_UNKNOWN' })
  down.reads = false
  expect(await app.upgrade(upgradedSystem, upgrade)).toMatchObject({ sequence: 3, repeated: true })
})
