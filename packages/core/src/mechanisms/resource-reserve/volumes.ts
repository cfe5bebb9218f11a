/** Fees on what an application settles. Spec: resource-reserve.md#volume-fees. */
import { Amount, Id, Party, Quantity, Sequence, struct } from '../../codec/index.js'
import { type Account, available, type Command } from '../../kernel/index.js'
import { knownCertificate } from './certificates.js'
import { volumeFee } from './fees.js'
import { endsAt } from './liveness.js'
import { nodeOf, putNode } from './nodes.js'
import { payReturns } from './returns.js'
import type { CertificateKey, ResourceReserveScope } from './tables.js'

/** What `resource-reserve.appoint` takes. */
export interface Appoint {
  /** Who reports the volume of whoever runs the command. */
  readonly authority: string
}
/** What `resource-reserve.deposit` and `.withdraw` take. */
export interface VolumeDeposit {
  /** Base units. */
  readonly amount: bigint
}
/** What `resource-reserve.volume` takes. */
export interface ReportVolume extends CertificateKey {
  /** All that was settled on the certificate so far, base units; never less than before. */
  readonly total: bigint
}

const depositOf = ({ config, purse }: ResourceReserveScope, project: string): Account =>
  purse(project, config.asset, 'volume')

export const appoint: Command<Appoint, ResourceReserveScope> = {
  input: struct<Appoint>({ authority: Party }),
  apply({ by: project, tables }, { authority }) {
    tables.applications.put({ project }, { authority })
  },
}

export const deposit: Command<VolumeDeposit, ResourceReserveScope> = {
  input: struct<VolumeDeposit>({ amount: Amount }),
  apply(scope, { amount }) {
    const { by, config, transfer } = scope
    transfer({ from: available(by, config.asset), to: depositOf(scope, by), amount })
  },
}

export const withdraw: Command<VolumeDeposit, ResourceReserveScope> = {
  input: struct<VolumeDeposit>({ amount: Amount }),
  apply(scope, { amount }) {
    const { by, config, transfer } = scope
    transfer({ from: depositOf(scope, by), to: available(by, config.asset), amount })
  },
}

export const volume: Command<ReportVolume, ResourceReserveScope> = {
  input: struct<ReportVolume>({ node: Id, certificate: Sequence, total: Quantity }),
  apply(scope, { node, certificate, total }) {
    const { by, now, tables, emit, reject } = scope
    const key = { node, certificate }
    const row = knownCertificate(scope, key)
    const { project, volumeRate, lender, book } = row
    if (by !== tables.applications.get({ project })?.authority) reject('RESERVE_NOT_AUTHORITY', { project })
    const owned = nodeOf(scope, node)
    const ends = endsAt(scope, owned, row)
    if (now >= ends) reject('RESERVE_CERTIFICATE_OVER', { ends })
    if (total < row.volume) reject('RESERVE_VOLUME_REFUSED', { volume: row.volume })
    const earned = volumeFee(volumeRate, row.volume, total)
    tables.certificates.put(key, { ...row, volume: total })
    putNode(
      scope,
      node,
      payReturns(scope, node, owned, { from: depositOf(scope, project), amount: earned, lender, book }),
    )
    emit('earned', { node, earned, refund: 0n })
  },
}
