/** What a network lets pass from one partner to another, and paths that use it. Spec: trade-credit.md#paths. */
import { mulDiv } from '../../arithmetic/index.js'
import { Amount, BasisPoints, Id, list, Quantity, type Schema, struct } from '../../codec/index.js'
import type { Command } from '../../kernel/index.js'
import { demandOperator, knownNetwork } from './networks.js'
import type { Leg } from './pair-tables.js'
import { premiumValue } from './premiums.js'
import type { TradeCreditScope } from './tables.js'
import { type Ahead, growthAhead } from './taking-on.js'

/** What `trade-credit.route` takes. */
export interface SetRoute {
  readonly network: string
  /** Partner that comes to owe the network. */
  readonly from: string
  /** Partner that the network comes to owe. */
  readonly to: string
  /** How much may pass from now on, units of account. */
  readonly left: bigint
  /** Of what passes on, basis points. */
  readonly fee: number
}
/** A part of a trade: over which networks, and how much. */
export interface TradePath {
  /** Networks between the buyer's and the seller's, from the buyer's on. None: the two have an account. */
  readonly via: readonly string[]
  /** What is paid, or what is received, whichever the trade fixes. Base units. */
  readonly amount: bigint
}

/** Longest path, in networks between the two ends. */
const MOST_VIA = 8
const MOST_PATHS = 16
export const PathFields: Schema<readonly TradePath[]> = list(
  struct<TradePath>({ via: list(Id, MOST_VIA), amount: Amount }),
  MOST_PATHS,
)

export const route: Command<SetRoute, TradeCreditScope> = {
  input: struct<SetRoute>({ network: Id, from: Id, to: Id, left: Quantity, fee: BasisPoints }),
  apply(scope, { network, from, to, left, fee }) {
    const { tables, reject } = scope
    if (network === from || network === to || from === to) reject('TRADE_WITH_SELF', { network })
    const row = knownNetwork(scope, network)
    knownNetwork(scope, from)
    knownNetwork(scope, to)
    demandOperator(scope, row)
    if (left === 0n) tables.routes.delete({ network, from, to })
    else tables.routes.put({ network, from, to }, { left, fee })
  },
}

const WHOLE = 10_000n
/** What an intermediary must be owed to owe `amount` on: its fee is rounded up. */
export const withFee = (amount: bigint, fee: number): bigint => mulDiv(amount, WHOLE + BigInt(fee), WHOLE, 'up')
/** The most that an intermediary owes on for being owed `amount`. */
export const withoutFee = (amount: bigint, fee: number): bigint => mulDiv(amount, WHOLE, WHOLE + BigInt(fee), 'down')

interface Hop {
  readonly network: string
  readonly from: string
  readonly to: string
}
/** Every intermediary with its neighbours on the path. */
const hops = (networks: readonly string[]): readonly Hop[] =>
  networks.slice(1, -1).map((network, i) => ({ network, from: networks[i] as string, to: networks[i + 2] as string }))

/** Fees of the intermediaries of a path, from the buyer's end on. */
export function feesOf({ tables, reject }: TradeCreditScope, networks: readonly string[]): readonly number[] {
  return hops(networks).map((hop) => (tables.routes.get({ ...hop }) ?? reject('ROUTE_CLOSED', hop)).fee)
}

/** Debts along a path when the first of them is worth `value`: the most that each intermediary can owe on for it. */
export function legsForward(
  scope: TradeCreditScope,
  ahead: Ahead,
  networks: readonly string[],
  value: bigint,
): readonly Leg[] {
  const legs = [legOf(networks, 0, value)]
  for (const [i, fee] of feesOf(scope, networks).entries()) {
    const most = legOf(networks, i + 1, withoutFee((legs[i] as Leg).amount, fee))
    legs.push({ ...most, amount: mostFor(scope, ahead, most, (legs[i] as Leg).amount, fee) })
  }
  return legs
}
/** Debts along a path when the last of them is worth `value`. */
export function legsBackward(
  scope: TradeCreditScope,
  ahead: Ahead,
  networks: readonly string[],
  value: bigint,
): readonly Leg[] {
  const fees = feesOf(scope, networks)
  const legs = [legOf(networks, fees.length, value)]
  for (let i = fees.length - 1; i >= 0; i--) {
    legs.unshift(legOf(networks, i, neededFor(scope, ahead, legs[0] as Leg, fees[i] as number)))
  }
  return legs
}
const legOf = (networks: readonly string[], i: number, amount: bigint): Leg => ({
  debtor: networks[i] as string,
  creditor: networks[i + 1] as string,
  amount,
})

/** What an intermediary must be owed to take on a debt: the debt, its fee, and the premium of what its deficit grows by. */
function neededFor(scope: TradeCreditScope, ahead: Ahead, leg: Leg, fee: number): bigint {
  return withFee(leg.amount, fee) + premiumValue(scope, leg.debtor, growthAhead(scope, ahead, leg))
}
/** The greatest debt, up to that of `leg`, that `paid` is enough for. What is needed never falls as a debt grows. */
function mostFor(scope: TradeCreditScope, ahead: Ahead, leg: Leg, paid: bigint, fee: number): bigint {
  const enough = (amount: bigint): boolean => neededFor(scope, ahead, { ...leg, amount }, fee) <= paid
  const excess = neededFor(scope, ahead, leg, fee) - paid
  if (excess <= 0n) return leg.amount
  // what is needed falls at least as fast as the debt
  let [low, high] = [excess < leg.amount ? leg.amount - excess : 0n, leg.amount]
  while (high - low > 1n) {
    const middle = (low + high) / 2n
    if (enough(middle)) low = middle
    else high = middle
  }
  return low
}

/** Uses up what intermediaries let pass: the amount that each comes to owe on. */
export function useRoutes(scope: TradeCreditScope, networks: readonly string[], legs: readonly Leg[]): void {
  const { tables, reject } = scope
  for (const [i, { network, from, to }] of hops(networks).entries()) {
    const { amount } = legs[i + 1] as Leg
    const row = tables.routes.get({ network, from, to }) ?? reject('ROUTE_CLOSED', { network, from, to })
    if (amount > row.left) reject('ROUTE_EXCEEDED', { network, from, to, left: row.left })
    tables.routes.put({ network, from, to }, { ...row, left: row.left - amount })
  }
}
