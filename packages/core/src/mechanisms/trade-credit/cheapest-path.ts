/** The cheapest single path for a value, exactly. Spec: trade-credit.md#paths. */
import {
  fits,
  type GraphPath,
  growthOver,
  type HopState,
  neededBefore,
  ownPremium,
  type PathGraph,
  type RouteState,
} from './path-graph.js'
import { cheapestSimple, type Label } from './simple-walk.js'

/** As long as a path may be, in hops. */
export const MOST_HOPS = 9

/** A hop on the way back from the seller's end: the cost is what must pass over it. */
interface HopLabel extends Label<HopState> {
  readonly cost: bigint
  readonly route: RouteState | undefined
  readonly before: HopLabel | undefined
}

/**
 * The path that costs least for a value: fees are for pairs of accounts and round up, premiums are for what grows, so
 * what must pass is reckoned from the seller's end, in the command's own numbers.
 * @param how - `whole`: all of the value must fit; `part`: capacities that aren't used up count as wide enough.
 */
export function cheapestPath(
  graph: PathGraph,
  { from, to }: { readonly from: string; readonly to: string },
  value: bigint,
  how: 'whole' | 'part',
): GraphPath | undefined {
  const passes = (hop: HopState, amount: bigint): boolean =>
    how === 'whole' ? fits(hop, amount, hop.from === from) : fits(hop, 1n, hop.from === from)
  const found = cheapestSimple<HopState>({
    *starts() {
      for (const hop of graph.into.get(to) ?? []) {
        if (passes(hop, value)) yield step(hop, value, undefined, undefined)
      }
    },
    *on(last) {
      const label = last as HopLabel
      const { place, cost } = label
      if (place.from === from || label.length === MOST_HOPS) return
      for (const route of place.into) {
        const { before: hop } = route
        if (hop.from === to || route.left < (how === 'whole' ? cost : 1n)) continue
        const needed = neededBefore(route, cost)
        if (passes(hop, needed)) yield step(hop, needed, route, label)
      }
    },
    end({ place, cost }) {
      if (place.from !== from) return undefined
      return (cost as bigint) + ownPremium(place, growthOver(place, cost as bigint))
    },
  })
  return found === undefined ? undefined : pathOf(found as HopLabel)
}

const step = (hop: HopState, cost: bigint, route: RouteState | undefined, before: HopLabel | undefined): HopLabel => ({
  place: hop,
  cost,
  network: hop.from,
  length: (before?.length ?? 0) + 1,
  before,
  route,
})

function pathOf(first: HopLabel): GraphPath {
  const hops: HopState[] = []
  const routes: RouteState[] = []
  for (let label: HopLabel | undefined = first; label !== undefined; label = label.before) {
    hops.push(label.place)
    if (label.route !== undefined) routes.push(label.route)
  }
  return { hops, routes }
}
