import { isId } from '@symbolon/core/codec'
import { checkSeconds, checkSkew } from '../bounds.js'
import { checkDecimals, type Decimals, fromScaled } from '../decimals.js'
import {
  type Address,
  answered,
  blockOf,
  isAddressText,
  isCount,
  isInteger,
  isList,
  type ReadAt,
  type ReadClient,
} from '../evm-read.js'
import { turned } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'
import { aggregator } from './abi.js'

/** A feed of Chainlink's, and how it is read. */
export interface ChainlinkPrice extends Pair, Decimals {
  /** viem's public client of the chain. */
  readonly client: ReadClient
  /** The aggregator, or the proxy of one: its answer is the price of one of `base` in one of `quote`. */
  readonly aggregator: Address
  /** How old an answer may be, and how long a report is valid after it, whole seconds: the feed's heartbeat and some. */
  readonly maxAge: number
  /** How old the block may be that is read, whole seconds: a node that stands still has old answers. Default: `maxAge`. */
  readonly maxBlockAge?: number
  /** How far the chain's clock may be ahead of the time that is asked for, whole seconds. Default: 60. */
  readonly futureSkew?: number
  /** On a rollup: the feed that says whether its sequencer is up, and how long it has to be before answers count. */
  readonly sequencer?: { readonly aggregator: Address; readonly grace: number }
  /** Which block is read. Default: `latest`. */
  readonly readAt?: ReadAt
  /** Id of the source. Default: `chainlink`. */
  readonly source?: string
}

/**
 * A price from a Chainlink aggregator: `latestRoundData` and `decimals` of one block. The answer is above zero and not
 * too old; `answeredInRound` and the aggregator's own bounds are ignored, since they say nothing any more: set bounds
 * of your own with `guard` or the feed's policy. On a rollup the sequencer has to be up for the grace, from the time it
 * started. A chain is read as it is: a question about a time before its newest block has no answer here.
 * Spec: kernel.md#prices. Source: Chainlink's AggregatorV3Interface and its guide to sequencer feeds.
 * @param price - Client, feed and rules.
 * @returns A source of the pair, in both directions. It refuses with `PRICE_UNREACHABLE`, `PRICE_INVALID` (not above
 * zero, or no round) or `PRICE_STALE` (too old, from the future, of an old block, asked for the past, or the sequencer is
 * down or not long enough up).
 * @throws {RangeError} when a rule or an address is out of bounds.
 * @example chainlink({ base: 'ETH', quote: 'USD', client, aggregator: '0x5f4eC3Df9cbd43714FE2740f5E3616155c5b8419', baseDecimals: 18, quoteDecimals: 6, maxAge: 3_900 })
 */
export function chainlink(price: ChainlinkPrice): PriceSource {
  const { base, quote, client, maxAge, futureSkew = 60, sequencer, readAt = 'latest', source = 'chainlink' } = price
  for (const [name, value] of Object.entries({ base, quote, source }))
    if (!isId(value)) throw new RangeError(`chainlink: ${name} is no id: ${JSON.stringify(value)}`)
  if (base === quote) throw new RangeError(`chainlink: ${base} is priced in itself`)
  checkSeconds('maxAge', maxAge)
  const { maxBlockAge = maxAge } = price
  checkSeconds('maxBlockAge', maxBlockAge)
  checkSkew(futureSkew)
  if (sequencer !== undefined) checkSeconds('grace', sequencer.grace)
  checkDecimals({ baseDecimals: price.baseDecimals, quoteDecimals: price.quoteDecimals })
  for (const address of [price.aggregator, ...(sequencer === undefined ? [] : [sequencer.aggregator])])
    if (!isAddressText(address)) throw new RangeError(`chainlink: ${address} is no address`)

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `chainlink: no price of ${pair.base} in ${pair.quote}`)
    const { number: blockNumber, timestamp } = await blockOf(client, readAt)
    if (timestamp > at + futureSkew || at - timestamp > maxBlockAge)
      throw new PriceSourceError('PRICE_STALE', `chainlink: a block of ${timestamp}, asked at ${at}`)
    const round = (address: Address) =>
      answered(client, { address, abi: aggregator, functionName: 'latestRoundData', blockNumber }, isRound)
    // The chain's own time is the later one where the asker's clock is behind.
    const now = Math.max(at, timestamp)
    if (sequencer !== undefined) {
      const [, down, startedAt] = await round(sequencer.aggregator)
      if (down !== 0n || startedAt === 0n || BigInt(now) - startedAt <= BigInt(sequencer.grace))
        throw new PriceSourceError('PRICE_STALE', `chainlink: the sequencer is down, or up since ${startedAt} only`)
    }
    const [[, answer, , updatedAt], decimals] = await Promise.all([
      round(price.aggregator),
      answered(client, { address: price.aggregator, abi: aggregator, functionName: 'decimals', blockNumber }, isCount),
    ])
    if (answer <= 0n || updatedAt === 0n || decimals < 0 || decimals > 36)
      throw new PriceSourceError('PRICE_INVALID', `chainlink: an answer of ${answer}, updated at ${updatedAt}`)
    if (updatedAt > BigInt(now) || BigInt(now) - updatedAt > BigInt(maxAge))
      throw new PriceSourceError('PRICE_STALE', `chainlink: updated at ${updatedAt}, asked at ${now}`)
    const ratio = fromScaled(answer, 0n, -decimals, price)
    const observed = Number(updatedAt)
    const until = observed + maxAge + 1
    const report = { base, quote, ...ratio, observed, until, source, number: at, signatures: [] }
    return forward ? report : turned(report)
  }
}

/** Round, answer, start, update, and a round that says nothing any more. */
type Round = readonly [bigint, bigint, bigint, bigint, bigint]
const isRound = (answer: unknown): answer is Round => isList(answer, 5, isInteger)
