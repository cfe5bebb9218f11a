import { type Claim, EMPTY_HEAD, type Head, type Journal, type JournalRecord } from '../journal/journal.js'
import { nativeHash } from '../node/native-hash.js'

/** Records that continue a head, sealed like real ones; bodies are what the caller likes. */
export function chain(
  head: Head,
  records: readonly { readonly command: string; readonly body?: string }[],
): readonly JournalRecord[] {
  let { sequence, hash } = head
  return records.map(({ command, body }) => {
    sequence += 1
    const text = body ?? JSON.stringify({ command, sequence: `${sequence}` })
    hash = nativeHash(hash, text)
    return { sequence, command, hash, body: text }
  })
}

/** A claim of so many records with ids of their own on a stream. */
export function claimOn(stream: string, expected: Head, ...commands: readonly string[]): Claim {
  const texts = commands.map((command) => ({ command, body: JSON.stringify({ stream, command }) }))
  return { stream, expected, records: chain(expected, texts) }
}

/** Head after records. */
export function headAfter(records: readonly JournalRecord[]): Head {
  const last = records.at(-1)
  return last ? { sequence: last.sequence, hash: last.hash } : EMPTY_HEAD
}

/** The whole of a stream, read in pages. */
export async function readAll(journal: Journal, stream: string): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = []
  for (;;) {
    const page = await journal.read(stream, records.length, 1000)
    records.push(...page)
    if (page.length < 1000) return records
  }
}
