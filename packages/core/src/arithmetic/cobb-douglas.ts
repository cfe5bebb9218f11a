import { isQuantity } from './amount.js'
import { MARGIN, SCALE, type Share, scaledMean } from './geometric-mean.js'
import { root } from './root.js'

/** What a share is computed from. */
export interface CobbDouglas {
  /** What is shared, base units, 0n ≤ total < 2^127. */
  readonly total: bigint
  /** Work of the party and of all, 0n ≤ own ≤ all < 2^127. */
  readonly work: readonly [own: bigint, all: bigint]
  /** Stake of the party and of all, 0n ≤ own ≤ all < 2^127. */
  readonly stake: readonly [own: bigint, all: bigint]
  /** Weight of work as a fraction p/q, 0 ≤ p ≤ q ≤ 200, q > 0; stake has the rest. */
  readonly alpha: readonly [p: number, q: number]
}

/**
 * Share of a total by work and stake, `total · (a/A)^(p/q) · (b/B)^((q−p)/q)` floored exactly: the largest integer y with
 * `y^q · A^p · B^(q−p) ≤ total^q · a^p · b^(q−p)`. Nothing without work where work counts, nothing without stake where
 * stake counts, and nothing at all while the work or the stake of all is zero. The shares of all parties never exceed the
 * total (Hölder's inequality).
 * Spec: numbers.md#fractional-power. Source: Cobb & Douglas (1928); 0x staking (2019).
 * @param input - Total, work, stake and the weight of work.
 * @returns Base units, 0n ≤ result ≤ total.
 * @throws {RangeError} when a part exceeds its whole, an amount isn't in 0n ≤ amount < 2^127, or alpha isn't a fraction
 * as above.
 * @example cobbDouglas({ total: 1000n, work: [1n, 4n], stake: [1n, 4n], alpha: [2, 3] }) // 250n
 */
export function cobbDouglas({ total, work, stake, alpha }: CobbDouglas): bigint {
  if (!isQuantity(total)) throw new RangeError('the total must be at least 0 and below 2^127')
  checkShare('work', work)
  checkShare('stake', stake)
  checkFraction(alpha)
  const [a, allA] = work
  const [b, allB] = stake
  if (total === 0n || allA === 0n || allB === 0n) return 0n
  const [p, q] = reduced(alpha)
  if ((a === 0n && p > 0) || (b === 0n && p < q)) return 0n
  if (p === q) return (total * a) / allA
  if (p === 0) return (total * b) / allB
  if (q === 2) return root((total * total * (a * b)) / (allA * allB), 2)
  if (q === 3) {
    const [twice, allTwice] = p === 2 ? work : stake
    return root((total * total * total * (a * b * twice)) / (allA * allB * allTwice), 3)
  }
  // Equal shares are common, and the one kind of tie that is cheap to see.
  if (a * allB === b * allA) return (total * a) / allA
  return byMean(total, work, stake, p, q)
}

function byRoot(total: bigint, [a, allA]: Share, [b, allB]: Share, p: number, q: number): bigint {
  const [i, j, n] = [BigInt(p), BigInt(q - p), BigInt(q)]
  return root((total ** n * a ** i * b ** j) / (allA ** i * allB ** j), q)
}

function byMean(total: bigint, work: Share, stake: Share, p: number, q: number): bigint {
  const scaled = scaledMean(total, work, stake, p, q)
  if (scaled === undefined) return byRoot(total, work, stake, p, q)
  const low = (scaled - MARGIN) >> SCALE
  const high = (scaled + MARGIN) >> SCALE
  // Where the margin holds an integer, only the inequality itself can tell.
  return low === high || !holds(high, total, work, stake, p, q) ? low : high
}

function holds(y: bigint, total: bigint, [a, allA]: Share, [b, allB]: Share, p: number, q: number): boolean {
  const [i, j, n] = [BigInt(p), BigInt(q - p), BigInt(q)]
  return y ** n * (allA ** i * allB ** j) <= total ** n * (a ** i * b ** j)
}

function checkShare(name: string, [own, all]: Share): void {
  if (!isQuantity(own) || !isQuantity(all)) throw new RangeError(`${name} must be at least 0 and below 2^127`)
  if (own > all) throw new RangeError(`own ${name} must not exceed the ${name} of all`)
}

function checkFraction([p, q]: readonly [number, number]): void {
  const whole = Number.isSafeInteger(p) && Number.isSafeInteger(q)
  if (!whole || p < 0 || p > q || q < 1 || q > 200)
    throw new RangeError('alpha must be p/q with 0 ≤ p ≤ q ≤ 200, q > 0')
}

/** The same fraction in lowest terms: the result is the same, the powers are smaller. */
function reduced([p, q]: readonly [number, number]): readonly [number, number] {
  let [divisor, rest] = [q, p]
  while (rest > 0) [divisor, rest] = [rest, divisor % rest]
  return [p / divisor, q / divisor]
}
