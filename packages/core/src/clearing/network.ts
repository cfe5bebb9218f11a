/**
 * A circulation problem in numbers: edges u→v, each with what its flow may still grow (`up`) and shrink (`down`).
 *
 * Every edge is two arcs that are each other's partner. The arc u→v takes flow of the edge back, which costs the edge's
 * weight; the arc v→u lets more flow through, which costs minus the weight. An arc a→b with residual > 0 and
 * `cost + potential[a] − potential[b] < 0` shows that the flow isn't optimal.
 *
 * All numbers are integers within ±2^53, so that arithmetic on them is exact.
 */
export interface Network {
  readonly nodes: number
  readonly edges: number
  /** Arcs that leave node u are those from `first[u]` below `first[u + 1]`. */
  readonly first: Int32Array
  readonly head: Int32Array
  readonly partner: Int32Array
  readonly residual: Float64Array
  readonly cost: Float64Array
  /** By edge u→v: its arc u→v. */
  readonly arc: Int32Array
  readonly potential: Float64Array
}

/** The network of the edges `debtor[k]`→`creditor[k]`, without residuals and costs yet, all potentials zero. */
export function createNetwork(nodes: number, debtor: Int32Array, creditor: Int32Array): Network {
  const edges = debtor.length
  const first = new Int32Array(nodes + 1)
  const head = new Int32Array(2 * edges)
  const partner = new Int32Array(2 * edges)
  const arc = new Int32Array(edges)
  for (let k = 0; k < edges; k++) {
    first[debtor[k]! + 1]!++
    first[creditor[k]! + 1]!++
  }
  for (let u = 0; u < nodes; u++) first[u + 1]! += first[u]!
  const next = first.slice(0, nodes)
  for (let k = 0; k < edges; k++) {
    const out = next[debtor[k]!]!++
    const back = next[creditor[k]!]!++
    head[out] = creditor[k]!
    head[back] = debtor[k]!
    partner[out] = back
    partner[back] = out
    arc[k] = out
  }
  return {
    nodes,
    edges,
    first,
    head,
    partner,
    residual: new Float64Array(2 * edges),
    cost: new Float64Array(2 * edges),
    arc,
    potential: new Float64Array(nodes),
  }
}

/** Sets what each edge's flow may grow and shrink. */
export function setResiduals(network: Network, up: Float64Array, down: Float64Array): void {
  const { arc, partner, residual } = network
  for (let k = 0; k < network.edges; k++) {
    const out = arc[k]!
    residual[out] = down[k]!
    residual[partner[out]!] = up[k]!
  }
}

/** Sets each edge's weight: what a unit of its flow is worth. */
export function setWeights(network: Network, weight: Float64Array): void {
  const { arc, partner, cost } = network
  for (let k = 0; k < network.edges; k++) {
    const out = arc[k]!
    cost[out] = weight[k]!
    cost[partner[out]!] = -weight[k]!
  }
}

/** What each edge's flow may shrink: its flow, where it began at zero. */
export function residualsDown(network: Network): Float64Array {
  const { arc, residual } = network
  const down = new Float64Array(network.edges)
  for (let k = 0; k < network.edges; k++) down[k] = residual[arc[k]!]!
  return down
}
