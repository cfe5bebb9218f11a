import type { Network } from './network.js'
import type { Search } from './shortest-paths.js'

/** The arcs of reduced cost zero between the nodes that a search reached, copied together so that they lie close. */
export interface TightSubgraph {
  nodes: number
  arcs: number
  /** By node of the subgraph: its node in the network. */
  readonly original: Int32Array
  readonly first: Int32Array
  readonly head: Int32Array
  readonly partner: Int32Array
  readonly residual: Float64Array
  /** Excess of each node: positive where flow must leave, negative where it must arrive. */
  readonly excess: Float64Array
  /** By arc of the subgraph: its arc in the network. */
  readonly arc: Int32Array
  /** By node and by arc of the network: its number here; −1, or left over from an earlier extraction, outside. */
  readonly nodeHere: Int32Array
  readonly arcHere: Int32Array
}

/** Room for a subgraph as large as the network, to be filled again at every phase. */
export function createTightSubgraph({ nodes, edges }: Network): TightSubgraph {
  return {
    nodes: 0,
    arcs: 0,
    original: new Int32Array(nodes),
    first: new Int32Array(nodes + 1),
    head: new Int32Array(2 * edges),
    partner: new Int32Array(2 * edges),
    residual: new Float64Array(2 * edges),
    excess: new Float64Array(nodes),
    arc: new Int32Array(2 * edges),
    nodeHere: new Int32Array(nodes).fill(-1),
    arcHere: new Int32Array(2 * edges),
  }
}

/** Fills `tight` with the tight arcs between the nodes that `search` reached; an arc's partner comes along with it. */
export function extract(tight: TightSubgraph, network: Network, search: Search, excess: Float64Array): void {
  const { first, head, partner, residual, cost, potential } = network
  const { original, nodeHere, arcHere } = tight
  let nodes = 0
  for (let i = 0; i < search.reached; i++) {
    const u = search.nodes[i]!
    if (search.distance[u]! > search.nearest) continue
    nodeHere[u] = nodes
    original[nodes] = u
    tight.excess[nodes] = excess[u]!
    nodes++
  }
  let arcs = 0
  for (let i = 0; i < nodes; i++) {
    const u = original[i]!
    const here = potential[u]!
    tight.first[i] = arcs
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      if (cost[a]! + here !== potential[v]! || nodeHere[v] === -1) continue
      tight.head[arcs] = nodeHere[v]!
      tight.residual[arcs] = residual[a]!
      tight.arc[arcs] = a
      arcHere[a] = arcs
      arcs++
    }
  }
  tight.first[nodes] = arcs
  for (let e = 0; e < arcs; e++) tight.partner[e] = arcHere[partner[tight.arc[e]!]!]!
  tight.nodes = nodes
  tight.arcs = arcs
}

/** Writes residuals and excesses back to the network, and empties `tight`. */
export function restore(tight: TightSubgraph, network: Network, excess: Float64Array): void {
  for (let e = 0; e < tight.arcs; e++) network.residual[tight.arc[e]!] = tight.residual[e]!
  for (let i = 0; i < tight.nodes; i++) {
    const u = tight.original[i]!
    excess[u] = tight.excess[i]!
    tight.nodeHere[u] = -1
  }
}
