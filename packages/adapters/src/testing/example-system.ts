import { createSystem, defineMechanism, Id, type System, struct, Text, table } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'

/** A note somebody keeps. */
export interface Note {
  readonly text: string
  readonly by: string
}

/** What `notes.put` takes. */
export interface PutNote {
  readonly note: string
  readonly text: string
}

/** A table to write to, and a command that fails as a bug does. */
const notes = defineMechanism({
  name: 'notes',
  tables: { notes: table(struct<{ note: string }>({ note: Id }), struct<Note>({ text: Text, by: Id })) },
  events: { put: struct<{ by: string }>({ by: Id }) },
  rejections: ['NOTE_OF_ANOTHER', 'NOTE_UNKNOWN'],
  commands: {
    put: {
      input: struct<PutNote>({ note: Id, text: Text }),
      apply({ by, tables, emit, reject }, { note, text }) {
        const known = tables.notes.get({ note })
        if (known && known.by !== by) reject('NOTE_OF_ANOTHER')
        tables.notes.put({ note }, { text, by })
        emit('put', { by })
      },
    },
    drop: {
      input: struct<{ note: string }>({ note: Id }),
      apply({ tables, reject }, { note }) {
        if (!tables.notes.has({ note })) reject('NOTE_UNKNOWN')
        tables.notes.delete({ note })
      },
    },
    fail: {
      input: struct<{ note: string }>({ note: Id }),
      apply({ by, tables }, { note }) {
        tables.notes.put({ note }, { text: 'half done', by })
        throw new Error('a mistake of the mechanism')
      },
    },
  },
})

/** What alice and bob start with, base units of `GOLD`. */
export const START = 10n ** 24n

/** Instances of the example system. */
export type ExampleMechanism = ReturnType<typeof transfer.with> | ReturnType<typeof notes.with>

/** A small system for the suite: payments of an asset, and notes. */
export const exampleSystem: System<ExampleMechanism> = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), notes.with({})],
  assets: [{ asset: 'GOLD' }],
  allocations: [
    { party: 'alice', asset: 'GOLD', amount: START },
    { party: 'bob', asset: 'GOLD', amount: START },
  ],
  authority: 'founder',
})

/** The same with another asset: another composition, to which the first can be upgraded. */
export const upgradedSystem: System<ExampleMechanism> = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), notes.with({})],
  assets: [{ asset: 'GOLD' }, { asset: 'SILVER' }],
  authority: 'founder',
})
