import type { Report } from '@symbolon/core'
import { isId } from '@symbolon/core/codec'
import { checkBasisPoints, checkSeconds } from '../bounds.js'
import { checkDecimals, type Decimals, fromScaled } from '../decimals.js'
import { isAddress } from '../ethereum-address.js'
import { checkedUrl } from '../http/address.js'
import { checkLimits, type FetchLimits, fetchText } from '../http/fetch-text.js'
import { turned } from '../ratio.js'
import { checkTime, type Pair, type PriceSource, PriceSourceError } from '../source.js'
import { readHermes } from './hermes.js'
import { type PythPrice, type PythTrust, verifyUpdate } from './update.js'

/** What is asked of a feed of Pyth's, wherever its updates come from. */
export interface PythFeed extends Pair, Decimals {
  /** Id of the feed, 64 digits of lower-case hex. */
  readonly feed: string
  /** How old an update may be, and how long a report is valid after it, whole seconds. */
  readonly maxAge: number
  /** How far ahead it may be, whole seconds. Default: 60. */
  readonly futureSkew?: number
  /** How large the confidence may be, basis points of the price. */
  readonly uncertainty: number
  /** Whether only the update that is unique for the time counts: published then or later, the one before earlier. */
  readonly unique?: boolean
  /** Id of the source. Default: `pyth`. */
  readonly source?: string
}

/** A feed whose updates are verified. */
export interface PythSigned extends PythFeed, PythTrust {
  /** Gets an update for a time; nothing of it is trusted. */
  readonly update: (at: number) => Promise<Uint8Array>
}

/** A feed as a Hermes service says it. */
export interface PythHermes extends PythFeed, FetchLimits {
  /** Address of the service, `https://hermes.pyth.network` for instance. */
  readonly url: string
  /** Hosts that the address may have. */
  readonly hosts: readonly string[]
}

/** Exponents of prices that are plausible; a feed's own is near −8. */
const LOWEST_EXPONENT = -30
const HIGHEST_EXPONENT = 12

/**
 * A price from Pyth's signed updates: the guardians' signatures over the root, the message's proof under it, and then
 * the price's own rules.
 * Spec: kernel.md#prices. Source: Pyth's accumulator update format; Wormhole's attestation format.
 * @param price - Feed, rules, guardians, and where updates come from.
 * @returns A source of the pair, in both directions. It refuses with `PRICE_UNREACHABLE`, `PRICE_MALFORMED`,
 * `PRICE_UNTRUSTED`, `PRICE_INVALID` (not above zero, or an exponent out of range), `PRICE_STALE` or `PRICE_UNCERTAIN`.
 * @throws {RangeError} when a rule or a guardian is out of bounds.
 * @example pyth({ base: 'ETH', quote: 'USD', feed, update: hermesUpdate({ url, hosts, feed }), guardians, guardianSet: 4, baseDecimals: 18, quoteDecimals: 6, maxAge: 60, uncertainty: 100 })
 */
export function pyth(price: PythSigned): PriceSource {
  const { guardians, guardianSet, threshold = 1, update } = price
  if (guardians.length < 1 || guardians.length > 255 || !guardians.every(isAddress))
    throw new RangeError('pyth: guardians are 1 to 255 addresses in lower-case hex')
  if (new Set(guardians).size < guardians.length) throw new RangeError('pyth: a guardian is listed twice')
  if (!Number.isInteger(threshold) || threshold < 1 || threshold > guardians.length)
    throw new RangeError('pyth: the threshold is from 1 to all guardians')
  if (!Number.isInteger(guardianSet) || guardianSet < 0) throw new RangeError('pyth: a set has a number')
  return sourceOf(price, async (at) => verifyUpdate(await update(at).catch(unreachable), price))
}

/**
 * A price as a Hermes service says it, in JSON. **It is trusted as its host is:** nothing is verified; `pyth` verifies.
 * Spec: kernel.md#prices. Source: version 2 of the Hermes service.
 * @param price - Feed, rules and address.
 * @returns A source of the pair, in both directions. It refuses as `pyth` does, but for signatures.
 * @throws {RangeError} when a rule is out of bounds, or the address isn't one of the hosts'.
 * @example pythHermes({ base: 'ETH', quote: 'USD', feed, url, hosts, baseDecimals: 18, quoteDecimals: 6, maxAge: 60, uncertainty: 100 })
 */
export function pythHermes(price: PythHermes): PriceSource {
  const ask = hermes(price)
  return sourceOf(price, async (at) => readHermes(await ask(at)).said)
}

/**
 * Gets updates from a Hermes service, for `pyth` to verify.
 * Spec: kernel.md#prices. Source: version 2 of the Hermes service.
 * @param place - Address, hosts, limits and feed; `unique` as `pyth` is told.
 * @returns What `pyth` takes as `update`.
 * @throws {RangeError} when the address isn't one of the hosts', or a limit is none.
 * @example hermesUpdate({ url: 'https://hermes.pyth.network', hosts: ['hermes.pyth.network'], feed })
 */
export function hermesUpdate(
  place: Pick<PythHermes, 'url' | 'hosts' | 'feed' | 'unique' | keyof FetchLimits>,
): (at: number) => Promise<Uint8Array> {
  const ask = hermes(place)
  return async (at) => {
    const [update, ...more] = readHermes(await ask(at)).updates
    if (update === undefined || more.length > 0) throw new PriceSourceError('PRICE_MALFORMED', 'pyth: not one update')
    return update
  }
}

function hermes(place: Pick<PythHermes, 'url' | 'hosts' | 'feed' | 'unique' | keyof FetchLimits>) {
  const { feed, unique = false } = place
  const root = checkedUrl(place.url, place.hosts)
  checkLimits(place)
  return (at: number): Promise<string> => {
    // A provider may have the service below a path of its own.
    const url = new URL(root)
    url.pathname = `${root.pathname.replace(/\/$/, '')}/v2/updates/price/${unique ? at : 'latest'}`
    url.search = new URLSearchParams({ 'ids[]': feed, encoding: 'hex', parsed: 'true' }).toString()
    return fetchText(url, place, { headers: { accept: 'application/json' } })
  }
}

function sourceOf(price: PythFeed, prices: (at: number) => Promise<readonly PythPrice[]>): PriceSource {
  const { base, quote, feed, maxAge, futureSkew = 60, uncertainty, unique = false, source = 'pyth' } = price
  for (const [name, value] of Object.entries({ base, quote, source }))
    if (!isId(value)) throw new RangeError(`pyth: ${name} is no id: ${JSON.stringify(value)}`)
  if (base === quote) throw new RangeError(`pyth: ${base} is priced in itself`)
  if (!/^[0-9a-f]{64}$/.test(feed)) throw new RangeError('pyth: the id of a feed is 64 digits of lower-case hex')
  checkSeconds('maxAge', maxAge)
  checkBasisPoints('uncertainty', uncertainty)
  checkDecimals({ baseDecimals: price.baseDecimals, quoteDecimals: price.quoteDecimals })
  if (!Number.isSafeInteger(futureSkew) || futureSkew < 0) throw new RangeError('pyth: futureSkew is not a number ≥ 0')

  return async (pair, at) => {
    checkTime(at)
    const forward = pair.base === base && pair.quote === quote
    if (!forward && !(pair.base === quote && pair.quote === base))
      throw new PriceSourceError('PRICE_PAIR_UNKNOWN', `pyth: no price of ${pair.base} in ${pair.quote}`)
    const found = (await prices(at)).filter((one) => one.feed === feed)
    if (found.length !== 1) throw new PriceSourceError('PRICE_MALFORMED', `pyth: ${found.length} prices of the feed`)
    const report = reportOf(found[0]!, at)
    return forward ? report : turned(report)
  }

  function reportOf(one: PythPrice, at: number): Report {
    const { exponent, confidence, publishTime, previousPublishTime } = one
    if (one.price <= 0n || confidence < 0n || exponent < LOWEST_EXPONENT || exponent > HIGHEST_EXPONENT)
      throw new PriceSourceError('PRICE_INVALID', `pyth: a price of ${one.price} times 10^${exponent}`)
    const now = BigInt(at)
    const late = now - publishTime > BigInt(maxAge) || publishTime > now + BigInt(futureSkew)
    if (late || (unique && !(previousPublishTime < now && now <= publishTime)))
      throw new PriceSourceError('PRICE_STALE', `pyth: published at ${publishTime}, asked at ${at}`)
    if (confidence * 10_000n > one.price * BigInt(uncertainty))
      throw new PriceSourceError('PRICE_UNCERTAIN', `pyth: ${one.price} ± ${confidence}`)
    const ratio = fromScaled(one.price, confidence, exponent, price)
    const observed = Number(publishTime)
    return { base, quote, ...ratio, observed, until: observed + maxAge + 1, source, number: at, signatures: [] }
  }
}

function unreachable(cause: unknown): never {
  if (cause instanceof PriceSourceError) throw cause
  throw new PriceSourceError('PRICE_UNREACHABLE', 'pyth: the update can’t be had', { cause })
}
