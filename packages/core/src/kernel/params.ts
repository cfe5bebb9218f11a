/** The params of all instances: one table, whose rows are of the type their instance says. Spec: kernel.md#params. */
import { type Codec, codecOf } from '../codec/encoder.js'
import { Id, type Schema } from '../codec/fields.js'
import { struct } from '../codec/struct.js'
import type { AnyInstance } from './bag.js'
import { idOf, type TableSpec } from './rows.js'

export function paramsSpec(instances: readonly AnyInstance[]): TableSpec {
  const codecs = new Map<string, Codec<object>>()
  for (const { as, mechanism } of instances) codecs.set(as, codecOf(mechanism.blueprint.params))
  const of = (key: object): Codec<object> => {
    const { instance } = key as { readonly instance: string }
    const codec = codecs.get(instance)
    if (codec === undefined) throw new TypeError(`there is no instance ${instance}`)
    return codec
  }
  const fields = ['instance']
  return {
    name: 'kernel.params',
    fields,
    key: codecOf(struct({ instance: Id }) as Schema<object>),
    row: {
      version: 1,
      encode: (row, key) => of(key).encode(row),
      decode: (json, key) => of(key).decode(json),
      check: (row, key) => of(key).check(row),
      up: (row) => row,
    },
    rules: [],
    ordered: [],
    idOf: idOf(fields),
  }
}
