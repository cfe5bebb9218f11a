/** What commands of mutual credit compute. Spec: mutual-credit.md#events. */
import { Epoch, Id, nullable, oneOf, Quantity, type Schema, struct } from '../../codec/index.js'

/** When an accepted revision takes over. */
export interface TookForce {
  readonly agreement: string
  readonly revision: number
  readonly from: number
}
/** The first epoch in which an agreement isn't in force any more. */
export interface Ends {
  readonly agreement: string
  readonly epoch: number
}
/** What two sides gave each other in an epoch, base units. */
export interface Flowed {
  readonly agreement: string
  readonly epoch: number
  readonly first: bigint
  readonly second: bigint
}
/** Why nothing flowed in an epoch in which an agreement was in force. */
export interface Withheld {
  readonly agreement: string
  readonly epoch: number
  readonly reason: 'paused' | 'condition' | 'dilution' | 'price'
}
/** How far epochs are settled: the next one, and the agreement after which its next page begins. */
export interface SettledTo {
  readonly epoch: number
  readonly after: string | null
}
/** What was paid out. */
export interface Paid {
  readonly amount: bigint
}

export interface MutualCreditEvents {
  readonly agreed: TookForce
  readonly ends: Ends
  readonly renewed: Ends
  readonly flowed: Flowed
  readonly withheld: Withheld
  readonly settled: SettledTo
  readonly paid: Paid
}

const ends = struct<Ends>({ agreement: Id, epoch: Epoch })

export const events: { readonly [K in keyof MutualCreditEvents]: Schema<MutualCreditEvents[K]> } = {
  agreed: struct<TookForce>({ agreement: Id, revision: Epoch, from: Epoch }),
  ends,
  renewed: ends,
  flowed: struct<Flowed>({ agreement: Id, epoch: Epoch, first: Quantity, second: Quantity }),
  withheld: struct<Withheld>({
    agreement: Id,
    epoch: Epoch,
    reason: oneOf('paused', 'condition', 'dilution', 'price'),
  }),
  settled: struct<SettledTo>({ epoch: Epoch, after: nullable(Id) }),
  paid: struct<Paid>({ amount: Quantity }),
}
