import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { multiply, sparseMatrix, transpose } from './sparse-matrix.js'

const entries = fc.integer({ min: 1, max: 12 }).chain((rows) =>
  fc.integer({ min: 1, max: 12 }).chain((columns) =>
    fc
      .array(fc.tuple(fc.nat(rows - 1), fc.nat(columns - 1), fc.integer({ min: -50, max: 50 })), { maxLength: 80 })
      .map((list) => ({
        rows,
        columns,
        row: list.map(([row]) => row),
        column: list.map(([, column]) => column),
        value: list.map(([, , value]) => value),
      })),
  ),
)

describe('sparseMatrix', () => {
  it('puts the longest rows first, those of a length in their order, columns in ascending order', () => {
    const matrix = sparseMatrix({ rows: 4, columns: 3, row: [1, 3, 3, 2, 3], column: [2, 2, 0, 0, 1] })
    expect([...matrix.order]).toEqual([3, 1, 2, 0])
    expect([...matrix.start]).toEqual([0, 3, 4, 5, 5])
    expect([...matrix.column]).toEqual([0, 1, 2, 2, 0])
    expect([...matrix.value]).toEqual([1, 1, 1, 1, 1])
  })

  it('is the same whatever the order of its entries', () => {
    fc.assert(
      fc.property(entries, fc.infiniteStream(fc.nat(1000)), (given, random) => {
        const order = given.row.map((_, k) => ({ k, at: random.next().value })).sort((a, b) => a.at - b.at)
        const shuffled = {
          ...given,
          row: order.map(({ k }) => given.row[k]!),
          column: order.map(({ k }) => given.column[k]!),
          value: order.map(({ k }) => given.value[k]!),
        }
        expect(sparseMatrix(shuffled)).toEqual(sparseMatrix(given))
      }),
      { numRuns: 100 },
    )
  })

  it('multiplies as the full matrix does, and so does its transpose', () => {
    fc.assert(
      fc.property(entries, (given) => {
        const full = Array.from({ length: given.rows }, () => new Array<number>(given.columns).fill(0))
        for (const [k, row] of given.row.entries()) full[row]![given.column[k]!]! += given.value[k]!
        const right = Float64Array.from({ length: given.columns }, (_, k) => k + 1)
        const left = Float64Array.from({ length: given.rows }, (_, k) => k + 1)
        const matrix = sparseMatrix(given)
        expect([...multiply(matrix, right)]).toEqual(full.map((row) => row.reduce((sum, x, k) => sum + x * (k + 1), 0)))
        expect([...multiply(transpose(matrix), left)]).toEqual(
          Array.from(right, (_, k) => full.reduce((sum, row, r) => sum + row[k]! * (r + 1), 0)),
        )
      }),
      { numRuns: 100 },
    )
  })

  it('writes into the array it is given', () => {
    const result = new Float64Array(2)
    const matrix = sparseMatrix({ rows: 2, columns: 2, row: [0, 1], column: [1, 0], value: [2, 3] })
    expect(multiply(matrix, Float64Array.of(1, 10), result)).toBe(result)
    expect([...result]).toEqual([20, 3])
    expect(() => multiply(matrix, new Float64Array(3))).toThrow(RangeError)
  })

  it('refuses entries that have no place or no value', () => {
    const given = { rows: 2, columns: 2, row: [0], column: [1], value: [1] }
    for (const change of [
      { row: [2] },
      { row: [-1] },
      { column: [0.5] },
      { row: [0, 1] },
      { value: [] },
      { value: [Number.NaN] },
      { value: [Number.POSITIVE_INFINITY] },
      { rows: -1 },
      { columns: 1.5 },
    ]) {
      expect(() => sparseMatrix({ ...given, ...change })).toThrow(RangeError)
    }
  })
})
