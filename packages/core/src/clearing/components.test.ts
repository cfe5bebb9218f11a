import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stronglyConnectedComponents } from './components.js'

const nodes = 7
const node = fc.nat({ max: nodes - 1 })
const edges = fc.array(fc.tuple(node, node), { maxLength: 14 })

describe('stronglyConnectedComponents', () => {
  it('puts two nodes together if and only if each reaches the other', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const { of, count } = components(nodes, list)
        const reaches = reachability(list)
        for (let u = 0; u < nodes; u++) {
          for (let v = 0; v < nodes; v++) {
            expect(of[u] === of[v]).toBe(u === v || (reaches[u]![v]! && reaches[v]![u]!))
          }
        }
        expect(new Set(of)).toEqual(new Set(Array.from({ length: count }, (_, c) => c)))
      }),
    )
  })

  it('numbers them so that edges between components lead to smaller numbers', () => {
    fc.assert(
      fc.property(edges, (list) => {
        const { of } = components(nodes, list)
        for (const [u, v] of list) expect(of[u]).toBeGreaterThanOrEqual(of[v]!)
      }),
    )
  })

  it('follows a chain longer than any call stack', () => {
    const length = 200_000
    const chain = Array.from({ length: length - 1 }, (_, u) => [u, u + 1] as const)
    expect(components(length, chain).count).toBe(length)
    expect(components(length, [...chain, [length - 1, 0]]).count).toBe(1)
  })
})

function components(count: number, list: readonly (readonly [number, number])[]) {
  return stronglyConnectedComponents(
    count,
    Int32Array.from(list, ([u]) => u),
    Int32Array.from(list, ([, v]) => v),
  )
}

/** Source: Warshall (1962). */
function reachability(list: readonly (readonly [number, number])[]): readonly (readonly boolean[])[] {
  const reaches = Array.from({ length: nodes }, () => new Array<boolean>(nodes).fill(false))
  for (const [u, v] of list) reaches[u]![v] = true
  for (let via = 0; via < nodes; via++) {
    for (const row of reaches) if (row[via]) for (let v = 0; v < nodes; v++) row[v] ||= reaches[via]![v]!
  }
  return reaches
}
