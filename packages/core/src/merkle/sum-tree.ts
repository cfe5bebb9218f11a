import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { isStorable } from '../codec/canonical.js'
import {
  addSums,
  commitmentBytes,
  decodeCommitment,
  encodeSums,
  HASH_BYTES,
  isHash,
  isSum,
  MAX_WIDTH,
  type SumCommitment,
} from './commitment.js'
import { bitAt, keyOf, leafHash, nodeHash, plainSha256, type Sha256 } from './hashing.js'
import type { SumProof } from './sum-proof.js'

/** One entry of a tree. */
export interface SumLeaf {
  /** Its name, unique in the tree: the leaf lies where the hash of the name says. */
  readonly id: string
  /** What it adds to each quantity, base units, each 0n to 2^127 − 1. As many in every leaf of a tree. */
  readonly sums: readonly bigint[]
  /** What else the leaf answers for: 64 lower-case hexadecimal digits, as a rule the hash or root of it. */
  readonly content: string
}

/** A tree over some entries, and proofs of what is in it. */
export interface SumTree {
  readonly root: SumCommitment
  /**
   * Shows that an entry is in the tree.
   * @param id - Of the entry.
   * @returns The proof, or `undefined` where no entry has that id.
   */
  prove(id: string): SumProof | undefined
}

/** What a host may choose. */
export interface SumTreeOptions {
  /** Native SHA-256, several times as fast as the default's plain JavaScript. */
  readonly sha256?: Sha256
}

/**
 * A sparse Merkle sum tree: each entry's leaf lies where the hash of its id says, each node commits to both its
 * children with their sums, so that the root's sums are those of all leaves, and its hash doesn't depend on order.
 * Spec: sum-tree.md#tree. Source: Maxwell & Todd, proof of liabilities (2013); Chalkias, Chatzigiannis & Ji (2021).
 * @param entries - In any order.
 * @param width - How many quantities every entry sums, 1 to 8: said beside the entries, since there may be none.
 * @param options - Native SHA-256.
 * @returns The tree: its root, and proofs.
 * @throws {TypeError} when an entry or the width is malformed.
 * @throws {RangeError} when two entries have one id, or a sum passes 2^127 − 1.
 * @example
 * const { root } = sumTree([{ id: 'a', sums: [5n], content: '0'.repeat(64) }], 1)
 * root.sums // [5n]
 */
export function sumTree(entries: Iterable<SumLeaf>, width: number, options: SumTreeOptions = {}): SumTree {
  if (!Number.isInteger(width) || width < 1 || width > MAX_WIDTH)
    throw new TypeError(`a sum tree has 1 to ${MAX_WIDTH} quantities, not ${width}`)
  const hash = options.sha256 ?? plainSha256
  const keyed = [...entries].map((leaf) => ({ leaf: checked(leaf, width), key: keyOf(leaf.id, hash) }))
  keyed.sort((a, b) => compareBytes(a.key, b.key))
  const twice = keyed.find(({ leaf }, i) => i > 0 && keyed[i - 1]!.leaf.id === leaf.id)
  if (twice !== undefined) throw new RangeError(`two entries have the id ${twice.leaf.id}`)

  // n leaves have at most n − 1 nodes that branch, and each of these is stored; nodes with one empty child aren't.
  const size = commitmentBytes(width)
  const leaves = new Uint8Array(keyed.length * size)
  keyed.forEach(({ leaf, key }, i) => {
    leaves.set(leafHash(key, hexToBytes(leaf.content), encodeSums(leaf.sums), hash), i * size)
    leaves.set(encodeSums(leaf.sums), i * size + HASH_BYTES)
  })
  const branches = new Uint8Array(Math.max(0, keyed.length - 1) * size)
  const empty = new Uint8Array(size)

  /** Position after the last key of [from, to) whose bit at this depth is 0. */
  function middle(from: number, to: number, depth: number): number {
    let [low, high] = [from, to]
    while (low < high) {
      const half = (low + high) >> 1
      if (bitAt(keyed[half]!.key, depth) === 0) low = half + 1
      else high = half
    }
    return low
  }

  /** Commitment of the subtree of [from, to) at this depth; a branch's own place is that between its two sides. */
  function build(from: number, to: number, depth: number): Uint8Array {
    if (from === to) return empty
    if (to - from === 1) return leaves.subarray(from * size, to * size)
    const split = middle(from, to, depth)
    const parent = join(build(from, split, depth + 1), build(split, to, depth + 1))
    if (split === from || split === to) return parent
    branches.set(parent, (split - 1) * size)
    return parent
  }

  function join(left: Uint8Array, right: Uint8Array): Uint8Array {
    const sums = addSums(decodeCommitment(left).sums, decodeCommitment(right).sums)
    if (sums === undefined) throw new RangeError('the entries come to more than 2^127 - 1')
    const parent = new Uint8Array(size)
    parent.set(nodeHash(left, right, hash))
    parent.set(encodeSums(sums), HASH_BYTES)
    return parent
  }

  /** As `build`, from what it left behind. */
  function commitment(from: number, to: number, depth: number): Uint8Array {
    if (from === to) return empty
    if (to - from === 1) return leaves.subarray(from * size, to * size)
    const split = middle(from, to, depth)
    if (split === from) return join(empty, commitment(split, to, depth + 1))
    if (split === to) return join(commitment(from, split, depth + 1), empty)
    return branches.subarray((split - 1) * size, split * size)
  }

  const root = decodeCommitment(build(0, keyed.length, 0))

  function prove(id: string): SumProof | undefined {
    const key = keyOf(id, hash)
    const siblings: (SumCommitment | null)[] = []
    let [from, to] = [0, keyed.length]
    for (let depth = 0; to - from > 1; depth++) {
      const split = middle(from, to, depth)
      const right = bitAt(key, depth) === 1
      const sibling = right ? commitment(from, split, depth + 1) : commitment(split, to, depth + 1)
      siblings.push((right ? from === split : split === to) ? null : decodeCommitment(sibling))
      if (right) from = split
      else to = split
    }
    const found = keyed[from]
    return from < to && found!.leaf.id === id ? { leaf: found!.leaf, siblings } : undefined
  }

  return { root, prove }
}

/**
 * Where the leaf of an entry lies: its key, of which each digit says four turns on the way down from the root.
 * Spec: sum-tree.md#tree.
 * @param id - Of the entry, a string without NUL or lone surrogates.
 * @param options - Native SHA-256.
 * @returns 64 lower-case hexadecimal digits; leaves lie from left to right in their order.
 * @throws {TypeError} when the id isn't such a string.
 * @example leafPlace('a').slice(0, 8) // '81699e5c'
 */
export function leafPlace(id: string, options: SumTreeOptions = {}): string {
  if (typeof id !== 'string' || !isStorable(id)) throw new TypeError('the id of an entry is a string without NUL')
  return bytesToHex(keyOf(id, options.sha256 ?? plainSha256))
}

function checked(leaf: SumLeaf, width: number): SumLeaf {
  const { id, sums, content } = leaf
  if (typeof id !== 'string' || !isStorable(id)) throw new TypeError('the id of an entry is a string without NUL')
  if (!Array.isArray(sums) || sums.length !== width || !sums.every(isSum))
    throw new TypeError(`the entry ${id} needs ${width} sums from 0 to 2^127 - 1`)
  if (!isHash(content)) throw new TypeError(`the content of the entry ${id} is 64 lower-case hexadecimal digits`)
  return { id, sums: [...sums], content }
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return 0
}
