// Loops, because `from` with a function takes ten times as long, and these run once per obligation. Columns of 64 bits
// are read and written by their halves: an element as a `bigint` would be an object on the heap.

const HALF = 2 ** 32

/** Integers as floating-point numbers, or nothing when one of them doesn't lie within ±(2^53 − 1). */
export function toNumbers(integers: ArrayLike<bigint>): Float64Array | undefined {
  const numbers = new Float64Array(integers.length)
  if (integers instanceof BigInt64Array) {
    const { halves, low, high } = halvesOf(integers)
    for (let i = 0; i < numbers.length; i++) {
      const value = halves[2 * i + high]! * HALF + (halves[2 * i + low]! >>> 0)
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER) return undefined
      numbers[i] = value
    }
    return numbers
  }
  for (let i = 0; i < numbers.length; i++) {
    const value = Number(integers[i]!)
    // Rounding is monotone, so what was beyond the range still is.
    if (!(value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER)) return undefined
    numbers[i] = value
  }
  return numbers
}

/** Whole numbers as integers. */
export function toIntegers(numbers: Float64Array): bigint[] {
  const integers = new Array<bigint>(numbers.length)
  for (let i = 0; i < numbers.length; i++) integers[i] = BigInt(numbers[i]!)
  return integers
}

/** Whole numbers as a column of 64 bits. */
export function toColumn(numbers: Float64Array): BigInt64Array {
  const column = new BigInt64Array(numbers.length)
  const { halves, low, high } = halvesOf(column)
  for (let i = 0; i < numbers.length; i++) {
    const value = numbers[i]!
    const upper = Math.floor(value / HALF)
    halves[2 * i + high] = upper
    halves[2 * i + low] = value - upper * HALF
  }
  return column
}

/** Position of the first element that isn't above zero, −1 when all are. */
export function findNotPositive(column: BigInt64Array): number {
  const { halves, low, high } = halvesOf(column)
  for (let i = 0; i < column.length; i++) {
    const upper = halves[2 * i + high]!
    if (upper < 0 || (upper === 0 && halves[2 * i + low] === 0)) return i
  }
  return -1
}

/** A column by its halves, and which half comes first on this machine. */
function halvesOf(column: BigInt64Array): { readonly halves: Int32Array; readonly low: 0 | 1; readonly high: 0 | 1 } {
  const halves = new Int32Array(column.buffer, column.byteOffset, 2 * column.length)
  const lowFirst = new Int32Array(BigInt64Array.of(1n).buffer)[0] === 1
  return lowFirst ? { halves, low: 0, high: 1 } : { halves, low: 1, high: 0 }
}
