import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js'
import { isStorable } from '../codec/canonical.js'
import {
  addSums,
  encodeCommitment,
  encodeSums,
  HASH_BYTES,
  isHash,
  isSum,
  MAX_WIDTH,
  type SumCommitment,
} from './commitment.js'
import { bitAt, keyOf, leafHash, nodeHash, plainSha256 } from './hashing.js'
import type { SumLeaf, SumTreeOptions } from './sum-tree.js'

/** That an entry is in a tree, and counts in its sums. */
export interface SumProof {
  readonly leaf: SumLeaf
  /** What stands beside the path to the leaf, from the root down; `null` where nothing does. At most 256. */
  readonly siblings: readonly (SumCommitment | null)[]
}

/** Why a proof proves nothing, in order of precedence. */
export const sumProofRejections = ['SUM_PROOF_MALFORMED', 'SUM_PROOF_OVERFLOW', 'SUM_PROOF_ROOT_MISMATCH'] as const
/** One of these codes. */
export type SumProofRejection = (typeof sumProofRejections)[number]
/** What becomes of a proof. */
export type SumProofVerdict =
  | { readonly status: 'verified' }
  | { readonly status: 'rejected'; readonly code: SumProofRejection }

const DEPTH = 256
const ZERO_HASH = '0'.repeat(64)

/**
 * Whether an entry is in the tree with this root. It says nothing of what isn't in the tree: that an entry was left out
 * is found by who looks for its own, or by computing the root from all entries.
 * Spec: sum-tree.md#proofs.
 * @param root - Hash and sums as they were published.
 * @param proof - Of anybody: every part of it is checked.
 * @param options - Native SHA-256.
 * @returns `verified`, or the first code of `sumProofRejections` that applies; nothing is thrown.
 * @example
 * const tree = sumTree([{ id: 'a', sums: [5n], content: '0'.repeat(64) }], 1)
 * verifySumProof(tree.root, tree.prove('a')!) // { status: 'verified' }
 */
export function verifySumProof(root: SumCommitment, proof: SumProof, options: SumTreeOptions = {}): SumProofVerdict {
  if (!isWellFormed(root, proof)) return { status: 'rejected', code: 'SUM_PROOF_MALFORMED' }
  const hash = options.sha256 ?? plainSha256
  const { leaf, siblings } = proof
  const key = keyOf(leaf.id, hash)
  let sums = leaf.sums
  let node = concat(leafHash(key, hexToBytes(leaf.content), encodeSums(sums), hash), encodeSums(sums))
  for (let depth = siblings.length - 1; depth >= 0; depth--) {
    const sibling = siblings[depth] ?? { hash: ZERO_HASH, sums: sums.map(() => 0n) }
    const total = addSums(sums, sibling.sums)
    if (total === undefined) return { status: 'rejected', code: 'SUM_PROOF_OVERFLOW' }
    const beside = encodeCommitment(sibling)
    const parent = bitAt(key, depth) === 0 ? nodeHash(node, beside, hash) : nodeHash(beside, node, hash)
    sums = total
    node = concat(parent, encodeSums(sums))
  }
  const agrees = root.hash === bytesToHex(node.subarray(0, HASH_BYTES)) && sums.every((sum, i) => sum === root.sums[i])
  return agrees ? { status: 'verified' } : { status: 'rejected', code: 'SUM_PROOF_ROOT_MISMATCH' }
}

/** Shapes and ranges; and that the tree is the one there is: a leaf stands as high as it can. */
function isWellFormed(root: unknown, proof: unknown): boolean {
  if (!isObject(root) || !isObject(proof) || !isObject(proof.leaf)) return false
  const { id, sums, content } = proof.leaf
  if (typeof id !== 'string' || !isStorable(id) || !isHash(content)) return false
  if (!Array.isArray(sums) || sums.length < 1 || sums.length > MAX_WIDTH || !sums.every(isSum)) return false
  const width = sums.length
  if (!isCommitment(root, width)) return false
  const { siblings } = proof
  if (!Array.isArray(siblings) || siblings.length > DEPTH || siblings.at(-1) === null) return false
  // An empty subtree has one form: with sums of its own it would count what no leaf answers for.
  return siblings.every((one) => one === null || (isCommitment(one, width) && one.hash !== ZERO_HASH))
}

function isCommitment(value: unknown, width: number): value is SumCommitment {
  if (!isObject(value) || !isHash(value.hash) || !Array.isArray(value.sums)) return false
  return value.sums.length === width && value.sums.every(isSum)
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function concat(hash: Uint8Array, sums: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(hash.length + sums.length)
  bytes.set(hash)
  bytes.set(sums, hash.length)
  return bytes
}
