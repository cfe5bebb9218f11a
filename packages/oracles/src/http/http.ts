import type { Report } from '@symbolon/core'
import { parseDecimal } from '@symbolon/core/arithmetic'
import { isId } from '@symbolon/core/codec'
import { checkSeconds } from '../bounds.js'
import { fitted, turned } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'
import { checkedUrl } from './address.js'
import { checkLimits, type FetchLimits, fetchText } from './fetch-text.js'
import { parseJson, parsePointer, textAt } from './json.js'

/** Where a price stands, and what it says. */
export interface HttpPrice extends Pair, FetchLimits {
  /** Address of a JSON document, `https:`; `http:` for an address of this machine alone. */
  readonly url: string
  /** Hosts, with their port where it isn't the usual one, that the address may have. */
  readonly hosts: readonly string[]
  /** Where the price stands: a decimal, as a string or a number, without an exponent. RFC 6901. */
  readonly pointer: string
  /** What one of `base` is in base units, 10 to this power: the decimal is the price of so much. */
  readonly baseDecimals: number
  /** What one of `quote` is in base units, 10 to this power. */
  readonly quoteDecimals: number
  /** Where the time of observation stands, whole seconds since 1970. Default: the time it is asked at. */
  readonly timePointer?: string
  /** How far ahead of the time it is asked at that may be, seconds. Default: 0. */
  readonly futureSkew?: number
  /** Where the confidence stands, a decimal in `quote` for one of `base`. Default: none is said, and it is 0. */
  readonly confidencePointer?: string
  /** How long a report is valid after its observation, whole seconds, > 0. */
  readonly validity: number
  /** Id of the source. Default: `http`. */
  readonly source?: string
  /** Headers to send, a key for instance. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * A price in a JSON document on the web. The document is trusted as its host is: nothing in it is signed. Digits are
 * read as they stand, never as a floating-point number; what has more decimals than the quote asset is kept exactly by
 * a larger base.
 * Spec: kernel.md#prices.
 * @param price - Where it stands and what it is of.
 * @returns A source of the pair, in both directions. It refuses with `PRICE_UNREACHABLE` (no answer in time, too long a
 * body, a redirect, a status other than 200), `PRICE_MALFORMED` (no JSON, nothing at the pointer, no decimal),
 * `PRICE_INVALID` (not above zero) or `PRICE_STALE` (observed longer ago than it is valid, or ahead of its time).
 * @throws {RangeError} when the address isn't one of the hosts', or another part is out of bounds.
 * @example
 * const source = http({
 *   base: 'ETH', baseDecimals: 18, quote: 'USD', quoteDecimals: 2, validity: 60,
 *   url: 'https://api.example.org/price?symbol=ETH', hosts: ['api.example.org'], pointer: '/data/price',
 * })
 */
export function http(price: HttpPrice): PriceSource {
  const { base, quote, validity, source = 'http', futureSkew = 0, baseDecimals, quoteDecimals } = price
  const url = checkedUrl(price.url, price.hosts)
  for (const [name, value] of Object.entries({ base, quote, source }))
    if (!isId(value)) throw new RangeError(`http: ${name} is no id: ${JSON.stringify(value)}`)
  if (base === quote) throw new RangeError(`http: ${base} is priced in itself`)
  checkSeconds('validity', validity)
  for (const [name, value] of Object.entries({ baseDecimals, quoteDecimals, futureSkew }))
    if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`http: ${name} is not a whole number ≥ 0`)
  if (baseDecimals > 36 || quoteDecimals > 36) throw new RangeError('http: there are at most 36 decimals')
  checkLimits(price)
  const pointer = parsePointer(price.pointer)
  const timePointer = price.timePointer === undefined ? undefined : parsePointer(price.timePointer)
  const confidencePointer = price.confidencePointer === undefined ? undefined : parsePointer(price.confidencePointer)
  const headers = { accept: 'application/json', ...price.headers }

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `http: no price of ${pair.base} in ${pair.quote}`)
    const json = parseJson(await fetchText(url, price, { headers }))
    const observed = timePointer === undefined ? at : timeOf(textAt(json, timePointer))
    const until = observed + validity
    if (observed > at + futureSkew || at >= until)
      throw new PriceSourceError('PRICE_STALE', `${url.host}: observed at ${observed}, asked at ${at}`)
    const quoteAmount = decimal(textAt(json, pointer))
    if (quoteAmount === 0n) throw new PriceSourceError('PRICE_INVALID', `${url.host}: the price is zero`)
    const confidence = confidencePointer === undefined ? 0n : decimal(textAt(json, confidencePointer))
    const ratio = fitted({ baseAmount: 10n ** BigInt(baseDecimals + 36), quoteAmount, confidence })
    const report: Report = { base, quote, ...ratio, observed, until, source, number: at, signatures: [] }
    return forward ? report : turned(report)
  }

  /** In base units of the quote asset, times 10^36, for one of the base asset. */
  function decimal(text: string): bigint {
    try {
      return parseDecimal(text, 36) * 10n ** BigInt(quoteDecimals)
    } catch (cause) {
      throw new PriceSourceError('PRICE_MALFORMED', `${url.host}: ${text.slice(0, 80)} is no decimal`, { cause })
    }
  }

  function timeOf(text: string): number {
    if (/^(0|[1-9][0-9]{0,15})$/.test(text) && Number.isSafeInteger(Number(text) + validity)) return Number(text)
    throw new PriceSourceError('PRICE_MALFORMED', `${url.host}: ${text.slice(0, 80)} is no time in whole seconds`)
  }
}
