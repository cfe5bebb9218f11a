/** A mean, and between what it lies with 95 % confidence. */
export interface Interval {
  readonly mean: number
  readonly low: number
  readonly high: number
}

/**
 * The mean of a sample with its 95 % confidence interval, by Student's distribution.
 * Source: Student (1908); quantile by Fisher & Cornish (1960), within 0.0001 from ten samples on.
 * @param sample - At least ten independent numbers.
 * @returns The mean, less and plus the quantile times the standard error.
 * @throws {RangeError} when there are fewer than ten numbers, or one isn't finite.
 * @example meanInterval([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) // { mean: 1, low: 1, high: 1 }
 */
export function meanInterval(sample: readonly number[]): Interval {
  const n = sample.length
  if (n < 10) throw new RangeError('an interval takes ten samples at least')
  if (!sample.every(Number.isFinite)) throw new RangeError('a sample is a finite number')
  const mean = sample.reduce((sum, x) => sum + x, 0) / n
  const square = sample.reduce((sum, x) => sum + (x - mean) * (x - mean), 0)
  const error = Math.sqrt(square / (n - 1) / n) * quantile(n - 1)
  return { mean, low: mean - error, high: mean + error }
}

/** What 2.5 % of Student's distribution with these degrees of freedom lie above. */
function quantile(freedom: number): number {
  const z = 1.959963984540054
  const s = z * z
  // The expansion about the normal quantile in powers of 1/freedom.
  const terms = [
    (z * (s + 1)) / 4,
    (z * ((5 * s + 16) * s + 3)) / 96,
    (z * (((3 * s + 19) * s + 17) * s - 15)) / 384,
    (z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945)) / 92160,
  ]
  return z + terms.reduceRight((sum, term) => (sum + term) / freedom, 0)
}
