/** What the ledger knows of assets. Spec: kernel.md#assets. */
import { issuance } from './account.js'
import type { Context } from './context.js'
import type { AssetRow } from './kernel-tables.js'
import { refuse } from './rejection.js'

/**
 * Declares an asset, or changes what was declared. Minters stay: what an instance may mint is part of the composition.
 */
export function declareAsset(context: Context, asset: string, row: AssetRow): void {
  const before = context.kernel('assets', { asset })
  if (before !== undefined && before.minters.join() !== row.minters.join()) refuse('ASSET_TAKEN', { asset })
  if (context.supply(asset) > row.cap) refuse('ASSET_CAP_BELOW_SUPPLY', { asset })
  putAsset(context, asset, row)
}

/** Writes an asset's row and the floor of its issuance, and begins to follow its holders if it is tracked. */
export function putAsset(context: Context, asset: string, row: AssetRow): void {
  context.putKernel('assets', { asset }, row)
  context.setBounds(issuance(asset), { limit: row.cap })
  if (row.tracked) context.held(issuance(asset).party, asset)
}
