/** Supplying what is lent, and taking it back. Spec: lending.md#supply. */
import { Amount, Party, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { accrued, assetsOf, keep, poolAccount, sharesOf } from './pool.js'
import { sharesFor, worthOf } from './shares.js'
import type { LendingScope } from './tables.js'

/** What `lending.supply` takes. */
export interface Supply {
  /** Base units of the lent asset. */
  readonly amount: bigint
}
/** What `lending.withdraw` takes. */
export interface Withdraw {
  readonly shares: bigint
}
/** What `lending.skim` takes. */
export interface Skim {
  /** Base units of the lent asset. */
  readonly amount: bigint
  readonly to: string
}

export const supply: Command<Supply, LendingScope> = {
  input: struct<Supply>({ amount: Amount }),
  apply(scope, { amount }) {
    const { by, config, params, tables, transfer, emit, reject } = scope
    const pool = accrued(scope)
    const { shares: all, cash, era } = pool
    const assets = assetsOf(pool)
    const { supplyCap } = params
    if (supplyCap !== undefined && assets + amount > supplyCap) reject('LENDING_SUPPLY_CAP_EXCEEDED', { assets })
    const shares = sharesFor({ assets, shares: all }, amount)
    if (shares === 0n) reject('LENDING_AMOUNT_TOO_SMALL', { assets, shares: all })
    transfer({ from: available(by, config.asset), to: poolAccount(scope), amount })
    tables.suppliers.put({ supplier: by }, { shares: sharesOf(scope, pool, by) + shares, era })
    keep(scope, { ...pool, cash: cash + amount, shares: all + shares })
    emit('supplied', { shares })
  },
}

export const withdraw: Command<Withdraw, LendingScope> = {
  input: struct<Withdraw>({ shares: Amount }),
  apply(scope, { shares }) {
    const { by, config, tables, transfer, emit, reject } = scope
    const pool = accrued(scope)
    const { shares: all, cash, era } = pool
    const own = sharesOf(scope, pool, by)
    if (shares > own) reject('LENDING_SHARES_EXCEEDED', { shares: own })
    const amount = worthOf({ assets: assetsOf(pool), shares: all }, shares)
    if (amount > cash) reject('LENDING_CASH_EXCEEDED', { cash })
    if (amount === 0n) reject('LENDING_AMOUNT_TOO_SMALL', { shares })
    transfer({ from: poolAccount(scope), to: available(by, config.asset), amount })
    if (shares < own) tables.suppliers.put({ supplier: by }, { shares: own - shares, era })
    else tables.suppliers.delete({ supplier: by })
    keep(scope, { ...pool, cash: cash - amount, shares: all - shares })
    emit('withdrawn', { amount })
  },
}

export const skim: Command<Skim, LendingScope> = {
  input: struct<Skim>({ amount: Amount, to: Party }),
  authority: true,
  apply(scope, { amount, to }) {
    const { config, transfer, reject } = scope
    const pool = accrued(scope)
    const { cash, reserve } = pool
    if (amount > reserve) reject('LENDING_RESERVE_EXCEEDED', { reserve })
    if (amount > cash) reject('LENDING_CASH_EXCEEDED', { cash })
    transfer({ from: poolAccount(scope), to: available(to, config.asset), amount })
    keep(scope, { ...pool, cash: cash - amount, reserve: reserve - amount })
  },
}
