import type { Bundles } from './bundles.js'
import type { DebtGraph } from './obligations.js'

/** A maximum circulation over bundles, and by level the potentials of all parties that prove it. */
export interface Optimum<Flow> {
  readonly flow: Flow
  readonly potential: readonly bigint[][]
}

/** Weight of each bundle at one level. */
export function weightOf(
  { weight }: DebtGraph,
  { representative }: Bundles,
  level: number,
): (bundle: number) => bigint {
  return weight === undefined ? () => 1n : (b) => weight[level]![representative[b]!]!
}
