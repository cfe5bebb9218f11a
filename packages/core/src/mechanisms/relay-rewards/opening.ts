/** What every command of relay rewards begins with. Spec: relay-rewards.md#commands. */
import { firstOpenEpoch, relayEpoch } from './config.js'
import { laneCount, SETTLEMENT } from './queries.js'
import type { RelayScope, Settlement } from './tables.js'

/** The present epoch. */
export function begun({ config, now, reject }: RelayScope): number {
  return relayEpoch(config, now) ?? reject('RELAY_NOT_OPEN')
}

/** How far settlement has come; it starts with the epoch in which the first command was accepted. */
export function opened({ config, tables }: RelayScope, epoch: number): Settlement {
  const known = tables.settlement.get(SETTLEMENT)
  if (known !== undefined) return known
  const lane = { total: 0n, issued: 0n, shared: 0n, work: 0n }
  const lanes = Array.from({ length: laneCount(config) }, () => lane)
  const fresh: Settlement = { next: epoch, phase: 'waiting', lanes, stake: 0n, relayer: null, subsidy: 0n }
  tables.settlement.put(SETTLEMENT, fresh)
  return fresh
}

/** Whether no vouchers of an epoch come in any more. */
export const isClosed = ({ config, now }: RelayScope, epoch: number): boolean => epoch < firstOpenEpoch(config, now)

/** What this instance pays out has gone through its own hands: a whitelist that names it must not open a way round. */
export function demandUnrestricted(scope: RelayScope, asset: string): void {
  const { by, reject } = scope
  const declared = scope.asset(asset)
  if (declared?.transferable === false && !declared.whitelist.includes(by)) reject('RELAY_ASSET_RESTRICTED', { asset })
}
