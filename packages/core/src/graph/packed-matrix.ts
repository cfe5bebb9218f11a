import type { SparseMatrix } from './sparse-matrix.js'

/**
 * A square matrix as passes read it: columns are numbered by the places of the rows, so that what the longest rows read
 * most lies together, and every entry is one record of twelve bytes, its value and eight times its column's place.
 */
export interface PackedMatrix {
  /** The number of what stands at each place. */
  readonly order: Int32Array
  /** Runs of rows of a length: the length, and the place after the last of them. */
  readonly runs: Int32Array
  readonly records: Uint8Array
}

/**
 * Memory of one computation: a vector, the result of a pass, a base that passes add, and the records, in one view. Of
 * all that JavaScript offers this is read fastest: one object, whose bounds and place stay in registers.
 */
export interface Workspace {
  readonly matrix: PackedMatrix
  readonly view: DataView
  /** The same memory. */
  readonly bytes: Uint8Array
}

/** Bytes of a record. */
const RECORD = 12

/** Bytes that a workspace can have at most, so that a place in it is a signed integer of 32 bits. */
const MOST_BYTES = 2 ** 31 - 1

/** Packs a square matrix. */
export function pack({ rows, order, start, column, value }: SparseMatrix): PackedMatrix {
  const place = new Int32Array(rows)
  for (let at = 0; at < rows; at++) place[order[at]!] = at
  if (24 * rows + RECORD * column.length > MOST_BYTES) throw new RangeError('more than 2 GB of links or holdings')
  const records = new Uint8Array(RECORD * column.length)
  const view = new DataView(records.buffer)
  for (let k = 0; k < column.length; k++) {
    view.setFloat64(RECORD * k, value[k]!, true)
    view.setInt32(RECORD * k + 8, 8 * place[column[k]!]!, true)
  }
  const runs: number[] = []
  for (let at = 0; at < rows; at++) {
    const length = start[at + 1]! - start[at]!
    if (runs.at(-2) === length) runs[runs.length - 1] = at + 1
    else runs.push(length, at + 1)
  }
  return { order, runs: Int32Array.from(runs), records }
}

/** Begins a computation with a vector and a base, both by number; the base is nothing when absent. */
export function begin(matrix: PackedMatrix, vector: ArrayLike<number>, base?: ArrayLike<number>): Workspace {
  const { order, records } = matrix
  const size = order.length
  const bytes = new Uint8Array(24 * size + records.length)
  bytes.set(records, 24 * size)
  const view = new DataView(bytes.buffer)
  for (let at = 0; at < size; at++) {
    view.setFloat64(8 * at, vector[order[at]!]!, true)
    if (base !== undefined) view.setFloat64(16 * size + 8 * at, base[order[at]!]!, true)
  }
  return { matrix, view, bytes }
}

/**
 * One pass: the result becomes `(added + matrix · vector) · scale`, where what is added is the base or the vector itself.
 * Every row is summed in a fixed order: by four, two and one, in two sums that don't wait for each other. Places in memory
 * are kept to 32 bits by `| 0`, which spares a check for overflow at each of them and a fifth of the time.
 * @returns The sum of the result.
 */
export function pass({ matrix, view }: Workspace, added: 'base' | 'vector', scale: number): number {
  const { order, runs } = matrix
  const size = order.length
  const ahead = added === 'base' ? 16 * size : 0
  let total = 0
  let at = 0
  let to = 8 * size
  let p = 24 * size
  for (let run = 0; run < runs.length; run += 2) {
    const length = runs[run]!
    const end = 8 * runs[run + 1]!
    const fours = 4 * RECORD * (length >> 2)
    const two = (length & 2) !== 0
    const one = (length & 1) !== 0
    for (; at < end; at = (at + 8) | 0) {
      let a = view.getFloat64((at + ahead) | 0, true)
      let b = 0
      for (const last = (p + fours) | 0; p < last; p = (p + 48) | 0) {
        a += view.getFloat64(p, true) * view.getFloat64(view.getInt32((p + 8) | 0, true), true)
        b += view.getFloat64((p + 12) | 0, true) * view.getFloat64(view.getInt32((p + 20) | 0, true), true)
        a += view.getFloat64((p + 24) | 0, true) * view.getFloat64(view.getInt32((p + 32) | 0, true), true)
        b += view.getFloat64((p + 36) | 0, true) * view.getFloat64(view.getInt32((p + 44) | 0, true), true)
      }
      if (two) {
        a += view.getFloat64(p, true) * view.getFloat64(view.getInt32((p + 8) | 0, true), true)
        b += view.getFloat64((p + 12) | 0, true) * view.getFloat64(view.getInt32((p + 20) | 0, true), true)
        p = (p + 24) | 0
      }
      if (one) {
        a += view.getFloat64(p, true) * view.getFloat64(view.getInt32((p + 8) | 0, true), true)
        p = (p + 12) | 0
      }
      const sum = (a + b) * scale
      view.setFloat64(to, sum, true)
      to = (to + 8) | 0
      total += sum
    }
  }
  return total
}

/** Makes the result the vector of the next pass. */
export function advance({ matrix: { order }, bytes }: Workspace): void {
  bytes.copyWithin(0, 8 * order.length, 16 * order.length)
}

/** What stands at a place of the vector. */
export function vectorAt({ view }: Workspace, place: number): number {
  return view.getFloat64(8 * place, true)
}

/** What stands at a place of the result. */
export function resultAt({ matrix: { order }, view }: Workspace, place: number): number {
  return view.getFloat64(8 * (order.length + place), true)
}

/** A vector by numbers, from one by places. */
export function toNumbers({ order }: PackedMatrix, placed: Float64Array): Float64Array {
  const vector = new Float64Array(order.length)
  for (let at = 0; at < order.length; at++) vector[order[at]!] = placed[at]!
  return vector
}

/** The vector by numbers, every part of it times a scale. */
export function readVector(workspace: Workspace, scale: number): Float64Array {
  const { matrix } = workspace
  return toNumbers(
    matrix,
    Float64Array.from(matrix.order, (_, at) => scale * vectorAt(workspace, at)),
  )
}
