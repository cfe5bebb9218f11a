import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MAX_AMOUNT } from './amount.js'
import { apportion } from './apportion.js'

const amount = fc.oneof(fc.bigInt({ min: 0n, max: 100n }), fc.bigInt({ min: 0n, max: MAX_AMOUNT }))
const weights = fc.array(amount, { minLength: 1, maxLength: 30 }).filter((list) => list.some((weight) => weight > 0n))
const sum = (list: readonly bigint[]) => list.reduce((total, item) => total + item, 0n)

describe('apportion', () => {
  it('default: floors, then one each to the largest remainders', () => {
    expect(apportion(10n, [6n, 3n, 2n])).toEqual([5n, 3n, 2n])
    expect(apportion(7n, [5n, 3n, 1n])).toEqual([4n, 2n, 1n])
  })

  it('behavior: equal remainders go by order', () => {
    expect(apportion(100n, [1n, 1n, 1n])).toEqual([34n, 33n, 33n])
    expect(apportion(2n, [1n, 1n, 1n, 1n])).toEqual([1n, 1n, 0n, 0n])
  })

  it('behavior: the parts sum to the total exactly', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        expect(sum(apportion(total, list))).toBe(total)
      }),
    )
  })

  it('behavior: every part is less than one away from its quota', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const all = sum(list)
        for (const [index, part] of apportion(total, list).entries()) {
          const distance = part * all - total * (list[index] ?? 0n)
          expect(distance < all && -distance < all).toBe(true)
        }
      }),
    )
  })

  it('behavior: who got one more had a remainder at least as large as who did not', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const all = sum(list)
        const parts = apportion(total, list)
        const remainders = list.map((weight) => (total * weight) % all)
        const favoured = remainders.filter((_, i) => parts[i] !== (total * (list[i] ?? 0n)) / all)
        const others = remainders.filter((_, i) => parts[i] === (total * (list[i] ?? 0n)) / all)
        for (const a of favoured) for (const b of others) expect(a >= b).toBe(true)
      }),
    )
  })

  it('behavior: a zero weight gets zero, and a larger weight never less than a smaller one', () => {
    fc.assert(
      fc.property(amount, weights, (total, list) => {
        const parts = apportion(total, [...list, 0n])
        expect(parts.at(-1)).toBe(0n)
        for (const [i, a] of list.entries()) {
          for (const [j, b] of list.entries()) if (a > b) expect((parts[i] ?? 0n) >= (parts[j] ?? 0n)).toBe(true)
        }
      }),
    )
  })

  it('error: no weights, only zero weights, a negative weight, a negative total', () => {
    expect(() => apportion(1n, [])).toThrow(RangeError)
    expect(() => apportion(0n, [0n, 0n])).toThrow(RangeError)
    expect(() => apportion(1n, [2n, -1n])).toThrow(RangeError)
    expect(() => apportion(-1n, [1n])).toThrow(RangeError)
  })

  it('error: numbers instead of bigints, zero included', () => {
    for (const [total, list] of [
      [1, [1n]],
      [1n, [1]],
      [0, [1n]],
      [1n, [0, 1n]],
    ]) {
      expect(() => apportion(total as never, list as never)).toThrow(TypeError)
    }
  })
})
