/** What can be read of a risk pool. Spec: risk-pool.md#queries. */
import { partOf } from './slices.js'
import type { RiskPoolView } from './tables.js'

/**
 * What is left of a cover to claim for.
 * Spec: risk-pool.md#queries.
 * @param view - Of the risk pool.
 * @param term - The cover's term.
 * @param cover - The cover.
 * @returns Base units; 0n for a cover that isn't there.
 * @example coverLeft(view(system, state).mechanisms['risk-pool'], '2027', 'bridge-vault')
 */
export function coverLeft({ tables }: RiskPoolView, term: string, cover: string): bigint {
  const row = tables.covers.get({ term, cover })
  return row === undefined ? 0n : row.amount - row.claimed
}

/**
 * What a claim is paid once its event is settled.
 * Spec: risk-pool.md#claims.
 * @param view - Of the risk pool.
 * @param term - The claim's term.
 * @param claim - The claim.
 * @returns Base units; undefined while its event isn't settled, 0n for a claim that wasn't approved.
 * @example payoutOf(view(system, state).mechanisms['risk-pool'], '2027', 'c1')
 */
export function payoutOf({ tables }: RiskPoolView, term: string, claim: string): bigint | undefined {
  const made = tables.claims.get({ term, claim })
  const event = made === undefined ? undefined : tables.events.get({ term, event: made.event })
  if (made === undefined || event === undefined || event.pot === null) return undefined
  return made.status === 'approved' || made.status === 'paid' ? partOf(made, event.pot, event.approved) : 0n
}
