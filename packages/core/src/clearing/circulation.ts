import { createFlowSpace, maximumFlow } from './maximum-flow.js'
import type { Network } from './network.js'
import { routeBySimplex } from './network-simplex.js'
import { adjustPotentials, createSearch, findDistances } from './shortest-paths.js'
import { drawAlongOrder } from './shortest-routes.js'
import { createTightSubgraph, extract, restore } from './tight-subgraph.js'

/** How excesses are routed: for how many phases, and whether each moves all it can or most of it in a single pass. */
export interface Course {
  /** After as many phases a network simplex does the rest; it needs residuals and costs that are true, not cut off. */
  readonly patience: number
  readonly isThorough: boolean
}

const TO_THE_END: Course = { patience: Infinity, isThorough: true }

/**
 * Changes residuals and potentials of a circulation until no arc with residual is cheaper than zero, that is until the
 * circulation's weight is the maximum.
 *
 * Every arc that is cheaper than zero is filled first, which leaves some nodes with more flow coming in than going out;
 * then these excesses are routed at the least cost. Where all weights are one this means: clear everything, and take
 * back along shortest paths what the net positions forbid, of which there is little.
 * Source: primal-dual minimum-cost flow, Ford and Fulkerson (1958), with the distances of all deficits in each phase.
 */
export function maximiseCirculation(network: Network, course = TO_THE_END): void {
  const excess = new Float64Array(network.nodes)
  fillCheapArcs(network, excess)
  const search = createSearch(network)
  const move = course.isThorough ? thorough(network) : drawAlongOrder
  for (let phase = 0; phase < course.patience; phase++) {
    if (!findDistances(search, network, excess)) return
    adjustPotentials(search, network.potential)
    move(network, search, excess)
  }
  if (excess.some((amount) => amount > 0)) routeBySimplex(network, excess)
}

/** Moves as much excess to deficits along shortest paths as there is room for. */
function thorough(of: Network): typeof drawAlongOrder {
  const tight = createTightSubgraph(of)
  const space = createFlowSpace(of.nodes)
  return (network, search, excess) => {
    extract(tight, network, search, excess)
    maximumFlow(tight, space)
    restore(tight, network, excess)
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
