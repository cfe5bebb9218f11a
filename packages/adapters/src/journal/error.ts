/** Codes of a {@link JournalError}. */
export type JournalErrorCode =
  | 'CLAIM_INVALID'
  | 'RECORD_TOO_LARGE'
  | 'JOURNAL_BUSY'
  | 'JOURNAL_CLOSED'
  | 'JOURNAL_LOCKED'
  | 'JOURNAL_DURABILITY'
  | 'JOURNAL_SCHEMA'
  | 'JOURNAL_FORBIDDEN'
  | 'INBOX_OVERDUE'

/**
 * A journal could not do what it was asked; match it by `code`. Drivers throw errors of their own beside these.
 *
 * - `CLAIM_INVALID`: a claim that no journal accepts (gaps, two claims on a stream, NUL, lone surrogate, line feed).
 * - `RECORD_TOO_LARGE`: a body above `limits.maxRecordBytes`.
 * - `JOURNAL_BUSY`: another writer held the store for too long; whether an append was done is unknown.
 * - `JOURNAL_CLOSED`: used after `close`.
 * - `JOURNAL_LOCKED`: another process has the folder open.
 * - `JOURNAL_DURABILITY`: the server is set to keep less than the journal states.
 * - `JOURNAL_SCHEMA`: the tables were written by a newer version.
 * - `JOURNAL_FORBIDDEN`: this account may not write.
 * - `INBOX_OVERDUE`: commands offered to the stream's inbox have to be taken first.
 * @example await journal.head('marlin').catch((error) => console.error(error.code))
 */
export class JournalError extends Error {
  override readonly name = 'JournalError'
  readonly code: JournalErrorCode

  constructor(code: JournalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
