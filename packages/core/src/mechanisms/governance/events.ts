/** What commands of governance have computed. Spec: governance.md#events. */
import { Count, type Schema, Sequence, struct, Time, Total } from '../../codec/index.js'

/** A proposal was made. */
export interface Proposed {
  readonly proposal: number
  /** Votes are cast from here on, whole seconds. */
  readonly start: number
  /** Votes are cast before this time. */
  readonly end: number
}
/** A ballot was cast. */
export interface Voted {
  /** Votes that it adds, base units. */
  readonly power: bigint
}
/** Delegated votes were counted. */
export interface Counted {
  /** Of how many parties. */
  readonly parties: number
  /** Their votes, base units. */
  readonly power: bigint
}
/** A success was queued. */
export interface Queued {
  /** It may be executed from here on, whole seconds. */
  readonly eta: number
  /** It may be executed before this time. */
  readonly expires: number
}

/** What a governance tells. */
export interface GovernanceEvents {
  readonly proposed: Proposed
  readonly voted: Voted
  readonly counted: Counted
  readonly queued: Queued
}

export const events: { readonly [K in keyof GovernanceEvents]: Schema<GovernanceEvents[K]> } = {
  proposed: struct<Proposed>({ proposal: Sequence, start: Time, end: Time }),
  voted: struct<Voted>({ power: Total }),
  counted: struct<Counted>({ parties: Count, power: Total }),
  queued: struct<Queued>({ eta: Time, expires: Time }),
}
