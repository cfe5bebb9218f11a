import { type Journal, verifyStream } from '@symbolon/adapters'
import type { State, System } from '@symbolon/core'
import { fail } from './failure.js'
import { progress } from './progress.js'

/** What the audit of a stream found: it verifies. */
export interface Audit {
  readonly records: number
  readonly hash: string
  readonly state: State
  readonly verifySeconds: number
}

/**
 * Reads a whole stream and executes every command again: hashes, order and records must be the same to the byte.
 * @throws {TourError} naming the first record that isn't.
 */
export async function auditStream(journal: Journal, stream: string, system: System): Promise<Audit> {
  const started = performance.now()
  const known = await journal.head(stream)
  const bar = progress(`verifying ${stream}`, known.sequence)
  let before = 0
  const onProgress = (done: number): void => {
    bar.advance(done - before)
    before = done
  }
  const result = await verifyStream(journal, stream, [system], { known, hash: journal.hash, onProgress })
  bar.end()
  if (result.status === 'rejected') {
    return fail(`record ${result.sequence} of stream ${stream} doesn't verify: ${result.code}`)
  }
  const { sequence: records, hash, state } = result
  return { records, hash, state, verifySeconds: (performance.now() - started) / 1000 }
}
