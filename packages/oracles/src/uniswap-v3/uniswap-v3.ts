import type { Report } from '@symbolon/core'
import { isId } from '@symbolon/core/codec'
import { checkSeconds, checkSkew } from '../bounds.js'
import {
  type Address,
  answered,
  blockOf,
  isAddressText,
  isInteger,
  isList,
  isText,
  type ReadAt,
  type ReadClient,
} from '../evm-read.js'
import { fitted, turned } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'
import { pool } from './abi.js'
import { MAX_TICK, meanTick, sqrtRatioAtTick } from './tick-math.js'

/** A pool, and how it is read. Base units are the tokens' own: what one of them is doesn't matter. */
export interface UniswapPrice extends Pair {
  /** viem's public client of the chain. */
  readonly client: ReadClient
  readonly pool: Address
  /** Token of the asset `base`, one of the pool's two. */
  readonly baseToken: Address
  /** Token of the asset `quote`, the other one. */
  readonly quoteToken: Address
  /** What the mean is over, whole seconds, at least five minutes. */
  readonly window: number
  /** The least mean liquidity of the window that counts, in the pool's own units. Default: any. */
  readonly leastLiquidity?: bigint
  /** How old the block may be that is read, and how long a report is valid after it, whole seconds. */
  readonly maxAge: number
  /** How far the chain's clock may be ahead of the time that is asked for, whole seconds. Default: 60. */
  readonly futureSkew?: number
  /** Which block is read. Default: `latest`. */
  readonly readAt?: ReadAt
  /** Id of the source. Default: `uniswap-v3`. */
  readonly source?: string
}

const LEAST_WINDOW = 300

/**
 * The time-weighted mean price of a Uniswap v3 pool: the mean tick of a window, towards minus infinity, and the ratio
 * of that tick, exactly as the contracts compute it. The mean is geometric; to move it, a price has to be held for the
 * window, against everybody. A pool with little liquidity can be moved for little: ask for some.
 * Spec: kernel.md#prices. Source: Uniswap v3 core and periphery (OracleLibrary, TickMath).
 * @param price - Client, pool and rules.
 * @returns A source of the pair, in both directions. It refuses with `PRICE_UNREACHABLE` (the node, or a pool whose
 * observations don't reach back as far), `PRICE_MALFORMED` (other tokens), `PRICE_UNCERTAIN` (too little liquidity),
 * `PRICE_STALE` (an old block, or one after the time that is asked for) or `PRICE_INVALID` (a ratio that no two amounts have).
 * @throws {RangeError} when the window is below five minutes, or a rule or an address out of bounds.
 * @example uniswapV3({ base: 'WETH', quote: 'USDC', client, pool, baseToken, quoteToken, window: 1_800, maxAge: 60 })
 */
export function uniswapV3(price: UniswapPrice): PriceSource {
  const { base, quote, client, window, maxAge, futureSkew = 60, readAt = 'latest', source = 'uniswap-v3' } = price
  const [baseToken, quoteToken] = [price.baseToken.toLowerCase(), price.quoteToken.toLowerCase()]
  for (const [name, value] of Object.entries({ base, quote, source }))
    if (!isId(value)) throw new RangeError(`uniswap-v3: ${name} is no id: ${JSON.stringify(value)}`)
  if (base === quote || baseToken === quoteToken) throw new RangeError(`uniswap-v3: ${base} is priced in itself`)
  checkSeconds('window', window)
  if (window < LEAST_WINDOW || window > 0xffff_ffff)
    throw new RangeError('uniswap-v3: a window has at least five minutes')
  checkSeconds('maxAge', maxAge)
  checkSkew(futureSkew)
  for (const address of [price.pool, baseToken, quoteToken])
    if (!isAddressText(address)) throw new RangeError(`uniswap-v3: ${address} is no address`)

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `uniswap-v3: no price of ${pair.base} in ${pair.quote}`)
    const report = await read(at)
    return forward ? report : turned(report)
  }

  async function read(at: number): Promise<Report> {
    const { number: blockNumber, timestamp } = await blockOf(client, readAt)
    const where = { address: price.pool, abi: pool, blockNumber } as const
    const [token0, token1, [ticks, inverseLiquidities]] = await Promise.all([
      answered(client, { ...where, functionName: 'token0' }, isText),
      answered(client, { ...where, functionName: 'token1' }, isText),
      answered(client, { ...where, functionName: 'observe', args: [[window, 0]] }, isObserved),
    ])
    const first = token0.toLowerCase() === baseToken
    const [low, high] = first ? [baseToken, quoteToken] : [quoteToken, baseToken]
    if (token0.toLowerCase() !== low || token1.toLowerCase() !== high)
      throw new PriceSourceError('PRICE_MALFORMED', 'uniswap-v3: the pool is of other tokens')
    if (at - timestamp > maxAge || timestamp > at + futureSkew)
      throw new PriceSourceError('PRICE_STALE', `uniswap-v3: a block of ${timestamp}, asked at ${at}`)
    checkLiquidity(inverseLiquidities)
    const tick = meanTick(ticks[0], ticks[1], window)
    if (Math.abs(tick) > MAX_TICK) throw new PriceSourceError('PRICE_INVALID', `uniswap-v3: ${tick} is no tick`)
    // Units of token 1 per unit of token 0: the root squared, over 2^192.
    const [up, down] = [sqrtRatioAtTick(tick) ** 2n, 1n << 192n]
    const ratio = fitted({ baseAmount: first ? down : up, quoteAmount: first ? up : down, confidence: 0n })
    const until = timestamp + maxAge + 1
    return { base, quote, ...ratio, observed: timestamp, until, source, number: at, signatures: [] }
  }

  /** Harmonic mean of the liquidity, from the sums of its inverse, which wrap around at 2^160. */
  function checkLiquidity(sums: readonly [bigint, bigint]): void {
    const least = price.leastLiquidity ?? 0n
    if (least <= 0n) return
    const sum = BigInt.asUintN(160, sums[1] - sums[0])
    const mean = sum === 0n ? 0n : (BigInt(window) << 128n) / sum
    if (mean < least) throw new PriceSourceError('PRICE_UNCERTAIN', `uniswap-v3: a mean liquidity of ${mean}`)
  }
}

/** Sums at the window's start and end, of the tick and of the inverse of the liquidity. */
type Observed = readonly [ticks: readonly [bigint, bigint], inverseLiquidities: readonly [bigint, bigint]]
const isObserved = (answer: unknown): answer is Observed =>
  isList(answer, 2, (one): one is readonly bigint[] => isList(one, 2, isInteger))
