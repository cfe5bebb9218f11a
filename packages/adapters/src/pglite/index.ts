export { type PgliteJournalOptions, pgliteJournal } from './pglite-journal.js'
