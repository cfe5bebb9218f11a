/** Everything commands of mutual credit work with, put together. Spec: mutual-credit.md#tables. */
import type { Listing, Scope, View } from '../../kernel/index.js'
import { agreementTables } from './agreement-tables.js'
import type { MutualCreditConfig } from './config.js'
import type { MutualCreditEvents } from './events.js'
import { loanTables } from './loan-tables.js'
import type { MutualCreditRejection } from './rejections.js'
import { reserveTables } from './reserve-tables.js'

export const tables = { ...agreementTables, ...reserveTables, ...loanTables }
/** All tables of mutual credit. */
export type MutualCreditTables = typeof tables

type None = Record<never, never>

/** Reads of an instance: what `view(system, state).mechanisms['mutual-credit']` gives. */
export interface MutualCreditView extends View<MutualCreditConfig, None, MutualCreditTables> {}

/** A whole state of an instance, for audits. */
export type WholeMutualCredit = Listing<MutualCreditConfig, None, MutualCreditTables>

/** What the commands of mutual credit work with. */
export interface MutualCreditScope
  extends Scope<MutualCreditConfig, None, MutualCreditTables, MutualCreditEvents, MutualCreditRejection, None, None> {}
