/** Prices of epochs, each looked up once, and reports kept as long as an epoch may need them. Spec: mutual-credit.md#prices. */
import type { Price } from '../../arithmetic/index.js'
import { beginOf } from './epochs.js'
import { knownAgreement, knownNetwork, openEpoch } from './guards.js'
import type { Sides } from './pairing.js'
import type { MutualCreditScope } from './tables.js'
import type { Pricing, Rate, Terms } from './terms.js'

/** The asset in which a side gives. */
export function assetOf(scope: MutualCreditScope, network: string, { kind }: Rate): string {
  const { asset, fees } = knownNetwork(scope, network)
  return kind === 'fees' ? fees : asset
}

/** Counts the spans that go by the prices of both sides' assets. */
export function usePrices(scope: MutualCreditScope, agreement: string, terms: Terms, change: 1 | -1): void {
  const { pricing } = terms
  if (pricing === undefined) return
  const { first, second } = knownAgreement(scope, agreement)
  for (const asset of [assetOf(scope, first, terms.first), assetOf(scope, second, terms.second)]) {
    if (asset !== pricing.unit) useFeed(scope, asset, pricing.unit, change)
  }
}

function useFeed(scope: MutualCreditScope, asset: string, unit: string, change: 1 | -1): void {
  const key = { asset, unit }
  const before = scope.tables.prices.get(key)
  const uses = (before?.uses ?? 0) + change
  if (uses > 0) {
    scope.tables.prices.put(key, { epoch: 0, price: null, ...before, uses })
    if (before === undefined) pin(scope, asset, unit, beginOf(scope.config, openEpoch(scope) + 1))
    return
  }
  scope.tables.prices.delete(key)
  pin(scope, asset, unit, null)
}

/** A feed has one direction, and which isn't known here. */
function pin({ retain }: MutualCreditScope, asset: string, unit: string, from: number | null): void {
  retain(asset, unit, from)
  retain(unit, asset, from)
}

/** Prices of both sides' assets for an epoch, if there are both. */
export function epochPrices(
  scope: MutualCreditScope,
  assets: Sides<string>,
  { unit }: Pricing,
  epoch: number,
): Sides<Price> | undefined {
  const first = epochPrice(scope, assets.first, unit, epoch)
  const second = epochPrice(scope, assets.second, unit, epoch)
  return first === null || second === null ? undefined : { first, second }
}

const PAR: Price = { baseAmount: 1n, quoteAmount: 1n }

function epochPrice(scope: MutualCreditScope, asset: string, unit: string, epoch: number): Price | null {
  if (asset === unit) return PAR
  const { tables, config } = scope
  const row = tables.prices.get({ asset, unit })
  if (row === undefined) throw new Error('the prices of a span are counted')
  const looked = row.epoch === epoch + 1
  if (looked) return row.price
  const found = scope.findPriceAt(asset, unit, beginOf(config, epoch + 1))
  const price = found === undefined ? null : { baseAmount: found.baseAmount, quoteAmount: found.quoteAmount }
  tables.prices.put({ asset, unit }, { uses: row.uses, epoch: epoch + 1, price })
  pin(scope, asset, unit, beginOf(config, epoch + 2))
  return price
}
