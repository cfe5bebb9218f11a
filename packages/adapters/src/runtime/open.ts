import { type AnyInstance, digest, isId, type RecordHash, type System, view as viewOf } from '@symbolon/core'
import type { Journal, JournalRecord } from '../journal/journal.js'
import type { Answer, App, Stored, SubscribeOptions, Subscription, UpgradeInput } from './app.js'
import type { Source } from './decide.js'
import { RuntimeError } from './error.js'
import { follow } from './follow.js'
import { createLane } from './lane.js'
import { catchUp, found, load } from './load.js'
import { createReplica, type Replica } from './replica.js'
import { type Kept, keepSnapshots } from './snapshots.js'
import { storeUpgrade } from './upgrade.js'
import { verifyStream } from './verify-stream.js'
import { createWriter } from './writer.js'

/** What {@link open} takes. */
export interface OpenOptions<M extends AnyInstance> {
  /** The composition in force; a stream without records begins with it. */
  readonly system: System<M>
  /** Compositions the stream has had before, or may be switched to by others. */
  readonly systems?: readonly System[]
  /** Where the records are; stays open when the app is closed. */
  readonly journal: Journal
  /** Name of the stream, an id of the core. */
  readonly stream: string
  /** Clock in whole seconds; the machine's by default. The time of a record is never before that of the one before. */
  readonly now?: () => number
  /** Makes ids for commands that bring none, each once: a repeated one is a known id. Random by default. */
  readonly id?: () => string
  /**
   * Records between two snapshots; 0 keeps none. By default as many as weigh what the last snapshot does, at least
   * 10,000, so that snapshots never cost more than the records.
   */
  readonly snapshotEvery?: number
  /** How often a command is decided before its sender is told that others were always first, ≥ 1; 16 by default. */
  readonly attempts?: number
  /** Milliseconds within which subscriptions notice what other processes have stored; 250 by default. */
  readonly pollEvery?: number
  /** Milliseconds between looks into the inbox, where the journal has one; 10,000 by default, 0 leaves it to `takeOffers`. */
  readonly offersEvery?: number
  /** SHA-256 of the platform for records; the journal's by default, else the portable one. */
  readonly hash?: RecordHash
  /** Told the last record replayed and the number of records, while a long stream is opened. */
  readonly onProgress?: (done: number, total: number) => void
  /** Told of what fails in the background (keeping a snapshot); nothing is lost by it. */
  readonly onError?: (error: unknown) => void
}

/**
 * Opens a system on a stream: begins it when it has no records, else replays it from its snapshot, comparing every
 * record with what its command leads to. The snapshot itself is trusted; `verify` finds out one that was changed.
 * Spec: kernel.md#execution, kernel.md#verification.
 * @param options - System, journal and stream; all else has a default.
 * @returns The app, at the stream's last record. Any number of apps and processes may have one stream open.
 * @throws {TypeError} when the stream's name is no id.
 * @throws {RuntimeError} `STREAM_COMPOSITION` when the stream belongs to another composition, `STREAM_BROKEN` when a
 * record was changed.
 * @throws {JournalError} and what its driver throws, when the journal fails.
 * @example
 * const app = await open({ system, journal: memoryJournal(), stream: 'marlin' })
 * const answer = await app.execute({ by: 'alice', type: 'bridge.request', input: { amount: 900n } })
 * if (answer.status === 'rejected') console.log(answer.code)
 */
export async function open<M extends AnyInstance>(options: OpenOptions<M>): Promise<App<M>> {
  const { system, systems = [], journal, stream, now = clock, hash = journal.hash } = options
  if (!isId(stream)) throw new TypeError(`a stream is named by an id, not by ${JSON.stringify(stream)}`)
  const replica = createReplica(stream, [system, ...systems], hash)
  const kept = await load(replica, journal, options.onProgress)
  if (replica.head.sequence === 0) await found(replica, journal, system, now())
  if (replica.system.hash !== system.hash) {
    const message = `stream ${stream} is at another composition than the system it is opened with`
    throw new RuntimeError('STREAM_COMPOSITION', message, { sequence: replica.head.sequence })
  }
  return createApp(options, replica, kept)
}

function clock(): number {
  return Math.floor(Date.now() / 1000)
}

function createApp<M extends AnyInstance>(options: OpenOptions<M>, replica: Replica, kept: Kept): App<M> {
  const { system, journal, stream, now = clock, id = () => crypto.randomUUID() } = options
  const { attempts = 16, pollEvery = 250, hash = journal.hash, snapshotEvery, onError = () => undefined } = options
  const { offersEvery = 10_000 } = options
  const lane = createLane()
  const ending = new AbortController()
  const wakes = new Set<() => void>()
  const subscriptions = new Set<Subscription>()
  const snapshots = keepSnapshots(replica, journal, snapshotEvery, kept)
  const writer = createWriter({ replica, journal, lane, now, id, attempts, onStored })
  let closed: string | undefined
  const inbox = journal.offers && offersEvery > 0 ? setInterval(look, offersEvery) : undefined
  // Whoever forgets to close an app can still end.
  ;(inbox as { unref?: () => void } | undefined)?.unref?.()
  let looking = false

  /** One look at a time; what fails is told, and tried again at the next. */
  function look(): void {
    if (looking) return
    looking = true
    writer
      .takeOffers()
      .catch(onError)
      .finally(() => {
        looking = false
      })
  }

  function onStored(records: readonly JournalRecord[]): void {
    for (const wake of wakes) wake()
    if (snapshots.isDue(records)) lane.run(snapshots.take).catch(onError)
  }

  function demandOpen(): void {
    if (closed !== undefined) throw new RuntimeError('APP_CLOSED', `the app on stream ${stream} ${closed}`)
  }

  async function write(source: Source): Promise<Answer<M>> {
    demandOpen()
    return (await writer.write(source)) as Answer<M>
  }

  async function endSubscriptions(): Promise<void> {
    ending.abort()
    await Promise.all([...subscriptions].map(({ close }) => close()))
  }

  function followed(
    { after = replica.head.sequence, signal }: SubscribeOptions,
    own?: AbortSignal,
  ): AsyncGenerator<JournalRecord, void, void> {
    demandOpen()
    if (!Number.isSafeInteger(after) || after < 0) throw new RangeError(`after: ${after} is no whole number ≥ 0`)
    const signals = [ending.signal, signal, own].filter((one) => one !== undefined)
    return follow(journal, stream, { after, pollEvery, signal: AbortSignal.any(signals) }, wakes)
  }

  function subscribe(listener: Listener, how: SubscribeOptions = {}): Subscription {
    const own = new AbortController()
    const done = listen(followed(how, own.signal), listener)
    const close = async () => {
      own.abort()
      await done.catch(() => undefined)
    }
    const subscription: Subscription = { done, close }
    subscriptions.add(subscription)
    // An error that nobody looks for in `done` is still told, and ends no process.
    done.catch(onError).finally(() => subscriptions.delete(subscription))
    return subscription
  }

  async function upgrade<N extends AnyInstance>(next: System<N>, { by, at, signature, ...given }: UpgradeInput) {
    demandOpen()
    closed = 'is being upgraded'
    try {
      await writer.drain()
      // An upgrade can't be stored while an offer is overdue.
      if (journal.offers) await writer.takeOffers()
      const envelope = { by, id: given.id ?? id(), ...(signature ? { signature } : {}) }
      const timed = () => ({ ...envelope, at: at ?? Math.max(now(), replica.session.at) })
      replica.learn(next)
      const stored = await lane.run(() => storeUpgrade(replica, journal, next, attempts, timed))
      if (stored.status === 'rejected') return stored
      closed = 'has been upgraded'
      clearInterval(inbox)
      await endSubscriptions()
      const { onProgress: _, ...rest } = options
      const app = createApp<N>({ ...rest, system: next, systems: replica.systems }, replica, kept)
      return { ...(stored as Stored<N>), app }
    } finally {
      if (closed === 'is being upgraded') closed = undefined
    }
  }

  return {
    stream,
    system,
    get head() {
      return replica.head
    },
    execute: (command) => write({ kind: 'command', command }),
    submit: (json) => write({ kind: 'json', json }),
    takeOffers: async () => {
      demandOpen()
      return writer.takeOffers()
    },
    view: async () => {
      demandOpen()
      return lane.run(() => viewOf(system, replica.session.state()))
    },
    refresh: async () => {
      demandOpen()
      await lane.run(() => catchUp(replica, journal))
      return replica.head
    },
    subscribe,
    records: (how = {}) => followed(how),
    verify: async ({ onProgress } = {}) => {
      demandOpen()
      const known = await lane.run(() => ({ ...replica.head, digest: digest(replica.system, replica.session.state()) }))
      return verifyStream(journal, stream, replica.systems, { known, hash, onProgress })
    },
    snapshot: async () => {
      demandOpen()
      await lane.run(snapshots.take)
    },
    upgrade,
    close: async () => {
      if (closed !== undefined) return
      closed = 'is closed'
      clearInterval(inbox)
      await writer.drain()
      await endSubscriptions()
      if (snapshotEvery !== 0) await lane.run(snapshots.take).catch(onError)
    },
  }
}

type Listener = (record: JournalRecord) => void | Promise<void>

async function listen(records: AsyncGenerator<JournalRecord, void, void>, listener: Listener): Promise<void> {
  for await (const record of records) await listener(record)
}
