import { nextTurn } from '../journal/coalesce.js'
import { RuntimeError } from './error.js'

/**
 * Waits before another attempt. Uneven, so that writers don't meet again and again; longer when the journal itself
 * failed.
 */
export async function pause(attempt: number, failure: unknown): Promise<void> {
  const longest = Math.min(1000, (failure === undefined ? 1 : 20) * 2 ** attempt)
  await new Promise((resolve) => setTimeout(resolve, Math.random() * longest))
  await nextTurn()
}

/** Others were first in every attempt. */
export function writeConflict(stream: string, attempts: number): RuntimeError {
  return new RuntimeError('WRITE_CONFLICT', `other writers were first on stream ${stream}, ${attempts} times in a row`)
}

/**
 * What an append is after the journal failed.
 * @param failure - The append's error; one of the runtime's own says enough.
 * @param cause - What kept it from being found out.
 */
export function appendUnknown(failure: unknown, cause: unknown): RuntimeError {
  if (failure instanceof RuntimeError) return failure
  const text = failure instanceof Error ? failure.message : String(failure)
  return new RuntimeError('APPEND_UNKNOWN', `the journal failed: ${text}; send the command again with its id`, {
    cause,
  })
}
