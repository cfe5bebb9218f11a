import { readFileSync, statSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

const MOST_BYTES = 256 * 1024 * 1024
const LONGEST_LINE = 1000

/** A file that can't be used, and the line where that shows. `code` is `FILE_UNREADABLE` or `FILE_MALFORMED`. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly code: 'FILE_UNREADABLE' | 'FILE_MALFORMED'
  readonly file: string
  /** Counted from 1; 0 when the file as a whole is meant. */
  readonly line: number

  constructor(code: FileError['code'], file: string, line: number, problem: string) {
    super(line === 0 ? `${file}: ${problem}` : `${file}, line ${line}: ${problem}`)
    this.code = code
    this.file = file
    this.line = line
  }
}

/** One line of text and where it stands, counted from 1. */
export interface Line {
  readonly line: number
  readonly text: string
}

/**
 * Reads a whole text file, unpacked when it is gzip (told by its first bytes, not by its name), in lines.
 * LF and CRLF both end a line, a byte order mark is dropped, empty lines are left out but counted.
 * @param file - Path as given by the user; named in every error.
 * @throws {FileError} `FILE_UNREADABLE` when there is no such file or it is over 256 MB unpacked; `FILE_MALFORMED` when
 * it isn't UTF-8, or a line is longer than 1,000 characters.
 */
export function readLines(file: string): readonly Line[] {
  const text = decode(file, unpack(file, read(file)))
  const lines: Line[] = []
  let number = 0
  for (const raw of text.split('\n')) {
    number++
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (line.length > LONGEST_LINE) malformed(file, number, `longer than ${LONGEST_LINE} characters`)
    if (line.trim() !== '') lines.push({ line: number, text: line })
  }
  return lines
}

/** Refuses a row of a file. Nothing of the file may have been used before the last row is read. */
export function malformed(file: string, line: number, problem: string): never {
  throw new FileError('FILE_MALFORMED', file, line, problem)
}

/**
 * A field for an error message: quoted, without control characters, and short however long it was.
 * @example quoted('a\u0007b') // '"a?b"'
 */
export function quoted(field: string): string {
  const shown = field.length > 40 ? `${field.slice(0, 40)}…` : field
  return `"${shown.replace(/[\p{Cc}\p{Cf}]/gu, '?')}"`
}

function read(file: string): Buffer {
  try {
    if (statSync(file).size > MOST_BYTES) throw new FileError('FILE_UNREADABLE', file, 0, 'is over 256 MB')
    return readFileSync(file)
  } catch (error) {
    if (error instanceof FileError) throw error
    throw new FileError('FILE_UNREADABLE', file, 0, reasonOf(error))
  }
}

function unpack(file: string, bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES })
  } catch (error) {
    throw new FileError('FILE_UNREADABLE', file, 0, `can't be unpacked (${reasonOf(error)})`)
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new FileError('FILE_MALFORMED', file, 0, 'is not UTF-8 text')
  }
}

function reasonOf(error: unknown): string {
  const code = (error as { readonly code?: unknown }).code
  if (code === 'ENOENT') return 'no such file'
  if (code === 'EISDIR') return 'is a folder'
  if (code === 'EACCES') return 'may not be read'
  return error instanceof Error ? error.message : String(error)
}
