/** Clearing rounds: opened, then settled with a certificate of optimality or lapsed. Spec: trade-credit.md#rounds. */
import { findFault } from '../../clearing/verifier.js'
import { list, Quantity, Signed, struct } from '../../codec/index.js'
import type { Command, Entry } from '../../kernel/index.js'
import type { ClearingRound } from './pair-tables.js'
import { lastRound, openRound, pairAccount, type RoundObligations, roundObligations } from './queries.js'
import type { TradeCreditRejection } from './rejections.js'
import { addDrawn } from './sides.js'
import { sum } from './sums.js'
import type { TradeCreditScope } from './tables.js'

/** What `trade-credit.open-round` takes: nothing. */
export type OpenRound = Record<never, never>
/** What `trade-credit.settle-round` takes: a clearing of the round's obligations, to be judged. */
export interface SettleRound {
  /** What is cleared of each obligation of the round, in the round's order, units of account. */
  readonly flow: readonly bigint[]
  /** An integer per party of the round, in the round's order. */
  readonly potential: readonly bigint[]
}
/** What `trade-credit.lapse-round` takes: nothing. */
export type LapseRound = Record<never, never>

/** The size of a round is bounded by that of a record; this bounds what a list may hold at all. */
const MOST = 2 ** 31 - 1

export const openRoundCommand: Command<OpenRound, TradeCreditScope> = {
  input: struct<OpenRound>({}),
  authority: true,
  apply(scope) {
    const { by, now, params, tables, reject } = scope
    const last = lastRound(scope)
    if (openRound(scope)) reject('ROUND_OPEN', last?.key)
    if (last?.row.status === 'open') tables.rounds.put(last.key, { ...last.row, status: 'lapsed' })
    const until = Math.min(now + params.roundLength, Number.MAX_SAFE_INTEGER)
    const round = (last?.key.round ?? 0) + 1
    tables.rounds.put({ round }, { authority: by, opened: now, until, status: 'open' })
  },
}

export const settleRound: Command<SettleRound, TradeCreditScope> = {
  input: struct<SettleRound>({ flow: list(Quantity, MOST), potential: list(Signed, MOST) }),
  authority: true,
  apply(scope, { flow, potential }) {
    const { now, tables, emit, reject } = scope
    const { key, row } = unsettledRound(scope)
    if (now >= row.until) reject('ROUND_OVER', key)
    const round = roundObligations(scope)
    const cleared = sum(flow)
    demandMaximum(scope, round, { flow, potential, cleared })
    setOff(scope, round, flow)
    tables.rounds.put(key, { ...row, status: 'settled' })
    const { obligations } = round
    const owed = sum(obligations.map(({ amount }) => amount))
    emit('settled', { round: key.round, obligations: obligations.length, owed, cleared })
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
  clearing: SettleRound & { readonly cleared: bigint },
): void {
  const numbers = new Map(parties.map((party, i) => [party, i]))
  const number = (party: string): number => numbers.get(party) as number
  const graph = {
    parties: parties.length,
    debtor: Int32Array.from(obligations, ({ debtor }) => number(debtor)),
    creditor: Int32Array.from(obligations, ({ creditor }) => number(creditor)),
    amount: obligations.map(({ amount }) => amount),
    levels: 1,
  }
  const fault = findFault(graph, clearing)
  if (fault !== undefined) reject(fault as TradeCreditRejection)
}

/** Every creditor's surplus pays its part of the debtor's deficit; each network's row is written once. */
function setOff(scope: TradeCreditScope, { obligations }: RoundObligations, flow: readonly bigint[]): void {
  const relief = new Map<string, bigint>()
  obligations.forEach(({ debtor, creditor }, k) => {
    const amount = flow[k] as bigint
    if (amount === 0n) return
    scope.transfer({ from: pairAccount(scope, creditor, debtor), to: pairAccount(scope, debtor, creditor), amount })
    relief.set(debtor, (relief.get(debtor) ?? 0n) + amount)
  })
  for (const [network, amount] of relief) addDrawn(scope, network, -amount)
}
