/** JSON as the specification writes it: every integer a decimal string. */
import type { JsonValue } from '@symbolon/core/codec'

/** The JSON form of a typed value. Members that are undefined are absent. */
export function toJson(value: unknown): JsonValue {
  if (typeof value === 'bigint' || typeof value === 'number') return String(value)
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (Array.isArray(value)) return value.map(toJson)
  if (typeof value !== 'object') throw new TypeError(`a ${typeof value} has no JSON form`)
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.map(([name, member]) => [name, toJson(member)]))
}

/** The text of a file: two spaces of indentation, one line feed at the end. */
export function fileText(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`
}
