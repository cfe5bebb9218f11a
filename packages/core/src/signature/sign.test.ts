import { describe, expect, it } from 'vitest'
import { signingDigest } from './message.js'
import { publicKeyOf, verifySignature } from './scheme.js'
import { signCommand, signKey, signReport, signStatement } from './sign.js'

const privateKey = '07'.repeat(32)
const command = {
  stream: 'marlin',
  id: 'c1',
  by: 'alice',
  type: 'bridge.request',
  input: '{"amount":"900"}',
  deadline: 60,
  key: 'k1',
}

describe.each(['ed25519', 'secp256k1'] as const)('signing with %s', (scheme) => {
  const signer = { scheme, privateKey }
  const publicKey = publicKeyOf(scheme, privateKey)

  it('behavior: a command is signed over its message, and carries key and deadline', () => {
    const signature = signCommand(command, signer)
    expect([signature.key, signature.deadline]).toEqual(['k1', 60])
    const message = signingDigest('command', scheme, { ...command, deadline: '60' })
    expect(verifySignature({ scheme, publicKey, message, signature: signature.value })).toBe(true)
    const elsewhere = signingDigest('command', scheme, { ...command, stream: 'pond', deadline: '60' })
    expect(verifySignature({ scheme, publicKey, message: elsewhere, signature: signature.value })).toBe(false)
  })

  it('behavior: a key is signed with itself', () => {
    const registration = signKey({ stream: 'marlin', by: 'alice', key: 'k1' }, signer)
    expect([registration.scheme, registration.publicKey]).toEqual([scheme, publicKey])
    const message = signingDigest('key', scheme, { stream: 'marlin', by: 'alice', key: 'k1', scheme, publicKey })
    expect(verifySignature({ scheme, publicKey, message, signature: registration.proof })).toBe(true)
    const another = signingDigest('key', scheme, { stream: 'marlin', by: 'mallory', key: 'k1', scheme, publicKey })
    expect(verifySignature({ scheme, publicKey, message: another, signature: registration.proof })).toBe(false)
  })

  it('behavior: a report is signed over its message', () => {
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
    const signature = signReport(report, signer)
    const verified = (fields: typeof report) =>
      verifySignature({ scheme, publicKey, message: signingDigest('report', scheme, fields), signature })
    expect([verified(report), verified({ ...report, quoteAmount: '8' })]).toEqual([true, false])
  })

  it('behavior: a statement is signed over its message, and for one instance', () => {
    const statement = { stream: 'marlin', instance: 'relay', kind: 'ticket', by: 'alice', body: '{"n":"1"}', key: 'k1' }
    const signature = signStatement(statement, signer)
    const verified = (fields: typeof statement) =>
      verifySignature({ scheme, publicKey, message: signingDigest('statement', scheme, fields), signature })
    expect([verified(statement), verified({ ...statement, instance: 'other' })]).toEqual([true, false])
    for (const body of ['', '{"n":1}', '{ "n":"1"}'])
      expect(() => signStatement({ ...statement, body }, signer)).toThrow(RangeError)
  })

  it('error: an input that is no canonical JSON text', () => {
    for (const input of ['', '{', '{"b":"1","a":"1"}', '{ "a":"1"}', '{"a":1}', '{"a":"1"},"key":{}']) {
      expect(() => signCommand({ ...command, input }, signer)).toThrow(RangeError)
    }
  })

  it('error: a deadline that is no second', () => {
    for (const deadline of [-1, 1.5, 2 ** 53, Number.NaN]) {
      expect(() => signCommand({ ...command, deadline }, signer)).toThrow(RangeError)
    }
  })
})
