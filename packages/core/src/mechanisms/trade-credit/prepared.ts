/** Trades in two phases: prepared, then posted, voided, or expired. Spec: trade-credit.md#two-phases. */
import { BasisPoints, Id, struct, Time } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandBound, takeOn } from './buy.js'
import { demandPosition, positionBefore } from './external.js'
import { linePremium } from './members.js'
import type { Leg, PreparedTrade } from './pair-tables.js'
import { payPremium, poolKey } from './pools.js'
import { valuePaid, valueReceived } from './prices.js'
import { externalAccount, heldAccount, memberAccount } from './queries.js'
import { type Buy, buyFields, quote } from './quotes.js'
import { deliver, demandAccount, giveBack, payOut, setAside } from './sides.js'
import { sum } from './sums.js'
import type { TradeCreditScope } from './tables.js'
import { premiumOf } from './trade.js'

/** What `trade-credit.prepare` takes. */
export interface PrepareTrade extends Buy {
  /** A name for the trade, that of no other prepared one. */
  readonly trade: string
  /** From this time on it can't be posted, and anybody may end it. The prices it was made at must last as long. */
  readonly until: number
  /** How much what is paid, and what is received, may be worth more or less when it is posted, basis points. No more than the param allows. */
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
    const quoted = quote(scope, input)
    const { pays, gets, paid, received } = quoted
    // a trade is held no longer than the prices it was made at may be used
    scope.priceAt(pays, config.unit, until)
    scope.priceAt(gets, config.unit, until)
    const increase = takeOn(scope, quoted, (_, leg) => setAside(scope, leg, trade))
    const premium = premiumOf(scope, pays, increase)
    demandBound(scope, input, quoted, premium)

    const more = linePremium(scope, network, pays, paid, premium)
    const held = heldAccount(scope, trade, by, pays)
    transfer({ from: memberAccount(scope, by, pays), to: held, amount: paid + premium + more })
    const goods = heldAccount(scope, trade, partner, gets)
    transfer({ from: externalAccount(scope, partner, gets), to: goods, amount: received })
    const worth = { bought: valuePaid(scope, pays, paid), sold: valueReceived(scope, gets, received) }
    const legs = quoted.paths.flatMap((path) => path.legs)
    const row = { network, buyer: by, partner, seller, paid, premium, linePremium: more, received, ...worth }
    tables.prepared.put({ trade }, { ...row, legs, tolerance, until })
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
    for (const leg of row.legs) demandAccount(scope, leg)
    const { pays, gets } = currencies(scope, row)
    demandWorth(scope, row, valuePaid(scope, pays, paid), valueReceived(scope, gets, received))
    const positions = [network, partner].map((name) => {
      const owed = sum(row.legs.filter(({ debtor }) => debtor === name).map(({ amount }) => amount))
      return [name, positionBefore(scope, name, { currency: name === partner ? received : 0n, owed })] as const
    })

    for (const leg of row.legs) payOut(scope, leg, trade)
    const held = heldAccount(scope, trade, buyer, pays)
    transfer({ from: held, to: externalAccount(scope, network, pays), amount: paid })
    payPremium(scope, poolKey(network, undefined), held, row.premium)
    payPremium(scope, poolKey(network, buyer), held, row.linePremium)
    const goods = heldAccount(scope, trade, partner, gets)
    transfer({ from: goods, to: memberAccount(scope, seller, gets), amount: received })
    tables.prepared.delete({ trade })
    for (const [name, before] of positions) demandPosition(scope, name, before)
  },
}

/** The buyer is bound until the time is over; the seller lets it go earlier. */
export const voidTrade: Command<PreparedName, TradeCreditScope> = {
  input: Named,
  apply(scope, { trade }) {
    const row = known(scope, trade)
    if (scope.by !== row.seller) scope.reject('PREPARED_NOT_PARTY', { by: scope.by })
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

/** What was agreed is worth what it was, within the tolerance: whoever waits gains no option. */
function demandWorth(
  { reject }: TradeCreditScope,
  { bought, sold, tolerance }: PreparedTrade,
  boughtNow: bigint,
  soldNow: bigint,
): void {
  const moved = (then: bigint, now: bigint): boolean => {
    const difference = now > then ? now - then : then - now
    return difference * 10_000n > then * BigInt(tolerance)
  }
  if (moved(bought, boughtNow) || moved(sold, soldNow)) reject('PRICE_MOVED', { bought, boughtNow, sold, soldNow })
}

function undo(scope: TradeCreditScope, trade: string, row: Readonly<PreparedTrade>): void {
  const { tables } = scope
  const { buyer, partner, paid, premium, received, legs } = row
  for (const leg of legs) demandAccount(scope, leg)
  const { pays, gets } = currencies(scope, row)
  for (const [i, leg] of legs.entries()) {
    giveBack(scope, leg, trade)
    restoreRoute(scope, leg, legs[i + 1])
  }
  const money = paid + premium + row.linePremium
  deliver(scope, { from: heldAccount(scope, trade, buyer, pays), to: memberAccount(scope, buyer, pays), amount: money })
  const goods = heldAccount(scope, trade, partner, gets)
  deliver(scope, { from: goods, to: externalAccount(scope, partner, gets), amount: received })
  tables.prepared.delete({ trade })
}

/** What didn't pass after all may pass again, unless the intermediary has closed the route. Paths begin where none ends. */
function restoreRoute({ tables }: TradeCreditScope, { debtor, creditor }: Leg, next: Leg | undefined): void {
  if (next === undefined || next.debtor !== creditor) return
  const key = { network: creditor, from: debtor, to: next.creditor }
  const row = tables.routes.get(key)
  if (row !== undefined) tables.routes.put(key, { ...row, left: row.left + next.amount })
}

/** A network keeps its currency, so those of a prepared trade are still the same. */
function currencies({ tables }: TradeCreditScope, { network, partner }: PreparedTrade) {
  const [pays, gets] = [network, partner].map((name) => tables.books.get({ network: name })?.currency)
  return { pays: pays as string, gets: gets as string }
}
