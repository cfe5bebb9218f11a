/**
 * Integer root: the largest integer x with x^degree ≤ radicand.
 * Spec: numbers.md#fractional-power. Source: Newton's iteration on integers; Cohen, A Course in Computational Algebraic
 * Number Theory (1993), 1.7.1.
 * @param radicand - Integer ≥ 0n.
 * @param degree - Integer ≥ 1.
 * @returns The root, floored, ≥ 0n.
 * @throws {RangeError} when the radicand is negative or the degree isn't a positive integer.
 * @example root(80n, 4) // 2n
 */
export function root(radicand: bigint, degree: number): bigint {
  if (radicand < 0n) throw new RangeError('the radicand must not be negative')
  if (!Number.isSafeInteger(degree) || degree < 1) throw new RangeError('the degree must be a positive integer')
  if (radicand < 2n || degree === 1) return radicand
  // 2^degree is greater already, and no power has to be computed to know it
  if (degree > 64 && degree >= 4 * radicand.toString(16).length) return 1n
  const n = BigInt(degree)
  const start = guess(radicand, degree)
  // n·x^(n−1) < (x+1)^n − x^n, so a remainder in between proves the guess.
  const power = start ** (n - 1n)
  const remainder = radicand - power * start
  if (remainder >= 0n && remainder <= n * power) return start
  return descend(radicand, n, start)
}

/** Newton's iteration: one step from anywhere leads to the root or above, from there it falls until it is there. */
function descend(radicand: bigint, n: bigint, start: bigint): bigint {
  const step = (x: bigint) => ((n - 1n) * x + radicand / x ** (n - 1n)) / n
  let next = step(start)
  let current: bigint
  do {
    current = next
    next = step(current)
  } while (next < current)
  return current
}

/** An integer > 0n near the root. Only speed depends on how near: what the engine's powers answer is never trusted. */
function guess(radicand: bigint, degree: number): bigint {
  const leading = Number(radicand)
  if (leading >= 2 ** 1000) {
    const bits = 4 * radicand.toString(16).length
    const shift = Math.max(1, Math.floor(bits / (2 * degree)))
    return (root(radicand >> BigInt(shift * degree), degree) + 1n) << BigInt(shift)
  }
  if (degree > 3) return BigInt(Math.ceil(leading ** (1 / degree)))
  const near = degree === 2 ? Math.sqrt(leading) : Math.cbrt(leading)
  const slope = (degree * leading) / near
  const n = BigInt(degree)
  // Two steps with the division in doubles: the remainder is exact, so each doubles the 53 bits that are right.
  const once = BigInt(Math.round(near))
  const twice = once + BigInt(Math.round(Number(radicand - once ** n) / slope))
  const thrice = twice + BigInt(Math.floor(Number(radicand - twice ** n) / slope))
  return thrice > 0n ? thrice : 1n
}
