/** The worked examples of spec/v1/signatures.md, read from the text itself. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { describe, expect, it } from 'vitest'
import { Amount, Id, Json, Quantity, type Schema, Text } from '../codec/fields.js'
import { list, nullable, optional, struct } from '../codec/struct.js'
import { encodeType, hashTypedData } from './eip712.js'
import { type MessageKind, type Messages, signingDigest, typedData } from './message.js'
import { publicKeyOf, sign, verifySignature } from './scheme.js'
import { typedCommand } from './typed-command.js'

const text = readFileSync(join(import.meta.dirname, '../../../../spec/v1/signatures.md'), 'utf8')

/** The table of a section as an object from what to value. */
function example(heading: string): Readonly<Record<string, string>> {
  const section = text.split('\n### ').find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const rows = [...section.matchAll(/^\| ([^|]+) \| `([^`]*)` \|$/gm)]
  return Object.fromEntries(rows.map(([, what = '', value = '']) => [what, value]))
}

const keys = example('Test keys')
const sections = { command: 'Commands', key: 'Keys', report: 'Reports', statement: 'Statements' } as const
const schemes = ['ed25519', 'secp256k1'] as const
const keccakOf = (value: string) => keccak_256(utf8ToBytes(value))

/** Fields of the example; those of a key hold the key that signs. */
function fieldsOf<K extends MessageKind>(kind: K, scheme: (typeof schemes)[number]): Messages[K] {
  const fields = Object.entries(example(sections[kind])).filter(([what]) => !/^(ed25519|secp256k1) /.test(what))
  const signer = kind === 'key' ? { scheme, publicKey: keys[`${scheme} public key`] ?? '' } : {}
  return { ...Object.fromEntries(fields), ...signer } as unknown as Messages[K]
}

describe('worked examples of the specification', () => {
  it('behavior: the test keys belong together', () => {
    for (const scheme of schemes) {
      expect(publicKeyOf(scheme, keys[`${scheme} private key`] ?? '')).toBe(keys[`${scheme} public key`])
    }
  })

  it.each(['command', 'key', 'report', 'statement'] as const)('behavior: a %s, byte by byte', (kind) => {
    const values = example(sections[kind])
    const message = signingDigest(kind, 'ed25519', fieldsOf(kind, 'ed25519'))
    expect(new TextDecoder().decode(message)).toBe(values['ed25519 message']?.replace('⏎', '\n'))
    const digest = signingDigest(kind, 'secp256k1', fieldsOf(kind, 'secp256k1'))
    expect(bytesToHex(digest)).toBe(values['secp256k1 digest'])
    for (const [scheme, signed] of [
      ['ed25519', message],
      ['secp256k1', digest],
    ] as const) {
      const signature = values[`${scheme} signature`] ?? ''
      expect(sign(scheme, signed, keys[`${scheme} private key`] ?? '')).toBe(signature)
      const publicKey = keys[`${scheme} public key`] ?? ''
      expect(verifySignature({ scheme, publicKey, message: signed, signature })).toBe(true)
    }
  })

  it('behavior: the length that is stated for the message of the command', () => {
    const length = signingDigest('command', 'ed25519', fieldsOf('command', 'ed25519')).length
    expect(text).toContain(`The ed25519 message is ${length} bytes long.`)
  })

  it('behavior: the hashes of the types and the domain separator', () => {
    const section = text.split('\n### ').find((part) => part.startsWith('EIP-712\n')) ?? ''
    const values = [...section.matchAll(/^\| [^|]+ \| `([^`]*)` \|$/gm)].map(([, value = '']) => value)
    const [domainType, separator, ...types] = values
    const domain = keccakOf('EIP712Domain(string name,string version)')
    expect(bytesToHex(domain)).toBe(domainType)
    expect(bytesToHex(keccak_256(concatBytes(domain, keccakOf('Symbolon'), keccakOf('1'))))).toBe(separator)
    const computed = (['command', 'key', 'report', 'statement'] as const).flatMap((kind) => {
      const data = typedData(kind, fieldsOf(kind, 'secp256k1'))
      const type = encodeType(data.types, data.primaryType)
      return [type, bytesToHex(keccakOf(type))]
    })
    expect(types).toEqual(computed)
  })

  it('behavior: the digest of the command, word by word as the text says', () => {
    const { stream, id, by, type, input, deadline, key } = fieldsOf('command', 'secp256k1')
    const section = example('EIP-712')
    const hex = (value = '') => Uint8Array.from(value.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
    const word = hex(BigInt(deadline).toString(16).padStart(64, '0'))
    const words = [...[stream, id, by, type, input].map(keccakOf), word, keccakOf(key)]
    const struct = keccak_256(concatBytes(keccakOf(section['type of a command'] ?? ''), ...words))
    const digest = keccak_256(concatBytes(hex('1901'), hex(section['domain separator']), struct))
    expect(bytesToHex(digest)).toBe(example('Commands')['secp256k1 digest'])
  })

  it('behavior: the digest of the command with typed input, word by word as the text says', () => {
    const fields = fieldsOf('command', 'secp256k1')
    const values = example('Typed input')
    const data = typedCommand(struct({ amount: Amount }), fields)
    const type = values['typed command'] ?? ''
    expect(encodeType(data.types, 'Command')).toBe(type)
    expect(bytesToHex(keccakOf(type))).toBe(values['hash of its type'])
    const hex = (value = '') => Uint8Array.from(value.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
    const wordOf = (integer: bigint) => hex(integer.toString(16).padStart(64, '0'))
    const input = keccak_256(concatBytes(keccakOf('Input(uint256 amount)'), wordOf(900n)))
    expect(bytesToHex(input)).toBe(values['hash of its input'])
    const { stream, id, by, type: name, deadline, key } = fields
    const words = [...[stream, id, by, name].map(keccakOf), input, wordOf(BigInt(deadline)), keccakOf(key)]
    const struct712 = keccak_256(concatBytes(keccakOf(type), ...words))
    const digest = keccak_256(concatBytes(hex('1901'), hex(example('EIP-712')['domain separator']), struct712))
    expect(bytesToHex(digest)).toBe(values['typed digest'])
    expect(bytesToHex(hashTypedData(data))).toBe(values['typed digest'])
    expect(sign('secp256k1', digest, keys['secp256k1 private key'] ?? '')).toBe(values['typed signature'])
  })

  it('behavior: types of schemas as the text shows them', () => {
    const shown = [...text.matchAll(/^\| `\{[^`]*` \| `(Input[^`]*)` \|$/gm)].map(([, type]) => type)
    const fields = (input: string) => ({ ...fieldsOf('command', 'secp256k1'), input })
    const types = [
      [struct({ to: Id, amount: Amount }), '{"amount":"1","to":"a"}'],
      [struct({ cap: nullable(Quantity), note: optional(Text) }), '{"cap":null}'],
      [struct({ calls: list(struct({ type: Text, input: Json }), 16) }), '{"calls":[]}'],
      [struct({ names: optional(nullable(list(Id, 8))) }), '{}'],
    ].map(([schema, input]) =>
      encodeType(typedCommand(schema as Schema<never>, fields(input as string)).types, 'Input'),
    )
    expect(shown).toEqual(types)
  })
})
