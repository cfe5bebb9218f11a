/** What a value round is about: prices, and a circulation in value at those prices. Spec: stake-market.md#value-rounds. */
import type { ValueRounds } from './config.js'
import { offered, type PlacedOrder, poolOf, type StakeEdge } from './parity-round.js'
import { isOpenClaim, type Moment } from './queries.js'
import type { StakeMarketView } from './tables.js'
import { type ApportionedWants, apportionWants } from './want-rows.js'

/** The wants that count, and what each agent that is left offers. */
export interface ValueWants extends ApportionedWants {
  /** Units, by agent, > 0n. */
  readonly offered: readonly bigint[]
  readonly orders: readonly PlacedOrder[]
}

/** Wants for open claims of agents that offer something, apportioned to the whole. */
export function valueWants(
  view: StakeMarketView,
  orders: readonly PlacedOrder[],
  moment: Moment,
  { whole }: ValueRounds,
): ValueWants {
  const offering = new Map(orders.map((placed) => [placed.agent, { placed, units: offered(view, placed) }]))
  const open = orders
    .filter(({ agent }) => (offering.get(agent)?.units ?? 0n) > 0n)
    .map(({ agent, order }) => ({
      agent,
      places: [...order.wants.entries()].filter(([, { issuer, proposition }]) => {
        const claim = view.tables.propositions.get({ issuer, proposition })
        return claim !== undefined && isOpenClaim(claim, moment)
      }),
    }))
  const rows = apportionWants(
    open.map(({ agent, places }) => ({
      agent,
      wants: places.map(([, { issuer, amount }]) => ({ agent: issuer, weight: amount })),
    })),
    whole,
  )
  const places = new Map(open.map(({ agent, places: kept }) => [agent, kept.map(([place]) => place)]))
  const left = rows.names.map((agent) => offering.get(agent) as { placed: PlacedOrder; units: bigint })
  return {
    ...rows,
    want: rows.want.map((k, e) => places.get(rows.names[rows.from[e] as number] as string)?.[k] as number),
    offered: left.map(({ units }) => units),
    orders: left.map(({ placed }) => placed),
  }
}

/** The edges of a value round: what each agent gives at most, by agent, then what it wants of it, by want. */
export function valueEdges(wants: ValueWants, prices: readonly bigint[]): readonly StakeEdge[] {
  const { names, from, to, weight, want, whole, offered: units, orders } = wants
  const worth = names.map((_, i) => (prices[i] as bigint) * (units[i] as bigint))
  const gates = names.map((agent, i): StakeEdge => {
    const amount = worth[i] as bigint
    return { debtor: poolOf(agent), creditor: agent, amount, weight: [0n], flow: { kind: 'give', agent } }
  })
  const wanted = Array.from(from, (i, e): StakeEdge => {
    const agent = names[i] as string
    const place = want[e] as number
    const { issuer, proposition } = (orders[i] as PlacedOrder).order.wants[place] as {
      issuer: string
      proposition: string
    }
    const amount = (BigInt(weight[e] as number) * (worth[i] as bigint)) / BigInt(whole)
    const flow = { kind: 'acquire', agent, want: place, issuer, proposition } as const
    return { debtor: agent, creditor: poolOf(names[to[e] as number] as string), amount, weight: [1n], flow }
  })
  return [...gates, ...wanted].filter(({ amount }) => amount > 0n)
}
