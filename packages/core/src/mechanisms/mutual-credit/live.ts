/** Agreements that epochs are settled for: those that may still do something. Spec: mutual-credit.md#settling. */
import type { Agreement } from './agreement-tables.js'
import { knownNetwork } from './guards.js'
import { dropPauses } from './pauses.js'
import { distributes } from './pots.js'
import { nextEpoch } from './queries.js'
import type { ReserveKey } from './reserve-tables.js'
import type { MutualCreditScope } from './tables.js'

/** Has an agreement settled from the present epoch on. */
export function enliven(scope: MutualCreditScope, agreement: string, present: number): void {
  const { tables } = scope
  if (tables.live.has({ agreement })) return
  startEpochs(scope, present)
  tables.live.put({ agreement }, {})
}

/** While there was nothing to settle, epochs went by unsettled. */
export function startEpochs(scope: MutualCreditScope, present: number): void {
  const { epochs } = scope.tables
  if (nextEpoch(scope) !== undefined) return
  const last = epochs.before({}, Number.MAX_SAFE_INTEGER)
  if (last !== undefined) epochs.delete(last.key)
  epochs.put({ epoch: present }, { part: 'fees', after: null })
}

/** Once nothing is in force or to come, nothing held and nothing to release, an agreement isn't settled any more. */
export function retire(scope: MutualCreditScope, agreement: string, row: Readonly<Agreement>): void {
  const { tables } = scope
  for (const _ of tables.spans.under({ agreement })) return
  const reserves = reservesOf(scope, agreement, row)
  const holds = (key: ReserveKey): boolean => tables.reserves.has(key) || tables.holdings.has(key)
  if (reserves.some((key) => holds(key) || distributes(scope, key))) return
  dropPauses(scope, agreement, row.first)
  dropPauses(scope, agreement, row.second)
  tables.live.delete({ agreement })
}

/** What the two sides may hold of each other: each other's own asset, and the one of its fees. */
export function reservesOf(
  scope: MutualCreditScope,
  agreement: string,
  { first, second }: Readonly<Agreement>,
): readonly ReserveKey[] {
  const of = (network: string, partner: string): readonly ReserveKey[] => {
    const { asset, fees } = knownNetwork(scope, partner)
    const own = { agreement, network, asset }
    return asset === fees ? [own] : [own, { agreement, network, asset: fees }]
  }
  return [...of(first, second), ...of(second, first)]
}
