/** Which networks a trade had best pass over. A solver: the command checks what it finds. Spec: trade-credit.md#paths. */
import { least } from '../../arithmetic/index.js'
import { cheapestPath } from './cheapest-path.js'
import {
  amountsOver,
  close,
  deliverable,
  type GraphPath,
  graphOf,
  growthOver,
  type HopState,
  networksOf,
  ownPremium,
  type PathDebtor,
  type PathGraph,
  type PathHop,
  type PathRoute,
  pathOver,
  use,
} from './path-graph.js'
import { mixPaths } from './path-mix.js'

/** What {@link findPath} takes. */
export interface FindPath {
  readonly hops: readonly PathHop[]
  readonly routes: readonly PathRoute[]
  /** Absent: nothing bounds deficits but what bounds each, and none costs a premium. */
  readonly debtors?: readonly PathDebtor[]
  /** The buyer's network. */
  readonly from: string
  /** The seller's network. */
  readonly to: string
  /** What the seller's network is to be owed in the end, units of account. */
  readonly value: bigint
}
/** One path of those that share a trade. */
export interface FoundPath {
  /** Networks between the two ends, from the buyer's on. */
  readonly via: readonly string[]
  /** What the seller's network is owed over this path, units of account. */
  readonly value: bigint
  /** What the buyer's network owes for it: `value`, all fees, and premiums of networks between. */
  readonly cost: bigint
}

/** As many paths as a trade may have. */
const MOST_PATHS = 16

/** A way to share a value among paths, in order. */
type Split = readonly { readonly networks: readonly string[]; readonly value: bigint }[]

/**
 * How a trade had best pass: the paths that share it. What costs least is chosen: what the buyer's network comes to owe
 * and the premium of what its own deficits grow by, to the unit, as the command reckons it. Pure.
 *
 * - A single path is the cheapest of all that can carry the whole value, exactly; no path meets a network twice.
 *   Where fees make it worth meeting one twice the search is exponential: after 200,000 steps it takes a simple path
 *   that needn't be the cheapest.
 * - Splitting with fees that depend on where a trade comes from, and at most 16 paths, is NP-hard. What is found is the
 *   cheapest of three: the cheapest single path; always the cheapest path of what is left; and the optimum of all mixes
 *   of paths if a unit could be divided, brought to whole units. So it never costs more than either of the first two,
 *   and no more than the least that is possible and what rounding up costs, a unit or so for each hop of its paths,
 *   wherever at most 16 paths are needed.
 * - Where capacities are exhausted to the last units it may find nothing though there is something.
 *
 * What is found is checked against all capacities before it is returned.
 * Spec: trade-credit.md#paths. Source: label setting (see `simple-walk`); column generation (Ford, Fulkerson 1958).
 * @param search - Hops, routes and debtors, the two ends, and what is to arrive.
 * @returns Paths in the order in which they are to be taken, or undefined when what there is doesn't suffice.
 * @example findPath({ ...tradeHops(view(system, state).mechanisms['trade-credit']), from: 'athens', to: 'berlin', value: 30n }) // [{ via: [], value: 30n, cost: 30n }]
 */
export function findPath(search: FindPath): readonly FoundPath[] | undefined {
  const { value } = search
  if (value <= 0n) return undefined
  const fresh = (): PathGraph => graphOf(search.hops, search.routes, search.debtors ?? [])
  const whole = cheapestPath(fresh(), search, value, 'whole')
  const single = whole === undefined ? undefined : priced(fresh(), [{ networks: networksOf(whole), value }])
  // nothing is cheaper than what arrives
  if (single?.total === value) return single.paths
  const mix = mixPaths(fresh(), search, value)
  const carried = (shares: Split): Priced | undefined => {
    const split = filled(fresh(), search, shares)
    return split && priced(fresh(), split)
  }
  const found: (Priced | undefined)[] = [single, carried([]), carried(mix)]
  // a unit too little somewhere: whatever is carried first gets the rounding it needs
  if (!found.some((one) => one !== undefined)) {
    for (const [i, first] of mix.entries()) {
      const others = mix.filter((_, k) => k !== i)
      for (const most of [first.value + 1n, value]) found.push(carried([{ ...first, value: most }, ...others]))
    }
  }
  let best: Priced | undefined
  for (const one of found) if (one !== undefined && (best === undefined || one.total < best.total)) best = one
  return best?.paths
}

/** Carries as much as fits of what is shared out, then what is left by paths that carry something, then by the cheapest. */
function filled(graph: PathGraph, search: FindPath, shares: Split): Split | undefined {
  const values = new Map<string, { readonly networks: readonly string[]; value: bigint }>()
  let left = search.value
  const carry = (path: GraphPath, most: bigint): bigint => {
    const value = deliverable(path, least(left, most))
    if (value === 0n) return 0n
    const networks = networksOf(path)
    const known = values.get(networks.join(' '))
    if (known === undefined && values.size === MOST_PATHS) return 0n
    if (known === undefined) values.set(networks.join(' '), { networks, value })
    else known.value += value
    use(path, amountsOver(path, value) as readonly bigint[])
    left -= value
    return value
  }
  for (const { networks, value } of shares) carry(pathOver(graph, networks) as GraphPath, value)
  for (const { networks } of shares) if (left > 0n) carry(pathOver(graph, networks) as GraphPath, left)
  while (left > 0n) {
    const path = cheapestPath(graph, search, left, 'whole') ?? cheapestPath(graph, search, left, 'part')
    if (path === undefined) return undefined
    if (carry(path, left) > 0n) continue
    if (values.size === MOST_PATHS) return undefined
    close(path)
  }
  return [...values.values()]
}

interface Priced {
  readonly paths: readonly FoundPath[]
  /** What the buyer's network owes, and the premium of its own. */
  readonly total: bigint
}
/** What paths cost one after the other, or undefined where they don't fit. */
function priced(graph: PathGraph, split: Split): Priced | undefined {
  const paths: FoundPath[] = []
  let [cost, growth] = [0n, 0n]
  let first: HopState | undefined
  for (const { networks, value } of split) {
    const path = pathOver(graph, networks)
    const amounts = path && amountsOver(path, value)
    if (path === undefined || amounts === undefined) return undefined
    first = path.hops[0] as HopState
    const own = amounts[0] as bigint
    cost += own
    growth += growthOver(first, own)
    use(path, amounts)
    paths.push({ via: networks.slice(1, -1), value, cost: own })
  }
  return first === undefined ? undefined : { paths, total: cost + ownPremium(first, growth) }
}
