import { describe, expect, it } from 'vitest'
import { Count, Id, Party, Quantity, struct } from '../src/codec/index.js'
import { createSystem, defineMechanism, genesis, table, view } from '../src/kernel/index.js'
import { probe } from './support/probe.js'
import { story } from './support/story.js'

const reader = defineMechanism({
  name: 'reader',
  needs: {
    noteOf: { input: struct({ party: Party, number: Count }), output: struct({ text: Quantity }) },
  },
  tables: { copies: table(struct({ party: Party }), struct({ text: Quantity })) },
  rejections: ['READER_NOTHING'],
  commands: {
    copy: {
      input: struct({ number: Count }),
      apply({ by, needs, tables, reject }, { number }) {
        const { text } = needs.noteOf({ party: by, number })
        if (text === 0n) reject('READER_NOTHING')
        tables.copies.put({ party: by }, { text })
      },
    },
    /** Runs a command of the other instance and reads what it has just written. */
    through: {
      input: struct({ text: Id }),
      apply({ self, call, needs, tables }, { text }) {
        call('probe.note', { number: '1', text })
        tables.copies.put({ party: self }, needs.noteOf({ party: self, number: 1 }))
      },
    },
  },
})
const source = probe.with({ asset: 'X', wait: 1 })
const system = createSystem({
  spec: '1.0',
  mechanisms: [source, reader.with({ noteOf: source.queries.noteOf })],
})

describe('a port', () => {
  it('reads the rows of the instance it is bound to, as the command under way sees them', () => {
    const s = story(system as never)
    expect(s.run('alice', 'reader.copy', { number: 1 })).toBe('READER_NOTHING')
    s.run('alice', 'probe.note', { number: 1, text: 42n })
    expect(s.run('alice', 'reader.copy', { number: 1 })).toBe('accepted')
    expect(s.run('alice', 'reader.through', { text: '7' })).toBe('accepted')
    const { copies } = view(system, s.state).mechanisms.reader.tables
    expect(copies.entries().map(({ key, row }) => [key.party, row.text])).toEqual([
      ['@reader', 7n],
      ['alice', 42n],
    ])
  })

  it('is named in the composition, so that another binding is another system', () => {
    const other = probe.as('other').with({ asset: 'Y', wait: 1 })
    const bound = (noteOf: typeof source.queries.noteOf) =>
      createSystem({ spec: '1.0', mechanisms: [source, other, reader.with({ noteOf })] })
    expect(bound(source.queries.noteOf).hash).not.toBe(bound(other.queries.noteOf).hash)
    expect(genesis(bound(other.queries.noteOf), { at: 0 }).status).toBe('accepted')
  })

  it('must be bound to a query that exists and has the shape that is needed', () => {
    const make = (noteOf: unknown) => () =>
      createSystem({ spec: '1.0', mechanisms: [source, reader.with({ noteOf } as never)] })
    expect(make(undefined)).toThrow('needs noteOf')
    expect(make({ instance: 'probe', query: 'nothing' })).toThrow("doesn't exist")
    expect(make({ instance: 'nobody', query: 'noteOf' })).toThrow("doesn't exist")
    const odd = defineMechanism({
      name: 'odd',
      rejections: [],
      queries: {
        noteOf: { input: struct({ party: Party }), output: struct({ text: Quantity }), read: () => ({ text: 1n }) },
      },
      commands: {},
    }).with({})
    const system = () =>
      createSystem({ spec: '1.0', mechanisms: [odd, reader.with({ noteOf: odd.queries.noteOf } as never)] })
    expect(system).toThrow("isn't what reader needs")
  })
})

describe('a composition', () => {
  it('refuses names that collide, are reserved or malformed, and settings that do not exist', () => {
    expect(() => createSystem({ spec: '1.0', mechanisms: [source, source] })).toThrow('two instances')
    for (const name of ['kernel', 'price', 'Big', 'a.b', '', 'a'.repeat(33)])
      expect(() => probe.as(name)).toThrow(TypeError)
    expect(() => probe.with({ asset: 'X', wait: 1, more: 2 } as never)).toThrow('no setting more')
    expect(() => createSystem({ spec: '1.0', mechanisms: [probe.with({ asset: 'X', wait: 0 })] })).toThrow(
      'params of probe',
    )
    expect(() => createSystem({ spec: '1.0', mechanisms: [probe.with({ asset: 'a/b', wait: 1 })] })).toThrow(
      'config of probe',
    )
  })

  it('refuses options that do not exist, and allocations that could not be made', () => {
    const make = (options: object) => () => createSystem({ spec: '1.0', mechanisms: [source], ...options } as never)
    expect(make({ asset: [] })).toThrow('no option asset')
    expect(make({ authentication: 'none' })).toThrow('authentication')
    expect(make({ spec: '2.0' })).toThrow('specification')
    for (const allocation of [
      { party: 'a', asset: 'X', amount: 0n },
      { party: 'a', asset: 'Z', amount: 1n },
      { party: 'a/b', asset: 'X', amount: 1n },
      { party: 'a', asset: 'X', amount: 5 },
    ]) {
      expect(make({ allocations: [allocation] })).toThrow('allocated')
    }
  })

  it('has a hash of its mechanisms, config, params and assets', () => {
    const hash = (wait: number, assets: readonly { asset: string }[] = []) =>
      createSystem({ spec: '1.0', mechanisms: [probe.with({ asset: 'X', wait })], assets }).hash
    expect(hash(1)).toBe(hash(1))
    expect(new Set([hash(1), hash(2), hash(1, [{ asset: 'Y' }])]).size).toBe(3)
  })
})
