/** The lesser of two amounts, and the sum of many: what engines offer for numbers only. */
export const least = (a: bigint, b: bigint): bigint => (b < a ? b : a)
export const sum = (amounts: Iterable<bigint>): bigint => {
  let total = 0n
  for (const amount of amounts) total += amount
  return total
}
