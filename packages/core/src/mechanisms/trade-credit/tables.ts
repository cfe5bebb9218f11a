/** Everything commands of trade credit work with, put together. Spec: trade-credit.md#tables. */
import type { Scope, View } from '../../kernel/index.js'
import type { TradeCreditConfig, TradeCreditParams } from './config.js'
import type { TradeCreditEvents } from './events.js'
import { memberTables } from './member-tables.js'
import { pairTables } from './pair-tables.js'
import type { TradeCreditRejection } from './rejections.js'
import { stakeTables } from './stake-tables.js'

export const tables = { ...pairTables, ...memberTables, ...stakeTables }
export type TradeCreditTables = typeof tables

/** Reads of an instance: what `view(system, state).mechanisms['trade-credit']` gives. */
export interface TradeCreditView extends View<TradeCreditConfig, TradeCreditParams, TradeCreditTables> {}

type None = Record<never, never>
/** What the commands of trade credit work with. */
export interface TradeCreditScope
  extends Scope<
    TradeCreditConfig,
    TradeCreditParams,
    TradeCreditTables,
    TradeCreditEvents,
    TradeCreditRejection,
    None,
    None
  > {}
