import { available, createSystem, defineMechanism, Id, struct } from '@symbolon/core'
import { hashText } from '@symbolon/core/codec'
import { expect, it } from 'vitest'
import { memoryJournal, memoryStore } from '../memory/index.js'
import { openExample, pay, work } from '../testing/example-app.js'
import { exampleSystem } from '../testing/example-system.js'
import { open } from './open.js'
import { verifyStream } from './verify-stream.js'

const systems = [exampleSystem]

it('the column by which a command is found is that of its own id, not of an id in its input', async () => {
  const store = memoryStore()
  const journal = memoryJournal({ store })
  const cancel = { input: struct<{ id: string }>({ id: Id }), apply() {} }
  const orders = defineMechanism({ name: 'orders', rejections: [], commands: { cancel } })
  const system = createSystem({ spec: '1.0', mechanisms: [orders.with({})] })
  const options = { system, journal, stream: 's', snapshotEvery: 0 }
  const app = await open(options)
  await app.execute({ id: 'n1', by: 'alice', type: 'orders.cancel', input: { id: 'n2' } })
  expect(await app.verify()).toMatchObject({ status: 'verified', sequence: 2 })
  const { records } = store.streams.get('s')!
  for (const command of ['n2', 'genesis', 'n']) {
    records[1] = { ...records[1]!, command }
    expect(await app.verify()).toMatchObject({ status: 'rejected', code: 'RECORD_DIFFERS', sequence: 2 })
    await expect(open(options)).rejects.toMatchObject({ code: 'STREAM_BROKEN', sequence: 2 })
  }
})

it('a state that the records do not lead to is found, though every record is right', async () => {
  const journal = memoryJournal()
  const first = await openExample(journal, 's')
  await work(first, 20)
  await first.close()
  const kept = (await journal.readSnapshot('s'))!
  // Each has what the other should have: nothing in the snapshot itself speaks against it.
  const json = JSON.parse(kept.text)
  const { GOLD } = json.balances
  json.balances.GOLD = { ...GOLD, 'alice/available': GOLD['bob/available'], 'bob/available': GOLD['alice/available'] }
  const text = JSON.stringify(json)
  await journal.writeSnapshot({ ...kept, text, digest: hashText(text) })
  const app = await openExample(journal, 's', { snapshotEvery: 0 })
  const found = { status: 'rejected', code: 'SNAPSHOT_DIFFERS', sequence: 21 }
  expect(app.head).toEqual(first.head)
  expect(await app.verify()).toMatchObject(found)
  // What such an app has stored since doesn't hide it.
  expect(await app.execute(pay('alice', 'bob', 1))).toMatchObject({ status: 'accepted', sequence: 22 })
  expect(await app.verify()).toMatchObject({ ...found, sequence: 22 })
  const richer = BigInt(GOLD['bob/available']) > BigInt(GOLD['alice/available']) ? 'alice' : 'bob'
  const all = (await app.view()).balance(available(richer, 'GOLD'))
  expect(await app.execute(pay(richer, 'carol', all))).toMatchObject({ status: 'accepted', sequence: 23 })
  expect(await app.verify()).toMatchObject({ code: 'RECORD_REFUSED', sequence: 23 })
  // The records alone say the same.
  expect(await verifyStream(journal, 's', systems)).toMatchObject({ code: 'RECORD_REFUSED', sequence: 23 })
})

it('verify compares with the state at the head from which it set out, while commands go on', async () => {
  const app = await openExample(memoryJournal(), 's')
  await work(app, 30)
  const [result] = await Promise.all([app.verify(), work(app, 30), app.verify()])
  expect(result).toMatchObject({ status: 'verified' })
  expect(await app.verify()).toMatchObject({ status: 'verified', sequence: 61, hash: app.head.hash })
})
