/** What certificates are locked to, for anyone to see. Spec: resource-reserve.md#assign. */
import { Amount, Id, oneOf, Party, Sequence, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { knownCertificate, liveCertificate } from './certificates.js'
import { endsAt } from './liveness.js'
import { nodeOf } from './nodes.js'
import type { Assignment, AssignmentKind, CertificateKey, ResourceReserveScope } from './tables.js'

/** What `resource-reserve.assign` takes. */
export interface AssignCertificate extends CertificateKey {
  /** Name of the loan or warranty. */
  readonly assignment: string
  readonly kind: AssignmentKind
  /** Who relies on it, and may let go. */
  readonly to: string
  /** Base units. */
  readonly amount: bigint
  /** From this time on the project may let go too; not after the certificate's end. */
  readonly until: number
}
/** What `resource-reserve.unassign` takes. */
export interface UnassignCertificate extends CertificateKey {
  readonly assignment: string
}

/** So that a certificate can be ended with all of its assignments. */
const MOST_ASSIGNMENTS = 16
const named = { node: Id, certificate: Sequence, assignment: Id }

export const assign: Command<AssignCertificate, ResourceReserveScope> = {
  input: struct<AssignCertificate>({
    ...named,
    kind: oneOf('loan', 'warranty'),
    to: Party,
    amount: Amount,
    until: Time,
  }),
  apply(scope, { node, certificate, assignment, kind, to, amount, until }) {
    const { now, tables, reject } = scope
    const key = { node, certificate }
    const row = liveCertificate(scope, key)
    if (tables.assignments.has({ ...key, assignment })) reject('RESERVE_ASSIGNMENT_TAKEN', { assignment })
    const ends = endsAt(scope, nodeOf(scope, node), row)
    if (until <= now || until > ends) reject('RESERVE_ASSIGNMENT_REFUSED', { ends })
    if (row.assignments === MOST_ASSIGNMENTS) reject('RESERVE_ASSIGNMENT_REFUSED', { most: MOST_ASSIGNMENTS })
    const assigned = row.assigned + amount
    if (assigned > row.amount) reject('RESERVE_ASSIGNMENT_REFUSED', { left: row.amount - row.assigned })
    tables.assignments.put({ ...key, assignment }, { kind, to, amount, until })
    tables.certificates.put(key, { ...row, assigned, assignments: row.assignments + 1 })
  },
}

export const unassign: Command<UnassignCertificate, ResourceReserveScope> = {
  input: struct<UnassignCertificate>(named),
  apply(scope, { node, certificate, assignment }) {
    const { by, now, tables, reject } = scope
    const key = { node, certificate }
    const row = knownCertificate(scope, key)
    const made: Assignment =
      tables.assignments.get({ ...key, assignment }) ?? reject('RESERVE_ASSIGNMENT_UNKNOWN', { assignment })
    if (by !== made.to && (by !== row.project || now < made.until)) {
      reject('RESERVE_ASSIGNMENT_RUNNING', { until: made.until })
    }
    tables.assignments.delete({ ...key, assignment })
    const { assigned, assignments } = row
    tables.certificates.put(key, { ...row, assigned: assigned - made.amount, assignments: assignments - 1 })
  },
}
