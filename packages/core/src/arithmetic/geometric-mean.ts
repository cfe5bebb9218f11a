/** A ratio part/whole with 0 < part ≤ whole < 2^127. */
export type Share = readonly [part: bigint, whole: bigint]

/** Fractional bits of {@link scaledMean}. */
export const SCALE = 32n

/** What {@link scaledMean} may be off by, in units of 2^−32. */
export const MARGIN = 1024n

/**
 * `total · x^(p/q) · y^((q−p)/q) · 2^32` for two ratios x and y, off by less than {@link MARGIN}.
 *
 * A double g near 1/(x^(p/q) · y^((q−p)/q)) is found first; how good it is only decides whether there is an answer. Then
 * W = (x·g)^p · (y·g)^(q−p) = 1 + ε is multiplied out with mantissas of 192 bits, and the mean is W^(1/q) / g, by three
 * terms of the binomial series.
 *
 * Why the margin holds. A product of two mantissas loses at most u = 2^−190 of itself, always downwards. x and its
 * product with g lose at most 2u; so, by induction, a product of n such factors loses at most (3n−1)·u, W at most 3q·u,
 * W^(1/q) less than 2^−187. The series is cut off at less than ε⁴/(3.9·q), and |ε| ≤ q·2^−43 is checked, so with q ≤ 200
 * it loses less than 2^−151. Together less than 2^−150 of a result below 2^(127+32): 2^9 units, and two for the floors.
 *
 * @param total - 0n < total < 2^127.
 * @param p - Weight of x, 0 < p < q.
 * @param q - At most 200.
 * @returns undefined when the engine's logarithm was too far off for the check; then an exact root has to do.
 */
export function scaledMean(total: bigint, x: Share, y: Share, p: number, q: number): bigint | undefined {
  const lx = Math.log2(Number(x[0])) - Math.log2(Number(x[1]))
  const ly = Math.log2(Number(y[0])) - Math.log2(Number(y[1]))
  const lg = -(p * lx + (q - p) * ly) / q
  const eg = Math.floor(lg)
  const g = BigInt(Math.floor(2 ** (lg - eg + 52)))
  const xg = normalised((scaledQuotient(x, lx) * g) >> 52n, eg + Math.floor(lx) - 192)
  const yg = normalised((scaledQuotient(y, ly) * g) >> 52n, eg + Math.floor(ly) - 192)
  if (xg.mantissa < HALF || yg.mantissa < HALF) return undefined
  const w = productOfPowers(xg, p, yg, q - p)
  // W = mantissa · 2^exponent is near 1, so one of these two is its scale.
  if (w.exponent !== -191 && w.exponent !== -192) return undefined
  const scale = BigInt(-w.exponent)
  const one = 1n << scale
  const epsilon = w.mantissa - one
  const n = BigInt(q)
  const limit = n << (scale - 43n)
  if (epsilon > limit || epsilon < -limit) return undefined
  // (1 + ε)^(1/q) = 1 + ε/q · (1 − (q−1)ε/2q · (1 − (2q−1)ε/3q · …))
  const third = one - ((2n * n - 1n) * epsilon) / (3n * n)
  const second = one - (((n - 1n) * epsilon * third) >> scale) / (2n * n)
  const root = one + ((epsilon * second) >> scale) / n
  return ((total * root) >> (scale + BigInt(eg) - 52n - SCALE)) / g
}

/** A number mantissa · 2^exponent with 2^191 ≤ mantissa < 2^192. */
interface Float192 {
  readonly mantissa: bigint
  readonly exponent: number
}

const HALF = 1n << 191n
const TOP = 1n << 192n

/** `part / whole · 2^(192 − ⌊log⌋)`, where log is near the ratio's binary logarithm: 193 bits, or one fewer. */
function scaledQuotient([part, whole]: Share, log: number): bigint {
  return (part << BigInt(192 - Math.floor(log))) / whole
}

function normalised(mantissa: bigint, exponent: number): Float192 {
  let [m, e] = [mantissa, exponent]
  while (m >= TOP) {
    m >>= 1n
    e += 1
  }
  return { mantissa: m, exponent: e }
}

/** `x^i · y^j` by joint squaring (Straus, 1964); i and j > 0. */
function productOfPowers(x: Float192, i: number, y: Float192, j: number): Float192 {
  const xy = product(x, y)
  let result: Float192 | undefined
  for (let bit = 31 - Math.clz32(i | j); bit >= 0; bit--) {
    if (result !== undefined) result = product(result, result)
    const inX = (i >> bit) & 1
    const inY = (j >> bit) & 1
    const factor = inX ? (inY ? xy : x) : inY ? y : undefined
    if (factor !== undefined) result = result === undefined ? factor : product(result, factor)
  }
  return result ?? xy
}

function product(x: Float192, y: Float192): Float192 {
  const mantissa = (x.mantissa * y.mantissa) >> 191n
  const exponent = x.exponent + y.exponent + 191
  return mantissa < TOP ? { mantissa, exponent } : { mantissa: mantissa >> 1n, exponent: exponent + 1 }
}
