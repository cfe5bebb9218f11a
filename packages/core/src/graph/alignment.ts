import type { Iteration } from './convergence.js'
import type { CrossHoldings } from './cross-holdings.js'
import { checkValues, ultimateHoldings } from './ownership.js'

/**
 * Cosine of the angle between two portfolios. Were what they consist of to move independently and by equal amounts per
 * unit, this is the correlation that the returns of the two portfolios would have.
 * @param first - What is held of each thing, in one unit of value.
 * @param second - As many numbers in the same order and unit.
 * @returns From 0, nothing in common, to 1, the same proportions, for portfolios without negative parts; undefined when
 *   either holds nothing.
 * @throws {RangeError} when the portfolios differ in length.
 * @example cosine([2, 1], [1, 2]) // 0.8
 */
export function cosine(first: ArrayLike<number>, second: ArrayLike<number>): number | undefined {
  checkLengths(first, second)
  let [product, one, other] = [0, 0, 0]
  for (let k = 0; k < first.length; k++) {
    product += first[k]! * second[k]!
    one += first[k]! * first[k]!
    other += second[k]! * second[k]!
  }
  return one === 0 || other === 0 ? undefined : Math.min(1, product / Math.sqrt(one * other))
}

/**
 * The part that two portfolios have in common: what would be left of both if whatever one has in greater proportion than
 * the other were taken away. One less the distance in total variation of their proportions.
 * @param first - What is held of each thing, each ≥ 0, in one unit of value.
 * @param second - As many numbers in the same order.
 * @returns From 0, nothing in common, to 1, the same proportions; undefined when either holds nothing.
 * @throws {RangeError} when the portfolios differ in length.
 * @example overlap([3, 1], [1, 3]) // 0.5
 */
export function overlap(first: ArrayLike<number>, second: ArrayLike<number>): number | undefined {
  checkLengths(first, second)
  let [one, other] = [0, 0]
  for (let k = 0; k < first.length; k++) {
    one += first[k]!
    other += second[k]!
  }
  if (one === 0 || other === 0) return undefined
  let common = 0
  for (let k = 0; k < first.length; k++) common += Math.min(first[k]! / one, second[k]! / other)
  return Math.min(1, common)
}

/**
 * How aligned two agents, or networks, are: the cosine between what those outside who hold the one have in the end, and
 * what those who hold the other have. Zero without cross-holdings; 4/5 where each holds half of the other and both are
 * worth the same; one where it makes no difference which of the two one holds.
 * Source: portfolios by Elliott, Golub, Jackson (2014); {@link cosine} for the reading as a correlation.
 * @param holdings - Of any size.
 * @param first - An agent's number.
 * @param second - Another's.
 * @param values - By agent, what it is worth without what it holds of others, each ≥ 0 in any one unit.
 * @param iteration - As in {@link ultimateHoldings}.
 * @returns 0 ≤ alignment ≤ 1; undefined when either has nothing of any value.
 * @throws {RangeError} when there is no such agent, or not one finite value ≥ 0 for each.
 * @throws {ConvergenceError} when the passes are used up.
 * @example alignment(crossHoldings({ agents: 2, holder: [], issuer: [], amount: [], supply: [1n, 1n] }, 'refuse'), 0, 1, [1, 1]) // 0
 */
export function alignment(
  holdings: CrossHoldings,
  first: number,
  second: number,
  values: ArrayLike<number>,
  iteration: Iteration = {},
): number | undefined {
  return cosine(exposure(holdings, first, values, iteration), exposure(holdings, second, values, iteration))
}

/**
 * How far an agent's interests coincide with the network's: the part that what those who hold the agent have in the end
 * has in common with everything there is. An agent that holds nothing but itself has its own share of all value; one that
 * holds all agents in proportion to their value has one.
 * @param holdings - Of any size.
 * @param agent - Its number.
 * @param values - By agent, what it is worth without what it holds of others, each ≥ 0 in any one unit.
 * @param iteration - As in {@link ultimateHoldings}.
 * @returns 0 ≤ coincidence ≤ 1; undefined when the agent has nothing of any value.
 * @throws {RangeError} when there is no such agent, or not one finite value ≥ 0 for each.
 * @throws {ConvergenceError} when the passes are used up.
 * @example coincidence(crossHoldings({ agents: 2, holder: [], issuer: [], amount: [], supply: [1n, 1n] }, 'refuse'), 0, [1, 3]) // 0.25
 */
export function coincidence(
  holdings: CrossHoldings,
  agent: number,
  values: ArrayLike<number>,
  iteration: Iteration = {},
): number | undefined {
  return overlap(exposure(holdings, agent, values, iteration), values)
}

/**
 * What those outside who hold an agent have in the end, by value: its row of transitive ownership times what each agent
 * is worth.
 * @param holdings - Of any size.
 * @param agent - Its number.
 * @param values - By agent, what it is worth without what it holds of others, each ≥ 0 in any one unit.
 * @param iteration - As in {@link ultimateHoldings}.
 * @returns By agent, in the unit of the values; the sum is what the agent is worth to those who hold it.
 * @throws {RangeError} when there is no such agent, or not one finite value ≥ 0 for each.
 * @throws {ConvergenceError} when the passes are used up.
 * @example exposure(crossHoldings({ agents: 2, holder: [0], issuer: [1], amount: [1n], supply: [1n, 4n] }, 'refuse'), 0, [10, 100]) // Float64Array.of(10, 25)
 */
export function exposure(
  holdings: CrossHoldings,
  agent: number,
  values: ArrayLike<number>,
  iteration: Iteration = {},
): Float64Array {
  checkValues(values, holdings.agents)
  return ultimateHoldings(holdings, agent, iteration).map((share, j) => share * values[j]!)
}

function checkLengths(first: ArrayLike<number>, second: ArrayLike<number>): void {
  if (first.length !== second.length) throw new RangeError('portfolios differ in length')
}
