/** What can be read of a reserve. Spec: resource-reserve.md#queries. */
import type { Listing } from '../../kernel/index.js'
import type { ResourceReserveConfig, ResourceReserveParams } from './config.js'
import { mayIssue } from './cover.js'
import type { ResourceReserveTables, ResourceReserveView } from './tables.js'
import { type Bound, boundOf, freeUntil, worthAt } from './valuation.js'

/** A reserve in a whole state, whose tables can be listed. */
export interface ResourceReserveListing
  extends Listing<ResourceReserveConfig, ResourceReserveParams, ResourceReserveTables> {}
/** What a node backs now. Base units. */
export interface Standing extends Bound {
  /** Value and stake. */
  readonly worth: bigint
  readonly genesis: bigint
  readonly outstanding: bigint
  readonly held: bigint
}

/**
 * What a node backs now, of what was minted for it.
 * Spec: resource-reserve.md#queries.
 * @param view - Of the reserve.
 * @param node - The node.
 * @returns Base units, with what is bound and burned by the present value whether it was booked or not; undefined for a
 * node that isn't there.
 * @example standingOf(view(system, state).mechanisms['resource-reserve'], 'n1')?.bound
 */
export function standingOf(view: ResourceReserveView, node: string): Standing | undefined {
  const row = view.tables.nodes.get({ node })
  if (row === undefined) return undefined
  const worth = worthAt(view, row, view.now)
  const { genesis, outstanding, held } = row
  return { worth, genesis, outstanding, held, ...boundOf(row, worth) }
}

/**
 * What of a node could be let out now until a time, whoever asks.
 * Spec: resource-reserve.md#issue-guard.
 * @param view - Of the reserve.
 * @param node - The node.
 * @param end - Whole seconds.
 * @returns Base units; 0n for a node that isn't there or may not issue.
 * @example freeOf(view(system, state).mechanisms['resource-reserve'], 'n1', now + 86_400)
 */
export function freeOf(view: ResourceReserveView, node: string, end: number): bigint {
  const row = view.tables.nodes.get({ node })
  return row === undefined || !mayIssue(view, row) ? 0n : freeUntil(view, row, view.now, end)
}
