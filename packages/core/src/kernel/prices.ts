/** Feeds with a policy, and the reports they accept. Spec: kernel.md#prices. */
import { comparePrices, type Price } from '../arithmetic/index.js'
import { signingDigest } from '../signature/index.js'
import type { Context } from './context.js'
import { type Pair, policyAt } from './feed-reads.js'
import type { FeedPolicy, ReportRow } from './kernel-tables.js'
import type { Signing } from './keys.js'
import { refuse } from './rejection.js'
import type { PruneReports, Report, SetFeed } from './services.js'

/** Opens a feed at once; a change of its policy waits the timelock of the policy in force. */
export function setFeed(context: Context, _by: string, { base, quote, policy }: SetFeed): void {
  checkPolicy(policy)
  const key = { base, quote }
  const { now } = context
  if (context.kernel('feeds', key) === undefined) {
    // two feeds of one pair would disagree about which of them `price` reads
    if (base === quote || context.kernel('feeds', { base: quote, quote: base }) !== undefined) {
      refuse('FEED_POLICY_INVALID', { reason: 'the pair has a feed in the other direction' })
    }
    context.putKernel('feeds', key, { last: null })
    context.putKernel('policies', { ...key, from: now }, policy)
    return
  }
  const from = now + policyOf(context, key).timelock
  if (!Number.isSafeInteger(from)) refuse('FEED_POLICY_INVALID', { reason: 'the timelock never ends' })
  const policies = context.rows('kernel.policies')
  // a policy that still waits gives way
  for (const waiting of policies.under(key, { from: now + 1 })) context.delete(policies, waiting.key)
  context.putKernel('policies', { ...key, from }, policy)
}

const policyOf = (context: Context, pair: Pair): FeedPolicy => policyAt(context.store, pair, context.now) as FeedPolicy

function checkPolicy({ reporters, signers, threshold, lowest, highest, monotone }: FeedPolicy): void {
  const names = new Set(signers.map(({ party, key }) => `${party}/${key}`))
  if (names.size !== signers.length) refuse('FEED_POLICY_INVALID', { reason: 'a signer is named twice' })
  const parties = new Set(signers.map(({ party }) => party))
  if (threshold > parties.size) refuse('FEED_POLICY_INVALID', { reason: 'the threshold exceeds the signing parties' })
  if (reporters.length === 0 && threshold === 0) {
    refuse('FEED_POLICY_INVALID', { reason: 'nobody may report' })
  }
  // else anybody could make any price signed lately the last one again, and as many rows as they like
  if (reporters.length === 0 && !monotone) {
    refuse('FEED_POLICY_INVALID', { reason: 'without reporters a feed is monotone' })
  }
  if (lowest !== null && highest !== null && comparePrices(lowest, highest) > 0) {
    refuse('FEED_POLICY_INVALID', { reason: 'the lowest ratio is above the highest' })
  }
}

/** Records a report that the feed's policy accepts. */
export function report(context: Context, by: string, input: Report, signing: Signing): void {
  const { base, quote, baseAmount, quoteAmount, confidence, observed, until, source, number } = input
  const { now, sequence } = context
  const key = { base, quote }
  const feed = context.kernel('feeds', key) ?? refuse('FEED_UNKNOWN', key)
  const policy = policyOf(context, key)
  if (policy.reporters.length > 0 && !policy.reporters.includes(by)) refuse('PRICE_NOT_REPORTER', { by })
  checkSigners(context, input, policy, signing)
  if (observed > now + policy.futureSkew) refuse('PRICE_FROM_FUTURE', { observed })
  if (now - observed > policy.maxAge || now >= until) refuse('PRICE_EXPIRED', { observed, until })
  const last = feed.last === null ? undefined : context.kernel('reports', { ...key, sequence: feed.last })
  if (policy.monotone && last !== undefined && !isLater(input, last)) refuse('PRICE_OUT_OF_ORDER', { observed, number })
  const ratio: Price = { baseAmount, quoteAmount }
  const { lowest, highest, jump } = policy
  if (lowest !== null && comparePrices(ratio, lowest) < 0) refuse('PRICE_OUT_OF_BOUNDS', ratio)
  if (highest !== null && comparePrices(ratio, highest) > 0) refuse('PRICE_OUT_OF_BOUNDS', ratio)
  if (jump !== null && last !== undefined && jumps(ratio, last, jump)) refuse('PRICE_JUMP', ratio)
  const row: ReportRow = { baseAmount, quoteAmount, confidence, observed, until, source, number, at: now }
  context.putKernel('reports', { ...key, sequence }, row)
  context.putKernel('feeds', key, { last: sequence })
}

function isLater(a: Pick<ReportRow, 'observed' | 'number'>, b: Pick<ReportRow, 'observed' | 'number'>): boolean {
  return a.observed > b.observed || (a.observed === b.observed && a.number > b.number)
}

/** |q/b − q₀/b₀| > jump · q₀/b₀ / 10⁴, by cross-multiplication. */
function jumps({ baseAmount, quoteAmount }: Price, before: Price, jump: number): boolean {
  const [present, past] = [quoteAmount * before.baseAmount, before.quoteAmount * baseAmount]
  const difference = present > past ? present - past : past - present
  return difference * 10_000n > past * BigInt(jump)
}

/** Different signers of the policy whose signatures on this report are right, at least the threshold of them. */
function checkSigners(context: Context, input: Report, { signers, threshold }: FeedPolicy, { verify }: Signing): void {
  if (threshold === 0) return
  const { signatures, base, quote, source } = input
  const fields = {
    stream: context.stream,
    base,
    quote,
    baseAmount: String(input.baseAmount),
    quoteAmount: String(input.quoteAmount),
    confidence: String(input.confidence),
    observed: String(input.observed),
    until: String(input.until),
    source,
    number: String(input.number),
  }
  const counted = new Set<string>()
  for (const { party, key, value } of signatures) {
    const listed = signers.some((signer) => signer.party === party && signer.key === key)
    const row = context.kernel('keys', { party, key })
    if (!listed || row === undefined || !row.active) continue
    const { scheme, publicKey } = row
    const message = signingDigest('report', scheme, { ...fields, key })
    // one party with two keys is one signer
    if (verify({ scheme, publicKey, message, signature: value })) counted.add(party)
  }
  if (counted.size < threshold) refuse('PRICE_SIGNATURES_MISSING', { signed: counted.size, threshold })
}

/** How far back `priceAt` may look from a time, or any later one: the greatest maximum age of policies in force then. */
function longestAge(context: Context, pair: Pair, from: number): number {
  // the price just before a time goes by the policy of just before it
  let age = policyAt(context.store, pair, from - 1)?.maxAge ?? 0
  for (const { row } of context.rows('kernel.policies').under(pair, { from })) {
    age = Math.max(age, (row as FeedPolicy).maxAge)
  }
  return age
}

const PRUNED_AT_ONCE = 1000

/** Drops the oldest reports, never the latest, and none that is read at a time that an instance retains. Anyone may, a thousand at a time. */
export function pruneReports(context: Context, { base, quote, before }: PruneReports): void {
  const key = { base, quote }
  const feed = context.kernel('feeds', key) ?? refuse('FEED_UNKNOWN', key)
  let horizon = before
  // a pair has one feed, which is read in both directions: a pin of either keeps its reports
  for (const asked of [key, { base: quote, quote: base }]) {
    for (const { row } of context.rows('kernel.pins').under(asked)) {
      const { from } = row as { readonly from: number }
      horizon = Math.min(horizon, from - longestAge(context, key, from))
    }
  }
  const reports = context.rows('kernel.reports')
  let left = PRUNED_AT_ONCE
  for (const entry of reports.under(key)) {
    const { sequence } = entry.key as { readonly sequence: number }
    // up to the first that stays: what is left has no gaps, and no walk is longer than what it drops
    if (left === 0 || sequence === feed.last || (entry.row as ReportRow).observed >= horizon) break
    context.delete(reports, entry.key)
    left -= 1
  }
}
