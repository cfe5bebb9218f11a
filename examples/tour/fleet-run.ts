import type { Journal } from '@symbolon/adapters'
import { planFleet } from './fleet-plan.js'
import { fleetSystem } from './fleet-system.js'
import { liveThrough } from './live-through.js'
import { fleetStream } from './stream-name.js'
import type { FleetResult } from './tour-result.js'

/**
 * Two years of a fleet whose hardware backs an application: appraisals, a spike covered just in time and given back, a
 * silent node, a proof. Run through the runtime, executed again from the journal, and told as planned.
 */
export async function runFleet(journal: Journal, seed: number, days = 730): Promise<FleetResult> {
  const { commands, last, ...told } = planFleet(seed, days)
  const stream = fleetStream(commands)
  const life = { stream, system: fleetSystem, label: 'backing', commands, last }
  return { ...told, journal: await liveThrough(journal, life) }
}
