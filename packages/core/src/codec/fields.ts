/**
 * The vocabulary mechanisms are written in. Each field has two sides: the typed one that code works with, and the JSON
 * one, in which every integer is a decimal string. Length and shape are checked before anything is parsed.
 * Spec: conventions.md#fields.
 */
import * as z from 'zod/mini'
import { MAX_AMOUNT } from '../arithmetic/amount.js'
import { isPlain, isStorable, type JsonValue } from './canonical.js'

/** A schema whose typed side is T. */
export type Schema<T> = z.core.$ZodType<T>

const id = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/
const party = /^@?[A-Za-z0-9][A-Za-z0-9._~-]{0,63}$/
const natural = /^(0|[1-9][0-9]{0,38})$/
const positive = /^[1-9][0-9]{0,38}$/
const signed = /^(0|-?[1-9][0-9]{0,38})$/
const total = /^(0|[1-9][0-9]{0,57})$/
const safeNatural = /^(0|[1-9][0-9]{0,15})$/
const safePositive = /^[1-9][0-9]{0,15}$/

const text = (pattern: RegExp): z.ZodMiniString => z.string().check(z.regex(pattern))
const big = (pattern: RegExp, value: z.ZodMiniBigInt): Schema<bigint> =>
  z.codec(text(pattern), value, { decode: BigInt, encode: String })
const whole = (pattern: RegExp, least: number, most: number = Number.MAX_SAFE_INTEGER): Schema<number> =>
  z.codec(text(pattern), z.int().check(z.gte(least), z.lte(most)), { decode: Number, encode: String })

/** Name of anything an outsider may choose: ASCII, so that no separator can be smuggled in and every language sorts alike. */
export const Id: Schema<string> = text(id)
/** Who acts or holds: an id, or `@` and the name of an instance (`@governance`, `@mutual-credit.alice`). */
export const Party: Schema<string> = text(party)
/** An asset's id. */
export const Asset: Schema<string> = Id
/** Base units, 0 < a < 2^127. */
export const Amount: Schema<bigint> = big(positive, z.bigint().check(z.gt(0n), z.lte(MAX_AMOUNT)))
/** Base units, 0 ≤ q < 2^127. */
export const Quantity: Schema<bigint> = big(natural, z.bigint().check(z.gte(0n), z.lte(MAX_AMOUNT)))
/** A sum of amounts of several parties, 0 ≤ t < 2^192: no account holds it, so it may pass what an account can hold. */
export const Total: Schema<bigint> = big(total, z.bigint().check(z.gte(0n), z.lt(1n << 192n)))
/** Base units with a sign, |s| < 2^127. */
export const Signed: Schema<bigint> = big(signed, z.bigint().check(z.gte(-MAX_AMOUNT), z.lte(MAX_AMOUNT)))
/** Whole seconds since 1970, 0 ≤ t ≤ 2^53 − 1. */
export const Time: Schema<number> = whole(safeNatural, 0)
/** Whole seconds, > 0. */
export const Duration: Schema<number> = whole(safePositive, 1)
/** Number of an epoch, ≥ 0. */
export const Epoch: Schema<number> = whole(safeNatural, 0)
/** Number of a record in its stream, ≥ 1. */
export const Sequence: Schema<number> = whole(safePositive, 1)
/** A count, 0 ≤ n ≤ 2^53 − 1. */
export const Count: Schema<number> = whole(safeNatural, 0)
/** Hundredths of a percent, 0 to 10,000. */
export const BasisPoints: Schema<number> = whole(safeNatural, 0, 10_000)
/** True or false. */
export const Flag: Schema<boolean> = z.boolean()
/** 64 lower-case hexadecimal digits. */
export const Hash: Schema<string> = text(/^[0-9a-f]{64}$/)
/** Bytes as lower-case hexadecimal digits, at most 4 KiB. */
export const Hex: Schema<string> = text(/^([0-9a-f]{2}){0,4096}$/)
/** Free text of at most 1,024 code points that every store can hold. */
export const Text: Schema<string> = z.string().check(z.maxLength(1024), z.refine(isStorable))
/** Type of a command: an instance's name, a dot and the command's name. */
export const CommandType: Schema<string> = text(/^[a-z][a-z0-9-]{0,31}\.[a-z][a-z0-9-]{0,31}$/)

/**
 * Whether a value is an {@link Id}: what a stream, a command or a party from outside may be named.
 * Spec: conventions.md#fields.
 * @param value - Anything.
 * @returns false for whatever isn't a string, too; nothing is thrown.
 * @example isId('alice/bob') // false
 */
export const isId = (value: unknown): value is string => typeof value === 'string' && id.test(value)

/**
 * Whether a value is a {@link Party}. No other text keeps `party/purpose` readable in one way only.
 * Spec: conventions.md#fields.
 * @param value - Anything.
 * @returns false for whatever isn't a string, too; nothing is thrown.
 * @example isParty('@governance') // true
 */
export const isParty = (value: unknown): value is string => typeof value === 'string' && party.test(value)

const DEPTH = 16
/** Whether a value is what `JSON.parse` could have made, without numbers: no holes, no accessors, no other prototypes. */
function isJson(value: unknown, depth: number): value is JsonValue {
  if (typeof value === 'string') return isStorable(value)
  if (value === null || typeof value === 'boolean') return true
  if (depth === DEPTH) return false
  if (Array.isArray(value)) {
    return Object.keys(value).length === value.length && membersOf(value).every((item) => isJson(item, depth + 1))
  }
  return (
    isPlain(value) && Object.keys(value).every(isStorable) && membersOf(value).every((item) => isJson(item, depth + 1))
  )
}
/** Members of an object; an accessor counts as undefined, which no JSON holds. */
function membersOf(value: object): readonly unknown[] {
  return Object.keys(value).map((name) => Object.getOwnPropertyDescriptor(value, name)?.value)
}
/** Any JSON without numbers, at most 16 deep: the input of a command that another mechanism will decode. */
export const Json: Schema<JsonValue> = z.custom<JsonValue>((value) => isJson(value, 0))
