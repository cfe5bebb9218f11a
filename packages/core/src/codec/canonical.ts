/**
 * Canonical JSON after RFC 8785, restricted to what the protocol uses: objects, arrays, strings, booleans and null.
 * Integers travel as decimal strings, so a JSON number never has a canonical form here.
 */

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/
const NUL = String.fromCharCode(0)

/** Any value that canonical JSON can hold. */
export type JsonValue = string | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * Whether every store and every language can hold the text: no NUL, no lone surrogate.
 * Spec: conventions.md#strings.
 * @param text - Any string.
 * @returns Whether it may stand in a command.
 * @example isStorable('\ud800') // false
 */
export function isStorable(text: string): boolean {
  return PLAIN.test(text) || (text.isWellFormed() && !text.includes(NUL))
}

/**
 * JSON string literal of a text in canonical form.
 * Spec: conventions.md#canonical-json. Source: RFC 8785, 3.2.2.2.
 * @param text - Any string that every store can hold.
 * @returns The literal with its quotation marks.
 * @throws {TypeError} when the text holds NUL or a lone surrogate.
 * @example quote('a"b') // '"a\\"b"'
 */
export function quote(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`
  if (!isStorable(text)) throw new TypeError('a string holds NUL or a lone surrogate')
  return JSON.stringify(text)
}

/** Order of UTF-16 code units, the order RFC 8785 sorts keys in. */
export function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether a value is an object as `JSON.parse` makes them. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/**
 * Canonical form of a JSON value.
 * Spec: conventions.md#canonical-json. Source: RFC 8785.
 * @param value - A {@link JsonValue}, as `JSON.parse` makes them.
 * @returns The one text of the value, members sorted by UTF-16 code units, no white space.
 * @throws {TypeError} on numbers, undefined, functions, bigints, and strings that no store can hold.
 * @example canonicalize({ b: '1', a: [null] }) // '{"a":[null],"b":"1"}'
 */
export function canonicalize(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quote(value)
  // Array.from visits holes, which then have no form
  if (Array.isArray(value)) return `[${Array.from(value, (item) => canonicalize(item)).join(',')}]`
  if (isPlain(value)) {
    const members = Object.entries(value).sort(([a], [b]) => byCodeUnits(a, b))
    return `{${members.map(([key, member]) => `${quote(key)}:${canonicalize(member)}`).join(',')}}`
  }
  throw new TypeError(`${typeof value === 'object' ? 'such an object' : `a ${typeof value}`} has no canonical form`)
}
