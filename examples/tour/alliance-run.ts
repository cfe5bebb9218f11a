import type { Journal } from '@symbolon/adapters'
import { planAlliance } from './alliance-plan.js'
import { allianceSystem } from './alliance-system.js'
import { liveThrough } from './live-through.js'
import { allianceStream } from './stream-name.js'
import type { AllianceResult } from './tour-result.js'

/**
 * Two networks agree to issue to each other and live with it for a year: prices, votes, distribution, a loan. Run
 * through the runtime, executed again from the journal, and told as planned.
 */
export async function runAlliance(journal: Journal, seed: number, days = 365): Promise<AllianceResult> {
  const { commands, rows, worth, last } = await planAlliance(seed, days)
  const stream = allianceStream(commands)
  const life = { stream, system: allianceSystem, label: 'issuing', commands, last }
  return { days, rows, worth, journal: await liveThrough(journal, life) }
}
