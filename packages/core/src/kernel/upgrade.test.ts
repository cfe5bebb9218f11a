import { describe, expect, it } from 'vitest'
import { Count, GENESIS_HASH, Party, struct } from '../codec/index.js'
import { transfer } from '../mechanisms/transfer/index.js'
import { signKey } from '../signature/index.js'
import {
  createSystem,
  defineMechanism,
  execute,
  genesis,
  restore,
  type State,
  type System,
  seal,
  snapshot,
  type Table,
  table,
  upgrade,
  verify,
  view,
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

  it('brings rows and params of earlier versions up when they are read, and writes them so', () => {
    const counter = (version: 1 | 2) =>
      defineMechanism({
        name: 'counter',
        version,
        params: version === 1 ? struct({ step: Count }) : struct({ step: Count, most: Count }),
        paramsUp: { 1: (params: { step: number }) => ({ ...params, most: 7 }) },
        tables: {
          counts: table(
            struct({ party: Party }),
            version === 1 ? struct({ count: Count }) : struct({ count: Count, since: Count }),
            version === 1 ? {} : { version: 2, up: { 1: (row: { count: number }) => ({ ...row, since: 0 }) } },
          ) as Table<{ party: string }, { count: number; since?: number }>,
        },
        rejections: [],
        commands: {
          up: {
            input: struct({ party: Party }),
            apply({ params, tables }, { party }) {
              const row = tables.counts.get({ party }) ?? (version === 1 ? { count: 0 } : { count: 0, since: 9 })
              tables.counts.put({ party }, { ...row, count: row.count + (params as { step: number }).step })
            },
          },
        },
      })
    const settings = { step: 1 } as never
    const old = createSystem({ spec: '1.0', mechanisms: [counter(1).with(settings)], authority: 'founder' })
    const next = createSystem({
      spec: '1.0',
      mechanisms: [counter(2).with({ step: 1, most: 3 } as never)],
      authority: 'founder',
    })
    let { state } = begun(old)
    const run = (system: typeof old, id: string, party: string, by = 'a') => {
      const outcome = execute(system, state, { id, by, at: 1, type: 'counter.up', input: { party } })
      if (outcome.status === 'rejected') throw new Error(outcome.code)
      state = outcome.state
      return JSON.parse(seal(outcome.decision, GENESIS_HASH).body).writes[0]
    }
    expect(run(old, '1', 'alice')).toMatchObject({ row: { count: '1' } })
    run(old, '2', 'bob')
    const upgraded = upgrade(old, next, state, { id: 'u', by: 'founder', at: 1 })
    if (upgraded.status === 'rejected') throw new Error(upgraded.code)
    state = upgraded.state
    const { params, tables } = view(next, state).mechanisms.counter
    expect(params).toEqual({ step: 1, most: 7 })
    expect(tables.counts.get({ party: 'alice' })).toEqual({ count: 1, since: 0 })
    expect(run(next, '3', 'alice')).toEqual({
      key: { party: 'alice' },
      row: { count: '2', since: '0' },
      table: 'counter.counts',
      version: '2',
    })
    const text = snapshot(next, state)
    expect(snapshot(next, restore(next, { stream: 'test', text }))).toBe(text)
  })

  it('is refused when the params in force are not what the new version expects', () => {
    const tuned = (version: 1 | 2) =>
      defineMechanism({
        name: 'tuned',
        version,
        params: version === 1 ? struct({ step: Count }) : struct({ step: Count, most: Count }),
        rejections: [],
        commands: {},
      }).with({ step: 1, ...(version === 2 ? { most: 2 } : {}) } as never)
    const system = (version: 1 | 2) =>
      createSystem({ spec: '1.0', mechanisms: [tuned(version)], authority: 'founder' }) as System
    const outcome = upgrade(system(1), system(2), begun(system(1)).state, { id: 'u', by: 'founder', at: 1 })
    expect(outcome).toMatchObject({ status: 'rejected', code: 'UPGRADE_INCOMPATIBLE' })
  })

  it('is decided by the composition the state is of, not by one that the caller picks', () => {
    const taken = createSystem({ spec: '1.0', mechanisms: [noter(2).with({})], authority: 'mallory' })
    const { state } = begun(before)
    expect(() => upgrade(taken, taken, state, { id: 'u', by: 'mallory', at: 1 })).toThrow('another system')
  })

  it('asks for a signature by the composition in force, whatever the new one says about its host', () => {
    const to = createSystem({
      spec: '1.0',
      mechanisms: [noter(2).with({})],
      authority: 'founder',
      authentication: 'host',
    })
    const registration = signKey(
      { stream: 'test', by: 'founder', key: 'k1' },
      { scheme: 'ed25519', privateKey: PRIVATE_KEY },
    )
    const registered = execute(before, begun(before).state, {
      id: '1',
      by: 'founder',
      at: 0,
      type: 'key.register',
      input: { key: 'k1', ...registration },
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
