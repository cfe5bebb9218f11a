/**
 * Concentration by Herfindahl and Hirschman: the sum of the squares of all shares.
 * Source: Herfindahl (1950); Hirschman (1945).
 * @param parts - What a portfolio, or a market, consists of; each ≥ 0 in one unit, integers or not.
 * @returns From 1/n, where n parts are equal, to 1, where there is one alone; undefined when nothing is there.
 * @throws {RangeError} when a part is below zero or not finite.
 * @example herfindahl([1n, 1n, 2n]) // 0.375
 */
export function herfindahl(parts: ArrayLike<number | bigint>): number | undefined {
  const all = shares(parts)
  return all?.reduce((sum, share) => sum + share * share, 0)
}

/**
 * How diversified a portfolio is: the number of equal parts that would be as concentrated.
 * Source: Laakso & Taagepera (1979), effective number; the reciprocal of {@link herfindahl}.
 * @param parts - As in {@link herfindahl}.
 * @returns From 1, where there is one part alone, to n, where n are equal; undefined when nothing is there.
 * @throws {RangeError} when a part is below zero or not finite.
 * @example effectiveNumber([5n, 5n, 0n]) // 2
 */
export function effectiveNumber(parts: ArrayLike<number | bigint>): number | undefined {
  const concentration = herfindahl(parts)
  return concentration === undefined ? undefined : 1 / concentration
}

/**
 * Each part as a share of the whole.
 * @param parts - Each ≥ 0 in one unit, integers or not.
 * @returns In the same order, summing to one; undefined when the whole is zero.
 * @throws {RangeError} when a part is below zero or not finite.
 * @example shares([1n, 3n]) // Float64Array.of(0.25, 0.75)
 */
export function shares(parts: ArrayLike<number | bigint>): Float64Array | undefined {
  const values = Float64Array.from(parts, Number)
  let whole = 0
  for (const value of values) {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError('a part is a finite number ≥ 0')
    whole += value
  }
  return whole === 0 ? undefined : values.map((value) => value / whole)
}
