/** Codes of a {@link RuntimeError}. */
export type RuntimeErrorCode =
  | 'APP_CLOSED'
  | 'STREAM_COMPOSITION'
  | 'STREAM_BROKEN'
  | 'WRITE_CONFLICT'
  | 'APPEND_UNKNOWN'
  | 'SUBSCRIPTION_GAP'

/**
 * An app could not do what it was asked; match it by `code`. A command that is refused is no error but an answer.
 *
 * - `APP_CLOSED`: used after `close` or `upgrade`.
 * - `STREAM_COMPOSITION`: the stream belongs to a composition that the app was not given.
 * - `STREAM_BROKEN`: a stored record is not what its command leads to; `sequence` says which.
 * - `WRITE_CONFLICT`: other writers were first in every attempt. The command is not stored and may be sent again.
 * - `APPEND_UNKNOWN`: the journal failed, and could not say afterwards whether the command is stored. Send it again with
 *   the same id: it is stored once.
 * - `SUBSCRIPTION_GAP`: the journal gave records out of order.
 * @example
 * const send = () => app.execute({ id: 'invoice-7', ...payment })
 * await send().catch((error) => (error.code === 'APPEND_UNKNOWN' ? send() : Promise.reject(error)))
 */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError'
  readonly code: RuntimeErrorCode
  /** Record the error is about. */
  readonly sequence: number | undefined

  constructor(code: RuntimeErrorCode, message: string, options: ErrorOptions & { readonly sequence?: number } = {}) {
    super(message, options)
    this.code = code
    this.sequence = options.sequence
  }
}
