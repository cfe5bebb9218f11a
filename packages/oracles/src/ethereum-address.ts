import { secp256k1 } from '@noble/curves/secp256k1.js'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex } from '@noble/hashes/utils.js'

/** Lower-case hexadecimal digits of 20 bytes after `0x`. */
export const isAddress = (text: unknown): text is string => typeof text === 'string' && /^0x[0-9a-f]{40}$/.test(text)

/** Address of an uncompressed public key of 65 bytes. */
const addressOf = (publicKey: Uint8Array): string => `0x${bytesToHex(keccak_256(publicKey.subarray(1)).subarray(12))}`

/**
 * Who signed a digest: r ‖ s ‖ v with v from 0 to 1 or 27 to 28, and s low, since otherwise anybody could turn a
 * signature into another of the same signer.
 * @returns The address, or `undefined` for what is no signature.
 */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): string | undefined {
  if (signature.length !== 65) return undefined
  const v = signature[64]!
  const recovery = v >= 27 ? v - 27 : v
  if (recovery > 1) return undefined
  const recovered = new Uint8Array(65)
  recovered[0] = recovery
  recovered.set(signature.subarray(0, 64), 1)
  try {
    if (secp256k1.Signature.fromBytes(recovered, 'recovered').hasHighS()) return undefined
    const compressed = secp256k1.recoverPublicKey(recovered, digest, { prehash: false })
    return addressOf(secp256k1.Point.fromBytes(compressed).toBytes(false))
  } catch {
    return undefined
  }
}
