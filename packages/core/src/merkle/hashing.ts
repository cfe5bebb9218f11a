import { sha256 } from '@noble/hashes/sha2.js'
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'

/** SHA-256 of some bytes; a host may bring a native implementation. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** In plain JavaScript, for every engine. */
export const plainSha256: Sha256 = (bytes) => sha256(bytes)

// A leaf, an inner node and a key can't be taken for each other, nor for anything else that the protocol hashes.
const KEY_TAG = utf8ToBytes('symbolon/sum-tree/key/v1\n')
const LEAF_TAG = utf8ToBytes('symbolon/sum-tree/leaf/v1\n')
const NODE_TAG = utf8ToBytes('symbolon/sum-tree/node/v1\n')

/** Where an entry's leaf lies in the tree: bit 0 is the highest of the first byte. */
export const keyOf = (id: string, hash: Sha256): Uint8Array => hash(concatBytes(KEY_TAG, utf8ToBytes(id)))

export const leafHash = (key: Uint8Array, content: Uint8Array, sums: Uint8Array, hash: Sha256): Uint8Array =>
  hash(concatBytes(LEAF_TAG, key, content, sums))

/** Both children enter with their sums: a node that committed to the total alone would let one child's be left out. */
export const nodeHash = (left: Uint8Array, right: Uint8Array, hash: Sha256): Uint8Array =>
  hash(concatBytes(NODE_TAG, left, right))

/** Bit of a key by its depth. */
export const bitAt = (key: Uint8Array, depth: number): 0 | 1 => ((key[depth >> 3]! >> (7 - (depth & 7))) & 1) as 0 | 1
