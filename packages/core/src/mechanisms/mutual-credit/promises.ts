/** Shares of fees that agreements promise: never more than all of a network's. Spec: mutual-credit.md#fees. */
import { knownAgreement, knownNetwork, termsOf } from './guards.js'
import type { MutualCreditScope } from './tables.js'

/** After an agreement's spans have changed: what it promises at most in any of them. */
export function promise(scope: MutualCreditScope, agreement: string): void {
  const { first, second } = knownAgreement(scope, agreement)
  const rates = [...scope.tables.spans.under({ agreement })].map(({ row }) => termsOf(scope, agreement, row.revision))
  putPromise(scope, agreement, first, Math.max(0, ...rates.map((terms) => feeShare(terms.first))))
  putPromise(scope, agreement, second, Math.max(0, ...rates.map((terms) => feeShare(terms.second))))
}

const feeShare = ({ kind, share = 0 }: { readonly kind: string; readonly share?: number }): number =>
  kind === 'fees' ? share : 0

function putPromise(scope: MutualCreditScope, agreement: string, network: string, share: number): void {
  const { tables, reject } = scope
  const key = { agreement, network }
  const change = share - (tables.promises.get(key)?.share ?? 0)
  if (change === 0) return
  const row = knownNetwork(scope, network)
  const promised = row.promised + change
  if (promised > 10_000) reject('MUTUAL_FEES_PROMISED', { network, promised })
  tables.networks.put({ network }, { ...row, promised })
  if (share > 0) tables.promises.put(key, { share })
  else tables.promises.delete(key)
}
