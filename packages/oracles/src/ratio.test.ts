import { MAX_AMOUNT } from '@symbolon/core/arithmetic'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitted, turned } from './ratio.js'

const part = fc.bigInt({ min: 1n, max: MAX_AMOUNT })
const large = fc.bigInt({ min: 2n ** 64n, max: MAX_AMOUNT })
const small = fc.bigInt({ min: 1n, max: 10n ** 12n })

describe('fitted', () => {
  it('default: lowest terms, the confidence with them', () => {
    expect(fitted({ baseAmount: 20n, quoteAmount: 30n, confidence: 10n })).toEqual({
      baseAmount: 2n,
      quoteAmount: 3n,
      confidence: 1n,
    })
    expect(fitted({ baseAmount: 20n, quoteAmount: 30n, confidence: 5n })).toEqual({
      baseAmount: 4n,
      quoteAmount: 6n,
      confidence: 1n,
    })
  })

  it('behavior: a ratio of amounts stays exact, however fine its confidence is, and that grows by less than a unit', () => {
    const much = fc.bigInt({ min: 1n, max: 2n ** 200n })
    fc.assert(
      fc.property(part, part, much, fc.bigInt({ min: 0n, max: 10n ** 9n }), (base, quote, scale, confidence) => {
        const given = { baseAmount: base * scale, quoteAmount: quote * scale, confidence }
        const found = fitted(given)
        expect(found.baseAmount * quote).toBe(found.quoteAmount * base)
        expect(found.baseAmount <= MAX_AMOUNT && found.quoteAmount <= MAX_AMOUNT).toBe(true)
        const [had, has] = [confidence * found.baseAmount, found.confidence * given.baseAmount]
        expect(has >= had && has < had + given.baseAmount).toBe(true)
      }),
    )
  })

  it('behavior: one too fine for amounts is cut, and the true one lies within the confidence', () => {
    fc.assert(
      fc.property(large, large, small, small, small, (a, b, c, d, confidence) => {
        const given = { baseAmount: a * c + 1n, quoteAmount: b * d + 1n, confidence }
        const { baseAmount, quoteAmount, confidence: off } = fitted(given)
        expect(baseAmount <= MAX_AMOUNT && quoteAmount <= MAX_AMOUNT).toBe(true)
        for (const end of [given.quoteAmount + confidence, given.quoteAmount - confidence]) {
          // end / base within (quote ± off) / new base
          expect(end * baseAmount <= (quoteAmount + off) * given.baseAmount).toBe(true)
          expect(end * baseAmount >= (quoteAmount - off) * given.baseAmount).toBe(true)
        }
      }),
    )
  })

  it.each([
    [0n, 1n, 0n, 'PRICE_INVALID'],
    [1n, 0n, 0n, 'PRICE_INVALID'],
    [1n, MAX_AMOUNT + 1n, 0n, 'PRICE_INVALID'],
    [1n, 1n, MAX_AMOUNT + 1n, 'PRICE_UNCERTAIN'],
  ])('error: %s for %s, give or take %s', (baseAmount, quoteAmount, confidence, code) => {
    expect(() => fitted({ baseAmount, quoteAmount, confidence })).toThrow(expect.objectContaining({ code }))
  })
})

describe('turned', () => {
  it('behavior: the other direction is as uncertain, but for the last bits, however small the parts are', () => {
    const amount = fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 2n ** 60n }))
    fc.assert(
      fc.property(amount, amount, amount, (baseAmount, quoteAmount, confidence) => {
        const about = { observed: 1, until: 2, source: 'a', number: 1, signatures: [] }
        const back = turned({ base: 'ETH', quote: 'USD', baseAmount, quoteAmount, confidence, ...about })
        expect(back).toMatchObject({ base: 'USD', quote: 'ETH', ...about })
        expect(back.baseAmount * baseAmount).toBe(back.quoteAmount * quoteAmount)
        const [had, has] = [confidence * back.quoteAmount, back.confidence * quoteAmount]
        expect(has >= had && (has - had) * 2n ** 60n <= back.quoteAmount * quoteAmount).toBe(true)
      }),
    )
  })
})
