import type { Report } from '@symbolon/core'
import { divide, MAX_AMOUNT, type Price } from '@symbolon/core/arithmetic'
import { PriceSourceError } from './source.js'

/** A ratio with how far it may be off, in quote units per `baseAmount`. */
export interface Quote extends Price {
  readonly confidence: bigint
}

/**
 * A ratio whose parts are amounts, as reports want them: in lowest terms, and where these are still too large, cut to
 * the highest bits. What the cut is off by, exactly, is added to the confidence.
 */
export function fitted({ baseAmount, quoteAmount, confidence }: Quote): Quote {
  if (baseAmount <= 0n || quoteAmount <= 0n) throw new PriceSourceError('PRICE_INVALID', 'a price is above zero')
  const common = divisorOf(divisorOf(baseAmount, quoteAmount), confidence)
  let [base, quote] = [baseAmount / common, quoteAmount / common]
  let off = confidence / common
  const excess = BigInt(Math.max(0, (base | quote).toString(2).length - 127))
  if (excess > 0n) {
    const cut = { base: base >> excess, quote: quote >> excess }
    if (cut.base === 0n || cut.quote === 0n)
      throw new PriceSourceError('PRICE_INVALID', 'the price has no ratio of amounts')
    // True worth of the new base, less the new quote: (quote · cut.base − cut.quote · base) / base.
    const error = quote * cut.base - cut.quote * base
    off = divide(off * cut.base + (error < 0n ? -error : error), base, 'up')
    base = cut.base
    quote = cut.quote
  }
  if (off > MAX_AMOUNT) throw new PriceSourceError('PRICE_UNCERTAIN', 'the confidence is no amount')
  return { baseAmount: base, quoteAmount: quote, confidence: off }
}

/** The same price seen from the other asset, as the kernel turns it round. */
export const inverted = ({ baseAmount, quoteAmount, confidence }: Quote): Quote => ({
  baseAmount: quoteAmount,
  quoteAmount: baseAmount,
  confidence: divide(confidence * baseAmount, quoteAmount, 'up'),
})

/** The report of the other direction. Signatures are of what was signed, and don't turn. */
export function turned(report: Report): Report {
  const quote = fitted(inverted(report))
  return { ...report, ...quote, base: report.quote, quote: report.base, signatures: [] }
}

/** Whether two ratios differ by more than so many basis points of the second. */
export function deviates(price: Price, from: Price, basisPoints: number): boolean {
  const [present, past] = [price.quoteAmount * from.baseAmount, from.quoteAmount * price.baseAmount]
  const difference = present > past ? present - past : past - present
  return difference * 10_000n > past * BigInt(basisPoints)
}

function divisorOf(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisorOf(b, a % b)
}
