export { type PgliteClient, pgliteDialect } from './pglite-dialect.js'
export type { SqlDialect } from './schema.js'
export { type SqlJournalOptions, sqlJournal } from './sql-journal.js'
export { cachedStatements, type ExecutingDatabase, namedStatements } from './statement.js'
