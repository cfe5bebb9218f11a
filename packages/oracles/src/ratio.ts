import type { Report } from '@symbolon/core'
import { divide, MAX_AMOUNT, type Price } from '@symbolon/core/arithmetic'
import { PriceSourceError } from './source.js'

/** A ratio with how far it may be off, in quote units per `baseAmount`. */
export interface Quote extends Price {
  readonly confidence: bigint
}

/**
 * A ratio whose parts are amounts, as reports want them: in lowest terms with its confidence; where that is too fine, the
 * ratio alone, as finely as it goes, and the confidence rounded up; and where the ratio itself is too fine, cut to the
 * highest bits. What the cut is off by, exactly, is added to the confidence.
 */
export function fitted({ baseAmount, quoteAmount, confidence }: Quote): Quote {
  if (baseAmount <= 0n || quoteAmount <= 0n) throw new PriceSourceError('PRICE_INVALID', 'a price is above zero')
  const own = divisorOf(baseAmount, quoteAmount)
  const common = divisorOf(own, confidence)
  const larger = baseAmount > quoteAmount ? baseAmount : quoteAmount
  const times = MAX_AMOUNT / (larger / own)
  if (larger / common <= MAX_AMOUNT)
    return certain({
      baseAmount: baseAmount / common,
      quoteAmount: quoteAmount / common,
      confidence: confidence / common,
    })
  if (times > 0n) {
    const exact = { baseAmount: (baseAmount / own) * times, quoteAmount: (quoteAmount / own) * times }
    return certain({ ...exact, confidence: divide(confidence * times, own, 'up') })
  }
  const excess = BigInt((larger / common).toString(2).length - 127)
  const [base, quote] = [baseAmount / common, quoteAmount / common]
  const cut = { baseAmount: base >> excess, quoteAmount: quote >> excess }
  if (cut.baseAmount === 0n || cut.quoteAmount === 0n)
    throw new PriceSourceError('PRICE_INVALID', 'the price has no ratio of amounts')
  // True worth of the new base, less the new quote: (quote · new base − new quote · base) / base.
  const error = quote * cut.baseAmount - cut.quoteAmount * base
  const off = (confidence / common) * cut.baseAmount + (error < 0n ? -error : error)
  return certain({ ...cut, confidence: divide(off, base, 'up') })
}

function certain(quote: Quote): Quote {
  if (quote.confidence > MAX_AMOUNT) throw new PriceSourceError('PRICE_UNCERTAIN', 'the confidence is no amount')
  return quote
}

/** The same price seen from the other asset, to the last: in the parts as they stand, its confidence could be rounded up to all of it. */
export const inverted = ({ baseAmount, quoteAmount, confidence }: Quote): Quote => ({
  baseAmount: quoteAmount * quoteAmount,
  quoteAmount: baseAmount * quoteAmount,
  confidence: confidence * baseAmount,
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
