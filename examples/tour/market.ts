import { type Journal, open } from '@symbolon/adapters'
import { digest, execute, genesis, type State, view } from '@symbolon/core'
import { dueTo, memberAccount } from '@symbolon/core/trade-credit'
import { auditStream } from './audit.js'
import { fail } from './failure.js'
import { journalNote } from './journal-note.js'
import { marketStory, marketSystem, type StoryStep } from './market-story.js'
import { RECORDED_AT } from './planned.js'
import { sendOne } from './send.js'
import type { MarketResult, MarketRow } from './tour-result.js'

const STREAM = 'market'

/**
 * Members of three networks trade in their own currencies, reach a limit, are cleared, and one network defaults. Run
 * through the runtime, executed again from the journal, and shown step by step.
 */
export async function runMarket(journal: Journal): Promise<MarketResult> {
  const steps = await marketStory()
  const complete = 1 + steps.filter(({ refused }) => refused === undefined).length
  const { sequence: found } = await journal.head(STREAM)
  const started = performance.now()
  let written = 0
  if (found < complete) {
    // Opening a stream writes its first record.
    written = found === 0 ? 1 : 0
    const app = await open({ system: marketSystem, journal, stream: STREAM, now: () => RECORDED_AT, snapshotEvery: 0 })
    // What can't be is refused at the place it stands; once the story has gone on, it is left out.
    for (const { command, refused } of steps) {
      if (refused === undefined || found === 0) written += await sendOne(app, command)
    }
    await app.close()
  }
  const seconds = (performance.now() - started) / 1000
  const audit = await auditStream(journal, STREAM, marketSystem)
  const { rows, state } = tellSteps(steps)
  if (digest(marketSystem, state) !== digest(marketSystem, audit.state)) fail(`stream ${STREAM} is another story`)
  return { rows, journal: journalNote(STREAM, { found, written, seconds }, audit) }
}

/** Every step decided anew, with what stands after it. */
function tellSteps(steps: readonly StoryStep[]): { readonly rows: readonly MarketRow[]; readonly state: State } {
  let { state } = genesis(marketSystem, { at: RECORDED_AT, stream: STREAM })
  const rows = steps.flatMap(({ says, command, refused }): readonly MarketRow[] => {
    const { hopeless: _, ...sent } = command
    const outcome = execute(marketSystem, state, sent as never)
    if (outcome.status === 'accepted') state = outcome.state
    const code = outcome.status === 'accepted' ? undefined : outcome.code
    if (code !== refused) fail(`${command.id} (${command.type}) was ${code ?? 'accepted'}`)
    return says === undefined ? [] : [{ says, outcome: code ?? 'accepted', ...standing(state) }]
  })
  return { rows, state }
}

function standing(state: State): Omit<MarketRow, 'says' | 'outcome'> {
  const trade = view(marketSystem, state).mechanisms['trade-credit']
  const money = (member: string, currency: string): bigint => trade.balance(memberAccount(trade, member, currency))
  return {
    members: [money('ann', 'EUR'), money('bob', 'CHF'), money('ole', 'NOK')],
    owed: [dueTo(trade, 'alba', 'bern'), dueTo(trade, 'bern', 'oslo'), dueTo(trade, 'oslo', 'alba')],
  }
}
