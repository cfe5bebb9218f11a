import { ConvergenceError, type Iteration } from './convergence.js'
import type { CrossHoldings } from './cross-holdings.js'
import { advance, begin, pass, readVector, resultAt, toNumbers, vectorAt, type Workspace } from './packed-matrix.js'

/** A row of transitive ownership by its series `Ĉ(I + C + C² + …)`, short by no more than the tolerance anywhere. */
export function rowBySeries(
  { agents, outside, byIssuer }: CrossHoldings,
  holder: number,
  { tolerance = 1e-10, passes = 10_000 }: Iteration,
): Float64Array {
  const ones = new Float64Array(agents).fill(1)
  const least = outside.reduce((low, part) => Math.min(low, part), 1)
  const term = begin(
    byIssuer,
    ones.map((_, i) => (i === holder ? 1 : 0)),
  )
  const sum = Float64Array.from(ones, (_, at) => vectorAt(term, at))
  // Without an outside everywhere: of one unit of every agent, what still circulates after as many passes.
  const circulating = least > 0 ? undefined : begin(byIssuer, ones)
  let left = Number.POSITIVE_INFINITY
  for (let made = 1; made <= passes; made++) {
    pass(term, 'base', 1)
    for (let at = 0; at < agents; at++) sum[at]! += resultAt(term, at)
    if (circulating === undefined) {
      // (I − Cᵀ)⁻¹Ĉ1 = 1: a term and all that follow it are together at most its largest part over the least of Ĉ.
      left = largestResult(term) / least
    } else {
      pass(circulating, 'base', 1)
      const part = largestResult(circulating)
      const most = sum.reduce((high, entry) => Math.max(high, entry), 0)
      left = part < 1 ? (most * part) / (1 - part) : Number.POSITIVE_INFINITY
      advance(circulating)
    }
    if (left <= tolerance) return toNumbers(byIssuer, sum).map((entry) => entry * outside[holder]!)
    advance(term)
  }
  throw new ConvergenceError(passes, left)
}

/** Transitive ownership times values, by its series; no more than the tolerance of all values is missing. */
export function valuesBySeries(
  { agents, outside, byHolder }: CrossHoldings,
  values: ArrayLike<number>,
  { tolerance = 1e-10, passes = 10_000 }: Iteration,
): Float64Array {
  const covered = Float64Array.from(byHolder.order, (number) => outside[number]!)
  const work = begin(byHolder, values, values)
  let all = 0
  for (let i = 0; i < agents; i++) all += values[i]!
  for (let made = 0; ; made++) {
    // What has come outside is out of circulation: the rest is exactly what the terms to come bring.
    let found = 0
    for (let at = 0; at < agents; at++) found += covered[at]! * vectorAt(work, at)
    const left = all === 0 ? 0 : (all - found) / all
    if (left <= tolerance) return readVector(work, 1).map((value, i) => value * outside[i]!)
    if (made >= passes) throw new ConvergenceError(made, left)
    pass(work, 'base', 1)
    advance(work)
  }
}

function largestResult(work: Workspace): number {
  const size = work.matrix.order.length
  let most = 0
  for (let at = 0; at < size; at++) most = Math.max(most, resultAt(work, at))
  return most
}
