import { maximiseCirculation } from './circulation.js'
import { toNumbers } from './conversion.js'
import { createNetwork, type Network, residualsDown, setResiduals, setWeights } from './network.js'

/** A circulation to be improved: edges, what the flow on each may still grow and shrink, and what a unit is worth. */
export interface Circulation {
  readonly nodes: number
  readonly debtor: Int32Array
  readonly creditor: Int32Array
  readonly up: readonly bigint[]
  readonly down: readonly bigint[]
  readonly weight: readonly bigint[]
}

/** How to change the flows, and the potentials that prove the result a maximum. */
export interface Improvement {
  readonly change: bigint[]
  readonly potential: bigint[]
}

/**
 * Bits of the sum of all residuals that a {@link Network} takes. A path's arc can gain as much again, and 53 bits are
 * exact.
 */
export const RESIDUAL_BITS = 52

/** No arc with a residual cut off here is ever filled: all that is routed in one refinement is less. */
const RESIDUAL_LIMIT = 2n ** BigInt(RESIDUAL_BITS)

/** No reduced weight cut off here ever reaches zero: potentials move by less than 2^49 in one refinement. */
const WEIGHT_LIMIT = 2n ** 50n

/**
 * Bits of a weight that a {@link Network} takes. A path's cost is at most `nodes` times that, and each refinement of the
 * residuals can double the range of the potentials; both together stay below 2^49.
 */
export function weightBits(nodes: number, refinements: number): number {
  return Math.max(1, 49 - refinements - bitLength(BigInt(nodes)))
}

/** Bits of the value farthest from zero. */
export function widestOf(values: readonly bigint[]): number {
  let least = 0n
  let most = 0n
  for (const value of values) {
    if (value < least) least = value
    else if (value > most) most = value
  }
  return Math.max(bitLength(least), bitLength(most))
}

/** Number of binary digits of the absolute value; 0 for zero. */
export function bitLength(value: bigint): number {
  if (value === 0n) return 0
  return (value < 0n ? -value : value).toString(2).length
}

/**
 * Maximum circulation for integers of any size, on a solver that holds 53 bits.
 *
 * Two scalings, one inside the other. Weights are read some leading bits at a time: what is optimal for the leading bits
 * is nearly so for more of them, so only reduced weights matter and those that are too great to change sign can be cut
 * off. Within that, residuals are read some leading bits at a time: the flow so far, doubled as often as bits come in,
 * is optimal but for what the new bits allow, so all that must be rerouted is small, and residuals that are greater can
 * be cut off.
 * Source: Edmonds and Karp (1972) for capacities; Gabow and Tarjan (1989) for costs.
 */
export function improve(circulation: Circulation): Improvement {
  const { nodes, debtor, creditor, up, down, weight } = circulation
  const network = createNetwork(nodes, debtor, creditor)
  const shifts = residualShifts(up, down)
  const bits = weightBits(nodes, shifts.length)
  const change = new Array<bigint>(up.length).fill(0n)
  const potential = new Array<bigint>(nodes).fill(0n)
  const weightSteps = weightShifts(weight, bits)
  let before = weightSteps[0]!
  for (const shift of weightSteps) {
    for (let u = 0; u < nodes; u++) potential[u]! <<= before - shift
    before = shift
    const reduced = weight.map((w, k) => {
      const exact = (w >> shift) + potential[debtor[k]!]! - potential[creditor[k]!]!
      return clamp(exact, WEIGHT_LIMIT)
    })
    setWeights(network, toNumbers(reduced)!)
    network.potential.fill(0)
    const step = improveByBits(
      network,
      up.map((room, k) => room - change[k]!),
      down.map((room, k) => room + change[k]!),
      shifts,
    )
    for (let k = 0; k < change.length; k++) change[k]! += step[k]!
    for (let u = 0; u < nodes; u++) potential[u]! += BigInt(network.potential[u]!)
  }
  return { change, potential }
}

function improveByBits(
  network: Network,
  up: readonly bigint[],
  down: readonly bigint[],
  shifts: readonly bigint[],
): readonly bigint[] {
  const change = new Array<bigint>(up.length).fill(0n)
  let before = shifts[0]!
  for (const shift of shifts) {
    for (let k = 0; k < change.length; k++) change[k]! <<= before - shift
    before = shift
    const grow = toNumbers(up.map((room, k) => clamp((room >> shift) - change[k]!, RESIDUAL_LIMIT)))!
    const shrink = toNumbers(down.map((room, k) => clamp((room >> shift) + change[k]!, RESIDUAL_LIMIT)))!
    setResiduals(network, grow, shrink)
    maximiseCirculation(network)
    const after = residualsDown(network)
    for (let k = 0; k < change.length; k++) change[k]! += BigInt(after[k]! - shrink[k]!)
  }
  return change
}

/** How far residuals are shifted right at each refinement, down to zero: all of them at first, then bits that fit. */
function residualShifts(up: readonly bigint[], down: readonly bigint[]): readonly bigint[] {
  const sum = (rooms: readonly bigint[]): bigint => rooms.reduce((total, room) => total + room, 0n)
  const first = bitLength(sum(up) + sum(down)) - RESIDUAL_BITS
  // Each edge adds at most one residual of so many bits to what must be rerouted.
  return descending(first, RESIDUAL_BITS - bitLength(BigInt(up.length)))
}

function weightShifts(weight: readonly bigint[], bits: number): readonly bigint[] {
  return descending(widestOf(weight) - bits, bits)
}

function descending(first: number, step: number): readonly bigint[] {
  const shifts: bigint[] = []
  for (let shift = first; shift > 0; shift -= step) shifts.push(BigInt(shift))
  return [...shifts, 0n]
}

function clamp(value: bigint, limit: bigint): bigint {
  if (value > limit) return limit
  return value < -limit ? -limit : value
}
