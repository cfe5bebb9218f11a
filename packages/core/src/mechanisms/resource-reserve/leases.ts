/** Value goes out in certificates and comes back. Spec: resource-reserve.md#certificates. */
import { earnedByOwner, earnedByProject } from './fees.js'
import { containerFor, endsAt } from './liveness.js'
import { countEnd, escrowAccount, moveToken, nodeOf, putNode, type TokenPlace } from './nodes.js'
import { payReturns, refund } from './returns.js'
import type {
  Certificate,
  CertificateKey,
  Container,
  LeaseTerms,
  OfBook,
  ReserveNode,
  ResourceReserveScope,
} from './tables.js'

/** What a certificate is issued with. */
export interface Issue {
  readonly node: string
  readonly project: string
  readonly terms: LeaseTerms
  /** Escrowed already. */
  readonly fee: bigint
  readonly duration: number
  readonly purpose: string
  /** Where its value lies: bound to the node, or held by a quote. */
  readonly from: Extract<TokenPlace, 'bound' | 'held'>
}

/** Issues a certificate; whether it may be was looked at before. The terms' use of caps is counted by the caller. */
export function issue(scope: ResourceReserveScope, { node, project, terms, fee, from, ...rest }: Issue): void {
  const { now, tables, emit } = scope
  const { duration, purpose } = rest
  const row = nodeOf(scope, node)
  const { amount, rate, volumeRate, shortest, lender, book } = terms
  const certificate = row.certificates + 1
  const end = now + duration
  const container = containerFor(scope, node, project, end) ?? null
  moveToken(scope, node, { from, to: 'out', amount })
  countContainer(scope, container, 1)
  countEnd(scope, node, end, 1)
  tables.certificates.put(
    { node, certificate },
    {
      amount,
      rate,
      volumeRate,
      shortest,
      lender,
      book,
      project,
      escrow: fee,
      start: now,
      end,
      purpose,
      container,
      assigned: 0n,
      assignments: 0,
      noticed: null,
      volume: 0n,
    },
  )
  tables.backings.put({ project, node, certificate }, { since: now })
  putNode(scope, node, {
    ...row,
    outstanding: row.outstanding + amount,
    held: from === 'held' ? row.held - amount : row.held,
    certificates: certificate,
    out: row.out + 1,
  })
  emit('issued', { node, certificate, amount, escrow: fee, end })
}

/** Who ends a certificate before its time, if anybody. */
export type EndedBy = 'project' | 'owner'

/** Ends a certificate: value goes back to the node, what was earned is paid, the rest given back. */
export function endCertificate(scope: ResourceReserveScope, key: CertificateKey, row: Certificate, by: EndedBy): void {
  const { now, tables, emit } = scope
  const { node, certificate } = key
  const { amount, escrow, project, shortest, lender, book } = row
  const was = nodeOf(scope, node)
  const ends = endsAt(scope, was, row)
  const over = now >= ends
  const run = { escrow, elapsed: (over ? ends : now) - row.start, duration: row.end - row.start }
  const earned = over || by === 'owner' ? earnedByOwner(run) : earnedByProject(run, shortest)
  moveToken(scope, node, { from: 'out', to: 'bound', amount })
  countContainer(scope, row.container, -1)
  countEnd(scope, node, row.end, -1)
  countUse(scope, { owner: lender, book }, project, -amount)
  if (row.assignments > 0) {
    for (const { key: assignment } of [...tables.assignments.under(key)]) tables.assignments.delete(assignment)
  }
  tables.certificates.delete(key)
  tables.backings.delete({ project, node, certificate })
  const back: ReserveNode = { ...was, outstanding: was.outstanding - amount, out: was.out - 1 }
  const paid = payReturns(scope, node, back, { from: escrowAccount(scope), amount: earned, lender, book })
  refund(scope, project, escrow - earned)
  putNode(scope, node, paid)
  emit('earned', { node, earned, refund: escrow - earned })
}

/** Counts what is out or held under a rulebook, in total and for a project. */
export function countUse(scope: ResourceReserveScope, { owner, book }: OfBook, project: string, change: bigint): void {
  const { lent, exposures } = scope.tables
  const total = (lent.get({ owner, book })?.amount ?? 0n) + change
  if (total > 0n) lent.put({ owner, book }, { amount: total })
  else lent.delete({ owner, book })
  const key = { owner, book, project }
  const its = (exposures.get(key)?.amount ?? 0n) + change
  if (its > 0n) exposures.put(key, { amount: its })
  else exposures.delete(key)
}

/** Counts certificates that are bound to a container. */
export function countContainer({ tables }: ResourceReserveScope, container: string | null, change: 1 | -1): void {
  if (container === null) return
  const row = tables.containers.get({ container }) as Container
  tables.containers.put({ container }, { ...row, certificates: row.certificates + change })
}
