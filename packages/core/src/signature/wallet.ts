/** What wallets return, as keys and signatures of the protocol. Spec: signatures.md#wallets. */
import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { isHex } from './scheme.js'

/**
 * The signature that a command carries, from the one that a wallet returns.
 * Spec: signatures.md#wallets.
 * @param signature - `0x`, r ‖ s and v, which is 0, 1, 27 or 28: 65 bytes.
 * @returns r ‖ s, lower-case hex of 64 bytes.
 * @throws {RangeError} when it is anything else (a contract wallet's, a compact one after ERC-2098), or s is high.
 * @example const value = walletSignature(await client.signTypedData({ account, ...typedDataOf(system, command, terms) }))
 */
export function walletSignature(signature: string): string {
  return splitSignature(signature).value
}

/**
 * The public key with which a wallet signed: wallets show addresses only, and a key is registered by itself.
 * Spec: signatures.md#wallets. Source: SEC 1, 4.1.6.
 * @param digest - What was signed, 32 bytes: `hashTypedData` of the typed data.
 * @param signature - As the wallet returned it.
 * @returns Compressed public key, lower-case hex of 33 bytes.
 * @throws {RangeError} when the digest isn't 32 bytes, the signature is no wallet's, s is high, or no key signs so.
 * @example const publicKey = recoverPublicKey(hashTypedData(data), await client.signTypedData({ account, ...data }))
 */
export function recoverPublicKey(digest: Uint8Array, signature: string): string {
  if (digest.length !== 32) throw new RangeError('secp256k1 signs a digest of 32 bytes')
  const { value, parity } = splitSignature(signature)
  try {
    const recovered = concatBytes(Uint8Array.of(parity), hexToBytes(value))
    return bytesToHex(secp256k1.recoverPublicKey(recovered, digest, { prehash: false }))
  } catch (cause) {
    throw new RangeError('no key has this signature', { cause })
  }
}

/**
 * Address of a key's owner on a chain.
 * Spec: signatures.md#wallets. Source: Ethereum yellow paper, appendix F; EIP-55.
 * @param publicKey - Compressed secp256k1 key, lower-case hex of 33 bytes.
 * @returns `0x` and 40 hexadecimal digits, in the case that EIP-55 checks by.
 * @throws {RangeError} when it is no such key.
 * @example addressOf('0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798') // '0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf'
 */
export function addressOf(publicKey: string): `0x${string}` {
  if (!isHex(publicKey, 33)) throw new RangeError('a public key is 33 bytes of lower-case hex')
  const digits = bytesToHex(keccak_256(uncompressed(publicKey).subarray(1)).subarray(12))
  const check = bytesToHex(keccak_256(utf8ToBytes(digits)))
  const cased = [...digits].map((digit, i) => (Number.parseInt(check[i] ?? '0', 16) > 7 ? digit.toUpperCase() : digit))
  return `0x${cased.join('')}`
}

function uncompressed(publicKey: string): Uint8Array {
  try {
    return secp256k1.Point.fromHex(publicKey).toBytes(false)
  } catch (cause) {
    throw new RangeError('a public key is a point of the curve', { cause })
  }
}

function splitSignature(signature: string): { readonly value: string; readonly parity: number } {
  const digits = typeof signature === 'string' ? /^0x([0-9a-f]{128})(00|01|1b|1c)$/.exec(signature.toLowerCase()) : null
  if (digits === null) throw new RangeError("a wallet's signature is r, s and v: 65 bytes of hex")
  const [, value = '', v = ''] = digits
  // recovery accepts a high s, and verification of a command doesn't
  if (BigInt(`0x${value.slice(64)}`) > secp256k1.Point.Fn.ORDER / 2n) throw new RangeError('a signature has high s')
  return { value, parity: Number.parseInt(v, 16) % 27 }
}
