import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Chain, type Deployed, startChain } from '../../../scripts/evm/chain.js'
import { compileFolder } from '../../../scripts/evm/compile.js'
import { type ChainlinkPrice, chainlink } from '../src/chainlink/index.js'
import { testSource } from '../src/testing/index.js'
import { sqrtRatioAtTick, type UniswapPrice, uniswapV3 } from '../src/uniswap-v3/index.js'

const START = 1_900_000_000
const contracts = compileFolder(join(import.meta.dirname, 'contracts'))
const pair = { base: 'ETH', quote: 'USD' } as const
const back = { base: 'USD', quote: 'ETH' } as const
const refusal = (code: string) => ({ name: 'PriceSourceError', code })
let chain: Chain
beforeAll(async () => {
  chain = await startChain({ timestamp: START })
})
afterAll(() => chain.stop())

/** The chain's time; later commands come after it. */
const now = async (): Promise<number> => Number((await chain.client.getBlock()).timestamp)
async function at(time: number): Promise<void> {
  await chain.node.setNextBlockTimestamp({ timestamp: BigInt(time) })
  await chain.node.mine({ blocks: 1 })
}

describe('chainlink, on a node', () => {
  let feed: Deployed
  let source: (more?: Partial<ChainlinkPrice>) => ReturnType<typeof chainlink>
  beforeAll(async () => {
    feed = await chain.deploy(contracts.get('Aggregator'), [8])
    const rules = { ...pair, client: chain.client, aggregator: feed.address, baseDecimals: 18, quoteDecimals: 6 }
    source = (more = {}) => chainlink({ ...rules, maxAge: 3600, ...more })
  })

  it('error: before the first round the contract has no answer', async () => {
    await expect(source()(pair, await now())).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
  })

  it('default: the answer with the feed’s decimals, in both directions, valid for its age', async () => {
    const updated = await now()
    await feed.call('set', 3000_50000000n, updated, updated)
    const expected = { baseAmount: 2n * 10n ** 12n, quoteAmount: 6001n, observed: updated, until: updated + 3601 }
    await expect(source()(pair, updated + 10)).resolves.toMatchObject({ ...pair, ...expected })
    await expect(source()(back, updated + 10)).resolves.toMatchObject({ ...back, baseAmount: 6001n })
  })

  it('behavior: age has its limit, ends included; the chain’s clock counts where the asker’s is behind', async () => {
    const updated = (await now()) + 5000
    await feed.call('set', 1n, updated, updated)
    await expect(source()(pair, updated - 5000)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await at(updated)
    await expect(source()(pair, updated + 3600)).resolves.toMatchObject({ observed: updated })
    await expect(source()(pair, updated + 3601)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await at(updated + 3601)
    await expect(source()(pair, updated)).rejects.toMatchObject(refusal('PRICE_STALE'))
  })

  it('error: a question about the past, or to a node that stands still', async () => {
    const updated = await now()
    await feed.call('set', 5_00000000n, updated, updated)
    const present = await now()
    await expect(source()(pair, present - 60)).resolves.toMatchObject({ observed: updated })
    for (const past of [present - 61, 0])
      await expect(source()(pair, past)).rejects.toMatchObject(refusal('PRICE_STALE'))
    const strict = source({ futureSkew: 0, maxBlockAge: 10 })
    for (const time of [present - 1, present + 11])
      await expect(strict(pair, time)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await expect(strict(pair, present + 10)).resolves.toMatchObject({ observed: updated })
  })

  it('error: zero, below zero, or no update', async () => {
    const updated = await now()
    for (const [answer, time] of [
      [0n, updated],
      [-1n, updated],
      [1n, 0],
    ] as const) {
      await feed.call('set', answer, updated, time)
      await expect(source()(pair, updated)).rejects.toMatchObject(refusal('PRICE_INVALID'))
    }
  })

  it('behavior: on a rollup the sequencer has to be up for longer than the grace, from its start', async () => {
    const sequencer = await chain.deploy(contracts.get('Aggregator'), [0])
    const updated = await now()
    await feed.call('set', 5_00000000n, updated, updated)
    const guarded = source({ sequencer: { aggregator: sequencer.address, grace: 600 } })
    await sequencer.call('set', 0n, updated - 590, updated)
    await expect(guarded(pair, updated + 10)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await expect(guarded(pair, updated + 11)).resolves.toMatchObject({ observed: updated })
    await sequencer.call('set', 1n, updated - 5000, updated)
    await expect(guarded(pair, updated + 10)).rejects.toMatchObject(refusal('PRICE_STALE'))
    await sequencer.call('set', 0n, 0, updated)
    await expect(guarded(pair, updated + 10)).rejects.toMatchObject(refusal('PRICE_STALE'))
  })

  it('error: no contract there, another pair, and rules out of bounds', async () => {
    const nobody = source({ aggregator: `0x${'11'.repeat(20)}` })
    await expect(nobody(pair, await now())).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    await expect(source()({ base: 'BTC', quote: 'USD' }, 0)).rejects.toMatchObject(refusal('PRICE_PAIR_UNKNOWN'))
    for (const wrong of [
      { maxAge: 0 },
      { maxBlockAge: 0 },
      { futureSkew: -1 },
      { aggregator: '0x12' as const },
      { quote: 'ETH' },
      { baseDecimals: 37 },
    ])
      expect(() => source(wrong)).toThrow(RangeError)
  })
})

describe('uniswap-v3, on a node', () => {
  const [low, high] = [`0x${'11'.repeat(20)}`, `0x${'aa'.repeat(20)}`] as const
  const rules = {
    ...pair,
    baseToken: low,
    quoteToken: high.toUpperCase().replace('0X', '0x') as `0x${string}`,
    window: 300,
    maxAge: 60,
  }
  const source = (pool: Deployed, more: Partial<UniswapPrice> = {}) =>
    uniswapV3({ ...rules, client: chain.client, pool: pool.address, ...more })

  it('default: the ratio at the mean tick of the window, towards minus infinity', async () => {
    const pool = await chain.deploy(contracts.get('Pool'), [low, high, -7, 1000n])
    const start = await now()
    await chain.node.setNextBlockTimestamp({ timestamp: BigInt(start + 200) })
    await pool.call('trade', -10, 1000n)
    await at(start + 301)
    // From start + 1: 199 seconds at −7 and 101 at −10, −8.01 in the mean.
    const report = await source(pool)(pair, start + 301)
    expect(report).toMatchObject({ ...pair, observed: start + 301, until: start + 362 })
    const exact = { up: sqrtRatioAtTick(-9) ** 2n, down: 1n << 192n }
    const off = exact.up * report.baseAmount - report.quoteAmount * exact.down
    expect((off < 0n ? -off : off) <= report.confidence * exact.down).toBe(true)
    expect(report.confidence).toBeLessThan(3n)
  })

  it('behavior: turned round where the base is token 1', async () => {
    const pool = await chain.deploy(contracts.get('Pool'), [high, low, 0, 1000n])
    await at((await now()) + 300)
    await expect(source(pool)(pair, await now())).resolves.toMatchObject({ baseAmount: 1n, quoteAmount: 1n })
    const steep = await chain.deploy(contracts.get('Pool'), [high, low, 6932, 1000n])
    await at((await now()) + 300)
    // 1.0001^6932 is 2.00003: two of the base for one of the quote.
    const { baseAmount, quoteAmount } = await source(steep)(pair, await now())
    expect((baseAmount * 1000n) / quoteAmount).toBe(2000n)
  })

  it('error: observations that don’t reach back, an old block, other tokens, a ratio without amounts', async () => {
    const young = await chain.deploy(contracts.get('Pool'), [low, high, 0, 1000n])
    await expect(source(young)(pair, await now())).rejects.toMatchObject(refusal('PRICE_UNREACHABLE'))
    await at((await now()) + 300)
    for (const off of [61, -61])
      await expect(source(young)(pair, (await now()) + off)).rejects.toMatchObject(refusal('PRICE_STALE'))
    const others = source(young, { quoteToken: `0x${'bb'.repeat(20)}` })
    await expect(others(pair, await now())).rejects.toMatchObject(refusal('PRICE_MALFORMED'))
    const extreme = await chain.deploy(contracts.get('Pool'), [low, high, 887_272, 1000n])
    await at((await now()) + 300)
    await expect(source(extreme)(pair, await now())).rejects.toMatchObject(refusal('PRICE_INVALID'))
  })

  it('behavior: the harmonic mean of the liquidity has to be enough, across the sum’s wrapping around', async () => {
    const pool = await chain.deploy(contracts.get('Pool'), [low, high, 0, 1000n])
    await at((await now()) + 300)
    await expect(source(pool, { leastLiquidity: 1000n })(pair, await now())).resolves.toMatchObject({ quoteAmount: 1n })
    await expect(source(pool, { leastLiquidity: 1001n })(pair, await now())).rejects.toMatchObject(
      refusal('PRICE_UNCERTAIN'),
    )
  })

  it('error: rules out of bounds', async () => {
    const pool = await chain.deploy(contracts.get('Pool'), [low, high, 0, 1000n])
    for (const wrong of [
      { window: 299 },
      { maxAge: 0 },
      { futureSkew: 0.5 },
      { quoteToken: low },
      { pool: '0x1' as const },
      { base: 'USD' },
    ])
      expect(() => source(pool, wrong)).toThrow(RangeError)
  })
})

/** A chain of their own: what the suite asks has to be of a time that is known before anything runs. */
describe('the suite, on a node', () => {
  const asked = START + 500
  let own: Chain
  let places: Readonly<Record<'feed' | 'old' | 'pool' | 'young', Deployed>>
  beforeAll(async () => {
    own = await startChain({ timestamp: START })
    const { node, deploy } = own
    const [low, high] = [`0x${'11'.repeat(20)}`, `0x${'aa'.repeat(20)}`]
    const pool = await deploy(contracts.get('Pool'), [low, high, 700, 1000n])
    const [feed, old] = [await deploy(contracts.get('Aggregator'), [8]), await deploy(contracts.get('Aggregator'), [8])]
    await feed.call('set', 3000_12345678n, START, START)
    await old.call('set', 1n, START - 4000, START - 4000)
    await node.setNextBlockTimestamp({ timestamp: BigInt(asked - 20) })
    places = { feed, old, pool, young: await deploy(contracts.get('Pool'), [low, high, 0, 1000n]) }
  })
  afterAll(() => own.stop())

  const aggregator = (place: 'feed' | 'old') => () =>
    chainlink({
      ...pair,
      client: own.client,
      aggregator: places[place].address,
      baseDecimals: 18,
      quoteDecimals: 6,
      maxAge: 3600,
    })
  testSource({
    name: 'chainlink',
    make: aggregator('feed'),
    pair,
    at: asked,
    turns: true,
    broken: { 'an old answer': { make: aggregator('old'), code: 'PRICE_STALE' } },
  })
  const pooled = (place: 'pool' | 'young') => () => {
    const [baseToken, quoteToken] = [`0x${'11'.repeat(20)}`, `0x${'aa'.repeat(20)}`] as const
    const rules = { ...pair, client: own.client, pool: places[place].address, baseToken, quoteToken }
    return uniswapV3({ ...rules, window: 300, maxAge: 60 })
  }
  testSource({
    name: 'uniswap-v3',
    make: pooled('pool'),
    pair,
    at: asked,
    turns: true,
    broken: { 'a pool without a past': { make: pooled('young'), code: 'PRICE_UNREACHABLE' } },
  })
})
