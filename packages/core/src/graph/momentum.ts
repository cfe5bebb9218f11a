import { shares } from './concentration.js'

/**
 * Momentum between two rounds: by how much the share of each agent, proposition or dimension in all stake has changed.
 * What one gains the others lose: the sum is zero.
 * @param before - What was staked on each, ≥ 0; zero for what did not exist yet.
 * @param after - As many, in the same order.
 * @returns Differences of shares, each from −1 to 1; where nothing at all was staked, shares count as zero.
 * @throws {RangeError} when lengths differ or a part is below zero or not finite.
 * @example momentum([1n, 3n], [2n, 2n]) // Float64Array.of(0.25, -0.25)
 */
export function momentum(before: ArrayLike<number | bigint>, after: ArrayLike<number | bigint>): Float64Array {
  if (before.length !== after.length) throw new RangeError('rounds differ in length')
  const was = shares(before)
  const is = shares(after)
  return Float64Array.from({ length: after.length }, (_, k) => (is?.[k] ?? 0) - (was?.[k] ?? 0))
}

/**
 * Turnover between two rounds: the part of all stake that has moved elsewhere, half the sum of all absolute momentum.
 * @param before - What was staked on each, ≥ 0, something in all.
 * @param after - As many, in the same order, something in all.
 * @returns From 0, nothing has moved, to 1, all of it has; undefined when nothing was or is staked.
 * @throws {RangeError} when lengths differ or a part is below zero or not finite.
 * @example turnover([1n, 3n], [2n, 2n]) // 0.25
 */
export function turnover(before: ArrayLike<number | bigint>, after: ArrayLike<number | bigint>): number | undefined {
  if (shares(before) === undefined || shares(after) === undefined) return undefined
  return momentum(before, after).reduce((sum, difference) => sum + Math.abs(difference), 0) / 2
}

/**
 * Volatility over rounds: the standard deviation of the momentum of each agent, proposition or dimension.
 * @param rounds - At least three rounds, the oldest first: what was staked on each, in the same order every time.
 * @returns By what is staked on, ≥ 0; of the sample, with n − 1 in the denominator.
 * @throws {RangeError} when there are fewer than three rounds, lengths differ, or a part is below zero or not finite.
 * @example volatility([[1, 1], [1, 1], [1, 1]]) // Float64Array.of(0, 0)
 */
export function volatility(rounds: readonly ArrayLike<number | bigint>[]): Float64Array {
  if (rounds.length < 3) throw new RangeError('volatility takes three rounds at least')
  const moves = rounds.slice(1).map((after, k) => momentum(rounds[k]!, after))
  return Float64Array.from({ length: rounds[0]!.length }, (_, k) => {
    const mean = moves.reduce((sum, move) => sum + move[k]!, 0) / moves.length
    const square = moves.reduce((sum, move) => sum + (move[k]! - mean) * (move[k]! - mean), 0)
    return Math.sqrt(square / (moves.length - 1))
  })
}
