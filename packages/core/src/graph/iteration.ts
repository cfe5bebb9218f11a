import type { SparseMatrix } from './sparse-matrix.js'

/**
 * A square matrix whose columns are numbered by the places of its rows: a vector in that order is read and written
 * front to back while it is multiplied, and what the longest rows read most lies together.
 */
export interface OrderedMatrix {
  /** The number of what stands at each place. */
  readonly order: Int32Array
  readonly start: Int32Array
  readonly column: Int32Array
  readonly value: Float64Array
}

/** Renumbers the columns of a square matrix by the places of its rows. */
export function inOwnOrder({ rows, order, start, column, value }: SparseMatrix): OrderedMatrix {
  const place = new Int32Array(rows)
  for (let at = 0; at < rows; at++) place[order[at]!] = at
  return { order, start, column: column.map((number) => place[number]!), value }
}

/** A vector by places, from one by numbers. */
export function toPlaces({ order }: OrderedMatrix, vector: ArrayLike<number>): Float64Array {
  const placed = new Float64Array(order.length)
  for (let at = 0; at < order.length; at++) placed[at] = vector[order[at]!]!
  return placed
}

/** A vector by numbers, from one by places. */
export function toNumbers({ order }: OrderedMatrix, placed: Float64Array): Float64Array {
  const vector = new Float64Array(order.length)
  for (let at = 0; at < order.length; at++) vector[order[at]!] = placed[at]!
  return vector
}

/**
 * One pass: `result = (base + matrix · vector) · scale`, all by places, and the sum of the result.
 * By four, two and one: several sums at once don't wait for each other, and rows of a length branch alike.
 */
export function pass(
  { order, start, column, value }: OrderedMatrix,
  vector: Float64Array,
  base: Float64Array,
  scale: number,
  result: Float64Array,
): number {
  const rows = order.length
  let total = 0
  let k = 0
  for (let at = 0; at < rows; at++) {
    const end = start[at + 1]!
    const four = end - 3
    let a = base[at]!
    let b = 0
    for (; k < four; k += 4) {
      a += value[k]! * vector[column[k]!]! + value[k + 1]! * vector[column[k + 1]!]!
      b += value[k + 2]! * vector[column[k + 2]!]! + value[k + 3]! * vector[column[k + 3]!]!
    }
    if (k < end - 1) {
      a += value[k]! * vector[column[k]!]! + value[k + 1]! * vector[column[k + 1]!]!
      k += 2
    }
    if (k < end) {
      b += value[k]! * vector[column[k]!]!
      k += 1
    }
    const sum = (a + b) * scale
    result[at] = sum
    total += sum
  }
  return total
}

/** An iteration that its guard gave up: what it was to find may not exist, or takes more passes than allowed. */
export class ConvergenceError extends Error {
  override readonly name = 'ConvergenceError'
  readonly code = 'NOT_CONVERGED'
  /** Passes that were made. */
  readonly passes: number
  /** How far off the result may still be, in the measure of the function that threw. */
  readonly left: number

  constructor(passes: number, left: number) {
    super(`NOT_CONVERGED: ${left} is left after ${passes} passes`)
    this.passes = passes
    this.left = left
  }
}
