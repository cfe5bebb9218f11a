/** Which networks a trade had best pass over. A solver: the command checks what it finds. Spec: trade-credit.md#paths. */
import { externalLimit } from './pools.js'
import { openRound, pairAccount } from './queries.js'
import { withFee, withoutFee } from './routes.js'
import { least } from './sums.js'
import type { TradeCreditView } from './tables.js'

/** How much more a network may come to owe another, units of account. */
export interface PathHop {
  readonly debtor: string
  readonly creditor: string
  readonly capacity: bigint
}
/** What a network lets pass from one partner to another. */
export interface PathRoute {
  readonly network: string
  readonly from: string
  readonly to: string
  readonly left: bigint
  readonly fee: number
}
/** What {@link findPath} takes. */
export interface FindPath {
  readonly hops: readonly PathHop[]
  readonly routes: readonly PathRoute[]
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
  /** What the buyer's network owes for it: `value` and all fees. */
  readonly cost: bigint
}

/** As many paths as a trade may have, and as long as one may be. */
const MOST_PATHS = 16
const MOST_HOPS = 9

/**
 * The cheapest path for a trade, and where its capacity ends the next cheapest for the rest: always the cheapest of what
 * is left, which needn't be the cheapest of all ways to split. Pure.
 * Spec: trade-credit.md#paths. Source: Dijkstra (1959), from the seller's end, over accounts: a fee is for a pair of them.
 * @param search - Hops and routes, the two ends, and what is to arrive.
 * @returns paths in the order found, or undefined when what there is doesn't suffice.
 * @example findPath({ ...tradeHops(view(system, state).mechanisms['trade-credit']), from: 'athens', to: 'berlin', value: 30n }) // [{ via: [], value: 30n, cost: 30n }]
 */
export function findPath({ hops, routes, from, to, value }: FindPath): readonly FoundPath[] | undefined {
  const graph = graphOf(hops, routes)
  const found: FoundPath[] = []
  let left = value
  while (left > 0n && found.length < MOST_PATHS) {
    const path = cheapest(graph, from, to, left)
    if (path === undefined) return undefined
    const most = least(left, deliverable(path))
    if (most === 0n) {
      // too narrow for a unit and its fees: without its narrowest hop it is found no more
      const narrowest = path.hops.reduce((a, b) => (b.capacity < a.capacity ? b : a))
      narrowest.capacity = 0n
      continue
    }
    found.push({ via: path.hops.slice(1).map(({ debtor }) => debtor), value: most, cost: use(path, most) })
    left -= most
  }
  return left > 0n ? undefined : found
}

interface Hop {
  readonly debtor: string
  readonly creditor: string
  capacity: bigint
}
interface Route {
  readonly from: string
  readonly fee: number
  left: bigint
}
interface Graph {
  /** By creditor. */
  readonly into: ReadonlyMap<string, readonly Hop[]>
  readonly hop: ReadonlyMap<string, Hop>
  /** By network and the partner it owes on. */
  readonly routes: ReadonlyMap<string, readonly Route[]>
}
/** Hops from the buyer's end on, and what the intermediaries between them let pass. */
interface Path {
  readonly hops: readonly Hop[]
  readonly routes: readonly Route[]
}

const pair = (a: string, b: string): string => `${a} ${b}`

function graphOf(given: readonly PathHop[], routes: readonly PathRoute[]): Graph {
  const into = new Map<string, Hop[]>()
  const hop = new Map<string, Hop>()
  for (const one of given) {
    const copy = { ...one }
    hop.set(pair(one.debtor, one.creditor), copy)
    into.set(one.creditor, [...(into.get(one.creditor) ?? []), copy])
  }
  const onward = new Map<string, Route[]>()
  for (const { network, from, to, left, fee } of routes) {
    const key = pair(network, to)
    onward.set(key, [...(onward.get(key) ?? []), { from, left, fee }])
  }
  return { into, hop, routes: onward }
}

/** A hop on the way back from the seller's end: what must pass over it, and what comes after. */
interface Label {
  readonly hop: Hop
  readonly need: bigint
  readonly length: number
  readonly next: Label | undefined
  readonly route: Route | undefined
}

/** The path that costs least for `value`, over hops and routes with anything left; of equal ones the shortest. */
function cheapest(graph: Graph, from: string, to: string, value: bigint): Path | undefined {
  const queue: Label[] = []
  const done = new Set<Hop>()
  const open = (label: Label): void => {
    if (label.hop.capacity > 0n && !done.has(label.hop) && label.length <= MOST_HOPS) insert(queue, label)
  }
  for (const hop of graph.into.get(to) ?? []) open({ hop, need: value, length: 1, next: undefined, route: undefined })
  for (let label = queue.pop(); label !== undefined; label = queue.pop()) {
    const { hop, need, length } = label
    if (done.has(hop)) continue
    done.add(hop)
    if (hop.debtor === from) return pathOf(label)
    for (const route of graph.routes.get(pair(hop.debtor, hop.creditor)) ?? []) {
      const before = graph.hop.get(pair(route.from, hop.debtor))
      if (before === undefined || route.left === 0n || before.debtor === to || owes(label, before.debtor)) continue
      open({ hop: before, need: withFee(need, route.fee), length: length + 1, next: label, route })
    }
  }
  return undefined
}

/** Whether the network is on the way already: no path has one twice. */
function owes(first: Label, network: string): boolean {
  for (let label: Label | undefined = first; label !== undefined; label = label.next) {
    if (label.hop.debtor === network) return true
  }
  return false
}

/** Keeps the cheapest last. */
function insert(queue: Label[], label: Label): void {
  let [low, high] = [0, queue.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isCheaper(label, queue[middle] as Label)) low = middle + 1
    else high = middle
  }
  queue.splice(low, 0, label)
}
const isCheaper = (a: Label, b: Label): boolean => a.need < b.need || (a.need === b.need && a.length < b.length)

function pathOf(first: Label): Path {
  const hops: Hop[] = []
  const routes: Route[] = []
  for (let label: Label | undefined = first; label !== undefined; label = label.next) {
    hops.push(label.hop)
    if (label.route !== undefined) routes.push(label.route)
  }
  return { hops, routes }
}

/** The most that can arrive over a path. */
function deliverable({ hops, routes }: Path): bigint {
  let most = (hops[0] as Hop).capacity
  for (const [i, { fee, left }] of routes.entries()) {
    most = least(least(withoutFee(most, fee), left), (hops[i + 1] as Hop).capacity)
  }
  return most
}

/** Uses a path up as far as `value` needs it. @returns what passes over its first hop. */
function use({ hops, routes }: Path, value: bigint): bigint {
  let need = value
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i] as Hop
    hop.capacity -= need
    const route = routes[i - 1]
    if (route === undefined) continue
    route.left -= need
    need = withFee(need, route.fee)
  }
  return need
}

/**
 * What there is for {@link findPath}: how much more every network may come to owe every other, and what passes on.
 * Spec: trade-credit.md#paths.
 * @param view - Of the instance.
 * @returns Hops with anything left, and routes.
 * @throws {RefusedError} with the code of a price that limits rest on and that is missing or stale.
 * @example tradeHops(view(system, state).mechanisms['trade-credit']).hops[0] // { debtor: 'athens', creditor: 'berlin', capacity: 30n }
 */
export function tradeHops(view: TradeCreditView): Pick<FindPath, 'hops' | 'routes'> {
  const hops: PathHop[] = []
  const held = openRound(view) !== undefined
  for (const { key, row } of view.tables.accounts.under({})) {
    if (held && row.clearing) continue
    hops.push(hopOf(view, key.first, key.second, row.open), hopOf(view, key.second, key.first, row.open))
  }
  const routes = [...view.tables.routes.under({})].map(({ key, row }) => ({ ...key, ...row }))
  return { hops: hops.filter(({ capacity }) => capacity > 0n), routes }
}

function hopOf(view: TradeCreditView, debtor: string, creditor: string, open: boolean): PathHop {
  const account = pairAccount(view, debtor, creditor)
  const balance = view.balance(account)
  const surplus = balance > 0n ? balance : 0n
  const own = view.tables.networks.get({ network: debtor })
  const other = view.tables.networks.get({ network: creditor })
  if (!open || !own?.open || !other?.open) return { debtor, creditor, capacity: surplus }
  const agreed = balance + view.bounds(account).limit
  const covered = externalLimit(view, debtor)
  const capacity = covered === null ? agreed : least(agreed, surplus + covered - own.drawn)
  return { debtor, creditor, capacity: capacity > surplus ? capacity : surplus }
}
