import type { Network } from './network.js'
import { createTree, hang, type SpanningTree } from './spanning-tree.js'

/**
 * The spanning tree from which a network simplex starts. Arc `edges + u` joins node u to the root; over it goes the
 * excess of u. Below the nodes that have any the tree grows over tight arcs, first those whose flow can move both ways,
 * so that few of these are left out.
 *
 * It is strongly feasible: through each of its arcs something can still flow towards the root.
 */
export function growTree(network: Network, excess: Float64Array): SpanningTree {
  const { nodes, edges } = network
  const tree = createTree(nodes)
  const growth = { tree, edgeOf: edgesByArc(network), order: new Int32Array(nodes), reached: 0 }
  for (let u = 0; u < nodes; u++) {
    const own = excess[u]!
    if (own === 0) continue
    hang(tree, u, tree.root, edges + u, own > 0 ? Infinity : -own, own > 0 ? own : Infinity)
    growth.order[growth.reached++] = u
  }
  grow(network, growth, 0, true)
  grow(network, growth, 0, false)
  for (let u = 0; u < nodes; u++) {
    if (tree.depth[u] !== 0) continue
    hang(tree, u, tree.root, edges + u, Infinity, 0)
    growth.order[growth.reached++] = u
    grow(network, growth, growth.reached - 1, false)
  }
  return tree
}

interface Growth {
  readonly tree: SpanningTree
  readonly edgeOf: Int32Array
  /** Nodes of the tree in the order in which they were hung; there are `reached` of them. */
  readonly order: Int32Array
  reached: number
}

/** Grows the tree from the nodes that were hung from position `start` on. */
function grow(network: Network, growth: Growth, start: number, bothWays: boolean): void {
  const { first, head, partner, residual, cost, potential } = network
  const { tree, edgeOf, order } = growth
  for (let i = start; i < growth.reached; i++) {
    const u = order[i]!
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      if (tree.depth[v] !== 0 || cost[a]! + potential[u]! !== potential[v]!) continue
      const up = residual[partner[a]!]!
      if (up === 0 || (bothWays && residual[a] === 0)) continue
      hang(tree, v, u, edgeOf[a]!, up, residual[a]!)
      order[growth.reached++] = v
    }
  }
}

function edgesByArc({ edges, arc, partner }: Network): Int32Array {
  const edgeOf = new Int32Array(2 * edges)
  for (let e = 0; e < edges; e++) {
    edgeOf[arc[e]!] = e
    edgeOf[partner[arc[e]!]!] = e
  }
  return edgeOf
}
