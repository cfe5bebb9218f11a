import { PGlite } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import type { Journal } from '../journal/journal.js'
import { nativeHash } from '../node/native-hash.js'
import { pgliteDialect } from '../sql/pglite-dialect.js'
import { sqlJournal } from '../sql/sql-journal.js'
import { lockFolder } from './folder-lock.js'

/** Where a {@link pgliteJournal} lives. */
export interface PgliteJournalOptions {
  /** Folder of the data, created when missing; in memory without one. */
  readonly folder?: string
  /** Longest body in UTF-8 bytes; 16 MiB by default. */
  readonly maxRecordBytes?: number
}

/**
 * A journal on PGlite, Postgres inside this process: for trying out the Postgres dialect. On disk it survives a killed
 * process but not a power cut, since PGlite never syncs; take `sqliteJournal` where that matters. A folder belongs to
 * one process at a time. In browsers, give {@link sqlJournal} a {@link pgliteDialect}.
 * @param options - Where it lives; in memory when nothing is said.
 * @returns The journal, once PGlite has started. `close` ends PGlite and gives the folder back.
 * @throws {JournalError} `JOURNAL_LOCKED` when the folder is open elsewhere.
 * @throws {TypeError} when the folder is empty or an address (`memory://…`, `idb://…`).
 * @example const journal = await pgliteJournal({ folder: 'marlin' })
 */
export async function pgliteJournal(options: PgliteJournalOptions = {}): Promise<Journal> {
  const { folder, maxRecordBytes = 16 * 2 ** 20 } = options
  if (folder === '' || folder?.includes('://')) throw new TypeError(`${JSON.stringify(folder)} is no path of a folder`)
  const unlock = folder === undefined ? () => undefined : lockFolder(folder)
  try {
    const client = await (folder === undefined ? PGlite.create() : PGlite.create(folder))
    const db = new Kysely<unknown>({ dialect: pgliteDialect(client) })
    return sqlJournal(db, {
      name: 'pglite',
      maxRecordBytes,
      hash: nativeHash,
      onClose: async () => {
        await client.close()
        unlock()
      },
    })
  } catch (error) {
    unlock()
    throw error
  }
}
