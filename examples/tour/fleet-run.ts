import { type Journal, open } from '@symbolon/adapters'
import { digest } from '@symbolon/core'
import { auditStream } from './audit.js'
import { fail } from './failure.js'
import { planFleet } from './fleet-plan.js'
import { fleetSystem } from './fleet-system.js'
import { journalNote } from './journal-note.js'
import { RECORDED_AT } from './planned.js'
import { progress } from './progress.js'
import { sendAll } from './send.js'
import { fleetStream } from './stream-name.js'
import type { FleetResult } from './tour-result.js'

/**
 * Two years of a fleet whose hardware backs an application: appraisals, a spike covered just in time and given back, a
 * silent node, a proof. Run through the runtime, executed again from the journal, and told as planned.
 */
export async function runFleet(journal: Journal, seed: number, days = 730): Promise<FleetResult> {
  const { commands, last, ...told } = planFleet(seed, days)
  const stream = fleetStream(commands)
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
    const bar = progress('backing', rest.length)
    const app = await open({ system: fleetSystem, journal, stream, now: () => RECORDED_AT, snapshotEvery: 0 })
    try {
      written += await sendAll(app, rest, bar)
    } finally {
      bar.end()
      await app.close()
    }
  }
  const seconds = (performance.now() - started) / 1000
  const audit = await auditStream(journal, stream, fleetSystem)
  if (digest(fleetSystem, last) !== digest(fleetSystem, audit.state)) fail(`stream ${stream} is another fleet`)
  return { ...told, journal: journalNote(stream, { found, written, seconds }, audit) }
}
