/** Default of a network towards one of its creditors: what is overdue, declared or no longer covered. Spec: trade-credit.md#default. */
import { least, mulDiv } from '../../arithmetic/index.js'
import { Amount, Flag, Id, optional, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { putHalf } from './accounts.js'
import { callOf, isOver } from './calls.js'
import { knownNetwork } from './networks.js'
import { collateralPrice, covered } from './prices.js'
import { dueTo, offeredBy, overdue } from './queries.js'
import { demandAccount } from './sides.js'
import type { TradeCreditScope } from './tables.js'
import { type DefaultPart, failingOf, runWaterfall } from './waterfall.js'

/** What `trade-credit.default` and `.foreclose` take: by who speaks for the creditor. */
export interface DefaultTowards {
  readonly network: string
  readonly creditor: string
  /**
   * Leaves the creditor's part of the insurance pool to be claimed later: for a currency that has no price. Default: no.
   */
  readonly uninsured?: boolean
}
/** What `trade-credit.declare` takes: what the authority both sides have agreed on declares in default. */
export interface DeclareDefault extends DefaultTowards {
  /** Units of account. */
  readonly amount: bigint
}

const Towards = { network: Id, creditor: Id, uninsured: optional(Flag) }

export const defaultOverdue: Command<DefaultTowards, TradeCreditScope> = {
  input: struct<DefaultTowards>(Towards),
  apply(scope, { network, creditor, uninsured }) {
    demandFree(scope, network, creditor)
    demandCreditor(scope, network, creditor)
    run(scope, { network, creditor, amount: overdue(scope, network, creditor) }, uninsured)
  },
}

export const declareDefault: Command<DeclareDefault, TradeCreditScope> = {
  input: struct<DeclareDefault>({ network: Id, creditor: Id, amount: Amount, uninsured: optional(Flag) }),
  apply(scope, { network, creditor, amount, uninsured }) {
    const { by, tables, reject } = scope
    demandFree(scope, network, creditor)
    demandOthers(scope, network, creditor)
    const said = [
      tables.halves.get({ network, partner: creditor }),
      tables.halves.get({ network: creditor, partner: network }),
    ].map((half) => half?.arbiter)
    if (said.some((arbiter) => arbiter !== by)) reject('DEFAULT_NOT_ARBITER', { by })
    const due = dueTo(scope, network, creditor)
    if (amount > due) reject('DEFAULT_EXCEEDS_DEFICIT', { amount, due })
    run(scope, { network, creditor, amount }, uninsured)
  },
}

/** A creditor's part of what a called network's limit doesn't cover, once for each call. */
export const foreclose: Command<DefaultTowards, TradeCreditScope> = {
  input: struct<DefaultTowards>(Towards),
  apply(scope, { network, creditor, uninsured }) {
    const { tables, reject } = scope
    demandFree(scope, network, creditor)
    demandCreditor(scope, network, creditor)
    const called = callOf(scope, network, undefined)
    if (called === null || tables.foreclosed.get({ network, creditor })?.called === called.at) {
      return reject('CALL_NONE', { network })
    }
    if (!isOver(scope, called)) reject('CALL_NOT_OVER', { called })
    tables.foreclosed.put({ network, creditor }, { called: called.at })
    run(scope, { network, creditor, amount: excessOf(scope, network, dueTo(scope, network, creditor)) }, uninsured)
  },
}

/**
 * This debt's part of what the limit doesn't cover, both as they stood when the first creditor foreclosed: what each is
 * due doesn't depend on who comes first.
 */
function excessOf(scope: TradeCreditScope, network: string, due: bigint): bigint {
  const { stake, drawn, owes } = failingOf(scope, network)
  const excess = least(owes, drawn - (stake === 0n ? 0n : covered(scope, stake, collateralPrice(scope))))
  return excess > 0n ? mulDiv(excess, due, owes, 'down') : 0n
}

/** The account of both is there, and no round holds still what is owed on it, or what the network offers. */
function demandFree(scope: TradeCreditScope, network: string, creditor: string): void {
  const { reject } = scope
  if (network === creditor) reject('TRADE_WITH_SELF', { network })
  knownNetwork(scope, network)
  knownNetwork(scope, creditor)
  demandAccount(scope, { debtor: network, creditor })
  if (offeredBy(scope, network) > 0n) reject('ROUND_OPEN', { network })
}

/** Only who is owed gives up what it is owed, and only that. */
function demandCreditor(scope: TradeCreditScope, network: string, creditor: string): void {
  const { by, reject } = scope
  if (by !== knownNetwork(scope, creditor).operator) reject('DEFAULT_NOT_CREDITOR', { by })
  demandOthers(scope, network, creditor)
}
/** A debtor that is its own creditor has nothing to take of its underwriters. */
function demandOthers(scope: TradeCreditScope, network: string, creditor: string): void {
  const { operator } = knownNetwork(scope, network)
  if (operator === knownNetwork(scope, creditor).operator) scope.reject('DEFAULT_NOT_CREDITOR', { operator })
}

/** From now on the network buys nothing abroad until its operator opens it, and nothing of the creditor that doesn't agree anew. */
function run(scope: TradeCreditScope, part: DefaultPart, uninsured = false): void {
  const { network, creditor, amount } = part
  if (amount === 0n) scope.reject('DEFAULT_NOTHING_DUE', { network, creditor })
  runWaterfall(scope, part, uninsured)
  const half = scope.tables.halves.get({ network: creditor, partner: network })
  if (half?.open) putHalf(scope, creditor, network, { ...half, open: false })
  const row = knownNetwork(scope, network)
  if (row.open) scope.tables.networks.put({ network }, { ...row, open: false })
}
