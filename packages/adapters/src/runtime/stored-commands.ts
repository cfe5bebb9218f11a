import { type AnyCommand, type AnyInstance, decode, isId, offeredCommand, type System } from '@symbolon/core'
import type { Journal, JournalRecord } from '../journal/journal.js'
import type { Answer, Stored } from './app.js'
import { contentOf, type RecordContent } from './content.js'
import { isObject, type Source } from './decide.js'
import type { Replica } from './replica.js'
import { isSameCommand } from './same-command.js'

/** The commands that a stream holds, by id; see {@link storedCommands}. */
export interface StoredCommands {
  /** The record of a command; nothing for an id that no command can have, which no journal is asked for. */
  find(id: unknown): Promise<JournalRecord | undefined>
  /**
   * What a record is to whoever sends a command under its id: the first answer, or nothing to another command. One that
   * came in through the inbox may have been refused there.
   */
  answer(source: Source, record: JournalRecord): Answer<AnyInstance> | undefined
}

/**
 * What becomes of commands whose ids a stream knows: only `by`, `type` and `input` of them count. Those of JSON are
 * compared as they came, since what is malformed now, or read by an earlier composition, can't be decoded.
 */
export function storedCommands({ stream, systems }: Replica, journal: Journal): StoredCommands {
  return {
    find: async (id) => (isId(id) ? journal.find(stream, id) : undefined),
    answer: (source, record) => {
      const content = contentOf(record)
      if (!isOf(source, content, systems)) return undefined
      const code = refusalOf(content)
      return code === null
        ? repeatedAnswer(record)
        : { status: 'rejected', code, details: { sequence: record.sequence } }
    },
  }
}

function isOf(source: Source, content: RecordContent, systems: readonly System[]): boolean {
  if (source.kind === 'offer') return false
  const { at } = content
  const command = ownCommand(content)
  if (source.kind === 'json')
    return isObject(source.json) && isSameCommand(source.json as unknown as AnyCommand, command)
  return systems.some((system) => {
    const decoded = decode(system, { at, ...command })
    return decoded.status === 'decoded' && isSameCommand(source.command, decoded.command)
  })
}

/** The command that a record is of: for a take from the inbox that ran, or tried to, the one that was offered. */
function ownCommand({ command }: RecordContent): RecordContent['command'] {
  if (command.type !== 'inbox.take') return command
  const offered = offeredCommand((command.input as { readonly command: string }).command, 0)
  if ('code' in offered || offered.id !== command.id) return command
  const { id, by, type, input } = offered
  return { id, by, type, input }
}

/** What a take says the offered command was refused with. */
function refusalOf({ command, writes }: RecordContent): string | null {
  if (command.type !== 'inbox.take') return null
  const row = writes.find(({ table }) => table === 'kernel.inbox')?.row as
    | { readonly refused: string | null }
    | undefined
  return row?.refused ?? null
}

/** The answer to a command that was stored before. */
export function repeatedAnswer(record: JournalRecord): Stored {
  const { command: id, sequence } = record
  return { status: 'accepted', id, sequence, at: Number(contentOf(record).at), record, repeated: true }
}
