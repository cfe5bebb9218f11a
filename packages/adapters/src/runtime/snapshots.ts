import { snapshot } from '@symbolon/core'
import { hashText } from '@symbolon/core/codec'
import type { Journal, JournalRecord } from '../journal/journal.js'
import type { Replica } from './replica.js'

/** What is kept of a stream's state: the last record it contains and its length in characters. */
export interface Kept {
  readonly sequence: number
  readonly characters: number
}

/** Keeps snapshots of a replica; see {@link keepSnapshots}. */
export interface SnapshotKeeper {
  /** Counts stored records; answers whether it is time for another snapshot. */
  isDue(records: readonly JournalRecord[]): boolean
  /** Keeps the state at the head. Nothing may run ahead meanwhile. */
  take(): Promise<void>
}

const FEWEST = 10_000

/**
 * @param every - Records between two snapshots, 0 for none; `undefined` for as many as weigh what a snapshot does.
 * @param kept - What the journal has already.
 */
export function keepSnapshots(
  replica: Replica,
  journal: Journal,
  every: number | undefined,
  kept: Kept,
): SnapshotKeeper {
  let last = kept
  let records = replica.head.sequence - kept.sequence
  let characters = 0

  return {
    isDue: (stored) => {
      records += stored.length
      if (every !== undefined) return every > 0 && records >= every
      for (const { body } of stored) characters += body.length
      return records >= FEWEST && characters >= last.characters
    },
    take: async () => {
      const { stream, head, system, session } = replica
      if (head.sequence === last.sequence) return
      const text = snapshot(system, session.state())
      // Counted again from here, whether or not the journal takes it, or it would be tried with every record.
      records = 0
      characters = 0
      await journal.writeSnapshot({ stream, sequence: head.sequence, hash: head.hash, digest: hashText(text), text })
      last = { sequence: head.sequence, characters: text.length }
    },
  }
}
