/** What a round is about, for solvers and for the command that judges them. Spec: stake-market.md#rounds. */
import { verifyClearing } from '../../clearing/verifier.js'
import { type PlacedOrder, parityEdges, type StakeEdge } from './parity-round.js'
import { hasFailed, isLive, type Moment, openStakeRound } from './queries.js'
import type { StakeMarketView, StakeOrder } from './tables.js'
import { verifyPrices, type WantRows } from './unit-prices.js'
import { type ValueWants, valueEdges, valueWants } from './value-round.js'

/** What `settle-round` takes, beside prices in a market of value rounds. */
export interface StakeClearing {
  /** What flows along each edge of the round, in its order: units, or value. */
  readonly flow: readonly bigint[]
  /** An integer per party of the round in order of first appearance, level by level. */
  readonly potential: readonly (readonly bigint[])[]
}
/** A round as it stands: with its edges, `clear` finds what `settle-round` takes. */
export interface StakeMarketRound {
  readonly orders: readonly PlacedOrder[]
  /** In the round's order; the debtor of an edge receives and the creditor gives. */
  readonly edges: readonly StakeEdge[]
}

/** When a round sees the market, where it begins, and what bounds it. */
export interface RoundTerms extends Moment {
  readonly from: string | null
  readonly orders: number
  readonly mediation: bigint
}

/** The terms of the round that is open, or of one that would be opened now. */
export function roundTerms(view: StakeMarketView): RoundTerms {
  const open = openStakeRound(view)
  if (open !== undefined) return open.row
  const { orders, mediation = 0n } = view.params
  const from = view.tables.rounds.before({}, Number.MAX_SAFE_INTEGER)?.row.next ?? null
  return { opened: view.now, sequence: Number.MAX_SAFE_INTEGER, from, orders, mediation }
}

function takesPart(view: StakeMarketView, order: StakeOrder, moment: Moment): boolean {
  if (isLive(order, moment)) return true
  return order.unwinds.some((lot) => hasFailed(view, lot, moment))
}

/** Orders that take part, in key order from where the round begins; lazily, without an end to how many. */
export function* ordersFrom(view: StakeMarketView, from: string | null, moment: Moment): Generator<PlacedOrder> {
  const { orders } = view.tables
  for (const { key, row } of orders.under({}, from === null ? {} : { from })) {
    if (takesPart(view, row, moment)) yield { agent: key.agent, order: row }
  }
  if (from === null) return
  for (const { key, row } of orders.under({}, { to: from })) {
    if (takesPart(view, row, moment)) yield { agent: key.agent, order: row }
  }
}

export function ordersOf(view: StakeMarketView, terms: RoundTerms): readonly PlacedOrder[] {
  const placed: PlacedOrder[] = []
  for (const order of ordersFrom(view, terms.from, terms)) {
    if (placed.length === terms.orders) break
    placed.push(order)
  }
  return placed
}

/**
 * What the wants of a value round are, for `solvePrices` and `verifyPrices`.
 * Spec: stake-market.md#value-rounds.
 * @param view - Of the instance.
 * @returns The rows of the round that is open, or of one that would be opened now; undefined in a market of parity rounds.
 * @example
 * const wants = stakeWants(view(system, state).mechanisms['stake-market'])
 */
export function stakeWants(view: StakeMarketView): ValueWants | undefined {
  const { value } = view.config
  if (value === undefined) return undefined
  const terms = roundTerms(view)
  return valueWants(view, ordersOf(view, terms), terms, value)
}

/**
 * What a round is about: who may receive how much from whom. It stays the same as long as the round is open.
 * Spec: stake-market.md#rounds.
 * @param view - Of the instance.
 * @param prices - Unit prices of the agents in `stakeWants`, in a market of value rounds.
 * @returns The round that is open, or the one that would be opened now.
 * @throws {RangeError} in a market of value rounds, when there isn't a price for each agent.
 * @example
 * const { edges } = stakeRound(view(system, state).mechanisms['stake-market'])
 * const { flow } = clear(edges) // beside a potential: what the command `stake-market.settle-round` takes
 */
export function stakeRound(view: StakeMarketView, prices: readonly bigint[] = []): StakeMarketRound {
  const terms = roundTerms(view)
  const orders = ordersOf(view, terms)
  const { value } = view.config
  if (value === undefined) return { orders, edges: parityEdges(view, orders, terms, terms.mediation) }
  const wants = valueWants(view, orders, terms, value)
  if (prices.length !== wants.agents) throw new RangeError(`there are ${wants.agents} agents to be priced`)
  return { orders, edges: valueEdges(wants, prices) }
}

/** Why a proposed clearing isn't accepted, in the codes of clearing; undefined when it is. */
export function faultOfClearing(edges: readonly StakeEdge[], { flow, potential }: StakeClearing): string | undefined {
  const levels = edges[0]?.weight.length ?? 1
  if (potential.length !== levels) return 'CLEARING_LENGTH_WRONG'
  const cleared = flow.reduce((sum, units) => sum + units, 0n)
  const first = potential[0] as readonly bigint[]
  const verdict = verifyClearing(edges, { flow, cleared, potential: levels === 1 ? first : potential })
  return verdict.status === 'verified' ? undefined : verdict.code
}

/** Why proposed prices aren't accepted; undefined when they are. */
export function faultOfPrices(
  view: StakeMarketView,
  wants: WantRows | undefined,
  prices: readonly bigint[],
): string | undefined {
  const { value } = view.config
  if (value === undefined || wants === undefined) return prices.length === 0 ? undefined : 'PRICES_LENGTH_WRONG'
  const { part, whole } = value.damping
  const verdict = verifyPrices(wants, [part, whole], prices)
  return verdict.status === 'verified' ? undefined : verdict.code
}
