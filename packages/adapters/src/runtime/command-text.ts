import type { RecordContent } from './content.js'

type Found = Pick<RecordContent, 'at' | 'command'>

const START = '{"at":"'
const BY = '","command":{"by":"'
const ID = '","id":"'
const INPUT = '","input":'
const TYPE = ',"type":"'
const END = '"},"events":['

/**
 * Time and command of a canonical record, of which only the input is parsed: a third of the time of parsing it whole. A
 * replay executes the command and compares the whole text, so nothing rests on what is passed over here.
 * @throws {SyntaxError} when the text is no record.
 */
export function commandOf(body: string): Found {
  const { at, by, id, next } = startOf(body)
  // The first place at which the text before it is whole JSON: within the input it would stand in an open brace.
  for (let end = next < 0 ? -1 : body.indexOf(END, next); end >= 0; end = body.indexOf(END, end + 1)) {
    const type = body.lastIndexOf('"', end - 1) + 1
    if (!body.startsWith(TYPE, type - TYPE.length)) continue
    try {
      const input = JSON.parse(body.slice(next, type - TYPE.length))
      return { at, command: { by, id, input, type: body.slice(type, end) } }
    } catch {
      // Members of the input may be called type and events too; or a signature stands between.
    }
  }
  return JSON.parse(body)
}

/**
 * Id of the command in a canonical record, without parsing the rest of it.
 * @throws {SyntaxError} when the text is no record.
 */
export function commandIdOf(body: string): string {
  const { id, next } = startOf(body)
  return next < 0 ? JSON.parse(body).command.id : id
}

/**
 * What a canonical record starts with, none of which has characters that JSON escapes; and where the input begins, −1
 * when it starts otherwise.
 */
function startOf(body: string): Pick<Found, 'at'> & Pick<Found['command'], 'by' | 'id'> & { readonly next: number } {
  const atEnd = body.startsWith(START) ? body.indexOf('"', START.length) : -1
  const by = atEnd + BY.length
  const byEnd = body.startsWith(BY, atEnd) ? body.indexOf('"', by) : -1
  const id = byEnd + ID.length
  const idEnd = body.startsWith(ID, byEnd) ? body.indexOf('"', id) : -1
  const next = body.startsWith(INPUT, idEnd) ? idEnd + INPUT.length : -1
  return { at: body.slice(START.length, atEnd), by: body.slice(by, byEnd), id: body.slice(id, idEnd), next }
}
