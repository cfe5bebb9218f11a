import { describe, expectTypeOf, it } from 'vitest'
import { Amount, optional, Party, struct, Text } from '../src/codec/index.js'
import { createSystem, defineMechanism, execute, genesis, type RowOf, table, view } from '../src/kernel/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { probe } from './support/probe.js'

interface ProbeNote extends RowOf<typeof probe, 'notes'> {}
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    probe.with({ asset: 'X', wait: 1 }),
    probe.as('second').with({ asset: 'Y', wait: 1 }),
  ],
})
const { state } = genesis(system, { at: 0 })

describe('types', () => {
  it('of commands, events, refusals and rows are inferred through with and as', () => {
    const outcome = execute(system, state, {
      id: '1',
      by: 'a',
      at: 0,
      type: 'second.mint',
      input: { to: 'b', amount: 1n },
    })
    if (outcome.status === 'rejected') {
      expectTypeOf(outcome.code).toExtend<string>()
      expectTypeOf<'PROBE_REFUSED'>().toExtend<typeof outcome.code>()
      // @ts-expect-error not a code of this system
      expectTypeOf<'BRIDGE_EPOCH_TAKEN'>().toExtend<typeof outcome.code>()
    } else {
      expectTypeOf(outcome.events[0]?.type).toEqualTypeOf<'probe.noted' | 'second.noted' | undefined>()
    }
    expectTypeOf<ProbeNote['text']>().toEqualTypeOf<bigint>()
    expectTypeOf(view(system, state).mechanisms.second.params).toEqualTypeOf<Readonly<{ wait: number }>>()
    expectTypeOf(view(system, state).mechanisms.probe.tables.notes.get)
      .parameter(0)
      .toEqualTypeOf<{ party: string; number: number }>()
  })

  it('refuse wrong types, inputs and settings at compile time', () => {
    const base = { id: '1', by: 'a', at: 0 } as const
    // @ts-expect-error a number for a bigint
    execute(system, state, { ...base, type: 'probe.mint', input: { to: 'b', amount: 1 } })
    // @ts-expect-error no such command
    execute(system, state, { ...base, type: 'probe.nothing', input: {} })
    // @ts-expect-error the input of another command
    execute(system, state, { ...base, type: 'transfer.send', input: { amount: 1n } })
    // @ts-expect-error a setting is missing
    expectTypeOf(probe.with).toBeCallableWith({ asset: 'X' })
  })

  it('of a struct follow its interface: nothing missing, nothing more, optional stays optional', () => {
    interface Note {
      readonly to: string
      readonly text?: string
    }
    const note = struct<Note>({ to: Party, text: optional(Text) })
    expectTypeOf(note._zod.output).toEqualTypeOf<{ readonly to: string; readonly text?: string }>()
    // @ts-expect-error a member is missing
    struct<Note>({ to: Party })
    // @ts-expect-error a member too many
    struct<Note>({ to: Party, text: optional(Text), more: Amount })
    // @ts-expect-error a member of another type
    struct<Note>({ to: Amount, text: optional(Text) })
  })

  it('of a scope know the tables, events and codes of their mechanism alone', () => {
    defineMechanism({
      name: 'typed',
      tables: { rows: table(struct({ party: Party }), struct({ amount: Amount })) },
      events: { done: struct({ amount: Amount }) },
      rejections: ['TYPED_WRONG'],
      commands: {
        go: {
          input: struct({ amount: Amount }),
          apply({ by, tables, emit, reject }, { amount }) {
            const row = tables.rows.get({ party: by }) ?? reject('TYPED_WRONG')
            expectTypeOf(row.amount).toEqualTypeOf<bigint>()
            // @ts-expect-error no code of this mechanism
            if (amount === 0n) reject('OTHER_CODE')
            // @ts-expect-error a row without its member
            tables.rows.put({ party: by }, {})
            // @ts-expect-error an event without its member
            emit('done', {})
            // @ts-expect-error no event of this mechanism
            emit('nothing', { amount })
          },
        },
      },
    })
  })
})
