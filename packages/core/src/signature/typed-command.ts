/** Commands as typed data with the fields of their own input, for wallets. Spec: signatures.md#typed-input. */
import type * as z from 'zod/mini'
import { byCodeUnits, canonicalize } from '../codec/canonical.js'
import type { Schema } from '../codec/fields.js'
import type { TypedData, TypedDataField } from './eip712.js'
import { type CommandMessage, typedData } from './message.js'

/**
 * A command as EIP-712 typed data in which every member of its input is a field of its own, so that a wallet shows
 * `amount: 900` and not a text of JSON. Types follow from the schema alone, and no two commands have one digest,
 * whatever their schemas are.
 * Spec: signatures.md#typed-input. Source: EIP-712.
 * @param schema - Of the command's input.
 * @param fields - Of the command's message; `input` is canonical JSON text that the schema admits.
 * @returns The typed data of {@link typedData}, with a struct `Input` for the text where the schema is of a struct.
 * @throws {TypeError} and {RangeError} as `typedData` does.
 * @example
 * const message = { stream: 'marlin', id: 'c1', by: 'alice', type: 'bridge.request', input: '{"amount":"900"}', deadline: '60', key: 'k1' }
 * typedCommand(struct({ amount: Amount }), message).types.Input // [{ name: 'amount', type: 'uint256' }]
 */
export function typedCommand(schema: Schema<never> | Schema<unknown>, fields: CommandMessage): TypedData {
  const flat = typedData('command', fields)
  const types: Types = {}
  const { type, encode } = formOf(schema, INPUT, types)
  // a struct is the one form that JSON text can't be taken for
  if (type !== INPUT) return flat
  types.Command = (flat.types.Command ?? []).map((field) => (field.name === 'input' ? { name: 'input', type } : field))
  return { ...flat, types, message: { ...flat.message, input: encode(JSON.parse(fields.input)) } }
}

const INPUT = 'Input'

type Types = Record<string, readonly TypedDataField[]>
type Json = Readonly<Record<string, unknown>>

/** How values of a schema look as typed data. */
interface Form {
  readonly type: string
  /** What the type doesn't tell apart, from outside in: optional, nullable, list, json. */
  readonly marks: readonly string[]
  /** The value in the type, from its JSON form. */
  readonly encode: (json: unknown) => unknown
}

const TEXT: Form = { type: 'string', marks: [], encode: (json) => json }
const FLAG: Form = { ...TEXT, type: 'bool' }
const JSON_TEXT: Form = { type: 'string', marks: ['json'], encode: canonicalize }

function formOf(schema: z.core.$ZodType, path: string, types: Types): Form {
  const { def } = schema._zod
  switch (def.type) {
    case 'string':
    case 'enum':
      return TEXT
    case 'boolean':
      return FLAG
    case 'pipe':
      return integerForm((def as z.core.$ZodPipeDef).out)
    case 'optional':
    case 'nullable': {
      const inner = formOf((def as z.core.$ZodOptionalDef | z.core.$ZodNullableDef).innerType, path, types)
      const absent = def.type === 'optional' ? undefined : null
      const encode = (json: unknown) => (json === absent ? [] : [inner.encode(json)])
      return { type: `${inner.type}[]`, marks: [def.type, ...inner.marks], encode }
    }
    case 'array': {
      const item = formOf((def as z.core.$ZodArrayDef).element, path, types)
      const encode = (json: unknown) => (json as readonly unknown[]).map(item.encode)
      return { type: `${item.type}[]`, marks: ['list', ...item.marks], encode }
    }
    case 'object':
      return structForm((def as z.core.$ZodObjectDef).shape, path, types)
    default:
      return JSON_TEXT
  }
}

const MEMBER = /^[A-Za-z][A-Za-z0-9]*$/

function structForm(shape: z.core.$ZodShape, path: string, types: Types): Form {
  const names = Object.keys(shape).sort(byCodeUnits)
  // struct types are named by paths, in which an underscore can only be a separator
  if (!names.every((name) => MEMBER.test(name))) return JSON_TEXT
  const members = names.map((name) => {
    const form = formOf(shape[name] as z.core.$ZodType, `${path}_${name}`, types)
    const marked = form.marks.some((mark) => mark !== 'list')
    return { name, field: marked ? `${name}_${form.marks.join('_')}` : name, form }
  })
  types[path] = members.map(({ field, form }) => ({ name: field, type: form.type }))
  const encode = (json: unknown) =>
    Object.fromEntries(
      // what is absent may have a name that every object has
      members.map(({ name, field, form }) => [
        field,
        form.encode(Object.hasOwn(json as object, name) ? (json as Json)[name] : undefined),
      ]),
    )
  return { type: path, marks: [], encode }
}

/** The word that holds every integer of a field, else the text of its digits. */
function integerForm(out: z.core.$ZodType): Form {
  const [least, most] = [boundOf(out, 'greater_than'), boundOf(out, 'less_than')]
  if (least === undefined || most === undefined) return TEXT
  const form = (type: string): Form => ({ type, marks: [], encode: (json) => BigInt(json as string) })
  if (least >= 0n && most < 2n ** 256n) return form('uint256')
  return least >= -(2n ** 255n) && most < 2n ** 255n ? form('int256') : TEXT
}

function boundOf(out: z.core.$ZodType, check: 'greater_than' | 'less_than'): bigint | undefined {
  const found = out._zod.def.checks?.map(({ _zod }) => _zod.def).find((def) => def.check === check)
  return found === undefined ? undefined : BigInt((found as z.core.$ZodCheckLessThanDef).value as bigint)
}
