import { isQuantity } from './amount.js'

/** What a party can spend, and what the others have. */
export interface SplitAsked {
  /** What can be spent in all, 0n ≤ budget < 2^127, in any unit. */
  readonly budget: bigint
  /** What a unit of work and a unit of stake cost for the epoch, in that unit, > 0n. */
  readonly cost: readonly [work: bigint, stake: bigint]
  /** Work and stake of all others, ≥ 0n. */
  readonly others: readonly [work: bigint, stake: bigint]
  /** Weight of work as a fraction p/q, 0 ≤ p ≤ q ≤ 200, q > 0; stake has the rest. */
  readonly alpha: readonly [p: number, q: number]
}
/** How to spend it. */
export interface Split {
  readonly work: bigint
  readonly stake: bigint
}

/**
 * The split of a budget between work and stake that earns most of a Cobb-Douglas share, given what all others have: the
 * most work t at which another unit of budget isn't worth more as stake, the rest for stake. With x = cost of the work,
 * X and Y what the others' work and stake would cost, and B the budget, that is the largest t with
 * `p · X · (B − x) · (Y + B − x) ≥ (q − p) · Y · x · (X + x)`. For a small party x comes near α · B; a dominant one has
 * the more to gain from what the others have less of.
 * Spec: numbers.md#optimal-split. Source: first-order condition of the share; 0x staking (2019) has the small party's.
 * @param asked - Budget, costs, what the others have, weight of work.
 * @returns Units of work and of stake, whose cost is at most the budget.
 * @throws {RangeError} when an amount is out of its bounds or alpha isn't a fraction as above.
 * @example optimalSplit({ budget: 100n, cost: [1n, 1n], others: [10n ** 12n, 10n ** 9n], alpha: [3, 4] }) // { work: 75n, stake: 25n }
 */
export function optimalSplit({ budget, cost, others, alpha: [p, q] }: SplitAsked): Split {
  const [workCost, stakeCost] = cost
  const amounts = [budget, ...cost, ...others]
  if (!amounts.every(isQuantity) || workCost === 0n || stakeCost === 0n) {
    throw new RangeError('amounts must be at least 0 and below 2^127, costs above 0')
  }
  if (![p, q].every(Number.isInteger) || p < 0 || p > q || q < 1 || q > 200) {
    throw new RangeError('alpha must be a fraction p/q, 0 ≤ p ≤ q ≤ 200, q > 0')
  }
  const work = workOf(budget, cost, others, [BigInt(p), BigInt(q)])
  return { work, stake: p === q ? 0n : (budget - work * workCost) / stakeCost }
}

function workOf(
  budget: bigint,
  [workCost, stakeCost]: SplitAsked['cost'],
  [othersWork, othersStake]: SplitAsked['others'],
  [p, q]: readonly [bigint, bigint],
): bigint {
  const most = budget / workCost
  if (p === 0n) return 0n
  if (p === q) return most
  // who is alone with its work has all of it with one unit, and likewise with stake
  if (othersWork === 0n) return most < 1n ? most : 1n
  if (othersStake === 0n) return budget < stakeCost ? most : (budget - stakeCost) / workCost
  const [X, Y] = [workCost * othersWork, stakeCost * othersStake]
  let [low, high] = [0n, most]
  while (low < high) {
    const middle = (low + high + 1n) >> 1n
    const x = workCost * middle
    const rest = budget - x
    if (p * X * rest * (Y + rest) >= (q - p) * Y * x * (X + x)) low = middle
    else high = middle - 1n
  }
  return low
}
