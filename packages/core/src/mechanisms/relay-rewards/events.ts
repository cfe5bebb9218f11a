/** What commands of relay rewards have computed. Spec: relay-rewards.md#events. */
import { Amount, Asset, Count, Epoch, list, Party, Quantity, type Schema, struct, Total } from '../../codec/index.js'
import { MOST_FEES, MOST_LANES } from './config.js'

/** What an epoch begins to be settled with. Base units. */
export interface Begun {
  readonly epoch: number
  /** For each asset of fees. */
  readonly fees: readonly bigint[]
  /** Of these. */
  readonly burned: readonly bigint[]
  /** Of the subsidy's asset. */
  readonly subsidy: bigint
  /** Stake of all relayers. */
  readonly stake: bigint
}
/** What became of one asset. */
export interface LaneSettled {
  /** What there was to share, what earlier epochs left included. */
  readonly total: bigint
  /** Work of all. */
  readonly issued: bigint
  readonly shared: bigint
  /** What rolls over: of fees into the next epoch, of the subsidy back into its pool. */
  readonly rolled: bigint
}
/** An epoch whose rewards are all known. */
export interface EpochSettled {
  readonly epoch: number
  /** For each asset of fees, then for the subsidy. */
  readonly lanes: readonly LaneSettled[]
}
/** A reward that was paid out. */
export interface RewardPaid {
  readonly relayer: string
  readonly asset: string
  readonly amount: bigint
}

/** What relay rewards tell. */
export interface RelayEvents {
  /** The first epoch that is paid for, and what was paid. */
  readonly subscribed: { readonly from: number; readonly paid: bigint }
  /** How many vouchers of a batch were higher than what was known. */
  readonly redeemed: { readonly counted: number }
  /** Something takes over from this epoch on. */
  readonly announced: { readonly from: number }
  readonly begun: Begun
  readonly settled: EpochSettled
  readonly paid: RewardPaid
}

export const events: { readonly [K in keyof RelayEvents]: Schema<RelayEvents[K]> } = {
  subscribed: struct<RelayEvents['subscribed']>({ from: Epoch, paid: Amount }),
  redeemed: struct<RelayEvents['redeemed']>({ counted: Count }),
  announced: struct<RelayEvents['announced']>({ from: Epoch }),
  begun: struct<Begun>({
    epoch: Epoch,
    fees: list(Quantity, MOST_FEES),
    burned: list(Quantity, MOST_FEES),
    subsidy: Quantity,
    stake: Total,
  }),
  settled: struct<EpochSettled>({
    epoch: Epoch,
    lanes: list(
      struct<LaneSettled>({ total: Quantity, issued: Total, shared: Quantity, rolled: Quantity }),
      MOST_LANES,
    ),
  }),
  paid: struct<RewardPaid>({ relayer: Party, asset: Asset, amount: Amount }),
}
