import type { Journal } from '@symbolon/adapters'
import type { State } from '@symbolon/core'
import { coincidence, crossHoldings } from '@symbolon/core/graph'
import {
  creditOf,
  relinquished,
  type StakeMarketView,
  stakeByClaim,
  stakeHoldings,
  stakeMomentum,
  stakePortfolio,
} from '@symbolon/core/stake-market'
import { fail } from './failure.js'
import { liveThrough } from './live-through.js'
import { DIMENSIONS, planStakes, type StakesPlan, type StakesSize, stakesSystem, stakesView } from './stakes-plan.js'
import { stakesStream } from './stream-name.js'
import type { ClaimHistory, StakesResult } from './tour-result.js'

export const FULL_SIZE: StakesSize = { agents: 240, rounds: 20 }

/** Claims that the picture of momentum shows. */
const SHOWN = 24
/** Every so many agents is asked how far its interests coincide with the network's. */
const SAMPLE = 20

/**
 * Agents stake on each other's claims over twenty rounds, giving up stake in themselves unit for unit. Run through the
 * runtime, executed again from the journal, and measured round by round.
 */
export async function runStakes(journal: Journal, seed: number, size = FULL_SIZE): Promise<StakesResult> {
  const plan = planStakes(seed, size)
  const stream = stakesStream(plan.commands)
  const last = plan.states.at(-1) as State
  const life = { stream, system: stakesSystem, label: 'staking', commands: plan.commands, last }
  return { ...measured(plan), journal: await liveThrough(journal, life) }
}

/** Everything the pictures show, from the states before the first round and after each. */
function measured({ states, orders }: StakesPlan): Omit<StakesResult, 'journal'> {
  const views = states.map(stakesView)
  const last = views.at(-1) as StakeMarketView
  const agents = [...last.tables.agents.under({})].map(({ key }) => key.agent)
  for (const view of views) demandReciprocity(view, agents)
  const placed = views.map((view) => agents.reduce((sum, agent) => sum + relinquished(view, agent), 0n))
  const claims = stakeByClaim(last)
  return {
    agents: agents.length,
    rounds: states.length - 1,
    orders,
    claims: claims.length,
    failed: claims.filter(({ status }) => status === 'failed').length,
    lots: [...last.tables.lots.under({})].length,
    issued: last.config.units * BigInt(agents.length),
    placed,
    dimensions: DIMENSIONS.map((name) => ({
      name,
      units: views.map((view) =>
        stakeByClaim(view).reduce((sum, { dimension, units }) => sum + (dimension === name ? units : 0n), 0n),
      ),
    })),
    histories: histories(views),
    diversification: views.map((view) => mean(agents.map((agent) => stakePortfolio(view, agent).diversification ?? 0))),
    coincidence: views.map((view) => {
      const holdings = crossHoldings(stakeHoldings(view), 'allow')
      const worth = new Array<number>(agents.length).fill(1)
      const asked = agents.map((_, i) => i).filter((i) => i % SAMPLE === 0)
      return mean(asked.map((i) => coincidence(holdings, i, worth) ?? 0))
    }),
  }
}

/** What every agent holds of others and of credit is what it has given of itself. */
function demandReciprocity(view: StakeMarketView, agents: readonly string[]): void {
  for (const agent of agents) {
    let held = creditOf(view, agent)
    for (const { row } of view.tables.lots.under({ holder: agent })) held += row.units
    if (held !== relinquished(view, agent))
      fail(`${agent} holds ${held} units for ${relinquished(view, agent)} of its own`)
  }
}

/** The claims that had most stake at any time, with what they gained and lost from round to round. */
function histories(views: readonly StakeMarketView[]): readonly ClaimHistory[] {
  const moves = views.slice(1).map((view, k) => {
    const moved = stakeMomentum(views[k] as StakeMarketView, view)
    return new Map(moved.map((claim) => [`${claim.issuer}/${claim.proposition}`, claim]))
  })
  const last = stakeByClaim(views.at(-1) as StakeMarketView)
  return last
    .map(({ issuer, proposition, dimension, status }): ClaimHistory => {
      const found = moves.map((round) => round.get(`${issuer}/${proposition}`))
      return {
        name: `${issuer.replace('agent-', '')} · ${dimension}`,
        dimension,
        status,
        units: found.map((claim) => claim?.units ?? 0n),
        momentum: found.map((claim) => claim?.momentum ?? 0),
      }
    })
    .sort((a, b) => Number(peak(b) - peak(a)))
    .slice(0, SHOWN)
}

const peak = ({ units }: ClaimHistory): bigint => [...units].sort((a, b) => Number(b - a))[0] ?? 0n
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
