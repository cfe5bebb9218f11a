import type { PublicClient } from 'viem'
import { PriceSourceError } from './source.js'

/** What a source needs of a client: viem's public client has it. */
export type ReadClient = Pick<PublicClient, 'getBlock' | 'readContract'>

/** Which block is read: the newest, or one that is unlikely, or can't, be replaced. */
export type ReadAt = 'latest' | 'safe' | 'finalized'

/** An address as wallets show it or in lower case. */
export type Address = `0x${string}`

/** One block, so that everything that is read of a chain is of one moment. */
export async function blockOf(
  client: ReadClient,
  blockTag: ReadAt,
): Promise<{ readonly number: bigint; readonly timestamp: number }> {
  const { number, timestamp } = await reached(client.getBlock({ blockTag }))
  if (number === null) throw new PriceSourceError('PRICE_MALFORMED', 'the block has no number')
  return { number, timestamp: Number(timestamp) }
}

/** What a node answers; whatever it throws is a source that can't be reached. */
export async function reached<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new PriceSourceError('PRICE_UNREACHABLE', 'the node or the contract has no answer', { cause })
  }
}

export const isAddressText = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text)
