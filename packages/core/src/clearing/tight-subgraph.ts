import type { Network } from './network.js'
import { type Search, UNSETTLED } from './shortest-paths.js'

/** The arcs of reduced cost zero between the nodes that a search settled, copied together so that they lie close. */
export interface TightSubgraph {
  readonly nodes: number
  arcs: number
  readonly first: Int32Array
  readonly head: Int32Array
  readonly partner: Int32Array
  readonly residual: Float64Array
  /** Excess of each node: positive where flow must leave, negative where it must arrive. */
  readonly excess: Float64Array
  /** By arc of the subgraph: its arc in the network. */
  readonly arc: Int32Array
  /** By arc of the network: its number here; left over from an earlier extraction outside. */
  readonly arcHere: Int32Array
}

/** Room for a subgraph as large as the network, to be filled again at every phase. */
export function createTightSubgraph({ nodes, edges }: Network): TightSubgraph {
  return {
    nodes,
    arcs: 0,
    first: new Int32Array(nodes + 1),
    head: new Int32Array(2 * edges),
    partner: new Int32Array(2 * edges),
    residual: new Float64Array(2 * edges),
    excess: new Float64Array(nodes),
    arc: new Int32Array(2 * edges),
    arcHere: new Int32Array(2 * edges),
  }
}

/**
 * Fills `tight` with the tight arcs between settled nodes. Nodes keep their numbers, those that weren't settled without
 * arcs: so everything is read in the order in which it lies in memory.
 */
export function extract(tight: TightSubgraph, network: Network, { rank }: Search, excess: Float64Array): void {
  const { nodes, first, head, partner, residual, cost, potential } = network
  const { arcHere } = tight
  tight.excess.set(excess)
  let arcs = 0
  for (let u = 0; u < nodes; u++) {
    tight.first[u] = arcs
    if (rank[u] === UNSETTLED) continue
    const here = potential[u]!
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      if (cost[a]! + here !== potential[v]! || rank[v] === UNSETTLED) continue
      tight.head[arcs] = v
      tight.residual[arcs] = residual[a]!
      tight.arc[arcs] = a
      arcHere[a] = arcs
      if (partner[a]! < a) {
        const back = arcHere[partner[a]!]!
        tight.partner[arcs] = back
        tight.partner[back] = arcs
      }
      arcs++
    }
  }
  tight.first[nodes] = arcs
  tight.arcs = arcs
}

/** Writes residuals and excesses back to the network. */
export function restore(tight: TightSubgraph, network: Network, excess: Float64Array): void {
  for (let e = 0; e < tight.arcs; e++) network.residual[tight.arc[e]!] = tight.residual[e]!
  excess.set(tight.excess)
}
