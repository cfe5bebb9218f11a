import {
  digest,
  type NotVerified,
  type RecordHash,
  type System,
  type Verified,
  type VerifyRejection,
  verifier,
} from '@symbolon/core'
import { nextTurn } from '../journal/coalesce.js'
import type { Head, Journal, JournalRecord } from '../journal/journal.js'
import { commandIdOf } from './command-text.js'

const PAGE = 1000

/**
 * Why a stream does not verify, in order of precedence: what is wrong with a record, or `SNAPSHOT_DIFFERS`: the records
 * are right, but lead to another state at the known head than the one that is gone on with, as when an app was opened
 * from a snapshot that somebody changed.
 */
export type StreamRejection = VerifyRejection | 'SNAPSHOT_DIFFERS'

/** A stream that does not verify, with the first record that isn't right. */
export interface StreamNotVerified extends Omit<NotVerified, 'code'> {
  readonly code: StreamRejection
}

/** A head that a stream has had, as somebody remembers it. */
export interface KnownHead extends Head {
  /** Digest of the state there, 64 lower-case hex digits; not compared when absent. */
  readonly digest?: string
}

/** What a verification takes beside the stream. */
export interface VerifyStreamOptions {
  /** A head that the stream has had: a journal cut short before it doesn't verify. */
  readonly known?: KnownHead
  /** SHA-256 of the platform for records; the portable one by default. */
  readonly hash?: RecordHash | undefined
  /** Told the last record verified and the number of records, after each thousand. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined
}

/**
 * Re-executes a stream from its first record and compares every byte: hashes, places, what each command leads to, and
 * the ids by which the journal finds commands. A snapshot that the journal keeps plays no part.
 * Spec: kernel.md#verification.
 * @param journal - Is read from its first record to its last, a thousand at a time.
 * @param stream - Name of the stream.
 * @param systems - All compositions the stream has had, in any order.
 * @param options - A head that is known from elsewhere, a native hash, and who is told how far it is.
 * @returns `verified` with the head and the state there, or the first record that isn't right, by sequence and code.
 * @throws {JournalError} Errors of the journal, and those of its driver.
 * @example
 * const result = await verifyStream(journal, 'marlin', [system], { known: headOfYesterday })
 * if (result.status === 'rejected') console.error(result.code, result.sequence)
 */
export async function verifyStream(
  journal: Journal,
  stream: string,
  systems: readonly System[],
  { known, hash, onProgress }: VerifyStreamOptions = {},
): Promise<Verified | StreamNotVerified> {
  const check = verifier(systems, hash ? { hash } : {})
  const total = onProgress ? (await journal.head(stream)).sequence : 0
  let sequence = 0
  for (;;) {
    const page = await journal.read(stream, sequence, PAGE)
    for (const record of page) {
      sequence += 1
      const refused = check.next(record) ?? columnsRefused(record, sequence)
      if (refused) return refused
      if (sequence !== known?.sequence) continue
      if (record.hash !== known.hash) return notVerified('RECORD_HASH_MISMATCH', sequence)
      if (!leadsTo(check.result(), systems, known.digest)) return notVerified('SNAPSHOT_DIFFERS', sequence)
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

function leadsTo(result: Verified | NotVerified, [system]: readonly System[], expected: string | undefined): boolean {
  if (expected === undefined || system === undefined || result.status === 'rejected') return true
  return digest(system, result.state) === expected
}

/** Sequence and command stand in columns of their own beside the body, outside the hash. */
function columnsRefused({ sequence, command, body }: JournalRecord, place: number): StreamNotVerified | undefined {
  if (sequence !== place) return notVerified('RECORD_OUT_OF_ORDER', place)
  return commandIdOf(body) === command ? undefined : notVerified('RECORD_DIFFERS', place)
}

function notVerified(code: StreamRejection, sequence: number): StreamNotVerified {
  return { status: 'rejected', code, sequence, details: undefined }
}
