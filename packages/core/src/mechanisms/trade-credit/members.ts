/** Members, their credit lines, and payments between them. Spec: trade-credit.md#members. */
import { MAX_AMOUNT } from '../../arithmetic/index.js'
import { Amount, Asset, Flag, Id, nullable, optional, Quantity, struct, Text, Time } from '../../codec/index.js'
import type { Account, Command } from '../../kernel/index.js'
import { demandGrant } from './grants.js'
import { demandOperator, knownBook, knownMember, knownNetwork } from './networks.js'
import { endCall, payPremium, poolKey, stakeLimit } from './pools.js'
import { portion, underwritingOf, valueReceived } from './prices.js'
import { lostAccount, memberAccount, netPosition, reserveAccount } from './queries.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.adopt` takes. */
export interface AdoptCurrency {
  readonly network: string
  /** One of those that the instance is composed with, or declared later with it as the only minter; no other network's. */
  readonly currency: string
}
/** What `trade-credit.admit` takes: a new member, or other terms of one that there is. */
export interface AdmitMember {
  readonly network: string
  readonly member: string
  /** Debt to which the member may go, base units of currency. */
  readonly limit: bigint
  /** The line can be drawn before this time. */
  readonly expires: number
  /** Seconds after that in which the member can only receive. */
  readonly grace: number
  /** Most the member may have, base units of currency; null: as much as comes. */
  readonly cap: bigint | null
  /** Whether underwriters stand behind this line. Not to be changed while the member has a debt. Default: no. */
  readonly underwritten?: boolean
}
/** What `trade-credit.pay` takes. */
export interface Pay {
  readonly network: string
  readonly to: string
  /** Base units of the network's currency. */
  readonly amount: bigint
  /** Marketplaces of the network on which buyer and seller are, when the trade is between two of them. */
  readonly markets?: { readonly buyer: string; readonly seller: string }
  /** What the payment is known by elsewhere: an invoice, an order. */
  readonly reference?: string
}
/** What `trade-credit.contribute` takes: a gift to the network's reserve. */
export interface Contribute {
  readonly network: string
  readonly amount: bigint
}

export const adopt: Command<AdoptCurrency, TradeCreditScope> = {
  input: struct<AdoptCurrency>({ network: Id, currency: Asset }),
  apply(scope, { network, currency }) {
    const { tables, floor, reject } = scope
    demandOperator(scope, knownNetwork(scope, network))
    if (!isCurrency(scope, currency)) reject('CURRENCY_UNKNOWN', { currency })
    if (tables.books.has({ network }) || tables.currencies.has({ currency })) reject('CURRENCY_TAKEN', { currency })
    tables.currencies.put({ currency }, { network })
    tables.books.put({ network }, { currency, drift: null, net: netPosition(scope, network), coming: 0n })
    // what members leave unpaid is owed by nobody else
    floor(lostAccount(scope, network, currency), { limit: MAX_AMOUNT })
  },
}

/** Nothing else may issue a network's currency: what is issued isn't owed by any member. */
function isCurrency({ config, self, minters }: TradeCreditScope, asset: string): boolean {
  const [first, ...others] = minters(asset)
  return `@${first}` === self && others.length === 0 && asset !== config.unit
}

export const admit: Command<AdmitMember, TradeCreditScope> = {
  input: struct<AdmitMember>({
    network: Id,
    member: Id,
    limit: Quantity,
    expires: Time,
    grace: Time,
    cap: nullable(Quantity),
    underwritten: optional(Flag),
  }),
  apply(scope, { network, member, limit, expires, grace, cap, underwritten = false }) {
    const { config, now, tables, floor, ceiling, bounds, reject } = scope
    demandOperator(scope, knownNetwork(scope, network))
    const { currency } = knownBook(scope, network)
    const before = tables.members.get({ network, member })
    const lost = before?.lost ?? null
    if (lost !== null && limit > 0n) reject('MEMBER_DEFAULTED', { member })
    const account = memberAccount(scope, member, currency)
    const debt = owed(scope.balance(account))
    // whoever could end a line early could take its collateral at once
    const over = before?.underwritten && debt > 0n ? before.expires + before.grace : 0
    const sooner = before !== undefined && expires - before.expires < before.grace - grace
    if (sooner && now < over) reject('MEMBER_LINE_NOT_OVER', { over })
    if (underwritten && config.backing === 'none') reject('STAKE_NOT_TAKEN')
    const { limit: line, expires: end } = before?.underwritten ? before : { limit: 0n, expires: 0 }
    const raised = underwritten && limit > line
    const longer = underwritten && limit > 0n && expires > end
    if (raised || longer) demandGrant(scope, { network, member, limit, until: expires })
    // underwriters bear what they have covered and earned on: not an older debt, and it to its end
    if (before !== undefined && before.underwritten !== underwritten && debt > 0n) reject('LINE_UNDERBACKED', { debt })
    if (raised) demandBacking(scope, network, currency, member, limit)
    tables.members.put({ network, member }, { limit, issued: now, expires, grace, underwritten, lost })
    floor(account, { limit, until: expires })
    if (bounds(account).ceiling !== cap) ceiling(account, cap)
  },
}

export const pay: Command<Pay, TradeCreditScope> = {
  input: struct<Pay>({
    network: Id,
    to: Id,
    amount: Amount,
    markets: optional(struct<{ readonly buyer: string; readonly seller: string }>({ buyer: Id, seller: Id })),
    reference: optional(Text),
  }),
  apply(scope, { network, to, amount }) {
    knownNetwork(scope, network)
    const { currency } = knownBook(scope, network)
    knownMember(scope, network, to)
    spend(scope, network, currency, memberAccount(scope, to, currency), amount)
  },
}

export const contribute: Command<Contribute, TradeCreditScope> = {
  input: struct<Contribute>({ network: Id, amount: Amount }),
  apply(scope, { network, amount }) {
    knownNetwork(scope, network)
    const { currency } = knownBook(scope, network)
    spend(scope, network, currency, reserveAccount(scope, network, currency), amount)
  },
}

/** A payment by whoever runs the command. `more` will be paid beside it. */
export function spend(
  scope: TradeCreditScope,
  network: string,
  currency: string,
  to: Account,
  amount: bigint,
  more = 0n,
): void {
  const from = memberAccount(scope, scope.by, currency)
  const premium = linePremium(scope, network, currency, amount, more)
  scope.transfer({ from, to, amount })
  payPremium(scope, poolKey(network, scope.by), from, premium)
}

/**
 * What a payment adds to the debt of an underwritten line is covered by what is staked behind it.
 * @returns the premium that the line's underwriters earn by it, base units of currency.
 */
export function linePremium(
  scope: TradeCreditScope,
  network: string,
  currency: string,
  amount: bigint,
  more: bigint,
): bigint {
  const { by, tables } = scope
  const before = scope.balance(memberAccount(scope, by, currency))
  const increase = owed(before - amount) - owed(before)
  const debt = owed(before - amount - more)
  if (debt <= owed(before) || !tables.members.get({ network, member: by })?.underwritten) return 0n
  const premium = portion(increase, underwritingOf(scope).premium, 'up')
  demandBacking(scope, network, currency, by, debt + premium)
  endCall(scope, poolKey(network, by))
  return premium
}
const owed = (balance: bigint): bigint => (balance < 0n ? -balance : 0n)

/** A member's debt is covered by what is staked behind its line. */
function demandBacking(scope: TradeCreditScope, network: string, currency: string, member: string, debt: bigint): void {
  const limit = stakeLimit(scope, poolKey(network, member))
  if (limit === 0n ? debt > 0n : valueReceived(scope, currency, debt) > limit) {
    scope.reject('LINE_UNDERBACKED', { debt, limit })
  }
}
