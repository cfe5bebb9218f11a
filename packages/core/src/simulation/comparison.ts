import { type AlignmentRun, type AlignmentScenario, simulateAlignment } from './alignment.js'
import { type Interval, meanInterval } from './interval.js'

/** The measures of a run, each as the mean over all seeds with its interval. */
export type AlignmentMeasures = { readonly [measure in keyof AlignmentRun]: Interval }

/**
 * What an interval says beside a band that was set beforehand: `marginal`, all of it is inside; `effect`, all of it is
 * outside on one side; `undecided`, anything else: more seeds, or a question that this scenario doesn't answer.
 */
export type Verdict = 'marginal' | 'effect' | 'undecided'

/** A scenario with mutual issuance beside the same without. */
export interface AlignmentComparison {
  readonly scenario: AlignmentScenario
  readonly without: AlignmentMeasures
  readonly withIssuance: AlignmentMeasures
  /** With less without, seed by seed. */
  readonly difference: AlignmentMeasures
  /** Of the difference in the share of public-good work, beside the band. */
  readonly verdict: Verdict
}

/** Values that a sweep combines with each other, each of them at least once. */
export interface AlignmentSweep {
  readonly rates: readonly number[]
  readonly lags: readonly number[]
  /** Have 0 among them: where the public good brings nothing, mutual issuance must change nothing either. */
  readonly uplifts: readonly number[]
}

/**
 * Compares a scenario with the same one without mutual issuance, in pairs of runs that meet the same chances, and says
 * whether the share of public-good work changes by more than a band that is set before anything is run.
 * @param scenario - What is assumed.
 * @param seeds - At least ten different ones; a run each, with and without.
 * @param band - Half the width of the band around no change, > 0: a share of all effort.
 * @returns Means with 95 % confidence intervals, and the verdict.
 * @throws {RangeError} when there are fewer than ten seeds, one comes twice, or the scenario or band is out of range.
 * @example compareAlignment({ ...ALIGNMENT_SCENARIO, uplift: 0 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.02).verdict // 'marginal'
 */
export function compareAlignment(
  scenario: AlignmentScenario,
  seeds: readonly number[],
  band: number,
): AlignmentComparison {
  if (!(band > 0 && band < 1)) throw new RangeError('a band is between 0 and 1')
  if (new Set(seeds).size !== seeds.length) throw new RangeError('a seed comes twice')
  const apart = { ...scenario, issuance: { ...scenario.issuance, rate: 0 } }
  const pairs = seeds.map((seed) => [simulateAlignment(apart, seed), simulateAlignment(scenario, seed)] as const)
  const difference = measures(pairs, ([before, after], measure) => after[measure] - before[measure])
  return {
    scenario,
    without: measures(pairs, ([before], measure) => before[measure]),
    withIssuance: measures(pairs, ([, after], measure) => after[measure]),
    difference,
    verdict: judge(difference.publicShare, band),
  }
}

/**
 * Compares a scenario at every combination of rate, lag and uplift, with the same seeds.
 * @param scenario - What is assumed, but for what is swept.
 * @param sweep - What is combined.
 * @param seeds - As in {@link compareAlignment}.
 * @param band - As in {@link compareAlignment}.
 * @returns A comparison for each combination: by uplift, then by rate, then by lag, in the order given.
 * @throws {RangeError} as {@link compareAlignment} does.
 * @example sweepAlignment(ALIGNMENT_SCENARIO, { rates: [], lags: [0], uplifts: [0] }, [], 0.02) // []
 */
export function sweepAlignment(
  scenario: AlignmentScenario,
  { rates, lags, uplifts }: AlignmentSweep,
  seeds: readonly number[],
  band: number,
): readonly AlignmentComparison[] {
  return uplifts.flatMap((uplift) =>
    rates.flatMap((rate) =>
      lags.map((lag) =>
        compareAlignment({ ...scenario, uplift, issuance: { ...scenario.issuance, rate, lag } }, seeds, band),
      ),
    ),
  )
}

function measures<Pair>(
  pairs: readonly Pair[],
  of: (pair: Pair, measure: keyof AlignmentRun) => number,
): AlignmentMeasures {
  const interval = (measure: keyof AlignmentRun): Interval => meanInterval(pairs.map((pair) => of(pair, measure)))
  return {
    publicShare: interval('publicShare'),
    exposure: interval('exposure'),
    dilution: interval('dilution'),
    correlation: interval('correlation'),
    value: interval('value'),
  }
}

function judge({ low, high }: Interval, band: number): Verdict {
  if (low >= -band && high <= band) return 'marginal'
  return low > band || high < -band ? 'effect' : 'undecided'
}
