/**
 * How much of a value each of several paths carries if a unit could be divided: the cheapest mix, in floating point.
 * Source: column generation (Ford, Fulkerson 1958).
 */
import { MOST_HOPS } from './cheapest-path.js'
import type { DebtorState, HopState, PathGraph, RouteState } from './path-graph.js'
import { type Column, MOST_ROUNDS, masterOf, type Room, TINY } from './path-simplex.js'
import { cheapestSimple, type Label } from './simple-walk.js'

/** A part of a hop: what is free of premiums, or what grows the debtor's deficit. */
interface Arc {
  readonly hop: HopState
  readonly room: Room
  /** What a unit over it uses of other rooms. */
  readonly uses: readonly (readonly [Room, number])[]
  /** Premium for a unit over it. */
  readonly premium: number
}
interface ArcLabel extends Label<Arc> {
  readonly cost: number
  readonly route: RouteState | undefined
  readonly before: ArcLabel | undefined
}
const WHOLE = 10_000

/** @returns Paths and how much of the value arrives over each, rounded down; none where nothing leads there. */
export function mixPaths(
  graph: PathGraph,
  { from, to }: { readonly from: string; readonly to: string },
  value: bigint,
): readonly { readonly networks: readonly string[]; readonly value: bigint }[] {
  const rooms = roomsOf(from, value)
  const master = masterOf()
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const { price, needed } = master.prices()
    const column = cheapestColumn(graph, rooms, { from, to }, price)
    if (column === undefined || column.reduced > needed - TINY) break
    if (!master.enter(column.column)) break
  }
  const shares = new Map<string, { readonly networks: readonly string[]; readonly cost: number; share: number }>()
  for (const { networks, cost, share } of master.shares()) {
    const known = shares.get(networks.join(' '))
    if (known === undefined) shares.set(networks.join(' '), { networks, cost, share })
    else known.share += share
  }
  return [...shares.values()]
    .filter(({ share }) => share > TINY)
    .sort((a, b) => a.cost - b.cost)
    .map(({ networks, share }) => ({ networks, value: part(value, share) }))
}

const SCALE = 2n ** 50n
const part = (value: bigint, share: number): bigint =>
  (value * BigInt(Math.floor(Math.min(share, 1) * Number(SCALE)))) / SCALE

interface Rooms {
  readonly arcs: (hop: HopState) => readonly Arc[]
  readonly route: (route: RouteState) => Room
}
/** Rooms of hops, routes and debtors, made when they are first looked at. */
function roomsOf(from: string, value: bigint): Rooms {
  const room = (most: bigint): Room => ({ most: Number(most) / Number(value) })
  const routes = new Map<RouteState, Room>()
  const hops = new Map<HopState, readonly Arc[]>()
  const debtors = new Map<DebtorState, readonly [Room, Room]>()
  const grown = (hop: HopState): Arc => {
    const { debtor } = hop
    const { premium } = debtor
    const [growth, most] = known(debtors, debtor, () => [room(debtor.growth ?? 0n), room(debtor.most)])
    const uses: (readonly [Room, number])[] = debtor.growth === null ? [] : [[growth, 1]]
    const arc = { hop, room: room(hop.capacity - hop.free) }
    if (premium === undefined) return { ...arc, uses, premium: 0 }
    const rate = premium.rate / WHOLE
    if (hop.from === from) return { ...arc, uses, premium: rate }
    const issued = (rate * Number(premium.low.base)) / Number(premium.low.quote)
    const worth = Number(premium.high.quote) / Number(premium.high.base)
    return { ...arc, uses: [...uses, [most, issued]], premium: issued * worth }
  }
  return {
    arcs: (hop) =>
      known(hops, hop, () => {
        const grows = hop.capacity > hop.free && (hop.debtor.premium?.low.quote ?? 1n) > 0n
        const free = { hop, room: room(hop.free), uses: [], premium: 0 }
        return [...(hop.free > 0n ? [free] : []), ...(grows ? [grown(hop)] : [])]
      }),
    route: (route) => known(routes, route, () => room(route.left)),
  }
}
function known<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const before = map.get(key)
  if (before !== undefined) return before
  const made = make()
  map.set(key, made)
  return made
}

/** The path for which a unit that arrives costs least, what it uses priced too. Reckoned from the buyer's end. */
function cheapestColumn(
  graph: PathGraph,
  rooms: Rooms,
  { from, to }: { readonly from: string; readonly to: string },
  price: (room: Room) => number,
): { readonly column: Column; readonly reduced: number } | undefined {
  const costOf = ({ room, uses }: Arc): number => uses.reduce((sum, [used, by]) => sum + by * price(used), price(room))
  const found = cheapestSimple<Arc>({
    *starts() {
      for (const hop of graph.outOf.get(from) ?? []) {
        for (const arc of rooms.arcs(hop)) yield step(arc, 1 + arc.premium + costOf(arc), undefined, undefined)
      }
    },
    *on(last) {
      const label = last as ArcLabel
      const { hop } = label.place
      if (hop.to === to || label.length === MOST_HOPS) return
      for (const route of hop.on) {
        if (route.after.to === from || route.left === 0n) continue
        for (const arc of rooms.arcs(route.after)) {
          const passed = (1 + route.fee / WHOLE + arc.premium) * label.cost
          yield step(arc, passed + costOf(arc) + price(rooms.route(route)), route, label)
        }
      }
    },
    end: ({ place, cost }) => (place.hop.to === to ? cost : undefined),
  })
  return found === undefined
    ? undefined
    : { column: columnOf(found as ArcLabel, rooms), reduced: (found as ArcLabel).cost }
}
const step = (arc: Arc, cost: number, route: RouteState | undefined, before: ArcLabel | undefined): ArcLabel => ({
  place: arc,
  cost,
  network: arc.hop.to,
  length: (before?.length ?? 0) + 1,
  before,
  route,
})

function columnOf(last: ArcLabel, { route: roomOf }: Rooms): Column {
  const uses = new Map<Room, number>()
  const add = (room: Room, by: number): void => {
    uses.set(room, (uses.get(room) ?? 0) + by)
  }
  const networks = [last.place.hop.to]
  let passed = 1
  let cost = 0
  for (let label: ArcLabel | undefined = last; label !== undefined; label = label.before) {
    const { place, route } = label
    networks.unshift(place.hop.from)
    add(place.room, passed)
    for (const [room, by] of place.uses) add(room, passed * by)
    if (route === undefined) cost = passed * (1 + place.premium)
    else {
      add(roomOf(route), passed)
      passed *= 1 + route.fee / WHOLE + place.premium
    }
  }
  return { networks, cost, uses }
}
