/** Rounds: opened, then settled with a certificate or lapsed. Spec: stake-market.md#rounds. */
import { list, optional, Quantity, Signed, struct } from '../../codec/index.js'
import type { Command, Entry } from '../../kernel/index.js'
import { carryOut, type Fill } from './fills.js'
import { demandNoRound } from './orders.js'
import type { StakeEdge } from './parity-round.js'
import type { SettleStakeRound } from './propose-round.js'
import { lastStakeRound } from './queries.js'
import type { StakeMarketRejection } from './rejections.js'
import { faultOfClearing, faultOfPrices, ordersFrom, roundTerms, stakeRound, stakeWants } from './round.js'
import type { StakeMarketScope, StakeRound } from './tables.js'

/** What `stake-market.open-round` takes: nothing. */
export type OpenStakeRound = Record<never, never>
/** What `stake-market.lapse-round` takes: nothing. */
export type LapseStakeRound = Record<never, never>

/** The size of a round is bounded by that of a record; this bounds what a list may hold at all. */
const MOST = 2 ** 31 - 1

export const openRound: Command<OpenStakeRound, StakeMarketScope> = {
  input: struct<OpenStakeRound>({}),
  authority: true,
  apply(scope) {
    const { by, now, params, sequence, tables } = scope
    demandNoRound(scope)
    const last = lastStakeRound(scope)
    if (last?.row.status === 'open') tables.rounds.put(last.key, { ...last.row, status: 'lapsed' })
    const { from, orders, mediation } = roundTerms(scope)
    tables.rounds.put(
      { round: (last?.key.round ?? 0) + 1 },
      {
        authority: by,
        opened: now,
        sequence,
        until: Math.min(now + params.roundLength, Number.MAX_SAFE_INTEGER),
        status: 'open',
        from,
        next: firstLeftOut(scope, from, orders),
        orders,
        mediation,
      },
    )
  },
}

/** The agent with which the next round begins, where this one has no room for all. */
function firstLeftOut(scope: StakeMarketScope, from: string | null, orders: number): string | null {
  let count = 0
  for (const { agent } of ordersFrom(scope, from, { opened: scope.now, sequence: scope.sequence })) {
    if (count === orders) return agent
    count += 1
  }
  return null
}

export const settleRound: Command<SettleStakeRound, StakeMarketScope> = {
  input: struct<SettleStakeRound>({
    prices: optional(list(Quantity, MOST)),
    flow: list(Quantity, MOST),
    potential: list(list(Signed, MOST), 3),
  }),
  authority: true,
  apply(scope, { prices = [], ...clearing }) {
    const { now, tables, emit, reject } = scope
    const { key, row } = unsettledRound(scope)
    if (now >= row.until) reject('STAKE_ROUND_OVER', key)
    const priceFault = faultOfPrices(scope, stakeWants(scope), prices)
    if (priceFault !== undefined) reject(priceFault as StakeMarketRejection)
    const { edges, orders } = stakeRound(scope, prices)
    const fault = faultOfClearing(edges, clearing)
    if (fault !== undefined) reject(fault as StakeMarketRejection)
    const fills =
      scope.config.value === undefined
        ? unitFills(edges, clearing.flow)
        : valueFills(scope, edges, clearing.flow, prices)
    const totals = carryOut(scope, key.round, orders, fills, row)
    tables.rounds.put(key, { ...row, status: 'settled' })
    emit('settled', { round: key.round, orders: orders.length, ...totals })
  },
}

export const lapseRound: Command<LapseStakeRound, StakeMarketScope> = {
  input: struct<LapseStakeRound>({}),
  apply(scope) {
    const { by, now, tables, reject } = scope
    const { key, row } = unsettledRound(scope)
    if (now < row.until && by !== row.authority) reject('STAKE_ROUND_NOT_OVER', key)
    tables.rounds.put(key, { ...row, status: 'lapsed' })
  },
}

/** The latest round if nobody has settled it or said that it lapsed. */
function unsettledRound(scope: StakeMarketScope): Entry<{ readonly round: number }, Readonly<StakeRound>> {
  const last = lastStakeRound(scope)
  return last?.row.status === 'open' ? last : scope.reject('STAKE_ROUND_NONE')
}

/** In parity rounds what flows is units. */
function unitFills(edges: readonly StakeEdge[], flow: readonly bigint[]): readonly Fill[] {
  return edges.map((edge, k) => ({ edge, units: flow[k] as bigint })).filter(({ units }) => units > 0n)
}

/**
 * In value rounds what flows is value. Whole units of it are acquired, rounded down; who acquires gives units of at least
 * the same value, rounded up, and what nobody acquired of them goes to the market.
 */
function valueFills(
  scope: StakeMarketScope,
  edges: readonly StakeEdge[],
  flow: readonly bigint[],
  prices: readonly bigint[],
): readonly Fill[] {
  const names = (stakeWants(scope) as { readonly names: readonly string[] }).names
  const price = new Map(names.map((agent, i) => [agent, prices[i] as bigint]))
  const placed = new Map<string, bigint>()
  const received = new Map<string, bigint>()
  const acquired: Fill[] = []
  for (const [k, edge] of edges.entries()) {
    if (edge.flow.kind !== 'acquire') continue
    const { agent, issuer } = edge.flow
    const worth = price.get(issuer) as bigint
    const units = (flow[k] as bigint) / worth
    if (units === 0n) continue
    acquired.push({ edge, units })
    placed.set(issuer, (placed.get(issuer) ?? 0n) + units)
    received.set(agent, (received.get(agent) ?? 0n) + units * worth)
  }
  const given: Fill[] = []
  for (const edge of edges) {
    const { flow: what } = edge
    if (what.kind !== 'give') continue
    const { agent } = what
    const own = price.get(agent) as bigint
    const demanded = placed.get(agent) ?? 0n
    const owed = ((received.get(agent) ?? 0n) + own - 1n) / own
    const units = demanded > owed ? demanded : owed
    if (units === 0n) continue
    given.push({ edge, units })
    if (units > demanded) given.push({ edge: { ...edge, flow: { kind: 'take', agent } }, units: units - demanded })
  }
  return [...given, ...acquired]
}
