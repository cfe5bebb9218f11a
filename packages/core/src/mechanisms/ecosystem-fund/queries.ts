/** What can be read of an ecosystem fund. Spec: ecosystem-fund.md#queries. */
import type { FundView, Treasury } from './tables.js'
import { treasuryOf } from './treasury.js'

/**
 * What a fund has of one of its two tokens.
 * Spec: ecosystem-fund.md#treasury.
 * @param view - Of the fund.
 * @param asset - One of the two.
 * @returns What is free, what is promised, and what each side has paid in; 0n of what it never had.
 * @example holdingOf(view(system, state).mechanisms['ecosystem-fund'], 'AAA').free
 */
export const holdingOf = (view: FundView, asset: string): Treasury => treasuryOf(view, asset)
