/** What backs an application, until when, and what of it is locked to whom. Spec: reserve-proofs.md#views. */
import type { NamedReserve } from './fleet.js'
import { endsAt } from './liveness.js'
import { nodeOf } from './nodes.js'
import type { Assignment, Certificate, CertificateKey, ResourceReserveView } from './tables.js'
import { worthAt } from './valuation.js'

/** An assignment under its name. */
export interface NamedAssignment extends Assignment {
  readonly assignment: string
}
/** A certificate as its project shows it. */
export interface BackingPane extends CertificateKey, Pick<Certificate, 'amount' | 'assigned' | 'purpose' | 'start'> {
  readonly system: string
  /** What isn't assigned yet, base units. */
  readonly free: bigint
  /** When it ends, by a notice perhaps: from then on it backs nothing. */
  readonly until: number
  readonly over: boolean
  /** Whether its node is worth all that it backs now. */
  readonly reserved: boolean
  readonly assignments: readonly NamedAssignment[]
}
/** All that backs a project; base units, of certificates that aren't over. */
export interface ProjectPane {
  readonly certificates: readonly BackingPane[]
  readonly amount: bigint
  readonly assigned: bigint
  readonly free: bigint
  /** When the first of it ends; null without any. */
  readonly until: number | null
}

/**
 * What backs an application now over any number of systems, until when, and what of it is assigned to whom.
 * Spec: reserve-proofs.md#views.
 * @param reserves - Where it may have certificates; each seen at a time of its own.
 * @param project - The application.
 * @returns Its certificates by reserve, node and number, also those that are over and not expired yet, with sums.
 * @example backingOf([{ system: 'home', view: view(system, state).mechanisms['resource-reserve'] }], 'shop').amount
 */
export function backingOf(reserves: readonly NamedReserve[], project: string): ProjectPane {
  const certificates = reserves.flatMap(({ system, view }) =>
    [...view.tables.backings.under({ project })].map(({ key: { node, certificate } }) =>
      backingPane(system, view, { node, certificate }),
    ),
  )
  const live = certificates.filter(({ over }) => !over)
  const amount = live.reduce((sum, one) => sum + one.amount, 0n)
  const assigned = live.reduce((sum, one) => sum + one.assigned, 0n)
  const first = live.reduce((least, { until }) => Math.min(least, until), Number.POSITIVE_INFINITY)
  return { certificates, amount, assigned, free: amount - assigned, until: live.length === 0 ? null : first }
}

function backingPane(system: string, view: ResourceReserveView, key: CertificateKey): BackingPane {
  const row = view.tables.certificates.get(key) as Certificate
  const node = nodeOf(view, key.node)
  const { amount, assigned, purpose, start } = row
  const until = endsAt(view, node, row)
  return {
    system,
    ...key,
    amount,
    assigned,
    purpose,
    start,
    free: amount - assigned,
    until,
    over: view.now >= until,
    reserved: node.outstanding + node.held <= worthAt(view, node, view.now),
    assignments: [...view.tables.assignments.under(key)].map((one) => ({
      assignment: one.key.assignment,
      ...one.row,
    })),
  }
}
