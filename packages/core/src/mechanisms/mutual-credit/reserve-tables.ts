/** Rows of reserves, what is distributed of them, and the stakes it goes to. Spec: mutual-credit.md#tables. */
import {
  Amount,
  Asset,
  BasisPoints,
  Count,
  Epoch,
  Flag,
  Id,
  oneOf,
  Party,
  Quantity,
  struct,
  Total,
} from '../../codec/index.js'
import { table } from '../../kernel/index.js'
import type { Shared } from './accumulators.js'
import type { Schedule, Vesting } from './vesting.js'

/** A reserve: what a network holds of an asset under an agreement. */
export interface ReserveKey {
  readonly agreement: string
  /** The network that holds it. */
  readonly network: string
  readonly asset: string
}
/** As much of a reserve's balance as needs to be said; the rest of it is open. */
export interface Reserve {
  /** Sum of what is locked, base units. */
  readonly locked: bigint
  /** How much of that was pledged before its time, the oldest first. */
  readonly advanced: bigint
}
/** Something shared out among stakes: `pot` is the agreement whose reserve it comes from, or `@fees`. */
export interface PotKey {
  /** The network to whose stakes it goes. */
  readonly network: string
  readonly pot: string
  readonly asset: string
}
/** What is shared out, and where its schedule stands. */
export interface Distribution extends Schedule, Vesting, Shared {
  /** Whether the schedule takes in what opens. */
  readonly active: boolean
  /** The last epoch shared out. */
  readonly epoch: number
}
/** A stake: what it is at the end of an epoch, and the least it was in it. */
export interface Stake {
  readonly minimum: bigint
  readonly current: bigint
}
/** What a reserve holds in an epoch. */
export interface Holding extends Stake {
  readonly epoch: number
}
/** Fees for reserves: shared by what each held at least in the epoch. */
export interface Dividend {
  readonly epoch: number
  /** What there is for all of them, base units. */
  readonly amount: bigint
  /** What of it has been paid. */
  readonly paid: bigint
  /** Sum of the least that reserves held in the epoch. */
  readonly holdings: bigint
}
/** How far a stake has been paid. */
export interface Claimed {
  /** The first epoch that isn't counted yet. */
  readonly epoch: number
  /** The accumulator at the end of the epoch before. */
  readonly accumulator: bigint
  /** Below a base unit, scaled by 2^64. */
  readonly remainder: bigint
}

export const reserveKey = { agreement: Id, network: Id, asset: Asset }
const pot = { network: Id, pot: Party, asset: Asset }
const stake = struct<Stake>({ minimum: Quantity, current: Quantity })

export const reserveTables = {
  /** Reserves of which something is locked. */
  reserves: table(struct<ReserveKey>(reserveKey), struct<Reserve>({ locked: Quantity, advanced: Quantity })),
  /** What opens when this epoch is settled. */
  locks: table(
    struct<ReserveKey & { readonly epoch: number }>({ ...reserveKey, epoch: Epoch }),
    struct<{ readonly amount: bigint }>({ amount: Amount }),
  ),
  distributions: table(
    struct<PotKey>(pot),
    struct<Distribution>({
      kind: oneOf('linear', 'share'),
      over: Count,
      cliff: Count,
      share: BasisPoints,
      active: Flag,
      window: Quantity,
      carry: Total,
      left: Quantity,
      epoch: Epoch,
      accumulator: Total,
      remainder: Quantity,
      held: Quantity,
    }),
  ),
  /** What came into a linear distribution at the end of an epoch. */
  tranches: table(
    struct<PotKey & { readonly epoch: number }>({ ...pot, epoch: Epoch }),
    struct<{ readonly amount: bigint }>({ amount: Amount }),
    { ordered: [['network', 'pot', 'asset']] },
  ),
  /** Accumulators at the end of epochs in which a stake changed, and of those before. */
  accumulators: table(
    struct<PotKey & { readonly epoch: number }>({ ...pot, epoch: Epoch }),
    struct<{ readonly value: bigint }>({ value: Total }),
    { ordered: [['network', 'pot', 'asset']] },
  ),
  /** What reserves hold of the partner's own asset, and the least of it, in the last epoch in which that changed. */
  holdings: table(
    struct<ReserveKey>(reserveKey),
    struct<Holding>({ epoch: Epoch, minimum: Quantity, current: Quantity }),
  ),
  /** What a network's fees of the epoch before pay to other networks' reserves of its asset. */
  dividends: table(
    struct<{ readonly network: string }>({ network: Id }),
    struct<Dividend>({ epoch: Epoch, amount: Quantity, paid: Quantity, holdings: Quantity }),
  ),
  /** Stakes in a network at the end of epochs in which they changed. */
  stakes: table(
    struct<{ readonly network: string; readonly holder: string; readonly epoch: number }>({
      network: Id,
      holder: Party,
      epoch: Epoch,
    }),
    stake,
    { ordered: [['network', 'holder']] },
  ),
  /** Their sums, of stakes and of reserves. */
  totals: table(
    struct<{ readonly network: string; readonly register: string; readonly epoch: number }>({
      network: Id,
      register: Id,
      epoch: Epoch,
    }),
    stake,
    { ordered: [['network', 'register']] },
  ),
  claims: table(
    struct<PotKey & { readonly holder: string }>({ ...pot, holder: Party }),
    struct<Claimed>({ epoch: Epoch, accumulator: Total, remainder: Quantity }),
  ),
}
