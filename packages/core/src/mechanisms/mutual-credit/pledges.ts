/** Reserves as collateral: pledged to a lender who doesn't sell them, and taken back. Spec: mutual-credit.md#pledges. */
import { Amount, Asset, Id, oneOf, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { asSide, demandSettled, openEpoch } from './guards.js'
import { holdLess } from './holdings.js'
import { enliven } from './live.js'
import { takeIn } from './pots.js'
import { networkParty, reserveAccount } from './queries.js'
import type { ReserveKey } from './reserve-tables.js'
import { giveBack, takeOut } from './reserves.js'
import type { MutualCreditScope } from './tables.js'

/** What `mutual-credit.unpledge` takes. */
export interface UnpledgeReserve extends ReserveKey {
  /** Name of the instance of lending. */
  readonly pool: string
  /** Base units. */
  readonly amount: bigint
}
/** What `mutual-credit.pledge` takes. */
export interface PledgeReserve extends UnpledgeReserve {
  /** What a liquidation does with it, as the lender has to confirm: never a sale. */
  readonly outcome: 'burn' | 'lock'
}
/** What `mutual-credit.restore` takes: what a lender has released without having been asked by `unpledge`. */
export interface RestoreReserve extends ReserveKey {
  readonly amount: bigint
}

const reserve = { agreement: Id, network: Id, asset: Asset }

export const pledge: Command<PledgeReserve, MutualCreditScope> = {
  input: struct<PledgeReserve>({ ...reserve, pool: Id, amount: Amount, outcome: oneOf('burn', 'lock') }),
  apply(scope, { agreement, network, asset, pool, amount, outcome }) {
    const { self, tables, call, transfer, reject } = scope
    const epoch = openEpoch(scope)
    asSide(scope, agreement, network)
    demandLender(scope, pool)
    const key = { agreement, network, asset }
    demandSettled(scope)
    const from = reserveAccount(scope, key)
    if (amount > scope.balance(from)) reject('MUTUAL_RESERVE_EXCEEDED', key)
    takeOut(scope, key, amount)
    holdLess(scope, key, epoch, amount)
    transfer({ from, to: available(networkParty(self, network), asset), amount })
    tables.pledges.put(key, { amount: (tables.pledges.get(key)?.amount ?? 0n) + amount })
    call(`${pool}.confirm`, { asset, outcome })
    call(`${pool}.deposit`, { asset, amount: String(amount) }, { as: network })
  },
}

export const unpledge: Command<UnpledgeReserve, MutualCreditScope> = {
  input: struct<UnpledgeReserve>({ ...reserve, pool: Id, amount: Amount }),
  apply(scope, { agreement, network, asset, pool, amount }) {
    const epoch = openEpoch(scope)
    asSide(scope, agreement, network)
    demandLender(scope, pool)
    const key = { agreement, network, asset }
    demandPledged(scope, key, amount)
    demandSettled(scope)
    scope.call(`${pool}.release`, { asset, amount: String(amount) }, { as: network })
    bringBack(scope, key, epoch, amount)
  },
}

export const restore: Command<RestoreReserve, MutualCreditScope> = {
  input: struct<RestoreReserve>({ ...reserve, amount: Amount }),
  apply(scope, { amount, ...key }) {
    const epoch = openEpoch(scope)
    asSide(scope, key.agreement, key.network)
    demandPledged(scope, key, amount)
    demandSettled(scope)
    bringBack(scope, key, epoch, amount)
  },
}

export function demandLender({ config, reject }: MutualCreditScope, pool: string): void {
  if (!config.lenders?.includes(pool)) reject('MUTUAL_LENDER_UNKNOWN', { pool })
}
function demandPledged({ tables, reject }: MutualCreditScope, key: ReserveKey, amount: bigint): void {
  const pledged = tables.pledges.get(key)?.amount ?? 0n
  if (amount > pledged) reject('MUTUAL_PLEDGE_EXCEEDED', { pledged })
}

/** From what the network has available into the reserve that it came from, under the lock that it came with. */
function bringBack(scope: MutualCreditScope, key: ReserveKey, epoch: number, amount: bigint): void {
  const { self, tables, transfer } = scope
  transfer({ from: available(networkParty(self, key.network), key.asset), to: reserveAccount(scope, key), amount })
  const rest = (tables.pledges.get(key)?.amount ?? 0n) - amount
  if (rest > 0n) tables.pledges.put(key, { amount: rest })
  else tables.pledges.delete(key)
  const open = giveBack(scope, key, amount)
  holdLess(scope, key, epoch, -amount)
  if (open > 0n && takeIn(scope, key, epoch, open)) holdLess(scope, key, epoch, open)
  enliven(scope, key.agreement, epoch)
}
