import type { Network } from './network.js'
import { type Search, UNSETTLED } from './shortest-paths.js'

/** The arcs of reduced cost zero between the nodes that a search settled, copied together so that they lie close. */
export interface TightSubgraph {
  nodes: number
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
    nodes: 0,
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

/** Fills `tight` with the tight arcs between settled nodes, in their order; an arc's partner comes along with it. */
export function extract(
  tight: TightSubgraph,
  network: Network,
  { order, rank, settled }: Search,
  excess: Float64Array,
): void {
  const { first, head, partner, residual, cost, potential } = network
  const { arcHere } = tight
  let arcs = 0
  for (let i = 0; i < settled; i++) {
    const u = order[i]!
    const here = potential[u]!
    tight.excess[i] = excess[u]!
    tight.first[i] = arcs
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      if (cost[a]! + here !== potential[v]! || rank[v] === UNSETTLED) continue
      tight.head[arcs] = rank[v]!
      tight.residual[arcs] = residual[a]!
      tight.arc[arcs] = a
      arcHere[a] = arcs
      arcs++
    }
  }
  tight.first[settled] = arcs
  for (let e = 0; e < arcs; e++) tight.partner[e] = arcHere[partner[tight.arc[e]!]!]!
  tight.nodes = settled
  tight.arcs = arcs
}

/** Writes residuals and excesses back to the network. */
export function restore(tight: TightSubgraph, network: Network, { order }: Search, excess: Float64Array): void {
  for (let e = 0; e < tight.arcs; e++) network.residual[tight.arc[e]!] = tight.residual[e]!
  for (let i = 0; i < tight.nodes; i++) excess[order[i]!] = tight.excess[i]!
}
