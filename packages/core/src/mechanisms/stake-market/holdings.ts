/** How stake moves between holders, and what that does to proceeds. Spec: stake-market.md#accounts. */
import { byCodeUnits } from '../../codec/canonical.js'
import { accruedOf, stakeAccount } from './queries.js'
import type { LotKey, PropositionKey, StakeMarketScope } from './tables.js'

/** By issuer, then by holder: units more or less. The changes of each issuer's stake sum to zero. */
export type StakeChanges = Map<string, Map<string, bigint>>

/** Notes that a holder has units of the issuer's stake more, or less. */
export function change(changes: StakeChanges, holder: string, issuer: string, units: bigint): void {
  const of = changes.get(issuer) ?? new Map<string, bigint>()
  changes.set(issuer, of.set(holder, (of.get(holder) ?? 0n) + units))
}

/** Moves stake by issuers in order, from who has less to who has more, both in order. */
export function moveStake(scope: StakeMarketScope, changes: StakeChanges): void {
  for (const issuer of [...changes.keys()].sort(byCodeUnits)) {
    const moved = [...(changes.get(issuer) as ReadonlyMap<string, bigint>)]
      .filter(([, units]) => units !== 0n)
      .sort(([a], [b]) => byCodeUnits(a, b))
    for (const [holder] of moved) accrue(scope, holder, issuer)
    const takers = moved.filter(([, units]) => units > 0n)
    // by place: taking the first away from a long list costs its length, and a round may place one agent with all others
    let next = 0
    let [taker, want] = ['', 0n]
    for (const [giver, change] of moved) {
      for (let left = -change; left > 0n; ) {
        if (want === 0n) [taker, want] = takers[next++] as [string, bigint]
        const amount = left < want ? left : want
        scope.transfer({ from: stakeAccount(scope, giver, issuer), to: stakeAccount(scope, taker, issuer), amount })
        left -= amount
        want -= amount
      }
    }
  }
}

/** Brings what a holder is owed of an issuer's proceeds up to date, before its units change. */
export function accrue(scope: StakeMarketScope, holder: string, issuer: string): void {
  const { tables } = scope
  for (const { key } of tables.proceeds.under({ issuer })) {
    const accrual = { holder, issuer, asset: key.asset }
    const { seen, owed } = accruedOf(scope, holder, issuer, key.asset)
    if (seen !== tables.accruals.get(accrual)?.seen) tables.accruals.put(accrual, { seen, owed })
  }
}

/** Changes a lot and what is staked on its proposition. */
export function changeLot(
  { tables }: StakeMarketScope,
  { holder, issuer, proposition, round }: LotKey,
  by: bigint,
): void {
  const key = { holder, issuer, proposition, round }
  const units = (tables.lots.get(key)?.units ?? 0n) + by
  if (units > 0n) tables.lots.put(key, { units })
  else tables.lots.delete(key)
  const of: PropositionKey = { issuer, proposition }
  const staked = (tables.staked.get(of)?.units ?? 0n) + by
  if (staked > 0n) tables.staked.put(of, { units: staked })
  else tables.staked.delete(of)
}
