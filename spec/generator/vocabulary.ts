/** The fields by name, and schemas in the notation of the texts. */
import {
  Amount,
  BasisPoints,
  CommandType,
  Count,
  Duration,
  Epoch,
  Flag,
  Hash,
  Hex,
  Id,
  Json,
  Party,
  Quantity,
  type Schema,
  Sequence,
  Signed,
  Text,
  Time,
  Total,
} from '@symbolon/core/codec'
import * as z from 'zod/mini'
import { Purpose } from './reference.js'

/** Names that are part of a command's type or of a purpose. */
export const Name: Schema<string> = z.string().check(z.regex(/^[a-z][a-z0-9-]{0,31}$/))

/** A field's name, its schema, and what its pattern doesn't say. */
export interface Field {
  readonly name: string
  readonly schema: Schema<never> | Schema<unknown>
  readonly range: string
}

const SAFE = '2^53 − 1'
const LIMIT = '2^127 − 1'
export const fields: readonly Field[] = [
  { name: 'Amount', schema: Amount, range: `1 to ${LIMIT}, base units` },
  { name: 'Quantity', schema: Quantity, range: `0 to ${LIMIT}, base units` },
  { name: 'Total', schema: Total, range: '0 to 2^192 − 1, base units: a sum that no account holds' },
  { name: 'Signed', schema: Signed, range: `−(${LIMIT}) to ${LIMIT}, base units` },
  { name: 'Time', schema: Time, range: `0 to ${SAFE}, seconds since 1970` },
  { name: 'Duration', schema: Duration, range: `1 to ${SAFE}, seconds` },
  { name: 'Epoch', schema: Epoch, range: `0 to ${SAFE}, number of an epoch` },
  { name: 'Sequence', schema: Sequence, range: `1 to ${SAFE}, number of a record` },
  { name: 'Count', schema: Count, range: `0 to ${SAFE}` },
  { name: 'BasisPoints', schema: BasisPoints, range: '0 to 10,000, hundredths of a percent' },
  { name: 'Id', schema: Id, range: '' },
  { name: 'Party', schema: Party, range: '' },
  { name: 'Name', schema: Name, range: 'of an instance, a mechanism, a command, a kind of purpose' },
  { name: 'Purpose', schema: Purpose, range: 'of an account' },
  { name: 'CommandType', schema: CommandType, range: 'instance and command' },
  { name: 'Hash', schema: Hash, range: '32 bytes' },
  { name: 'Hex', schema: Hex, range: 'at most 4,096 bytes' },
  { name: 'Text', schema: Text, range: 'a string of at most 1,024 code points without U+0000 and lone surrogates' },
  { name: 'Flag', schema: Flag, range: 'true or false' },
  {
    name: 'Json',
    schema: Json,
    range: 'any JSON without numbers, nested at most 16 deep, without U+0000 and lone surrogates',
  },
]
const names = new Map(fields.map(({ name, schema }) => [schema as unknown, name]))

/** The pattern of a field's JSON form, if it has one. */
export function patternOf(schema: Field['schema']): string | undefined {
  const { def } = schema._zod
  const text = def.type === 'pipe' ? (def as z.core.$ZodPipeDef).in : schema
  return checkOf<z.core.$ZodCheckRegexDef>(text, 'string_format')?.pattern?.source
}

function checkOf<D extends z.core.$ZodCheckDef>(schema: z.core.$ZodType, check: string): D | undefined {
  return schema._zod.def.checks?.map(({ _zod }) => _zod.def as D).find((def) => def.check === check)
}

/**
 * A schema as the texts write it.
 * @example notation(struct({ to: Party, amount: optional(Amount) })) // '{ to: Party, amount?: Amount }'
 */
export function notation(schema: Field['schema'] | z.core.$ZodType): string {
  const known = names.get(schema)
  if (known !== undefined) return known
  const { def } = schema._zod
  switch (def.type) {
    case 'object': {
      const members = Object.entries((def as z.core.$ZodObjectDef).shape).map(([name, member]) =>
        memberOf(name, member),
      )
      return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
    }
    case 'nullable':
      return `${notation((def as z.core.$ZodNullableDef).innerType)} | null`
    case 'array': {
      const most = checkOf<z.core.$ZodCheckMaxLengthDef>(schema, 'max_length')?.maximum
      return `${notation((def as z.core.$ZodArrayDef).element)}[${most === undefined ? '' : `≤ ${most}`}]`
    }
    case 'enum':
      return Object.values((def as z.core.$ZodEnumDef).entries)
        .map((word) => `'${word}'`)
        .join(' | ')
    case 'string':
      return `/${patternOf(schema as Field['schema'])}/`
    default:
      throw new TypeError(`a ${def.type} has no notation`)
  }
}

function memberOf(name: string, schema: z.core.$ZodType): string {
  const { def } = schema._zod
  if (def.type !== 'optional') return `${name}: ${notation(schema)}`
  return `${name}?: ${notation((def as z.core.$ZodOptionalDef).innerType)}`
}

const registry = z.registry<{ readonly id: string; readonly description?: string }>()
for (const { name, schema, range } of fields) {
  registry.add(schema, range === '' ? { id: name } : { id: name, description: range })
}

/** JSON Schema of a schema's JSON form; fields are `$defs`. */
export function jsonSchemaOf(schema: Field['schema'] | z.core.$ZodType): Readonly<Record<string, unknown>> {
  return z.toJSONSchema(schema, { io: 'input', metadata: registry, unrepresentable: 'any' })
}
