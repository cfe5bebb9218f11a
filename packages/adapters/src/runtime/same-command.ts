import type { AnyCommand } from '@symbolon/core'

/**
 * Whether two commands with one id are the same: `by`, `type` and `input`. The time is the record's, not the sender's,
 * and a retry may be signed anew, with another deadline.
 * Spec: conventions.md#commands.
 */
export function isSameCommand(a: Content, b: Content): boolean {
  return a.by === b.by && a.type === b.type && isEqual(a.input, b.input)
}

type Content = Pick<AnyCommand, 'by' | 'type' | 'input'>

/** Equality of plain data: primitives, arrays, objects; a member that is undefined counts as missing. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [left, right] = [definedEntries(a), definedEntries(b)]
  if (left.length !== right.length) return false
  const others = new Map(right)
  return left.every(([name, value]) => others.has(name) && isEqual(value, others.get(name)))
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, member]) => member !== undefined)
}
