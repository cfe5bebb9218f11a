/** Certificates end, are recalled by their owner, and move. Spec: resource-reserve.md#end. */
import { Id, list, Party, Sequence, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { admitsProject, capsLeft } from './cover.js'
import { countContainer, countUse, endCertificate } from './leases.js'
import { containerFor, endsAt } from './liveness.js'
import { later, nodeOf } from './nodes.js'
import { isPayable } from './returns.js'
import type { Certificate, CertificateKey, ResourceReserveScope } from './tables.js'

/** What `resource-reserve.expire` takes. */
export interface Expire {
  readonly node: string
  /** Of the node, each over; 1 to 32. */
  readonly certificates: readonly number[]
}
/** What `resource-reserve.move` takes. */
export interface MoveCertificate extends CertificateKey {
  /** The project that it backs from now on. */
  readonly to: string
}

const MOST_AT_ONCE = 32
const named = { node: Id, certificate: Sequence }

export const end: Command<CertificateKey, ResourceReserveScope> = {
  input: struct<CertificateKey>(named),
  apply(scope, key) {
    const { by, now, params, tables, emit, reject } = scope
    const row = knownCertificate(scope, key)
    const node = nodeOf(scope, key.node)
    if (by !== row.project && by !== node.owner) reject('RESERVE_NOT_PARTY', { project: row.project })
    const over = now >= endsAt(scope, node, row)
    if (over || row.assigned === 0n) {
      endCertificate(scope, key, row, by === row.project ? 'project' : 'owner')
      return
    }
    if (by === row.project) reject('RESERVE_ASSIGNED', { assigned: row.assigned })
    // what a loan or a warranty relies on goes with notice only
    if (row.noticed !== null) reject('RESERVE_NOTICE_GIVEN', { ends: row.noticed })
    const noticed = later(scope, params.notice)
    tables.certificates.put(key, { ...row, noticed })
    emit('noticed', { ends: noticed })
  },
}

export const expire: Command<Expire, ResourceReserveScope> = {
  input: struct<Expire>({ node: Id, certificates: list(Sequence, MOST_AT_ONCE) }),
  apply(scope, { node, certificates }) {
    const { now, reject } = scope
    for (const certificate of certificates) {
      const key = { node, certificate }
      const row = knownCertificate(scope, key)
      const ends = endsAt(scope, nodeOf(scope, node), row)
      if (now < ends) reject('RESERVE_CERTIFICATE_NOT_OVER', { certificate, ends })
      endCertificate(scope, key, row, 'owner')
    }
  },
}

export const move: Command<MoveCertificate, ResourceReserveScope> = {
  input: struct<MoveCertificate>({ ...named, to: Party }),
  apply(scope, { to, ...key }) {
    const { now, tables, reject } = scope
    const row = liveCertificate(scope, key)
    const { amount, lender, book, project } = row
    if (row.assigned > 0n) reject('RESERVE_ASSIGNED', { assigned: row.assigned })
    const owned = { owner: lender, book }
    const rules = tables.rulebooks.get(owned)
    const { owner } = nodeOf(scope, key.node)
    if (rules === undefined || !rules.mobile || owner !== lender || to === project || !isPayable(to)) {
      return reject('RESERVE_NOT_MOBILE', { to })
    }
    if (!admitsProject(scope, owned, rules, to)) reject('RESERVE_NOT_ADMITTED', { to })
    countUse(scope, owned, project, -amount)
    const left = capsLeft(scope, owned, rules, to)
    if (left !== null && left < amount) reject('RESERVE_NOT_ADMITTED', { left })
    countUse(scope, owned, to, amount)
    const container = containerFor(scope, key.node, to, row.end)
    if (container === undefined) return reject('RESERVE_NOT_ADMITTED', { to })
    countContainer(scope, row.container, -1)
    countContainer(scope, container, 1)
    tables.certificates.put(key, { ...row, project: to, container })
    tables.backings.delete({ project, ...key })
    tables.backings.put({ project: to, ...key }, { since: now })
  },
}

/** A certificate that is out. */
export function knownCertificate({ tables, reject }: ResourceReserveScope, key: CertificateKey): Certificate {
  return tables.certificates.get(key) ?? reject('RESERVE_CERTIFICATE_UNKNOWN', { ...key })
}

/** A certificate of whoever runs the command that isn't over. */
export function liveCertificate(scope: ResourceReserveScope, key: CertificateKey): Certificate {
  const row = knownCertificate(scope, key)
  if (scope.by !== row.project) scope.reject('RESERVE_NOT_PROJECT', { project: row.project })
  const ends = endsAt(scope, nodeOf(scope, key.node), row)
  if (scope.now >= ends) scope.reject('RESERVE_CERTIFICATE_OVER', { ends })
  return row
}
