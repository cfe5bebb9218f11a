import type { TightSubgraph } from './tight-subgraph.js'

/** Level of a node from which no deficit can be reached. */
const DEAD = 2 ** 28

/** How many arcs may be looked at, per arc and node of the subgraph, before levels are counted afresh. */
const WORK_BEFORE_RELABELLING = 1

/** Scratch space for {@link maximumFlow}, as large as the network. */
export interface FlowSpace {
  /** Distance to the nearest deficit, or less. */
  readonly level: Int32Array
  /** First arc of each node that may still lead one level down. */
  readonly current: Int32Array
  /** Number of nodes at each level: an empty level cuts off everything above it. */
  readonly population: Int32Array
  /** Nodes in the order in which the count of levels comes to them. */
  readonly found: Int32Array
  /** A ring of the nodes with excess, in order of service: `waiting` of them from position `next` on. */
  readonly active: Int32Array
  next: number
  waiting: number
}

export function createFlowSpace(nodes: number): FlowSpace {
  return {
    level: new Int32Array(nodes),
    current: new Int32Array(nodes),
    population: new Int32Array(nodes + 2),
    found: new Int32Array(nodes),
    active: new Int32Array(nodes),
    next: 0,
    waiting: 0,
  }
}

/**
 * Moves as much excess to deficits as the subgraph's residuals allow.
 * Source: push–relabel, first in first out, Goldberg and Tarjan (1988); levels are counted afresh from time to time and
 * nodes above an empty level given up, as in Cherkassky and Goldberg (1997).
 */
export function maximumFlow(graph: TightSubgraph, space: FlowSpace): void {
  const { active } = space
  const allowance = WORK_BEFORE_RELABELLING * (graph.nodes + graph.arcs)
  let work = 0
  relabelAll(graph, space)
  while (space.waiting > 0) {
    const u = active[space.next]!
    space.next = space.next + 1 === graph.nodes ? 0 : space.next + 1
    space.waiting--
    work += discharge(graph, space, u, allowance - work)
    if (work > allowance) {
      relabelAll(graph, space)
      work = 0
    }
  }
}

/**
 * Pushes a node's excess down until none is left, the node is cut off, or more than `allowance` arcs have been looked
 * at; returns how many were.
 */
function discharge(graph: TightSubgraph, space: FlowSpace, u: number, allowance: number): number {
  const { excess, first, head, partner, residual } = graph
  const { level, current } = space
  const end = first[u + 1]!
  let work = 0
  let left = excess[u]!
  let a = current[u]!
  let below = level[u]! - 1
  while (below < DEAD - 1 && work <= allowance) {
    const from = a
    for (; a < end; a++) {
      const room = residual[a]!
      const v = head[a]!
      if (room === 0 || level[v] !== below) continue
      const amount = Math.min(room, left)
      const before = excess[v]!
      residual[a] = room - amount
      residual[partner[a]!]! += amount
      excess[v] = before + amount
      left -= amount
      if (before <= 0 && before + amount > 0) enqueue(graph, space, v)
      if (left === 0) break
    }
    work += a - from + 1
    if (left === 0) break
    work += end - first[u]!
    relabel(graph, space, u)
    a = first[u]!
    below = level[u]! - 1
  }
  excess[u] = left
  current[u] = a
  return work
}

function enqueue({ nodes }: TightSubgraph, space: FlowSpace, node: number): void {
  const end = space.next + space.waiting++
  space.active[end < nodes ? end : end - nodes] = node
}

/** Raises a node from which no arc leads down to just above its lowest neighbour. */
function relabel({ nodes, first, head, residual }: TightSubgraph, space: FlowSpace, node: number): void {
  const { level, population } = space
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
}

/** Counts every node's level from the deficits backwards, and lists the nodes with excess, the nearest first. */
function relabelAll({ nodes, first, head, partner, residual, excess }: TightSubgraph, space: FlowSpace): void {
  const { level, current, population, found, active } = space
  let count = 0
  for (let u = 0; u < nodes; u++) {
    current[u] = first[u]!
    population[u] = 0
    level[u] = DEAD
    if (excess[u]! < 0) {
      level[u] = 0
      found[count++] = u
    }
  }
  let waiting = 0
  for (let i = 0; i < count; i++) {
    const u = found[i]!
    const above = level[u]! + 1
    population[above - 1]!++
    if (excess[u]! > 0) active[waiting++] = u
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      if (level[v] === DEAD && residual[partner[a]!]! > 0) {
        level[v] = above
        found[count++] = v
      }
    }
  }
  space.next = 0
  space.waiting = waiting
}
