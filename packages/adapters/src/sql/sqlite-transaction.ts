import { type Kysely, sql } from 'kysely'
import { JournalError } from '../journal/error.js'
import { codeOf } from './error-code.js'

/**
 * Runs statements in a transaction that takes the write lock at its start, again from the start while another connection
 * holds it.
 * @throws {JournalError} `JOURNAL_BUSY` when it stays held.
 */
export function immediately<Database, Result>(
  db: Kysely<Database>,
  run: (connection: Kysely<Database>) => Promise<Result>,
): Promise<Result> {
  return retryBusy(() =>
    db.connection().execute(async (connection) => {
      await sql.raw(BEGIN).execute(connection)
      try {
        const result = await run(connection)
        await sql`/* symbolon:commit */ commit`.execute(connection)
        return result
      } catch (error) {
        await sql`/* symbolon:rollback */ rollback`.execute(connection).catch(() => undefined)
        throw error
      }
    }),
  )
}

/** The statement that starts a transaction of {@link immediately}. */
export const BEGIN = 'begin immediate'

/** Longest that a writer waits for the others of a SQLite file, milliseconds. */
const PATIENCE = 15_000

/**
 * Runs a SQLite transaction again while another connection holds the file. Waiting inside SQLite would block the event
 * loop, and with it a holder in this very process.
 * @throws {JournalError} `JOURNAL_BUSY` when the file stays held.
 */
export async function retryBusy<Result>(run: () => Promise<Result>): Promise<Result> {
  const start = performance.now()
  for (let attempt = 0; ; attempt++) {
    try {
      return await run()
    } catch (error) {
      if (!isBusy(error)) throw error
      if (performance.now() - start > PATIENCE) {
        throw new JournalError('JOURNAL_BUSY', 'another connection keeps the file locked', { cause: error })
      }
      // Uneven pauses, so that two writers don't meet again and again.
      const longest = Math.min(50, 2 ** attempt)
      await new Promise((resolve) => setTimeout(resolve, 0.5 + Math.random() * longest))
    }
  }
}

function isBusy(error: unknown): boolean {
  const code = codeOf(error)
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')
}
