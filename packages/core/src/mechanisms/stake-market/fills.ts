/** What a settled round does: stake moves, lots come about and go, orders shrink. Spec: stake-market.md#settlement. */
import { type Account, issuance } from '../../kernel/index.js'
import { earn, type Placement } from './funding.js'
import { change, changeLot, moveStake, type StakeChanges } from './holdings.js'
import type { PlacedOrder, StakeEdge } from './parity-round.js'
import { creditAccount, creditOf, isOpenClaim, type Moment } from './queries.js'
import type { StakeMarketScope, StakeOrder } from './tables.js'

/** Units that a round moves along one edge. */
export interface Fill {
  readonly edge: StakeEdge
  readonly units: bigint
}
/** What became of one agent's order. */
interface Progress {
  given: bigint
  /** Units by place in the order's wants, and by place in its unwinds. */
  readonly acquired: Map<number, bigint>
  readonly unwound: Map<string, bigint>
}
/** What a round came to, units. */
export interface RoundTotals {
  readonly acquired: bigint
  readonly unwound: bigint
  readonly given: bigint
}

const lotId = (issuer: string, proposition: string, round: number): string => `${issuer}/${proposition}/${round}`

/** Carries out what flows in a round, all of it at once. */
export function carryOut(
  scope: StakeMarketScope,
  round: number,
  orders: readonly PlacedOrder[],
  fills: readonly Fill[],
  moment: Moment,
): RoundTotals {
  const changes: StakeChanges = new Map()
  const progress = new Map<string, Progress>()
  const credits = new Map<string, bigint>()
  const placements = new Map<string, Placement>()
  const totals = { acquired: 0n, unwound: 0n, given: 0n }
  const of = (agent: string): Progress => {
    const known = progress.get(agent) ?? { given: 0n, acquired: new Map(), unwound: new Map() }
    progress.set(agent, known)
    return known
  }
  for (const { edge, units } of fills) {
    const { flow } = edge
    const { agent } = flow
    switch (flow.kind) {
      case 'give':
        change(changes, agent, agent, -units)
        of(agent).given += units
        totals.given += units
        break
      case 'acquire': {
        const { issuer, proposition, want } = flow
        change(changes, agent, issuer, units)
        changeLot(scope, { holder: agent, issuer, proposition, round }, units)
        of(agent).acquired.set(want, units)
        const id = `${issuer}/${proposition}`
        placements.set(id, { issuer, proposition, units: units + (placements.get(id)?.units ?? 0n) })
        totals.acquired += units
        break
      }
      case 'unwind': {
        const { issuer, proposition, round: acquired } = flow
        change(changes, agent, issuer, -units)
        change(changes, issuer, issuer, units)
        changeLot(scope, { holder: agent, issuer, proposition, round: acquired }, -units)
        of(agent).unwound.set(lotId(issuer, proposition, acquired), units)
        totals.unwound += units
        break
      }
      case 'credit':
      case 'retract':
        credits.set(agent, (credits.get(agent) ?? 0n) + (flow.kind === 'credit' ? units : -units))
        of(agent)
        break
      case 'take':
      case 'sell':
        change(changes, scope.self, agent, flow.kind === 'take' ? units : -units)
        break
    }
  }
  moveStake(scope, changes)
  for (const [agent, units] of credits) lend(scope, agent, units)
  earn(scope, [...placements.values()])
  for (const { agent, order } of orders) {
    const made = progress.get(agent)
    if (made !== undefined) shrink(scope, agent, order, made, moment)
  }
  return totals
}

/** Credit is minted when it is taken and burned when it is given back. */
function lend(scope: StakeMarketScope, agent: string, units: bigint): void {
  if (units === 0n) return
  const account = creditAccount(scope, agent) as Account
  const issuer = issuance(account.asset)
  if (units > 0n) scope.transfer({ from: issuer, to: account, amount: units })
  else scope.transfer({ from: account, to: issuer, amount: -units })
}

/** What is left of an order: what can't be filled any more goes, and an order without anything left too. */
function shrink(scope: StakeMarketScope, agent: string, order: StakeOrder, made: Progress, moment: Moment): void {
  const { config, tables } = scope
  const units = order.units - made.given
  const wants = order.wants
    .map((want, k) =>
      config.value === undefined ? { ...want, amount: want.amount - (made.acquired.get(k) ?? 0n) } : want,
    )
    .filter(({ issuer, proposition, amount }) => {
      const claim = tables.propositions.get({ issuer, proposition })
      return amount > 0n && claim !== undefined && isOpenClaim(claim, moment)
    })
  const unwinds = order.unwinds
    .map((lot) => ({
      ...lot,
      units: lot.units - (made.unwound.get(lotId(lot.issuer, lot.proposition, lot.round)) ?? 0n),
    }))
    .filter(({ units: left, ...key }) => left > 0n && tables.lots.has({ holder: agent, ...key }))
  const spendable = units > 0n || creditOf(scope, agent) > 0n
  const left = spendable ? wants : []
  if (left.length === 0 && unwinds.length === 0) tables.orders.delete({ agent })
  else tables.orders.put({ agent }, { ...order, units, wants: left, unwinds })
}
