import { type AnyCommand, type AnyInstance, type Decision, decode, type Rejected } from '@symbolon/core'
import { nextTurn } from '../journal/coalesce.js'
import type { Claim, Journal, JournalRecord } from '../journal/journal.js'
import type { Answer, Stored } from './app.js'
import { contentOf } from './content.js'
import { type Decided, decideBatch, givenId, type RefusedAhead, type Source, type Waiting } from './decide.js'
import { RuntimeError } from './error.js'
import type { Lane } from './lane.js'
import { catchUp } from './load.js'
import { modelsOf } from './models.js'
import type { Replica } from './replica.js'
import { isSameCommand } from './same-command.js'

/** What a writer works with. */
export interface WriterOptions {
  readonly replica: Replica
  readonly journal: Journal
  readonly lane: Lane
  /** Clock in whole seconds, and ids for commands that bring none. */
  readonly now: () => number
  readonly id: () => string
  /** How often a command is decided again before its sender is told to try later. */
  readonly attempts: number
  /** Told how many records were stored. */
  readonly onStored: (records: readonly JournalRecord[]) => void
}

/** Commands in, answers out; see {@link createWriter}. */
export interface Writer {
  write(source: Source): Promise<Answer<AnyInstance>>
  /** Waits until nothing waits. */
  drain(): Promise<void>
}

/** Most commands of one append. */
const BATCH = 2048

/**
 * Group commit on one stream: all commands that wait while an append is under way are decided together and stored in the
 * next one. When others were first the batch is taken back, what they stored is taken in, and it is decided again.
 */
export function createWriter(options: WriterOptions): Writer {
  const { replica, journal, lane, now, attempts, onStored } = options
  const { stream } = replica
  let waiting: Waiting[] = []
  let scheduled = false

  function schedule(): void {
    if (scheduled || waiting.length === 0) return
    scheduled = true
    lane.run(flush).catch(() => undefined)
  }

  async function flush(): Promise<void> {
    scheduled = false
    let batch: readonly Waiting[] = waiting.splice(0, BATCH)
    for (let attempt = 1; batch.length > 0; attempt++) {
      const { decided, left } = decideBatch(replica, batch, journal.limits, now)
      if (left.length > 0) waiting = [...left, ...waiting]
      batch = await storeAll(decided, attempt)
    }
    schedule()
  }

  /** Stores what was decided and answers; returns what has to be decided again. */
  async function storeAll(decided: readonly Decided[], attempt: number): Promise<readonly Waiting[]> {
    let stored = false
    let failure: unknown
    try {
      stored = await append(decided)
    } catch (error) {
      failure = error ?? new Error('no reason given')
    }
    if (!stored) return decideAgain(decided, attempt, failure)
    await answerAll(decided)
    return []
  }

  /** Whether the records are stored. With nothing to store: whether the refusals were decided at the journal's head. */
  async function append(decided: readonly Decided[]): Promise<boolean> {
    const accepted = decided.filter((one) => one.kind === 'accepted')
    const last = accepted.at(-1)
    if (!last) {
      if (decided.length === 0) return true
      const { sequence, hash } = await journal.head(stream)
      return sequence === replica.head.sequence && hash === replica.head.hash
    }
    const records = accepted.map(({ record }) => record)
    const models = modelsOf(
      journal,
      accepted.map(({ decision }) => decision),
    )
    const claim: Claim = { stream, expected: replica.head, records, ...models }
    const won = await journal.append([claim])
    if (!won.has(stream)) return false
    replica.commit({ sequence: last.record.sequence, hash: last.record.hash })
    onStored(records)
    return true
  }

  async function answerAll(decided: readonly Decided[]): Promise<void> {
    const refused: RefusedAhead[] = []
    for (const one of decided) {
      if (one.kind === 'accepted') one.entry.resolve(storedAnswer(one.record, one.decision))
      else if (one.kind === 'repeated') one.entry.resolve(repeatedAnswer(one.command, one.first, one.record))
      else refused.push(one)
    }
    // A refused command may be the retry of one that was stored: then its first record is the answer.
    await Promise.all(
      refused.map(async ({ entry, command, refusal }) => {
        try {
          const known = await findStored(entry, command, refusal)
          entry.resolve((known ?? refusal) as Answer<AnyInstance>)
        } catch (error) {
          entry.reject(error)
        }
      }),
    )
  }

  async function findStored(
    { id }: Waiting,
    command: AnyCommand | undefined,
    refusal?: Rejected,
  ): Promise<Answer<AnyInstance> | undefined> {
    // A malformed id can't be stored, and an id made here a moment ago isn't.
    if (command === undefined || id !== undefined || refusal?.code === 'COMMAND_MALFORMED') return undefined
    const record = await journal.find(stream, command.id)
    return record && answerFrom(command, record)
  }

  /** The answer that a stored record is to a command under its id. */
  function answerFrom(command: AnyCommand, record: JournalRecord): Answer<AnyInstance> {
    const { at, command: stored } = contentOf(record)
    const decoded = decode<AnyInstance>(replica.system, { at, ...stored })
    return repeatedAnswer(command, decoded.status === 'decoded' ? decoded.command : undefined, record)
  }

  /** After a lost or failed append: back to the head, on to the journal's, and out with what turns out to be stored. */
  async function decideAgain(
    decided: readonly Decided[],
    attempt: number,
    failure: unknown,
  ): Promise<readonly Waiting[]> {
    const taken = new Map<string, JournalRecord>()
    try {
      replica.rollback()
      if (failure !== undefined || attempt > 1) await pause(attempt, failure)
      await catchUp(replica, journal, (records) => {
        for (const record of records) taken.set(record.command, record)
      })
    } catch (error) {
      for (const { entry } of decided) entry.reject(unknown(failure ?? error, error))
      return []
    }
    // What an append of ours has stored is among what was taken in. Lost to nobody: an id stands further back.
    const search = failure === undefined && taken.size === 0
    const left = await Promise.all(
      decided.map(async ({ entry, ...one }): Promise<Waiting | undefined> => {
        try {
          const record = one.command && taken.get(one.command.id)
          const refusal = one.kind === 'rejected' ? one.refusal : undefined
          const known =
            one.command && record
              ? answerFrom(one.command, record)
              : search && (await findStored(entry, one.command, refusal))
          if (known) entry.resolve(known)
          else if (attempt < attempts) return entry
          else entry.reject(failure === undefined ? conflict(stream, attempts) : unknown(failure, failure))
        } catch (error) {
          entry.reject(unknown(failure ?? error, error))
        }
        return undefined
      }),
    )
    return left.filter((entry) => entry !== undefined)
  }

  return {
    write: (source) =>
      new Promise((resolve, reject) => {
        const id = givenId(source) === undefined ? options.id() : undefined
        waiting.push({ source, id, resolve, reject })
        schedule()
      }),
    drain: async () => {
      while (scheduled || waiting.length > 0) await lane.run(() => undefined)
    },
  }
}

function storedAnswer(record: JournalRecord, { at, events }: Decision): Stored {
  const { command: id, sequence } = record
  return {
    status: 'accepted',
    id,
    sequence,
    at,
    record,
    repeated: false,
    events: events as NonNullable<Stored['events']>,
  }
}

function repeatedAnswer(
  command: AnyCommand,
  first: AnyCommand | undefined,
  record: JournalRecord,
): Answer<AnyInstance> {
  if (first === undefined || !isSameCommand(command, first)) {
    return { status: 'rejected', code: 'COMMAND_CONFLICT', details: { sequence: record.sequence } }
  }
  const { command: id, sequence } = record
  return { status: 'accepted', id, sequence, at: Number(contentOf(record).at), record, repeated: true }
}

/** Uneven, so that writers don't meet again and again; longer when the journal itself failed. */
async function pause(attempt: number, failure: unknown): Promise<void> {
  const longest = Math.min(1000, (failure === undefined ? 1 : 20) * 2 ** attempt)
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longest))
  await nextTurn()
}

function conflict(stream: string, attempts: number): RuntimeError {
  return new RuntimeError('WRITE_CONFLICT', `other writers were first on stream ${stream}, ${attempts} times in a row`)
}

function unknown(failure: unknown, cause: unknown): unknown {
  if (failure instanceof RuntimeError) return failure
  const text = failure instanceof Error ? failure.message : String(failure)
  return new RuntimeError('APPEND_UNKNOWN', `the journal failed: ${text}; send the command again with its id`, {
    cause,
  })
}
