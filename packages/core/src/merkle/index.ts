/** Sparse Merkle sum trees: what many entries come to, with a proof for each that it is counted. */
export type { SumCommitment } from './commitment.js'
export type { Sha256 } from './hashing.js'
export {
  type SumProof,
  type SumProofRejection,
  type SumProofVerdict,
  sumProofRejections,
  verifySumProof,
} from './sum-proof.js'
export { leafPlace, type SumLeaf, type SumTree, type SumTreeOptions, sumTree } from './sum-tree.js'
