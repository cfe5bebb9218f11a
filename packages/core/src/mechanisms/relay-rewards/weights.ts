/** What a receiver's tickets weigh. Spec: relay-rewards.md#weights. */
import { least, MAX_AMOUNT } from '../../arithmetic/index.js'
import { isAdmitted, laneCount, rateOf, termsOf } from './queries.js'
import { worthPaid } from './subsidy.js'
import type { RelayScope } from './tables.js'

/** For each asset of fees, then for the subsidy: what counted in the whole epoch, as far as it has gone. */
export function weightsOf(scope: RelayScope, receiver: string, epoch: number): readonly bigint[] {
  const { config, needs } = scope
  const { fees, subsidy, weigh } = config
  const subsidised = subsidy?.limit !== 'admitted' || isAdmitted(scope, receiver, epoch)
  if (weigh === 'stake') {
    const stake = least(needs.weightOf({ party: receiver, epoch }).stake, MAX_AMOUNT)
    return Array.from({ length: laneCount(config) }, (_, lane) => (lane < fees.length || subsidised ? stake : 0n))
  }
  const rates = fees.map(({ asset }) => rateOf(scope, { receiver, asset }, epoch))
  if (subsidy === undefined) return rates
  const { worths } = termsOf(scope, epoch)
  const rateIn = (asset: string): bigint => rates[fees.findIndex((fee) => fee.asset === asset)] ?? 0n
  return [...rates, subsidised ? worthPaid(worths, rateIn) : 0n]
}
