/** Stake that goes back to its issuers with time, at one rate for all. Spec: stake-market.md#decay. */
import { list, Quantity, struct } from '../../codec/index.js'
import { type Account, type Command, issuance } from '../../kernel/index.js'
import { change, changeLot, moveStake, type StakeChanges } from './holdings.js'
import { demandNoRound } from './orders.js'
import { creditAccount, creditOf, stakeOf } from './queries.js'
import type { LotKey, StakeMarketScope, StakeMarketView } from './tables.js'

/** What `stake-market.decay` takes. */
export interface DecayStake {
  /** Units that each of the holdings loses, in the order of `decayingHoldings`: rounded down or up. */
  readonly amounts: readonly bigint[]
}
/** Something that decays: a lot, what the market holds of an agent's stake, or credit. */
export interface DecayingHolding {
  readonly holder: string
  /** The issuer of the stake; of credit, the market. */
  readonly issuer: string
  readonly units: bigint
  /** Where it is a lot. */
  readonly lot?: LotKey
}

const MOST = 2 ** 31 - 1
const WHOLE = 10_000n

/**
 * All that decays: lots in key order; where the market mediates, then what it holds of each agent's stake and then what
 * credit each agent has, both by agent in key order.
 * Spec: stake-market.md#decay.
 * @param view - Of the instance.
 * @returns Each with its units, > 0n, in the order in which `decay` takes amounts.
 * @example decayingHoldings(view(system, state).mechanisms['stake-market']).map(({ units }) => units) // [40n, 40n]
 */
export function decayingHoldings(view: StakeMarketView): readonly DecayingHolding[] {
  const holdings: DecayingHolding[] = []
  for (const { key, row } of view.tables.lots.under({})) {
    holdings.push({ holder: key.holder, issuer: key.issuer, units: row.units, lot: key })
  }
  if (view.config.credit === undefined) return holdings
  const agents = [...view.tables.agents.under({})].map(({ key }) => key.agent)
  const market = view.self
  const stock = agents.map((agent) => ({ holder: market, issuer: agent, units: stakeOf(view, market, agent) }))
  const credit = agents.map((agent) => ({ holder: agent, issuer: market, units: creditOf(view, agent) }))
  return [...holdings, ...[...stock, ...credit].filter(({ units }) => units > 0n)]
}

/** Time from which stake may decay again; undefined where it doesn't. */
export function nextDecay(view: StakeMarketView): number | undefined {
  const { decay } = view.params
  if (decay === undefined) return undefined
  const last = view.tables.decays.before({}, Number.MAX_SAFE_INTEGER)
  return last === undefined ? 0 : last.row.at + decay.every
}

export const decay: Command<DecayStake, StakeMarketScope> = {
  input: struct<DecayStake>({ amounts: list(Quantity, MOST) }),
  authority: true,
  apply(scope, { amounts }) {
    const { now, params, tables, reject, emit } = scope
    demandNoRound(scope)
    const from = nextDecay(scope)
    if (params.decay === undefined || from === undefined) return reject('DECAY_NONE')
    if (now < from) reject('DECAY_NOT_YET', { from })
    const holdings = decayingHoldings(scope)
    if (amounts.length !== holdings.length) reject('DECAY_LENGTH_WRONG', { holdings: holdings.length })
    const rate = BigInt(params.decay.rate)
    const net = new Map<string, bigint>()
    for (const [k, { holder, issuer, units }] of holdings.entries()) {
      const amount = amounts[k] as bigint
      const scaled = rate * units - WHOLE * amount
      if (scaled >= WHOLE || scaled <= -WHOLE) reject('DECAY_AMOUNT_WRONG', { holder, issuer })
      net.set(holder, (net.get(holder) ?? 0n) - amount)
      net.set(issuer, (net.get(issuer) ?? 0n) + amount)
    }
    for (const [agent, left] of net) if (left !== 0n) reject('DECAY_UNBALANCED', { agent })
    giveBack(scope, holdings, amounts)
    const last = tables.decays.before({}, Number.MAX_SAFE_INTEGER)
    const number = (last?.key.decay ?? 0) + 1
    tables.decays.put({ decay: number }, { at: now, rate: params.decay.rate })
    emit('decayed', { decay: number, units: amounts.reduce((sum, amount) => sum + amount, 0n) })
  },
}

function giveBack(scope: StakeMarketScope, holdings: readonly DecayingHolding[], amounts: readonly bigint[]): void {
  const changes: StakeChanges = new Map()
  for (const [k, { holder, issuer, lot }] of holdings.entries()) {
    const amount = amounts[k] as bigint
    if (amount === 0n) continue
    if (issuer === scope.self) {
      const from = creditAccount(scope, holder) as Account
      scope.transfer({ from, to: issuance(from.asset), amount })
      continue
    }
    if (lot !== undefined) changeLot(scope, lot, -amount)
    change(changes, holder, issuer, -amount)
    change(changes, issuer, issuer, amount)
  }
  moveStake(scope, changes)
}
