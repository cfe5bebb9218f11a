import { type AnyCommand, decode, isId, type System } from '@symbolon/core'
import type { Journal, JournalRecord } from '../journal/journal.js'
import type { Stored } from './app.js'
import { contentOf } from './content.js'
import { isObject, type Source } from './decide.js'
import type { Replica } from './replica.js'
import { isSameCommand } from './same-command.js'

/** The commands that a stream holds, by id; see {@link storedCommands}. */
export interface StoredCommands {
  /** The record of a command; nothing for an id that no command can have, which no journal is asked for. */
  find(id: unknown): Promise<JournalRecord | undefined>
  /** What a record is to whoever sends a command under its id: the first answer, or nothing to another command. */
  answer(source: Source, record: JournalRecord): Stored | undefined
}

/**
 * What becomes of commands whose ids a stream knows: only `by`, `type` and `input` of them count. Those of JSON are
 * compared as they came, since what is malformed now, or read by an earlier composition, can't be decoded.
 */
export function storedCommands({ stream, systems }: Replica, journal: Journal): StoredCommands {
  return {
    find: async (id) => (isId(id) ? journal.find(stream, id) : undefined),
    answer: (source, record) => (isOf(source, record, systems) ? repeatedAnswer(record) : undefined),
  }
}

function isOf(source: Source, record: JournalRecord, systems: readonly System[]): boolean {
  if (source.kind === 'offer') return false
  const { at, command } = contentOf(record)
  if (source.kind === 'json')
    return isObject(source.json) && isSameCommand(source.json as unknown as AnyCommand, command)
  return systems.some((system) => {
    const decoded = decode(system, { at, ...command })
    return decoded.status === 'decoded' && isSameCommand(source.command, decoded.command)
  })
}

/** The answer to a command that was stored before. */
export function repeatedAnswer(record: JournalRecord): Stored {
  const { command: id, sequence } = record
  return { status: 'accepted', id, sequence, at: Number(contentOf(record).at), record, repeated: true }
}
