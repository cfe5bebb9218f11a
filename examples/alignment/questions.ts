import {
  ALIGNMENT_SCENARIO,
  type AlignmentComparison,
  type AlignmentScenario,
  compareAlignment,
  sweepAlignment,
} from '@symbolon/core/simulation'

/** How much is asked of the machine, and what counts as marginal. */
export interface Effort {
  /** Pairs of runs for every line. */
  readonly seeds: number
  readonly contributors: number
  readonly epochs: number
  /** Half the width of the band around no change, a share of all effort. */
  readonly band: number
}

/** A line of the answer: what was assumed, and what came of it. */
export interface Line {
  readonly assumed: string
  readonly comparison: AlignmentComparison
}

const uplifts = [0, 0.4, 0.7, 1]
const rates = [0.0005, 0.002, 0.005, 0.02]
const lags = [0, 13]

/** The sweep: every uplift with every rate and every lag of the oracle. */
export function swept({ seeds, contributors, epochs, band }: Effort): readonly Line[] {
  const scenario = { ...ALIGNMENT_SCENARIO, contributors, epochs }
  return sweepAlignment(scenario, { rates, lags, uplifts }, numbers(seeds), band).map((comparison) => {
    const { uplift, issuance } = comparison.scenario
    return { assumed: `uplift ${uplift}, ${percent(issuance.rate)} an epoch, lag ${issuance.lag}`, comparison }
  })
}

/** One change of an assumption at a time, the rest as it was. */
export function assumptions({ seeds, contributors, epochs, band }: Effort): readonly Line[] {
  const base = { ...ALIGNMENT_SCENARIO, contributors, epochs }
  const changes: Readonly<Record<string, Partial<AlignmentScenario>>> = {
    'as it stands': {},
    'value reacts with diminishing returns': { response: 'root' },
    'value does not react to effort': { response: 'none' },
    'effort follows gain half-heartedly': { sensitivity: 1 },
    'effort follows gain decidedly': { sensitivity: 12 },
    'effort does not follow gain': { sensitivity: 0 },
    'half of the reserve regarded as one’s own': { regard: 0.5 },
    'reserves disregarded': { regard: 0 },
    'a fixed number of tokens': { issuance: { ...base.issuance, kind: 'fixed' } },
    'a share of supply': { issuance: { ...base.issuance, kind: 'supply-share' } },
  }
  return Object.entries(changes).map(([assumed, change]) => ({
    assumed,
    comparison: compareAlignment({ ...base, ...change }, numbers(seeds), band),
  }))
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, seed) => seed)
}

function percent(part: number): string {
  return `${Number((100 * part).toPrecision(3))} %`
}
