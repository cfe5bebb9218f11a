import { describe } from 'vitest'
import { crashRules } from './crash-rules.js'
import { journalRules } from './journal-rules.js'
import type { JournalSuite } from './journal-suite.js'
import { runtimeRules } from './runtime-rules.js'

/**
 * Declares the tests that every journal has to pass, within vitest: order, atomicity, two writers, idempotency, large
 * records, restart, snapshots, tampering, read models, and a process killed in the middle of a load.
 * @param suite - How to open the journal, and which of the features it has; the others show as skipped, with the reason.
 * @returns Nothing: the tests run with those of the file that calls it.
 * @example
 * const supports = { connections: true, restart: true, crash: true, readModels: 'none kept', tampering: 'sealed' } as const
 * testJournal({ name: 'mine', supports, open: async () => myJournal(), writer: { file: 'writer.js', arguments: [] } })
 */
export function testJournal(suite: JournalSuite): void {
  describe(`journal: ${suite.name}`, () => {
    journalRules(suite)
    runtimeRules(suite)
    crashRules(suite)
  })
}
