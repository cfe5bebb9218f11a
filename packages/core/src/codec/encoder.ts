/**
 * What is compiled once from a schema: an encoder from the typed side to canonical JSON, a decoder from JSON, and a
 * check of typed values. `z.encode` is fifty times too slow for the path of every command.
 */
import * as z from 'zod/mini'
import { MAX_AMOUNT } from '../arithmetic/amount.js'
import { byCodeUnits, canonicalize, quote } from './canonical.js'
import type { Schema } from './fields.js'

/** Canonical JSON of a typed value that its schema admits. */
export type Encoder = (value: never) => string
type Encode = (value: unknown) => string

const decimal: Encode = (value) => `"${value}"`

/** @returns the encoder of a schema; unions of structs and transforms other than integer codecs aren't part of the vocabulary. */
export function encoderOf(schema: Schema<never> | Schema<unknown>): Encode {
  const { def } = schema._zod
  switch (def.type) {
    case 'string':
    case 'enum':
      return quote as Encode
    case 'boolean':
      return String
    case 'custom':
      return canonicalize
    case 'pipe':
      return decimal
    case 'optional':
      return encoderOf((def as z.core.$ZodOptionalDef).innerType as Schema<unknown>)
    case 'nullable': {
      const inner = encoderOf((def as z.core.$ZodNullableDef).innerType as Schema<unknown>)
      return (value) => (value === null ? 'null' : inner(value))
    }
    case 'array': {
      const item = encoderOf((def as z.core.$ZodArrayDef).element as Schema<unknown>)
      return (value) => `[${(value as readonly unknown[]).map(item).join(',')}]`
    }
    case 'object':
      return structEncoder((def as z.core.$ZodObjectDef).shape)
    default:
      throw new TypeError(`fields of type ${def.type} aren't part of the vocabulary`)
  }
}

type Members = Readonly<Record<string, unknown>>

function structEncoder(shape: Readonly<Record<string, z.core.$ZodType>>): Encode {
  const names = Object.keys(shape).sort(byCodeUnits)
  const heads = names.map((name) => `${quote(name)}:`)
  const encoders = names.map((name) => encoderOf(shape[name] as Schema<unknown>))
  const first = names[0]
  if (first === undefined) return () => '{}'
  const optional = names.map((name) => shape[name]?._zod.def.type === 'optional')
  if (!optional.includes(true)) {
    // one concatenation per member: engines turn this into a flat rope without an intermediate array
    const starts = heads.map((head, i) => `${i === 0 ? '{' : ','}${head}`)
    return (value) => {
      let json = ''
      for (let i = 0; i < names.length; i++) {
        json += starts[i] as string
        json += (encoders[i] as Encode)((value as Members)[names[i] as string])
      }
      return `${json}}`
    }
  }
  return (value) => {
    let json = '{'
    for (let i = 0; i < names.length; i++) {
      const member = (value as Members)[names[i] as string]
      if (member === undefined && optional[i]) continue
      if (json.length > 1) json += ','
      json += (heads[i] as string) + (encoders[i] as Encode)(member)
    }
    return `${json}}`
  }
}

/** A schema made ready: both directions and the check of typed values. */
export interface Codec<T> {
  /** Canonical JSON of a typed value. */
  readonly encode: (value: T) => string
  /** The typed value, or undefined when the JSON isn't of the schema. */
  readonly decode: (json: unknown) => T | undefined
  /** A copy of a typed value that the schema admits, else the reason against it. */
  readonly check: (value: unknown) => Checked<T>
}
/** `overflow`: an integer passes the bounds of amounts; everything else is another shape. */
export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly overflow: boolean; readonly reason: string }

/**
 * Makes a schema ready once; costs about a millisecond the first time a value passes.
 * Spec: conventions.md#fields.
 * @param schema - Made of the fields of this folder and `struct`, `list`, `nullable`, `optional`, `oneOf`.
 * @returns Encoder, decoder and check of the schema.
 * @throws {TypeError} when the schema holds something else.
 * @example codecOf(struct({ amount: Amount })).encode({ amount: 7n }) // '{"amount":"7"}'
 */
export function codecOf<T>(schema: Schema<T>): Codec<T> {
  const fromJson = lazy(() => z.compile(schema as unknown as z.ZodMiniType<T>))
  const typed = lazy(() => z.compile(z.output(schema as unknown as z.ZodMiniType<T>) as unknown as z.ZodMiniType<T>))
  // a flat struct comes out of the parser as a fresh copy already
  const own: (value: T) => T = isNested(schema) ? frozenCopy : (value) => Object.freeze(value)
  return {
    encode: encoderOf(schema as Schema<unknown>) as (value: T) => string,
    decode(json) {
      const parsed = fromJson().safeParse(json)
      return parsed.success ? own(parsed.data) : undefined
    },
    check(value) {
      const parsed = typed().safeParse(value)
      if (parsed.success) return { ok: true, value: own(parsed.data) }
      const { issues } = parsed.error
      const overflow = issues.every(passesBounds)
      const reason = issues.map((issue) => `${issue.path.join('.') || 'value'}: ${issue.code}`).join('; ')
      return { ok: false, overflow, reason }
    },
  }
}

/** Whether values of a schema hold other objects. */
function isNested(schema: Schema<never> | Schema<unknown>): boolean {
  const { def } = schema._zod
  if (def.type !== 'object') return isCompound(schema)
  return Object.values((def as z.core.$ZodObjectDef).shape).some((member) => isCompound(member as Schema<unknown>))
}
function isCompound(schema: Schema<never> | Schema<unknown>): boolean {
  const { def } = schema._zod
  if (def.type === 'optional' || def.type === 'nullable') {
    return isCompound((def as z.core.$ZodOptionalDef).innerType as Schema<unknown>)
  }
  return def.type === 'object' || def.type === 'array' || def.type === 'custom'
}

/** A copy that nobody else holds and nobody can change, of a value that a schema has admitted. */
function frozenCopy<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  const copy = Array.isArray(value)
    ? value.map(frozenCopy)
    : Object.fromEntries(Object.entries(value).map(([name, member]) => [name, frozenCopy(member)]))
  return Object.freeze(copy) as T
}

/** Whether a bigint is refused for its magnitude alone; a negative quantity is no overflow but a mistake. */
function passesBounds(issue: z.core.$ZodIssue): boolean {
  if (issue.code === 'too_big') return issue.origin === 'bigint'
  return issue.code === 'too_small' && issue.origin === 'bigint' && issue.minimum === -MAX_AMOUNT
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
