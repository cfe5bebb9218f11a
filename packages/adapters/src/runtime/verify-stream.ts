import {
  type NotVerified,
  type RecordHash,
  type System,
  type Verified,
  type VerifyRejection,
  verifier,
} from '@symbolon/core'
import { nextTurn } from '../journal/coalesce.js'
import type { Head, Journal, JournalRecord } from '../journal/journal.js'

const PAGE = 1000

/** What a verification takes beside the stream. */
export interface VerifyStreamOptions {
  /** A head that the stream has had: a journal cut short before it doesn't verify. */
  readonly known?: Head
  readonly hash?: RecordHash | undefined
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Re-executes a stream from its first record and compares every byte: hashes, places, what each command leads to, and
 * the ids by which the journal finds commands.
 * @param systems - All compositions the stream has had.
 * @returns The first record that isn't right, by sequence and code.
 */
export async function verifyStream(
  journal: Journal,
  stream: string,
  systems: readonly System[],
  { known, hash, onProgress }: VerifyStreamOptions = {},
): Promise<Verified | NotVerified> {
  const check = verifier(systems, hash ? { hash } : {})
  const total = onProgress ? (await journal.head(stream)).sequence : 0
  let sequence = 0
  for (;;) {
    const page = await journal.read(stream, sequence, PAGE)
    for (const record of page) {
      sequence += 1
      const refused = check.next(record) ?? columnsRefused(record, sequence)
      if (refused) return refused
      if (sequence === known?.sequence && record.hash !== known.hash)
        return notVerified('RECORD_HASH_MISMATCH', sequence)
    }
    onProgress?.(sequence, Math.max(sequence, total))
    if (page.length < PAGE) break
    await nextTurn()
  }
  const result = check.result()
  if (known && sequence < known.sequence) return notVerified('RECORD_MISSING', sequence + 1)
  if (result.status === 'verified' && result.stream !== stream) return notVerified('RECORD_OUT_OF_ORDER', 1)
  return result
}

/** Sequence and command stand in columns of their own beside the body, outside the hash. */
function columnsRefused({ sequence, command, body }: JournalRecord, place: number): NotVerified | undefined {
  if (sequence !== place) return notVerified('RECORD_OUT_OF_ORDER', place)
  return body.includes(`"id":"${command}"`) ? undefined : notVerified('RECORD_DIFFERS', place)
}

function notVerified(code: VerifyRejection, sequence: number): NotVerified {
  return { status: 'rejected', code, sequence, details: undefined }
}
