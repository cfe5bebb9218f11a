/** Something that grows in steps within a period, each from an epoch on. Spec: relay-rewards.md#subscriptions. */
import { Amount, Epoch, list, type Schema, struct } from '../../codec/index.js'
import { MOST_PERIOD } from './config.js'

/** What is paid for each epoch from one on, until the next step or the period's end. */
export interface RateStep {
  readonly from: number
  /** Base units an epoch. */
  readonly rate: bigint
}
/** Steps in order. */
export interface Rates {
  readonly steps: readonly RateStep[]
}

export const ratesFields: Schema<Rates> = struct<Rates>({
  steps: list(struct<RateStep>({ from: Epoch, rate: Amount }), MOST_PERIOD),
})

/** What is paid for an epoch of the period. */
export function rateIn(rates: Rates | undefined, epoch: number): bigint {
  return rates?.steps.findLast(({ from }) => from <= epoch)?.rate ?? 0n
}

/** The same with so much more from an epoch on, and without what only epochs before `next` would be read by. */
export function grown(rates: Rates | undefined, from: number, more: bigint, next: number): Rates {
  const steps = rates?.steps ?? []
  const earlier = steps.filter((step) => step.from < from)
  const rate = (steps.at(-1)?.rate ?? 0n) + more
  const all = [...earlier, { from, rate }]
  return { steps: all.filter((_, i) => (all[i + 1]?.from ?? Number.POSITIVE_INFINITY) > next) }
}
