import type { Iteration } from './centrality.js'
import type { CrossHoldings } from './cross-holdings.js'
import { ConvergenceError, pass, toNumbers, toPlaces } from './iteration.js'

/** A row of transitive ownership by its series `Ĉ(I + C + C² + …)`, short by no more than the tolerance anywhere. */
export function rowBySeries(
  { agents, outside, byIssuer }: CrossHoldings,
  holder: number,
  { tolerance = 1e-10, passes = 10_000 }: Iteration,
): Float64Array {
  const none = new Float64Array(agents)
  const least = outside.reduce((low, part) => Math.min(low, part), 1)
  let term = toPlaces(
    byIssuer,
    none.map((_, i) => (i === holder ? 1 : 0)),
  )
  const sum = Float64Array.from(term)
  // Without an outside everywhere: of one unit of every agent, what still circulates after as many passes.
  let circulating = none.map(() => 1)
  let left = Number.POSITIVE_INFINITY
  for (let made = 1; made <= passes; made++) {
    const next = new Float64Array(agents)
    pass(byIssuer, term, none, 1, next)
    term = next
    for (let at = 0; at < agents; at++) sum[at]! += term[at]!
    if (least > 0) {
      // (I − Cᵀ)⁻¹Ĉ1 = 1: a term and all that follow it are together at most its largest part over the least of Ĉ.
      left = largest(term) / least
    } else {
      const rest = new Float64Array(agents)
      pass(byIssuer, circulating, none, 1, rest)
      circulating = rest
      const part = largest(circulating)
      left = part < 1 ? (largest(sum) * part) / (1 - part) : Number.POSITIVE_INFINITY
    }
    if (left <= tolerance) return toNumbers(byIssuer, sum).map((entry) => entry * outside[holder]!)
  }
  throw new ConvergenceError(passes, left)
}

/** Transitive ownership times values, by its series; no more than the tolerance of all values is missing. */
export function valuesBySeries(
  { agents, outside, byHolder }: CrossHoldings,
  values: ArrayLike<number>,
  { tolerance = 1e-10, passes = 10_000 }: Iteration,
): Float64Array {
  const base = toPlaces(byHolder, values)
  const covered = toPlaces(byHolder, outside)
  const all = base.reduce((sum, value) => sum + value, 0)
  let vector = Float64Array.from(base)
  for (let made = 0; ; made++) {
    // What has come outside is out of circulation: the rest is exactly what the terms to come bring.
    let found = 0
    for (let at = 0; at < agents; at++) found += covered[at]! * vector[at]!
    const left = all === 0 ? 0 : (all - found) / all
    if (left <= tolerance) return toNumbers(byHolder, vector).map((value, i) => value * outside[i]!)
    if (made >= passes) throw new ConvergenceError(made, left)
    const next = new Float64Array(agents)
    pass(byHolder, vector, base, 1, next)
    vector = next
  }
}

function largest(vector: Float64Array): number {
  let most = 0
  for (const part of vector) if (part > most) most = part
  return most
}
