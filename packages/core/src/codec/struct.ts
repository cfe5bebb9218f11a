/** How fields are put together. Objects are strict: an unknown member is refused. */
import * as z from 'zod/mini'
import type { Schema } from './fields.js'

type Flat<T> = { [K in keyof T]: T[K] }
/** T with every member that may be undefined made optional. */
export type Plain<T> = undefined extends T[keyof T]
  ? Flat<
      { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
        [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>
      }
    >
  : T

/**
 * A strict object with exactly these members.
 * With a named type, a member that is missing, too many or of another type doesn't compile.
 * Spec: conventions.md#fields.
 * @param shape - A schema for each member.
 * @returns Schema of the object.
 * @example struct<Payment>({ to: Party, amount: Amount })
 */
export function struct<T extends object>(shape: { readonly [K in keyof Required<T>]: Schema<T[K]> }): Schema<Plain<T>> {
  return z.strictObject(shape as z.core.$ZodShape) as unknown as Schema<Plain<T>>
}

/**
 * A member that may be absent.
 * Spec: conventions.md#fields.
 * @param schema - Of the member where it is there.
 * @returns Schema of a member of a struct.
 * @example struct<{ readonly note?: string }>({ note: optional(Text) })
 */
export function optional<T>(schema: Schema<T>): Schema<T | undefined> {
  return z.optional(schema)
}

/**
 * A value or null.
 * Spec: conventions.md#fields.
 * @param schema - Of the value.
 * @returns Schema of the value or null.
 * @example codecOf(nullable(Amount)).encode(null) // 'null'
 */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return z.nullable(schema)
}

/**
 * A list of at most `most` items.
 * Spec: conventions.md#fields.
 * @param schema - Of each item.
 * @param most - Whole number ≥ 0.
 * @returns Schema of the list.
 * @example codecOf(list(Id, 2)).decode(['a', 'b', 'c']) // undefined
 */
export function list<T>(schema: Schema<T>, most: number): Schema<readonly T[]> {
  return z.array(schema).check(z.maxLength(most))
}

/**
 * One of these words.
 * Spec: conventions.md#fields.
 * @param words - At least one.
 * @returns Schema of the word.
 * @example codecOf(oneOf('down', 'up')).decode('near') // undefined
 */
export function oneOf<const W extends string>(...words: readonly [W, ...W[]]): Schema<W> {
  return z.enum(words as readonly [string, ...string[]]) as unknown as Schema<W>
}

/** The members of a struct. */
export function shapeOf(schema: Schema<unknown>): Readonly<Record<string, Schema<unknown>>> {
  const { def } = schema._zod
  if (def.type !== 'object') throw new TypeError('a struct is expected')
  return (def as z.core.$ZodObjectDef).shape
}

/** The same struct with every member optional. */
export function partial<T extends object>(schema: Schema<T>): Schema<Partial<T>> {
  const shape = Object.fromEntries(Object.entries(shapeOf(schema)).map(([name, field]) => [name, z.optional(field)]))
  return z.strictObject(shape) as unknown as Schema<Partial<T>>
}
