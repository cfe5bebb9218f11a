/** What supplies were when a boundary passed, as if every epoch had been settled on it. Spec: mutual-credit.md#supply. */
import { beginOf } from './epochs.js'
import type { MutualCreditScope, MutualCreditView } from './tables.js'

/** What came from elsewhere before an epoch began: the supply then, less what had been minted under agreements by then. */
function outside(view: MutualCreditView, asset: string, epoch: number): bigint {
  const begin = beginOf(view.config, epoch)
  const minted = view.tables.minted.before({ asset }, begin)?.row.total ?? 0n
  return view.supplyBefore(asset, begin) - minted
}

/** What was issued under all agreements in the epochs before this one, of which none later is settled. */
function issuedBefore({ tables }: MutualCreditView, asset: string, epoch: number): bigint {
  const row = tables.issued.get({ asset })
  if (row === undefined) return 0n
  const all = row.earlier + row.previous + row.current
  if (row.epoch < epoch) return all
  return row.epoch === epoch ? row.earlier + row.previous : row.earlier
}

/** The supply when an epoch begins, the flows of the epoch before included. */
export function supplyAtBegin(view: MutualCreditView, asset: string, epoch: number): bigint {
  return outside(view, asset, epoch) + issuedBefore(view, asset, epoch)
}

/** The supply just before an epoch ends, and just before it began: flows fall on the boundary itself, after both. */
export function supplyAround(view: MutualCreditView, asset: string, epoch: number): { begin: bigint; end: bigint } {
  return {
    begin: outside(view, asset, epoch) + (epoch === 0 ? 0n : issuedBefore(view, asset, epoch - 1)),
    end: outside(view, asset, epoch + 1) + issuedBefore(view, asset, epoch),
  }
}

/** Notes what an epoch's page has minted of an asset. */
export function noteMinted(scope: MutualCreditScope, asset: string, epoch: number, amount: bigint): void {
  const { tables, now, config } = scope
  const before = tables.issued.get({ asset }) ?? { epoch, earlier: 0n, previous: 0n, current: 0n }
  tables.issued.put({ asset }, add(before, epoch, amount))
  const begin = beginOf(config, epoch)
  const needed = tables.minted.before({ asset }, begin)
  if (needed !== undefined) {
    for (const { key } of [...tables.minted.under({ asset }, { to: needed.key.at })]) tables.minted.delete(key)
  }
  const total = (tables.minted.before({ asset }, now + 1)?.row.total ?? 0n) + amount
  tables.minted.put({ asset, at: now }, { total })
}

interface Rolling {
  readonly epoch: number
  readonly earlier: bigint
  readonly previous: bigint
  readonly current: bigint
}
function add({ epoch: last, earlier, previous, current }: Rolling, epoch: number, amount: bigint): Rolling {
  if (last === epoch) return { epoch, earlier, previous, current: current + amount }
  const older = earlier + previous
  if (last === epoch - 1) return { epoch, earlier: older, previous: current, current: amount }
  return { epoch, earlier: older + current, previous: 0n, current: amount }
}
