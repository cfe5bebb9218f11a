/** The `code` of an error: a SQLSTATE from Postgres, `SQLITE_…` from SQLite; empty when there is none. */
export function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('code' in error)) return ''
  return typeof error.code === 'string' ? error.code : ''
}
