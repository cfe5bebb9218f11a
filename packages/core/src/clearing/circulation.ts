import { createFlowSpace, maximumFlow } from './maximum-flow.js'
import type { Network } from './network.js'
import { routeBySimplex } from './network-simplex.js'
import { adjustPotentials, createSearch, findDistances, UNREACHED } from './shortest-paths.js'
import { createTightSubgraph, extract, restore } from './tight-subgraph.js'

/**
 * Changes residuals and potentials of a circulation until no arc with residual is cheaper than zero, that is until the
 * circulation's weight is the maximum.
 *
 * Every arc that is cheaper than zero is filled first, which leaves some nodes with more flow coming in than going out;
 * then these excesses are routed at the least cost. Where all weights are one this means: clear everything, and take
 * back along shortest paths what the net positions forbid, of which there is little. After `patience` phases a network
 * simplex does the rest; it needs residuals and costs that are true, not cut off.
 * Source: primal-dual minimum-cost flow, Ford and Fulkerson (1958); the phase count is that of distinct distances.
 */
export function maximiseCirculation(network: Network, patience = Infinity): void {
  const excess = new Float64Array(network.nodes)
  fillCheapArcs(network, excess)
  let sources = nodesWithExcess(excess)
  if (sources.length === 0) return
  const search = createSearch(network)
  const tight = createTightSubgraph(network)
  const space = createFlowSpace(network.nodes)
  for (let phase = 0; sources.length > 0; phase++) {
    if (phase >= patience) {
      routeBySimplex(network, excess)
      return
    }
    findDistances(search, network, sources, excess)
    if (search.nearest === UNREACHED) throw new Error('assertion: an excess without a path to a deficit')
    adjustPotentials(search, network.potential)
    extract(tight, network, search, excess)
    maximumFlow(tight, space)
    restore(tight, network, excess)
    sources = nodesWithExcess(excess)
  }
}

function fillCheapArcs(
  { nodes, first, head, partner, residual, cost, potential }: Network,
  excess: Float64Array,
): void {
  for (let u = 0; u < nodes; u++) {
    for (let a = first[u]!, end = first[u + 1]!; a < end; a++) {
      const v = head[a]!
      if (residual[a] === 0 || cost[a]! + potential[u]! - potential[v]! >= 0) continue
      excess[u]! -= residual[a]!
      excess[v]! += residual[a]!
      residual[partner[a]!]! += residual[a]!
      residual[a] = 0
    }
  }
}

function nodesWithExcess(excess: Float64Array): number[] {
  const nodes: number[] = []
  for (let u = 0; u < excess.length; u++) if (excess[u]! > 0) nodes.push(u)
  return nodes
}
