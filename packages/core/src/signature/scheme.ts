import { ed25519 } from '@noble/curves/ed25519.js'
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'

/**
 * Signature schemes, each with one encoding and one verification rule.
 * - `ed25519`: RFC 8032, keys of 32 bytes, signatures of 64 bytes, over the message itself.
 * - `secp256k1`: ECDSA, compressed keys of 33 bytes, signatures r ‖ s of 64 bytes with low s, over a 32-byte digest.
 *
 * Spec: signatures.md#schemes.
 */
export type Scheme = 'ed25519' | 'secp256k1'

/** A signature and what it is said to sign. */
export interface SignatureCheck {
  readonly scheme: Scheme
  /** Lower-case hex: 64 digits (ed25519) or 66 (secp256k1). */
  readonly publicKey: string
  /** What is signed: any bytes (ed25519) or a digest of 32 bytes (secp256k1). */
  readonly message: Uint8Array
  /** Lower-case hex, 128 digits. */
  readonly signature: string
}

/**
 * Whether a signature is right, by the one strict rule of its scheme: fixed lengths, lower-case hex, for ed25519
 * canonical encodings and no key of small order (the equation is the cofactored one), for secp256k1 low s.
 * Spec: signatures.md#strictness. Source: RFC 8032 §5.1.7; SEC 1 §4.1.4.
 * @param check - Scheme, public key, message and signature.
 * @returns false for whatever is malformed; it throws only for a mistake of the caller.
 * @throws {TypeError} when the scheme is unknown.
 * @throws {RangeError} when a secp256k1 digest isn't 32 bytes long.
 * @example verifySignature({ scheme: 'ed25519', publicKey, message: new Uint8Array(0), signature })
 */
export function verifySignature({ scheme, publicKey, message, signature }: SignatureCheck): boolean {
  if (scheme !== 'ed25519' && scheme !== 'secp256k1') throw new TypeError(`unknown signature scheme ${scheme}`)
  if (scheme === 'secp256k1' && message.length !== 32) throw new RangeError('secp256k1 signs a digest of 32 bytes')
  if (!isHex(publicKey, KEY_BYTES[scheme]) || !isHex(signature, 64)) return false
  const [value, key] = [hexToBytes(signature), hexToBytes(publicKey)]
  if (scheme === 'ed25519') return ed25519.verify(value, message, key, { zip215: false })
  return secp256k1.verify(value, message, key, { prehash: false, lowS: true, format: 'compact' })
}

/**
 * Whether a public key can be registered: right length, lower-case hex, a canonically encoded point of the curve, and
 * for ed25519 not one of small order.
 * Spec: signatures.md#strictness.
 * @param scheme - Of the key.
 * @param publicKey - Anything.
 * @returns false for whatever isn't such a text, too; nothing is thrown.
 * @example isPublicKey('ed25519', '00'.repeat(32)) // false
 */
export function isPublicKey(scheme: Scheme, publicKey: unknown): publicKey is string {
  if (!isHex(publicKey, KEY_BYTES[scheme])) return false
  try {
    if (scheme === 'ed25519') return !ed25519.Point.fromHex(publicKey, false).isSmallOrder()
    return !secp256k1.Point.fromHex(publicKey).is0()
  } catch {
    return false
  }
}

/**
 * Public key of a private key.
 * Spec: signatures.md#schemes.
 * @param scheme - Of the key.
 * @param privateKey - Lower-case hex, 64 digits: the RFC 8032 seed (ed25519) or the scalar (secp256k1).
 * @returns Lower-case hex, 64 digits (ed25519) or 66 (secp256k1).
 * @throws {RangeError} when the private key is malformed.
 * @example publicKeyOf('secp256k1', '01'.padStart(64, '0')).slice(0, 8) // '0279be66'
 */
export function publicKeyOf(scheme: Scheme, privateKey: string): string {
  const secret = secretOf(privateKey)
  return bytesToHex(scheme === 'ed25519' ? ed25519.getPublicKey(secret) : secp256k1.getPublicKey(secret, true))
}

/**
 * Signs a message. Deterministic in both schemes (RFC 8032, RFC 6979), and secp256k1 signatures have low s.
 * Spec: signatures.md#schemes.
 * @param scheme - Of the key.
 * @param message - Any bytes (ed25519) or a digest of 32 bytes (secp256k1).
 * @param privateKey - Lower-case hex, 64 digits.
 * @returns Lower-case hex, 128 digits.
 * @throws {RangeError} when the private key is malformed or a digest isn't 32 bytes long.
 * @example sign('ed25519', new Uint8Array(0), '01'.repeat(32)).length // 128
 */
export function sign(scheme: Scheme, message: Uint8Array, privateKey: string): string {
  const secret = secretOf(privateKey)
  if (scheme === 'ed25519') return bytesToHex(ed25519.sign(message, secret))
  if (message.length !== 32) throw new RangeError('secp256k1 signs a digest of 32 bytes')
  return bytesToHex(secp256k1.sign(message, secret, { prehash: false, lowS: true, format: 'compact' }))
}

const KEY_BYTES: Readonly<Record<Scheme, number>> = { ed25519: 32, secp256k1: 33 }

/** @internal Whether a value is lower-case hex of so many bytes. */
export function isHex(value: unknown, bytes: number): value is string {
  return typeof value === 'string' && value.length === 2 * bytes && /^[0-9a-f]*$/.test(value)
}

function secretOf(privateKey: string): Uint8Array {
  if (!isHex(privateKey, 32)) throw new RangeError('a private key is 32 bytes of lower-case hex')
  return hexToBytes(privateKey)
}
