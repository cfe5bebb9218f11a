import { type AnyCommand, type AnyInstance, type Decision, decode, offeredCommand, type Rejected } from '@symbolon/core'
import { exceeds, weightOf } from '../journal/claim.js'
import type { JournalLimits, JournalRecord, Offer } from '../journal/journal.js'
import type { Answer } from './app.js'
import type { Replica } from './replica.js'

/** A command as it came: typed, or in JSON, perhaps without id and time; or through the stream's inbox. */
export type Source =
  | { readonly kind: 'command'; readonly command: Omit<AnyCommand, 'id' | 'at'> & { id?: string; at?: number } }
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'offer'; readonly offer: Offer; readonly known: boolean }

/** A command that waits for its answer. */
export interface Waiting {
  readonly source: Source
  /** An id made for it, when its sender gave none. */
  readonly id: string | undefined
  readonly resolve: (answer: Answer<AnyInstance>) => void
  readonly reject: (error: unknown) => void
}

/** A command decided ahead of the journal; what it leads to counts once the batch is stored. */
export type Decided = AcceptedAhead | RepeatedAhead | RefusedAhead | FailedAhead

export interface AcceptedAhead {
  readonly kind: 'accepted'
  readonly entry: Waiting
  readonly command: AnyCommand
  readonly decision: Decision
  readonly record: JournalRecord
}

/** Its id is that of a command further ahead in the same batch. */
export interface RepeatedAhead {
  readonly kind: 'repeated'
  readonly entry: Waiting
  readonly command: AnyCommand
  readonly first: AnyCommand
  readonly record: JournalRecord
}

export interface RefusedAhead {
  readonly kind: 'rejected'
  readonly entry: Waiting
  readonly refusal: Rejected
}

/** A mechanism made a mistake on it. */
export interface FailedAhead {
  readonly kind: 'failed'
  readonly entry: Waiting
  readonly error: unknown
}

/** Most characters of records in one batch. */
const FULL = 8 * 2 ** 20

/**
 * Decides commands in order on a replica, ahead of its head, until the batch is full. A command on which a mechanism
 * makes a mistake fails alone and leaves no trace.
 * @returns What was decided, and those for which there was no room.
 */
export function decideBatch(
  replica: Replica,
  batch: readonly Waiting[],
  limits: JournalLimits,
  now: () => number,
): { readonly decided: readonly Decided[]; readonly left: readonly Waiting[] } {
  const { session } = replica
  const decided: Decided[] = []
  const accepted = new Map<string, AcceptedAhead>()
  let previous = replica.head.hash
  let characters = 0
  let weight = 0
  for (const [index, entry] of batch.entries()) {
    if (characters > FULL) return { decided, left: batch.slice(index) }
    const { sequence } = session
    try {
      const outcome = decide(replica, entry, accepted, previous, limits, now)
      if (outcome.kind === 'accepted' && limits.maxClaimBytes !== undefined) {
        weight += weightOf(outcome.record.body)
        if (weight > limits.maxClaimBytes && accepted.size > 0) {
          // There is no room for it in this append; in the next it is the first.
          session.rollback(sequence)
          return { decided, left: batch.slice(index) }
        }
      }
      decided.push(outcome)
      if (outcome.kind !== 'accepted') continue
      accepted.set(outcome.command.id, outcome)
      previous = outcome.record.hash
      characters += outcome.record.body.length
    } catch (error) {
      session.rollback(sequence)
      decided.push({ kind: 'failed', entry, error })
    }
  }
  return { decided, left: [] }
}

function decide(
  replica: Replica,
  entry: Waiting,
  accepted: ReadonlyMap<string, AcceptedAhead>,
  previous: string,
  { maxRecordBytes }: JournalLimits,
  now: () => number,
): Decided {
  const at = Math.max(now(), replica.session.at)
  const command = commandOf(replica, entry, at, accepted)
  if ('code' in command) return { kind: 'rejected', entry, refusal: command }
  const first = accepted.get(command.id)
  if (first) return { kind: 'repeated', entry, command, first: first.command, record: first.record }
  const outcome = decideOne(replica, entry, command, previous, maxRecordBytes)
  const isTooLarge = outcome.kind === 'rejected' && outcome.refusal.code === 'RECORD_TOO_LARGE'
  // What can't be stored as it would run is taken all the same, or nothing behind it ever would be.
  if (!isTooLarge || entry.source.kind !== 'offer') return outcome
  return decideOne(replica, entry, takeOf(entry, entry.source.offer, at, 'RECORD_TOO_LARGE'), previous, maxRecordBytes)
}

function decideOne(
  replica: Replica,
  entry: Waiting,
  command: AnyCommand,
  previous: string,
  maxRecordBytes: number,
): AcceptedAhead | RefusedAhead {
  const { session } = replica
  const decision = session.execute(command)
  if (decision.status === 'rejected') return { kind: 'rejected', entry, refusal: decision }
  const { sequence, hash, body } = replica.seal(decision, previous)
  if (exceeds(body, maxRecordBytes)) {
    session.rollback(sequence - 1)
    const refusal: Rejected = { status: 'rejected', code: 'RECORD_TOO_LARGE', details: { maxRecordBytes } }
    return { kind: 'rejected', entry, refusal }
  }
  return { kind: 'accepted', entry, command, decision, record: { sequence, command: command.id, hash, body } }
}

/** The typed command, with the id made for it and the present time where it brings none. */
function commandOf(
  { system }: Replica,
  entry: Waiting,
  at: number,
  accepted: ReadonlyMap<string, AcceptedAhead>,
): AnyCommand | Rejected {
  const { source, id } = entry
  if (source.kind === 'offer') {
    const offered = offeredCommand(source.offer.command, at)
    const isKnown = source.known || (!('code' in offered) && accepted.has(offered.id))
    return takeOf(entry, source.offer, at, isKnown ? 'COMMAND_KNOWN' : null)
  }
  if (source.kind === 'command') {
    const { command } = source
    if (isOfInstance(command)) return outsider()
    return { ...command, id: command.id ?? id ?? '', at: command.at ?? at }
  }
  if (isObject(source.json) && isOfInstance(source.json)) return outsider()
  const json = isObject(source.json) ? { ...(id && { id }), ...source.json, at: `${at}` } : source.json
  const decoded = decode<AnyInstance>(system, json)
  return decoded.status === 'decoded' ? decoded.command : decoded
}

/** Takes an offer: under the id of its command, or an own one where that doesn't run. */
function takeOf(
  { id = '' }: Waiting,
  { index, command }: Offer,
  at: number,
  reason: 'COMMAND_KNOWN' | 'RECORD_TOO_LARGE' | null,
): AnyCommand {
  const offered = offeredCommand(command, at)
  const runs = reason === null && !('code' in offered)
  const input = { offer: index, command, refuse: reason }
  return { id: runs ? offered.id : id, by: '@kernel', at, type: 'inbox.take', input }
}

/** Only the app itself acts as the kernel, when it takes from the inbox. */
function isOfInstance({ by }: { readonly by?: unknown }): boolean {
  return typeof by === 'string' && by.startsWith('@')
}

function outsider(): Rejected {
  return { status: 'rejected', code: 'COMMAND_MALFORMED', details: { member: 'by' } }
}

/** The id that the sender gave; none for an offer, which is taken once whatever it says. */
export function givenId(source: Source): unknown {
  if (source.kind === 'offer') return undefined
  if (source.kind === 'command') return source.command.id
  return isObject(source.json) ? source.json.id : undefined
}

/** The id under which a command is decided. */
export function idOf({ source, id }: Waiting): unknown {
  return id ?? givenId(source)
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
