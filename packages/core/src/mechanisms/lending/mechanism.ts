/** A pool that lends one asset against collateral. Spec: lending.md. */
import { Party, struct, Total } from '../../codec/index.js'
import { defineMechanism } from '../../kernel/index.js'
import { audits } from './audits.js'
import { borrow, deposit, release, repay } from './borrowing.js'
import { admits, configFields, paramFields } from './config.js'
import { events } from './events.js'
import { liquidate } from './liquidation.js'
import { accept, confirm, guarantee, leave, list, reclaim, retire } from './listings.js'
import { redeem } from './locked.js'
import { debtOf } from './queries.js'
import { rejections } from './rejections.js'
import { skim, supply, withdraw } from './supplying.js'
import { tables } from './tables.js'

/**
 * Suppliers put one asset into a pool, borrowers take it out against collateral and pay interest. What collateral no
 * longer carries is liquidated: sold to the liquidator, or, where its network forbids a sale, burned or locked.
 * Spec: lending.md. Source: pooled lending (Compound 2019, Aave 2020, Morpho Blue 2023).
 * @example
 * lending.with({
 *   asset: 'USD', unit: 'USD', curve: [{ utilisation: 0, rate: 200 }, { utilisation: 10_000, rate: 2_000 }],
 *   reserve: 1_000, close: 5_000, least: 100n, lag: 3_600, authority: '@governance',
 * })
 */
export const lending = defineMechanism({
  name: 'lending',
  config: configFields,
  params: paramFields,
  admits,
  tables,
  events,
  rejections,
  queries: {
    debt: {
      input: struct<{ readonly borrower: string }>({ borrower: Party }),
      output: struct<{ readonly amount: bigint }>({ amount: Total }),
      read: (view, { borrower }) => ({ amount: debtOf(view, borrower) }),
    },
  },
  commands: {
    supply,
    withdraw,
    deposit,
    release,
    borrow,
    repay,
    liquidate,
    redeem,
    list,
    confirm,
    accept,
    retire,
    leave,
    guarantee,
    reclaim,
    skim,
  },
  audits,
})
