import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findNotPositive, toColumn, toIntegers, toNumbers } from './conversion.js'

const safe = fc.bigInt({ min: -(2n ** 53n - 1n), max: 2n ** 53n - 1n })
const any = fc.oneof(safe, fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.constantFrom(0n, 2n ** 53n))

describe('conversion', () => {
  it('keeps every safe integer, from lists and from columns, whatever part of a buffer these are', () => {
    fc.assert(
      fc.property(fc.array(safe), fc.nat({ max: 3 }), (list, skipped) => {
        const numbers = Float64Array.from(list, Number)
        const column = BigInt64Array.from([...new Array<bigint>(skipped).fill(-1n), ...list]).subarray(skipped)
        expect(toNumbers(list)).toEqual(numbers)
        expect(toNumbers(column)).toEqual(numbers)
        expect(toIntegers(numbers)).toEqual(list)
        expect(toColumn(numbers)).toEqual(BigInt64Array.from(list))
      }),
    )
  })

  it('gives up where an integer is not safe', () => {
    fc.assert(
      fc.property(fc.array(any), (list) => {
        const expected = list.every((value) => Number.isSafeInteger(Number(value)))
        expect(toNumbers(list) !== undefined).toBe(expected)
        expect(toNumbers(BigInt64Array.from(list)) !== undefined).toBe(expected)
      }),
    )
    expect(toNumbers([2n ** 2000n])).toBeUndefined()
  })

  it('finds the first element of a column that is not above zero', () => {
    fc.assert(
      fc.property(fc.array(any), (list) => {
        expect(findNotPositive(BigInt64Array.from(list))).toBe(list.findIndex((value) => value <= 0n))
      }),
    )
  })
})
