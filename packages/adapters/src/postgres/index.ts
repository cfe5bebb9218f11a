export { type PostgresJournalOptions, postgresJournal } from './postgres-journal.js'
