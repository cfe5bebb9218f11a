export type { JournalFeature, JournalSuite, ReadModels, Tampering, WriterProgram } from './journal-suite.js'
export { testJournal } from './test-journal.js'
export { writeUntilKilled } from './write-until-killed.js'
