/** What there is for trades to pass over, used up as paths are chosen. Spec: trade-credit.md#paths. */
import { least, mulDiv } from '../../arithmetic/index.js'
import type { Side } from './prices.js'
import { withFee } from './routes.js'

/** How much more a network may come to owe another, units of account. */
export interface PathHop {
  readonly debtor: string
  readonly creditor: string
  readonly capacity: bigint
  /** Part of it that only uses up a surplus: it counts against no limit and costs no premium. Default: all. */
  readonly free?: bigint
}
/** What a network lets pass from one partner to another. */
export interface PathRoute {
  readonly network: string
  readonly from: string
  readonly to: string
  readonly left: bigint
  readonly fee: number
}
/** What bounds the growth of all deficits of a network together, and what it costs. */
export interface PathDebtor {
  readonly network: string
  /** Units of account; null: nothing but what bounds each. */
  readonly growth: bigint | null
  /** Absent: none. */
  readonly premium?: PathPremium
}
/** A premium in the currency of the network that pays it. */
export interface PathPremium {
  /** Of what a deficit grows by, basis points. */
  readonly rate: number
  /** What the currency is worth when it is paid, and when it is received: units of account for base units. */
  readonly low: Side
  readonly high: Side
  /** How much of its currency the network can issue for it, base units. */
  readonly most: bigint
}

/** A hop with what is left of it. */
export interface HopState {
  readonly debtor: DebtorState
  readonly from: string
  readonly to: string
  capacity: bigint
  free: bigint
  /** Ways on, and ways that lead here. */
  readonly on: RouteState[]
  readonly into: RouteState[]
}
export interface RouteState {
  readonly before: HopState
  readonly after: HopState
  readonly fee: number
  left: bigint
}
export interface DebtorState {
  growth: bigint | null
  readonly premium?: PathPremium
  /** Of its premiums, base units. */
  most: bigint
}
export interface PathGraph {
  /** By debtor, and by creditor. */
  readonly outOf: ReadonlyMap<string, readonly HopState[]>
  readonly into: ReadonlyMap<string, readonly HopState[]>
  readonly pairs: ReadonlyMap<string, HopState>
}
/** Hops from the buyer's end on, and what the intermediaries between them let pass. */
export interface GraphPath {
  readonly hops: readonly HopState[]
  readonly routes: readonly RouteState[]
}

export function graphOf(
  hops: readonly PathHop[],
  routes: readonly PathRoute[],
  debtors: readonly PathDebtor[],
): PathGraph {
  const known = new Map<string, DebtorState>()
  for (const { network, growth, premium } of debtors) {
    known.set(network, premium === undefined ? { growth, most: 0n } : { growth, premium, most: premium.most })
  }
  const debtorOf = (network: string): DebtorState => {
    const debtor = known.get(network) ?? { growth: null, most: 0n }
    known.set(network, debtor)
    return debtor
  }
  const outOf = new Map<string, HopState[]>()
  const into = new Map<string, HopState[]>()
  const pairs = new Map<string, HopState>()
  for (const { debtor, creditor, capacity, free = capacity } of hops) {
    const state = {
      debtor: debtorOf(debtor),
      ...{ from: debtor, to: creditor, capacity, free: least(free, capacity) },
      ...{ on: [], into: [] },
    }
    pairs.set(pair(debtor, creditor), state)
    append(outOf, debtor, state)
    append(into, creditor, state)
  }
  for (const { network, from, to, left, fee } of routes) {
    const [before, after] = [pairs.get(pair(from, network)), pairs.get(pair(network, to))]
    if (before === undefined || after === undefined) continue
    const route = { before, after, fee, left }
    before.on.push(route)
    after.into.push(route)
  }
  return { outOf, into, pairs }
}
const pair = (a: string, b: string): string => `${a} ${b}`
function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

/** The path over these networks, if there is one. */
export function pathOver({ pairs }: PathGraph, networks: readonly string[]): GraphPath | undefined {
  const hops: HopState[] = []
  const routes: RouteState[] = []
  for (const [i, to] of networks.slice(1).entries()) {
    const hop = pairs.get(pair(networks[i] as string, to))
    const route = hops.at(-1)?.on.find(({ after }) => after === hop)
    if (hop === undefined || (route === undefined && hops.length > 0)) return undefined
    hops.push(hop)
    if (route !== undefined) routes.push(route)
  }
  return { hops, routes }
}
export const networksOf = ({ hops }: GraphPath): readonly string[] => [
  (hops[0] as HopState).from,
  ...hops.map(({ to }) => to),
]

const WHOLE = 10_000n
/** By how much a debt over a hop grows the debtor's deficit. */
export const growthOver = ({ free }: HopState, amount: bigint): bigint => (amount > free ? amount - free : 0n)
/** A premium in units of account, as the buyer of it counts it. */
export const ownPremium = ({ debtor: { premium } }: HopState, growth: bigint): bigint =>
  premium === undefined ? 0n : mulDiv(growth, BigInt(premium.rate), WHOLE, 'up')
/** A premium in the currency of the network that pays it, rounded as the command does. */
function premiumIn({ rate, low }: PathPremium, growth: bigint): bigint {
  return mulDiv(mulDiv(growth, BigInt(rate), WHOLE, 'up'), low.base, low.quote, 'up')
}

/** Whether a debt may be taken on over a hop: by the buyer's network, or by one that issues its premium itself. */
export function fits(hop: HopState, amount: bigint, first: boolean): boolean {
  const growth = growthOver(hop, amount)
  const { debtor } = hop
  if (amount > hop.capacity || (debtor.growth !== null && growth > debtor.growth)) return false
  if (growth === 0n || debtor.premium === undefined) return true
  return debtor.premium.low.quote > 0n && (first || premiumIn(debtor.premium, growth) <= debtor.most)
}
/** What an intermediary must be owed to owe `amount` on: it, its fee, and the premium of what its deficit grows by. */
export function neededBefore({ after, fee }: RouteState, amount: bigint): bigint {
  const { premium } = after.debtor
  const growth = growthOver(after, amount)
  if (premium === undefined || growth === 0n) return withFee(amount, fee)
  const { base, quote } = premium.high
  return withFee(amount, fee) + mulDiv(premiumIn(premium, growth), quote, base, 'up')
}

/** What passes over each hop of a path when `value` arrives, or undefined where that is too much. */
export function amountsOver({ hops, routes }: GraphPath, value: bigint): readonly bigint[] | undefined {
  const amounts = [value]
  for (let i = hops.length - 1; i >= 0; i--) {
    const [hop, amount, route] = [hops[i] as HopState, amounts[0] as bigint, routes[i - 1]]
    if (!fits(hop, amount, i === 0) || (route !== undefined && amount > route.left)) return undefined
    if (route !== undefined) amounts.unshift(neededBefore(route, amount))
  }
  return amounts
}
/** Closes what is too narrow on a path for a unit with its fees, so that it is found no more. */
export function close({ hops, routes }: GraphPath): void {
  let amount = 1n
  for (let i = hops.length - 1; i >= 0; i--) {
    const [hop, route] = [hops[i] as HopState, routes[i - 1]]
    if (!fits(hop, amount, i === 0)) {
      hop.capacity = 0n
      return
    }
    if (route === undefined) return
    if (amount > route.left) {
      route.left = 0n
      return
    }
    amount = neededBefore(route, amount)
  }
}
/** The most, up to `value`, that can arrive over a path. */
export function deliverable(path: GraphPath, value: bigint): bigint {
  if (amountsOver(path, value) !== undefined) return value
  let [low, high] = [0n, value]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (amountsOver(path, middle) === undefined) high = middle
    else low = middle
  }
  return low
}
/** Uses a path up as far as amounts need it. */
export function use({ hops, routes }: GraphPath, amounts: readonly bigint[]): void {
  for (const [i, hop] of hops.entries()) {
    const amount = amounts[i] as bigint
    const { debtor } = hop
    const growth = growthOver(hop, amount)
    if (growth > 0n && i > 0 && debtor.premium !== undefined) debtor.most -= premiumIn(debtor.premium, growth)
    if (debtor.growth !== null) debtor.growth -= growth
    hop.capacity -= amount
    hop.free -= amount - growth
    const route = routes[i - 1]
    if (route !== undefined) route.left -= amount
  }
}
