/** Sources of chains, with a node that doesn't do as nodes should. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPublicClient, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterEach, describe, expect, it } from 'vitest'
import { chainlink, type ReadClient } from '../src/chainlink/index.js'
import type { PriceSource } from '../src/source.js'
import { uniswapV3 } from '../src/uniswap-v3/index.js'

const AT = 1_900_000_000
const pair = { base: 'ETH', quote: 'USD' } as const
const [low, high] = [`0x${'11'.repeat(20)}`, `0x${'aa'.repeat(20)}`] as const
const refusal = (code: string) => ({ name: 'PriceSourceError', code })
const both = (client: ReadClient): readonly PriceSource[] => [
  chainlink({ ...pair, client, aggregator: low, baseDecimals: 18, quoteDecimals: 6, maxAge: 60 }),
  uniswapV3({ ...pair, client, pool: low, baseToken: low, quoteToken: high, window: 300, maxAge: 60 }),
]

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})
async function node(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<ReadClient> {
  server = createServer(answer)
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const transport = http(`http://127.0.0.1:${port}`, { retryCount: 0, timeout: 100 })
  return createPublicClient({ chain: foundry, transport }) as ReadClient
}

describe('sources of chains', () => {
  it.each<[string, (response: ServerResponse) => void]>([
    ['nothing, ever', () => undefined],
    ['half a JSON', (response) => response.end('{"jsonrpc":"2.0","id":1,"resu')],
    ['no JSON', (response) => response.end('<html>')],
    ['an error', (response) => response.end('{"jsonrpc":"2.0","id":1,"error":{"code":-32000,"message":"no"}}')],
    ['status 500', (response) => response.writeHead(500).end()],
    ['no block', (response) => response.end('{"jsonrpc":"2.0","id":1,"result":null}')],
    ['a broken line', (response) => response.destroy()],
  ])('error: a node that answers with %s can’t be reached', async (_, answer) => {
    for (const source of both(await node((_request, response) => answer(response))))
      await expect(source(pair, AT)).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
  })

  /** A client that answers with anything at all. */
  const lying = (answers: Readonly<Record<string, unknown>>, block: object = {}): ReadClient => ({
    getBlock: async () => ({ number: 1n, timestamp: BigInt(AT), ...block }),
    readContract: async ({ functionName }) => answers[functionName],
  })
  const round = (answer: unknown, updatedAt: unknown = BigInt(AT)) => [1n, answer, BigInt(AT), updatedAt, 1n]
  const sound = { decimals: 8, latestRoundData: round(1n), token0: low, token1: high }

  it('default: what is sound is taken', async () => {
    const observed = [
      [0n, 0n],
      [0n, 300n],
    ]
    for (const source of both(lying({ ...sound, observe: observed })))
      await expect(source(pair, AT)).resolves.toMatchObject({ ...pair, observed: AT })
  })

  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ latestRoundData: undefined }, 'PRICE_MALFORMED'],
    [{ latestRoundData: [1n] }, 'PRICE_MALFORMED'],
    [{ latestRoundData: round('1') }, 'PRICE_MALFORMED'],
    [{ latestRoundData: round(1) }, 'PRICE_MALFORMED'],
    [{ decimals: 8n }, 'PRICE_MALFORMED'],
    [{ decimals: 8.5 }, 'PRICE_MALFORMED'],
    [{ decimals: 255 }, 'PRICE_INVALID'],
    [{ decimals: -1 }, 'PRICE_INVALID'],
    [{ latestRoundData: round(2n ** 255n - 1n) }, 'PRICE_INVALID'],
    [{ latestRoundData: round(1n, 2n ** 256n - 1n) }, 'PRICE_STALE'],
  ])('error: an aggregator that says %o', async (lie, code) => {
    const [source] = both(lying({ ...sound, ...lie }))
    await expect(source!(pair, AT)).rejects.toMatchObject(refusal(code))
  })

  const ticks = (from: unknown, to: unknown) => ({
    observe: [
      [from, to],
      [0n, 300n],
    ],
  })
  it.each<[Readonly<Record<string, unknown>>, string]>([
    [{ observe: [] }, 'PRICE_MALFORMED'],
    [{ observe: [[0n], [0n]] }, 'PRICE_MALFORMED'],
    [ticks(0, 1), 'PRICE_MALFORMED'],
    [{ token0: 5 }, 'PRICE_MALFORMED'],
    [{ token0: high, token1: high }, 'PRICE_MALFORMED'],
    [ticks(0n, 2n ** 55n), 'PRICE_INVALID'],
  ])('error: a pool that says %o', async (lie, code) => {
    const [, source] = both(lying({ ...sound, ...ticks(0n, 0n), ...lie }))
    await expect(source!(pair, AT)).rejects.toMatchObject(refusal(code))
  })

  it.each<[object, string]>([
    [{ number: null }, 'PRICE_MALFORMED'],
    [{ number: undefined }, 'PRICE_MALFORMED'],
    [{ timestamp: undefined }, 'PRICE_MALFORMED'],
    [{ timestamp: AT }, 'PRICE_MALFORMED'],
    [{ timestamp: 2n ** 255n }, 'PRICE_STALE'],
    [{ timestamp: 0n }, 'PRICE_STALE'],
    [{ timestamp: -1n }, 'PRICE_STALE'],
  ])('error: a block with %o', async (block, code) => {
    for (const source of both(lying({ ...sound, ...ticks(0n, 0n) }, block)))
      await expect(source(pair, AT)).rejects.toMatchObject(refusal(code))
  })
})
