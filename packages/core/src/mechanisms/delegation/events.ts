/** What commands of delegation have computed. Spec: delegation.md#events. */
import { Amount, Epoch, Id, list, Party, Quantity, type Schema, struct } from '../../codec/index.js'
import { MOST_REWARDS } from './config.js'

/** Something waits: it takes over from this epoch on. */
export interface Announced {
  readonly from: number
}
/** Stake was delegated, or an undelegation was cancelled: the lot it is in. */
export interface Staked {
  readonly start: number
  readonly since: number
}
/** Stake has stopped counting. */
export interface Leaving {
  readonly end: number
  /** Epoch from which on it can be withdrawn. */
  readonly until: number
}
/** A pool was slashed for a fault. */
export interface Slashed {
  readonly pool: string
  readonly relayer: string
  /** Base units. */
  readonly lost: bigint
}
/** A reward was shared out. Base units. */
export interface Rewarded {
  /** What the relayer got. */
  readonly relayer: bigint
  /** What those who back it got. */
  readonly backers: bigint
}

/** What a delegation tells. */
export interface DelegationEvents {
  readonly announced: Announced
  readonly staked: Staked
  readonly leaving: Leaving
  readonly withdrawn: { readonly paid: bigint }
  /** Base units, for each reward asset. */
  readonly collected: { readonly paid: readonly bigint[] }
  readonly rewarded: Rewarded
  readonly slashed: Slashed
  /** `lost`: what slashes took from a party's lots that were looked at, base units. */
  readonly folded: { readonly party: string; readonly lost: bigint }
}

export const events: { readonly [K in keyof DelegationEvents]: Schema<DelegationEvents[K]> } = {
  announced: struct<Announced>({ from: Epoch }),
  staked: struct<Staked>({ start: Epoch, since: Epoch }),
  leaving: struct<Leaving>({ end: Epoch, until: Epoch }),
  withdrawn: struct<DelegationEvents['withdrawn']>({ paid: Quantity }),
  collected: struct<DelegationEvents['collected']>({ paid: list(Quantity, MOST_REWARDS) }),
  rewarded: struct<Rewarded>({ relayer: Quantity, backers: Quantity }),
  slashed: struct<Slashed>({ pool: Id, relayer: Party, lost: Amount }),
  folded: struct<DelegationEvents['folded']>({ party: Party, lost: Amount }),
}
