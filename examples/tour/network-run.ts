import type { Journal } from '@symbolon/adapters'
import { liveThrough } from './live-through.js'
import { planNetwork } from './network-plan.js'
import { networkSystem } from './network-system.js'
import { networkStream } from './stream-name.js'
import type { NetworkResult } from './tour-result.js'

/**
 * A month of a network whose token is bonded: rewards every day, a pool that gets dearer, a spammer, a way back over the
 * bridge. Run through the runtime, executed again from the journal, and told as planned.
 */
export async function runNetwork(journal: Journal, seed: number, days = 30): Promise<NetworkResult> {
  const stream = networkStream(networkSystem.hash, seed, days)
  const { commands, last, ...told } = planNetwork(stream, seed, days)
  const life = { stream, system: networkSystem, label: 'relaying', commands, last }
  return { days, ...told, journal: await liveThrough(journal, life) }
}
