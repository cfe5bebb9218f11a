import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from '../arithmetic/amount.js'
import { type SumCommitment, type SumLeaf, type SumProof, sumTree, verifySumProof } from './index.js'

const content = 'ab'.repeat(32)
const zeros = '0'.repeat(64)
const leaf = (id: string, ...sums: readonly bigint[]): SumLeaf => ({ id, sums, content })

const id = fc.stringMatching(/^[a-z0-9]{1,6}$/)
const sums = fc.tuple(fc.bigInt(0n, 1n << 90n), fc.bigInt(0n, 1n << 90n))
const entries = fc.uniqueArray(fc.record({ id, sums, content: fc.constantFrom(content, zeros) }), {
  selector: (entry) => entry.id,
  maxLength: 24,
})

/** The tree once more, from the text of the specification alone: strings of bits, and Node's own SHA-256. */
function naive(leaves: readonly SumLeaf[], width: number): SumCommitment {
  const sha = (tag: string, ...parts: readonly Buffer[]): Buffer =>
    createHash('sha256').update(`symbolon/sum-tree/${tag}/v1\n`).update(Buffer.concat(parts)).digest()
  const word = (sum: bigint): Buffer => Buffer.from(sum.toString(16).padStart(32, '0'), 'hex')
  const words = (of: readonly bigint[]): Buffer => Buffer.concat(of.map(word))
  const bits = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  interface Node {
    readonly hash: Buffer
    readonly sums: readonly bigint[]
  }
  function subtree(of: readonly { readonly leaf: SumLeaf; readonly key: Buffer }[], prefix: string): Node {
    if (of.length === 0) return { hash: Buffer.alloc(32), sums: new Array<bigint>(width).fill(0n) }
    const [only] = of
    if (of.length === 1) {
      const own = words(only!.leaf.sums)
      return { hash: sha('leaf', only!.key, Buffer.from(only!.leaf.content, 'hex'), own), sums: only!.leaf.sums }
    }
    const [left, right] = ['0', '1'].map((bit) => {
      const under = prefix + bit
      return subtree(
        of.filter(({ key }) => bits(key).startsWith(under)),
        under,
      )
    })
    return {
      hash: sha('node', left!.hash, words(left!.sums), right!.hash, words(right!.sums)),
      sums: left!.sums.map((sum, i) => sum + right!.sums[i]!),
    }
  }
  const found = subtree(
    leaves.map((one) => ({ leaf: one, key: sha('key', Buffer.from(one.id)) })),
    '',
  )
  return { hash: found.hash.toString('hex'), sums: found.sums }
}

describe('sumTree', () => {
  it('has the root that the text says, whatever the order of the entries', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat(1000)), (leaves, ranks) => {
        const shuffled = leaves
          .map((one) => ({ one, rank: ranks.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ one }) => one)
        expect(sumTree(shuffled, 2).root).toEqual(naive(leaves, 2))
      }),
    )
  })

  it('sums what its leaves sum, and is all zero without any', () => {
    expect(sumTree([leaf('a', 1n, 5n), leaf('b', 2n, 0n), leaf('c', 3n, 7n)], 2).root.sums).toEqual([6n, 12n])
    expect(sumTree([], 2).root).toEqual({ hash: zeros, sums: [0n, 0n] })
  })

  it('is the same with another implementation of SHA-256', () => {
    const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
    const leaves = ['a', 'b', 'c', 'd', 'e'].map((name) => leaf(name, 1n))
    const own = sumTree(leaves, 1, { sha256 })
    expect(own.root).toEqual(sumTree(leaves, 1).root)
    expect(verifySumProof(own.root, own.prove('c')!, { sha256 })).toEqual({ status: 'verified' })
  })

  it('refuses two entries with one id, a sum beyond the greatest amount, and what is malformed', () => {
    expect(() => sumTree([leaf('a', 1n), leaf('a', 1n)], 1)).toThrow(RangeError)
    expect(() => sumTree([leaf('a', MAX_AMOUNT), leaf('b', 1n)], 1)).toThrow(RangeError)
    expect(sumTree([leaf('a', MAX_AMOUNT - 1n), leaf('b', 1n)], 1).root.sums).toEqual([MAX_AMOUNT])
    for (const wrong of [leaf('a', -1n), leaf('a', MAX_AMOUNT + 1n), leaf('a', 1n, 1n), leaf('a\0', 1n)])
      expect(() => sumTree([wrong], 1)).toThrow(TypeError)
    expect(() => sumTree([{ ...leaf('a', 1n), content: 'AB'.repeat(32) }], 1)).toThrow(TypeError)
    for (const width of [0, 9, 1.5]) expect(() => sumTree([], width)).toThrow(TypeError)
  })
})

describe('verifySumProof', () => {
  it('accepts the proof of every entry, and there is none of another', () => {
    fc.assert(
      fc.property(entries, id, (leaves, other) => {
        const tree = sumTree(leaves, 2)
        for (const one of leaves) expect(verifySumProof(tree.root, tree.prove(one.id)!)).toEqual({ status: 'verified' })
        if (!leaves.some((one) => one.id === other)) expect(tree.prove(other)).toBeUndefined()
      }),
    )
  })

  it('refuses a proof of which anything was changed', () => {
    const tree = sumTree([leaf('a', 1n, 5n), leaf('b', 2n, 0n), leaf('c', 3n, 7n), leaf('d', 3n, 7n)], 2)
    const proof = tree.prove('c')!
    const { siblings } = proof
    const deepest = siblings.length - 1
    const beside = siblings[deepest]!
    const replaced = (sibling: SumCommitment | null): SumProof => ({
      ...proof,
      siblings: siblings.with(deepest, sibling),
    })
    const changed: readonly SumProof[] = [
      { ...proof, leaf: leaf('c', 3n, 8n) },
      { ...proof, leaf: leaf('e', 3n, 7n) },
      { ...proof, leaf: { ...proof.leaf, content: zeros } },
      { ...proof, siblings: siblings.slice(1) },
      { ...proof, siblings: [...siblings, beside] },
      replaced({ ...beside, sums: [beside.sums[0]! + 1n, beside.sums[1]!] }),
      replaced({ ...beside, hash: content }),
      replaced(null),
    ]
    for (const one of changed) expect(verifySumProof(tree.root, one).status).toBe('rejected')
    const { root } = tree
    const roots: readonly SumCommitment[] = [
      { ...root, hash: content },
      { ...root, sums: [root.sums[0]! - 1n, root.sums[1]!] },
      { ...root, sums: [root.sums[0]!] },
    ]
    for (const one of roots) expect(verifySumProof(one, proof).status).toBe('rejected')
  })

  it('answers what is no proof with a code and doesn’t throw', () => {
    const tree = sumTree([leaf('a', 1n), leaf('b', 2n)], 1)
    const proof = tree.prove('a')!
    const malformed: readonly unknown[] = [
      null,
      {},
      { ...proof, siblings: null },
      { ...proof, siblings: [{ hash: 'x', sums: [1n] }] },
      { ...proof, siblings: new Array(257).fill(tree.root) },
      { ...proof, leaf: { ...proof.leaf, sums: ['1'] } },
    ]
    for (const one of malformed)
      expect(verifySumProof(tree.root, one as SumProof)).toEqual({ status: 'rejected', code: 'SUM_PROOF_MALFORMED' })
  })
})

describe('spec/v1/sum-tree.md', () => {
  it('has a worked example that holds', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../../spec/v1/sum-tree.md'), 'utf8')
    const said = (what: string): string => new RegExp(`^\\| ${what} \\| \`([0-9a-f]{64})\``, 'm').exec(text)![1]!
    const [a, b, c] = [leaf('a', 5n), leaf('b', 7n), leaf('c', 0n)]
    const tree = sumTree([a, b, c], 1)
    expect(tree.root).toEqual({ hash: said('root'), sums: [12n] })
    for (const one of [a, b, c]) expect(sumTree([one], 1).root.hash).toBe(said(`leaf of ${one.id}`))
    const hashes = tree.prove('a')!.siblings.map((sibling) => sibling?.hash)
    expect(hashes).toEqual([said('leaf of b'), ...new Array<undefined>(5).fill(undefined), said('leaf of c')])
  })
})

describe('known attacks on sum trees', () => {
  const sha = (tag: string, ...parts: readonly Uint8Array[]): Buffer =>
    createHash('sha256').update(`symbolon/sum-tree/${tag}/v1\n`).update(Buffer.concat(parts)).digest()
  const keyed = (name: string): Buffer => sha('key', Buffer.from(name))
  const firstBit = (name: string): number => keyed(name)[0]! >> 7
  const named = (bit: number, not = ''): string =>
    'abcdefghijklmnop'.split('').find((name) => firstBit(name) === bit && name !== not)!

  it('one leaf can’t be shared by two: its id says where it lies', () => {
    const [left, right] = [named(0), named(1)]
    const tree = sumTree([leaf(left, 5n), leaf(right, 5n)], 1)
    // The other holder, who is owed as much, is shown the same leaf under its own name, or the leaf as it is.
    const proof = tree.prove(left)!
    const shared = { ...proof, leaf: { ...proof.leaf, id: named(0, left) } }
    expect(verifySumProof(tree.root, shared)).toEqual({ status: 'rejected', code: 'SUM_PROOF_ROOT_MISMATCH' })
    const moved = { ...proof, leaf: tree.prove(right)!.leaf }
    expect(verifySumProof(tree.root, moved)).toEqual({ status: 'rejected', code: 'SUM_PROOF_ROOT_MISMATCH' })
  })

  it('a negative or overflowing sum can’t hide another', () => {
    const tree = sumTree([leaf('a', 5n), leaf('b', 7n)], 1)
    const proof = tree.prove('a')!
    const beside = proof.siblings.at(-1)!
    const with_ = (sum: bigint): SumProof => ({
      ...proof,
      siblings: proof.siblings.with(-1, { ...beside, sums: [sum] }),
    })
    expect(verifySumProof(tree.root, with_(-7n))).toEqual({ status: 'rejected', code: 'SUM_PROOF_MALFORMED' })
    expect(verifySumProof(tree.root, with_(MAX_AMOUNT))).toEqual({ status: 'rejected', code: 'SUM_PROOF_OVERFLOW' })
  })

  it('a child’s sum can’t be left out: a root that claims less is another root', () => {
    const tree = sumTree([leaf('a', 5n), leaf('b', 7n)], 1)
    for (const name of ['a', 'b']) {
      const less = { hash: tree.root.hash, sums: [7n] }
      expect(verifySumProof(less, tree.prove(name)!)).toEqual({ status: 'rejected', code: 'SUM_PROOF_ROOT_MISMATCH' })
    }
  })

  it('an empty subtree counts nothing, and a leaf has one place', () => {
    const tree = sumTree([leaf('a', 5n)], 1)
    const proof = tree.prove('a')!
    expect(proof.siblings).toEqual([])
    const counted = { ...proof, siblings: [{ hash: zeros, sums: [9n] }] }
    expect(verifySumProof(tree.root, counted)).toEqual({ status: 'rejected', code: 'SUM_PROOF_MALFORMED' })
    const deeper = { ...proof, siblings: [null] }
    expect(verifySumProof(tree.root, deeper)).toEqual({ status: 'rejected', code: 'SUM_PROOF_MALFORMED' })
  })
})
