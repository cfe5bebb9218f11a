/** Clearing rounds: opened, then settled with a certificate of optimality or lapsed. Spec: trade-credit.md#rounds. */
import { findFault } from '../../clearing/verifier.js'
import { byCodeUnits } from '../../codec/canonical.js'
import { Flag, Id, list, optional, Quantity, Signed, struct } from '../../codec/index.js'
import type { Command, Entry } from '../../kernel/index.js'
import { clearingAccounts, offerLines, offersOf } from './lines.js'
import { knownNetwork } from './networks.js'
import { isCredit, type RoundObligation, type RoundObligations, roundObligations } from './obligations.js'
import { type ClearingRound, MOST_NAMED } from './pair-tables.js'
import { endCall, poolKey } from './pools.js'
import { keepPrices } from './prices.js'
import { lastRound, openRound, ownBalance, pairAccount } from './queries.js'
import type { TradeCreditRejection } from './rejections.js'
import { addSums, noteDue, owed, type Sums } from './sides.js'
import { sum } from './sums.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.open-round` takes. */
export interface OpenRound {
  /** Networks that take part: the round is about accounts between two of them. Default: all. */
  readonly networks?: readonly string[]
  /** Whether lines of credit lend: without, they only give back what was lent. Then no price is read. Default: yes. */
  readonly lending?: boolean
}
/** What `trade-credit.settle-round` takes: a clearing of the round's obligations, to be judged. */
export interface SettleRound {
  /** What is cleared of each obligation of the round, in the round's order, units of account. */
  readonly flow: readonly bigint[]
  /** An integer per party of the round, in the round's order. */
  readonly potential: readonly bigint[]
  /** The same at every further level, in a round with lines of credit or segments. */
  readonly lower?: readonly (readonly bigint[])[]
}
/** What `trade-credit.lapse-round` takes: nothing. */
export type LapseRound = Record<never, never>

/** The size of a round is bounded by that of a record; this bounds what a list may hold at all. */
const MOST = 2 ** 31 - 1

export const openRoundCommand: Command<OpenRound, TradeCreditScope> = {
  input: struct<OpenRound>({ networks: optional(list(Id, MOST_NAMED)), lending: optional(Flag) }),
  authority: true,
  apply(scope, { networks, lending = true }) {
    const { by, now, params, tables, reject } = scope
    for (const network of networks ?? []) knownNetwork(scope, network)
    const last = lastRound(scope)
    if (openRound(scope)) reject('ROUND_OPEN', last?.key)
    if (last?.row.status === 'open') tables.rounds.put(last.key, { ...last.row, status: 'lapsed' })
    const until = Math.min(now + params.roundLength, Number.MAX_SAFE_INTEGER)
    const round = (last?.key.round ?? 0) + 1
    const { segments = 1 } = params
    const names = networks && [...new Set(networks)].sort(byCodeUnits)
    const growths = lending ? offersOf(scope, [...clearingAccounts(scope, names)]) : []
    offerLines(scope, round, growths, names ?? [])
    const more = { ...(segments > 1 ? { segments } : {}), ...(names === undefined ? {} : { networks: names }) }
    tables.rounds.put({ round }, { authority: by, opened: now, until, status: 'open', ...more })
    if (scope.config.collateral !== undefined) keepPrices(scope)
  },
}

export const settleRound: Command<SettleRound, TradeCreditScope> = {
  input: struct<SettleRound>({
    flow: list(Quantity, MOST),
    potential: list(Signed, MOST),
    lower: optional(list(list(Signed, MOST), 2)),
  }),
  authority: true,
  apply(scope, clearing) {
    const { now, tables, emit, reject } = scope
    const { key, row } = unsettledRound(scope)
    if (now >= row.until) reject('ROUND_OVER', key)
    const round = roundObligations(scope)
    demandMaximum(scope, round, clearing)
    setOff(scope, round, clearing.flow)
    tables.rounds.put(key, { ...row, status: 'settled' })
    const { obligations } = round
    const of = (credit: boolean, amounts: readonly bigint[]): bigint =>
      sum(amounts.filter((_, k) => isCredit(obligations[k] as RoundObligation) === credit))
    const owed = of(
      false,
      obligations.map(({ amount }) => amount),
    )
    const settled = { round: key.round, obligations: obligations.length, owed, cleared: of(false, clearing.flow) }
    const credit = obligations.some(isCredit)
    emit('settled', credit ? { ...settled, credit: of(true, clearing.flow) } : settled)
  },
}

export const lapseRound: Command<LapseRound, TradeCreditScope> = {
  input: struct<LapseRound>({}),
  apply(scope) {
    const { by, now, tables, reject } = scope
    const { key, row } = unsettledRound(scope)
    if (now < row.until && by !== row.authority) reject('ROUND_NOT_OVER', key)
    tables.rounds.put(key, { ...row, status: 'lapsed' })
  },
}

/** The latest round if nobody has settled it or said that it lapsed. */
function unsettledRound(scope: TradeCreditScope): Entry<{ round: number }, Readonly<ClearingRound>> {
  const last = lastRound(scope)
  return last?.row.status === 'open' ? last : scope.reject('ROUND_NONE')
}

/** The verifier's scan over parties numbered in the round's order. */
function demandMaximum(
  { reject }: TradeCreditScope,
  { parties, obligations }: RoundObligations,
  { flow, potential, lower = [] }: SettleRound,
): void {
  const numbers = new Map(parties.map((party, i) => [party, i]))
  const number = (party: string): number => numbers.get(party) as number
  const levels = obligations[0]?.weight?.length ?? 1
  const graph = {
    parties: parties.length,
    debtor: Int32Array.from(obligations, ({ debtor }) => number(debtor)),
    creditor: Int32Array.from(obligations, ({ creditor }) => number(creditor)),
    amount: obligations.map(({ amount }) => amount),
    levels,
  }
  if (lower.length !== levels - 1) reject('CLEARING_LENGTH_WRONG', { levels })
  const weight = Array.from({ length: levels }, (_, l) => obligations.map((edge) => edge.weight?.[l] ?? 1n))
  const clearing = { flow, cleared: sum(flow), potential: levels === 1 ? potential : [potential, ...lower] }
  const fault = findFault(levels === 1 ? graph : { ...graph, weight }, clearing)
  if (fault !== undefined) reject(fault as TradeCreditRejection)
}

/** Every creditor's side pays its part to the debtor's; each network's row is written once. */
function setOff(scope: TradeCreditScope, { obligations }: RoundObligations, flow: readonly bigint[]): void {
  const sums = new Map<string, Sums>()
  const note = (network: string, partner: string, change: bigint): void => {
    const { drawn, owes } = sums.get(network) ?? { drawn: 0n, owes: 0n }
    const after = scope.balance(pairAccount(scope, network, partner))
    const own = ownBalance(scope, network, partner)
    sums.set(network, {
      drawn: drawn + owed(after) - owed(after - change),
      owes: owes + owed(own) - owed(own - change),
    })
  }
  obligations.forEach((edge, k) => {
    const { debtor, creditor } = edge
    const amount = flow[k] as bigint
    if (amount === 0n) return
    scope.transfer({ from: pairAccount(scope, creditor, debtor), to: pairAccount(scope, debtor, creditor), amount })
    note(debtor, creditor, amount)
    note(creditor, debtor, -amount)
    if (isCredit(edge)) noteDue(scope, creditor, debtor, amount)
  })
  for (const [network, change] of sums) {
    addSums(scope, network, change)
    // what grew was covered when the round was opened
    if (change.drawn > 0n) endCall(scope, poolKey(network, undefined))
  }
}
