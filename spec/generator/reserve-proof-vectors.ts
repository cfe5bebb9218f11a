/** Vectors of reserve-proofs.md: proofs of what a node backs, and what refuses one. */
import { type AnyCommand, execute, genesis, type State, view } from '@symbolon/core'
import type { SumCommitment, SumProof } from '@symbolon/core/merkle'
import { type ReserveProof, type ResourceReserveView, reserveTree } from '@symbolon/core/resource-reserve'
import type { Given } from '../runner/pure.js'
import { publishing } from '../v1/scenarios/resource-reserve/publishing.js'
import { type Call, pureFile } from './pure-cases.js'
import type { VectorFile } from './vector-file.js'

/** The story's state after its commands up to this time. */
function stateAt(time: number): State {
  const { system, steps } = publishing
  let { state } = genesis(system, { at: 0, stream: 'vectors' })
  for (const [i, step] of steps.entries()) {
    if (!('command' in step) || step.command.at > time) continue
    const outcome = execute(system, state, { id: `c${i + 1}`, ...step.command } as AnyCommand as never)
    if (outcome.status === 'accepted') state = outcome.state
  }
  return state
}
const treeAt = (time: number) => {
  const { mechanisms } = view(publishing.system, stateAt(time)) as unknown as {
    readonly mechanisms: { readonly 'resource-reserve': ResourceReserveView }
  }
  return reserveTree(mechanisms['resource-reserve'])
}
const [before, after] = [treeAt(999), treeAt(2_000)]

const told = ({ hash, sums }: SumCommitment): Given => ({ hash, sums: sums.map(String) })
const proved = ({ leaf, siblings }: SumProof): Given => ({
  leaf: { content: leaf.content, id: leaf.id, sums: leaf.sums.map(String) },
  siblings: siblings.map((one) => (one === null ? null : told(one))),
})
function given(proof: ReserveProof | undefined): Given {
  if (proof === undefined) throw new Error('the story has this node and certificate')
  const { node, certificates, certificate } = proof
  const plain = (value: unknown): unknown => (typeof value === 'string' ? value : String(value))
  const shown = certificate && {
    proof: proved(certificate.proof),
    terms: Object.fromEntries(Object.entries(certificate.terms).map(([name, value]) => [name, plain(value)])),
  }
  return { certificate: shown, certificates: told(certificates), node: proved(node) }
}
const root = told(before.root)
const whole = given(before.prove('n1', 1))
const alone = given(before.prove('n1'))
const second = given(before.prove('n2', 2))
const shown = second.certificate as Given
const terms = (change: Given): Given => ({
  ...second,
  certificate: { ...shown, terms: { ...(shown.terms as Given), ...change } },
})
const certificates = whole.certificates as { readonly hash: string; readonly sums: readonly string[] }
const node = whole.node as { readonly leaf: Given; readonly siblings: readonly (Given | null)[] }
const less = [...(root.sums as readonly string[])].map((sum, i) => (i === 1 ? String(BigInt(sum) - 1n) : sum))

const MALFORMED = 'RESERVE_PROOF_MALFORMED'
const NODE = 'RESERVE_PROOF_NODE'
const ALL = 'RESERVE_PROOF_CERTIFICATES'
const ONE = 'RESERVE_PROOF_CERTIFICATE'
type Checked = readonly [note: string, verdict: string, proof: Given, root?: Given]
const checked: readonly Checked[] = [
  ['a node with one of its certificates', 'verified', whole],
  ['a node', 'verified', alone],
  ['the second certificate of a node', 'verified', second],
  ['a node without certificates', 'verified', given(before.prove('n4'))],
  ['no root of the certificates', MALFORMED, { certificate: null, node: whole.node }],
  ['certificates with two sums', MALFORMED, { ...whole, certificates: { ...certificates, sums: ['1', '2'] } }],
  ['no word of a certificate', MALFORMED, { certificates, node }],
  ['terms without an amount', MALFORMED, terms({ amount: 'all' })],
  ['a root of one sum', MALFORMED, whole, { ...root, sums: ['1'] }],
  ['malformed before another root', MALFORMED, terms({ end: 'never' }), { ...root, sums: less }],
  ['another node’s name', NODE, { ...alone, node: { ...node, leaf: { ...node.leaf, id: 'n2' } } }],
  ['a node that may back more', NODE, { ...alone, node: { ...node, leaf: { ...node.leaf, sums: ['99999', '8500'] } } }],
  ['a root that claims less', NODE, whole, { ...root, sums: less }],
  ['a root of another time', NODE, whole, told(after.root)],
  ['a root of certificates that come to less', ALL, { ...whole, certificates: { ...certificates, sums: ['1'] } }],
  ['another tree of certificates', ALL, { ...alone, certificates: second.certificates }],
  ['a certificate of another node', ONE, { ...whole, certificate: second.certificate }],
  ['a certificate shown under another number', ONE, terms({ certificate: '1' })],
  ['a certificate of another project', ONE, terms({ project: 'shop' })],
  ['a certificate that ends later', ONE, terms({ end: '99999' })],
  ['a certificate of more', ONE, terms({ amount: '9999' })],
  ['a node that backs more than it may', 'RESERVE_PROOF_UNBACKED', given(after.prove('n1', 1)), told(after.root)],
  ['a false certificate before that', ONE, { ...given(after.prove('n1', 1)), certificate: shown }, told(after.root)],
]
const calls = checked.map(
  ([note, verdict, proof, against]): Call => ['reserve-proof-verify', { root: against ?? root, proof }, verdict, note],
)

export const reserveProofFiles: readonly VectorFile[] = [
  pureFile(
    'sum-tree',
    'proofs',
    'Proofs of what nodes back, and what refuses one, by code in order of precedence.',
    calls,
  ),
]
