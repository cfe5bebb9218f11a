/** What a delegation keeps, and what its commands work with. Spec: delegation.md#tables. */
import {
  Amount,
  BasisPoints,
  Count,
  Epoch,
  Flag,
  Id,
  list,
  nullable,
  Party,
  Quantity,
  type Schema,
  struct,
  Total,
} from '../../codec/index.js'
import { type Scope, type Table, table, type View } from '../../kernel/index.js'
import type { Accrual } from './accrual.js'
import { type DelegationConfig, type DelegationParams, MOST_REWARDS } from './config.js'
import type { DelegationEvents } from './events.js'
import type { Held, HeldSince } from './held.js'
import type { DelegationRejection } from './rejections.js'
import { type Kept, type RelayerShare, ShareFields } from './shares.js'

/** A commission that takes over. */
export interface NextCommission {
  /** Basis points. */
  readonly commission: number
  readonly from: number
}
/** Shares that take over. */
export interface NextShares {
  readonly shares: readonly RelayerShare[]
  readonly from: number
}
/** A staking pool. */
export interface StakingPool {
  readonly operator: string
  /** Whether only the operator may delegate to it. */
  readonly personal: boolean
  /** What the operator keeps of rewards, basis points. */
  readonly commission: number
  readonly nextCommission: NextCommission | null
  readonly nextShares: NextShares | null
  /** What the operator may take, for each reward asset, 2^−64 base units. */
  readonly due: readonly bigint[]
  /** How many slashes it has had. */
  readonly slashes: number
  /** Epoch whose buckets are merged. */
  readonly merged: number
}
/** Stake of a pool in an epoch, and what it has earned by its end, or up to now. */
export interface Stake extends Held, Accrual {}
/** The same of a relayer. */
export interface RelayerStake extends Behind, Accrual {}
/** Stake behind a relayer, and what of it has a part in rewards. */
export interface Behind extends Held {
  /**
   * What shares the rewards of the epoch: what was there when it began and hasn't been undelegated since, also where its
   * pool has gone to another relayer, so that it has what comes in after the end of its last epoch.
   */
  readonly earning: bigint
}
/** What of a pool's stake backs a relayer. */
export interface Backing extends HeldSince, Behind {
  /** The relayer's index up to which the pool has its rewards. */
  readonly index: readonly bigint[]
  /** How many of the relayer's faults the pool has answered for. */
  readonly faults: number
}
/** What a relayer keeps of rewards before its backers share them, and how many faults it has had. */
export interface Relayer {
  /** Basis points. */
  readonly commission: number
  readonly nextCommission: NextCommission | null
  readonly faults: number
}
/** A fault that is slashed. */
export interface Fault {
  /** When it was committed. */
  readonly epoch: number
  /** What the stake that backed the relayer then loses, basis points. */
  readonly fraction: number
}
/** A slash of a pool, one for each fault it answers for. */
export interface PoolSlash extends Kept {
  /** When the fault was committed. */
  readonly fault: number
  /** When the pool was slashed. */
  readonly epoch: number
  /** The pool's index then. */
  readonly index: readonly bigint[]
}
/** A party's stake in a pool that counts, or will from the next epoch on. */
export interface Lot {
  /** Base units, after the slashes that were applied. */
  readonly amount: bigint
  /** The pool's index up to which it has its rewards; null: it hadn't begun when it was looked at last. */
  readonly index: readonly bigint[] | null
  /** How many of the pool's slashes were applied. */
  readonly slashes: number
}
/** A party's stake that waits to be withdrawn. */
export interface LeavingLot {
  /** Base units, after the slashes that were applied. */
  readonly amount: bigint
  /** How many of the pool's slashes were applied. */
  readonly slashes: number
  /** Epoch from which on it can be withdrawn. */
  readonly until: number
}

interface PoolKey {
  readonly pool: string
}
interface RelayerKey {
  readonly relayer: string
}
/** A party's lot in a pool. */
export interface LotKey extends PoolKey {
  readonly party: string
  /** It is liable for faults from this epoch on. */
  readonly start: number
  /** It earns from this epoch on; later than `start` after a cancelled undelegation. */
  readonly since: number
}
/** A party's waiting lot in a pool. */
export interface LeavingKey extends PoolKey {
  readonly party: string
  readonly start: number
  /** It isn't liable for faults from this epoch on. */
  readonly end: number
}
/** What a delegation keeps. */
export interface DelegationTables {
  readonly pools: Table<PoolKey, StakingPool>
  readonly shares: Table<PoolKey & { readonly from: number }, { readonly shares: readonly RelayerShare[] }>
  readonly epochs: Table<PoolKey & { readonly epoch: number }, Stake>
  readonly buckets: Table<PoolKey & { readonly start: number }, HeldSince>
  readonly waiting: Table<PoolKey & { readonly end: number; readonly start: number }, { readonly amount: bigint }>
  readonly slashes: Table<PoolKey & { readonly number: number }, PoolSlash>
  readonly backings: Table<PoolKey & RelayerKey, Backing>
  readonly relayers: Table<RelayerKey, Relayer>
  readonly stakes: Table<RelayerKey & { readonly epoch: number }, RelayerStake>
  readonly totals: Table<{ readonly epoch: number }, Held>
  readonly faults: Table<RelayerKey & { readonly number: number }, Fault>
  readonly lots: Table<LotKey, Lot>
  readonly leaving: Table<LeavingKey, LeavingLot>
  readonly delegators: Table<{ readonly party: string }, { readonly amount: bigint }>
  readonly earnings: Table<PoolKey & { readonly party: string }, { readonly amounts: readonly bigint[] }>
}

const Fine: Schema<readonly bigint[]> = list(Total, MOST_REWARDS)
const nextCommission = nullable(struct<NextCommission>({ commission: BasisPoints, from: Epoch }))
const held = { current: Quantity, minimum: Quantity }
/** Sums over parties may pass what one account can hold, and what is staked can't: it lies in one account each pool. */
const stake = { current: Total, minimum: Total, index: Fine, rest: Fine }
const counts = { 'no more counts than there is': ({ current, minimum }: Held) => minimum <= current }

export const tables: DelegationTables = {
  pools: table(
    struct<PoolKey>({ pool: Id }),
    struct<StakingPool>({
      operator: Party,
      personal: Flag,
      commission: BasisPoints,
      nextCommission,
      nextShares: nullable(struct<NextShares>({ shares: ShareFields, from: Epoch })),
      due: Fine,
      slashes: Count,
      merged: Epoch,
    }),
  ),
  shares: table(struct({ pool: Id, from: Epoch }), struct({ shares: ShareFields }), { ordered: [['pool']] }),
  epochs: table(struct({ pool: Id, epoch: Epoch }), struct<Stake>(stake), { ordered: [['pool']], rules: counts }),
  buckets: table(struct({ pool: Id, start: Epoch }), struct<HeldSince>({ ...held, epoch: Epoch }), {
    ordered: [['pool']],
    rules: counts,
  }),
  waiting: table(struct({ pool: Id, end: Epoch, start: Epoch }), struct({ amount: Amount }), { ordered: [['pool']] }),
  slashes: table(
    struct({ pool: Id, number: Count }),
    struct<PoolSlash>({ fault: Epoch, epoch: Epoch, kept: Quantity, of: Amount, index: Fine }),
  ),
  backings: table(
    struct({ pool: Id, relayer: Party }),
    struct<Backing>({ ...held, earning: Quantity, epoch: Epoch, index: Fine, faults: Count }),
    { ordered: [['pool']], rules: counts },
  ),
  relayers: table(
    struct<RelayerKey>({ relayer: Party }),
    struct<Relayer>({ commission: BasisPoints, nextCommission, faults: Count }),
  ),
  stakes: table(struct({ relayer: Party, epoch: Epoch }), struct<RelayerStake>({ ...stake, earning: Total }), {
    ordered: [['relayer']],
    rules: counts,
  }),
  totals: table(struct({ epoch: Epoch }), struct<Held>({ current: Total, minimum: Total }), {
    ordered: [[]],
    rules: counts,
  }),
  faults: table(struct({ relayer: Party, number: Count }), struct<Fault>({ epoch: Epoch, fraction: BasisPoints })),
  lots: table(
    struct<LotKey>({ party: Party, pool: Id, start: Epoch, since: Epoch }),
    struct<Lot>({ amount: Amount, index: nullable(Fine), slashes: Count }),
    { ordered: [['party', 'pool']] },
  ),
  leaving: table(
    struct<LeavingKey>({ party: Party, pool: Id, start: Epoch, end: Epoch }),
    struct<LeavingLot>({ amount: Amount, slashes: Count, until: Epoch }),
    { ordered: [['party', 'pool']] },
  ),
  delegators: table(struct({ party: Party }), struct({ amount: Amount })),
  earnings: table(struct({ party: Party, pool: Id }), struct({ amounts: Fine })),
}

type None = Record<never, never>
/** A delegation in a state, or inside one of its commands. */
export interface DelegationView extends View<DelegationConfig, DelegationParams, DelegationTables> {}
/** What the commands of a delegation work with. */
export interface DelegationScope
  extends Scope<
    DelegationConfig,
    DelegationParams,
    DelegationTables,
    DelegationEvents,
    DelegationRejection,
    None,
    None
  > {}
