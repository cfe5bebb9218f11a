export { type PgliteClient, pgliteDialect } from './pglite-dialect.js'
export type { SqlDialect } from './schema.js'
export { type SqlJournalOptions, sqlJournal } from './sql-journal.js'
export { cachedStatements, namedStatements } from './statement.js'
