/** Vectors of sum-tree.md: roots, proofs, and proofs that prove nothing. */
import { evaluate, type Given } from '../runner/pure.js'
import { type Call, pureFile, REFUSED } from './pure-cases.js'
import type { VectorFile } from './vector-file.js'

const MAX = String(2n ** 127n - 1n)
const zeros = '0'.repeat(64)
const entry = (id: string, ...sums: readonly string[]): Given => ({ content: 'ab'.repeat(32), id, sums })
const few = [entry('a', '5'), entry('b', '7'), entry('c', '0')]
const many = Array.from({ length: 40 }, (_, i) => entry(`node-${i}`, String(i * 1000), String(i * i)))

const roots: readonly Call[] = [
  ['sum-tree-root', { entries: [], width: '2' }, { hash: zeros, sums: ['0', '0'] }, 'nothing'],
  ['sum-tree-root', { entries: few.slice(0, 1), width: '1' }, undefined, 'one leaf is the root'],
  ['sum-tree-root', { entries: few, width: '1' }, undefined, 'three'],
  ['sum-tree-root', { entries: few.toReversed(), width: '1' }, undefined, 'three in another order'],
  ['sum-tree-root', { entries: [entry('é😀', '1'), entry('', '2')], width: '1' }, undefined, 'any text is an id'],
  ['sum-tree-root', { entries: many, width: '2' }, undefined, 'forty of two quantities'],
  ['sum-tree-root', { entries: [entry('a', MAX), entry('b', '0')], width: '1' }, undefined, 'the greatest sum'],
  ['sum-tree-root', { entries: [entry('a', MAX), entry('b', '1')], width: '1' }, REFUSED, 'beyond the greatest sum'],
  ['sum-tree-root', { entries: [...few, entry('a', '1')], width: '1' }, REFUSED, 'an id twice'],
  ['sum-tree-root', { entries: few, width: '2' }, REFUSED, 'fewer quantities than said'],
  ['sum-tree-root', { entries: [entry('a', '-1')], width: '1' }, REFUSED, 'below zero'],
  ['sum-tree-root', { entries: [], width: '0' }, REFUSED, 'no quantity'],
  ['sum-tree-root', { entries: [], width: '9' }, REFUSED, 'nine quantities'],
]

const resultOf = (name: string, given: Given): Given => {
  const then = evaluate(name, given)
  if (!('result' in then)) throw new Error(`${name} is refused`)
  return then.result as Given
}
const root = resultOf('sum-tree-root', { entries: many, width: '2' })
const proof = resultOf('sum-tree-proof', { entries: many, width: '2', id: 'node-7' })
const siblings = proof.siblings as readonly Given[]
const last = siblings.length - 1
const deepest = siblings[last] as { readonly hash: string; readonly sums: readonly string[] }
const beside = (change: Given | null): Given => ({ ...proof, siblings: siblings.with(last, change as Given) })
const leaf = (change: Given): Given => ({ ...proof, leaf: { ...(proof.leaf as Given), ...change } })
const less = (root.sums as readonly string[]).map((sum, i) => (i === 0 ? String(BigInt(sum) - 1n) : sum))

const MALFORMED = 'SUM_PROOF_MALFORMED'
const OVERFLOW = 'SUM_PROOF_OVERFLOW'
const MISMATCH = 'SUM_PROOF_ROOT_MISMATCH'
type Checked = readonly [note: string, verdict: string, proof: Given, root?: Given]
const checked: readonly Checked[] = [
  ['no siblings', MALFORMED, { leaf: proof.leaf }],
  ['257 siblings', MALFORMED, { ...proof, siblings: new Array(257).fill(deepest) }],
  ['a leaf lower than it stands', MALFORMED, { ...proof, siblings: [...siblings, null] }],
  ['an empty subtree with a sum', MALFORMED, beside({ hash: zeros, sums: ['1', '0'] })],
  ['a negative sum', MALFORMED, beside({ ...deepest, sums: ['-1', '0'] })],
  ['a sum beyond the greatest', MALFORMED, beside({ ...deepest, sums: [String(2n ** 127n), '0'] })],
  ['fewer quantities', MALFORMED, beside({ ...deepest, sums: ['1'] })],
  ['a hash in capitals', MALFORMED, beside({ ...deepest, hash: 'AB'.repeat(32) })],
  ['a root of fewer quantities', MALFORMED, proof, { ...root, sums: ['1'] }],
  ['malformed before overflow', MALFORMED, leaf({ content: 'x', sums: [MAX, '0'] })],
  ['sums beyond the greatest together', OVERFLOW, beside({ ...deepest, sums: [MAX, '0'] })],
  ['overflow before mismatch', OVERFLOW, leaf({ id: 'another', sums: [MAX, '0'] })],
  ['another id', MISMATCH, leaf({ id: 'node-8' })],
  ['another content', MISMATCH, leaf({ content: zeros })],
  ['another sum', MISMATCH, leaf({ sums: ['7001', '49'] })],
  ['a sum moved from beside', MISMATCH, beside({ ...deepest, sums: ['0', deepest.sums[1]] })],
  ['a sibling left out', MISMATCH, { ...proof, siblings: siblings.slice(1) }],
  ['a root that claims less', MISMATCH, proof, { ...root, sums: less }],
  ['the root of another tree', MISMATCH, proof, { ...root, hash: 'cd'.repeat(32) }],
]

const proofs: readonly Call[] = [
  ['sum-tree-proof', { entries: few, width: '1', id: 'a' }, undefined, 'of one of three'],
  ['sum-tree-proof', { entries: few, width: '1', id: 'd' }, null, 'of none'],
  ['sum-tree-proof', { entries: few.slice(0, 1), width: '1', id: 'a' }, undefined, 'of the only one'],
  ['sum-tree-proof', { entries: many, width: '2', id: 'node-7' }, undefined, 'of one of forty'],
  ['sum-tree-verify', { root, proof }, 'verified', 'which holds'],
  ...checked.map(
    ([note, verdict, one, against]): Call => ['sum-tree-verify', { root: against ?? root, proof: one }, verdict, note],
  ),
]

export const sumTreeFiles: readonly VectorFile[] = [
  pureFile('sum-tree', 'roots', 'Roots of trees, and entries that have none.', roots),
  pureFile('sum-tree', 'proofs', 'Proofs of entries, and what refuses one, by code in order of precedence.', proofs),
]
