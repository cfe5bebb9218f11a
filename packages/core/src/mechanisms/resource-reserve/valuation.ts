/** What a node is worth. Spec: resource-reserve.md#value. */
import { least, mulDiv } from '../../arithmetic/index.js'
import { WHOLE } from './config.js'
import { bookAt } from './schedules.js'
import type { ReserveNode, ResourceReserveView } from './tables.js'

/** Parts of a value. */
export interface ValueParts {
  /** What the market gives, base units. */
  readonly quote: bigint
  /** Depreciated cost, base units. */
  readonly book: bigint
  /** Utility index, basis points. */
  readonly utility: number
  /** How much of the market part utility can take away, basis points. */
  readonly weight: number
}

/**
 * Value of a node: the market part min(quote, book), lowered by what its utility lacks.
 * Spec: resource-reserve.md#value.
 * @param parts - Quote and book ≥ 0n in base units; utility and weight from 0 to 10,000.
 * @returns Base units, floored, 0n ≤ result ≤ min(quote, book): utility only lowers.
 * @example appraisedValue({ quote: 1_000n, book: 900n, utility: 5_000, weight: 4_000 }) // 720n
 */
export function appraisedValue({ quote, book, utility, weight }: ValueParts): bigint {
  const kept = WHOLE * (WHOLE - BigInt(weight)) + BigInt(weight) * BigInt(utility)
  return mulDiv(least(quote, book), kept, WHOLE * WHOLE, 'down')
}

/**
 * Work done against the network's reference.
 * Spec: resource-reserve.md#value.
 * @param work - ≥ 0n.
 * @param reference - > 0n.
 * @returns Basis points, floored, at most 10,000.
 * @example utilityOf(3n, 4n) // 7500
 */
export const utilityOf = (work: bigint, reference: bigint): number => Number(least(WHOLE, (work * WHOLE) / reference))

/**
 * What a node backs at a time as far as is known: value by its last appraisal and its schedule, and stake.
 * Spec: resource-reserve.md#value.
 * @param view - Of the reserve.
 * @param node - The row.
 * @param time - Whole seconds, now or later.
 * @returns Base units; never more for a later time.
 * @example worthAt(view(system, state).mechanisms['resource-reserve'], node, 86_400)
 */
export function worthAt(view: Pick<ResourceReserveView, 'config' | 'params'>, node: ReserveNode, time: number): bigint {
  return hardwareAt(view, node, time) + node.stake
}

/**
 * What a node's hardware and software are worth at a time as far as is known, without its stake.
 * Spec: resource-reserve.md#value.
 * @param view - Of the reserve.
 * @param node - The row.
 * @param time - Whole seconds, now or later.
 * @returns Base units; 0n before the first appraisal, and never more for a later time.
 * @example hardwareAt(view(system, state).mechanisms['resource-reserve'], node, 86_400)
 */
export function hardwareAt(
  view: Pick<ResourceReserveView, 'config' | 'params'>,
  node: ReserveNode,
  time: number,
): bigint {
  const { appraisal, book, produced } = node
  if (appraisal === null) return 0n
  const { quote, utility } = appraisal
  const { weight } = view.params
  return appraisedValue({ quote, utility, book: bookAt(book, produced, view.config.period, time), weight })
}

/**
 * What of a node can be let out until a time: neither above its value now nor above its scheduled value then.
 * Spec: resource-reserve.md#issue-guard.
 * @param view - Of the reserve.
 * @param node - The row.
 * @param now - Whole seconds.
 * @param end - Whole seconds, ≥ now.
 * @returns Base units ≥ 0n; whether the node may issue at all is another question.
 * @example freeUntil(view(system, state).mechanisms['resource-reserve'], node, now, now + 86_400)
 */
export function freeUntil(
  view: Pick<ResourceReserveView, 'config' | 'params'>,
  node: ReserveNode,
  now: number,
  end: number,
): bigint {
  const bound = least(node.genesis, worthAt(view, node, now))
  const free = least(bound, worthAt(view, node, end)) - node.outstanding - node.held
  return free > 0n ? free : 0n
}

/** What the formula binds, burns and leaves of a genesis. */
export interface Bound {
  readonly bound: bigint
  readonly burned: bigint
}

/**
 * How much of a node's genesis is bound and how much burned: a falling value burns the bound part only.
 * Spec: resource-reserve.md#native-token.
 * @param node - Genesis, outstanding and held, base units.
 * @param worth - What it backs now, base units ≥ 0n.
 * @returns Both ≥ 0n; bound + burned + outstanding + held = genesis.
 * @example boundOf({ genesis: 100n, outstanding: 30n, held: 0n }, 50n) // { bound: 20n, burned: 50n }
 */
export function boundOf(
  { genesis, outstanding, held }: Pick<ReserveNode, 'genesis' | 'outstanding' | 'held'>,
  worth: bigint,
): Bound {
  const out = outstanding + held
  const bound = least(genesis - out, worth > out ? worth - out : 0n)
  return { bound, burned: genesis - out - bound }
}
