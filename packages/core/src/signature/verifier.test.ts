import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multiplesOf, sumOfMultiples } from './multiples.js'
import { publicKeyOf, sign, verifySignature } from './scheme.js'
import { createVerifier } from './verifier.js'

const { Point } = ed25519
const keys = ['01', '02', '03'].map((byte) => byte.repeat(32))
const text = (value: string) => new TextEncoder().encode(value)

/** Checks that are right, wrong, malformed, or right by the cofactored equation alone. */
const check = fc
  .record({
    key: fc.constantFrom(...keys),
    message: fc.uint8Array({ maxLength: 40 }),
    torsionOfKey: fc.constantFrom(0, 0, 1, 2, 4),
    torsionOfR: fc.constantFrom(0, 0, 0, 1, 4),
    fault: fc.constantFrom('none', 'none', 'message', 's', 'R', 'malleable', 'short', 'upper', 'neutral'),
  })
  .map(({ key, message, torsionOfKey, torsionOfR, fault }) => {
    const signed = signWithTorsion(key, message, torsionOfKey, torsionOfR, fault === 'neutral')
    const s = BigInt(`0x${bytesToHex(hexToBytes(signed.signature.slice(64)).reverse())}`)
    const [r, end] = [signed.signature.slice(0, 64), signed.signature.slice(64)]
    const signature = {
      none: signed.signature,
      message: signed.signature,
      s: r + bytesToHex(Point.Fn.toBytes(Point.Fn.create(s + 1n))),
      R: Point.BASE.toHex() + end,
      malleable: r + littleEndianHex(s + Point.Fn.ORDER),
      short: signed.signature.slice(2),
      upper: signed.signature.toUpperCase(),
      neutral: signed.signature,
    }[fault]
    return {
      scheme: 'ed25519' as const,
      publicKey: signed.publicKey,
      message: fault === 'message' ? concatBytes(message, text('!')) : message,
      signature,
    }
  })

describe('createVerifier', () => {
  it('behavior: answers as verifySignature does, from the first signature to the repeated ones', () => {
    const { verify } = createVerifier({ capacity: 6, threshold: 1 })
    let [right, wrong] = [0, 0]
    fc.assert(
      fc.property(check, (given) => {
        const answer = verifySignature(given)
        expect(verify(given)).toBe(answer)
        expect(verify(given)).toBe(answer)
        if (answer) right += 1
        else wrong += 1
      }),
      { numRuns: 250 },
    )
    expect(right > 20 && wrong > 20).toBe(true)
  })

  it('behavior: forgets the key used least recently, and answers the same', () => {
    const { verify } = createVerifier({ capacity: 1, threshold: 1 })
    for (const key of [...keys, ...keys]) {
      const given = { scheme: 'ed25519', publicKey: publicKeyOf('ed25519', key), message: text('a') } as const
      for (let i = 0; i < 2; i++) expect(verify({ ...given, signature: sign('ed25519', text('a'), key) })).toBe(true)
      expect(verify({ ...given, signature: sign('ed25519', text('b'), key) })).toBe(false)
    }
  })

  it('behavior: secp256k1 is verified as it is without a cache', () => {
    const { verify } = createVerifier({ threshold: 1 })
    const [key = ''] = keys
    const message = new Uint8Array(32).fill(1)
    const given = { scheme: 'secp256k1', publicKey: publicKeyOf('secp256k1', key), message } as const
    const signature = sign('secp256k1', message, key)
    expect([1, 2, 3].map(() => verify({ ...given, signature }))).toEqual([true, true, true])
    expect(verify({ ...given, message: new Uint8Array(32), signature })).toBe(false)
  })

  it('behavior: two verifiers share nothing', () => {
    const [key = ''] = keys
    const given = { scheme: 'ed25519', publicKey: publicKeyOf('ed25519', key), message: text('a') } as const
    const signature = sign('ed25519', text('a'), key)
    const [one, two] = [createVerifier({ threshold: 1 }), createVerifier({ threshold: 1 })]
    expect([one.verify({ ...given, signature }), one.verify({ ...given, signature })]).toEqual([true, true])
    expect(two.verify({ ...given, message: text('b'), signature })).toBe(false)
  })
})

describe('sumOfMultiples', () => {
  it('behavior: is the multiplication of the library, for every scalar of the group', () => {
    const points = [Point.BASE.multiply(77n), Point.BASE.add(torsion(1))] as const
    const [one, two] = [multiplesOf(points[0], 8), multiplesOf(points[1], 5)]
    const scalar = fc.oneof(
      fc.bigInt({ min: 0n, max: Point.Fn.ORDER - 1n }),
      fc.constantFrom(0n, 1n, 15n, 16n, 17n, 127n, 128n, 129n, 255n, 256n, Point.Fn.ORDER - 1n, (1n << 252n) - 1n),
      fc.uint8Array({ minLength: 31, maxLength: 31 }).map((bytes) => BigInt(`0x${bytesToHex(bytes)}`)),
    )
    fc.assert(
      fc.property(scalar, scalar, (a, b) => {
        const sum = sumOfMultiples([
          [one, a],
          [two, b],
        ])
        expect(sum.equals(points[0].multiplyUnsafe(a).add(points[1].multiplyUnsafe(b)))).toBe(true)
      }),
    )
  })
})

/** Signs with a key A + T and a commitment R + T′: right by the cofactored equation, wrong by the other if a torsion shows. */
function signWithTorsion(key: string, message: Uint8Array, torsionOfKey: number, torsionOfR: number, neutral: boolean) {
  const { scalar, point } = ed25519.utils.getExtendedPublicKey(hexToBytes(key))
  const publicKey = point.add(torsion(torsionOfKey)).toHex()
  const random = Point.Fn.create(BigInt(`0x${bytesToHex(sha512(concatBytes(hexToBytes(key), message)))}`))
  const nonce = neutral ? 0n : random
  const r = Point.BASE.multiplyUnsafe(nonce).add(torsion(torsionOfR)).toHex()
  const hash = sha512(concatBytes(hexToBytes(r + publicKey), message)).reverse()
  const s = Point.Fn.create(nonce + BigInt(`0x${bytesToHex(hash)}`) * scalar)
  return { publicKey, signature: r + bytesToHex(Point.Fn.toBytes(s)) }
}

function torsion(index: number) {
  return index === 0 ? Point.ZERO : Point.fromHex(ED25519_TORSION_SUBGROUP[index] ?? '')
}

function littleEndianHex(value: bigint): string {
  return bytesToHex(hexToBytes(value.toString(16).padStart(64, '0')).reverse())
}
