/** What can be read of relay rewards. Spec: relay-rewards.md#queries. */
import { periodOf, type RelayConfig, type RelayTerms } from './config.js'
import { rateIn } from './steps.js'
import type { RelayScope, RelayView, Settlement } from './tables.js'

/** There is one row. */
export const SETTLEMENT = { of: 'epochs' } as const

type Reads = Pick<RelayView | RelayScope, 'config' | 'tables'>

/** How many assets are shared apart: those of fees, and the subsidy. */
export const laneCount = ({ fees, subsidy }: RelayConfig): number => fees.length + (subsidy === undefined ? 0 : 1)

/** The asset of a lane. */
export const assetOf = ({ fees, subsidy }: RelayConfig, lane: number): string =>
  fees[lane]?.asset ?? (subsidy?.asset as string)

/**
 * What a receiver pays for an epoch.
 * Spec: relay-rewards.md#subscriptions.
 * @param view - Of the instance.
 * @param who - The receiver and the asset.
 * @param epoch - One that isn't settled yet.
 * @returns Base units; 0n where it hasn't subscribed before the epoch began.
 * @example rateOf(view(system, state).mechanisms['relay-rewards'], { receiver: 'rex', asset: 'USD' }, 7)
 */
export function rateOf(
  { config, tables }: Reads,
  { receiver, asset }: { readonly receiver: string; readonly asset: string },
  epoch: number,
): bigint {
  return rateIn(tables.subscriptions.get({ period: periodOf(config, epoch), asset, receiver }), epoch)
}

/**
 * What all receivers pay for an epoch.
 * Spec: relay-rewards.md#subscriptions.
 * @param view - Of the instance.
 * @param asset - One of the fees.
 * @param epoch - One that isn't settled yet.
 * @returns Base units.
 * @example feesOf(view(system, state).mechanisms['relay-rewards'], 'USD', 7)
 */
export function feesOf({ config, tables }: Reads, asset: string, epoch: number): bigint {
  return rateIn(tables.fees.get({ period: periodOf(config, epoch), asset }), epoch)
}

/**
 * The terms that an epoch is settled by.
 * Spec: relay-rewards.md#config-and-terms.
 * @param view - Of the instance.
 * @param epoch - One that isn't settled yet.
 * @returns Those announced last before it began, or the config's.
 * @example termsOf(view(system, state).mechanisms['relay-rewards'], 7).alpha
 */
export function termsOf({ config, tables }: Reads, epoch: number): RelayTerms {
  return tables.terms.before({}, epoch + 1)?.row ?? config.terms
}

/**
 * Whether a receiver is admitted in an epoch: where the subsidy is limited to such receivers, it goes by their weights.
 * Spec: relay-rewards.md#subsidy.
 * @param view - Of the instance.
 * @param receiver - Who is asked about.
 * @param epoch - One that isn't settled yet.
 * @returns Whether it was admitted before the epoch began, and not dismissed by its end.
 * @example isAdmitted(view(system, state).mechanisms['relay-rewards'], 'rex', 7)
 */
export function isAdmitted({ tables }: Reads, receiver: string, epoch: number): boolean {
  const spans = tables.admissions.get({ receiver })?.spans ?? []
  return spans.some(({ from, until }) => from <= epoch && (until === null || epoch < until))
}

/**
 * What a relayer has earned and wasn't paid.
 * Spec: relay-rewards.md#claim.
 * @param view - Of the instance.
 * @param relayer - Who has earned it.
 * @param asset - In which.
 * @returns Base units.
 * @example earnedOf(view(system, state).mechanisms['relay-rewards'], 'rhea', 'USD')
 */
export function earnedOf({ tables }: Reads, relayer: string, asset: string): bigint {
  return tables.earnings.get({ relayer, asset })?.amount ?? 0n
}

/**
 * How far settlement has come, and what rolls over.
 * Spec: relay-rewards.md#settle.
 * @param view - Of the instance.
 * @returns The next epoch, its phase, and for each asset what there is to share; undefined before anything was paid in.
 * @example settlementOf(view(system, state).mechanisms['relay-rewards'])?.next
 */
export function settlementOf({ tables }: Reads): Settlement | undefined {
  return tables.settlement.get(SETTLEMENT)
}
