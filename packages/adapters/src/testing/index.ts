export type { JournalFeature, JournalSuite, ReadModels, Tampering } from './journal-suite.js'
export { testJournal } from './test-journal.js'
