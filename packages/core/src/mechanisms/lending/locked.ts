/** Collateral that stays locked with the pool until its borrower pays. Spec: lending.md#lock. */
import { least, mulDiv } from '../../arithmetic/index.js'
import { Amount, Asset, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { owedOn, principalAfter } from './interest.js'
import { accrued, keep, poolAccount } from './pool.js'
import type { CollateralKey, LendingScope, Locked } from './tables.js'

/** What `lending.redeem` takes. */
export interface Redeem {
  /** The collateral that is locked. */
  readonly asset: string
  /** Base units of the lent asset at most: no more is taken than is owed for it. */
  readonly amount: bigint
}
/** Collateral that a liquidation locks. */
interface Lock {
  readonly amount: bigint
  /** Of the debt for which it was taken. */
  readonly principal: bigint
  /** What the guarantee has paid of it and what the pool bears, base units of the lent asset. */
  readonly guaranteed: bigint
  readonly borne: bigint
}

/** Adds to what is locked for a borrower. What is owed for it grows like any debt. */
export function lock(
  { tables }: LendingScope,
  key: CollateralKey,
  partner: string | null,
  { amount, principal, guaranteed, borne }: Lock,
): void {
  const before = tables.locked.get(key) ?? { amount: 0n, principal: 0n, guaranteed: 0n, borne: 0n }
  tables.locked.put(key, {
    partner,
    amount: before.amount + amount,
    principal: before.principal + principal,
    guaranteed: before.guaranteed + guaranteed,
    borne: before.borne + borne,
  })
}

export const redeem: Command<Redeem, LendingScope> = {
  input: struct<Redeem>({ asset: Asset, amount: Amount }),
  apply(scope, { asset, amount }) {
    const { by, config, self, tables, purse, transfer, emit, reject } = scope
    const key = { borrower: by, asset }
    const row: Locked = tables.locked.get(key) ?? reject('LENDING_NOTHING_LOCKED', key)
    const pool = accrued(scope)
    const owed = owedOn(row.principal, pool.index, 'up')
    const paid = least(amount, owed)
    const part = (whole: bigint): bigint => mulDiv(whole, paid, owed, 'down')
    const freed = part(row.amount)
    if (freed === 0n) reject('LENDING_AMOUNT_TOO_SMALL', { owed })
    // to whoever has borne it: the partner its part rounded down, the rest to the reserve
    const back = mulDiv(paid, row.guaranteed, row.guaranteed + row.borne, 'down')
    const from = available(by, config.asset)
    if (back > 0n && row.partner !== null) transfer({ from, to: available(row.partner, config.asset), amount: back })
    const kept = paid - back
    if (kept > 0n) transfer({ from, to: poolAccount(scope), amount: kept })
    transfer({ from: purse(self, asset, 'locked'), to: available(by, asset), amount: freed })
    if (paid === owed) tables.locked.delete(key)
    else {
      tables.locked.put(key, {
        partner: row.partner,
        amount: row.amount - freed,
        principal: principalAfter(row.principal, paid, pool.index),
        guaranteed: row.guaranteed - part(row.guaranteed),
        borne: row.borne - part(row.borne),
      })
    }
    keep(scope, { ...pool, cash: pool.cash + kept, reserve: pool.reserve + kept })
    emit('redeemed', { paid, freed })
  },
}
