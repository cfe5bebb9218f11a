import { type AnyInstance, type Decision, offeredCommand, view as viewOf } from '@symbolon/core'
import type { Claim, Journal, JournalRecord } from '../journal/journal.js'
import type { Answer, Stored } from './app.js'
import { appendUnknown, pause, writeConflict } from './attempts.js'
import {
  type Decided,
  decideBatch,
  type FailedAhead,
  givenId,
  idOf,
  type RefusedAhead,
  type RepeatedAhead,
  type Source,
  type Waiting,
} from './decide.js'
import type { Lane } from './lane.js'
import { catchUp } from './load.js'
import { modelsOf } from './models.js'
import type { Replica } from './replica.js'
import { isSameCommand } from './same-command.js'
import { repeatedAnswer, storedCommands } from './stored-commands.js'

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
  /** Takes what is in the stream's inbox; answers with how many it was. */
  takeOffers(): Promise<number>
  /** Waits until nothing waits. */
  drain(): Promise<void>
}

/** Offers that are taken at once. */
const OFFERS = 64

/** Most commands of one append. */
const BATCH = 2048

/**
 * Group commit on one stream: all commands that wait while an append is under way are decided together and stored in the
 * next one. When others were first the batch is taken back, what they stored is taken in, and it is decided again.
 */
export function createWriter(options: WriterOptions): Writer {
  const { replica, journal, lane, now, attempts, onStored } = options
  const { stream } = replica
  const stored = storedCommands(replica, journal)
  let waiting: Waiting[] = []
  let scheduled = false
  let overdue = false

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
      // The journal takes nothing else before.
      if (overdue) batch = [...(await offersFirst(batch)), ...batch]
      overdue = false
    }
    schedule()
  }

  /** Stores what was decided and answers; returns what has to be decided again. */
  async function storeAll(decided: readonly Decided[], attempt: number): Promise<readonly Waiting[]> {
    let done = false
    let failure: unknown
    try {
      done = await append(decided)
    } catch (error) {
      failure = error ?? new Error('no reason given')
      overdue = (failure as { readonly code?: unknown }).code === 'INBOX_OVERDUE'
    }
    if (!done) return decideAgain(decided, attempt, failure)
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
    const refused: (RefusedAhead | FailedAhead)[] = []
    for (const one of decided) {
      if (one.kind === 'accepted') one.entry.resolve(storedAnswer(one.record, one.decision))
      else if (one.kind === 'repeated') one.entry.resolve(sameBatchAnswer(one))
      else refused.push(one)
    }
    await Promise.all(refused.map(answerRefused))
  }

  /** Whatever is wrong with a command, one whose id is known is answered by what is stored under it. */
  async function answerRefused(one: RefusedAhead | FailedAhead): Promise<void> {
    const { entry } = one
    try {
      // An id made here a moment ago isn't looked for.
      const record = entry.id === undefined ? await stored.find(idOf(entry)) : undefined
      if (record) entry.resolve(answerFrom(entry, record))
      else if (one.kind === 'rejected') entry.resolve(one.refusal as Answer<AnyInstance>)
      else entry.reject(one.error)
    } catch (error) {
      entry.reject(error)
    }
  }

  /** The answer that a stored record is to a command under its id. */
  function answerFrom({ source }: Waiting, record: JournalRecord): Answer<AnyInstance> {
    return stored.answer(source, record) ?? conflictWith(record)
  }

  /** After a lost or failed append: back to the head, on to the journal's, and out with what turns out to be stored. */
  async function decideAgain(
    decided: readonly Decided[],
    attempt: number,
    failure: unknown,
  ): Promise<readonly Waiting[]> {
    const taken = new Map<unknown, JournalRecord>()
    try {
      replica.rollback()
      if (failure !== undefined || attempt > 1) await pause(attempt, failure)
      await catchUp(replica, journal, (records) => {
        for (const record of records) taken.set(record.command, record)
      })
    } catch (error) {
      for (const { entry } of decided) entry.reject(appendUnknown(failure ?? error, error))
      return []
    }
    // What an append of ours has stored is among what was taken in. Lost to nobody: an id stands further back.
    const search = failure === undefined && taken.size === 0
    const left = await Promise.all(
      decided.map(async ({ entry }): Promise<Waiting | undefined> => {
        const id = idOf(entry)
        try {
          const record = taken.get(id) ?? (search ? await stored.find(id) : undefined)
          if (record) entry.resolve(answerFrom(entry, record))
          else if (attempt < attempts) return entry
          else entry.reject(failure === undefined ? writeConflict(stream, attempts) : appendUnknown(failure, failure))
        } catch (error) {
          entry.reject(appendUnknown(failure ?? error, error))
        }
        return undefined
      }),
    )
    return left.filter((entry) => entry !== undefined)
  }

  function takenOffers(): number {
    return viewOf(replica.system, replica.session.state()).offersTaken
  }

  /** What is in the inbox after the replica's head. */
  async function offered(): Promise<readonly Source[]> {
    const offers = (await journal.offers?.(stream, takenOffers(), OFFERS)) ?? []
    return Promise.all(
      offers.map(async (offer) => {
        const command = offeredCommand(offer.command, 0)
        const known = !('code' in command) && (await stored.find(command.id)) !== undefined
        return { kind: 'offer', offer, known } as const
      }),
    )
  }

  /** Offers that go before a batch which the journal has refused for their sake; those already in it stay where they are. */
  async function offersFirst(batch: readonly Waiting[]): Promise<readonly Waiting[]> {
    if (batch.length === 0 || batch.some(({ source }) => source.kind === 'offer')) return []
    const ignored = () => undefined
    const sources = await offered().catch(() => [])
    return sources.map((source) => ({ source, id: options.id(), resolve: ignored, reject: ignored }))
  }

  function write(source: Source): Promise<Answer<AnyInstance>> {
    return new Promise((resolve, reject) => {
      const id = givenId(source) === undefined ? options.id() : undefined
      waiting.push({ source, id, resolve, reject })
      schedule()
    })
  }

  async function takeOffers(): Promise<number> {
    const before = await lane.run(takenOffers)
    for (let attempt = 1; ; attempt++) {
      const sources = await lane.run(offered)
      if (sources.length === 0) return (await lane.run(takenOffers)) - before
      const answers = await Promise.all(sources.map(write))
      if (answers.some(({ status }) => status === 'accepted')) attempt = 0
      // Others took them first; or an id came in between, and is known now.
      else if (attempt >= attempts) throw writeConflict(stream, attempts)
      await lane.run(() => catchUp(replica, journal))
    }
  }

  return {
    write,
    takeOffers,
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

function sameBatchAnswer({ command, first, record }: RepeatedAhead): Answer<AnyInstance> {
  return isSameCommand(command, first) ? repeatedAnswer(record) : conflictWith(record)
}

function conflictWith({ sequence }: JournalRecord): Answer<AnyInstance> {
  return { status: 'rejected', code: 'COMMAND_CONFLICT', details: { sequence } }
}
