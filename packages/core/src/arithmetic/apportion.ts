/**
 * Splits a total in proportion to weights so that the parts sum to it exactly (largest remainder). Every part starts as
 * the floor of its quota `total · weight / Σ weights`; the units left go one each to the largest remainders, equal
 * remainders in the order given. So every part is within one of its quota, and a zero weight gets zero.
 * Spec: numbers.md#apportionment. Source: Hamilton (1792); Balinski & Young, Fair Representation (1982).
 * @param total - What is split, base units, ≥ 0n.
 * @param weights - Each ≥ 0n, at least one > 0n; in key order of whom they belong to.
 * @returns One part for each weight, base units; their sum is `total`.
 * @throws {RangeError} when the total or a weight is negative, or no weight is positive.
 * @throws {TypeError} when the total or a weight isn't a bigint.
 * @example apportion(100n, [1n, 1n, 1n]) // [34n, 33n, 33n]
 */
export function apportion(total: bigint, weights: readonly bigint[]): bigint[] {
  if (total < 0n) throw new RangeError('the total must not be negative')
  let sum = 0n
  for (const weight of weights) {
    if (weight < 0n) throw new RangeError('a weight must not be negative')
    sum += weight
  }
  if (sum === 0n) throw new RangeError('at least one weight must be positive')
  let left = total
  const parts: bigint[] = []
  const remainders: { readonly index: number; readonly remainder: bigint }[] = []
  for (const [index, weight] of weights.entries()) {
    const product = total * weight
    const part = product / sum
    const remainder = product - part * sum
    parts.push(part)
    left -= part
    if (remainder > 0n) remainders.push({ index, remainder })
  }
  // What is left is Σ remainders / Σ weights, less than the count of remainders above zero: each gets at most one.
  if (left === 0n) return parts
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of remainders.slice(0, Number(left))) parts[index] = (parts[index] ?? 0n) + 1n
  return parts
}
