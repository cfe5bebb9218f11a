import { convert } from '@symbolon/core/arithmetic'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fixed } from './fixed.js'

const peg = { base: 'MPOND', quote: 'POND', baseAmount: 1n, quoteAmount: 1_000_000n, validity: 60 } as const

describe('fixed', () => {
  it('default: answers its ratio, observed when asked and valid for as long as it says', async () => {
    await expect(fixed(peg)({ base: 'MPOND', quote: 'POND' }, 5)).resolves.toEqual({
      pair: { base: 'MPOND', quote: 'POND' },
      price: { baseAmount: 1n, quoteAmount: 1_000_000n },
      confidence: 0n,
      observed: 5,
      until: 65,
      source: 'fixed',
      number: 5n,
      signatures: [],
    })
  })

  it('behavior: there and back through both directions never gains when both round down', async () => {
    const part = fc.bigInt({ min: 1n, max: 2n ** 128n })
    await fc.assert(
      fc.asyncProperty(part, part, fc.bigInt({ min: 0n, max: 2n ** 127n }), async (baseAmount, quoteAmount, amount) => {
        const source = fixed({ ...peg, baseAmount, quoteAmount })
        const there = await source({ base: 'MPOND', quote: 'POND' }, 0)
        const back = await source({ base: 'POND', quote: 'MPOND' }, 0)
        expect(convert(convert(amount, there.price, 'down'), back.price, 'down')).toBeLessThanOrEqual(amount)
      }),
    )
  })

  it('error: a pair it does not know is refused with a code, never answered with a zero', async () => {
    await expect(fixed(peg)({ base: 'MPOND', quote: 'USD' }, 0)).rejects.toMatchObject({ code: 'PRICE_PAIR_UNKNOWN' })
  })

  it.each([-1, 0.5, Number.NaN, Number.MAX_SAFE_INTEGER])('error: %s is no time', async (at) => {
    await expect(fixed(peg)({ base: 'MPOND', quote: 'POND' }, at)).rejects.toMatchObject({ code: 'PRICE_TIME_INVALID' })
  })

  it.each([
    [{ ...peg, baseAmount: 0n }, /ratio/],
    [{ ...peg, quoteAmount: 1n << 256n }, /ratio/],
    [{ ...peg, validity: 0 }, /validity/],
    [{ ...peg, quote: 'MPOND' }, /itself/],
  ])('error: out of bounds at the making (%#)', (price, message) => {
    expect(() => fixed(price)).toThrow(message)
  })
})
