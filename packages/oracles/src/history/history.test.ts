import { describe, expect, it } from 'vitest'
import { type History, history, parseHistory } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const prices = [
  { observed: 10, baseAmount: 1n, quoteAmount: 5n },
  { observed: 20, baseAmount: 2n, quoteAmount: 12n, confidence: 1n },
] as const
const past: History = { ...pair, prices, validity: 15 }
const refusal = (code: string) => ({ name: 'PriceSourceError', code })

describe('history', () => {
  it('default: the last price observed up to the time, while it holds', async () => {
    const source = history(past)
    for (const at of [10, 19])
      expect(await source(pair, at)).toMatchObject({ quoteAmount: 5n, observed: 10, number: 0 })
    for (const at of [20, 34]) expect(await source(pair, at)).toMatchObject({ quoteAmount: 12n, until: 35, number: 1 })
    expect(await source({ base: 'USD', quote: 'ETH' }, 20)).toMatchObject({
      baseAmount: 72n,
      quoteAmount: 12n,
      confidence: 1n,
    })
  })

  it('error: before the first, after the last has ended, another pair, no time', async () => {
    const source = history(past)
    await expect(source(pair, 9)).rejects.toMatchObject(refusal('PRICE_HISTORY_SHORT'))
    await expect(source(pair, 35)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await expect(source({ base: 'ETH', quote: 'EUR' }, 20)).rejects.toMatchObject(refusal('PRICE_PAIR_UNKNOWN'))
    await expect(source(pair, 0.5)).rejects.toMatchObject(refusal('PRICE_TIME_INVALID'))
  })

  it.each<[Partial<History>, RegExp]>([
    [{ prices: [] }, /no prices/],
    [{ prices: [prices[1], prices[0]] }, /order/],
    [{ prices: [prices[0], prices[0]] }, /order/],
    [{ prices: [{ ...prices[0], quoteAmount: 0n }] }, /ratio/],
    [{ prices: [{ ...prices[0], confidence: -1n }] }, /ratio/],
    [{ prices: [{ ...prices[0], observed: -1 }] }, /time/],
    [{ validity: 0 }, /validity/],
    [{ quote: 'ETH' }, /itself/],
    [{ source: '' }, /source/],
  ])('error: out of bounds at the making (%#)', (wrong, message) => {
    expect(() => history({ ...past, ...wrong })).toThrow(message)
  })
})

describe('parseHistory', () => {
  const format = { baseDecimals: 0, quoteDecimals: 2 }

  it('default: every digit, whatever ends a line', () => {
    const expected = [
      { observed: 86_400, baseAmount: 1n, quoteAmount: 125n },
      { observed: 172_800, baseAmount: 1000n, quoteAmount: 1n },
    ]
    expect(parseHistory('observed,price\n86400,1.25\n172800,0.00001\n', format)).toEqual(expected)
    expect(parseHistory('observed,price\r\n86400,1.25\r\n172800,0.00001', format)).toEqual(expected)
  })

  it('behavior: what no two amounts have is cut, and its confidence says by how much', () => {
    const digits = `0.${'3'.repeat(36)}`
    const [past] = parseHistory(`observed,price\n1,${digits}`, { baseDecimals: 18, quoteDecimals: 0 })
    const { baseAmount, quoteAmount, confidence = 0n } = past!
    const [base, quote] = [10n ** 54n, BigInt('3'.repeat(36))]
    const off = quote * baseAmount - quoteAmount * base
    expect(off).not.toBe(0n)
    expect((off < 0n ? -off : off) <= confidence * base).toBe(true)
  })

  it.each([
    ['time,price\n', /line 1/],
    ['observed,price\n1,2\n3', /line 3/],
    ['observed,price\n1,2,3', /line 2/],
    ['observed,price\n1.5,2', /line 2/],
    ['observed,price\n1,1e5', /line 2/],
    ['observed,price\n1,0', /line 2/],
    ['observed,price\n1,-2', /line 2/],
    ['observed,price\n\n1,2', /line 2/],
  ])('error: %j', (text, message) => {
    expect(() => parseHistory(text, format)).toThrow(message)
    expect(() => parseHistory(text, format)).toThrow(RangeError)
  })
})
