import { apportion } from '../../arithmetic/index.js'
import type { WantRows } from './unit-prices.js'

/** What an open order wants: weights for the stake of others, several entries for one of them where there are. */
export interface WantOrder {
  readonly agent: string
  /** In order of preference among equal remainders; each weight > 0n. */
  readonly wants: readonly { readonly agent: string; readonly weight: bigint }[]
}

/** The rows of a value round, and what they were made of. */
export interface ApportionedWants extends WantRows {
  /** Names of the agents that are left, in the order of their orders; the numbers in `from` and `to` are places here. */
  readonly names: readonly string[]
  readonly from: Int32Array
  readonly to: Int32Array
  readonly weight: Float64Array
  /** For every entry, the place of the want within its order. */
  readonly want: Int32Array
}

/**
 * The wants that count in a value round: those for agents without an order in it are dropped, and so is an order that
 * wants nothing any more, until nothing changes; every order left has its weights apportioned to parts of the same whole.
 * The result doesn't depend on the order in which things are dropped.
 * Spec: stake-market.md#unit-prices.
 * @param orders - At most one for each agent, in key order of the agents; a want for one's own stake is dropped.
 * @param whole - D, what the weights of each order are apportioned to: a whole number, 1 ≤ D ≤ 2^32.
 * @returns Entries by order, then by want; a weight may come out as zero.
 * @throws {RangeError} when an agent has two orders, a weight isn't positive, or the whole is out of range.
 * @example apportionWants([{ agent: 'a', wants: [{ agent: 'b', weight: 1n }] }], 10_000).names // []
 */
export function apportionWants(orders: readonly WantOrder[], whole: number): ApportionedWants {
  if (!Number.isSafeInteger(whole) || whole < 1 || whole > 2 ** 32) throw new RangeError('the whole is from 1 to 2^32')
  const left = withSomethingToWant(orders)
  const number = new Map(left.map(({ agent }, i) => [agent, i]))
  const from: number[] = []
  const to: number[] = []
  const weight: number[] = []
  const want: number[] = []
  for (const [i, order] of left.entries()) {
    const kept = [...order.wants.entries()].filter(([, { agent }]) => agent !== order.agent && number.has(agent))
    const parts = apportion(
      BigInt(whole),
      kept.map(([, wanted]) => wanted.weight),
    )
    for (const [k, [place, { agent }]] of kept.entries()) {
      from.push(i)
      to.push(number.get(agent)!)
      weight.push(Number(parts[k]))
      want.push(place)
    }
  }
  return {
    agents: left.length,
    whole,
    names: left.map(({ agent }) => agent),
    from: Int32Array.from(from),
    to: Int32Array.from(to),
    weight: Float64Array.from(weight),
    want: Int32Array.from(want),
  }
}

/** The orders that still want something when all that lead to nothing are gone: each is taken away at most once. */
function withSomethingToWant(orders: readonly WantOrder[]): readonly WantOrder[] {
  const open = new Map<string, WantOrder>()
  for (const order of orders) {
    if (open.has(order.agent)) throw new RangeError(`${order.agent} has two orders`)
    open.set(order.agent, order)
  }
  const wanting = new Map<string, string[]>()
  const count = new Map<string, number>()
  for (const { agent, wants } of orders) {
    count.set(agent, 0)
    for (const wanted of wants) {
      if (wanted.weight <= 0n) throw new RangeError(`${agent} gives a want no positive weight`)
      if (wanted.agent === agent || !open.has(wanted.agent)) continue
      count.set(agent, count.get(agent)! + 1)
      const others = wanting.get(wanted.agent)
      if (others === undefined) wanting.set(wanted.agent, [agent])
      else others.push(agent)
    }
  }
  const empty = orders.filter(({ agent }) => count.get(agent) === 0).map(({ agent }) => agent)
  for (let agent = empty.pop(); agent !== undefined; agent = empty.pop()) {
    open.delete(agent)
    for (const other of wanting.get(agent) ?? []) {
      count.set(other, count.get(other)! - 1)
      if (count.get(other) === 0) empty.push(other)
    }
  }
  return orders.filter(({ agent }) => open.has(agent))
}
