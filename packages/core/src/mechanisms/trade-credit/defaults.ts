/** Default of a network: what is overdue, declared or no longer covered. Spec: trade-credit.md#default. */
import { apportion } from '../../arithmetic/index.js'
import { Amount, Flag, Id, optional, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { putHalf } from './accounts.js'
import { knownNetwork } from './networks.js'
import { externalLimit, poolKey, poolOf } from './pools.js'
import { underwritingOf } from './prices.js'
import { dueTo, overdue, partnersOf } from './queries.js'
import { demandAccount } from './sides.js'
import { least, sum } from './sums.js'
import type { TradeCreditScope } from './tables.js'
import { runWaterfall } from './waterfall.js'

/** How a default is run. */
export interface DefaultTerms {
  /**
   * Leaves the insurance pool out, for a currency that has no price any more. Only the operator of all creditors whom
   * the default is about may. Default: no.
   */
  readonly uninsured?: boolean
}
/** What `trade-credit.default` takes: everything of a network's that is overdue. */
export interface DeclareOverdue extends DefaultTerms {
  readonly network: string
}
/** What `trade-credit.declare` takes: what the authority both sides have agreed on declares in default. */
export interface DeclareDefault extends DefaultTerms {
  readonly network: string
  readonly creditor: string
  /** Units of account. */
  readonly amount: bigint
}
/** What `trade-credit.foreclose` takes: what a called network's limit still doesn't cover. */
export interface Foreclose extends DefaultTerms {
  readonly network: string
}
/** What `trade-credit.call` takes. */
export interface CallNetwork {
  readonly network: string
}
/** What is in default towards one creditor, units of account. */
export interface DefaultPart {
  readonly creditor: string
  readonly amount: bigint
}

const uninsured = optional(Flag)

export const defaultOverdue: Command<DeclareOverdue, TradeCreditScope> = {
  input: struct<DeclareOverdue>({ network: Id, uninsured }),
  apply(scope, { network, uninsured }) {
    knownNetwork(scope, network)
    const parts = partnersOf(scope, network).map((creditor) => ({
      creditor,
      amount: overdue(scope, network, creditor),
    }))
    demandCreditor(scope, network, parts, uninsured)
    run(scope, network, parts, uninsured)
  },
}

export const declareDefault: Command<DeclareDefault, TradeCreditScope> = {
  input: struct<DeclareDefault>({ network: Id, creditor: Id, amount: Amount, uninsured }),
  apply(scope, { network, creditor, amount, uninsured }) {
    const { by, tables, reject } = scope
    if (network === creditor) reject('TRADE_WITH_SELF', { network })
    knownNetwork(scope, network)
    knownNetwork(scope, creditor)
    demandAccount(scope, { debtor: network, creditor })
    if (uninsured) demandAll(scope, [creditor])
    const said = [
      tables.halves.get({ network, partner: creditor }),
      tables.halves.get({ network: creditor, partner: network }),
    ].map((half) => half?.arbiter)
    if (said.some((arbiter) => arbiter !== by)) reject('DEFAULT_NOT_ARBITER', { by })
    const due = dueTo(scope, network, creditor)
    if (amount > due) reject('DEFAULT_EXCEEDS_DEFICIT', { amount, due })
    run(scope, network, [{ creditor, amount }], uninsured)
  },
}

/** Notes that a network has drawn more than its limit covers, or that it no longer has. */
export const call: Command<CallNetwork, TradeCreditScope> = {
  input: struct<CallNetwork>({ network: Id }),
  apply(scope, { network }) {
    const { now, tables, emit, reject } = scope
    const { drawn } = knownNetwork(scope, network)
    const key = poolKey(network, undefined)
    const pool = poolOf(scope, key)
    const limit = externalLimit(scope, network)
    if (limit === null || drawn > limit === (pool.called !== null)) return reject('CALL_NONE', { drawn, limit })
    tables.pools.put(key, { ...pool, called: drawn > limit ? now : null })
    emit('called', { drawn, limit })
  },
}

export const foreclose: Command<Foreclose, TradeCreditScope> = {
  input: struct<Foreclose>({ network: Id, uninsured }),
  apply(scope, { network, uninsured }) {
    const { now, tables, reject } = scope
    const { drawn } = knownNetwork(scope, network)
    const dues = partnersOf(scope, network).map((creditor) => ({ creditor, amount: dueTo(scope, network, creditor) }))
    demandCreditor(scope, network, dues, uninsured)
    const key = poolKey(network, undefined)
    const pool = poolOf(scope, key)
    const called = pool.called ?? reject('CALL_NONE', { network })
    if (now < called + underwritingOf(scope).cure) reject('CALL_NOT_OVER', { called })
    const limit = externalLimit(scope, network) ?? drawn
    const due = sum(dues.map(({ amount }) => amount))
    const excess = least(drawn - limit, due)
    if (excess <= 0n) reject('DEFAULT_NOTHING_DUE', { drawn, limit })
    const amounts = apportion(
      excess,
      dues.map(({ amount }) => amount),
    )
    tables.pools.put(key, { ...pool, called: null })
    run(
      scope,
      network,
      dues.map(({ creditor }, i) => ({ creditor, amount: amounts[i] as bigint })),
      uninsured,
    )
  },
}

/** Only who is owed something may bring about a default, and none while a round holds what is owed still. */
function demandCreditor(
  scope: TradeCreditScope,
  network: string,
  parts: readonly DefaultPart[],
  uninsured = false,
): void {
  const { by, tables, reject } = scope
  const owed = parts.filter(({ amount }) => amount > 0n)
  for (const { creditor } of owed) demandAccount(scope, { debtor: network, creditor })
  const operates = (name: string): boolean => tables.networks.get({ network: name })?.operator === by
  // who speaks for the debtor could found a creditor of its own, and let itself off all that it owes others
  if (operates(network) || !owed.some(({ creditor }) => operates(creditor))) {
    reject('DEFAULT_NOT_CREDITOR', { by })
  }
  if (uninsured) {
    demandAll(
      scope,
      owed.map(({ creditor }) => creditor),
    )
  }
}

/** Nobody gives up an insurance that is another's. */
function demandAll({ by, tables, reject }: TradeCreditScope, creditors: readonly string[]): void {
  if (creditors.some((creditor) => tables.networks.get({ network: creditor })?.operator !== by)) {
    reject('DEFAULT_NOT_CREDITOR', { by, creditors })
  }
}

/** From now on the network buys nothing abroad until its operator opens it, and from nobody whom it has failed who doesn't agree anew. */
function run(scope: TradeCreditScope, network: string, all: readonly DefaultPart[], uninsured = false): void {
  const parts = all.filter(({ amount }) => amount > 0n)
  runWaterfall(scope, network, parts, uninsured)
  for (const { creditor } of parts) {
    const half = scope.tables.halves.get({ network: creditor, partner: network })
    if (half?.open) putHalf(scope, creditor, network, { ...half, open: false })
  }
  const row = knownNetwork(scope, network)
  if (row.open) scope.tables.networks.put({ network }, { ...row, open: false })
}
