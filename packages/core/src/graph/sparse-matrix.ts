/** The entries of a matrix that aren't zero, in any order; entries for the same place add up. */
export interface MatrixEntries {
  readonly rows: number
  readonly columns: number
  readonly row: ArrayLike<number>
  readonly column: ArrayLike<number>
  /** Absent: every entry is 1. */
  readonly value?: ArrayLike<number>
}

/**
 * A matrix of which only what isn't zero is stored, row after row, those with the most entries first: rows of the same
 * length follow each other, so that a processor foresees where each one ends.
 */
export interface SparseMatrix {
  readonly rows: number
  readonly columns: number
  /** The number of the row that is stored at each place. */
  readonly order: Int32Array
  /** Where the row at each place begins; one number more than there are rows. */
  readonly start: Int32Array
  /** By entry, in ascending order within a row. */
  readonly column: Int32Array
  readonly value: Float64Array
}

/**
 * Stores a matrix by rows for fast multiplication. The same entries give the same matrix in whatever order they come,
 * but for the last digit of sums where several entries share a place.
 * Source: Saad, Iterative Methods for Sparse Linear Systems (2003), section 3.4, compressed sparse rows.
 * @param entries - Rows and columns numbered from 0; at most 2^31 − 1 entries.
 * @returns The matrix, in memory of 12 bytes an entry.
 * @throws {RangeError} when columns differ in length, a number is out of range, or a value isn't finite.
 * @example sparseMatrix({ rows: 2, columns: 2, row: [0, 1, 0], column: [1, 0, 1], value: [1, 2, 3] }).value // Float64Array.of(4, 2)
 */
export function sparseMatrix({ rows, columns, row, column, value }: MatrixEntries): SparseMatrix {
  const count = row.length
  if (column.length !== count || (value !== undefined && value.length !== count)) {
    throw new RangeError('rows, columns and values differ in length')
  }
  if (!isSize(rows) || !isSize(columns)) throw new RangeError('a size is a whole number from 0 to 2^31 − 1')
  for (let k = 0; k < count; k++) {
    if (!isBelow(row[k], rows) || !isBelow(column[k], columns)) throw new RangeError(`entry ${k} has no such place`)
    if (value !== undefined && !Number.isFinite(value[k])) throw new RangeError(`entry ${k} has no finite value`)
  }
  const byColumn = sortedBy(Int32Array.from(column), columns)
  const lengths = new Int32Array(rows)
  for (let k = 0; k < count; k++) lengths[row[k]!]! += 1
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0)
  const order = sortedBy(
    lengths.map((length) => longest - length),
    longest + 1,
  )
  const next = new Int32Array(rows)
  const start = new Int32Array(rows + 1)
  for (let at = 0; at < rows; at++) {
    const r = order[at]!
    next[r] = start[at]!
    start[at + 1] = start[at]! + lengths[r]!
  }
  // Column after column, so that those of every row come out in ascending order.
  const sortedColumn = new Int32Array(count)
  const sortedValue = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    const k = byColumn[i]!
    const at = next[row[k]!]!++
    sortedColumn[at] = column[k]!
    sortedValue[at] = value === undefined ? 1 : value[k]!
  }
  return withoutRepetition({ rows, columns, order, start, column: sortedColumn, value: sortedValue })
}

/**
 * `matrix · vector`, every row summed in a fixed order, so that the result is the same to the last digit on every engine.
 * @param matrix - From {@link sparseMatrix}.
 * @param vector - A number for each column.
 * @param result - Where to write the product, another array than the vector; absent: a new one.
 * @returns A number for each row, in `result` where that is given.
 * @throws {RangeError} when the vector or the result doesn't have the size of the matrix.
 * @example multiply(sparseMatrix({ rows: 1, columns: 2, row: [0, 0], column: [0, 1], value: [2, 3] }), Float64Array.of(10, 1)) // Float64Array.of(23)
 */
export function multiply(
  { rows, columns, order, start, column, value }: SparseMatrix,
  vector: Float64Array,
  result: Float64Array = new Float64Array(rows),
): Float64Array {
  if (vector.length !== columns || result.length !== rows) throw new RangeError('vector and matrix differ in size')
  let k = 0
  for (let at = 0; at < rows; at++) {
    const end = start[at + 1]!
    const four = end - 3
    let a = 0
    let b = 0
    // By four, two and one: several sums at once don't wait for each other, and rows of a length branch alike.
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
    result[order[at]!] = a + b
  }
  return result
}

/**
 * The matrix with rows and columns exchanged.
 * @param matrix - From {@link sparseMatrix}.
 * @returns Another matrix, which shares no memory with the first.
 * @example transpose(sparseMatrix({ rows: 1, columns: 2, row: [0], column: [1] })).rows // 2
 */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const { rows, columns, column, value } = matrix
  return sparseMatrix({ rows: columns, columns: rows, row: column, column: rowOfEach(matrix), value })
}

/** The number of the row of every entry that is stored. */
export function rowOfEach({ rows, order, start, column }: SparseMatrix): Int32Array {
  const row = new Int32Array(column.length)
  for (let at = 0; at < rows; at++) row.fill(order[at]!, start[at]!, start[at + 1]!)
  return row
}

/** Places of keys in ascending order of the keys, those with equal keys in the order given. */
function sortedBy(key: Int32Array, keys: number): Int32Array {
  const next = new Int32Array(keys + 1)
  for (const k of key) next[k + 1]! += 1
  for (let k = 0; k < keys; k++) next[k + 1]! += next[k]!
  const sorted = new Int32Array(key.length)
  for (let i = 0; i < key.length; i++) sorted[next[key[i]!]!++] = i
  return sorted
}

/** One entry for each place: those that share it are added up. Rows keep their order though some get shorter. */
function withoutRepetition(matrix: SparseMatrix): SparseMatrix {
  const { rows, start, column, value } = matrix
  const ends = new Int32Array(rows + 1)
  let end = 0
  for (let at = 0; at < rows; at++) {
    const first = end
    for (let k = start[at]!; k < start[at + 1]!; k++) {
      if (end > first && column[end - 1] === column[k]) value[end - 1]! += value[k]!
      else {
        column[end] = column[k]!
        value[end] = value[k]!
        end += 1
      }
    }
    ends[at + 1] = end
  }
  return end === column.length
    ? matrix
    : { ...matrix, start: ends, column: column.slice(0, end), value: value.slice(0, end) }
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 31
}

function isBelow(value: number | undefined, bound: number): boolean {
  return Number.isSafeInteger(value) && value! >= 0 && value! < bound
}
