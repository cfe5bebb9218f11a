import { ED25519_TORSION_SUBGROUP, ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isPublicKey, publicKeyOf, type Scheme, sign, verifySignature } from './scheme.js'

const schemes = ['ed25519', 'secp256k1'] as const satisfies readonly Scheme[]
const privateKey = '0b'.repeat(32)
const message = new Uint8Array(32).fill(5)

/** RFC 8032 §7.1, tests 1 to 3. */
const rfc8032 = [
  {
    privateKey: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    privateKey: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    privateKey: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
]

describe('ed25519', () => {
  it('default: the vectors of RFC 8032, signed and verified', () => {
    for (const vector of rfc8032) {
      const bytes = hexToBytes(vector.message)
      expect(publicKeyOf('ed25519', vector.privateKey)).toBe(vector.publicKey)
      expect(sign('ed25519', bytes, vector.privateKey)).toBe(vector.signature)
      expect(verifySignature({ scheme: 'ed25519', ...vector, message: bytes })).toBe(true)
    }
  })

  it('behavior: keys of small order are refused, with any signature', () => {
    for (const publicKey of ED25519_TORSION_SUBGROUP) {
      expect(isPublicKey('ed25519', publicKey)).toBe(false)
      // [8](R + [k]A − [0]B) is zero for R = A = T: a key of small order would sign everything.
      const signature = `${publicKey}${'00'.repeat(32)}`
      expect(verifySignature({ scheme: 'ed25519', publicKey, message, signature })).toBe(false)
    }
  })

  it('behavior: encodings that are not canonical are refused', () => {
    const p = 2n ** 255n - 19n
    const encode = (y: bigint, sign = 0n) => bytesToHex(littleEndian(y + (sign << 255n)))
    // y of p + 3 reduces to 3, a point of the curve that isn't of small order; p + 1 is the neutral one.
    for (const key of [encode(p + 3n), encode(p + 3n, 1n), encode(p + 1n), encode(1n, 1n), encode(p - 1n, 1n)]) {
      expect(isPublicKey('ed25519', key)).toBe(false)
    }
    expect(isPublicKey('ed25519', encode(3n))).toBe(true)
    const { publicKey, challenged } = signerWithR(encode(p + 1n))
    expect(ed25519.verify(hexToBytes(challenged), message, hexToBytes(publicKey), { zip215: true })).toBe(true)
    expect(verifySignature({ scheme: 'ed25519', publicKey, message, signature: challenged })).toBe(false)
  })

  it('behavior: s at or above the order of the group is refused', () => {
    const publicKey = publicKeyOf('ed25519', privateKey)
    const signature = sign('ed25519', message, privateKey)
    const s = BigInt(`0x${bytesToHex(hexToBytes(signature.slice(64)).reverse())}`)
    const malleable = signature.slice(0, 64) + bytesToHex(littleEndian(s + ed25519.Point.Fn.ORDER))
    expect(verifySignature({ scheme: 'ed25519', publicKey, message, signature })).toBe(true)
    expect(verifySignature({ scheme: 'ed25519', publicKey, message, signature: malleable })).toBe(false)
  })

  it('behavior: R may be of small order, the neutral element included', () => {
    for (const encodedR of ED25519_TORSION_SUBGROUP) {
      const { publicKey, challenged } = signerWithR(encodedR)
      expect(verifySignature({ scheme: 'ed25519', publicKey, message, signature: challenged })).toBe(true)
    }
  })

  it('behavior: the equation is the cofactored one', () => {
    const torsion = ed25519.Point.fromHex(ED25519_TORSION_SUBGROUP[1] ?? '')
    const { publicKey, challenged } = signerWithR(ed25519.Point.BASE.multiply(9n).add(torsion).toHex(), 9n)
    expect(verifySignature({ scheme: 'ed25519', publicKey, message, signature: challenged })).toBe(true)
  })
})

describe('secp256k1', () => {
  it('behavior: high s is refused', () => {
    const publicKey = publicKeyOf('secp256k1', privateKey)
    const signature = sign('secp256k1', message, privateKey)
    const { r, s } = secp256k1.Signature.fromHex(signature)
    const high = bytesToHex(new secp256k1.Signature(r, secp256k1.Point.Fn.ORDER - s).toBytes())
    expect(verifySignature({ scheme: 'secp256k1', publicKey, message, signature })).toBe(true)
    expect(verifySignature({ scheme: 'secp256k1', publicKey, message, signature: high })).toBe(false)
  })

  it('behavior: r or s of zero, or of the order, is refused', () => {
    const publicKey = publicKeyOf('secp256k1', privateKey)
    const signature = sign('secp256k1', message, privateKey)
    const order = secp256k1.Point.Fn.ORDER.toString(16)
    for (const bad of ['00'.repeat(32), order]) {
      for (const value of [bad + signature.slice(64), signature.slice(0, 64) + bad]) {
        expect(verifySignature({ scheme: 'secp256k1', publicKey, message, signature: value })).toBe(false)
      }
    }
  })

  it('behavior: only compressed keys on the curve are keys', () => {
    const compressed = publicKeyOf('secp256k1', privateKey)
    const uncompressed = secp256k1.Point.fromHex(compressed).toHex(false)
    expect(isPublicKey('secp256k1', compressed)).toBe(true)
    expect(isPublicKey('secp256k1', uncompressed)).toBe(false)
    expect(isPublicKey('secp256k1', `04${compressed.slice(2)}`)).toBe(false)
    expect(isPublicKey('secp256k1', `02${'00'.repeat(31)}05`)).toBe(false)
    expect(isPublicKey('secp256k1', `02${'ff'.repeat(32)}`)).toBe(false)
    const signature = sign('secp256k1', message, privateKey)
    expect(verifySignature({ scheme: 'secp256k1', publicKey: uncompressed, message, signature })).toBe(false)
  })

  it('error: a digest that is not 32 bytes long', () => {
    for (const length of [0, 31, 33]) {
      const check = { scheme: 'secp256k1', publicKey: '', message: new Uint8Array(length), signature: '' } as const
      expect(() => verifySignature(check)).toThrow(RangeError)
      expect(() => sign('secp256k1', new Uint8Array(length), privateKey)).toThrow(RangeError)
    }
  })
})

describe.each(schemes)('%s', (scheme) => {
  const publicKey = publicKeyOf(scheme, privateKey)
  const signature = sign(scheme, message, privateKey)
  const check = { scheme, publicKey, message, signature }

  it('behavior: signing is deterministic and verifies', () => {
    expect(sign(scheme, message, privateKey)).toBe(signature)
    expect(verifySignature(check)).toBe(true)
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        expect(verifySignature({ ...check, message: bytes, signature: sign(scheme, bytes, privateKey) })).toBe(true)
      }),
      { numRuns: 20 },
    )
  })

  it('behavior: every flipped bit of the signature is noticed', () => {
    for (let bit = 0; bit < 512; bit++) {
      expect(verifySignature({ ...check, signature: flipped(signature, bit) })).toBe(false)
    }
  })

  it('behavior: a flipped bit of the key or of the message is noticed', () => {
    for (let bit = 0; bit < publicKey.length * 4; bit++) {
      expect(verifySignature({ ...check, publicKey: flipped(publicKey, bit) })).toBe(false)
    }
    for (let bit = 0; bit < 256; bit++) {
      expect(verifySignature({ ...check, message: hexToBytes(flipped(bytesToHex(message), bit)) })).toBe(false)
    }
  })

  it('behavior: other lengths, upper case and what is no hex are refused, not thrown', () => {
    for (const bad of ['', signature.slice(2), `${signature}00`, signature.toUpperCase(), `0x${signature.slice(2)}`]) {
      expect(verifySignature({ ...check, signature: bad })).toBe(false)
    }
    for (const bad of ['', publicKey.slice(2), `${publicKey}00`, publicKey.toUpperCase(), `0x${publicKey.slice(2)}`]) {
      expect(verifySignature({ ...check, publicKey: bad })).toBe(false)
      expect(isPublicKey(scheme, bad)).toBe(false)
    }
    for (const bad of [undefined, null, 1, hexToBytes(publicKey)] as unknown[]) {
      expect(verifySignature({ ...check, publicKey: bad as string })).toBe(false)
      expect(verifySignature({ ...check, signature: bad as string })).toBe(false)
      expect(isPublicKey(scheme, bad)).toBe(false)
    }
    expect(verifySignature({ ...check, signature: `${signature.slice(0, 127)}\n` })).toBe(false)
  })

  it('behavior: a signature by another key is refused', () => {
    const other = publicKeyOf(scheme, '0c'.repeat(32))
    expect(verifySignature({ ...check, publicKey: other })).toBe(false)
  })

  it('error: a private key that is none', () => {
    for (const bad of ['', '0b'.repeat(31), '0B'.repeat(32), undefined as unknown as string]) {
      expect(() => sign(scheme, message, bad)).toThrow(RangeError)
      expect(() => publicKeyOf(scheme, bad)).toThrow(RangeError)
    }
  })
})

describe('an unknown scheme', () => {
  it('error: is a mistake of the caller, not a wrong signature', () => {
    const check = { scheme: 'rsa' as Scheme, publicKey: '', message, signature: '' }
    expect(() => verifySignature(check)).toThrow(TypeError)
  })
})

/** A signature with a given R = [r]B + torsion (or an encoding of it) that meets the cofactored equation. */
function signerWithR(encodedR: string, r = 0n) {
  const { scalar, pointBytes } = ed25519.utils.getExtendedPublicKey(hexToBytes(privateKey))
  const challenge = ed25519Challenge(encodedR, bytesToHex(pointBytes), message)
  const s = ed25519.Point.Fn.create(r + challenge * scalar)
  return { publicKey: bytesToHex(pointBytes), challenged: encodedR + bytesToHex(ed25519.Point.Fn.toBytes(s)) }
}

function ed25519Challenge(encodedR: string, publicKey: string, signed: Uint8Array): bigint {
  const hash = sha512(concatBytes(hexToBytes(encodedR + publicKey), signed))
  return ed25519.Point.Fn.create(BigInt(`0x${bytesToHex(hash.reverse())}`))
}

function flipped(hex: string, bit: number): string {
  const bytes = hexToBytes(hex)
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return bytesToHex(bytes)
}

function littleEndian(value: bigint): Uint8Array {
  return hexToBytes(value.toString(16).padStart(64, '0')).reverse()
}
