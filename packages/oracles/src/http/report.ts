import type { Report } from '@symbolon/core'
import { Amount, Asset, Count, codecOf, Hex, Id, list, Quantity, struct, Time } from '@symbolon/core/codec'
import { turned } from '../ratio.js'
import { checkTime, type PriceSource, PriceSourceError } from '../source.js'
import { checkedUrl } from './address.js'
import { checkLimits, type FetchLimits, fetchText } from './fetch-text.js'
import { parseJson } from './json.js'

/** Where whole reports are to be had. */
export interface HttpReport extends FetchLimits {
  /** Address of a JSON document, `https:`; `http:` for an address of this machine alone. */
  readonly url: string
  /** Hosts, with their port where it isn't the usual one, that the address may have. */
  readonly hosts: readonly string[]
  /** Headers to send, a key for instance. */
  readonly headers?: Readonly<Record<string, string>>
  /** How far ahead of the time it is asked at a report may be observed, whole seconds. Default: 0. */
  readonly futureSkew?: number
}

const reports = codecOf(
  struct<Report>({
    base: Asset,
    quote: Asset,
    baseAmount: Amount,
    quoteAmount: Amount,
    confidence: Quantity,
    observed: Time,
    until: Time,
    source: Id,
    number: Count,
    signatures: list(struct({ party: Id, key: Id, value: Hex }), 64),
  }),
)

/**
 * A report as somebody else publishes it: a JSON document of the form of the input of `price.report`, signatures
 * included, every integer a decimal string. What it is worth is for `signed` to say.
 * Spec: kernel.md#prices.
 * @param place - Address, hosts and limits.
 * @returns A source of the pair that the report is of. Asked in the other direction it turns the report round, without
 * its signatures. It refuses as `http` does, and with `PRICE_PAIR_UNKNOWN` for a report of another pair.
 * @throws {RangeError} when the address isn't one of the hosts', or a limit is none.
 * @example signed(httpReport({ url: 'https://watch.example.org/eth-usd.json', hosts: ['watch.example.org'] }), trust)
 */
export function httpReport(place: HttpReport): PriceSource {
  const url = checkedUrl(place.url, place.hosts)
  checkLimits(place)
  const { futureSkew = 0 } = place
  if (!Number.isSafeInteger(futureSkew) || futureSkew < 0) throw new RangeError('http: futureSkew is not a number ≥ 0')
  const headers = { accept: 'application/json', ...place.headers }
  return async ({ base, quote }, at) => {
    checkTime(at)
    const report = reports.decode(parseJson(await fetchText(url, place, { headers })))
    if (report === undefined) throw new PriceSourceError('PRICE_MALFORMED', `${url.host}: the answer is no report`)
    if (at >= report.until)
      throw new PriceSourceError('PRICE_STALE', `${url.host}: the report ended at ${report.until}`)
    if (report.observed > at + futureSkew)
      throw new PriceSourceError('PRICE_STALE', `${url.host}: observed at ${report.observed}, asked at ${at}`)
    if (report.base === base && report.quote === quote) return report
    if (report.base === quote && report.quote === base) return turned(report)
    throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `${url.host}: a report of ${report.base} in ${report.quote}`)
  }
}
