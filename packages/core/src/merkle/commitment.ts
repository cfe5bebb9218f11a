import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { MAX_AMOUNT } from '../arithmetic/amount.js'

/** What a subtree answers for: its hash, and what its leaves come to, quantity by quantity. */
export interface SumCommitment {
  /** 64 lower-case hexadecimal digits; all zero for a subtree without leaves. */
  readonly hash: string
  /** Base units, each 0n to 2^127 − 1. */
  readonly sums: readonly bigint[]
}

export const HASH_BYTES = 32
export const SUM_BYTES = 16
/** More quantities to a leaf than anything here counts; a bound, so that a proof's size has one. */
export const MAX_WIDTH = 8
const HASH = /^[0-9a-f]{64}$/

/** Bytes of a commitment to so many quantities. */
export const commitmentBytes = (width: number): number => HASH_BYTES + width * SUM_BYTES

export const isHash = (hash: unknown): hash is string => typeof hash === 'string' && HASH.test(hash)

export const isSum = (sum: unknown): sum is bigint => typeof sum === 'bigint' && sum >= 0n && sum <= MAX_AMOUNT

/** Sums as the bytes that are hashed: 16 each, big-endian. */
export function encodeSums(sums: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(sums.length * SUM_BYTES)
  const view = new DataView(bytes.buffer)
  sums.forEach((sum, i) => {
    view.setBigUint64(i * SUM_BYTES, sum >> 64n)
    view.setBigUint64(i * SUM_BYTES + 8, sum & 0xffff_ffff_ffff_ffffn)
  })
  return bytes
}

export function encodeCommitment({ hash, sums }: SumCommitment): Uint8Array {
  const bytes = new Uint8Array(commitmentBytes(sums.length))
  bytes.set(hexToBytes(hash))
  bytes.set(encodeSums(sums), HASH_BYTES)
  return bytes
}

export function decodeCommitment(bytes: Uint8Array): SumCommitment {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const sums: bigint[] = []
  for (let at = HASH_BYTES; at < bytes.length; at += SUM_BYTES)
    sums.push((view.getBigUint64(at) << 64n) | view.getBigUint64(at + 8))
  return { hash: bytesToHex(bytes.subarray(0, HASH_BYTES)), sums }
}

/** What two subtrees come to together, or nothing where a sum would pass the greatest amount. */
export function addSums(left: readonly bigint[], right: readonly bigint[]): readonly bigint[] | undefined {
  const sums = left.map((sum, i) => sum + right[i]!)
  return sums.every((sum) => sum <= MAX_AMOUNT) ? sums : undefined
}
