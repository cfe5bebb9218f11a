/** The worked numbers of spec/v1/numbers.md, read from the text itself. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { apportion } from './apportion.js'
import { averagePrice } from './average-price.js'
import { cobbDouglas } from './cobb-douglas.js'
import { parseDecimal } from './decimal.js'
import { medianPrice } from './median.js'
import { convert, convertBack } from './price.js'
import { divide, type Rounding } from './rounding.js'

const text = readFileSync(join(import.meta.dirname, '../../../../spec/v1/numbers.md'), 'utf8')

/** Rows of the last table under a heading of the text. */
function table(heading: string): readonly (readonly string[])[] {
  const section = text.split('\n## ').find((part) => part.startsWith(`${heading}\n`)) ?? ''
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const list = (cell: string) => cell.split(', ').map(BigInt)

describe('worked numbers of the specification', () => {
  it('behavior: rounding', () => {
    const rows = table('Rounding')
    expect(rows).toHaveLength(5)
    for (const [n = '', d = '', down, up] of rows) {
      expect([divide(BigInt(n), BigInt(d), 'down'), divide(BigInt(n), BigInt(d), 'up')].map(String)).toEqual([down, up])
    }
  })

  it('behavior: prices', () => {
    const rows = table('Prices')
    expect(rows).toHaveLength(6)
    for (const [amount = '', base = '', quote = '', ...results] of rows) {
      const price = { baseAmount: BigInt(base), quoteAmount: BigInt(quote) }
      const computed = [convert, convertBack].flatMap((change) =>
        (['down', 'up'] as const).map((rounding) => String(change(BigInt(amount), price, rounding))),
      )
      expect(computed).toEqual(results)
    }
  })

  it('behavior: medians', () => {
    const rows = table('Medians')
    expect(rows).toHaveLength(5)
    for (const [prices = '', median] of rows) {
      const parsed = prices.split(', ').map((price) => {
        const [source = '', base = '', quote = ''] = price.split(':')
        return { source, baseAmount: BigInt(base), quoteAmount: BigInt(quote) }
      })
      const { source, baseAmount, quoteAmount } = medianPrice(parsed)
      expect(`${source}:${baseAmount}:${quoteAmount}`).toBe(median)
    }
  })

  it('behavior: averages over time', () => {
    const rows = table('Averages over time')
    expect(rows).toHaveLength(7)
    for (const [prices = '', amount = '', ...results] of rows) {
      const held = prices.split(', ').map((price) => {
        const [base = '', quote = '', confidence = '', seconds] = price.split(':')
        const ratio = { baseAmount: BigInt(base), quoteAmount: BigInt(quote) }
        return { ...ratio, confidence: BigInt(confidence), seconds: Number(seconds) }
      })
      const { quoteAmount, confidence } = averagePrice(held, BigInt(amount))
      expect([quoteAmount, confidence].map(String)).toEqual(results)
    }
  })

  it('behavior: apportionment', () => {
    const rows = table('Apportionment')
    expect(rows).toHaveLength(7)
    for (const [total = '', weights = '', parts = ''] of rows) {
      expect(apportion(BigInt(total), list(weights))).toEqual(list(parts))
      expect(list(parts).reduce((sum, part) => sum + part, 0n)).toBe(BigInt(total))
    }
  })

  it('behavior: fractional powers, by the function and by the inequality', () => {
    const rows = table('Fractional power')
    expect(rows).toHaveLength(16)
    for (const [total = '', a = '', allA = '', b = '', allB = '', alpha = '', y = ''] of rows) {
      const [p = 0, q = 0] = alpha.split('/').map(Number)
      const [R, own, all, ownStake, allStake] = [total, a, allA, b, allB].map(BigInt) as [
        bigint,
        bigint,
        bigint,
        bigint,
        bigint,
      ]
      expect(cobbDouglas({ total: R, work: [own, all], stake: [ownStake, allStake], alpha: [p, q] })).toBe(BigInt(y))
      if (all === 0n || allStake === 0n) continue
      const [i, j, n] = [BigInt(p), BigInt(q - p), BigInt(q)]
      const holds = (value: bigint) => value ** n * all ** i * allStake ** j <= R ** n * own ** i * ownStake ** j
      expect([holds(BigInt(y)), holds(BigInt(y) + 1n)]).toEqual([true, false])
    }
  })

  it('behavior: decimals', () => {
    const rows = table('Decimals')
    expect(rows).toHaveLength(12)
    for (const [decimal = '', scale, rounding, units] of rows) {
      const named = rounding === 'none' ? undefined : (rounding as Rounding)
      const parse = () => String(parseDecimal(decimal, Number(scale), named))
      if (units === 'refused') expect(parse).toThrow(RangeError)
      else expect(parse()).toBe(units)
    }
  })
})
