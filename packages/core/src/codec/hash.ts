/** SHA-256 in the forms the protocol uses it. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** Previous hash of the first record of a stream. */
export const GENESIS_HASH: string = '0'.repeat(64)
/** What a record's hash starts with, so that it can't be taken for a hash of anything else. */
export const RECORD_TAG = 'symbolon/record/v1\n'

/**
 * Hash of a record in its chain: SHA-256 of the tag, the previous hash (32 bytes) and the record's canonical text.
 * A host may bring a native implementation; it must answer the same 64 lower-case hexadecimal digits.
 * Spec: conventions.md#hash-chain.
 */
export type RecordHash = (previous: string, body: string) => string

/**
 * SHA-256 of a text's UTF-8 bytes.
 * Spec: conventions.md#hash-chain. Source: FIPS 180-4.
 * @param text - Any string; a lone surrogate counts as U+FFFD.
 * @returns 64 lower-case hexadecimal digits.
 * @example hashText('abc') // 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
 */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)))
}

/**
 * The record hash in plain JavaScript, for every engine.
 * Spec: conventions.md#hash-chain.
 * @param previous - 64 lower-case hexadecimal digits.
 * @param body - Canonical record without `previous` and `hash`.
 * @returns 64 lower-case hexadecimal digits.
 * @throws {Error} when `previous` isn't hexadecimal.
 * @example recordHash(GENESIS_HASH, '{}') // '0e1f6d5e716a557787e12c1910e32bdd1802231b431fce227ee8c113bf168fef'
 */
export const recordHash: RecordHash = (previous, body) =>
  bytesToHex(sha256(concatBytes(tag, hexToBytes(previous), utf8ToBytes(body))))

const tag = utf8ToBytes(RECORD_TAG)
