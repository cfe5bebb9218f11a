import { describe } from 'vitest'
import { crashRules } from './crash-rules.js'
import { journalRules } from './journal-rules.js'
import type { JournalSuite } from './journal-suite.js'
import { runtimeRules } from './runtime-rules.js'

/**
 * Declares the tests that every journal has to pass, within vitest.
 * @example testJournal({ name: 'mine', supports, open: async () => myJournal() })
 */
export function testJournal(suite: JournalSuite): void {
  describe(`journal: ${suite.name}`, () => {
    journalRules(suite)
    runtimeRules(suite)
    crashRules(suite)
  })
}
