/** Default of a member, and its way back. Spec: trade-credit.md#default-of-a-member. */
import { convert, convertBack, least } from '../../arithmetic/index.js'
import { Amount, Id, struct } from '../../codec/index.js'
import { available, type Command } from '../../kernel/index.js'
import { callOf, exposure, isOver } from './calls.js'
import type { LostDebt } from './member-tables.js'
import { demandOperator, knownBook, knownMember, knownNetwork } from './networks.js'
import { exchanged, poolKey, poolOf, share, stakeAccount, stakeLimit, takeStake } from './pools.js'
import { amountReceived, collateralOf, presentPrice, valueReceived } from './prices.js'
import { lostAccount, memberAccount, reserveAccount } from './queries.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.default-member` takes. */
export interface DefaultMember {
  readonly network: string
  readonly member: string
}
/** What `trade-credit.repay` takes: whoever defaulted pays back. */
export interface Repay {
  readonly network: string
  /** Base units of the network's currency. */
  readonly amount: bigint
}

export const defaultMember: Command<DefaultMember, TradeCreditScope> = {
  input: struct<DefaultMember>({ network: Id, member: Id }),
  apply(scope, { network, member }) {
    const { now, tables, transfer, emit, reject } = scope
    const { operator } = knownNetwork(scope, network)
    demandOperator(scope, knownNetwork(scope, network))
    const { currency } = knownBook(scope, network)
    const row = knownMember(scope, network, member)
    if (row.lost !== null) reject('MEMBER_DEFAULTED', { member })
    const over = row.expires + row.grace
    if (now < over && !foreclosed(scope, network, member)) reject('MEMBER_LINE_NOT_OVER', { over })
    const account = memberAccount(scope, member, currency)
    const debt = -scope.balance(account)
    if (debt <= 0n) reject('MEMBER_NO_DEBT', { member })
    const lost = lostAccount(scope, network, currency)
    transfer({ from: lost, to: account, amount: debt })
    const fund = reserveAccount(scope, network, currency)
    const reserve = least(debt, scope.balance(fund))
    if (reserve > 0n) transfer({ from: fund, to: lost, amount: reserve })
    const { staked, collateral } = seize(scope, network, member, currency, row.underwritten ? debt - reserve : 0n)
    if (collateral > 0n) {
      const to = available(operator, collateralOf(scope))
      transfer({ from: stakeAccount(scope), to, amount: collateral })
    }
    const rest = debt - reserve - staked
    tables.members.put({ network, member }, { ...row, limit: 0n, lost: { reserve, staked, rest } })
    scope.floor(account, { limit: 0n })
    emit('member-defaulted', { debt, reserve, staked, collateral, rest })
  },
}

/** Whether a call of the line has gone uncured: then it is over before its time. */
function foreclosed(scope: TradeCreditScope, network: string, member: string): boolean {
  if (scope.config.backing === 'none') return false
  const called = callOf(scope, network, member)
  if (called === null || !isOver(scope, called)) return false
  return exposure(scope, network, member) > stakeLimit(scope, poolKey(network, member))
}

/** Collateral behind an underwritten line, at the present price worth what is still owed; the operator gets it for the network. */
function seize(scope: TradeCreditScope, network: string, member: string, currency: string, owed: bigint) {
  const key = poolKey(network, member)
  const { stake } = poolOf(scope, key)
  if (stake === 0n || owed === 0n) return { staked: 0n, collateral: 0n }
  const price = presentPrice(scope)
  const value = valueReceived(scope, currency, owed)
  const collateral = least(stake, convertBack(value, price, 'up'))
  const covered = convert(collateral, price, 'down')
  takeStake(scope, key, collateral)
  return { staked: covered >= value ? owed : least(owed, amountReceived(scope, currency, covered)), collateral }
}

export const repay: Command<Repay, TradeCreditScope> = {
  input: struct<Repay>({ network: Id, amount: Amount }),
  apply(scope, { network, amount }) {
    const { by, tables, transfer, reject } = scope
    knownNetwork(scope, network)
    const { currency } = knownBook(scope, network)
    const row = knownMember(scope, network, by)
    const lost = row.lost ?? reject('MEMBER_NOT_DEFAULTED', { by })
    const most = lost.rest + lost.staked + lost.reserve
    if (amount > most) reject('REPAYMENT_EXCEEDS_LOSS', { most })
    // who bore the loss last is paid first
    const rest = least(amount, lost.rest)
    const staked = least(amount - rest, lost.staked)
    const reserve = amount - rest - staked
    const from = memberAccount(scope, by, currency)
    if (rest > 0n) transfer({ from, to: lostAccount(scope, network, currency), amount: rest })
    const key = poolKey(network, by)
    const shared = poolOf(scope, key).shares > 0n
    if (shared) share(scope, key, from, staked)
    else if (staked > 0n) transfer({ from, to: lostAccount(scope, network, currency), amount: staked })
    if (reserve > 0n) transfer({ from, to: reserveAccount(scope, network, currency), amount: reserve })
    const left: LostDebt = {
      rest: lost.rest - rest,
      staked: lost.staked - staked,
      reserve: lost.reserve - reserve,
    }
    tables.members.put({ network, member: by }, { ...row, lost: amount === most ? null : left })
    // all is paid back: who has left has nothing to wait for any more
    if (amount === most && poolOf(scope, key).out > 0n) tables.pools.put(key, exchanged(scope, key))
  },
}
