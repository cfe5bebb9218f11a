import { secp256k1 } from '@noble/curves/secp256k1.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { recoverAddress, serializeSignature } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import { publicKeyOf, sign, verifySignature } from './scheme.js'
import { addressOf, recoverPublicKey, walletSignature } from './wallet.js'

const privateKey = fc
  .bigInt({ min: 1n, max: secp256k1.Point.Fn.ORDER - 1n })
  .map((scalar) => scalar.toString(16).padStart(64, '0'))
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 })

describe('wallet', () => {
  it('default: what a wallet returns verifies, and names its key and its address', async () => {
    await fc.assert(
      fc.asyncProperty(privateKey, digest, async (key, message) => {
        const account = privateKeyToAccount(`0x${key}`)
        const returned = await account.sign({ hash: `0x${bytesToHex(message)}` })
        const publicKey = publicKeyOf('secp256k1', key)
        const signature = walletSignature(returned)
        expect(signature).toBe(sign('secp256k1', message, key))
        expect(verifySignature({ scheme: 'secp256k1', publicKey, message, signature })).toBe(true)
        expect(recoverPublicKey(message, returned)).toBe(publicKey)
        expect(addressOf(publicKey)).toBe(account.address)
      }),
      { numRuns: 40 },
    )
  })

  it('behavior: v is 0 and 1 or 27 and 28, digits of either case', async () => {
    const account = privateKeyToAccount(`0x${'07'.repeat(32)}`)
    const message = new Uint8Array(32).fill(5)
    const returned = await account.sign({ hash: `0x${bytesToHex(message)}` })
    const v = Number.parseInt(returned.slice(-2), 16)
    const low = `${returned.slice(0, -2)}0${v - 27}`
    expect(recoverPublicKey(message, low)).toBe(recoverPublicKey(message, returned))
    expect(walletSignature(`0x${returned.slice(2).toUpperCase()}`)).toBe(walletSignature(returned))
  })

  it('error: a high s, which recovery elsewhere accepts', async () => {
    const account = privateKeyToAccount(`0x${'07'.repeat(32)}`)
    const hash = `0x${'05'.repeat(32)}` as const
    const returned = await account.sign({ hash })
    const [r, s] = [returned.slice(0, 66), BigInt(`0x${returned.slice(66, 130)}`)]
    const high = (secp256k1.Point.Fn.ORDER - s).toString(16).padStart(64, '0')
    const yParity = returned.endsWith('1b') ? 1 : 0
    const other = serializeSignature({ r: r as `0x${string}`, s: `0x${high}`, yParity })
    expect(await recoverAddress({ hash, signature: other })).toBe(account.address)
    expect(() => walletSignature(other)).toThrow('high s')
    expect(() => recoverPublicKey(new Uint8Array(32).fill(5), other)).toThrow('high s')
  })

  it('error: what is no signature, digest or key', () => {
    const bad = ['', '0x', `0x${'11'.repeat(64)}`, `0x${'11'.repeat(64)}02`, `0x${'11'.repeat(96)}`, 5, undefined]
    for (const value of bad) expect(() => walletSignature(value as string)).toThrow(RangeError)
    const some = `0x${'11'.repeat(64)}1b`
    expect(() => recoverPublicKey(new Uint8Array(31), some)).toThrow(RangeError)
    expect(() => recoverPublicKey(new Uint8Array(32), `0x${'00'.repeat(64)}1b`)).toThrow(RangeError)
    expect(() => recoverPublicKey(new Uint8Array(32), `0x${'ff'.repeat(32)}${'01'.repeat(32)}1b`)).toThrow(RangeError)
    for (const key of ['', `02${'00'.repeat(31)}05`, `04${'11'.repeat(32)}`])
      expect(() => addressOf(key)).toThrow(RangeError)
  })
})
