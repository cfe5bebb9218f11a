/** What the pool has, brought up to the present, and who bears its losses. Spec: lending.md#interest. */
import { mulDiv } from '../../arithmetic/index.js'
import type { Account } from '../../kernel/index.js'
import { grown, ONE, owedOn, rateAt } from './interest.js'
import { carried, trimmed } from './shares.js'
import type { LendingScope, LendingView, Pool } from './tables.js'

const WHOLE = 10_000n

/** Where all that is supplied and not lent out lies. */
export const poolAccount = (view: LendingView): Account => view.purse(view.self, view.config.asset, 'pool')

/** What all loans owe, as the pool counts on it: rounded down. */
export const lentBy = ({ principal, index }: Pool): bigint => owedOn(principal, index, 'down')
/** What suppliers own. */
export const assetsOf = (pool: Pool): bigint => pool.cash + lentBy(pool) - pool.reserve

/** The pool as it is now: interest counted, a part of it for the reserve. */
export function accrued({ tables, config, params, now }: LendingView): Pool {
  const { asset } = config
  const none = { cash: 0n, principal: 0n, index: ONE, at: now, rate: 0, shares: 0n, era: 0, reserve: 0n }
  const pool = tables.pool.get({ asset }) ?? none
  if (now <= pool.at) return pool
  if (pool.principal === 0n) return { ...pool, at: now }
  const index = grown(pool.index, BigInt(pool.rate), now - pool.at)
  const interest = owedOn(pool.principal, index, 'down') - lentBy(pool)
  const reserve = pool.reserve + mulDiv(interest, BigInt(params.reserve), WHOLE, 'down')
  return { ...pool, index, at: now, reserve }
}

/** Writes the pool, with what borrowing costs from now on. */
export function keep({ tables, config, params }: LendingScope, pool: Pool): void {
  const lent = lentBy(pool)
  const rate = Number(rateAt(params.curve, lent, pool.cash + lent))
  const { shares, eras } = trimmed({ assets: assetsOf(pool), shares: pool.shares })
  tables.pool.put({ asset: config.asset }, { ...pool, rate, shares, era: pool.era + eras })
}

/** What is owed by a borrower: rounded up. */
export function owedBy({ tables }: LendingView, { index }: Pool, borrower: string): bigint {
  return owedOn(tables.loans.get({ borrower })?.principal ?? 0n, index, 'up')
}

/** A supplier's shares in the pool's own era. */
export function sharesOf({ tables }: LendingView, { era }: Pool, supplier: string): bigint {
  const row = tables.suppliers.get({ supplier })
  return row === undefined ? 0n : carried(row.shares, era - row.era)
}

/** The pool after a loss that what it has reflects already: the reserve bears it first, the suppliers what is left. */
export function absorbed(scope: LendingScope, pool: Pool, borrower: string, loss: bigint): Pool {
  if (loss <= 0n) return pool
  const reserve = loss < pool.reserve ? loss : pool.reserve
  scope.emit('absorbed', { borrower, reserve, suppliers: loss - reserve })
  return { ...pool, reserve: pool.reserve - reserve }
}
