import type { Network } from './network.js'
import { clearHeap, createRadixHeap, pop, push, type RadixHeap } from './radix-heap.js'

/** Distances from the nodes with excess, in reduced costs, up to the nearest node with a deficit. */
export interface Search {
  /** By node; {@link UNREACHED} where no path was looked at. */
  readonly distance: Float64Array
  /** The first `reached` entries are the nodes with a distance; those farther than `nearest` are not final. */
  readonly nodes: Int32Array
  reached: number
  /** Distance of the nearest deficit. */
  nearest: number
  readonly heap: RadixHeap
  readonly settled: Uint8Array
}

export const UNREACHED = Infinity

export function createSearch({ nodes }: Network): Search {
  return {
    distance: new Float64Array(nodes).fill(UNREACHED),
    nodes: new Int32Array(nodes),
    reached: 0,
    nearest: UNREACHED,
    heap: createRadixHeap(),
    settled: new Uint8Array(nodes),
  }
}

/** Finds the distance of every node up to that of the nearest deficit. Source: Dijkstra (1959), with potentials. */
export function findDistances(
  search: Search,
  network: Network,
  sources: readonly number[],
  excess: Float64Array,
): void {
  const { distance, heap, settled } = search
  const { first, head, residual, cost, potential } = network
  forget(search)
  for (const u of sources) reach(search, u, 0)
  for (;;) {
    const u = pop(heap, distance)
    if (u === -1) break
    if (settled[u] === 1) continue
    const near = distance[u]!
    if (near > search.nearest) break
    settled[u] = 1
    if (excess[u]! < 0) search.nearest = near
    const base = near + potential[u]!
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      const length = base + cost[a]! - potential[v]!
      if (length < distance[v]! && residual[a]! > 0 && length <= search.nearest) reach(search, v, length)
    }
  }
}

function reach(search: Search, node: number, distance: number): void {
  if (search.distance[node] === UNREACHED) search.nodes[search.reached++] = node
  search.distance[node] = distance
  push(search.heap, node, distance)
}

/** Only what the last search touched is cleared: late searches are small, and there can be many. */
function forget(search: Search): void {
  for (let i = 0; i < search.reached; i++) {
    search.distance[search.nodes[i]!] = UNREACHED
    search.settled[search.nodes[i]!] = 0
  }
  search.reached = 0
  search.nearest = UNREACHED
  clearHeap(search.heap)
}

/** Makes every arc on a shortest path to the nearest deficits tight, and no arc with residual cheaper than zero. */
export function adjustPotentials(search: Search, potential: Float64Array): void {
  for (let i = 0; i < search.reached; i++) {
    const u = search.nodes[i]!
    const distance = search.distance[u]!
    if (distance < search.nearest) potential[u]! += distance - search.nearest
  }
}
