import { type App, type Journal, open } from '@symbolon/adapters'
import { roundObligations } from '@symbolon/core/trade-credit'
import { isSettled, OPEN_ROUND, type OpenDebt, settleRound } from './clearing-round.js'
import { fail } from './failure.js'
import { type Planned, RECORDED_AT } from './planned.js'
import { progress } from './progress.js'
import { sendAll, sendOne } from './send.js'
import type { TradeInstance, TradeSystem } from './systems.js'

/** All that is to be in a stream, in order, so that a run can go on where another stopped. */
export interface Work {
  readonly stream: string
  readonly system: TradeSystem
  /** What it is, for the progress bar. */
  readonly label: string
  /** Commands up to the clearing round. */
  readonly commands: readonly Planned[]
  /** What is owed after them, in the order of a round's edges; when nothing is owed there is no round. */
  readonly debts: readonly OpenDebt[]
}

/** What a run had to do. */
export interface BroughtUp {
  /** Records that were there before. */
  readonly found: number
  readonly written: number
  readonly seconds: number
}

/**
 * Sends what isn't in the stream yet: all of it the first time, the rest after an interruption, nothing when it is
 * complete. The stream's head tells how far it came, since a command leaves one record, in order, or is refused.
 */
export async function bringUp(journal: Journal, work: Work): Promise<BroughtUp> {
  const { stream, commands, debts } = work
  const recorded = commands.filter(({ hopeless }) => hopeless !== true).length
  const complete = 1 + recorded + (debts.length === 0 ? 0 : 2)
  const { sequence: found } = await journal.head(stream)
  if (found > complete) fail(`stream ${stream} has ${found} records where ${complete} are expected`)
  if (found === complete) return { found, written: 0, seconds: 0 }

  const started = performance.now()
  // Opening a stream writes its first record.
  let written = found === 0 ? 1 : 0
  const rest = commands.slice(positionOf(commands, found - 1))
  const bar = progress(work.label, rest.length)
  const app = await open({ system: work.system, journal, stream, now: () => RECORDED_AT, snapshotEvery: 0 })
  try {
    written += await sendAll(app, rest, bar)
    bar.end()
    if (debts.length > 0) written += await clearAndSettle(journal, app, debts)
  } finally {
    bar.end()
    await app.close()
  }
  const seconds = (performance.now() - started) / 1000
  const { sequence } = await journal.head(stream)
  if (sequence !== complete) fail(`stream ${stream} has ${sequence} records where ${complete} are expected`)
  return { found, written, seconds }
}

async function clearAndSettle(journal: Journal, app: App<TradeInstance>, debts: readonly OpenDebt[]): Promise<number> {
  const opened = await sendOne(app, OPEN_ROUND)
  const { mechanisms } = await app.view()
  // Another run of the tour on the same folder may have settled it; if not by now, the view is of the open round.
  if (await isSettled(journal, app.stream)) return opened
  return opened + (await sendOne(app, settleRound(roundObligations(mechanisms['trade-credit']), debts)))
}

/** Index of the first command after the one that left the `recorded`-th record. */
function positionOf(commands: readonly Planned[], recorded: number): number {
  let left = Math.max(0, recorded)
  let index = 0
  for (; left > 0 && index < commands.length; index++) if (commands[index]?.hopeless !== true) left--
  return index
}
