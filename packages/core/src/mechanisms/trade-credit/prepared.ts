/** Trades in two phases: prepared, then posted, voided, or expired. Spec: trade-credit.md#two-phases. */
import { convert, least, MAX_AMOUNT } from '../../arithmetic/index.js'
import { BasisPoints, Id, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandTrade } from './buy.js'
import { addComing } from './external.js'
import { linePremium } from './members.js'
import type { Leg, PreparedTrade, Worth } from './pair-tables.js'
import { payPremium, poolKey } from './pools.js'
import { portion, valuePaid, valueReceived } from './prices.js'
import { externalAccount, heldAccount, memberAccount } from './queries.js'
import { type Buy, buyFields, quote } from './quotes.js'
import { deliver, giveBack, payOut, setAside } from './sides.js'
import type { TradeCreditScope } from './tables.js'
import { aheadOf, type Debt, demandAccounts, demandGrowth, foresee, growthFault } from './taking-on.js'

/** What `trade-credit.prepare` takes. */
export interface PrepareTrade extends Buy {
  /** A name for the trade, that of no other prepared one. */
  readonly trade: string
  /** From this time on it can't be posted, and anybody may end it. The prices it was made at must last as long. */
  readonly until: number
  /**
   * How much what is paid, and what is received, may be worth more or less when it is posted, basis points of either at
   * its price. No more than the param allows.
   */
  readonly tolerance: number
}
/** What `trade-credit.post`, `.void` and `.expire` take. */
export interface PreparedName {
  readonly trade: string
}
const Named = struct<PreparedName>({ trade: Id })

export const prepare: Command<PrepareTrade, TradeCreditScope> = {
  input: struct<PrepareTrade>({ ...buyFields, trade: Id, until: Time, tolerance: BasisPoints }),
  apply(scope, input) {
    const { by, config, now, tables, transfer, emit, reject } = scope
    const { trade, network, partner, seller, until, tolerance } = input
    if (tables.prepared.has({ trade })) reject('PREPARED_TAKEN', { trade })
    if (until <= now) reject('PREPARED_OVER', { until })
    const { spread = 0, tolerance: most = spread } = scope.params
    if (tolerance > most) reject('TOLERANCE_EXCEEDED', { most })
    const quoted = quote(scope, input, 'held')
    const { pays, gets, paid, received, premium, premiums } = quoted
    // a trade is held no longer than the prices it was made at may be used
    for (const currency of [pays, gets]) {
      const usable = scope.price(currency, config.unit).until
      if (until > usable) reject('PREPARED_TOO_LONG', { currency, until: usable })
    }
    demandTrade(scope, input, quoted)
    const line = linePremium(scope, network, pays, paid, premium)
    for (const debt of quoted.debts) setAside(scope, debt)
    const worth = {
      bought: around(scope, pays, paid, boughtFor(scope, pays, paid), tolerance),
      sold: around(scope, gets, received, soldFor(scope, gets, received), tolerance),
    }
    const legs = quoted.debts.map(({ debtor, creditor, amount }) => ({ debtor, creditor, amount }))
    const row = { network, buyer: by, partner, seller, paid, premium, linePremium: line, premiums, received, ...worth }
    const held: PreparedTrade = { ...row, legs, tolerance, until }
    tables.prepared.put({ trade }, held)
    const amount = paid + premium + line
    transfer({ from: memberAccount(scope, by, pays), to: heldAccount(scope, trade, by, pays), amount })
    for (const goods of goodsOf(scope, held)) {
      const { currency } = goods
      const to = heldAccount(scope, trade, goods.network, currency)
      transfer({ from: externalAccount(scope, goods.network, currency), to, amount: goods.amount })
      addComing(scope, goods.network, goods.amount)
    }
    addComing(scope, network, paid)
    emit('bought', { paid, premium, received })
  },
}

export const post: Command<PreparedName, TradeCreditScope> = {
  input: Named,
  apply(scope, { trade }) {
    const { by, now, transfer, tables, reject } = scope
    const row = known(scope, trade)
    const { network, buyer, partner, seller, paid, received } = row
    if (by !== buyer && by !== seller) reject('PREPARED_NOT_PARTY', { by })
    if (now >= row.until) reject('PREPARED_OVER', { until: row.until })
    demandAccounts(scope, row.legs)
    demandGrowth(scope, posted(scope, row))
    const pays = currencyOf(scope, network)
    const gets = currencyOf(scope, partner)
    demandWorth(scope, row.bought, boughtFor(scope, pays, paid))
    demandWorth(scope, row.sold, soldFor(scope, gets, received))

    for (const leg of row.legs) payOut(scope, leg)
    tables.prepared.delete({ trade })
    release(scope, row)
    const held = heldAccount(scope, trade, buyer, pays)
    transfer({ from: held, to: externalAccount(scope, network, pays), amount: paid })
    payPremium(scope, poolKey(network, undefined), held, row.premium)
    payPremium(scope, poolKey(network, buyer), held, row.linePremium)
    for (const between of row.premiums) {
      const from = heldAccount(scope, trade, between.network, currencyOf(scope, between.network))
      payPremium(scope, poolKey(between.network, undefined), from, between.premium)
    }
    const goods = heldAccount(scope, trade, partner, gets)
    transfer({ from: goods, to: memberAccount(scope, seller, gets), amount: received })
  },
}

/**
 * The buyer is bound until the time is over; the seller lets it go earlier. So may the operator of a network on the way,
 * once one of the debts may not be taken on any more and the trade couldn't be posted.
 */
export const voidTrade: Command<PreparedName, TradeCreditScope> = {
  input: Named,
  apply(scope, { trade }) {
    const { by, tables, reject } = scope
    const row = known(scope, trade)
    const operates = (network: string): boolean => tables.networks.get({ network })?.operator === by
    const concerned = row.legs.some(({ debtor, creditor }) => operates(debtor) || operates(creditor))
    if (by !== row.seller && !(concerned && growthFault(scope, posted(scope, row))))
      reject('PREPARED_NOT_PARTY', { by })
    undo(scope, trade, row)
  },
}

export const expire: Command<PreparedName, TradeCreditScope> = {
  input: Named,
  apply(scope, { trade }) {
    const row = known(scope, trade)
    if (scope.now < row.until) scope.reject('PREPARED_NOT_OVER', { until: row.until })
    undo(scope, trade, row)
  },
}

const known = ({ tables, reject }: TradeCreditScope, trade: string): Readonly<PreparedTrade> =>
  tables.prepared.get({ trade }) ?? reject('PREPARED_UNKNOWN', { trade })

/** What is paid, at its price less its confidence; what is received, at its price and its confidence. No spread on either. */
const boughtFor = (scope: TradeCreditScope, currency: string, amount: bigint): bigint =>
  valuePaid(scope, currency, amount, 0)
const soldFor = (scope: TradeCreditScope, currency: string, amount: bigint): bigint =>
  valueReceived(scope, currency, amount, 0)

/**
 * How far a value may move: by the tolerance's part of the amount at its price. No more than the spread is of it, which
 * the trade has paid for: whatever happens to price and confidence within it, whoever waits has gained no option.
 */
function around(scope: TradeCreditScope, currency: string, amount: bigint, value: bigint, tolerance: number): Worth {
  const by = portion(convert(amount, scope.price(currency, scope.config.unit), 'down'), tolerance, 'down')
  return { least: value > by ? value - by : 0n, most: value + by }
}
function demandWorth({ reject }: TradeCreditScope, { least, most }: Worth, value: bigint): void {
  if (value < least || value > most) reject('PRICE_MOVED', { value, least, most })
}

/** The debts of a trade as they would be owed once it is posted. */
function posted(scope: TradeCreditScope, { legs }: PreparedTrade): readonly Debt[] {
  const ahead = aheadOf('posted')
  return legs.map((leg) => foresee(scope, ahead, leg))
}

function undo(scope: TradeCreditScope, trade: string, row: Readonly<PreparedTrade>): void {
  const { network, buyer, paid, premium, legs } = row
  demandAccounts(scope, legs)
  for (const [i, leg] of legs.entries()) {
    giveBack(scope, leg)
    restoreRoute(scope, leg, legs[i + 1])
  }
  scope.tables.prepared.delete({ trade })
  release(scope, row)
  const pays = currencyOf(scope, network)
  const money = paid + premium + row.linePremium
  deliver(scope, { from: heldAccount(scope, trade, buyer, pays), to: memberAccount(scope, buyer, pays), amount: money })
  for (const { network: from, currency, amount } of goodsOf(scope, row)) {
    const to = externalAccount(scope, from, currency)
    deliver(scope, { from: heldAccount(scope, trade, from, currency), to, amount })
  }
}

/** What a trade holds of external accounts: what is sold, and premiums of networks between. */
function goodsOf(scope: TradeCreditScope, { partner, received, premiums }: PreparedTrade): readonly Goods[] {
  const sold = { network: partner, currency: currencyOf(scope, partner), amount: received }
  const between = premiums.map(({ network, premium }) => {
    return { network, currency: currencyOf(scope, network), amount: premium }
  })
  return [sold, ...between]
}
interface Goods {
  readonly network: string
  readonly currency: string
  readonly amount: bigint
}
/** An ended trade brings nothing any more. */
function release(scope: TradeCreditScope, row: PreparedTrade): void {
  addComing(scope, row.network, -row.paid)
  for (const { network, amount } of goodsOf(scope, row)) addComing(scope, network, -amount)
}

/** What didn't pass after all may pass again, unless the intermediary has closed the route. Paths begin where none ends. */
function restoreRoute({ tables }: TradeCreditScope, { debtor, creditor }: Leg, next: Leg | undefined): void {
  if (next === undefined || next.debtor !== creditor) return
  const key = { network: creditor, from: debtor, to: next.creditor }
  const row = tables.routes.get(key)
  if (row === undefined) return
  // a route that was set anew meanwhile, to as much as there is, keeps no trade from ending
  tables.routes.put(key, { ...row, left: least(row.left + next.amount, MAX_AMOUNT) })
}

/** A network keeps its currency, so those of a prepared trade are still the same. */
const currencyOf = ({ tables }: TradeCreditScope, network: string): string =>
  (tables.books.get({ network }) as { readonly currency: string }).currency
