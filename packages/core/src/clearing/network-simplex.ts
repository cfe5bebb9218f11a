import { createStar, rehang, type SpanningTree } from './spanning-tree.js'

/** A circulation to be found: edges tail→head, each with the most that may flow and what a unit of flow is worth. */
export interface CirculationProblem {
  readonly nodes: number
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly amount: Float64Array
  /** By level, then by edge; the first level counts most. */
  readonly weight: readonly Float64Array[]
}

/** A maximum circulation, and by level the potentials that prove it. */
export interface Solution {
  readonly flow: Float64Array
  readonly potential: readonly Float64Array[]
}

/** Where an arc's flow is: it may grow only, shrink only, or belongs to the tree (or is fixed) and is left alone. */
const EMPTY = 1
const FULL = -1
const BASIC = 0

interface Simplex {
  readonly nodes: number
  readonly edges: number
  /** Edges first, then one arc between each node and the root. */
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly amount: Float64Array
  readonly weight: Float64Array
  readonly state: Int8Array
  readonly tree: SpanningTree
}

/**
 * Circulation of the greatest weight, greater levels first, by the network simplex method.
 *
 * It begins with every edge full that is worth something by itself, and routes the excess that this causes over a root
 * at a price that nothing else reaches. Each pivot brings an edge into the tree that improves the weight. At the end of
 * a level, edges whose reduced weight isn't zero are fixed where they are, and the next level goes on with the same
 * tree.
 * Source: Dantzig (1951); Cunningham (1976), strongly feasible trees; Király and Kovács (2012), block search.
 */
export function solveBySimplex(problem: CirculationProblem): Solution {
  const simplex = createSimplex(problem)
  const potential = problem.weight.map((weight, level) => {
    startLevel(simplex, weight, level)
    pivotAll(simplex)
    fixDecided(simplex)
    return simplex.tree.potential.slice(0, problem.nodes)
  })
  return { flow: flowsOf(simplex), potential }
}

function createSimplex({ nodes, tail, head, amount, weight }: CirculationProblem): Simplex {
  const edges = tail.length
  const worth = weight[0]!
  const simplex = {
    nodes,
    edges,
    tail: new Int32Array(edges + nodes),
    head: new Int32Array(edges + nodes),
    amount: new Float64Array(edges + nodes).fill(Infinity),
    weight: new Float64Array(edges + nodes),
    state: new Int8Array(edges + nodes),
    tree: createStar(nodes),
  }
  const { state, tree } = simplex
  simplex.tail.set(tail)
  simplex.head.set(head)
  simplex.amount.set(amount)
  const excess = new Float64Array(nodes)
  for (let e = 0; e < edges; e++) {
    state[e] = worth[e]! > 0 ? FULL : EMPTY
    if (state[e] === EMPTY) continue
    excess[tail[e]!]! -= amount[e]!
    excess[head[e]!]! += amount[e]!
  }
  for (let u = 0; u < nodes; u++) {
    const a = edges + u
    tree.arc[u] = a
    const leaves = excess[u]! >= 0
    simplex.tail[a] = leaves ? u : nodes
    simplex.head[a] = leaves ? nodes : u
    tree.roomUp[u] = leaves ? Infinity : -excess[u]!
    tree.roomDown[u] = leaves ? excess[u]! : Infinity
  }
  return simplex
}

/** Takes the weights of a level, and computes potentials that give every arc of the tree the reduced weight zero. */
function startLevel({ nodes, edges, tail, weight, tree }: Simplex, worth: Float64Array, level: number): void {
  weight.set(worth)
  let heaviest = 0
  for (let e = 0; e < edges; e++) heaviest = Math.max(heaviest, Math.abs(worth[e]!))
  weight.fill(level === 0 ? -(heaviest * (nodes + 1) + 1) : 0, edges)
  const { parent, arc, next, potential, root } = tree
  potential[root] = 0
  for (let u = next[root]!; u !== root; u = next[u]!) {
    const a = arc[u]!
    const above = potential[parent[u]!]!
    potential[u] = tail[a] === u ? above - weight[a]! : above + weight[a]!
  }
}

/** Brings edges into the tree for as long as one improves the weight: the best of the next block that has any. */
function pivotAll(simplex: Simplex): void {
  const { edges, tail, head, weight, state } = simplex
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
      const gain = state[e]! * (weight[e]! + potential[tail[e]!]! - potential[head[e]!]!)
      if (gain > best) {
        best = gain
        entering = e
      }
      if (++e === edges) e = 0
    }
    if (entering === -1) continue
    pivot(simplex, entering)
    since = 0
  }
}

/** Sends what fits around the cycle that edge e closes, and exchanges it for the arc that is full or empty then. */
function pivot(simplex: Simplex, e: number): void {
  const { tail, head, amount, weight, state, tree } = simplex
  const { parent, depth, roomUp, roomDown, potential } = tree
  const grows = state[e] === EMPTY
  const from = grows ? tail[e]! : head[e]!
  const to = grows ? head[e]! : tail[e]!
  let least = amount[e]!
  let top = -1
  let isBehind = false
  // Of several arcs that stop the flow, the last one of the cycle leaves, seen from where both sides join; so trees stay
  // strongly feasible, and pivots cannot go round in circles.
  let leastBehind = Infinity
  let topBehind = -1
  let u = from
  let v = to
  while (u !== v) {
    if (depth[u]! > depth[v]!) {
      if (roomDown[u]! < least) {
        least = roomDown[u]!
        top = u
      }
      u = parent[u]!
    } else {
      if (roomUp[v]! <= leastBehind) {
        leastBehind = roomUp[v]!
        topBehind = v
      }
      v = parent[v]!
    }
  }
  const join = u
  if (leastBehind <= least) {
    least = leastBehind
    top = topBehind
    isBehind = true
  }
  if (least > 0) {
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
    state[e] = grows ? FULL : EMPTY
    return
  }
  const leaving = tree.arc[top]!
  // Flow runs down to the node before the entering edge, up from it behind.
  const fills = (tail[leaving] === top) === isBehind
  const reduced = weight[e]! + potential[tail[e]!]! - potential[head[e]!]!
  const inner = isBehind ? to : from
  const outer = isBehind ? from : to
  const rest = amount[e]! - least
  // Towards the parent, that is from inner to outer, the flow of the entering edge ran when the cut is before it.
  const roomAlong = isBehind ? least : rest
  const roomBack = isBehind ? rest : least
  rehang(tree, top, {
    inner,
    outer,
    arc: e,
    roomUp: roomAlong,
    roomDown: roomBack,
    rise: tail[e] === inner ? -reduced : reduced,
  })
  state[e] = BASIC
  state[leaving] = fills ? FULL : EMPTY
}

/** Fixes the flow of every edge whose reduced weight isn't zero: to change it would cost at the level just solved. */
function fixDecided({ edges, tail, head, weight, state, amount, tree }: Simplex): void {
  const { potential } = tree
  for (let e = 0; e < edges; e++) {
    if (state[e] === BASIC || weight[e]! + potential[tail[e]!]! - potential[head[e]!]! === 0) continue
    amount[e] = state[e] === FULL ? amount[e]! : 0
    state[e] = BASIC
  }
}

/** The flow of every edge; what is not in the tree is full, empty, or fixed at its `amount`. */
function flowsOf({ edges, nodes, tail, amount, state, tree }: Simplex): Float64Array {
  const flow = amount.slice(0, edges)
  for (let e = 0; e < edges; e++) if (state[e] === EMPTY) flow[e] = 0
  for (let u = 0; u < nodes; u++) {
    const a = tree.arc[u]!
    const along = tail[a] === u ? tree.roomDown[u]! : tree.roomUp[u]!
    if (a < edges) flow[a] = along
    else if (along !== 0) throw new Error('assertion: an excess without a path to a deficit')
  }
  return flow
}
