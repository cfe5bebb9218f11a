/** Strongly connected components of a directed graph. */
export interface Components {
  /** Component of each node. An edge between two components leads from the greater number to the smaller. */
  readonly of: Int32Array
  readonly count: number
}

/**
 * Strongly connected components, numbered so that edges between components lead to smaller numbers.
 * Source: Tarjan (1972), with an explicit stack, because a chain of debts can be longer than the call stack.
 */
export function stronglyConnectedComponents(nodes: number, tail: Int32Array, head: Int32Array): Components {
  const { first, target } = successors(nodes, tail, head)
  const next = first.slice(0, nodes)
  const component = new Int32Array(nodes).fill(-1)
  const discovered = new Int32Array(nodes)
  const low = new Int32Array(nodes)
  const open = new Int32Array(nodes)
  const path = new Int32Array(nodes)
  let opened = 0
  let depth = 0
  let time = 0
  let count = 0
  const discover = (node: number): void => {
    discovered[node] = low[node] = ++time
    open[opened++] = node
    path[depth++] = node
  }
  for (let root = 0; root < nodes; root++) {
    if (discovered[root] !== 0) continue
    discover(root)
    while (depth > 0) {
      const u = path[depth - 1]!
      if (next[u]! < first[u + 1]!) {
        const v = target[next[u]!++]!
        if (discovered[v] === 0) discover(v)
        else if (component[v] === -1 && discovered[v]! < low[u]!) low[u] = discovered[v]!
        continue
      }
      depth--
      if (depth > 0) {
        const parent = path[depth - 1]!
        if (low[u]! < low[parent]!) low[parent] = low[u]!
      }
      if (low[u] !== discovered[u]) continue
      let member: number
      do {
        member = open[--opened]!
        component[member] = count
      } while (member !== u)
      count++
    }
  }
  return { of: component, count }
}

function successors(nodes: number, tail: Int32Array, head: Int32Array): { first: Int32Array; target: Int32Array } {
  const first = new Int32Array(nodes + 1)
  const target = new Int32Array(tail.length)
  for (const u of tail) first[u + 1]!++
  for (let u = 0; u < nodes; u++) first[u + 1]! += first[u] as number
  const next = first.slice(0, nodes)
  for (let k = 0; k < tail.length; k++) target[next[tail[k]!]!++] = head[k]!
  return { first, target }
}
