import { describe, expect, it } from 'vitest'
import { Count, Party, struct } from '../codec/index.js'
import { transfer } from '../mechanisms/transfer/index.js'
import { signKey } from '../signature/index.js'
import {
  createSystem,
  defineMechanism,
  execute,
  genesis,
  type State,
  type System,
  seal,
  snapshot,
  table,
  upgrade,
  verify,
} from './index.js'

const PRIVATE_KEY = '11'.repeat(32)
const noter = (version: number) =>
  defineMechanism({
    name: 'noter',
    version,
    tables: { notes: table(struct({ party: Party }), struct({ count: Count })) },
    rejections: [],
    commands: {
      note: {
        input: struct({}),
        apply({ by, tables }) {
          tables.notes.put({ party: by }, { count: (tables.notes.get({ party: by })?.count ?? 0) + 1 })
        },
      },
    },
  })
const before = createSystem({ spec: '1.0', mechanisms: [noter(2).with({})], authority: 'founder' })
const begun = (system: System) => genesis(system, { at: 0, stream: 'test' })

describe('upgrade', () => {
  it('goes on with another composition and leaves the state given valid', () => {
    const to = createSystem({ spec: '1.0', mechanisms: [noter(2).with({}), transfer.with({})], authority: 'founder' })
    const { state } = begun(before)
    const text = snapshot(before, state)
    const outcome = upgrade(before, to, state, { id: 'u', by: 'founder', at: 1 })
    expect(outcome.status).toBe('accepted')
    expect(snapshot(before, state)).toBe(text)
  })

  it('is refused when the new composition lacks an instance, an older version of one included', () => {
    const { state } = begun(before)
    for (const mechanisms of [[transfer.with({})], [noter(1).with({})], [noter(2).as('other').with({})]]) {
      const to = createSystem({ spec: '1.0', mechanisms, authority: 'founder' }) as System
      const outcome = upgrade(before, to, state, { id: 'u', by: 'founder', at: 1 })
      expect(outcome).toMatchObject({ status: 'rejected', code: 'UPGRADE_INCOMPATIBLE' })
    }
  })

  it('keeps the config of every instance unless its mechanism has a newer version', () => {
    const vault = (version: number, size: number) =>
      defineMechanism({ name: 'vault', version, config: struct({ size: Count }), rejections: [], commands: {} }).with({
        size,
      })
    const system = (version: number, size: number) =>
      createSystem({ spec: '1.0', mechanisms: [vault(version, size)], authority: 'founder' })
    const { state } = begun(system(1, 1))
    const to = (version: number, size: number) =>
      upgrade(system(1, 1), system(version, size), state, { id: 'u', by: 'founder', at: 1 })
    expect(to(1, 2)).toMatchObject({ status: 'rejected', code: 'UPGRADE_INCOMPATIBLE' })
    expect([to(1, 1).status, to(2, 2).status]).toEqual(['accepted', 'accepted'])
  })

  it('asks for a signature by the composition in force, whatever the new one says about its host', () => {
    const to = createSystem({
      spec: '1.0',
      mechanisms: [noter(2).with({})],
      authority: 'founder',
      authentication: 'host',
    })
    const { publicKey, value } = signKey(
      { stream: 'test', by: 'founder', key: 'k1' },
      { scheme: 'ed25519', privateKey: PRIVATE_KEY },
    )
    const registered = execute(before, begun(before).state, {
      id: '1',
      by: 'founder',
      at: 0,
      type: 'key.register',
      input: { key: 'k1', scheme: 'ed25519', publicKey, proof: value },
    })
    const { state } = registered as { readonly state: State }
    expect(upgrade(before, to, state, { id: 'u', by: 'founder', at: 1 })).toMatchObject({ code: 'SIGNATURE_REQUIRED' })
  })
})

describe('genesis', () => {
  it('refuses a time or a stream that records could not carry', () => {
    expect(() => genesis(before, { at: Number.NaN })).toThrow(TypeError)
    expect(() => genesis(before, { at: 0, stream: 'a"b' })).toThrow(TypeError)
  })

  it('is malformed for verification when its time is no time', () => {
    const { body } = seal(begun(before).decision, '0'.repeat(64))
    const record = { body: body.replace('"at":"0"', '"at":"NaN"'), hash: '0'.repeat(64) }
    expect(verify(before, [record])).toMatchObject({ code: 'RECORD_MALFORMED', sequence: 1 })
  })
})
