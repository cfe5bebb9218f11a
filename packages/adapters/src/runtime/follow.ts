import type { Journal, JournalRecord } from '../journal/journal.js'
import { RuntimeError } from './error.js'

/** Where and how a stream is followed. */
export interface FollowOptions {
  /** Sequence of the last record already known; 0 starts with the first record. */
  readonly after: number
  /** Ends the following, also while it waits. */
  readonly signal?: AbortSignal
  /** Longest that another process's record stays unnoticed, milliseconds. */
  readonly pollEvery: number
}

const PAGE = 512

/**
 * The records of a stream in order, from any writer, without gaps or repeats; waits for the next one at the end.
 * @throws {RuntimeError} `SUBSCRIPTION_GAP`
 */
export async function* follow(
  journal: Journal,
  stream: string,
  { after, signal, pollEvery }: FollowOptions,
  wakes: Set<() => void>,
): AsyncGenerator<JournalRecord, void, void> {
  let last = after
  while (!signal?.aborted) {
    // Registered before reading, so that what is appended meanwhile wakes it.
    const wait = waitForMore(journal, stream, pollEvery, wakes, signal)
    try {
      const page = await journal.read(stream, last, PAGE)
      for (const record of page) {
        if (signal?.aborted) return
        if (record.sequence !== last + 1) {
          const message = `record ${record.sequence} of stream ${stream} where ${last + 1} comes next`
          throw new RuntimeError('SUBSCRIPTION_GAP', message, { sequence: record.sequence })
        }
        last = record.sequence
        yield record
      }
      if (page.length < PAGE) await wait.done
    } finally {
      wait.end()
    }
  }
}

function waitForMore(
  journal: Journal,
  stream: string,
  pollEvery: number,
  wakes: Set<() => void>,
  signal: AbortSignal | undefined,
): { readonly done: Promise<void>; end(): void } {
  let wake: () => void = () => undefined
  const done = new Promise<void>((resolve) => {
    wake = resolve
  })
  const timer = setTimeout(wake, pollEvery)
  const unwatch = journal.watch?.(stream, wake)
  wakes.add(wake)
  signal?.addEventListener('abort', wake)
  return {
    done,
    end: () => {
      clearTimeout(timer)
      unwatch?.()
      wakes.delete(wake)
      signal?.removeEventListener('abort', wake)
      wake()
    },
  }
}
