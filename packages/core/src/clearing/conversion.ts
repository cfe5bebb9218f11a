// Loops, because `from` with a function takes ten times as long, and these run once per obligation.

/** Integers as floating-point numbers; each must lie within ±2^53. */
export function toNumbers(integers: ArrayLike<bigint>): Float64Array {
  const numbers = new Float64Array(integers.length)
  for (let i = 0; i < numbers.length; i++) numbers[i] = Number(integers[i]!)
  return numbers
}

/** Whole numbers as integers. */
export function toIntegers(numbers: Float64Array): bigint[] {
  const integers = new Array<bigint>(numbers.length)
  for (let i = 0; i < numbers.length; i++) integers[i] = BigInt(numbers[i]!)
  return integers
}
