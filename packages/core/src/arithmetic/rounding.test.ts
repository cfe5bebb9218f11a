import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divide, mulDiv, type Rounding } from './rounding.js'

const integer = fc.bigInt({ min: -(2n ** 256n), max: 2n ** 256n })
const positive = fc.bigInt({ min: 1n, max: 2n ** 256n })

describe('divide', () => {
  it('behavior: down is the floor and up the ceiling, for both signs', () => {
    expect([7n, -7n, 6n, -6n, 0n].map((n) => divide(n, 2n, 'down'))).toEqual([3n, -4n, 3n, -3n, 0n])
    expect([7n, -7n, 6n, -6n, 0n].map((n) => divide(n, 2n, 'up'))).toEqual([4n, -3n, 3n, -3n, 0n])
  })

  it('error: a denominator of zero or below, and a rounding that is none', () => {
    expect(() => divide(1n, 0n, 'down')).toThrow(RangeError)
    expect(() => divide(1n, -1n, 'up')).toThrow(RangeError)
    expect(() => divide(1n, 1n, 'half' as Rounding)).toThrow(RangeError)
  })
})

describe('mulDiv', () => {
  it('behavior: the floor q is the only one with q·d ≤ v·n < (q+1)·d', () => {
    fc.assert(
      fc.property(integer, integer, positive, (value, numerator, denominator) => {
        const q = mulDiv(value, numerator, denominator, 'down')
        expect(q * denominator <= value * numerator && value * numerator < (q + 1n) * denominator).toBe(true)
      }),
    )
  })

  it('behavior: up is the mirror of down', () => {
    fc.assert(
      fc.property(integer, integer, positive, (value, numerator, denominator) => {
        expect(mulDiv(value, numerator, denominator, 'up')).toBe(-mulDiv(-value, numerator, denominator, 'down'))
      }),
    )
  })
})
