import { randomUUID } from 'node:crypto'
import type { Journal } from '../journal/journal.js'

/** What not every journal can do. */
export type JournalFeature = 'connections' | 'restart' | 'crash' | 'readModels' | 'tampering'

/** A change behind the journal's back. */
export type Tampering =
  | { readonly kind: 'change'; readonly sequence: number; readonly body: string }
  | { readonly kind: 'drop'; readonly sequence: number }
  | { readonly kind: 'swap'; readonly sequence: number; readonly with: number }

/** Read models of a stream as found in the store: base units as decimal strings, keys and rows as parsed JSON. */
export interface ReadModels {
  readonly balances: readonly {
    readonly party: string
    readonly asset: string
    readonly purpose: string
    readonly amount: string
  }[]
  readonly rows: readonly { readonly table: string; readonly key: unknown; readonly row: unknown }[]
}

/** How the writer is started. */
export interface WriterProgram {
  readonly file: string
  readonly arguments: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
}

/** A journal as the suite sees it. */
export interface JournalSuite {
  readonly name: string
  /**
   * For each feature `true`, or why the journal doesn't have it; the reason shows as the name of a skipped test.
   * `connections`: several handles on one store at a time. `restart`: records outlive their handles. `crash`: they
   * outlive a killed process. `readModels`: balances and rows can be read. `tampering`: records can be changed.
   */
  readonly supports: Readonly<Record<JournalFeature, true | string>>
  /** A new handle on the store of this suite. The suite closes it. */
  readonly open: () => Promise<Journal>
  /** Read models of a stream. Needed for `readModels`. */
  readonly readModels?: (stream: string) => Promise<ReadModels>
  /** Changes stored records. Needed for `tampering`. */
  readonly tamper?: (stream: string, change: Tampering) => Promise<void>
  /**
   * A program that opens the same store and calls {@link writeUntilKilled} with the stream and the run's name, which it
   * gets as its last two arguments. Needed for `crash`.
   */
  readonly writer?: WriterProgram
}

/** Name of a stream that no other test uses. */
export function freshStream(purpose: string): string {
  return `${purpose}-${randomUUID().slice(0, 8)}`
}

/** Runs with a handle of the suite and closes it. */
export async function withJournal<Result>(
  suite: JournalSuite,
  run: (journal: Journal) => Promise<Result>,
): Promise<Result> {
  const journal = await suite.open()
  try {
    return await run(journal)
  } finally {
    await journal.close()
  }
}
