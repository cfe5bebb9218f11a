/**
 * What the market's comprehensive data say, read from a state or from two: who holds whom, on which claims stake lies,
 * and how that shifts. Pure queries; no command rests on them. Spec: stake-market.md#signals.
 */
import {
  dampedCentrality,
  effectiveNumber,
  type Holdings,
  herfindahl,
  type Links,
  momentum,
  volatility,
} from '../../graph/index.js'
import type { LotKey, Proposition, PropositionKey, StakeMarketView } from './tables.js'

/** Holdings of agents in each other, ready for `crossHoldings` and the measures of `@symbolon/core/graph`. */
export interface StakeHoldings extends Holdings {
  /** Names of the agents, in key order; their numbers are places here. */
  readonly names: readonly string[]
}
/** Who has placed stake with whom, ready for measures of centrality. */
export interface StakeLinks extends Links {
  readonly names: readonly string[]
  readonly weight: Float64Array
}
/** Stake that lies on a claim. */
export interface StakedClaim extends PropositionKey {
  readonly dimension: string
  readonly status: Proposition['status']
  /** Units held for it, of N of its issuer. */
  readonly units: bigint
}
/** How the stake on a claim has shifted. */
export interface ClaimMomentum extends StakedClaim {
  readonly before: bigint
  /** Change of its share of all placed stake, −1 to 1; over all claims they sum to zero, but from or to an empty market. */
  readonly momentum: number
}
/** One dimension's view of who creates value. */
export interface DimensionView {
  readonly dimension: string
  /** Units placed for claims of this dimension. */
  readonly units: bigint
  /** By agent in key order: damped centrality among the stake of this dimension alone, summing to one. */
  readonly centrality: Float64Array
}
/** How a holder's stake in others is spread. */
export interface StakePortfolio {
  /** Units by issuer, in key order. */
  readonly byIssuer: ReadonlyMap<string, bigint>
  readonly byDimension: ReadonlyMap<string, bigint>
  /** Herfindahl index over issuers, 1 / number to 1; undefined where it holds nothing of others. */
  readonly concentration: number | undefined
  /** The number of equal holdings that would be as concentrated. */
  readonly diversification: number | undefined
}

const namesOf = (view: StakeMarketView): readonly string[] =>
  [...view.tables.agents.under({})].map(({ key }) => key.agent)

/**
 * Who holds how much of whom, over all claims. What the market itself holds counts as not held by any agent.
 * Spec: stake-market.md#signals.
 * @param view - Of the instance.
 * @returns Units in numbered columns, one entry per lot; the supply of every agent is N.
 * @example stakeHoldings(view(system, state).mechanisms['stake-market']).amount // [40n, 40n]
 */
export function stakeHoldings(view: StakeMarketView): StakeHoldings {
  const names = namesOf(view)
  const number = new Map(names.map((name, i) => [name, i]))
  const holder: number[] = []
  const issuer: number[] = []
  const amount: bigint[] = []
  for (const { key, row } of view.tables.lots.under({})) {
    holder.push(number.get(key.holder) as number)
    issuer.push(number.get(key.issuer) as number)
    amount.push(row.units)
  }
  const supply = names.map(() => view.config.units)
  return { names, agents: names.length, holder, issuer, amount, supply }
}

/**
 * Stake as links from holders to issuers, weighed by units, of all claims or of one dimension: the network of influences.
 * Spec: stake-market.md#signals. Source: Bonacich (1972).
 * @param view - Of the instance.
 * @param dimension - Only stake on claims of this dimension; absent: all.
 * @returns Links for `eigenvectorCentrality` and `dampedCentrality`.
 * @example stakeLinks(view(system, state).mechanisms['stake-market'], 'food').from // [0]
 */
export function stakeLinks(view: StakeMarketView, dimension?: string): StakeLinks {
  const names = namesOf(view)
  const columns = noColumns()
  const add = adder(names)
  for (const { key, row } of view.tables.lots.under({})) {
    if (dimension === undefined || dimensionOf(view, key) === dimension) add(columns, key, row.units)
  }
  return linksOf(names, columns)
}

/** Links one by one. */
interface LinkColumns {
  readonly from: number[]
  readonly to: number[]
  readonly weight: number[]
}
const noColumns = (): LinkColumns => ({ from: [], to: [], weight: [] })

/** Adds lots to columns, as links from holder to issuer. */
function adder(names: readonly string[]): (columns: LinkColumns, lot: LotKey, units: bigint) => void {
  const number = new Map(names.map((name, i) => [name, i]))
  return ({ from, to, weight }, { holder, issuer }, units) => {
    from.push(number.get(holder) as number)
    to.push(number.get(issuer) as number)
    weight.push(Number(units))
  }
}

const linksOf = (names: readonly string[], { from, to, weight }: LinkColumns): StakeLinks => ({
  names,
  agents: names.length,
  from,
  to,
  weight: Float64Array.from(weight),
})

function dimensionOf({ tables }: StakeMarketView, { issuer, proposition }: PropositionKey): string {
  return (tables.propositions.get({ issuer, proposition }) as Readonly<Proposition>).dimension
}

/**
 * The stake in every agent that others hold, over all its claims.
 * Spec: stake-market.md#signals.
 * @param view - Of the instance.
 * @returns Units by agent, in key order.
 * @example stakeByAgent(view(system, state).mechanisms['stake-market']).get('ann') // 40n
 */
export function stakeByAgent(view: StakeMarketView): ReadonlyMap<string, bigint> {
  const found = new Map(namesOf(view).map((name) => [name, 0n]))
  for (const { key, row } of view.tables.staked.under({})) {
    found.set(key.issuer, (found.get(key.issuer) as bigint) + row.units)
  }
  return found
}

/**
 * The stake that lies on every claim, also on those where none does.
 * Spec: stake-market.md#signals.
 * @param view - Of the instance.
 * @returns By issuer and claim, in key order.
 * @example stakeByClaim(view(system, state).mechanisms['stake-market']).map(({ proposition }) => proposition) // ['songs', 'bread']
 */
export function stakeByClaim(view: StakeMarketView): readonly StakedClaim[] {
  return [...view.tables.propositions.under({})].map(({ key, row }) => ({
    ...key,
    dimension: row.dimension,
    status: row.status,
    units: view.tables.staked.get(key)?.units ?? 0n,
  }))
}

/**
 * Every dimension's own view of who creates value, side by side: none is ranked above another and none is averaged away.
 * Spec: stake-market.md#signals. Source: Bonacich (1972); Katz (1953).
 * @param view - Of the instance.
 * @param damping - The part of centrality that goes to all alike, 0 < damping ≤ 1.
 * @returns One for each dimension of any claim, by name.
 * @throws {RangeError} when the damping is out of range.
 * @example stakeByDimension(view(system, state).mechanisms['stake-market'], 0.15).map(({ dimension }) => dimension) // ['art', 'food']
 */
export function stakeByDimension(view: StakeMarketView, damping: number): readonly DimensionView[] {
  const names = namesOf(view)
  const units = sums(stakeByClaim(view), ({ dimension }) => dimension)
  // all dimensions in one pass over the lots: how many there are is for agents to say
  const columns = new Map([...units.keys()].map((dimension) => [dimension, noColumns()]))
  const add = adder(names)
  for (const { key, row } of view.tables.lots.under({})) {
    add(columns.get(dimensionOf(view, key)) as LinkColumns, key, row.units)
  }
  return [...units.keys()].sort().map((dimension) => ({
    dimension,
    units: units.get(dimension) as bigint,
    centrality: dampedCentrality(linksOf(names, columns.get(dimension) as LinkColumns), damping),
  }))
}

/**
 * How the network's stake has shifted between two states: what each claim's share of all placed stake has gained or lost.
 * Spec: stake-market.md#signals.
 * @param before - The instance as it was.
 * @param after - The same instance later.
 * @returns By issuer and claim of the later state, in key order.
 * @example stakeMomentum(view(system, state).mechanisms['stake-market'], view(system, state).mechanisms['stake-market']).map(({ momentum }) => momentum) // [0, 0]
 */
export function stakeMomentum(before: StakeMarketView, after: StakeMarketView): readonly ClaimMomentum[] {
  const claims = stakeByClaim(after)
  const earlier = claims.map(
    ({ issuer, proposition }) => before.tables.staked.get({ issuer, proposition })?.units ?? 0n,
  )
  const moved = momentum(
    earlier,
    claims.map(({ units }) => units),
  )
  return claims.map((claim, k) => ({ ...claim, before: earlier[k] as bigint, momentum: moved[k] as number }))
}

/**
 * How much each claim's share of all placed stake varies from round to round: the standard deviation of its moves.
 * Spec: stake-market.md#signals.
 * @param views - The same instance at three times or more, in order.
 * @returns By claim of the last one, in key order.
 * @throws {RangeError} when there are fewer than three.
 * @example stakeVolatility([first, second, third]).filter(({ volatility }) => volatility > 0.01)
 */
export function stakeVolatility(
  views: readonly StakeMarketView[],
): readonly (StakedClaim & { readonly volatility: number })[] {
  const last = views.at(-1)
  if (last === undefined) throw new RangeError('volatility is of three states or more')
  const claims = stakeByClaim(last)
  const varied = volatility(
    views.map(({ tables }) =>
      claims.map(({ issuer, proposition }) => tables.staked.get({ issuer, proposition })?.units ?? 0n),
    ),
  )
  return claims.map((claim, k) => ({ ...claim, volatility: varied[k] as number }))
}

/**
 * What a holder has of others, by issuer and by dimension, and how concentrated it is.
 * Spec: stake-market.md#signals. Source: Herfindahl (1950).
 * @param view - Of the instance.
 * @param holder - An agent.
 * @returns Units, and measures of how they are spread over issuers.
 * @example stakePortfolio(view(system, state).mechanisms['stake-market'], 'ann').diversification // 1
 */
export function stakePortfolio(view: StakeMarketView, holder: string): StakePortfolio {
  const lots = [...view.tables.lots.under({ holder })].map(({ key, row }) => ({ ...key, units: row.units }))
  const byIssuer = sums(lots, ({ issuer }) => issuer)
  const parts = [...byIssuer.values()]
  return {
    byIssuer,
    byDimension: sums(lots, (lot) => dimensionOf(view, lot)),
    concentration: herfindahl(parts),
    diversification: effectiveNumber(parts),
  }
}

function sums<T extends { readonly units: bigint }>(parts: readonly T[], of: (part: T) => string): Map<string, bigint> {
  const found = new Map<string, bigint>()
  for (const part of parts) found.set(of(part), (found.get(of(part)) ?? 0n) + part.units)
  return found
}
