import { JournalError } from '../journal/error.js'
import type { EvmPublicClient } from './client.js'

/**
 * What counts as done: so many blocks on top of it (0: it is in the newest block), or what the chain itself calls safe
 * or finalized.
 */
export type Finality = number | 'safe' | 'finalized'

/** Number of the newest block that counts as done. */
export async function blockOf(client: EvmPublicClient, finality: Finality): Promise<bigint> {
  const blockTag = typeof finality === 'number' ? 'latest' : finality
  const { number } = await client.getBlock({ blockTag })
  if (number === null) throw new JournalError('JOURNAL_BUSY', `the node has no ${blockTag} block`)
  const behind = typeof finality === 'number' ? BigInt(finality) : 0n
  return number > behind ? number - behind : 0n
}
