import { type Journal, open } from '@symbolon/adapters'
import { digest } from '@symbolon/core'
import { planAlliance } from './alliance-plan.js'
import { allianceSystem } from './alliance-system.js'
import { auditStream } from './audit.js'
import { fail } from './failure.js'
import { journalNote } from './journal-note.js'
import { RECORDED_AT } from './planned.js'
import { progress } from './progress.js'
import { sendAll } from './send.js'
import { allianceStream } from './stream-name.js'
import type { AllianceResult } from './tour-result.js'

/**
 * Two networks agree to issue to each other and live with it for a year: prices, votes, distribution, a loan. Run
 * through the runtime, executed again from the journal, and told as planned.
 */
export async function runAlliance(journal: Journal, seed: number, days = 365): Promise<AllianceResult> {
  const { commands, rows, worth, last } = await planAlliance(seed, days)
  const stream = allianceStream(commands)
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
    const bar = progress('issuing', rest.length)
    const app = await open({ system: allianceSystem, journal, stream, now: () => RECORDED_AT, snapshotEvery: 0 })
    try {
      written += await sendAll(app, rest, bar)
    } finally {
      bar.end()
      await app.close()
    }
  }
  const seconds = (performance.now() - started) / 1000
  const audit = await auditStream(journal, stream, allianceSystem)
  if (digest(allianceSystem, last) !== digest(allianceSystem, audit.state)) fail(`stream ${stream} is another year`)
  return { days, rows, worth, journal: journalNote(stream, { found, written, seconds }, audit) }
}
