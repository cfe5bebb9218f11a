/** What a parity round is about: a circulation, unit for unit. Spec: stake-market.md#parity-rounds. */
import { least } from '../../arithmetic/index.js'
import { creditOf, hasFailed, isLive, isOpenClaim, type Moment, stakeOf } from './queries.js'
import type { PropositionKey, StakeMarketView, StakeOrder } from './tables.js'

/** What a unit that flows along an edge of a round does. */
export type StakeFlow =
  /** The agent gives a unit of its own stake. */
  | { readonly kind: 'give'; readonly agent: string }
  /** The agent acquires a unit of the issuer's stake; in value rounds, that value of it. */
  | ({ readonly kind: 'acquire'; readonly agent: string; readonly want: number } & PropositionKey)
  /** The agent gives a unit back to its issuer. */
  | ({ readonly kind: 'unwind'; readonly agent: string; readonly round: number } & PropositionKey)
  /** The agent takes a unit of credit from the market, or gives one back. */
  | { readonly kind: 'credit' | 'retract'; readonly agent: string }
  /** The market takes a unit of the agent's stake, or sells one. */
  | { readonly kind: 'take' | 'sell'; readonly agent: string }

/** An edge of a round: `debtor` is who receives, `creditor` who gives. */
export interface StakeEdge {
  readonly debtor: string
  readonly creditor: string
  /** Units in parity rounds, value in value rounds, > 0n. */
  readonly amount: bigint
  /** By level. */
  readonly weight: readonly bigint[]
  readonly flow: StakeFlow
}

/** An order that takes part. */
export interface PlacedOrder {
  readonly agent: string
  readonly order: Readonly<StakeOrder>
}

/** What lies between those who want stake of an agent and the agent that gives it: no party can be named so. */
export const poolOf = (agent: string): string => `${agent}'`

/** Most units that an order gives. */
export function offered(view: StakeMarketView, { agent, order }: PlacedOrder): bigint {
  const free = least(order.units, stakeOf(view, agent, agent) - order.keep)
  return free > 0n ? free : 0n
}

/** Levels of a weight: lots of failed claims; what is acquired and given back; credit. */
type Levels = readonly [bigint, bigint, bigint]
interface Draft extends Omit<StakeEdge, 'weight'> {
  readonly levels: Levels
}
const IDLE: Levels = [0n, 0n, 0n]
const MATCH: Levels = [0n, 1n, 0n]
const RIGHT: Levels = [1n, 1n, 0n]
const LEND: Levels = [0n, 0n, -1n]
const RETRACT: Levels = [0n, 0n, 1n]

/** The edges of a parity round: by order, and then what the market has in stock of what is wanted. */
export function parityEdges(
  view: StakeMarketView,
  orders: readonly PlacedOrder[],
  moment: Moment,
  mediation: bigint,
): readonly StakeEdge[] {
  const edges = orders.flatMap((placed) => edgesOf(view, placed, moment, mediation))
  const wanted = new Set(edges.flatMap(({ flow }) => (flow.kind === 'acquire' ? [flow.issuer] : [])))
  const stock = [...wanted].map((agent): Draft => {
    const amount = stakeOf(view, view.self, agent)
    return { debtor: poolOf(agent), creditor: view.self, amount, levels: IDLE, flow: { kind: 'sell', agent } }
  })
  return weighed([...edges, ...stock].filter(({ amount }) => amount > 0n))
}

function edgesOf(view: StakeMarketView, placed: PlacedOrder, moment: Moment, mediation: bigint): readonly Draft[] {
  const { agent, order } = placed
  const [pool, market] = [poolOf(agent), view.self]
  const live = isLive(order, moment)
  const edges: Draft[] = []
  const edge = (debtor: string, creditor: string, amount: bigint, levels: Levels, flow: StakeFlow): void => {
    edges.push({ debtor, creditor, amount, levels, flow })
  }
  if (live) edge(pool, agent, offered(view, placed), IDLE, { kind: 'give', agent })
  for (const [want, { issuer, proposition, amount }] of order.wants.entries()) {
    const claim = view.tables.propositions.get({ issuer, proposition })
    if (!live || claim === undefined || !isOpenClaim(claim, moment)) continue
    edge(agent, poolOf(issuer), amount, MATCH, { kind: 'acquire', agent, want, issuer, proposition })
  }
  for (const { units, ...lot } of order.unwinds) {
    const held = view.tables.lots.get({ holder: agent, ...lot })?.units ?? 0n
    const standing = hasFailed(view, lot, moment)
    if (!live && !standing) continue
    edge(lot.issuer, agent, least(units, held), standing ? RIGHT : MATCH, { kind: 'unwind', agent, ...lot })
  }
  if (!live || view.config.credit === undefined) return edges
  const credit = creditOf(view, agent)
  if (mediation > 0n) edge(agent, market, order.credit - credit, LEND, { kind: 'credit', agent })
  edge(market, agent, credit, RETRACT, { kind: 'retract', agent })
  edge(market, pool, mediation - stakeOf(view, market, agent), IDLE, { kind: 'take', agent })
  return edges
}

/** Weights of those levels alone at which the edges differ from zero: a round without credit has no level for it. */
function weighed(edges: readonly Draft[]): readonly StakeEdge[] {
  const used = [0, 1, 2].filter((level) => level === 1 || edges.some(({ levels }) => levels[level] !== 0n))
  return edges.map(({ levels, ...edge }) => ({ ...edge, weight: used.map((level) => levels[level] as bigint) }))
}
