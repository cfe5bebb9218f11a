import { type Journal, open } from '@symbolon/adapters'
import { digest, type State, type System } from '@symbolon/core'
import { auditStream } from './audit.js'
import { fail } from './failure.js'
import { type JournalNote, journalNote } from './journal-note.js'
import { type Planned, RECORDED_AT } from './planned.js'
import { progress } from './progress.js'
import { sendAll } from './send.js'

/** A life that was planned to its end: all that is to be in a stream, and the state it leads to. */
export interface PlannedLife {
  readonly stream: string
  readonly system: System
  /** What it is, for the progress bar. */
  readonly label: string
  readonly commands: readonly Planned[]
  readonly last: State
}

/**
 * Sends through the runtime what isn't in the stream yet, executes all of it again from the journal, and makes sure that
 * it led where it was planned to.
 */
export async function liveThrough(journal: Journal, life: PlannedLife): Promise<JournalNote> {
  const { stream, system, label, commands, last } = life
  const recorded = commands.filter(({ hopeless }) => hopeless !== true)
  const complete = 1 + recorded.length
  const { sequence: found } = await journal.head(stream)
  if (found > complete) fail(`stream ${stream} has ${found} records where ${complete} are expected`)
  const started = performance.now()
  let written = 0
  if (found < complete) {
    // Opening a stream writes its first record. What can't be is refused at its place; going on, it is left out.
    written = found === 0 ? 1 : 0
    const rest = found === 0 ? commands : recorded.slice(found - 1)
    const bar = progress(label, rest.length)
    const app = await open({ system, journal, stream, now: () => RECORDED_AT, snapshotEvery: 0 })
    try {
      written += await sendAll(app, rest, bar)
    } finally {
      bar.end()
      await app.close()
    }
  }
  const seconds = (performance.now() - started) / 1000
  const audit = await auditStream(journal, stream, system)
  if (digest(system, last) !== digest(system, audit.state)) fail(`stream ${stream} led elsewhere than was planned`)
  return journalNote(stream, { found, written, seconds }, audit)
}
