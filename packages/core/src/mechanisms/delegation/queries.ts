/** What can be read of a delegation. Spec: delegation.md#queries. */
import { Epoch, Party, type Schema, struct, Total } from '../../codec/index.js'
import type { Listing } from '../../kernel/index.js'
import { type DelegationConfig, type DelegationParams, stakingEpoch } from './config.js'
import { effective, stakeIn, totalIn } from './relayers.js'
import type { DelegationTables, DelegationView, LeavingKey, LeavingLot, Lot, LotKey } from './tables.js'

/** A delegation in a whole state, whose tables can be listed. */
export interface DelegationListing extends Listing<DelegationConfig, DelegationParams, DelegationTables> {}
/** What the port `stakeOf` is asked. */
export interface StakeAsked {
  /** The relayer. */
  readonly party: string
  readonly epoch: number
}
/** What the port `stakeOf` says: base units that counted in the whole epoch. */
export interface StakeFacts {
  /** The relayer's, 0n below the minimum. */
  readonly stake: bigint
  /** Of all relayers that had the minimum. */
  readonly total: bigint
}
/** A party's lots in a pool. */
export interface LotsOf {
  readonly active: readonly (LotKey & Lot)[]
  readonly leaving: readonly (LeavingKey & LeavingLot)[]
}

/**
 * Stake that backed a relayer during a whole epoch, and the total over all relayers with enough of it.
 * Spec: delegation.md#stake.
 * @param view - Of the delegation.
 * @param party - The relayer.
 * @param epoch - One that is over; the present one gives what it has come to so far, a later one what it would be.
 * @returns Base units; the relayer's is 0n below the config's minimum.
 * @example backingOf(view(system, state).mechanisms.delegation, 'relayer', 7).stake
 */
export function backingOf(view: DelegationView, party: string, epoch: number): StakeFacts {
  const { minimum } = stakeIn(view, party, epoch)
  return { stake: effective(minimum, view.config.minimum), total: totalIn(view, epoch).minimum }
}

/**
 * What a party has in a pool, as it was left when it was touched last.
 * Spec: delegation.md#lots.
 * @param view - Of the delegation.
 * @param party - Whose lots.
 * @param pool - The pool's id.
 * @returns Lots that count, and lots that wait, each with its name.
 * @example lotsOf(view(system, state).mechanisms.delegation, 'alice', 'pool').active[0]?.amount
 */
export function lotsOf({ tables }: DelegationView, party: string, pool: string): LotsOf {
  return {
    active: [...tables.lots.under({ party, pool })].map(({ key, row }) => ({ ...key, ...row })),
    leaving: [...tables.leaving.under({ party, pool })].map(({ key, row }) => ({ ...key, ...row })),
  }
}

/**
 * The present epoch of a delegation.
 * Spec: delegation.md#epochs.
 * @param view - Of the delegation.
 * @returns Its number; undefined before the origin.
 * @example presentEpoch(view(system, state, 86_400).mechanisms.delegation)
 */
export const presentEpoch = (view: DelegationView): number | undefined => stakingEpoch(view.config, view.now)

const asked: Schema<StakeAsked> = struct<StakeAsked>({ party: Party, epoch: Epoch })
const facts: Schema<StakeFacts> = struct<StakeFacts>({ stake: Total, total: Total })

/** What other mechanisms may ask. */
export const ports = {
  stakeOf: {
    input: asked,
    output: facts,
    read: (view: DelegationView, { party, epoch }: StakeAsked): StakeFacts => backingOf(view, party, epoch),
  },
}
