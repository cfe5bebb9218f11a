import { apportion } from '../../arithmetic/index.js'
import {
  advance,
  begin,
  type PackedMatrix,
  pack,
  pass,
  resultAt,
  toNumbers,
  vectorAt,
} from '../../graph/packed-matrix.js'
import { sparseMatrix } from '../../graph/sparse-matrix.js'
import { checkDamping, checkWants, MEAN_UNIT_PRICE, type WantRows } from './unit-prices.js'

/** Binary digits behind the point in which the exact prices are approached. */
const DIGITS = 32n

/** Passes over the wants after which the guard gives up. A pass shrinks what is left by the damping at least. */
const MOST_PASSES = 100_000

/** Every refinement gains some 40 binary digits; the widest prices have 84. */
const MOST_REFINEMENTS = 8

/**
 * Proposes the unit prices of a value round: the damped eigenvector centrality of the wants, rounded to whole numbers by
 * largest remainder, ties to the agent with the smaller number. {@link verifyPrices} accepts them.
 *
 * Solved in floating point and refined by exact residuals in integers, to 2^−32 of a base unit, so that the rounding is
 * that of the exact solution unless two remainders are closer than that. The same on every engine.
 * Spec: stake-market.md#unit-prices. Source: Brin & Page (1998), power iteration; Wilkinson (1963), iterative refinement.
 * @param wants - Every agent's weights sum to D exactly.
 * @param damping - a/b as whole numbers, 1 ≤ a ≤ b ≤ 2^32. The time it takes grows with b/a.
 * @returns One price for each agent, positive, n · 2^32 in all.
 * @throws {RangeError} when the wants or the damping aren't what they must be, or so little damping doesn't converge.
 * @example solvePrices({ agents: 2, whole: 1, from: [0, 1], to: [1, 0], weight: [1, 1] }, [1, 5]) // [2n ** 32n, 2n ** 32n]
 */
export function solvePrices(wants: WantRows, damping: readonly [number, number]): bigint[] {
  checkWants(wants)
  checkDamping(damping)
  const { agents } = wants
  if (agents === 0) return []
  const part = BigInt(wants.whole) * BigInt(damping[1])
  const shares = passedOn(wants, damping)
  const exact = new Array<bigint>(agents).fill(0n)
  for (let refinement = 0; refinement < MOST_REFINEMENTS; refinement++) {
    const residual = residuals(wants, damping, exact)
    const step = solve(
      shares,
      damping,
      Float64Array.from(residual, (rest) => Number(rest) / Number(part)),
    )
    let moved = false
    for (let j = 0; j < agents; j++) {
      const whole = BigInt(Math.round(step[j]!))
      if (whole === 0n) continue
      exact[j]! += whole
      moved = true
    }
    if (!moved) return apportion(BigInt(agents) * MEAN_UNIT_PRICE, exact)
  }
  return apportion(BigInt(agents) * MEAN_UNIT_PRICE, exact)
}

/** What is missing in every price, times b · D, in units of 2^−32. */
function residuals(
  { agents, whole, from, to, weight }: WantRows,
  [a, b]: readonly [number, number],
  exact: readonly bigint[],
): readonly bigint[] {
  const parts = BigInt(whole)
  const [most, rest, floor] = [BigInt(b), BigInt(b - a), BigInt(a) * parts * (MEAN_UNIT_PRICE << DIGITS)]
  const backing = new Array<bigint>(agents).fill(0n)
  for (let k = 0; k < from.length; k++) backing[to[k]!]! += BigInt(weight[k]!) * exact[from[k]!]!
  return exact.map((price, j) => floor + rest * backing[j]! - most * parts * price)
}

/** The share of every price that it passes on to each that it wants, by who is wanted. */
function passedOn({ agents, whole, from, to, weight }: WantRows, [a, b]: readonly [number, number]): PackedMatrix {
  const value = Float64Array.from(weight, (w) => ((b - a) / b) * (w / whole))
  return pack(sparseMatrix({ rows: agents, columns: agents, row: to, column: from, value }))
}

/** The series `Σ_k M^k · given` for the shares M, until what is added no longer matters to the sum. */
function solve(shares: PackedMatrix, [a, b]: readonly [number, number], given: Float64Array): Float64Array {
  const term = begin(shares, given)
  const sum = Float64Array.from(given, (_, at) => vectorAt(term, at))
  for (let made = 0; made < MOST_PASSES; made++) {
    pass(term, 'base', 1)
    let added = 0
    let size = 0
    for (let at = 0; at < sum.length; at++) {
      const more = resultAt(term, at)
      sum[at]! += more
      added += Math.abs(more)
      size += Math.abs(sum[at]!)
    }
    // Below half a unit in all, nothing rounds to a step any more.
    if (added <= size * 2 ** -40 || size + (added * b) / a < 0.5) return toNumbers(shares, sum)
    advance(term)
  }
  throw new RangeError(`prices don't converge with a damping of ${a}/${b}`)
}
