/** Promises about what parties hold, and claims on what others hold for them. Spec: kernel.md#liens. */
import type { Context } from './context.js'

/** Replaces what `instance` demands the party goes on holding. The check comes when the outermost command ends. */
export function setLien(context: Context, instance: string, party: string, asset: string, amount: bigint): void {
  context.touch(party, asset)
  const change = replace(context, 'liens', instance, party, asset, amount)
  const { liens, claims } = totals(context, party, asset)
  putTotals(context, party, asset, { liens: liens + change, claims })
}

/** Replaces what `instance` keeps for the party in accounts that aren't the party's. */
export function setClaim(
  context: Context,
  instance: string,
  party: string,
  asset: string,
  amount: bigint,
  seized: boolean,
): void {
  const touched = context.touch(party, asset)
  const change = replace(context, 'claims', instance, party, asset, amount)
  if (seized && change < 0n) touched.seized -= change
  const { liens, claims } = totals(context, party, asset)
  putTotals(context, party, asset, { liens, claims: claims + change })
}

interface Totals {
  readonly liens: bigint
  readonly claims: bigint
}
const totals = (context: Context, party: string, asset: string): Totals =>
  context.kernel('holdings', { party, asset }) ?? { liens: 0n, claims: 0n }

function putTotals(context: Context, party: string, asset: string, row: Totals): void {
  if (row.liens === 0n && row.claims === 0n) context.deleteKernel('holdings', { party, asset })
  else context.putKernel('holdings', { party, asset }, row)
}

/** @returns by how much the instance's own amount has grown. */
function replace(
  context: Context,
  table: 'liens' | 'claims',
  instance: string,
  party: string,
  asset: string,
  amount: bigint,
): bigint {
  if (amount < 0n) throw new TypeError('a lien or a claim is at least zero')
  const key = { party, asset, instance }
  const before = context.kernel(table, key)?.amount ?? 0n
  if (amount > 0n) context.putKernel(table, key, { amount })
  else if (before > 0n) context.deleteKernel(table, key)
  return amount - before
}
