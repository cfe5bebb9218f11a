import type { Report } from '@symbolon/core'
import {
  isPublicKey,
  type Scheme,
  type Signer,
  signingDigest,
  signReport,
  verifySignature,
} from '@symbolon/core/signature'
import { answerOf } from '../answer.js'
import { checkCount } from '../bounds.js'
import { turned } from '../ratio.js'
import { checkTime, isUnknownPair, type Pair, type PriceSource, PriceSourceError } from '../source.js'

/** Who signs reports, and with which key. */
export interface ReportSigner extends Signer {
  /** Stream for which it signs: a report is good for no other. */
  readonly stream: string
  /** Party of the feed's policy. */
  readonly party: string
  /** The party's id for its key, as registered. */
  readonly key: string
}

/** Whose signature counts. */
export interface TrustedKey {
  readonly party: string
  /** The party's id for its key. */
  readonly key: string
  readonly scheme: Scheme
  /** Lower-case hex. */
  readonly publicKey: string
}

/** What has to be signed, and by how many. */
export interface Trust {
  /** Stream for which reports are signed. */
  readonly stream: string
  /** 1 to 64. */
  readonly signers: readonly TrustedKey[]
  /** How many different parties have to have signed. */
  readonly threshold: number
}

/** Every field of a report as it is signed: integers as decimal strings. */
function messageOf(report: Report, stream: string, key: string): Parameters<typeof signReport>[0] {
  const { base, quote, baseAmount, quoteAmount, confidence, observed, until, source, number } = report
  return {
    stream,
    base,
    quote,
    baseAmount: String(baseAmount),
    quoteAmount: String(quoteAmount),
    confidence: String(confidence),
    observed: String(observed),
    until: String(until),
    source,
    number: String(number),
    key,
  }
}

/**
 * A source whose reports carry a signature of their own: whoever runs it answers for them, and a feed can ask for
 * several such. Those that a report has already stay.
 * Spec: signatures.md#reports.
 * @param source - What is signed.
 * @param signer - Stream, party, key and private key.
 * @returns A source of the same pairs.
 * @throws {RangeError} (as a rejection) when the private key is malformed.
 * @example sign(median(sources, agreement), { stream: 'marlin', party: 'watch', key: 'k1', scheme: 'ed25519', privateKey })
 */
export function sign(source: PriceSource, signer: ReportSigner): PriceSource {
  const { stream, party, key } = signer
  return async (pair, at) => {
    const report = await answerOf(source, pair, at)
    const value = signReport(messageOf(report, stream, key), signer)
    return { ...report, signatures: [...report.signatures, { party, key, value }] }
  }
}

/**
 * A source whose reports have to be signed, by the rule of `price.report`: different parties, each with a key of the
 * list, and right. What a feed would refuse is refused here already, and a fallback can take another. Reports are signed
 * in one direction: for the other one it is the signed report that is asked for and verified, and then turned round. What
 * comes of that has no signatures, so a feed that wants them is fed in the direction that was signed.
 * Spec: kernel.md#prices, signatures.md#reports.
 * @param source - What is asked: signed reports from wherever they come.
 * @param trust - Keys and threshold.
 * @returns A source of the same pairs, in both directions; it refuses with `PRICE_UNTRUSTED`.
 * @throws {RangeError} when a key is none, one is listed twice, or the threshold exceeds the parties.
 * @example signed(fromRelay, { stream: 'marlin', signers: [{ party: 'watch', key: 'k1', scheme: 'ed25519', publicKey }], threshold: 1 })
 */
export function signed(source: PriceSource, { stream, signers, threshold }: Trust): PriceSource {
  checkCount('the number of signers', signers.length, 64)
  checkCount('the threshold', threshold, new Set(signers.map(({ party }) => party)).size)
  if (new Set(signers.map(({ party, key }) => `${party}/${key}`)).size < signers.length)
    throw new RangeError('a key is listed twice')
  for (const { scheme, publicKey } of signers)
    if (!isPublicKey(scheme, publicKey)) throw new RangeError(`${publicKey} is no key of ${scheme}`)

  return async (pair, at) => {
    checkTime(at)
    try {
      return await verified(pair, at)
    } catch (error) {
      const isElsewhere = isUnknownPair(error) || (error as { readonly code?: unknown }).code === 'PRICE_UNTRUSTED'
      if (!isElsewhere) throw error
      const back = { base: pair.quote, quote: pair.base }
      const report = await verified(back, at).catch(() => Promise.reject(error))
      return turned(report)
    }
  }

  async function verified(pair: Pair, at: number): Promise<Report> {
    const report = await answerOf(source, pair, at)
    const parties = new Set(report.signatures.filter((one) => counts(report, one)).map(({ party }) => party))
    if (parties.size < threshold)
      throw new PriceSourceError('PRICE_UNTRUSTED', `${parties.size} of ${threshold} parties have signed`)
    return report
  }

  function counts(report: Report, { party, key, value }: Report['signatures'][number]): boolean {
    const trusted = signers.find((one) => one.party === party && one.key === key)
    if (trusted === undefined) return false
    const { scheme, publicKey } = trusted
    const message = signingDigest('report', scheme, messageOf(report, stream, key))
    return verifySignature({ scheme, publicKey, message, signature: value })
  }
}
