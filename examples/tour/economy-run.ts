import type { Journal } from '@symbolon/adapters'
import { auditStream } from './audit.js'
import { bringUp } from './bring-up.js'
import { type OpenDebt, provenClearing, settledDebts } from './clearing-round.js'
import { takeApart } from './cycles.js'
import { totals } from './debts.js'
import { networksOf, openDebts, planEconomy, recordedDebts } from './economy-plan.js'
import type { Flow, TradeData } from './flow.js'
import { journalNote } from './journal-note.js'
import { economyStream } from './stream-name.js'
import { economySystem } from './systems.js'
import type { EconomyResult } from './tour-result.js'

/**
 * Records every flow as a trade on a bilateral account, clears what is owed in one round, and verifies the journal.
 * @param source - Where the flows are from, for people.
 */
export async function runEconomy(journal: Journal, data: TradeData, source: string): Promise<EconomyResult> {
  const { flows, skipped } = data
  const stream = economyStream(flows)
  const debts = openDebts(flows)
  const commands = [...planEconomy(flows)]
  const brought = await bringUp(journal, { stream, system: economySystem, label: 'recording trade', commands, debts })
  const audit = await auditStream(journal, stream, economySystem)
  const round = await settledDebts(journal, stream, debts)
  const recorded = recordedDebts(flows, round)
  return {
    source,
    networks: networksOf(flows).length,
    importers: new Set(flows.map(({ importer }) => importer)).size,
    trades: flows.length,
    skipped,
    recorded,
    round,
    recordedTotals: totals(recorded),
    roundTotals: totals(round),
    asInvoices: provenClearing(flows.map(invoiceOf)).cleared,
    cycles: takeApart(round),
    journal: journalNote(stream, brought, audit),
  }
}

function invoiceOf({ importer, exporter, amount }: Flow): OpenDebt {
  return { debtor: importer, creditor: exporter, amount }
}
