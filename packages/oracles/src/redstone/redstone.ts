import type { Report } from '@symbolon/core'
import { isId } from '@symbolon/core/codec'
import { checkCount, checkSeconds } from '../bounds.js'
import { checkDecimals, type Decimals, fromScaled } from '../decimals.js'
import { isAddress } from '../ethereum-address.js'
import { turned } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'
import { decodePayload } from './package.js'

/** A feed, where its packages come from, and whose signatures count. */
export interface RedstonePrice extends Pair, Decimals {
  /** Id of the feed, `ETH` for instance: its value is the price of one of `base` in one of `quote`. */
  readonly feed: string
  /** Gets the signed payload; nothing of it is trusted. */
  readonly payload: () => Promise<Uint8Array>
  /** Addresses whose signatures count, lower-case hex after `0x`, 1 to 64. */
  readonly signers: readonly string[]
  /** How many different of them have to have signed. */
  readonly threshold: number
  /** Decimals of a value. Default: 8. */
  readonly valueDecimals?: number
  /** How old packages may be, and how long a report is valid after their time, whole seconds. */
  readonly maxAge: number
  /** How far ahead their time may be, whole seconds. Default: 60. */
  readonly futureSkew?: number
  /** Id of the source. Default: `redstone`. */
  readonly source?: string
}

/**
 * A price from signed data packages in RedStone's format: all packages have one time, and different signers of the list
 * have signed values of the feed, at least the threshold of them. The price is their median, the lower middle of an even
 * number. Packages of others are left out.
 * Spec: kernel.md#prices. Source: the RedStone protocol's data package format.
 * @param price - Feed, payload and signers.
 * @returns A source of the pair, in both directions. It refuses with `PRICE_UNREACHABLE` (the payload can't be had),
 * `PRICE_MALFORMED`, `PRICE_UNTRUSTED` (too few signers), `PRICE_STALE` or `PRICE_INVALID` (zero).
 * @throws {RangeError} when a signer is none or listed twice, or a bound is out of bounds.
 * @example redstone({ base: 'ETH', quote: 'USD', feed: 'ETH', payload, signers, threshold: 3, baseDecimals: 18, quoteDecimals: 6, maxAge: 180 })
 */
export function redstone(price: RedstonePrice): PriceSource {
  const { base, quote, feed, payload, signers, threshold, maxAge, source = 'redstone' } = price
  const { valueDecimals = 8, baseDecimals, quoteDecimals, futureSkew = 60 } = price
  for (const [name, value] of Object.entries({ base, quote, source }))
    if (!isId(value)) throw new RangeError(`redstone: ${name} is no id: ${JSON.stringify(value)}`)
  if (base === quote) throw new RangeError(`redstone: ${base} is priced in itself`)
  if (!/^[\x21-\x7e]{1,32}$/.test(feed))
    throw new RangeError('redstone: the id of a feed is 1 to 32 characters of ASCII')
  checkCount('the number of signers', signers.length, 64)
  checkCount('the threshold', threshold, signers.length)
  if (!signers.every(isAddress) || new Set(signers).size < signers.length)
    throw new RangeError('redstone: signers are different addresses in lower-case hex')
  checkSeconds('maxAge', maxAge)
  checkDecimals({ valueDecimals, baseDecimals, quoteDecimals })
  if (!Number.isSafeInteger(futureSkew) || futureSkew < 0)
    throw new RangeError('redstone: futureSkew is not a number ≥ 0')

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `redstone: no price of ${pair.base} in ${pair.quote}`)
    const report = reportOf(await payload().catch(unreachable), at)
    return forward ? report : turned(report)
  }

  function reportOf(bytes: Uint8Array, at: number): Report {
    const packages = decodePayload(bytes).filter(({ signer }) => signer !== undefined && signers.includes(signer))
    const values = new Map<string, bigint>()
    for (const { signer, values: said } of packages) {
      const value = said.get(feed)
      if (value === undefined) continue
      if (values.has(signer!)) throw new PriceSourceError('PRICE_UNTRUSTED', `redstone: ${signer} has signed twice`)
      values.set(signer!, value)
    }
    if (values.size < threshold)
      throw new PriceSourceError('PRICE_UNTRUSTED', `redstone: ${values.size} of ${threshold} signers`)
    const times = new Set(packages.map(({ timestamp }) => timestamp))
    if (times.size > 1) throw new PriceSourceError('PRICE_UNTRUSTED', 'redstone: packages of different times')
    const observed = Math.floor([...times][0]! / 1000)
    if (observed > at + futureSkew || at - observed > maxAge)
      throw new PriceSourceError('PRICE_STALE', `redstone: packages of ${observed}, asked at ${at}`)
    const sorted = [...values.values()].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    const value = sorted[(sorted.length - 1) >> 1]!
    if (value === 0n) throw new PriceSourceError('PRICE_INVALID', 'redstone: the price is zero')
    const ratio = fromScaled(value, 0n, -valueDecimals, price)
    return { base, quote, ...ratio, observed, until: observed + maxAge + 1, source, number: at, signatures: [] }
  }
}

function unreachable(cause: unknown): never {
  if (cause instanceof PriceSourceError) throw cause
  throw new PriceSourceError('PRICE_UNREACHABLE', 'redstone: the payload can’t be had', { cause })
}
