import { describe } from 'vitest'
import { journalRules } from './journal-rules.js'
import type { JournalSuite } from './journal-suite.js'

/**
 * Declares the tests that every journal has to pass, within vitest.
 * @example testJournal({ name: 'mine', supports, open: async () => myJournal() })
 */
export function testJournal(suite: JournalSuite): void {
  describe(`journal: ${suite.name}`, () => {
    journalRules(suite)
  })
}
