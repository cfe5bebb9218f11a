/** What can be read of a reserve. Spec: resource-reserve.md#queries. */
import { Id, nullable, Party, Quantity, type Schema, Sequence, struct, Time } from '../../codec/index.js'
import type { Listing } from '../../kernel/index.js'
import type { ResourceReserveConfig, ResourceReserveParams } from './config.js'
import { mayIssue } from './cover.js'
import { endsAt } from './liveness.js'
import type { CertificateKey, ResourceReserveTables, ResourceReserveView } from './tables.js'
import { type Bound, boundOf, freeUntil, worthAt } from './valuation.js'

/** What the port `assigned` is asked. */
export interface AssignmentAsked extends CertificateKey {
  readonly assignment: string
}
/** What the port `assigned` says. */
export interface AssignmentFacts {
  /** Base units; 0n where there is no such assignment, or its certificate is over. */
  readonly amount: bigint
  /** Who relies on it, and for which project; null where there is none. */
  readonly to: string | null
  readonly project: string | null
  /** Until when it is backed at most: the assignment's or the certificate's end, whichever is first; 0 for none. */
  readonly until: number
}

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

/**
 * What of a certificate is locked to a loan or a warranty.
 * Spec: resource-reserve.md#queries.
 * @param view - Of the reserve.
 * @param asked - The certificate, and the name of the loan or warranty.
 * @returns 0n and null where nothing is, or the certificate is over.
 * @example assignedTo(reserve, { node: 'n1', certificate: 1, assignment: 'loan-7' }).amount
 */
export function assignedTo(view: ResourceReserveView, asked: AssignmentAsked): AssignmentFacts {
  const { node, certificate } = asked
  const none = { amount: 0n, to: null, project: null, until: 0 }
  const row = view.tables.certificates.get({ node, certificate })
  const made = view.tables.assignments.get(asked)
  const owned = view.tables.nodes.get({ node })
  if (row === undefined || made === undefined || owned === undefined) return none
  const ends = endsAt(view, owned, row)
  if (view.now >= ends) return none
  return { amount: made.amount, to: made.to, project: row.project, until: Math.min(made.until, ends) }
}

/** Ports that other instances may be bound to. */
export const ports: {
  readonly assigned: {
    readonly input: Schema<AssignmentAsked>
    readonly output: Schema<AssignmentFacts>
    read(view: ResourceReserveView, input: AssignmentAsked): AssignmentFacts
  }
} = {
  assigned: {
    input: struct<AssignmentAsked>({ node: Id, certificate: Sequence, assignment: Id }),
    output: struct<AssignmentFacts>({
      amount: Quantity,
      to: nullable(Party),
      project: nullable(Party),
      until: Time,
    }),
    read: assignedTo,
  },
}
