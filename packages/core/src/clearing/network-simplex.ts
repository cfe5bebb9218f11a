import type { Network } from './network.js'
import { rehang, type SpanningTree } from './spanning-tree.js'
import { growTree } from './starting-tree.js'

/** Where flow on an edge that isn't in the tree can move: along it, or back; an edge of the tree is left alone. */
const ALONG = -1
const BACK = 1
const BASIC = 0
/** Not looked at yet: it may be able to move both ways. */
const UNDECIDED = 2

interface Simplex {
  readonly edges: number
  /** Edges first, then one arc between each node and the root. */
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly cost: Float64Array
  /** By edge: its residuals in both directions together. */
  readonly span: Float64Array
  readonly state: Int8Array
  readonly tree: SpanningTree
}

/**
 * Routes all excess to deficits at the least cost, beginning with a flow that is optimal but for that excess: changes
 * residuals, potentials and excesses.
 *
 * The excess goes over a root at first, at a price that nothing else reaches; the tree consists of what another method
 * has left tight as far as there is any. Each pivot brings an edge into the tree that lowers the cost.
 * Source: Dantzig (1951); Cunningham (1976), strongly feasible trees; Király and Kovács (2012), block search.
 */
export function routeBySimplex(given: Network, excess: Float64Array): void {
  const network = { ...given, arc: mixed(given.arc) }
  const simplex = createSimplex(network, excess)
  const { edges, state } = simplex
  for (let e = 0; e < edges; e++) {
    const a = network.arc[e]!
    const along = network.residual[a]!
    if (state[e] === BASIC) continue
    if (along === 0) state[e] = BACK
    else if (network.residual[network.partner[a]!] === 0) state[e] = ALONG
  }
  // What can move both ways but closes a cycle of the tree is moved until it can't, which leaves the state of a simplex.
  for (let e = 0; e < edges; e++) {
    if (state[e] !== UNDECIDED) continue
    const a = network.arc[e]!
    const isAlong = reducedCost(simplex, e) <= 0
    pivot(simplex, e, isAlong, network.residual[isAlong ? a : network.partner[a]!]!)
  }
  pivotAll(simplex)
  writeBack(simplex, network, excess)
}

/** Edges in an order in which those of a block lie all over the graph: the best of such a block is a better choice. */
function mixed(arc: Int32Array): Int32Array {
  const order = new Int32Array(arc.length)
  const stride = Math.ceil(Math.sqrt(arc.length))
  let count = 0
  for (let start = 0; start < stride; start++) {
    for (let e = start; e < arc.length; e += stride) order[count++] = arc[e]!
  }
  return order
}

function createSimplex(network: Network, excess: Float64Array): Simplex {
  const { nodes, edges, arc, partner, head, residual, cost } = network
  const tree = growTree(network, excess)
  const simplex: Simplex = {
    edges,
    tail: new Int32Array(edges + nodes),
    head: new Int32Array(edges + nodes),
    cost: new Float64Array(edges + nodes),
    span: new Float64Array(edges),
    state: new Int8Array(edges).fill(UNDECIDED),
    tree,
  }
  let dearest = 0
  let all = 0
  for (let e = 0; e < edges; e++) {
    const a = arc[e]!
    const back = partner[a]!
    simplex.tail[e] = head[back]!
    simplex.head[e] = head[a]!
    simplex.cost[e] = cost[a]!
    simplex.span[e] = residual[a]! + residual[back]!
    dearest = Math.max(dearest, Math.abs(cost[a]!))
    all += Math.abs(cost[a]!)
  }
  // More than any path costs.
  simplex.cost.fill(Math.min(dearest * nodes, all) + 1, edges)
  for (let u = 0; u < nodes; u++) {
    simplex.tail[edges + u] = excess[u]! < 0 ? nodes : u
    simplex.head[edges + u] = excess[u]! < 0 ? u : nodes
    if (tree.arc[u]! < edges) simplex.state[tree.arc[u]!] = BASIC
  }
  computePotentials(simplex)
  return simplex
}

/** Potentials with which every arc of the tree has the reduced cost zero. */
function computePotentials({ tail, cost, tree }: Simplex): void {
  const { root, parent, arc, next, potential } = tree
  for (let u = next[root]!; u !== root; u = next[u]!) {
    const a = arc[u]!
    const above = potential[parent[u]!]!
    potential[u] = tail[a] === u ? above - cost[a]! : above + cost[a]!
  }
}

function reducedCost({ tail, head, cost, tree }: Simplex, e: number): number {
  return cost[e]! + tree.potential[tail[e]!]! - tree.potential[head[e]!]!
}

/** Brings edges into the tree for as long as one lowers the cost: the best of the next block that has any. */
function pivotAll(simplex: Simplex): void {
  const { edges, tail, head, cost, state, span } = simplex
  const { potential } = simplex.tree
  const block = Math.max(10, Math.ceil(Math.sqrt(edges)))
  let e = 0
  let since = 0
  while (since < edges) {
    let best = 0
    let entering = -1
    let left = Math.min(block, edges - since)
    since += left
    for (; left > 0; left--) {
      const gain = state[e]! * (cost[e]! + potential[tail[e]!]! - potential[head[e]!]!)
      if (gain > best) {
        best = gain
        entering = e
      }
      if (++e === edges) e = 0
    }
    if (entering === -1) continue
    pivot(simplex, entering, state[entering] === ALONG, span[entering]!)
    since = 0
  }
}

/**
 * Sends up to `room` along edge e, or back, and around the cycle that it closes; exchanges the edge for the arc that
 * stops the flow.
 */
function pivot(simplex: Simplex, e: number, isAlong: boolean, room: number): void {
  const { tail, head, span, state, tree } = simplex
  const { parent, depth, roomUp, roomDown } = tree
  const from = isAlong ? tail[e]! : head[e]!
  const to = isAlong ? head[e]! : tail[e]!
  // Where several arcs stop the flow the last one of the cycle leaves, seen from where both sides join. So trees stay
  // strongly feasible, and pivots cannot go round in circles.
  let least = room
  let top = -1
  let leastBehind = Infinity
  let topBehind = -1
  let u = from
  let v = to
  while (u !== v) {
    if (depth[u]! > depth[v]!) {
      const down = roomDown[u]!
      if (down < least) {
        least = down
        top = u
      }
      u = parent[u]!
    } else {
      const up = roomUp[v]!
      if (up <= leastBehind) {
        leastBehind = up
        topBehind = v
      }
      v = parent[v]!
    }
  }
  const isBehind = leastBehind <= least
  if (isBehind) {
    least = leastBehind
    top = topBehind
  }
  if (least > 0) {
    const join = u
    for (u = from; u !== join; u = parent[u]!) {
      roomDown[u]! -= least
      roomUp[u]! += least
    }
    for (u = to; u !== join; u = parent[u]!) {
      roomUp[u]! -= least
      roomDown[u]! += least
    }
  }
  if (top === -1) {
    state[e] = isAlong ? BACK : ALONG
    return
  }
  const leaving = tree.arc[top]!
  if (leaving < simplex.edges) state[leaving] = (tail[leaving] === top) === isBehind ? BACK : ALONG
  state[e] = BASIC
  const rest = room - least
  const undone = span[e]! - rest
  const inner = isBehind ? to : from
  const reduced = reducedCost(simplex, e)
  rehang(tree, top, {
    inner,
    outer: isBehind ? from : to,
    arc: e,
    roomUp: isBehind ? undone : rest,
    roomDown: isBehind ? rest : undone,
    rise: tail[e] === inner ? -reduced : reduced,
  })
}

function writeBack({ edges, tail, span, state, tree }: Simplex, network: Network, excess: Float64Array): void {
  const { nodes, arc, partner, residual, potential } = network
  for (let e = 0; e < edges; e++) {
    const along = state[e] === ALONG ? span[e]! : 0
    residual[arc[e]!] = along
    residual[partner[arc[e]!]!] = span[e]! - along
  }
  for (let u = 0; u < nodes; u++) {
    const e = tree.arc[u]!
    const isUp = tail[e] === u
    if (e < edges) {
      residual[arc[e]!] = isUp ? tree.roomUp[u]! : tree.roomDown[u]!
      residual[partner[arc[e]!]!] = isUp ? tree.roomDown[u]! : tree.roomUp[u]!
    } else if ((isUp ? tree.roomDown[u] : tree.roomUp[u]) !== 0) {
      throw new Error('assertion: an excess without a path to a deficit')
    }
    excess[u] = 0
    potential[u] = tree.potential[u]!
  }
}
