import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chordedRings, disjointRings, grid, nestedRings, ring } from '../../bench/clearing-graphs.js'
import { maximiseCirculation } from './circulation.js'
import { clear } from './clear.js'
import { createNetwork, type Network, residualsDown, setResiduals, setWeights } from './network.js'
import type { ObligationColumns } from './obligations.js'
import { verifyClearing } from './verifier.js'

const edges = fc.array(
  fc
    .tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 20 }), fc.integer({ min: -2, max: 3 }))
    .filter(([u, v]) => u !== v),
  { maxLength: 40 },
)

function build(list: readonly (readonly [number, number, number, number])[]): Network {
  const column = (i: number) => Float64Array.from(list, (edge) => edge[i]!)
  const network = createNetwork(10, Int32Array.from(column(0)), Int32Array.from(column(1)))
  setResiduals(network, column(2), new Float64Array(list.length))
  setWeights(network, column(3))
  return network
}

/** Total weight of the flow; every node must be balanced, and no arc with residual may be cheaper than zero. */
function weightOf(network: Network, list: readonly (readonly [number, number, number, number])[]): number {
  const flow = residualsDown(network)
  const net = new Float64Array(10)
  let weight = 0
  for (const [k, [u, v, most, worth]] of list.entries()) {
    const f = flow[k]!
    const reduced = worth + network.potential[u]! - network.potential[v]!
    expect(f >= 0 && f <= most && (f === most || reduced <= 0) && (f === 0 || reduced >= 0)).toBe(true)
    net[u]! -= f
    net[v]! += f
    weight += worth * f
  }
  expect(net.every((balance) => balance === 0)).toBe(true)
  return weight
}

describe('the network simplex', () => {
  it('finds the optimum of augmentation, from the beginning and after any number of its phases', () => {
    fc.assert(
      fc.property(edges, fc.nat({ max: 3 }), fc.boolean(), (list, patience, isThorough) => {
        const augmented = build(list)
        maximiseCirculation(augmented)
        const pivoted = build(list)
        maximiseCirculation(pivoted, { patience, isThorough })
        expect(weightOf(pivoted, list)).toBe(weightOf(augmented, list))
      }),
      { numRuns: 500 },
    )
  })

  it('is the optimum of shortest paths alone, whichever way they are used', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const [thorough, quick] = [true, false].map((isThorough) => {
          const network = build(list)
          maximiseCirculation(network, { patience: Number.POSITIVE_INFINITY, isThorough })
          return weightOf(network, list)
        })
        expect(quick).toBe(thorough)
      }),
      { numRuns: 300 },
    )
  })

  it('goes on from residuals in both directions, as further levels leave them', () => {
    fc.assert(
      fc.property(edges, fc.array(fc.integer({ min: -2, max: 2 }), { minLength: 40, maxLength: 40 }), (list, next) => {
        const again = list.map(([u, v, most], k) => [u, v, most, next[k]!] as const)
        const results = [Number.POSITIVE_INFINITY, 0].map((patience) => {
          const network = build(list)
          maximiseCirculation(network)
          setWeights(
            network,
            Float64Array.from(again, (edge) => edge[3]),
          )
          network.potential.fill(0)
          maximiseCirculation(network, { patience, isThorough: true })
          return weightOf(network, again)
        })
        expect(results[1]).toBe(results[0])
      }),
      { numRuns: 300 },
    )
  })
})

describe('clear on rings', () => {
  it('is proved a maximum on lattices, disjoint rings, rings with chords and nested rings', () => {
    for (const family of [grid, ring, disjointRings, chordedRings, nestedRings]) {
      const graph: ObligationColumns = family(3000, 5)
      const mixed = graph.amount.map((amount) => (amount % 5n) - 1n)
      for (const variant of [graph, { ...graph, weight: mixed }, { ...graph, weight: [mixed, graph.amount] }]) {
        expect(verifyClearing(variant, clear(variant))).toEqual({ status: 'verified' })
      }
    }
  })
})
