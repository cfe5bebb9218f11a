/** What reserves hold of the partner's own asset, by which the partner's fees are shared. Spec: mutual-credit.md#dividends. */
import type { ReserveKey, Stake } from './reserve-tables.js'
import { carriedTo, changed, changeTotal } from './stakes.js'
import type { MutualCreditScope, MutualCreditView } from './tables.js'

const NOTHING: Stake = { minimum: 0n, current: 0n }

/** A reserve's holding in an epoch that isn't before the last in which it changed. */
export function holdingIn({ tables }: MutualCreditView, key: ReserveKey, epoch: number): Stake {
  const row = tables.holdings.get(key)
  return row === undefined ? NOTHING : carriedTo(epoch, row.epoch, row)
}

/** What comes or goes when an epoch begins counts for the whole of it. */
export function holdFrom(scope: MutualCreditScope, key: ReserveKey, epoch: number, amount: bigint): void {
  const { minimum, current } = holdingIn(scope, key, epoch)
  put(scope, key, epoch, { minimum: minimum + amount, current: current + amount })
}
/** What leaves during an epoch doesn't count any more, what comes back (a negative amount) from the next one on. */
export function holdLess(scope: MutualCreditScope, key: ReserveKey, epoch: number, amount: bigint): void {
  put(scope, key, epoch, changed(holdingIn(scope, key, epoch), -amount))
}

function put(scope: MutualCreditScope, key: ReserveKey, epoch: number, after: Stake): void {
  const issuer = issuerOf(scope, key)
  if (issuer === undefined) return
  const before = holdingIn(scope, key, epoch)
  if (after.current > 0n) scope.tables.holdings.put(key, { epoch, ...after })
  else scope.tables.holdings.delete(key)
  changeTotal(scope, issuer, 'reserves', epoch, {
    minimum: after.minimum - before.minimum,
    current: after.current - before.current,
  })
}

/** The partner, if the asset is its own: fees that it shares may be in another. */
export function issuerOf({ tables }: MutualCreditView, { agreement, network, asset }: ReserveKey): string | undefined {
  const issuer = tables.assets.get({ asset })?.network
  if (issuer === undefined || issuer === network) return undefined
  const sides = tables.agreements.get({ agreement })
  return issuer === sides?.first || issuer === sides?.second ? issuer : undefined
}
