import { type EvmPublicClient, type Hex, quantity, request } from './client.js'
import { eventOf, type RawLog, type StreamEvent } from './logs.js'

/** What is looked for. */
export interface Filter {
  readonly address: Hex
  readonly topics: readonly (Hex | readonly Hex[])[]
}

/** Logs of a contract, fetched in ranges of blocks that a node is willing to answer. */
export interface RangeScanner {
  /**
   * Logs of the blocks that end with `to` and go back as far as the node answers at once, but not below `least`; and
   * the first of these blocks.
   */
  before(
    filter: Filter,
    to: bigint,
    least: bigint,
  ): Promise<{ readonly from: bigint; readonly logs: readonly RawLog[] }>
}

/** The same for events of streams, decoded. */
export interface Scanner {
  before(
    filter: Filter,
    to: bigint,
    least: bigint,
  ): Promise<{ readonly from: bigint; readonly events: readonly StreamEvent[] }>
}

/**
 * Fetches logs back from a block. A range that a node refuses (too many blocks, too many results, too large an answer)
 * is halved, and grows again with what it answers.
 * @param most - Blocks that are asked for at first, and at most.
 */
export function rangeScanner(client: EvmPublicClient, most: bigint): RangeScanner {
  let size = most
  return {
    before: async ({ address, topics }, to, least) => {
      for (;;) {
        const from = to - size + 1n > least ? to - size + 1n : least
        try {
          const filter = { address, topics, fromBlock: quantity(from), toBlock: quantity(to) }
          const logs = await request<readonly RawLog[]>(client, 'eth_getLogs', [filter])
          if (size < most) size = size * 2n < most ? size * 2n : most
          return { from, logs: inOrder(logs) }
        } catch (error) {
          const asked = to - from + 1n
          // A node that answers nothing at all isn't helped by asking for less.
          if (asked === 1n || !(await isThere(client))) throw error
          size = asked / 2n
        }
      }
    },
  }
}

/** Fetches events of streams as {@link rangeScanner} does logs. */
export function scanner(client: EvmPublicClient, most: bigint): Scanner {
  const scan = rangeScanner(client, most)
  return {
    before: async (filter, to, least) => {
      const { from, logs } = await scan.before(filter, to, least)
      return { from, events: logs.map(eventOf).filter((event) => event !== undefined) }
    },
  }
}

async function isThere(client: EvmPublicClient): Promise<boolean> {
  return client.getBlock({ blockTag: 'latest' }).then(
    () => true,
    () => false,
  )
}

/** In the order in which they happened, whatever the node's. */
function inOrder(logs: readonly RawLog[]): readonly RawLog[] {
  const place = ({ blockNumber, logIndex }: RawLog): bigint => (BigInt(blockNumber ?? 0) << 64n) + BigInt(logIndex ?? 0)
  return logs
    .filter(({ removed }) => removed !== true)
    .map((log) => [place(log), log] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, log]) => log)
}
