export { openSqlite, type SqliteJournalOptions, sqliteJournal } from './sqlite-journal.js'
