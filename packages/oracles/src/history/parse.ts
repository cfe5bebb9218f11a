import { parseDecimal } from '@symbolon/core/arithmetic'
import { fitted } from '../ratio.js'
import type { PastPrice } from './history.js'

/** What the decimals of a file mean. */
export interface HistoryFormat {
  /** What one of `base` is in base units, 10 to this power: a price is of so much. */
  readonly baseDecimals: number
  /** What one of `quote` is in base units, 10 to this power. */
  readonly quoteDecimals: number
}

/**
 * Reads a history from a text with the header `observed,price` and a line for each price: whole seconds since 1970 and
 * a decimal without an exponent.
 * Spec: kernel.md#prices.
 * @param text - Lines end in a line feed, with or without a carriage return; the last may have none.
 * @param format - Decimals of both assets.
 * @returns The prices in the order of the lines, exactly; one that no two amounts have is cut to their highest bits, and
 * its confidence says what that is off.
 * @throws {RangeError} when the header or a line isn't so, with the line's number.
 * @example parseHistory('observed,price\n86400,1.25\n', { baseDecimals: 0, quoteDecimals: 2 }) // [{ observed: 86400, baseAmount: 1n, quoteAmount: 125n }]
 */
export function parseHistory(text: string, { baseDecimals, quoteDecimals }: HistoryFormat): readonly PastPrice[] {
  const [header, ...lines] = text.replace(/\r?\n$/, '').split(/\r?\n/)
  if (header !== 'observed,price') throw new RangeError('line 1: the header is observed,price')
  return lines.map((line, i) => {
    const [observed = '', price = '', ...more] = line.split(',')
    try {
      if (more.length > 0 || !/^(0|[1-9][0-9]{0,15})$/.test(observed)) throw new RangeError('not a time and a price')
      const quoteAmount = parseDecimal(price, 36) * 10n ** BigInt(quoteDecimals)
      const ratio = fitted({ baseAmount: 10n ** BigInt(36 + baseDecimals), quoteAmount, confidence: 0n })
      const past = { observed: Number(observed), baseAmount: ratio.baseAmount, quoteAmount: ratio.quoteAmount }
      return ratio.confidence === 0n ? past : { ...past, confidence: ratio.confidence }
    } catch (cause) {
      throw new RangeError(`line ${i + 2}: ${(cause as Error).message}`, { cause })
    }
  })
}
