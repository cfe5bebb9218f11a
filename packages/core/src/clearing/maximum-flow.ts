import type { TightSubgraph } from './tight-subgraph.js'

/** Level of a node from which no deficit can be reached. */
const DEAD = 2 ** 28

/** How many arcs may be looked at, per arc and node of the subgraph, before levels are counted afresh. */
const WORK_BEFORE_RELABELLING = 4

/** Distances (levels) to the nearest deficit, and what the search along them needs. */
interface Labels {
  readonly level: Int32Array
  /** First arc of each node that may still be on a shortest path. */
  readonly current: Int32Array
  /** Number of nodes at each level: an empty level cuts off everything above it. */
  readonly population: Int32Array
  /** Nodes in order of level, then those with excess among them. */
  readonly queue: Int32Array
  readonly active: Int32Array
  activeCount: number
}

/** Scratch space for {@link maximumFlow}, as large as the network. */
export interface FlowSpace {
  readonly labels: Labels
  readonly pathNodes: Int32Array
  readonly pathArcs: Int32Array
}

export function createFlowSpace(nodes: number): FlowSpace {
  return {
    labels: {
      level: new Int32Array(nodes),
      current: new Int32Array(nodes),
      population: new Int32Array(nodes + 2),
      queue: new Int32Array(nodes),
      active: new Int32Array(nodes),
      activeCount: 0,
    },
    pathNodes: new Int32Array(nodes + 1),
    pathArcs: new Int32Array(nodes + 1),
  }
}

/**
 * Moves as much excess to deficits as the subgraph's residuals allow.
 * Source: shortest augmenting paths with the gap heuristic, Ahuja and Orlin (1991); levels are counted afresh from
 * time to time as in Cherkassky and Goldberg (1997).
 */
export function maximumFlow(graph: TightSubgraph, space: FlowSpace): void {
  const { excess, first, head, residual } = graph
  const { labels, pathNodes, pathArcs } = space
  const { level, current, active } = labels
  const allowance = WORK_BEFORE_RELABELLING * (graph.nodes + graph.arcs)
  let work = 0
  let next = 0
  relabelAll(graph, labels)
  while (next < labels.activeCount) {
    const source = active[next++]!
    let length = 0
    let u = source
    pathNodes[0] = source
    while (excess[source]! > 0 && level[source]! < DEAD && work <= allowance) {
      if (excess[u]! < 0) {
        length = augment(graph, space, length)
        u = pathNodes[length]!
        continue
      }
      const below = level[u]! - 1
      const from = current[u]!
      const end = first[u + 1]!
      let a = from
      while (a < end && !(level[head[a]!] === below && residual[a]! > 0)) a++
      current[u] = a
      work += a - from + 1
      if (a < end) {
        pathArcs[length++] = a
        u = head[a]!
        pathNodes[length] = u
      } else {
        work += end - first[u]!
        relabel(graph, labels, u)
        if (length > 0) u = pathNodes[--length]!
      }
    }
    if (work > allowance) {
      relabelAll(graph, labels)
      work = 0
      next = 0
    }
  }
}

/** Sends what fits along the path; returns how much of the path is left before its first saturated arc. */
function augment(graph: TightSubgraph, { pathNodes, pathArcs }: FlowSpace, length: number): number {
  const { excess, residual, partner } = graph
  const source = pathNodes[0]!
  const target = pathNodes[length]!
  let amount = Math.min(excess[source]!, -excess[target]!)
  for (let i = 0; i < length; i++) amount = Math.min(amount, residual[pathArcs[i]!]!)
  let left = length
  for (let i = length - 1; i >= 0; i--) {
    const a = pathArcs[i]!
    residual[a]! -= amount
    residual[partner[a]!]! += amount
    if (residual[a] === 0) left = i
  }
  excess[source]! -= amount
  excess[target]! += amount
  return left
}

/** Raises a node from which no arc leads down to just above its lowest neighbour. */
function relabel({ nodes, first, head, residual }: TightSubgraph, labels: Labels, node: number): void {
  const { level, current, population } = labels
  let lowest = DEAD
  for (let a = first[node]!, end = first[node + 1]!; a < end; a++) {
    const neighbour = level[head[a]!]!
    if (neighbour < lowest && residual[a]! > 0) lowest = neighbour
  }
  const before = level[node]!
  let after = lowest + 1 < nodes ? lowest + 1 : DEAD
  if (before < DEAD && --population[before]! === 0) after = DEAD
  if (after < DEAD) population[after]!++
  level[node] = after
  current[node] = first[node]!
}

/** Counts every node's level from the deficits backwards, and lists the nodes with excess, the nearest first. */
function relabelAll(graph: TightSubgraph, labels: Labels): void {
  const { nodes, first, head, partner, residual, excess } = graph
  const { level, current, population, queue, active } = labels
  let found = 0
  for (let u = 0; u < nodes; u++) {
    current[u] = first[u]!
    population[u] = 0
    level[u] = DEAD
    if (excess[u]! < 0) {
      level[u] = 0
      queue[found++] = u
    }
  }
  for (let i = 0; i < found; i++) {
    const u = queue[i]!
    const above = level[u]! + 1
    population[above - 1]!++
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      if (level[v] === DEAD && residual[partner[a]!]! > 0) {
        level[v] = above
        queue[found++] = v
      }
    }
  }
  labels.activeCount = 0
  for (let i = 0; i < found; i++) {
    const u = queue[i]!
    if (excess[u]! > 0) active[labels.activeCount++] = u
  }
}
