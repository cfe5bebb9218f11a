import type {
  AnyInstance,
  CommandOf,
  CommandSignature,
  EventOf,
  Rejected,
  RejectionOf,
  System,
  SystemView,
  Verified,
} from '@symbolon/core'
import type { Head, JournalRecord } from '../journal/journal.js'
import type { StreamNotVerified } from './verify-stream.js'

/**
 * Codes with which the runtime itself refuses, in order of precedence: `COMMAND_CONFLICT` comes before all codes of the
 * system, `RECORD_TOO_LARGE` after them.
 * Spec: conventions.md#precedence.
 */
export const runtimeRejections = ['COMMAND_CONFLICT', 'RECORD_TOO_LARGE'] as const

/**
 * - `COMMAND_CONFLICT`: a command with this id and another `by`, `type` or `input` is stored, whatever else is wrong with
 *   this one; `details.sequence` is its record.
 * - `RECORD_TOO_LARGE`: the record is longer than the journal takes, `details.maxRecordBytes` bytes. Nothing changed.
 */
export type RuntimeRejection = (typeof runtimeRejections)[number]

/** A command as an app takes it: without an id it gets a random one, without a time the app's. */
export type CommandInput<M extends AnyInstance> = WithoutOrigin<CommandOf<M>>
type WithoutOrigin<Command> = Command extends { readonly id: string; readonly at: number }
  ? Omit<Command, 'id' | 'at'> & { readonly id?: string; readonly at?: number }
  : never

/** A command that is stored: its record is in the journal, at the journal's durability. */
export interface Stored<M extends AnyInstance = AnyInstance> {
  readonly status: 'accepted'
  readonly id: string
  readonly sequence: number
  /** Whole seconds. */
  readonly at: number
  readonly record: JournalRecord
  /** Whether it had been stored before, and this call changed nothing. */
  readonly repeated: boolean
  /** What was computed. Absent when repeated; {@link contentOf} reads it from the record. */
  readonly events?: readonly EventOf<M>[]
}

/** What an app answers to a command. */
export type Answer<M extends AnyInstance> = Stored<M> | Rejected<RejectionOf<M> | RuntimeRejection>

/** Who upgrades a stream; id and time as for a command. */
export interface UpgradeInput {
  readonly by: string
  readonly id?: string
  readonly at?: number
  readonly signature?: CommandSignature
}

/** A subscription under way. */
export interface Subscription {
  /** Resolves once it has ended, rejects with what the journal or the listener threw. */
  readonly done: Promise<void>
  /** Ends it; resolves when the listener is no longer running. */
  close(): Promise<void>
}

/** How a stream is followed. */
export interface SubscribeOptions {
  /**
   * Sequence of the last record already known, a whole number ≥ 0: 0 starts with the first, the default after the present
   * head.
   */
  readonly after?: number
  /** Ends the subscription. */
  readonly signal?: AbortSignal
}

/**
 * A system on a stream of a journal. Methods reject with {@link RuntimeError}s (`APP_CLOSED` once it is closed) and with
 * the journal's errors; a command that is refused is an answer and no error.
 */
export interface App<M extends AnyInstance = AnyInstance> {
  readonly stream: string
  readonly system: System<M>
  /** Last record this app knows of. */
  readonly head: Head
  /**
   * Decides a command, stores it, and answers then. Commands that arrive while others are being stored share their
   * append. A command whose id is stored already is answered with its first record, whatever happened since and
   * whatever is wrong with it now, if `by`, `type` and `input` are those of the record.
   * @throws {RuntimeError} when the journal fails or other writers are always first; and whatever a mechanism throws by
   * mistake, which fails no other command.
   * @example await app.execute({ by: 'alice', type: 'bridge.request', input: { amount: 900n } })
   */
  execute(command: CommandInput<M>): Promise<Answer<M>>
  /**
   * The same for a command in JSON (parsed; every integer a decimal string), as it comes from outside. Its time is the
   * app's, whatever it says: whoever could set it ahead would stop the stream for everybody.
   * @param json - What `JSON.parse` gave; anything at all is answered with a code.
   * @example await app.submit({ id: '1', by: 'alice', type: 'bridge.request', input: { amount: '900' } })
   */
  submit(json: unknown): Promise<Answer<M>>
  /**
   * Takes the commands in the stream's inbox, in order; each is stored with what became of it. An app does so by itself
   * where the journal has an inbox, see `offersEvery` of `open`.
   * Spec: kernel.md#inbox.
   * @returns How many were taken meanwhile, by this app or another.
   * @example await app.takeOffers()
   */
  takeOffers(): Promise<number>
  /**
   * Reads of the state after all commands this app has answered. Use it before the next `await`, after which the state
   * may have moved on.
   * @example (await app.view()).balance(available('alice', 'MPOND'))
   */
  view(): Promise<SystemView<M>>
  /**
   * Takes in what other writers have stored. Commands do so themselves where it matters.
   * @returns The head then.
   */
  refresh(): Promise<Head>
  /**
   * Calls the listener with each record, in order, also those of other writers, one at a time (a promise it returns is
   * waited for).
   * @throws {RangeError} at once, when `after` is no whole number ≥ 0.
   * @example const { close } = app.subscribe((record) => console.log(record.sequence), { after: 0 })
   */
  subscribe(listener: (record: JournalRecord) => void | Promise<void>, options?: SubscribeOptions): Subscription
  /**
   * The records in order, from any writer; waits for the next at the end.
   * @throws {RangeError} at once, when `after` is no whole number ≥ 0.
   * @example for await (const { sequence, body } of app.records({ after: 0 })) console.log(sequence, body)
   */
  records(options?: SubscribeOptions): AsyncGenerator<JournalRecord, void, void>
  /**
   * Re-executes the whole journal of the stream and compares every record, and the state that this app goes on with: a
   * snapshot is trusted when the app is opened, and found out here.
   * @returns `verified`, or the first record that isn't right with a code; `SNAPSHOT_DIFFERS` when all are right and
   * lead to another state at this app's head.
   * @example if ((await app.verify()).status === 'rejected') throw new Error('do not go on with this stream')
   */
  verify(options?: {
    readonly onProgress?: (done: number, total: number) => void
  }): Promise<Verified | StreamNotVerified>
  /** Keeps the present state, so that opening needs only the records after it. */
  snapshot(): Promise<void>
  /**
   * Switches the stream to another composition. This app answers no more then; go on with the one returned. An upgrade
   * that is stored already (its id, `by` and composition) is answered with its first record.
   * @returns The record and the app of the new system, or the refusal.
   * @throws {RuntimeError} as `execute`; `STREAM_COMPOSITION` when the stream has been switched to yet another one since.
   */
  upgrade<N extends AnyInstance>(
    next: System<N>,
    upgrade: UpgradeInput,
  ): Promise<(Stored<N> & { readonly app: App<N> }) | Rejected>
  /**
   * Answers what was given before, keeps a snapshot, ends the subscriptions. The journal stays open: apps of other
   * streams may be using it.
   */
  close(): Promise<void>
}
