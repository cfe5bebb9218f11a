/** The tree over what nodes back, and proofs out of it. Spec: reserve-proofs.md#tree. */
import { sha256 as plainSha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { least } from '../../arithmetic/index.js'
import { quote } from '../../codec/index.js'
import {
  type SumCommitment,
  type SumLeaf,
  type SumProof,
  type SumTree,
  type SumTreeOptions,
  sumTree,
} from '../../merkle/index.js'
import { nodeOf } from './nodes.js'
import { nodesIn } from './shards.js'
import type { Certificate, CertificateKey, ResourceReserveView, Shard } from './tables.js'
import { worthAt } from './valuation.js'

/** What the leaf of a certificate answers for. */
export interface CertifiedTerms
  extends CertificateKey,
    Pick<Certificate, 'project' | 'amount' | 'assigned' | 'start' | 'end'> {}
/** A certificate in the tree of its node. */
export interface CertificateProof {
  readonly terms: CertifiedTerms
  readonly proof: SumProof
}
/** That a node is counted in a root with what it may back and backs, and perhaps that a certificate is in that. */
export interface ReserveProof {
  readonly node: SumProof
  /** Root of the tree of the node's certificates. */
  readonly certificates: SumCommitment
  readonly certificate: CertificateProof | null
}
/** What a shard's nodes back. */
export interface ReserveTree {
  /** Sums: what the nodes may back, and what they back, base units. */
  readonly root: SumCommitment
  /**
   * Shows what a node backs.
   * @param node - Of the shard.
   * @param certificate - Of the node, to be shown with it; default none.
   * @returns The proof, or `undefined` where no such node or certificate is counted.
   */
  prove(node: string, certificate?: number): ReserveProof | undefined
}

/**
 * The tree that `resource-reserve.publish` computes in this state, at the time of its view. For proofs, build it of the
 * state after the record that published the root, at the time of that record: at any later one nodes may back less.
 * Spec: reserve-proofs.md#tree.
 * @param view - Of the reserve.
 * @param shard - Which nodes; all by default.
 * @param options - Native SHA-256, several times as fast.
 * @returns The root, and proofs.
 * @throws {Error} on a view of a command that is over.
 * @example reserveTree(view(system, state).mechanisms['resource-reserve']).prove('n1', 3)
 */
export function reserveTree(
  view: ResourceReserveView,
  shard: Shard = { depth: 0, index: 0 },
  options: SumTreeOptions = {},
): ReserveTree {
  const leaves: SumLeaf[] = []
  for (const node of nodesIn(view, shard)) leaves.push(leafOf(view, node, options))
  const tree = sumTree(leaves, 2, options)
  return {
    root: tree.root,
    prove(name, certificate) {
      const node = tree.prove(name)
      if (node === undefined) return undefined
      const own = certificateTree(view, name, options)
      if (certificate === undefined) return { node, certificates: own.root, certificate: null }
      const key = { node: name, certificate }
      const row = view.tables.certificates.get(key)
      const proof = own.prove(certificateId(key))
      if (row === undefined || proof === undefined) return undefined
      return { node, certificates: own.root, certificate: { terms: termsOf(key, row), proof } }
    },
  }
}

/** No more than was minted can ever be out, so no more counts as value: so the sums stay below the token's cap. */
function leafOf(view: ResourceReserveView, node: string, options: SumTreeOptions): SumLeaf {
  const row = nodeOf(view, node)
  const value = least(row.genesis, worthAt(view, row, view.now))
  const content = certificatesHash(certificateTree(view, node, options).root, options)
  return { id: node, sums: [value, row.outstanding], content }
}

function certificateTree(view: ResourceReserveView, node: string, options: SumTreeOptions): SumTree {
  const leaves: SumLeaf[] = []
  for (const { key, row } of view.tables.certificates.under({ node })) {
    const terms = termsOf(key, row)
    leaves.push({ id: certificateId(key), sums: [row.amount], content: termsHash(terms, options) })
  }
  return sumTree(leaves, 1, options)
}

const termsOf = (key: CertificateKey, row: Certificate): CertifiedTerms => ({
  node: key.node,
  certificate: key.certificate,
  project: row.project,
  amount: row.amount,
  assigned: row.assigned,
  start: row.start,
  end: row.end,
})

/** A certificate's name among those of all nodes: a number has no slash. */
export const certificateId = ({ node, certificate }: CertificateKey): string => `${node}/${certificate}`

/** What a node's leaf has as its content. */
export function certificatesHash({ hash, sums }: SumCommitment, options: SumTreeOptions): string {
  return tagged('certificates', `{"hash":${quote(hash)},"outstanding":"${sums[0]}"}`, options)
}

/** What a certificate's leaf has as its content. */
export function termsHash(terms: CertifiedTerms, options: SumTreeOptions): string {
  const { node, certificate, project, amount, assigned, start, end } = terms
  // the canonical text at once: a tree of a million certificates is made of this
  const first = `"amount":"${amount}","assigned":"${assigned}","certificate":"${certificate}","end":"${end}"`
  const rest = `"node":${quote(node)},"project":${quote(project)},"start":"${start}"`
  return tagged('certificate', `{${first},${rest}}`, options)
}

function tagged(tag: string, text: string, { sha256 = plainSha256 }: SumTreeOptions): string {
  return bytesToHex(sha256(utf8ToBytes(`symbolon/resource-reserve/${tag}/v1\n${text}`)))
}
