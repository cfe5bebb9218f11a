/** What commands of spam-deposit have computed. Spec: spam-deposit.md#events. */
import { Count, Epoch, Flag, Quantity, type Schema, struct } from '../../codec/index.js'

/** A deposit was slashed. Base units. */
export interface DepositSlashed {
  readonly lost: bigint
  /** The reporter's part. */
  readonly reward: bigint
  /** What was burned, or went to the beneficiary. */
  readonly burned: bigint
  /** Whether an agreement with the attester has ended by it. */
  readonly ended: boolean
}
/** An agreement between an attester and a producer has begun. */
export interface Agreed {
  /** Its first window. */
  readonly from: number
  /** The first window after it. */
  readonly until: number
}
/** What an instance tells. */
export interface SpamDepositEvents {
  /** Something takes effect: terms, a key, an added deposit; from this window on. */
  readonly announced: { readonly from: number }
  /** Window from which on what was asked back can be withdrawn. */
  readonly leaving: { readonly until: number }
  /** Base units. */
  readonly withdrawn: { readonly paid: bigint }
  readonly agreed: Agreed
  /** Fees of windows that are over, or come back after the end; base units. */
  readonly collected: { readonly paid: bigint }
  readonly slashed: DepositSlashed
  /** How many faults were forgotten. */
  readonly forgotten: { readonly faults: number }
}

export const events: { readonly [K in keyof SpamDepositEvents]: Schema<SpamDepositEvents[K]> } = {
  announced: struct<SpamDepositEvents['announced']>({ from: Epoch }),
  leaving: struct<SpamDepositEvents['leaving']>({ until: Epoch }),
  withdrawn: struct<SpamDepositEvents['withdrawn']>({ paid: Quantity }),
  agreed: struct<Agreed>({ from: Epoch, until: Epoch }),
  collected: struct<SpamDepositEvents['collected']>({ paid: Quantity }),
  slashed: struct<DepositSlashed>({ lost: Quantity, reward: Quantity, burned: Quantity, ended: Flag }),
  forgotten: struct<SpamDepositEvents['forgotten']>({ faults: Count }),
}
