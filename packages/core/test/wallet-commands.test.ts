/** Every command of every mechanism as wallets see and sign it. Spec: signatures.md#typed-input. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { hashTypedData, type TypedDataDefinition } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod/mini'
import { codecOf, GENESIS_HASH, type JsonValue, type Schema } from '../src/codec/index.js'
import { partial } from '../src/codec/struct.js'
import {
  createSystem,
  execute,
  genesis,
  type Mechanism,
  type Sealed,
  seal,
  typedDataOf,
  verify,
} from '../src/kernel/index.js'
import { services } from '../src/kernel/services.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import {
  addressOf,
  hashTypedData as digestOf,
  recoverPublicKey,
  type TypedData,
  typedCommand,
  typedData,
  walletSignature,
} from '../src/signature/index.js'

const folder = join(import.meta.dirname, '../src/mechanisms')
type Blueprinted = Mechanism<never>
const isMechanism = (value: unknown): value is Blueprinted =>
  typeof value === 'object' && value !== null && 'blueprint' in value && 'rejections' in value

/** Inputs of all commands, by type. */
async function inputs(): Promise<readonly (readonly [string, Schema<unknown>])[]> {
  const found: (readonly [string, Schema<unknown>])[] = Object.entries(services).map(
    ([type, { input }]) => [type, input as Schema<unknown>] as const,
  )
  for (const name of readdirSync(folder)) {
    const all: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(folder, name, 'index.ts')).href)
    for (const { name, blueprint } of Object.values(all).filter(isMechanism)) {
      for (const [command, { input }] of Object.entries(blueprint.commands)) found.push([`${name}.${command}`, input])
      found.push([`${name}.configure`, partial(blueprint.params) as Schema<unknown>])
    }
  }
  return found
}

/** Random JSON forms of a schema. */
function jsonOf(schema: z.core.$ZodType): fc.Arbitrary<JsonValue | undefined> {
  const { def } = schema._zod
  switch (def.type) {
    case 'string': {
      const pattern = patternOf(schema)
      return pattern === undefined
        ? fc.string({ maxLength: 9, unit: 'grapheme' }).filter(isText)
        : fc.stringMatching(pattern)
    }
    case 'enum':
      return fc.constantFrom(...(Object.values((def as z.core.$ZodEnumDef).entries) as string[]))
    case 'boolean':
      return fc.boolean()
    case 'pipe':
      return fc.stringMatching(patternOf((def as z.core.$ZodPipeDef).in) as RegExp)
    case 'optional':
      return fc.option(jsonOf((def as z.core.$ZodOptionalDef).innerType), { nil: undefined })
    case 'nullable':
      return fc.option(jsonOf((def as z.core.$ZodNullableDef).innerType))
    case 'array':
      return fc.array(jsonOf((def as z.core.$ZodArrayDef).element) as fc.Arbitrary<JsonValue>, { maxLength: 2 })
    case 'object': {
      const shape = Object.entries((def as z.core.$ZodObjectDef).shape)
      const record = fc.record(Object.fromEntries(shape.map(([name, member]) => [name, jsonOf(member)])))
      const there = (value: object) => Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined))
      return record.map((value) => there(value) as JsonValue)
    }
    default:
      return fc.constantFrom<JsonValue>(null, 'x', { b: ['1'], a: true })
  }
}
const isText = (text: string) => text.isWellFormed() && !text.includes(String.fromCharCode(0))
function patternOf(schema: z.core.$ZodType): RegExp | undefined {
  const check = schema._zod.def.checks?.map(({ _zod }) => _zod.def).find(({ check }) => check === 'string_format')
  return (check as z.core.$ZodCheckRegexDef | undefined)?.pattern
}

const all = await inputs()
const terms = { stream: 'story', key: 'wallet', deadline: 9 }
const message = { stream: 'story', id: 'c1', by: 'alice', key: 'wallet', deadline: '9' }
const viemDigest = (data: TypedData) => hashTypedData(data as unknown as TypedDataDefinition).slice(2)
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe('typed data', () => {
  it.each(all)('of %s is what a wallet hashes, and differs for every input', (type, schema) => {
    const codec = codecOf(schema)
    const seen = new Map<string, string>()
    let admitted = 0
    fc.assert(
      fc.property(jsonOf(schema), (json) => {
        const input = codec.decode(json)
        if (input === undefined) return
        admitted += 1
        const text = codec.encode(input)
        const data = typedCommand(schema, { ...message, type, input: text })
        const digest = viemDigest(data)
        expect(hexOf(digestOf(data))).toBe(digest)
        expect(seen.get(digest) ?? text).toBe(text)
        seen.set(digest, text)
        expect(data.types.Input, 'every command shows its fields').toBeDefined()
      }),
      { numRuns: 12 },
    )
    expect(admitted).toBeGreaterThan(0)
  })

  it('of all commands: no two have one digest', () => {
    const digests = all.map(([type]) => hexOf(digestOf(typedData('command', { ...message, type, input: '{}' }))))
    expect(new Set(digests).size).toBe(all.length)
  })
})

const wallet = privateKeyToAccount(`0x${'46'.repeat(32)}`)
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({})],
  assets: [{ asset: 'X' }],
  allocations: [{ party: 'alice', asset: 'X', amount: 100n }],
})
const signed = async (data: TypedData) => walletSignature(await wallet.signTypedData(data))

describe('a wallet', () => {
  it('registers its key and signs commands that are decided, recorded and verified', async () => {
    let { state, decision } = genesis(system, { at: 0, stream: 'story' })
    const records: Sealed[] = [seal(decision, GENESIS_HASH)]
    const run = (command: object) => {
      const outcome = execute(system, state, { by: 'alice', at: 1, ...command } as never)
      if (outcome.status === 'rejected') return outcome.code
      ;({ state, decision } = outcome)
      records.push(seal(decision, records.at(-1)?.hash ?? GENESIS_HASH))
      return 'accepted'
    }
    // a wallet shows its key to whoever has something signed by it
    const hello = typedData('key', { stream: 'story', by: 'alice', key: 'wallet', scheme: 'secp256k1', publicKey: '' })
    const publicKey = recoverPublicKey(digestOf(hello), await wallet.signTypedData(hello))
    expect(addressOf(publicKey)).toBe(wallet.address)
    const key = { stream: 'story', by: 'alice', key: 'wallet', scheme: 'secp256k1', publicKey }
    const proof = await signed(typedData('key', key))
    const input = { key: 'wallet', scheme: 'secp256k1', publicKey, proof }
    expect(run({ id: 'c0', type: 'key.register', input })).toBe('accepted')

    const send = { id: 'c1', by: 'alice', type: 'transfer.send', input: { to: 'bob', asset: 'X', amount: 7n } } as const
    const value = await signed(typedDataOf(system, send, terms))
    const signature = { key: 'wallet', deadline: 9, value }
    expect(run({ ...send, input: { ...send.input, amount: 8n }, signature })).toBe('SIGNATURE_INVALID')
    expect(run({ ...send, id: 'c2', signature })).toBe('SIGNATURE_INVALID')
    expect(run({ ...send, signature: { ...signature, deadline: 8 } })).toBe('SIGNATURE_INVALID')
    expect(run({ ...send, signature })).toBe('accepted')
    const text = { stream: 'story', id: 'c2', by: 'alice', type: send.type, key: 'wallet', deadline: '9' }
    const flat = await signed(typedData('command', { ...text, input: '{"amount":"7","asset":"X","to":"bob"}' }))
    expect(run({ ...send, id: 'c2', signature: { ...signature, value: flat } }), 'as text, too').toBe('accepted')

    const verdict = verify([system], records)
    expect(verdict.status).toBe('verified')
  })

  it('is refused typed data of what the system would refuse for its shape', () => {
    const send = { id: 'c1', by: 'alice', type: 'transfer.send', input: { to: 'bob', asset: 'X', amount: 7n } } as const
    expect(() => typedDataOf(system, { ...send, type: 'transfer.take' } as never, terms)).toThrow('no command')
    expect(() => typedDataOf(system, { ...send, input: { to: 'bob' } } as never, terms)).toThrow('malformed')
    expect(() => typedDataOf(system, send, { ...terms, deadline: -1 })).toThrow(TypeError)
  })
})
