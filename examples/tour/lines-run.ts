import type { Journal } from '@symbolon/adapters'
import { execute, type State } from '@symbolon/core'
import { auditStream } from './audit.js'
import { bringUp } from './bring-up.js'
import { settledDebts } from './clearing-round.js'
import { takeApart } from './cycles.js'
import { type Debt, positions, totals } from './debts.js'
import { fail } from './failure.js'
import { journalNote } from './journal-note.js'
import type { CreditLine, LinesData } from './lines-file.js'
import { debtsOnLines, type Payment, partiesOf, paymentCommand, planLines, planPayments } from './lines-plan.js'
import { linesStream } from './stream-name.js'
import { linesSystem } from './systems.js'
import type { LinesResult, PaymentsResult } from './tour-result.js'

/** How many payments are asked for, and the seed that draws them. */
const PAYMENTS = 20_000
const PAYMENTS_SEED = 1

/**
 * Loads credit lines as bilateral accounts with their limits and balances, pays across them, clears what is owed in one
 * round, and verifies the journal.
 * @param source - Where the lines are from, for people.
 */
export async function runLines(journal: Journal, data: LinesData, source: string): Promise<LinesResult> {
  const { lines, skipped, truncated } = data
  const stream = linesStream(lines)
  const payments = planPayments(lines, PAYMENTS, PAYMENTS_SEED)
  const debts = debtsOnLines(lines, payments)
  const commands = [...planLines(lines), ...payments.map(paymentCommand)]
  const brought = await bringUp(journal, {
    stream,
    system: linesSystem,
    label: 'loading credit lines',
    commands,
    debts,
  })
  const audit = await auditStream(journal, stream, linesSystem)
  const round = await settledDebts(journal, stream, debts)
  return {
    source,
    parties: partiesOf(lines).length,
    lines: lines.length,
    skipped,
    truncated,
    degrees: degreesOf(lines),
    drawn: lines.map(drawnOf),
    payments: paymentsResult(payments, audit.state),
    round: roundResult(round),
    journal: journalNote(stream, brought, audit),
  }
}

/** Payments beyond a line are asked for once more on the final state, which tells their code in every run. */
function paymentsResult(payments: readonly Payment[], state: State): PaymentsResult {
  const within = payments.filter((payment) => payment.within)
  const refused = new Map<string, number>()
  for (const payment of payments) {
    if (payment.within) continue
    const { hopeless: _, ...command } = paymentCommand(payment)
    const outcome = execute(linesSystem, state, command as never)
    if (outcome.status === 'accepted') return fail(`${command.id} was accepted`)
    refused.set(outcome.code, (refused.get(outcome.code) ?? 0) + 1)
  }
  return { accepted: within.length, refused, moved: within.reduce((sum, { amount }) => sum + amount, 0n) }
}

function roundResult(debts: readonly Debt[]): LinesResult['round'] {
  const all = positions(debts)
  const both = all.filter(({ owes, due }) => owes > 0n && due > 0n).length
  return { debts, totals: totals(debts), cycles: takeApart(debts), parties: all.length, both }
}

function degreesOf(lines: readonly CreditLine[]): readonly number[] {
  const degrees = new Map<string, number>()
  for (const { u, v } of lines) for (const party of [u, v]) degrees.set(party, (degrees.get(party) ?? 0) + 1)
  return [...degrees.values()]
}

/** Share of the debtor's limit that is drawn, in hundredths of a per cent; the least that is more than nothing is 1. */
function drawnOf({ lowest, present, highest }: CreditLine): number {
  if (present === 0n) return 0
  const drawn = Number((present * 10_000n) / (present < 0n ? lowest : highest))
  return Math.max(1, drawn)
}
