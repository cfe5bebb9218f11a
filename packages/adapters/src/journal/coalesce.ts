import type { Claim } from './journal.js'

/** Writes claims on different streams in one go; answers with the streams that won. */
export type WriteClaims = (claims: readonly Claim[]) => Promise<ReadonlySet<string>>

/** Most of what goes out in one write; a single append may be larger. */
export interface CoalesceLimits {
  readonly records: number
  readonly characters: number
}

interface Waiting {
  readonly claims: readonly Claim[]
  readonly records: number
  readonly characters: number
  readonly resolve: (won: ReadonlySet<string>) => void
  readonly reject: (error: unknown) => void
}

/**
 * Group commit over streams: appends that arrive while a write is under way go out together in the next one. A stream
 * occurs once in a write; a later claim on it waits for the one after.
 */
export function coalesce(write: WriteClaims, limits: CoalesceLimits): { append: WriteClaims; idle(): Promise<void> } {
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    // What is appended in one go, goes out in one go.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = takeBatch()
      try {
        const won = await write(batch.flatMap(({ claims }) => claims))
        for (const { claims, resolve } of batch) {
          resolve(new Set(claims.map(({ stream }) => stream).filter((stream) => won.has(stream))))
        }
      } catch (error) {
        for (const { reject } of batch) reject(error)
      }
      // Those just answered append again in this turn. And drivers that answer within a microtask (libsql, PGlite) would
      // otherwise starve timers and sockets.
      await nextTurn()
    }
    running = undefined
  }

  function takeBatch(): readonly Waiting[] {
    const batch: Waiting[] = []
    const later: Waiting[] = []
    const streams = new Set<string>()
    let records = 0
    let characters = 0
    for (const entry of waiting) {
      records += entry.records
      characters += entry.characters
      const full = batch.length > 0 && (records > limits.records || characters > limits.characters)
      if (full || entry.claims.some(({ stream }) => streams.has(stream))) later.push(entry)
      else batch.push(entry)
      for (const { stream } of entry.claims) streams.add(stream)
    }
    waiting = later
    return batch
  }

  return {
    append: (claims) =>
      new Promise((resolve, reject) => {
        waiting.push({ claims, records: countRecords(claims), characters: countCharacters(claims), resolve, reject })
        running ??= run()
      }),
    idle: async () => running,
  }
}

function countRecords(claims: readonly Claim[]): number {
  return claims.reduce((sum, { records }) => sum + records.length, 0)
}

function countCharacters(claims: readonly Claim[]): number {
  let sum = 0
  for (const { records, rows = [] } of claims) {
    for (const { body } of records) sum += body.length
    for (const { key, row } of rows) sum += key.length + (row?.length ?? 0)
  }
  return sum
}

/** Lets timers and input run: `setImmediate` where there is one, a timer elsewhere. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve)
    else setTimeout(resolve, 0)
  })
}
