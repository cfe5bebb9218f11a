/** Whether a proof of what a node backs holds. Spec: reserve-proofs.md#proofs. */
import { isStorable } from '../../codec/index.js'
import { type SumCommitment, type SumTreeOptions, verifySumProof } from '../../merkle/index.js'
import { type CertificateProof, certificateId, certificatesHash, type ReserveProof, termsHash } from './reserve-tree.js'

/** Why a proof of what a node backs proves nothing, or that it backs too much; in order of precedence. */
export const reserveProofRejections = [
  'RESERVE_PROOF_MALFORMED',
  'RESERVE_PROOF_NODE',
  'RESERVE_PROOF_CERTIFICATES',
  'RESERVE_PROOF_CERTIFICATE',
  'RESERVE_PROOF_UNBACKED',
] as const
/** One of these codes. */
export type ReserveProofRejection = (typeof reserveProofRejections)[number]
/** What becomes of a proof. */
export type ReserveProofVerdict =
  | { readonly status: 'verified' }
  | { readonly status: 'rejected'; readonly code: ReserveProofRejection }

/**
 * Whether a node is counted in a root, fully backed, and a certificate in what it backs. It says nothing of nodes and
 * certificates that were left out: that is found by who looks for its own, or by replaying the records.
 * Spec: reserve-proofs.md#proofs.
 * @param root - Hash and sums, of a record that published them.
 * @param proof - Of anybody: every part of it is checked.
 * @param options - Native SHA-256.
 * @returns `verified`, or the first code of `reserveProofRejections` that applies; nothing is thrown.
 * @example
 * const tree = reserveTree(view(system, state).mechanisms['resource-reserve'])
 * verifyReserveProof(tree.root, tree.prove('n1', 3)!) // { status: 'verified' }
 */
export function verifyReserveProof(
  root: SumCommitment,
  proof: ReserveProof,
  options: SumTreeOptions = {},
): ReserveProofVerdict {
  if (!isObject(proof) || !isObject(proof.node) || !isObject(proof.node.leaf)) return rejected('MALFORMED')
  const { node, certificates, certificate } = proof
  if (!isRoot(root, 2) || !isRoot(certificates, 1) || !isCertificate(certificate)) return rejected('MALFORMED')
  if (verifySumProof(root, node, options).status === 'rejected') return rejected('NODE')
  const [value = 0n, outstanding = 0n] = node.leaf.sums
  const all = certificates.sums[0] === outstanding && certificatesHash(certificates, options) === node.leaf.content
  if (!all) return rejected('CERTIFICATES')
  if (certificate !== null && !isCounted(node.leaf.id, certificates, certificate, options)) {
    return rejected('CERTIFICATE')
  }
  return outstanding > value ? rejected('UNBACKED') : { status: 'verified' }
}

/** Whether a certificate is in its node's tree, with these terms and no others. */
function isCounted(
  node: string,
  certificates: SumCommitment,
  { terms, proof }: CertificateProof,
  options: SumTreeOptions,
): boolean {
  return (
    terms.node === node &&
    proof.leaf.id === certificateId(terms) &&
    proof.leaf.sums[0] === terms.amount &&
    proof.leaf.content === termsHash(terms, options) &&
    verifySumProof(certificates, proof, options).status === 'verified'
  )
}

type Suffix<C> = C extends `RESERVE_PROOF_${infer S}` ? S : never
const rejected = (code: Suffix<ReserveProofRejection>): ReserveProofVerdict => ({
  status: 'rejected',
  code: `RESERVE_PROOF_${code}`,
})

const HASH = /^[0-9a-f]{64}$/
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

function isRoot(root: unknown, width: number): boolean {
  if (!isObject(root) || typeof root.hash !== 'string' || !HASH.test(root.hash)) return false
  return Array.isArray(root.sums) && root.sums.length === width
}

function isCertificate(given: unknown): boolean {
  if (given === null) return true
  if (!isObject(given) || !isObject(given.terms) || !isObject(given.proof) || !isObject(given.proof.leaf)) return false
  const { node, project, certificate, amount, assigned, start, end } = given.terms
  return (
    [node, project].every((name) => typeof name === 'string' && isStorable(name)) &&
    [certificate, start, end].every((number) => Number.isSafeInteger(number)) &&
    [amount, assigned].every((sum) => typeof sum === 'bigint') &&
    Array.isArray(given.proof.leaf.sums)
  )
}
