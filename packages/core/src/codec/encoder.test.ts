import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import { canonicalize } from './canonical.js'
import { codecOf } from './encoder.js'
import {
  Amount,
  Flag,
  Id,
  Json,
  type JsonValue,
  list,
  nullable,
  oneOf,
  optional,
  Quantity,
  Signed,
  struct,
  Text,
  Time,
} from './index.js'

interface Everything {
  readonly z: string
  readonly amount: bigint
  readonly nested: { readonly b: bigint; readonly a: bigint }
  readonly many: readonly bigint[]
  readonly text?: string
  readonly time: number | null
  readonly flag: boolean
  readonly word: 'x' | 'y'
  readonly json: JsonValue
}
const schema = struct<Everything>({
  z: Id,
  amount: Amount,
  nested: struct({ b: Quantity, a: Signed }),
  many: list(Amount, 9),
  text: optional(Text),
  time: nullable(Time),
  flag: Flag,
  word: oneOf('x', 'y'),
  json: Json,
})
const codec = codecOf(schema)
const amount = fc.bigInt(1n, (1n << 127n) - 1n)
const storable = fc
  .string({ unit: 'grapheme', maxLength: 99 })
  .filter((text) => text.isWellFormed() && !text.includes('\0'))
const json = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3 },
    storable,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(storable, tie('json'), { maxKeys: 3 }),
  ),
})).json
const everything: fc.Arbitrary<Everything> = fc.record(
  {
    z: fc.constantFrom('a', 'B~.-9'),
    amount,
    nested: fc.record({
      b: fc.oneof(fc.constant(0n), amount),
      a: fc.oneof(
        amount,
        amount.map((n) => -n),
      ),
    }),
    many: fc.array(amount, { maxLength: 9 }),
    text: storable,
    time: fc.option(fc.maxSafeNat()),
    flag: fc.boolean(),
    word: fc.constantFrom('x' as const, 'y' as const),
    json,
  },
  { requiredKeys: ['z', 'amount', 'nested', 'many', 'time', 'flag', 'word', 'json'] },
)

describe('a codec', () => {
  it("prints the canonical form of the schema's own encoding, and reads it back", () => {
    fc.assert(
      fc.property(everything, (value) => {
        const text = codec.encode(value)
        expect(text).toBe(canonicalize(z.encode(schema as never, value as never)))
        expect(codec.decode(JSON.parse(text))).toEqual(value)
        expect(codec.check(value)).toEqual({ ok: true, value })
      }),
    )
  })

  it('tells an overflow from every other mistake', () => {
    const sum = codecOf(struct({ a: Signed, b: Quantity }))
    const limit = 1n << 127n
    expect(sum.check({ a: limit, b: 0n })).toMatchObject({ ok: false, overflow: true })
    expect(sum.check({ a: -limit, b: limit })).toMatchObject({ ok: false, overflow: true })
    expect(sum.check({ a: 0n, b: -1n })).toMatchObject({ ok: false, overflow: false })
    expect(sum.check({ a: limit, b: -1n })).toMatchObject({ ok: false, overflow: false })
    expect(sum.check({ a: 0, b: 0n })).toMatchObject({ ok: false, overflow: false })
  })

  it('takes no member from a prototype', () => {
    const one = codecOf(struct({ a: Quantity, b: optional(Quantity) }))
    expect(one.decode(JSON.parse('{"a":"1","__proto__":{"b":"2"}}'))).toBeUndefined()
    expect(one.decode(JSON.parse('{"__proto__":{"a":"1"}}'))).toBeUndefined()
  })

  it('refuses schemas outside the vocabulary when it is made', () => {
    expect(() => codecOf(z.number() as never)).toThrow(TypeError)
    expect(() => codecOf(struct({ a: z.date() as never }))).toThrow(TypeError)
  })
})
