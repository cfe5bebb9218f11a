/** What commands demand before anything else: that what they name is there, and who speaks for it. */
import type { Agreement, CreditNetwork } from './agreement-tables.js'
import { epochAt } from './epochs.js'
import { nextEpoch } from './queries.js'
import type { MutualCreditScope } from './tables.js'
import type { Terms } from './terms.js'

/** The epoch of now. */
export function openEpoch({ config, now, reject }: MutualCreditScope): number {
  return epochAt(config, now) ?? reject('MUTUAL_NOT_OPEN', { origin: config.origin })
}
export function knownNetwork({ tables, reject }: MutualCreditScope, network: string): Readonly<CreditNetwork> {
  return tables.networks.get({ network }) ?? reject('MUTUAL_NETWORK_UNKNOWN', { network })
}
/** The network's row, if whoever runs the command speaks for it. */
export function operatedBy(scope: MutualCreditScope, network: string): Readonly<CreditNetwork> {
  const row = knownNetwork(scope, network)
  if (scope.by !== row.operator) scope.reject('MUTUAL_NOT_OPERATOR', { by: scope.by, network })
  return row
}

/** The agreement, if the network is one of its sides and whoever runs the command speaks for it. */
export function asSide(scope: MutualCreditScope, agreement: string, network: string): Readonly<Agreement> {
  const row = knownAgreement(scope, agreement)
  if (network !== row.first && network !== row.second) scope.reject('MUTUAL_NOT_A_SIDE', { network })
  operatedBy(scope, network)
  return row
}
export function knownAgreement({ tables, reject }: MutualCreditScope, agreement: string): Readonly<Agreement> {
  return tables.agreements.get({ agreement }) ?? reject('MUTUAL_AGREEMENT_UNKNOWN', { agreement })
}

export function termsOf({ tables }: MutualCreditScope, agreement: string, revision: number): Readonly<Terms> {
  const terms = tables.revisions.get({ agreement, revision })
  if (terms === undefined) throw new Error('a span has terms')
  return terms
}

/** What is done with reserves comes after all epochs that are over. */
export function demandSettled(scope: MutualCreditScope): void {
  const next = nextEpoch(scope)
  if (next !== undefined && next.key.epoch < openEpoch(scope)) scope.reject('MUTUAL_EPOCHS_DUE', next.key)
}
