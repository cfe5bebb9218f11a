/**
 * Who wants stake of whom in a value round, one entry per want. Agents are the numbers below `agents`: those with an
 * order that is open. Several entries may join the same two agents: an order names propositions, not only agents.
 */
export interface WantRows {
  /** Number of agents n. */
  readonly agents: number
  /** What the weights of every agent sum to, D: a whole number, 1 ≤ D ≤ 2^32. */
  readonly whole: number
  /** Who wants, by entry. */
  readonly from: ArrayLike<number>
  /** Whose stake is wanted, by entry, never one's own. */
  readonly to: ArrayLike<number>
  /** The part of D that the entry has: a whole number ≥ 0. */
  readonly weight: ArrayLike<number>
}

/** Why unit prices are rejected, in order of precedence. */
export const priceRejections = [
  'PRICES_MALFORMED',
  'PRICES_LENGTH_WRONG',
  'PRICES_NOT_POSITIVE',
  'PRICES_TOTAL_WRONG',
  'PRICES_NOT_CENTRALITY',
] as const

/** One of {@link priceRejections}. */
export type PriceRejection = (typeof priceRejections)[number]

/** Whether unit prices are accepted, and if not, why. */
export type PriceVerdict =
  | { readonly status: 'verified' }
  | { readonly status: 'rejected'; readonly code: PriceRejection }

/** What the unit prices of a round sum to, divided by the number of agents: the price of a unit where all are equal. */
export const MEAN_UNIT_PRICE = 2n ** 32n

/**
 * Checks that unit prices are the network's view of value: the damped eigenvector centrality of its wants, within what
 * rounding to whole numbers explains. Integers only, in one pass over the wants.
 *
 * With damping a/b, the exact price of j is `m_j = (1 − a/b) · Σ_i (w_ij / D) · m_i + (a/b) · 2^32`; the prices of n
 * agents sum to n · 2^32. Accepted are positive whole numbers with that sum for which every j has
 * `|b · D · m_j − (b − a) · Σ_i w_ij · m_i − a · D · 2^32| ≤ b · (D + Σ_i w_ij)`. Every rounding of the exact prices to a
 * neighbouring whole number that keeps the sum is accepted; whatever is accepted differs from the exact prices by no more
 * than 2n · b / a in all, of n · 2^32.
 * Spec: stake-market.md#unit-prices. Source: Brin & Page (1998); Bonacich (1987).
 * @param wants - Every agent's weights sum to D exactly.
 * @param damping - a/b as whole numbers, 1 ≤ a ≤ b ≤ 2^32.
 * @param prices - From any solver: a list of `bigint`, one for each agent in the order of their numbers.
 * @returns `verified`, or `rejected` with the first of {@link priceRejections} that applies.
 * @throws {RangeError} when the wants or the damping aren't what they must be.
 * @example verifyPrices({ agents: 2, whole: 1, from: [0, 1], to: [1, 0], weight: [1, 1] }, [1, 5], [2n ** 32n, 2n ** 32n]) // { status: 'verified' }
 */
export function verifyPrices(
  wants: WantRows,
  damping: readonly [number, number],
  prices: ArrayLike<bigint>,
): PriceVerdict {
  checkWants(wants)
  checkDamping(damping)
  const code = findFault(wants, damping, prices)
  return code === undefined ? { status: 'verified' } : { status: 'rejected', code }
}

function findFault(
  { agents, whole, from, to, weight }: WantRows,
  [a, b]: readonly [number, number],
  prices: unknown,
): PriceRejection | undefined {
  if (!Array.isArray(prices) && !(prices instanceof BigInt64Array || prices instanceof BigUint64Array)) {
    return 'PRICES_MALFORMED'
  }
  for (let j = 0; j < prices.length; j++) if (typeof prices[j] !== 'bigint') return 'PRICES_MALFORMED'
  const price = prices as ArrayLike<bigint>
  if (price.length !== agents) return 'PRICES_LENGTH_WRONG'
  let total = 0n
  for (let j = 0; j < agents; j++) {
    if (price[j]! < 1n) return 'PRICES_NOT_POSITIVE'
    total += price[j]!
  }
  if (total !== BigInt(agents) * MEAN_UNIT_PRICE) return 'PRICES_TOTAL_WRONG'
  // Σ_i w_ij · m_i and Σ_i w_ij; the latter is below agents · 2^32, a safe number.
  const backing = new Array<bigint>(agents).fill(0n)
  const wanted = new Float64Array(agents)
  for (let k = 0; k < from.length; k++) {
    backing[to[k]!]! += BigInt(weight[k]!) * price[from[k]!]!
    wanted[to[k]!]! += weight[k]!
  }
  const parts = BigInt(whole)
  const [most, rest, floor] = [BigInt(b), BigInt(b - a), BigInt(a) * parts * MEAN_UNIT_PRICE]
  for (let j = 0; j < agents; j++) {
    const residual = most * parts * price[j]! - rest * backing[j]! - floor
    if ((residual < 0n ? -residual : residual) > most * (parts + BigInt(wanted[j]!))) return 'PRICES_NOT_CENTRALITY'
  }
  return undefined
}

/** Refuses wants that aren't rows of weights with the sum named. */
export function checkWants({ agents, whole, from, to, weight }: WantRows): void {
  if (!Number.isSafeInteger(agents) || agents < 0 || agents > 2 ** 20) {
    throw new RangeError('agents are a whole number from 0 to 2^20')
  }
  if (!isPart(whole) || whole < 1) throw new RangeError('the whole is a whole number from 1 to 2^32')
  if (to.length !== from.length || weight.length !== from.length) throw new RangeError('columns differ in length')
  const isAgent = (agent: unknown): boolean => Number.isSafeInteger(agent) && (agent as number) >= 0
  const sums = new Float64Array(agents)
  for (let k = 0; k < from.length; k++) {
    const [i, j, w] = [from[k]!, to[k]!, weight[k]!]
    if (!isAgent(i) || !isAgent(j) || i >= agents || j >= agents) throw new RangeError(`want ${k} names no agent`)
    if (i === j) throw new RangeError(`want ${k} is for one's own stake`)
    if (!isPart(w)) throw new RangeError(`the weight of want ${k} is not a whole number from 0 to 2^32`)
    sums[i]! += w
  }
  for (let i = 0; i < agents; i++) {
    if (sums[i] !== whole) throw new RangeError(`the weights of agent ${i} sum to ${sums[i]}, not ${whole}`)
  }
}

/** Refuses a damping that leaves prices undefined: it must be above zero and at most one. */
export function checkDamping([a, b]: readonly [number, number]): void {
  if (!isPart(a) || !isPart(b) || a < 1 || a > b) throw new RangeError('damping is a/b with 1 ≤ a ≤ b ≤ 2^32')
}

function isPart(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 2 ** 32
}
