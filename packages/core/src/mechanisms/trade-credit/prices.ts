/** What currencies and collateral are worth in the unit of account. Spec: trade-credit.md#prices. */
import { comparePrices, mulDiv, type Price, type Rounding } from '../../arithmetic/index.js'
import type { Underwriting } from './config.js'
import type { TradeCreditScope, TradeCreditView } from './tables.js'

const WHOLE = 10_000n

/** Part of an amount, in basis points. */
export const portion = (amount: bigint, basisPoints: number, rounding: Rounding): bigint =>
  mulDiv(amount, BigInt(basisPoints), WHOLE, rounding)

/** A price that may be zero: what is too uncertain is worth nothing. */
export interface Side {
  readonly base: bigint
  /** ≥ 0n. */
  readonly quote: bigint
}

/** The report's price less its confidence, and the spread, for who pays in the asset. */
export function lowSide(view: TradeCreditView, asset: string, haircut = spreadOf(view)): Side {
  const { baseAmount, quoteAmount, confidence } = view.price(asset, view.config.unit)
  const quote = (quoteAmount - confidence) * WHOLE - quoteAmount * BigInt(haircut)
  return { base: baseAmount * WHOLE, quote: quote > 0n ? quote : 0n }
}
/** The report's price and its confidence, and the spread, for who is paid in the asset. */
export function highSide(view: TradeCreditView, asset: string, spread = spreadOf(view)): Side {
  const { baseAmount, quoteAmount, confidence } = view.price(asset, view.config.unit)
  const quote = (quoteAmount + confidence) * WHOLE + quoteAmount * BigInt(spread)
  return { base: baseAmount * WHOLE, quote }
}

const spreadOf = ({ params }: TradeCreditView): number => params.spread ?? 0

/** What paying an amount of a currency is worth, units of account: at the low price, rounded down. */
export function valuePaid(view: TradeCreditView, currency: string, amount: bigint, haircut = spreadOf(view)): bigint {
  const { base, quote } = lowSide(view, currency, haircut)
  return mulDiv(amount, quote, base, 'down')
}
/** What has to be paid in a currency for a value in units of account: at the low price, rounded up. 0n: it can't be. */
export function costOf(view: TradeCreditView, currency: string, value: bigint): bigint {
  const { base, quote } = lowSide(view, currency, spreadOf(view))
  return quote === 0n ? 0n : mulDiv(value, base, quote, 'up')
}
/** What a value in units of account buys of a currency: at the high price, rounded down. */
export function amountReceived(view: TradeCreditView, currency: string, value: bigint): bigint {
  const { base, quote } = highSide(view, currency)
  return mulDiv(value, base, quote, 'down')
}
/** What getting an amount of a currency is worth, units of account: at the high price, rounded up. */
export function valueReceived(
  view: TradeCreditView,
  currency: string,
  amount: bigint,
  spread = spreadOf(view),
): bigint {
  const { base, quote } = highSide(view, currency, spread)
  return mulDiv(amount, quote, base, 'up')
}

/** The rules of underwriting, in an instance that has collateral. */
export function underwritingOf({ params }: TradeCreditView): Underwriting {
  const { underwriting } = params
  if (underwriting === undefined) throw new Error('an instance with collateral has rules of underwriting')
  return underwriting
}
export function collateralOf({ config }: TradeCreditView): string {
  if (config.collateral === undefined) throw new Error('an instance without backing has no collateral')
  return config.collateral
}

/** What collateral counts for: the lower of the present price and the one a period older, which no pump reaches. */
export function collateralPrice(view: TradeCreditView): Price {
  const { unit } = view.config
  const collateral = collateralOf(view)
  const present = presentPrice(view)
  const earlier = view.priceAt(collateral, unit, Math.max(0, view.now - underwritingOf(view).period))
  return lower(present, earlier)
}
/** What collateral is worth at present: what is taken of it for a debt is no more than it pays for. */
export const presentPrice = (view: TradeCreditView): Price => view.price(collateralOf(view), view.config.unit)
export const lower = (a: Price, b: Price): Price => (comparePrices(a, b) <= 0 ? a : b)

/** The limit that collateral covers at a price, units of account: one division, rounded down. */
export function covered(view: TradeCreditView, stake: bigint, { baseAmount, quoteAmount }: Price): bigint {
  const { haircut, ratio } = underwritingOf(view)
  return mulDiv(stake, quoteAmount * (WHOLE - BigInt(haircut)), baseAmount * BigInt(ratio), 'down')
}
/** The least collateral that covers a limit at a price: one division, rounded up. */
export function collateralFor(view: TradeCreditView, limit: bigint, { baseAmount, quoteAmount }: Price): bigint {
  const { haircut, ratio } = underwritingOf(view)
  return mulDiv(limit, baseAmount * BigInt(ratio), quoteAmount * (WHOLE - BigInt(haircut)), 'up')
}

/** Reports that limits rest on aren't pruned: what may still be read of two periods ago, from now on. */
export function keepPrices(scope: TradeCreditScope): void {
  const from = Math.max(0, scope.now - 2 * underwritingOf(scope).period)
  scope.retain(collateralOf(scope), scope.config.unit, from)
}
