import { bytesToHex } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { canonicalize } from '../codec/canonical.js'
import { Amount, Flag, Id, Json, Quantity, type Schema, Signed, Text } from '../codec/fields.js'
import { list, nullable, oneOf, optional, struct } from '../codec/struct.js'
import { encodeType, hashTypedData } from './eip712.js'
import { signingDigest, typedData } from './message.js'
import { typedCommand } from './typed-command.js'

type AnySchema = Schema<never> | Schema<unknown>
const fields = { stream: 'marlin', id: 'c1', by: 'alice', type: 'a.b', deadline: '60', key: 'k1' }
const dataOf = (schema: AnySchema, json: unknown) => typedCommand(schema, { ...fields, input: canonicalize(json) })
const inputTypes = (schema: AnySchema, json: unknown) => encodeType(dataOf(schema, json).types, 'Input')
const digestOf = (schema: AnySchema, json: unknown) => bytesToHex(hashTypedData(dataOf(schema, json)))

describe('typedCommand', () => {
  it('default: the input is a struct of its members, in order of their names', () => {
    const schema = struct({ to: Id, amount: Amount })
    const data = dataOf(schema, { to: 'bob', amount: '900' })
    expect(encodeType(data.types, 'Command')).toBe(
      'Command(string stream,string id,string by,string type,Input input,uint256 deadline,string key)' +
        'Input(uint256 amount,string to)',
    )
    expect(data.message).toEqual({ ...fields, deadline: 60n, input: { to: 'bob', amount: 900n } })
  })

  it('behavior: what a type alone does not tell apart is in the names', () => {
    const part = struct({ on: Flag, change: Signed })
    const schema = struct({
      note: optional(Text),
      cap: nullable(Quantity),
      both: optional(nullable(list(Id, 2))),
      names: list(list(Id, 2), 2),
      parts: list(part, 2),
      way: oneOf('down', 'up'),
      any: Json,
      all: list(Json, 2),
    })
    const json = {
      both: null,
      cap: '7',
      names: [['x'], []],
      parts: [{ on: true, change: '-5' }],
      way: 'up',
      any: { b: '1', a: [null] },
      all: ['x'],
    }
    expect(inputTypes(schema, json)).toBe(
      'Input(string[] all_list_json,string any_json,string[][][] both_optional_nullable_list,' +
        'uint256[] cap_nullable,string[][] names,string[] note_optional,Input_parts[] parts,string way)' +
        'Input_parts(int256 change,bool on)',
    )
    expect(dataOf(schema, json).message.input).toEqual({
      all_list_json: ['"x"'],
      any_json: '{"a":[null],"b":"1"}',
      both_optional_nullable_list: [[]],
      cap_nullable: [7n],
      names: [['x'], []],
      note_optional: [],
      parts: [{ on: true, change: -5n }],
      way: 'up',
    })
  })

  it('behavior: different inputs have different digests, by whatever schemas', () => {
    const any = { a: Json }
    const texts = { a: list(Text, 9) }
    const cases: readonly (readonly [AnySchema, unknown])[] = [
      [struct({ a: Text }), { a: 'x' }],
      [struct({ a: Text }), { a: '"x"' }],
      [struct(any), { a: ['x'] }],
      [struct(any), { a: [] }],
      [struct(any), { a: null }],
      [struct(texts), { a: ['x'] }],
      [struct({ a: list(list(Text, 9), 9) }), { a: [['x']] }],
      [struct({ a: optional(Text) }), {}],
      [struct({ a: Flag }), { a: true }],
      [struct({ a: Text }), { a: 'true' }],
      [struct({ a: struct({ b: Text }) }), { a: { b: 'x' } }],
      [struct({ a: list(struct({ b: Text }), 9) }), { a: [{ b: 'x' }] }],
      [struct({ 'a-b': Text }), { 'a-b': 'x' }],
      [struct({ a: struct({ 'a-b': Text }) }), { a: { 'a-b': 'x' } }],
      [struct({}), {}],
      [Text, '{}x'],
    ]
    const same = [
      [struct({ a: Json }), { a: 'x' }],
      [struct({ a: optional(Text) }), { a: 'x' }],
      [struct({ a: nullable(Text) }), { a: 'x' }],
    ] as const
    // the same input by another schema may have another digest; another input may never have the same
    const seen = new Map<string, string>()
    for (const [schema, json] of [...cases, ...same]) {
      const digest = digestOf(schema as AnySchema, json)
      const text = canonicalize(json)
      expect(seen.get(digest) ?? text, digest).toBe(text)
      seen.set(digest, text)
    }
    expect(seen.size).toBe(cases.length + same.length)
  })

  it('behavior: an input that is no struct with plain names is signed as text, as every command can be', () => {
    for (const [schema, json] of [
      [Json, { a: '1' }],
      [Text, 'x'],
      [list(Id, 2), ['x']],
      [struct({ 'a-b': Id }), { 'a-b': 'x' }],
      [struct({ a_b: Id }), { a_b: 'x' }],
    ] as const) {
      const message = { ...fields, input: canonicalize(json) }
      expect(typedCommand(schema as AnySchema, message)).toEqual(typedData('command', message))
      expect(digestOf(schema as AnySchema, json)).toBe(bytesToHex(signingDigest('command', 'secp256k1', message)))
    }
  })

  it('behavior: an absent member is absent, whatever every object has under its name', () => {
    const schema = struct({ constructor: optional(Id), toString: optional(Id), valueOf: Id })
    expect(dataOf(schema, { valueOf: 'x' }).message.input).toEqual({
      constructor_optional: [],
      toString_optional: [],
      valueOf: 'x',
    })
  })

  it('behavior: structs within structs are named by their paths', () => {
    const leaf = struct({ c: Id })
    const schema = struct({ aB: struct({ c: leaf }), a: struct({ bC: leaf }) })
    const json = { aB: { c: { c: 'x' } }, a: { bC: { c: 'y' } } }
    expect(Object.keys(dataOf(schema, json).types).sort()).toEqual(
      ['Command', 'Input', 'Input_a', 'Input_aB', 'Input_aB_c', 'Input_a_bC'].sort(),
    )
  })

  it('behavior: a long list is hashed', () => {
    const json = { a: Array.from({ length: 200_000 }, () => '1') }
    expect(digestOf(struct({ a: list(Amount, 200_000) }), json)).toHaveLength(64)
  })

  it('error: a message that is none', () => {
    expect(() => typedCommand(struct({}), { ...fields, input: '{}', deadline: '-1' })).toThrow(RangeError)
    expect(() => typedCommand(struct({}), { ...fields, input: '{}', id: 1 } as never)).toThrow(TypeError)
  })
})
