import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinChains } from './chains.js'
import { clear } from './clear.js'
import { verifyClearing } from './verifier.js'

const nodes = 8
const edge = fc.tuple(fc.nat({ max: nodes - 1 }), fc.nat({ max: nodes - 1 })).filter(([u, v]) => u !== v)
const edges = fc.array(edge, { maxLength: 12 })

describe('joinChains', () => {
  it('puts every edge into one chain, in which each edge begins where the one before it ends', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const chains = joinChains(nodes, ...columns(list))
        expect([...chains.edges].sort((a, b) => a - b)).toEqual(list.map((_, k) => k))
        for (let i = 0; i < chains.tail.length; i++) {
          const run = [...chains.edges.subarray(chains.first[i], chains.first[i + 1])].map((k) => list[k]!)
          expect(run[0]![0]).toBe(chains.tail[i])
          expect(run.at(-1)![1]).toBe(chains.head[i])
          for (const [at, [from]] of run.slice(1).entries()) expect(from).toBe(run[at]![1])
        }
      }),
    )
  })

  it('leaves no party inside the graph that merely passes on, but one of a ring', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const { tail, head } = joinChains(nodes, ...columns(list))
        for (let u = 0; u < nodes; u++) {
          const out = [...tail.keys()].filter((i) => tail[i] === u)
          const into = [...head.keys()].filter((i) => head[i] === u)
          if (out.length === 1 && into.length === 1) expect(out).toEqual(into)
        }
      }),
    )
  })

  it('makes a ring of any length one loop, cleared up to its narrowest obligation', () => {
    const length = 50_000
    const debtor = Int32Array.from({ length }, (_, u) => u)
    const creditor = debtor.map((u) => (u + 1) % length)
    // Amounts that grow along the ring need one phase for each party where it is not joined.
    const ring = { parties: length, debtor, creditor, amount: BigInt64Array.from(debtor, (u) => BigInt(u + 7)) }
    const clearing = clear(ring)
    expect(clearing.cleared).toBe(7n * BigInt(length))
    expect(verifyClearing(ring, clearing)).toEqual({ status: 'verified' })
  })
})

function columns(list: readonly (readonly [number, number])[]): readonly [Int32Array, Int32Array] {
  return [Int32Array.from(list, ([u]) => u), Int32Array.from(list, ([, v]) => v)]
}
