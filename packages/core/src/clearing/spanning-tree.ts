/**
 * A rooted spanning tree of the basic arcs of a network simplex. Each node but the root hangs on its parent by one arc,
 * through which flow may grow by `roomUp` towards the parent and by `roomDown` towards the node.
 */
export interface SpanningTree {
  readonly root: number
  readonly parent: Int32Array
  /** By node: the arc to its parent. */
  readonly arc: Int32Array
  readonly depth: Int32Array
  /** Preorder, a circle through the root: the nodes below u are those that follow it and are deeper. */
  readonly next: Int32Array
  readonly previous: Int32Array
  readonly roomUp: Float64Array
  readonly roomDown: Float64Array
  readonly potential: Float64Array
}

/** The root alone, which is numbered after all nodes. */
export function createTree(nodes: number): SpanningTree {
  const root = nodes
  const tree = {
    root,
    parent: new Int32Array(nodes + 1).fill(-1),
    arc: new Int32Array(nodes + 1).fill(-1),
    depth: new Int32Array(nodes + 1),
    next: new Int32Array(nodes + 1),
    previous: new Int32Array(nodes + 1),
    roomUp: new Float64Array(nodes + 1),
    roomDown: new Float64Array(nodes + 1),
    potential: new Float64Array(nodes + 1),
  }
  link(tree, root, root)
  return tree
}

/** Hangs a node that isn't in the tree yet on one that is. */
export function hang(tree: SpanningTree, node: number, parent: number, arc: number, up: number, down: number): void {
  const following = tree.next[parent]!
  link(tree, parent, node)
  link(tree, node, following)
  tree.parent[node] = parent
  tree.arc[node] = arc
  tree.depth[node] = tree.depth[parent]! + 1
  tree.roomUp[node] = up
  tree.roomDown[node] = down
}

function link({ next, previous }: SpanningTree, before: number, after: number): void {
  next[before] = after
  previous[after] = before
}

/** How a cut-off part of the tree is hung up again: by `arc`, from `inner` within it to `outer` in what is left. */
export interface Attachment {
  readonly inner: number
  readonly outer: number
  readonly arc: number
  readonly roomUp: number
  readonly roomDown: number
  /** What is added to the potentials of all nodes of the part. */
  readonly rise: number
}

/**
 * Cuts off what hangs on `top`, turns it so that `inner` is its root, and hangs it on `outer`.
 *
 * The nodes on the way from `inner` to `top` become each other's children the other way round. Each brings along what
 * else hangs on it, which lies in preorder in two runs: before its child on the way, and after all that hangs on that.
 */
export function rehang(tree: SpanningTree, top: number, attachment: Attachment): void {
  const { parent, arc, depth, next, previous, roomUp, roomDown, potential } = tree
  const { inner, outer, rise } = attachment
  const before = previous[top]!
  let { arc: newArc, roomUp: newUp, roomDown: newDown } = attachment
  let node = inner
  let newParent = outer
  let child = -1
  let newDepth = depth[outer]! + 1
  /** In the new order: the last node so far. In the old one: the first behind all that has been looked at. */
  let last = -1
  let behind = -1
  for (;;) {
    const oldDepth = depth[node]!
    const sinking = newDepth - oldDepth
    if (child !== -1) link(tree, last, node)
    let u = node
    do {
      depth[u]! += sinking
      potential[u]! += rise
      last = u
      u = next[u]!
    } while (child !== -1 && u !== child)
    if (child !== -1) u = behind
    if (depth[u]! > oldDepth) link(tree, last, u)
    while (depth[u]! > oldDepth) {
      depth[u]! += sinking
      potential[u]! += rise
      last = u
      u = next[u]!
    }
    behind = u
    const oldParent = parent[node]!
    const oldArc = arc[node]!
    const oldUp = roomUp[node]!
    const oldDown = roomDown[node]!
    parent[node] = newParent
    arc[node] = newArc
    roomUp[node] = newUp
    roomDown[node] = newDown
    if (node === top) break
    child = newParent = node
    node = oldParent
    newArc = oldArc
    newUp = oldDown
    newDown = oldUp
    newDepth++
  }
  link(tree, before, behind)
  const following = next[outer]!
  link(tree, outer, inner)
  link(tree, last, following)
}
