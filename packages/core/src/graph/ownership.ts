import { ConvergenceError, type Iteration } from './convergence.js'
import type { CrossHoldings } from './cross-holdings.js'
import { rowBySeries, valuesBySeries } from './series.js'
import { rowOfEach } from './sparse-matrix.js'

/** Agents up to which the whole matrix is worked out: it takes their number to the third power. */
const MOST_AGENTS = 1000

/** Agents up to which elimination is as fast as a series, and works however little is outside. */
const FEW_AGENTS = 100

/**
 * Transitive ownership `A = Ĉ(I − C)⁻¹`: whom the value of each agent belongs to in the end, when what agents hold of
 * each other is followed to those outside who hold them. Two firms that hold half of each other: [[2/3, 1/3], [1/3, 2/3]].
 *
 * By elimination, every entry accurate. For single rows and columns of large networks use {@link ultimateHoldings} and
 * {@link ultimateHolders}.
 * Source: Elliott, Golub, Jackson (2014), equation (4); Brioschi, Buzzacchi, Colombo (1989).
 * @param holdings - Of at most 1,000 agents.
 * @returns By holder, then by issuer: the share of the issuer's value that those outside holding the holder have in the
 *   end. Every column sums to one.
 * @throws {RangeError} when there are more agents.
 * @throws {ConvergenceError} when a column doesn't sum to one within 10^-9: next to nothing is outside.
 * @example
 * transitiveOwnership(
 *   crossHoldings({ agents: 2, holder: [0, 1], issuer: [1, 0], amount: [1n, 1n], supply: [2n, 2n] }, 'refuse'),
 * ) // [[2/3, 1/3], [1/3, 2/3]]
 */
export function transitiveOwnership(holdings: CrossHoldings): readonly Float64Array[] {
  const { agents } = holdings
  if (agents > MOST_AGENTS) throw new RangeError(`the whole matrix is for ${MOST_AGENTS} agents at most`)
  const columns = byColumns(holdings)
  for (let j = 0; j < agents; j++) {
    const off = Math.abs(columns[j]!.reduce((sum, share) => sum + share, 0) - 1)
    if (!(off <= 1e-9)) throw new ConvergenceError(agents, off)
  }
  return columns.map((_, i) => Float64Array.from(columns, (column) => column[i]!))
}

/**
 * The value of an issuer goes from holder to holder until it comes outside: a chain with absorption. Holders are taken
 * out one by one, and what came to each goes on to where it would have sent it. Nothing is ever subtracted, so every
 * entry is accurate, however little is outside.
 * Source: Grassmann, Taksar, Heyman (1985); O'Cinneide (1993) on its accuracy.
 */
function byColumns({ agents, shares, outside }: CrossHoldings): readonly Float64Array[] {
  const parts = Array.from({ length: agents }, () => new Float64Array(agents))
  for (const [k, i] of rowOfEach(shares).entries()) parts[shares.column[k]!]![i] = shares.value[k]!
  const ends = Array.from({ length: agents }, (_, j) => {
    const end = new Float64Array(agents)
    end[j] = outside[j]!
    return end
  })
  const ended = Float64Array.from(outside)
  const leaving = new Float64Array(agents)
  for (let p = agents - 1; p >= 0; p--) {
    const [out, end] = [parts[p]!, ends[p]!]
    // What leaves p is summed anew rather than taken as one less what returns to it.
    let all = ended[p]!
    for (let i = 0; i < p; i++) all += out[i]!
    leaving[p] = all
    for (let j = 0; j < p; j++) {
      const part = parts[j]![p]! / all
      if (part === 0) continue
      const [into, at] = [parts[j]!, ends[j]!]
      for (let i = 0; i < p; i++) if (i !== j) into[i]! += part * out[i]!
      for (let i = p; i < agents; i++) at[i]! += part * end[i]!
      ended[j]! += part * ended[p]!
    }
  }
  for (let p = 0; p < agents; p++) {
    const column = ends[p]!
    for (let i = 0; i < p; i++) {
      const part = parts[p]![i]!
      if (part !== 0) for (let k = 0; k < agents; k++) column[k]! += part * ends[i]![k]!
    }
    for (let k = 0; k < agents; k++) column[k]! /= leaving[p]!
  }
  return ends
}

/**
 * Where the value of one agent ends: its column of transitive ownership.
 * Source: Elliott, Golub, Jackson (2014), equation (4), by its series `Ĉ(I + C + C² + …)`.
 * @param holdings - Of any size.
 * @param issuer - The agent's number.
 * @param iteration - How much of the value may be missing, at most; 10^-10 of it when absent.
 * @returns By holder, ≥ 0, summing to one less what is missing.
 * @throws {RangeError} when there is no such agent.
 * @throws {ConvergenceError} when the passes are used up; `left` is the part of the value that is missing.
 * @example ultimateHolders(crossHoldings({ agents: 2, holder: [0], issuer: [1], amount: [1n], supply: [1n, 4n] }, 'refuse'), 1) // Float64Array.of(0.25, 0.75)
 */
export function ultimateHolders(holdings: CrossHoldings, issuer: number, iteration: Iteration = {}): Float64Array {
  checkAgent(holdings, issuer)
  const unit = new Float64Array(holdings.agents)
  unit[issuer] = 1
  return ultimateValues(holdings, unit, iteration)
}

/**
 * What those outside who hold an agent have in the end, of every agent: its row of transitive ownership. The direct
 * holdings of the agent are a row of C, times what of the agent is outside.
 * Source: Elliott, Golub, Jackson (2014), equation (4), by its series `Ĉ(I + C + C² + …)`.
 * @param holdings - Of any size.
 * @param holder - The agent's number.
 * @param iteration - By how much any entry may be short, relative to the outside share of the holder; 10^-10 when absent.
 * @returns By issuer, 0 ≤ share ≤ 1.
 * @throws {RangeError} when there is no such agent.
 * @throws {ConvergenceError} when the passes are used up.
 * @example ultimateHoldings(crossHoldings({ agents: 2, holder: [0], issuer: [1], amount: [1n], supply: [1n, 4n] }, 'refuse'), 0) // Float64Array.of(1, 0.25)
 */
export function ultimateHoldings(holdings: CrossHoldings, holder: number, iteration: Iteration = {}): Float64Array {
  checkAgent(holdings, holder)
  if (holdings.agents <= FEW_AGENTS) return transitiveOwnership(holdings)[holder]!
  return rowBySeries(holdings, holder, iteration)
}

/**
 * What every agent is worth to those outside who hold it, when what agents hold of each other is counted: `A · values`.
 * It sums to what the values sum to, while values on the books of holders would count what is held again.
 * Source: Elliott, Golub, Jackson (2014), equation (4), by its series `Ĉ(I + C + C² + …)`.
 * @param holdings - Of any size.
 * @param values - By agent, what it is worth without what it holds of others, each ≥ 0 in any one unit.
 * @param iteration - Which part of all values may be missing from the result, at most; 10^-10 when absent.
 * @returns By agent, ≥ 0 in the same unit.
 * @throws {RangeError} when there isn't one finite value ≥ 0 for each agent.
 * @throws {ConvergenceError} when the passes are used up; `left` is the part that is missing.
 * @example ultimateValues(crossHoldings({ agents: 2, holder: [0], issuer: [1], amount: [1n], supply: [1n, 4n] }, 'refuse'), [10, 100]) // Float64Array.of(35, 75)
 */
export function ultimateValues(
  holdings: CrossHoldings,
  values: ArrayLike<number>,
  iteration: Iteration = {},
): Float64Array {
  checkValues(values, holdings.agents)
  if (holdings.agents > FEW_AGENTS) return valuesBySeries(holdings, values, iteration)
  return Float64Array.from(transitiveOwnership(holdings), (row) =>
    row.reduce((sum, share, j) => sum + share * values[j]!, 0),
  )
}

/**
 * The share of each agent that others hold directly: the column sums of C.
 * @param holdings - Of any size.
 * @returns By agent, 0 ≤ share ≤ 1.
 * @example heldByOthers(crossHoldings({ agents: 2, holder: [0], issuer: [1], amount: [1n], supply: [1n, 4n] }, 'refuse')) // Float64Array.of(0, 0.25)
 */
export function heldByOthers({ outside }: CrossHoldings): Float64Array {
  return outside.map((part) => 1 - part)
}

/**
 * The share of each agent's value that belongs in the end to those outside who hold others: one less the diagonal of
 * transitive ownership. Unlike the direct share it doesn't count what comes back around a circle.
 * @param ownership - From {@link transitiveOwnership}.
 * @returns By agent, 0 ≤ share ≤ 1.
 * @example valueHeldByOthers([Float64Array.of(0.75, 0.5), Float64Array.of(0.25, 0.5)]) // Float64Array.of(0.25, 0.5)
 */
export function valueHeldByOthers(ownership: readonly Float64Array[]): Float64Array {
  return Float64Array.from(ownership, (row, j) => 1 - row[j]!)
}

/** Refuses what isn't a finite value ≥ 0 for each agent. */
export function checkValues(values: ArrayLike<number>, agents: number): void {
  if (values.length !== agents) throw new RangeError(`there are ${agents} agents and ${values.length} values`)
  for (let i = 0; i < agents; i++) {
    if (!(Number.isFinite(values[i]) && values[i]! >= 0)) throw new RangeError(`value ${i} is not a finite number ≥ 0`)
  }
}

function checkAgent({ agents }: CrossHoldings, agent: number): void {
  if (!Number.isSafeInteger(agent) || agent < 0 || agent >= agents) throw new RangeError(`there is no agent ${agent}`)
}
