import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classesOf, countingSort } from './counting-sort.js'

describe('countingSort', () => {
  it('sorts as a stable comparison sort does', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (keys) => {
        const order = Int32Array.from(keys, (_, k) => keys.length - 1 - k)
        const expected = [...order].sort((a, b) => keys[a]! - keys[b]!)
        expect([...countingSort(order, Int32Array.from(keys), 10)]).toEqual(expected)
      }),
    )
  })
})

describe('classesOf', () => {
  it('gives one number to what is equal in every column, in order of first appearance', () => {
    const columns = [
      [1n, 1n, 2n, 1n, 2n],
      [0, 1, 0, 0, 0],
    ]
    expect(classesOf(columns, 5)).toEqual({ of: Int32Array.of(0, 1, 2, 0, 2), count: 3 })
  })

  it('is one class without columns, and none of nothing', () => {
    expect(classesOf([], 2)).toEqual({ of: Int32Array.of(0, 0), count: 1 })
    expect(classesOf([[]], 0)).toEqual({ of: Int32Array.of(), count: 0 })
  })
})
