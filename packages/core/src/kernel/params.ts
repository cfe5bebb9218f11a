/** The params of all instances: one table, whose rows are of the type their instance says. Spec: kernel.md#params. */
import { type Codec, codecOf } from '../codec/encoder.js'
import { Id, type Schema } from '../codec/fields.js'
import { struct } from '../codec/struct.js'
import type { AnyInstance } from './bag.js'
import { idOf, raised, type Steps, type TableSpec } from './rows.js'

interface Kind {
  readonly codec: Codec<object>
  /** The mechanism's: its params have no version of their own. */
  readonly version: number
  readonly steps: Steps
}

export function paramsSpec(instances: readonly AnyInstance[]): TableSpec {
  const kinds = new Map<string, Kind>()
  for (const { as, mechanism } of instances) {
    const { params, paramsUp, version } = mechanism.blueprint
    kinds.set(as, { codec: codecOf(params), version, steps: paramsUp })
  }
  const of = (key: object): Kind => {
    const { instance } = key as { readonly instance: string }
    const kind = kinds.get(instance)
    if (kind === undefined) throw new TypeError(`there is no instance ${instance}`)
    return kind
  }
  const fields = ['instance']
  return {
    name: 'kernel.params',
    fields,
    key: codecOf(struct({ instance: Id }) as Schema<object>),
    row: {
      versionOf: (key) => of(key).version,
      encode: (row, key) => of(key).codec.encode(row),
      decode: (json, key) => of(key).codec.decode(json),
      check: (row, key) => of(key).codec.check(row),
      up(row, from, key) {
        const { steps, version } = of(key)
        return raised(row, from, version, steps)
      },
    },
    rules: [],
    ordered: [],
    idOf: idOf(fields),
  }
}
