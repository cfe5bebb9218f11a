import type { RecordContent } from './content.js'

const START = /^\{"at":"(\d+)","command":/
const NEXT = ',"events":['

/**
 * Time and command of a canonical record, without parsing the rest of it. A replay executes the command and compares the
 * whole text, so nothing rests on what is passed over here.
 * @throws {SyntaxError} when the text is no record.
 */
export function commandOf(body: string): Pick<RecordContent, 'at' | 'command'> {
  const [start = '', at = ''] = START.exec(body) ?? []
  // The first place at which the text before it is whole JSON: within a command it would stand in an open brace.
  for (let end = body.indexOf(NEXT); start !== '' && end >= 0; end = body.indexOf(NEXT, end + 1)) {
    try {
      return { at, command: JSON.parse(body.slice(start.length, end)) }
    } catch {
      // Members of the input may be called events too.
    }
  }
  return JSON.parse(body)
}

const ID = /^\{"at":"\d+","command":\{"by":"[^"\\]*","id":"([^"\\]*)"/

/**
 * Id of the command in a canonical record, without parsing the rest of it: who acts and the id stand first, and have no
 * character that JSON escapes.
 * @throws {SyntaxError} when the text is no record.
 */
export function commandIdOf(body: string): string {
  const [, id] = ID.exec(body) ?? []
  return id ?? JSON.parse(body).command.id
}
