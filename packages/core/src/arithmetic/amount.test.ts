import { describe, expect, it } from 'vitest'
import { isAmount, isQuantity, isSigned, MAX_AMOUNT } from './amount.js'

describe('bounds of amounts', () => {
  it('behavior: an amount is above zero and below 2^127', () => {
    expect(MAX_AMOUNT).toBe(170141183460469231731687303715884105727n)
    expect([-1n, 0n, 1n, MAX_AMOUNT, MAX_AMOUNT + 1n].map(isAmount)).toEqual([false, false, true, true, false])
  })

  it('behavior: a quantity may be zero', () => {
    expect([-1n, 0n, 1n, MAX_AMOUNT, MAX_AMOUNT + 1n].map(isQuantity)).toEqual([false, true, true, true, false])
  })

  it('behavior: a signed quantity has the same magnitude on both sides', () => {
    const values = [-MAX_AMOUNT - 1n, -MAX_AMOUNT, 0n, MAX_AMOUNT, MAX_AMOUNT + 1n]
    expect(values.map(isSigned)).toEqual([false, true, true, true, false])
  })

  it('error: nothing but a bigint is an amount', () => {
    for (const value of [1, '1', null, undefined, Number.NaN, [1n], { valueOf: () => 1n }]) {
      expect([isAmount(value), isQuantity(value), isSigned(value)]).toEqual([false, false, false])
    }
  })
})
