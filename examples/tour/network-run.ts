import { type Journal, open } from '@symbolon/adapters'
import { digest } from '@symbolon/core'
import { auditStream } from './audit.js'
import { fail } from './failure.js'
import { journalNote } from './journal-note.js'
import { planNetwork } from './network-plan.js'
import { networkSystem } from './network-system.js'
import { RECORDED_AT } from './planned.js'
import { progress } from './progress.js'
import { sendAll } from './send.js'
import { networkStream } from './stream-name.js'
import type { NetworkResult } from './tour-result.js'

/**
 * A month of a network whose token is bonded: rewards every day, a pool that gets dearer, a spammer, a way back over the
 * bridge. Run through the runtime, executed again from the journal, and told as planned.
 */
export async function runNetwork(journal: Journal, seed: number, days = 30): Promise<NetworkResult> {
  const stream = networkStream(networkSystem.hash, seed, days)
  const { commands, last, ...told } = planNetwork(stream, seed, days)
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
    const bar = progress('relaying', rest.length)
    const app = await open({ system: networkSystem, journal, stream, now: () => RECORDED_AT, snapshotEvery: 0 })
    try {
      written += await sendAll(app, rest, bar)
    } finally {
      bar.end()
      await app.close()
    }
  }
  const seconds = (performance.now() - started) / 1000
  const audit = await auditStream(journal, stream, networkSystem)
  if (digest(networkSystem, last) !== digest(networkSystem, audit.state)) fail(`stream ${stream} is another month`)
  return { days, ...told, journal: journalNote(stream, { found, written, seconds }, audit) }
}
