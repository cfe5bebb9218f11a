/** What a solver says of a round. Nothing here is needed to verify. Spec: stake-market.md#rounds. */
import type { Obligation } from '../../clearing/obligations.js'
import { type StakeClearing, stakeRound, stakeWants } from './round.js'
import type { StakeMarketView } from './tables.js'
import { solvePrices } from './unit-price-solver.js'

/** What `stake-market.settle-round` takes: prices where rounds are of value, and a clearing of the round's edges. */
export interface SettleStakeRound extends StakeClearing {
  /** Unit prices by agent, n · 2^32 in all. Absent or empty in a market of parity rounds. */
  readonly prices?: readonly bigint[]
}

/** Finds a maximum circulation and its proof: `clear` of `@symbolon/core/clearing`, or any other solver. */
export type CirculationSolver = (edges: readonly Obligation[]) => {
  readonly flow: readonly bigint[]
  /** By level where weights have several. */
  readonly potential: readonly bigint[] | readonly (readonly bigint[])[]
}

/**
 * Solves a round: prices by {@link solvePrices}, then a maximum circulation by the solver that is given.
 * Spec: stake-market.md#rounds.
 * @param view - Of the instance.
 * @param clear - The solver of circulations.
 * @returns The input of `settle-round`; the instance verifies all of it.
 * @throws {RangeError} when the market's damping is too little for prices to converge.
 * @example
 * const input = proposeStakeRound(view(system, state).mechanisms['stake-market'], clear)
 * execute(system, state, { id: 's1', by: 'operator', at: 60, type: 'stake-market.settle-round', input })
 */
export function proposeStakeRound(view: StakeMarketView, clear: CirculationSolver): SettleStakeRound {
  const wants = stakeWants(view)
  const { value } = view.config
  const prices =
    wants === undefined || value === undefined ? [] : solvePrices(wants, [value.damping.part, value.damping.whole])
  const { edges } = stakeRound(view, prices)
  const { flow, potential } = clear(edges)
  const levels = edges[0]?.weight.length ?? 1
  const clearing = { flow, potential: (levels === 1 ? [potential] : potential) as bigint[][] }
  return wants === undefined ? clearing : { ...clearing, prices }
}
