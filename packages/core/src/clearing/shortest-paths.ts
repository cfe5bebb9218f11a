import type { Network } from './network.js'
import { clearHeap, createRadixHeap, pop, push, type RadixHeap } from './radix-heap.js'

/** Distances from the nodes with excess, in reduced costs, as far as there are deficits. */
export interface Search {
  /** Nodes that were settled, the nearest first: there are `settled` of them. */
  readonly order: Int32Array
  settled: number
  /** By node: its position in `order`; {@link UNSETTLED} for the others. */
  readonly rank: Int32Array
  /** Distance of the last node settled. */
  farthest: number
  /** By node: its distance, and what the potential becomes when that is added. */
  readonly distance: Float64Array
  readonly raised: Float64Array
  readonly heap: RadixHeap
}

/** Above every position. */
export const UNSETTLED = 2 ** 31 - 1

export function createSearch({ nodes }: Network): Search {
  return {
    order: new Int32Array(nodes),
    settled: 0,
    rank: new Int32Array(nodes),
    farthest: 0,
    distance: new Float64Array(nodes),
    raised: new Float64Array(nodes),
    heap: createRadixHeap(),
  }
}

/**
 * Finds the distance of every node up to that of the farthest deficit; returns whether there is any excess at all.
 * Source: Dijkstra (1959), with potentials.
 */
export function findDistances(search: Search, network: Network, excess: Float64Array): boolean {
  const { order, rank, distance, raised, heap } = search
  const { first, head, residual, cost, potential } = network
  let deficits = begin(search, network, excess)
  let settled = 0
  while (deficits > 0) {
    const u = pop(heap, distance)
    if (u === -1) throw new Error('assertion: an excess without a path to a deficit')
    if (rank[u] !== UNSETTLED) continue
    rank[u] = settled
    order[settled++] = u
    if (excess[u]! < 0) deficits--
    const here = raised[u]!
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      const there = here + cost[a]!
      if (there >= raised[v]! || residual[a] === 0) continue
      raised[v] = there
      distance[v] = there - potential[v]!
      push(heap, v, distance[v]!)
    }
  }
  search.settled = settled
  if (settled === 0) return false
  search.farthest = distance[order[settled - 1]!]!
  return true
}

/** Starts from all nodes with excess; returns how many have a deficit. */
function begin({ rank, distance, raised, heap }: Search, { nodes, potential }: Network, excess: Float64Array): number {
  clearHeap(heap)
  rank.fill(UNSETTLED)
  raised.fill(Infinity)
  let deficits = 0
  for (let u = 0; u < nodes; u++) {
    if (excess[u]! < 0) deficits++
    if (excess[u]! <= 0) continue
    distance[u] = 0
    raised[u] = potential[u]!
    push(heap, u, 0)
  }
  return deficits
}

/** Makes every arc on a shortest path to a node that was settled tight, and no arc with residual cheaper than zero. */
export function adjustPotentials({ order, settled, farthest, raised }: Search, potential: Float64Array): void {
  for (let i = 0; i < settled; i++) {
    const u = order[i]!
    potential[u] = raised[u]! - farthest
  }
}
