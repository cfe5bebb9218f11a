/** Experiments on models of what networks and contributors do: pure, seeded, paired. */
export {
  ALIGNMENT_SCENARIO,
  type AlignmentRun,
  type AlignmentScenario,
  type MutualIssuance,
  simulateAlignment,
} from './alignment.js'
export {
  type AlignmentComparison,
  type AlignmentMeasures,
  type AlignmentSweep,
  compareAlignment,
  sweepAlignment,
  type Verdict,
} from './comparison.js'
export { type Interval, meanInterval } from './interval.js'
export { type Random, seededRandom } from './random.js'
