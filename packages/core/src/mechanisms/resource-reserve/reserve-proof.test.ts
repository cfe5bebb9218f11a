import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ReserveLife, reserveLife } from '../../../test/reserve.js'
import { MAX_AMOUNT } from '../../arithmetic/index.js'
import { type SumProof, sumTree, verifySumProof } from '../../merkle/index.js'
import {
  type ReserveProof,
  reserveProofRejections,
  reserveTree,
  shardOf,
  shardsOf,
  verifyReserveProof,
} from './index.js'

const sha = (...parts: readonly (string | Buffer)[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const word = (sum: bigint): Buffer => Buffer.from(sum.toString(16).padStart(32, '0'), 'hex')
interface Branch {
  readonly hash: Buffer
  readonly sums: readonly bigint[]
}

/** The root once more, from the text alone and from rows: strings of bits, sorted JSON, Node's own SHA-256. */
function naiveRoot(life: ReserveLife, prefix = ''): Branch {
  const { tables, now } = life.see()
  const words = (sums: readonly bigint[]): Buffer => Buffer.concat(sums.map(word))
  const key = (id: string): Buffer => sha('symbolon/sum-tree/key/v1\n', id)
  const bits = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  interface Leaf extends Branch {
    readonly path: string
  }
  const leaf = (id: string, sums: readonly bigint[], content: Buffer): Leaf => ({
    path: bits(key(id)),
    hash: sha('symbolon/sum-tree/leaf/v1\n', key(id), content, words(sums)),
    sums,
  })
  const tree = (leaves: readonly Leaf[], width: number, depth = 0): Branch => {
    if (leaves.length === 0) return { hash: Buffer.alloc(32), sums: new Array<bigint>(width).fill(0n) }
    if (leaves.length === 1) return leaves[0] as Leaf
    const [left, right] = ['0', '1'].map((bit) =>
      tree(
        leaves.filter(({ path }) => path[depth] === bit),
        width,
        depth + 1,
      ),
    ) as [Branch, Branch]
    return {
      hash: sha('symbolon/sum-tree/node/v1\n', left.hash, words(left.sums), right.hash, words(right.sums)),
      sums: left.sums.map((sum, i) => sum + (right.sums[i] as bigint)),
    }
  }
  const text = (tag: string, members: Readonly<Record<string, string>>): Buffer => {
    const sorted = Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)))
    return sha(`symbolon/resource-reserve/${tag}/v1\n${JSON.stringify(sorted)}`)
  }
  const certificates = tables.certificates.entries()
  const leaves = tables.nodes
    .entries()
    .filter(({ row }) => row.genesis > 0n && !row.retired)
    .map(({ key: { node }, row }) => {
      const own = certificates.filter((one) => one.key.node === node)
      const under = tree(
        own.map((one) => {
          const { project, amount, assigned, start, end } = one.row
          const numbers = { amount: `${amount}`, assigned: `${assigned}`, start: `${start}`, end: `${end}` }
          const certificate = `${one.key.certificate}`
          const content = text('certificate', { node, certificate, project, ...numbers })
          return leaf(`${node}/${certificate}`, [amount], content)
        }),
        1,
      )
      // straight line over 50 periods of a cost of 10,000; quotes are never higher, and nothing is staked
      const book = 10_000n - (10_000n * BigInt(Math.floor(now / 1_000))) / 50n
      const quote = row.appraisal?.quote as bigint
      const worth = quote < book ? quote : book
      const value = worth < row.genesis ? worth : row.genesis
      const content = text('certificates', { hash: under.hash.toString('hex'), outstanding: `${under.sums[0]}` })
      return leaf(node, [value, row.outstanding], content)
    })
  return tree(
    leaves.filter(({ path }) => path.startsWith(prefix)),
    2,
  )
}

/** Four nodes, of which three back something. */
function peopled(more: Parameters<typeof reserveLife>[0] = {}): ReserveLife {
  const life = reserveLife(more)
  for (const node of ['n1', 'n2', 'n3', 'n4']) life.offer(node)
  life.must('shop', 'quote', {
    quote: 'held',
    amount: 500n,
    duration: 900,
    rate: 10 ** 10,
    volumeRate: 0,
    purpose: 'later',
  })
  life.lease('shop', 12_000n)
  life.lease('cafe', 7_000n)
  life.lease('shop', 100n)
  return life
}
const all = { depth: 0, index: 0 }
const root = (life: ReserveLife) => reserveTree(life.see()).root
const proofOf = (life: ReserveLife, node: string, certificate?: number): ReserveProof =>
  reserveTree(life.see()).prove(node, certificate) as ReserveProof
const refused = (code: string) => ({ status: 'rejected', code: `RESERVE_PROOF_${code}` })

describe('publish', () => {
  it('default: records the root over all nodes that the text says, with its sequence', () => {
    const life = peopled()
    life.must('eve', 'publish', all)
    const naive = naiveRoot(life)
    const hash = naive.hash.toString('hex')
    const [value, outstanding] = naive.sums
    const counted = { hash, value, outstanding, nodes: 4, certificates: 5 }
    expect(life.story.events).toEqual([counted])
    const { sequence } = life.story.state
    expect(life.see().tables.roots.get(all)).toEqual({ ...counted, sequence, at: 0 })
    expect(outstanding).toBe(19_100n)
    expect(root(life)).toEqual({ hash, sums: naive.sums })
    expect(life.story.failed()).toEqual([])
  })

  it('property: is the root of the naive tree whatever nodes and certificates there are, and every proof holds', () => {
    const sizes = fc.array(fc.bigInt(1n, 3_000n), { maxLength: 6 })
    fc.assert(
      fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,4}$/), { maxLength: 6 }), sizes, (nodes, amounts) => {
        const life = reserveLife()
        for (const node of nodes) life.offer(node)
        const room = 8_000n * BigInt(nodes.length)
        let used = 0n
        for (const amount of amounts) {
          used += amount
          if (used <= room) life.lease('shop', amount)
        }
        const { hash, sums } = naiveRoot(life)
        const tree = reserveTree(life.see())
        expect(tree.root).toEqual({ hash: hash.toString('hex'), sums })
        for (const { key } of life.see().tables.certificates.entries()) {
          const proof = tree.prove(key.node, key.certificate) as ReserveProof
          expect(verifyReserveProof(tree.root, proof)).toEqual({ status: 'verified' })
        }
        for (const node of nodes) {
          expect(verifyReserveProof(tree.root, tree.prove(node) as ReserveProof)).toEqual({ status: 'verified' })
        }
      }),
      { numRuns: 15 },
    )
  })

  it('behavior: who retires is counted no more, and a shard waits for its interval', () => {
    const life = peopled()
    life.must('eve', 'publish', all)
    expect(life.run('eve', 'publish', all, 499)).toBe('RESERVE_PUBLISHED')
    expect(shardOf(life.see(), 'n4')).toEqual(all)
    expect(proofOf(life, 'n4').node.leaf.sums).toEqual([10_000n, 0n])
    life.must('own', 'retire', { node: 'n4' }, 500)
    life.must('own', 'publish', all)
    expect(life.see().tables.roots.get(all)).toMatchObject({ nodes: 3, at: 500 })
    expect(reserveTree(life.see()).prove('n4')).toBeUndefined()
    expect(life.see().tables.places.size).toBe(3)
  })

  it('behavior: what one root can’t count is published in the widest shards that can, each node in one', () => {
    const life = peopled({ publishMost: 4 })
    expect(life.run('eve', 'publish', all)).toBe('RESERVE_SHARD_WIDE')
    const shards = shardsOf(life.see())
    expect(shards.length).toBeGreaterThan(1)
    let [value, outstanding] = [0n, 0n]
    for (const shard of shards) {
      life.must('eve', 'publish', shard)
      const published = life.see().tables.roots.get(shard)
      value += published?.value ?? 0n
      outstanding += published?.outstanding ?? 0n
      const prefix = shard.index.toString(2).padStart(shard.depth, '0')
      expect(published?.hash).toBe(naiveRoot(life, prefix).hash.toString('hex'))
      expect(life.run('eve', 'publish', { depth: shard.depth + 1, index: 2 * shard.index })).toBe(
        'RESERVE_SHARD_NARROW',
      )
    }
    expect([value, outstanding]).toEqual(root(life).sums)
    for (const node of ['n1', 'n2', 'n3', 'n4']) {
      const shard = shardOf(life.see(), node)
      expect(shards).toContainEqual(shard)
      const tree = reserveTree(life.see(), shard)
      expect(verifyReserveProof(tree.root, tree.prove(node) as ReserveProof)).toEqual({ status: 'verified' })
    }
    for (const shard of [
      { depth: 1, index: 2 },
      { depth: 49, index: 0 },
    ]) {
      expect(life.run('eve', 'publish', shard)).toBe('RESERVE_SHARD_UNKNOWN')
    }
  })

  it('behavior: a node with more certificates than a root counts stops its own shard only', () => {
    const life = peopled({ publishMost: 2 })
    const wide = ['n1', 'n2', 'n3', 'n4'].filter((node) => shardOf(life.see(), node) === undefined)
    expect(wide).toEqual(['n2', 'n3'])
    for (const node of wide) expect(life.see().tables.nodes.get({ node })?.out).toBe(2)
    const counted = shardsOf(life.see()).flatMap((shard) => {
      const tree = reserveTree(life.see(), shard)
      return ['n1', 'n2', 'n3', 'n4'].filter((node) => tree.prove(node) !== undefined)
    })
    expect([...counted, ...wide].sort()).toEqual(['n1', 'n2', 'n3', 'n4'])
  })
})

describe('verifyReserveProof', () => {
  it('default: shows a node and one of its certificates, with its terms', () => {
    const life = peopled()
    const proof = proofOf(life, 'n1', 1)
    expect(proof.certificate?.terms).toMatchObject({ node: 'n1', certificate: 1, project: 'shop', end: 10_000 })
    expect(verifyReserveProof(root(life), proof)).toEqual({ status: 'verified' })
    const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest()
    expect(reserveTree(life.see(), all, { sha256 }).root).toEqual(root(life))
    expect(verifyReserveProof(root(life), proof, { sha256 })).toEqual({ status: 'verified' })
    expect(reserveTree(life.see()).prove('n1', 9)).toBeUndefined()
    expect(reserveTree(life.see()).prove('n9')).toBeUndefined()
  })

  it('behavior: a node whose value has fallen below what it backs is shown as such, and counted all the same', () => {
    const life = peopled()
    life.appraise('n1', 4_000n, 10)
    life.must('eve', 'publish', all)
    const proof = proofOf(life, 'n1', 1)
    expect(proof.node.leaf.sums[0]).toBe(4_000n)
    expect(verifyReserveProof(root(life), proof)).toEqual(refused('UNBACKED'))
    expect(verifyReserveProof(root(life), proofOf(life, 'n2'))).toEqual({ status: 'verified' })
  })

  it('behavior: what is restaked or staked counts up to what was minted, so that no sum runs over', () => {
    const life = reserveLife()
    life.offer('n1', { quote: 6_000n })
    life.must('own', 'stake', { node: 'n1', amount: 900_000n })
    expect(root(life).sums).toEqual([6_000n, 0n])
  })

  it('error: terms of a certificate can’t be changed, nor another’s shown', () => {
    const life = peopled()
    const proof = proofOf(life, 'n1', 1)
    const shown = proof.certificate as NonNullable<ReserveProof['certificate']>
    const with_ = (terms: object) => ({ ...proof, certificate: { ...shown, terms: { ...shown.terms, ...terms } } })
    for (const terms of [{ project: 'cafe' }, { amount: 1n }, { end: 9 }, { certificate: 2 }, { node: 'n2' }]) {
      expect(verifyReserveProof(root(life), with_(terms))).toEqual(refused('CERTIFICATE'))
    }
    const other = proofOf(life, 'n2', 1).certificate
    expect(verifyReserveProof(root(life), { ...proof, certificate: other })).toEqual(refused('CERTIFICATE'))
  })

  it('error: answers what is no proof with a code and throws nothing', () => {
    const life = peopled()
    const proof = proofOf(life, 'n1', 1)
    const shown = proof.certificate as NonNullable<ReserveProof['certificate']>
    const malformed: readonly unknown[] = [
      null,
      {},
      { ...proof, node: null },
      { ...proof, node: { leaf: null } },
      { ...proof, certificates: { hash: 1, sums: [1n] } },
      { ...proof, certificates: { ...proof.certificates, sums: [] } },
      { ...proof, certificates: { ...proof.certificates, hash: 'AB'.repeat(32) } },
      { ...proof, certificates: { ...proof.certificates, hash: '\ud800' } },
      { ...proof, certificate: undefined },
      { ...proof, certificate: { ...shown, terms: { ...shown.terms, amount: 1 } } },
      { ...proof, certificate: { ...shown, terms: { ...shown.terms, project: '\ud800' } } },
      { ...proof, certificate: { ...shown, proof: { leaf: {} } } },
    ]
    for (const one of malformed) {
      expect(verifyReserveProof(root(life), one as ReserveProof)).toEqual(refused('MALFORMED'))
    }
    expect(verifyReserveProof(null as never, proof)).toEqual(refused('MALFORMED'))
    expect(verifyReserveProof({ ...root(life), sums: ['1', '2'] as never }, proof)).toEqual(refused('NODE'))
    const unequal = { ...proof.certificates, sums: ['1' as never] }
    expect(verifyReserveProof(root(life), { ...proof, certificates: unequal })).toEqual(refused('CERTIFICATES'))
    expect(reserveProofRejections.length).toBe(5)
  })

  it('property: rejects anything else whatever it is, and throws nothing', () => {
    const life = peopled()
    const [whole, proof] = [root(life), proofOf(life, 'n1', 1)]
    const part = fc.constantFrom('node', 'certificates', 'certificate')
    fc.assert(
      fc.property(fc.anything(), part, (any, name) => {
        expect(verifyReserveProof(whole, any as never).status).toBe('rejected')
        expect(verifyReserveProof(any as never, proof).status).toBe('rejected')
        fc.pre(!(name === 'certificate' && any === null))
        expect(verifyReserveProof(whole, { ...proof, [name]: any as never }).status).toBe('rejected')
      }),
      { numRuns: 200 },
    )
  })
})

describe('known attacks on proofs of reserves', () => {
  it('one leaf can’t be shown to two holders: a certificate’s id is its node’s and its own', () => {
    const life = peopled()
    const first = proofOf(life, 'n2', 1)
    const second = proofOf(life, 'n2', 2)
    expect(verifyReserveProof(root(life), second)).toEqual({ status: 'verified' })
    const shown = first.certificate as NonNullable<ReserveProof['certificate']>
    // the holder of the second certificate is shown the first under its own number
    const shared = { ...second, certificate: { ...shown, terms: { ...shown.terms, certificate: 2 } } }
    expect(verifyReserveProof(root(life), shared)).toEqual(refused('CERTIFICATE'))
    // a whole node is shown as another
    const renamed = { ...first.node, leaf: { ...first.node.leaf, id: 'n3' } }
    expect(verifyReserveProof(root(life), { ...first, node: renamed, certificate: null })).toEqual(refused('NODE'))
  })

  it('a negative or overflowing sum can’t hide what is out', () => {
    const life = peopled()
    const proof = proofOf(life, 'n1', 1)
    const { siblings } = proof.node
    const deepest = siblings.findLastIndex((sibling) => sibling !== null)
    const beside = siblings[deepest] as NonNullable<(typeof siblings)[number]>
    for (const sum of [-1n, MAX_AMOUNT]) {
      const node: SumProof = {
        ...proof.node,
        siblings: siblings.with(deepest, { ...beside, sums: [beside.sums[0] as bigint, sum] }),
      }
      expect(verifyReserveProof(root(life), { ...proof, node })).toEqual(refused('NODE'))
    }
  })

  it('a child’s sum can’t be left out: a root with less is another root', () => {
    const life = peopled()
    const { hash, sums } = root(life)
    const less = { hash, sums: [sums[0] as bigint, (sums[1] as bigint) - 100n] }
    expect(verifyReserveProof(less, proofOf(life, 'n1', 1))).toEqual(refused('NODE'))
  })

  it('a node can’t say less than its certificates come to, nor leave one out of a tree that it committed to', () => {
    const life = peopled()
    const proof = proofOf(life, 'n1', 1)
    const { certificates } = proof
    // a tree in which the node's leaf says 100 less than its certificates: consistent in itself, and found by the verifier
    const leaf = {
      ...proof.node.leaf,
      sums: [proof.node.leaf.sums[0] as bigint, (certificates.sums[0] as bigint) - 100n],
    }
    const lying = sumTree([leaf], 2)
    const node = lying.prove('n1') as SumProof
    expect(verifySumProof(lying.root, node)).toEqual({ status: 'verified' })
    expect(verifyReserveProof(lying.root, { ...proof, node })).toEqual(refused('CERTIFICATES'))
    // another tree of certificates, without the first, beside the leaf that commits to all
    const rest = sumTree([{ id: 'n1/2', sums: certificates.sums, content: leaf.content }], 1)
    expect(verifyReserveProof(root(life), { ...proof, certificates: rest.root })).toEqual(refused('CERTIFICATES'))
  })
})
