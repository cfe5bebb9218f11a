import { bytesToHex } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { hashTypedData } from 'viem'
import { describe, expect, it } from 'vitest'
import { canonicalize } from '../codec/canonical.js'
import { type MessageKind, type Messages, signingDigest, typedData } from './message.js'

const command = {
  stream: 'marlin',
  id: 'c1',
  by: 'alice',
  type: 'bridge.request',
  input: '{"amount":"900"}',
  deadline: '60',
  key: 'k1',
}
const key = { stream: 'marlin', by: 'alice', key: 'k1', scheme: 'ed25519', publicKey: 'ab' }
const report = {
  stream: 'marlin',
  base: 'POND',
  quote: 'USD',
  baseAmount: '100',
  quoteAmount: '7',
  confidence: '1',
  observed: '50',
  until: '90',
  source: 'desk',
  number: '3',
  key: 'k1',
}
const statement = {
  stream: 'marlin',
  instance: 'relay',
  kind: 'delivery',
  by: 'alice',
  body: '{"count":"3"}',
  key: 'k1',
}
const messages = { command, key, report, statement } satisfies Messages
const kinds = ['command', 'key', 'report', 'statement'] as const satisfies readonly MessageKind[]
const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const storable = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))

describe('signingDigest', () => {
  it('default: ed25519 signs a tag line and canonical JSON, a command with its input as a value', () => {
    expect(decoded(signingDigest('command', 'ed25519', command))).toBe(
      'symbolon/command/v1\n{"by":"alice","deadline":"60","id":"c1","input":{"amount":"900"},"key":"k1","stream":"marlin","type":"bridge.request"}',
    )
    expect(decoded(signingDigest('key', 'ed25519', key))).toBe(
      'symbolon/key/v1\n{"by":"alice","key":"k1","publicKey":"ab","scheme":"ed25519","stream":"marlin"}',
    )
    expect(decoded(signingDigest('report', 'ed25519', report))).toBe(
      'symbolon/report/v1\n{"base":"POND","baseAmount":"100","confidence":"1","key":"k1","number":"3","observed":"50","quote":"USD","quoteAmount":"7","source":"desk","stream":"marlin","until":"90"}',
    )
    expect(decoded(signingDigest('statement', 'ed25519', statement))).toBe(
      'symbolon/statement/v1\n{"body":{"count":"3"},"by":"alice","instance":"relay","key":"k1","kind":"delivery","stream":"marlin"}',
    )
  })

  it('behavior: the JSON is canonical whatever the fields hold', () => {
    fc.assert(
      fc.property(fc.dictionary(storable, storable), storable, (input, stream) => {
        const fields = { ...command, stream, input: canonicalize(input) }
        const json = decoded(signingDigest('command', 'ed25519', fields)).slice('symbolon/command/v1\n'.length)
        expect(canonicalize(JSON.parse(json))).toBe(json)
        expect(JSON.parse(json)).toEqual({ ...fields, input: JSON.parse(fields.input) })
      }),
    )
  })

  it('behavior: secp256k1 signs the EIP-712 digest that viem computes', () => {
    const types = {
      Command: 'string stream,string id,string by,string type,string input,uint256 deadline,string key',
      Key: 'string stream,string by,string key,string scheme,string publicKey',
      Report:
        'string stream,string base,string quote,string baseAmount,string quoteAmount,string confidence,string observed,string until,string source,string number,string key',
      Statement: 'string stream,string instance,string kind,string by,string body,string key',
    }
    const fields = (signature: string) =>
      signature.split(',').map((field) => ({ type: field.split(' ')[0] ?? '', name: field.split(' ')[1] ?? '' }))
    const viemDigest = (primaryType: keyof typeof types, message: Record<string, unknown>) =>
      hashTypedData({
        domain: { name: 'Symbolon', version: '1' },
        types: { [primaryType]: fields(types[primaryType]) },
        primaryType,
        message,
      })
    const ours = <K extends MessageKind>(kind: K, message: Messages[K]) =>
      `0x${bytesToHex(signingDigest(kind, 'secp256k1', message))}`
    expect(ours('command', command)).toBe(viemDigest('Command', { ...command, deadline: 60n }))
    expect(ours('key', key)).toBe(viemDigest('Key', key))
    expect(ours('report', report)).toBe(viemDigest('Report', report))
    expect(ours('statement', statement)).toBe(viemDigest('Statement', statement))
    for (const kind of kinds) {
      const data = typedData(kind, messages[kind])
      expect(ours(kind, messages[kind])).toBe(hashTypedData(data as unknown as Parameters<typeof hashTypedData>[0]))
    }
  })

  it('behavior: every field counts, in both schemes and all kinds', () => {
    for (const scheme of ['ed25519', 'secp256k1'] as const) {
      const seen = new Set<string>()
      for (const kind of kinds) {
        const fields = messages[kind]
        const variants = Object.keys(fields).map((name) => ({
          ...fields,
          [name]: name === 'input' || name === 'body' ? '{"amount":"901"}' : name === 'deadline' ? '61' : 'other',
        }))
        for (const variant of [fields, ...variants]) seen.add(bytesToHex(signingDigest(kind, scheme, variant as never)))
      }
      expect(seen.size).toBe(kinds.reduce((count, kind) => count + 1 + Object.keys(messages[kind]).length, 0))
    }
  })

  it('error: a field that is missing, too much, inherited or no string', () => {
    const { key: _, ...incomplete } = command
    const inherited = Object.assign(Object.create({ key: 'k1' }), incomplete)
    for (const bad of [incomplete, { ...command, extra: '' }, { ...command, by: 1 }, inherited]) {
      for (const scheme of ['ed25519', 'secp256k1'] as const) {
        expect(() => signingDigest('command', scheme, bad as typeof command)).toThrow(TypeError)
      }
    }
    expect(() => signingDigest('vote' as 'key', 'ed25519', key)).toThrow(TypeError)
    expect(() => signingDigest('key', 'rsa' as 'ed25519', key)).toThrow(TypeError)
  })

  it('error: a lone surrogate or NUL, which would share its bytes with another text or be cut off', () => {
    for (const by of ['\ud800', 'a\0']) {
      for (const scheme of ['ed25519', 'secp256k1'] as const) {
        expect(() => signingDigest('command', scheme, { ...command, by })).toThrow(TypeError)
      }
    }
  })

  it('error: a deadline that is no decimal integer below 2^256', () => {
    for (const deadline of ['', '-1', '01', '1.0', '1e3', ' 1', `${2n ** 256n}`]) {
      for (const scheme of ['ed25519', 'secp256k1'] as const) {
        expect(() => signingDigest('command', scheme, { ...command, deadline })).toThrow(RangeError)
      }
    }
    expect(signingDigest('command', 'secp256k1', { ...command, deadline: `${2n ** 256n - 1n}` })).toHaveLength(32)
  })
})
