import type { Network } from './network.js'
import type { Search } from './shortest-paths.js'

/**
 * Moves excess to deficits along shortest paths, each deficit asking those before it in the order in which the search
 * settled them: not all that could be moved, but most of it, in one pass over the nodes.
 *
 * A node that was asked asks others in turn. What it can't get stays with it as a deficit; the flow that has come so far
 * goes only along tight arcs, and so is optimal as it is.
 * Source: the wave method of Tarjan (1984), turned round.
 */
export function drawAlongOrder(network: Network, { order, rank, settled }: Search, excess: Float64Array): void {
  const { first, head, partner, residual, cost, potential } = network
  for (let i = settled - 1; i >= 0; i--) {
    const u = order[i]!
    let missing = -excess[u]!
    if (missing <= 0) continue
    const here = potential[u]!
    for (let a = first[u]!, end = first[u + 1]!; a < end && missing > 0; a++) {
      const v = head[a]!
      if (rank[v]! >= i || cost[a]! + here !== potential[v]!) continue
      const back = partner[a]!
      const amount = Math.min(residual[back]!, missing)
      residual[back]! -= amount
      residual[a]! += amount
      excess[v]! -= amount
      missing -= amount
    }
    excess[u] = -missing
  }
}
