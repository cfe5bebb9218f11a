import { type AnyCommand, type AnyInstance, type Decision, decode, type Rejected } from '@symbolon/core'
import { exceeds, weightOf } from '../journal/claim.js'
import type { JournalLimits, JournalRecord } from '../journal/journal.js'
import type { Answer } from './app.js'
import type { Replica } from './replica.js'

/** A command as it came: typed, or in JSON, perhaps without id and time. */
export type Source =
  | { readonly kind: 'command'; readonly command: Omit<AnyCommand, 'id' | 'at'> & { id?: string; at?: number } }
  | { readonly kind: 'json'; readonly json: unknown }

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
  const { session } = replica
  const command = commandOf(replica, entry, Math.max(now(), session.at))
  if ('code' in command) return { kind: 'rejected', entry, refusal: command }
  const first = accepted.get(command.id)
  if (first) return { kind: 'repeated', entry, command, first: first.command, record: first.record }
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
function commandOf({ system }: Replica, { source, id }: Waiting, at: number): AnyCommand | Rejected {
  if (source.kind === 'command') {
    const { command } = source
    return { ...command, id: command.id ?? id ?? '', at: command.at ?? at }
  }
  const json = isObject(source.json) ? { ...(id && { id }), ...source.json, at: `${at}` } : source.json
  const decoded = decode<AnyInstance>(system, json)
  return decoded.status === 'decoded' ? decoded.command : decoded
}

/** The id that the sender gave. */
export function givenId(source: Source): unknown {
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
