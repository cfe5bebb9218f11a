/** What the ledger knows of assets. Spec: kernel.md#assets. */
import { isId } from '../codec/fields.js'
import { issuance } from './account.js'
import type { Context } from './context.js'
import type { AssetRow } from './kernel-tables.js'
import { refuse } from './rejection.js'
import type { OwnAsset } from './scope-types.js'

/**
 * Declares an asset, or changes what was declared. Minters stay: what an instance may mint is part of the composition.
 */
export function declareAsset(context: Context, asset: string, row: AssetRow): void {
  const before = context.kernel('assets', { asset })
  if (before !== undefined && before.minters.join() !== row.minters.join()) refuse('ASSET_TAKEN', { asset })
  if (context.supply(asset) > row.cap) refuse('ASSET_CAP_BELOW_SUPPLY', { asset })
  putAsset(context, asset, row)
}

/**
 * Declares an asset of an instance's own, `<instance>.<id>`: it alone mints it, anybody may hold it. Once only.
 * @returns the asset's id.
 */
export function declareOwn(context: Context, instance: string, id: string, { cap, tracked = false }: OwnAsset): string {
  const asset = `${instance}.${id}`
  // `id` can come from a command's input: a name too long for an asset is no mistake
  if (!isId(asset)) refuse('COMMAND_MALFORMED', { asset })
  if (context.kernel('assets', { asset }) !== undefined) refuse('ASSET_TAKEN', { asset })
  putAsset(context, asset, { minters: [instance], cap, transferable: true, whitelist: [], tracked })
  return asset
}

/** Writes an asset's row and the floor of its issuance, and begins to follow its holders if it is tracked. */
export function putAsset(context: Context, asset: string, row: AssetRow): void {
  const before = context.kernel('assets', { asset })
  context.putKernel('assets', { asset }, row)
  context.setBounds(issuance(asset), { limit: row.cap })
  if (row.tracked) context.held(issuance(asset).party, asset)
  if (row.tracked && before?.tracked === false) context.noteSupply(asset)
}
