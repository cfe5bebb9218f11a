import type { Journal } from '@symbolon/adapters'
import { type Clearing, clear, verifyClearing } from '@symbolon/core/clearing'
import { type RoundObligations, settlement } from '@symbolon/core/trade-credit'
import type { Debt } from './debts.js'
import { fail } from './failure.js'
import { CLEARING_HOUSE, type Planned, RECORDED_AT } from './planned.js'

/** A debt that stands in a round, before anything is cleared. */
export type OpenDebt = Omit<Debt, 'cleared'>

const SETTLE_ID = 'round-settle'

/** The command that opens the round. */
export const OPEN_ROUND: Planned = command('round-open', 'open-round', {})

/**
 * The command that settles the open round: the most that can be cleared, with the potentials that prove it. Checked here
 * once more before it is sent; the mechanism checks it again.
 * @param round - What the mechanism says the round is about.
 * @param expected - What the data says it must be about.
 */
export function settleRound(round: RoundObligations, expected: readonly OpenDebt[]): Planned {
  const { obligations } = round
  const same = (debt: OpenDebt, index: number): boolean => {
    const other = obligations[index]
    return debt.debtor === other?.debtor && debt.creditor === other.creditor && debt.amount === other.amount
  }
  if (obligations.length !== expected.length || !expected.every(same)) {
    fail('the accounts do not stand where the recorded trade leads')
  }
  return command(SETTLE_ID, 'settle-round', { ...settlement(round, provenClearing(obligations)) })
}

/** The best clearing of some debts, its certificate checked. */
export function provenClearing(debts: readonly OpenDebt[]): Clearing {
  const clearing = clear(debts)
  const verdict = verifyClearing(debts, clearing)
  if (verdict.status !== 'verified') fail(`the solver's clearing doesn't verify: ${verdict.code}`)
  return clearing
}

/** Whether the stream's round is settled. */
export async function isSettled(journal: Journal, stream: string): Promise<boolean> {
  return (await journal.find(stream, SETTLE_ID)) !== undefined
}

/** The debts of a settled round with what was cleared of each, as the journal has it. */
export async function settledDebts(
  journal: Journal,
  stream: string,
  debts: readonly OpenDebt[],
): Promise<readonly Debt[]> {
  if (debts.length === 0) return []
  const record = await journal.find(stream, SETTLE_ID)
  if (record === undefined) return fail(`stream ${stream} has no settled round`)
  const { input } = (JSON.parse(record.body) as { readonly command: { readonly input: { readonly flow: string[] } } })
    .command
  if (input.flow.length !== debts.length)
    fail(`the settled round has ${input.flow.length} debts instead of ${debts.length}`)
  return debts.map((debt, index) => ({ ...debt, cleared: BigInt(input.flow[index] ?? 0) }))
}

function command(id: string, name: 'open-round' | 'settle-round', input: Planned['input']): Planned {
  return { id, by: CLEARING_HOUSE, at: RECORDED_AT, type: `trade-credit.${name}`, input }
}
