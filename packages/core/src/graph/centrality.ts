import { ConvergenceError, type Iteration } from './convergence.js'
import {
  advance,
  begin,
  type PackedMatrix,
  pack,
  pass,
  readVector,
  resultAt,
  vectorAt,
  type Workspace,
} from './packed-matrix.js'
import { sparseMatrix } from './sparse-matrix.js'

/** Who gives weight to whom, one entry per link; agents are the numbers below `agents`. Parallel links add up. */
export interface Links {
  readonly agents: number
  readonly from: ArrayLike<number>
  readonly to: ArrayLike<number>
  /** Each ≥ 0; absent: every link weighs 1. */
  readonly weight?: ArrayLike<number>
}

/**
 * Eigenvector centrality: an agent is as central as those who give it weight are, together. The dominant eigenvector of
 * the transposed weights, by power iteration from equal centrality; weights are shifted by the identity, so that graphs
 * whose cycles have a common divisor converge too.
 *
 * Where the links fall into parts, or lead nowhere, the vector depends on the start and convergence can be slow: use
 * {@link dampedCentrality}, which always has one answer.
 * Source: Bonacich (1972), Factoring and weighting approaches to status scores.
 * @param links - Numbered from 0; a link from i to j makes j more central.
 * @param iteration - The tolerance is for the change in one pass, all agents together.
 * @returns A number for each agent, ≥ 0, all of them summing to one.
 * @throws {RangeError} when a link has no such agent or its weight isn't a finite number ≥ 0, or links take more than 2 GB (10^8 do not).
 * @throws {ConvergenceError} when the passes are used up.
 * @example eigenvectorCentrality({ agents: 2, from: [0, 1], to: [1, 0] }) // Float64Array.of(0.5, 0.5)
 */
export function eigenvectorCentrality(links: Links, iteration: Iteration = {}): Float64Array {
  const { tolerance = 1e-10, passes = 10_000 } = iteration
  const { agents } = links
  if (agents === 0) return new Float64Array(0)
  const work = begin(received(links, links.weight), new Float64Array(agents).fill(1 / agents))
  let total = 1
  let left = Number.POSITIVE_INFINITY
  for (let made = 1; made <= passes; made++) {
    const before = total
    // The sum of the vector before this pass was `before`; dividing by it here saves a pass over the vector.
    total = pass(work, 'vector', 1 / before)
    // To compare costs a tenth of a pass, so it isn't done after each of them.
    if (made % 4 === 0 || made === passes) left = change(work, 1 / before, 1 / total)
    advance(work)
    if (left <= tolerance) return readVector(work, 1 / total)
  }
  throw new ConvergenceError(passes, left)
}

/**
 * Damped eigenvector centrality: every agent divides what it has among those it links to in proportion to the weights,
 * but for a part that goes to all alike, as does everything of an agent without links. Always unique, always positive.
 * The measure of which unit prices in value rounds are the exact form.
 * Source: Katz (1953); Brin & Page (1998); Del Corso, Gullì, Romani (2005) on agents without links.
 * @param links - Numbered from 0; a link from i to j makes j more central. Only proportions of an agent's weights matter.
 * @param damping - The part that goes to all alike, 0 < damping ≤ 1; 0.15 is usual.
 * @param iteration - The tolerance is for what is missing from the result, all agents together.
 * @returns A number for each agent, > 0, all of them summing to one.
 * @throws {RangeError} when a link has no such agent, its weight isn't a finite number ≥ 0, or the damping is out of range.
 * @throws {ConvergenceError} when the passes are used up.
 * @example dampedCentrality({ agents: 3, from: [0], to: [1] }, 1).map((part) => Math.round(part * 9)) // Float64Array.of(3, 3, 3)
 */
export function dampedCentrality(links: Links, damping: number, iteration: Iteration = {}): Float64Array {
  if (!(damping > 0 && damping <= 1)) throw new RangeError('damping is above 0 and at most 1')
  const { tolerance = 1e-10, passes = 10_000 } = iteration
  const { agents, from, weight } = links
  if (agents === 0) return new Float64Array(0)
  const given = new Float64Array(agents)
  for (let k = 0; k < from.length; k++) given[from[k]!]! += weight === undefined ? 1 : weight[k]!
  const parts = new Float64Array(from.length)
  for (let k = 0; k < from.length; k++) {
    const sum = given[from[k]!]!
    // An agent whose links weigh nothing has none.
    if (sum !== 0) parts[k] = (1 - damping) * ((weight === undefined ? 1 : weight[k]!) / sum)
  }
  const base = new Float64Array(agents).fill(damping / agents)
  const work = begin(received(links, parts), base, base)
  let total = damping
  for (let made = 1; made <= passes; made++) {
    const before = total
    total = pass(work, 'base', 1)
    advance(work)
    // The series grows by terms that shrink by the damping at least: what is still to come is known.
    const left = ((total - before) * (1 - damping)) / damping / total
    if (left <= tolerance) return readVector(work, 1 / total)
  }
  throw new ConvergenceError(passes, (total - damping) / total)
}

/** The weights by who receives them. */
function received({ agents, from, to, weight }: Links, value: ArrayLike<number> | undefined): PackedMatrix {
  if (weight !== undefined && weight.length !== from.length) throw new RangeError('links and weights differ in length')
  for (let k = 0; k < (weight?.length ?? 0); k++) {
    if (!(weight![k]! >= 0)) throw new RangeError(`link ${k} has a weight below zero`)
  }
  const entries = { rows: agents, columns: agents, row: to, column: from }
  return pack(sparseMatrix(value === undefined ? entries : { ...entries, value }))
}

/** How far the result is from the vector, each times its scale. */
function change(work: Workspace, scaleBefore: number, scaleAfter: number): number {
  const size = work.matrix.order.length
  let sum = 0
  for (let at = 0; at < size; at++) {
    sum += Math.abs(resultAt(work, at) * scaleAfter - vectorAt(work, at) * scaleBefore)
  }
  return sum
}
