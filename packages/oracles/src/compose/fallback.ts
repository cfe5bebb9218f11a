import type { Report } from '@symbolon/core'
import { answerOf, inTime, PATIENCE } from '../answer.js'
import { checkBasisPoints, checkSeconds, checkSkew, checkTimeout } from '../bounds.js'
import { deviates } from '../ratio.js'
import { checkTime, isUnknownPair, keyOf, type Pair, type PriceSource, PriceSourceError } from '../source.js'

/**
 * What is thought of the first source.
 *
 * - `working`: it is taken.
 * - `frozen`: it has no answer, or none that can be used. It comes back by itself as soon as it has one that the second
 *   confirms, or, while the second has none, one that isn't further from the last price given than agreed.
 * - `untrusted`: it changed at once by more than agreed without the second confirming it, or came back from being frozen
 *   and the second says otherwise. It comes back when both agree, and not before.
 * - `recovered`: it has just come back, and is taken.
 */
export type FallbackState = 'working' | 'frozen' | 'untrusted' | 'recovered'

/** When to turn to the second source, and back. */
export interface FallbackRules {
  /** How old a report may be, whole seconds. */
  readonly maxAge: number
  /** How far ahead of the time it is asked at a report may be observed, whole seconds. Default: 60. */
  readonly futureSkew?: number
  /** How far a report may be from the last one given, basis points, unless the other source agrees. */
  readonly jump: number
  /** How far both may be apart to agree, basis points. */
  readonly agreement: number
  /** How long both are waited for, milliseconds. Default: 30,000. */
  readonly timeout?: number
}

/** A source with a second one behind it. */
export interface Fallback {
  readonly source: PriceSource
  /**
   * Tells what is thought of the first source.
   * @param pair - The pair that was asked for.
   * @returns `working` for a pair that wasn't asked for yet.
   */
  readonly state: (pair: Pair) => FallbackState
}

/** What is remembered of a pair: one row for each that a source knows. */
interface Known {
  readonly at: number
  readonly state: FallbackState
  readonly given: Report | undefined
}

/**
 * A first source with a second behind it, by the rules of a well-known stability protocol: the second answers while the
 * first is frozen or untrusted, and the first again when it recovered. Where there is no answer that can be given, the
 * refusal is the first's, or `PRICE_UNTRUSTED`.
 * Spec: kernel.md#prices. Source: the price feed of the Liquity protocol (2021).
 * @param first - Asked always.
 * @param second - Asked always too, since it decides what is thought of the first.
 * @param rules - Age, jump, agreement, patience.
 * @returns The source, and what is thought of the first.
 * @throws {RangeError} when a rule is out of bounds.
 * @example const { source, state } = fallback(chainlink, pyth, { maxAge: 14_400, jump: 5_000, agreement: 500 })
 */
export function fallback(first: PriceSource, second: PriceSource, rules: FallbackRules): Fallback {
  const { maxAge, futureSkew = 60, jump, agreement, timeout = PATIENCE } = rules
  checkSeconds('maxAge', maxAge)
  checkSkew(futureSkew)
  checkBasisPoints('jump', jump)
  checkBasisPoints('agreement', agreement)
  checkTimeout(timeout)
  const known = new Map<string, Known>()

  const source: PriceSource = async (pair, at) => {
    checkTime(at)
    const ask = (one: PriceSource): Promise<Report> => inTime(freshOf(one, pair, at), timeout)
    const [one, two] = await Promise.allSettled([ask(first), ask(second)])
    const before = known.get(keyOf(pair))
    const other = two.status === 'fulfilled' ? two.value : undefined
    const state = judge(one.status === 'fulfilled' ? one.value : undefined, other, before)
    const taken = state === 'working' || state === 'recovered'
    const answer = taken && one.status === 'fulfilled' ? one.value : other
    // A late answer to an earlier question doesn't turn time back, and a pair that neither knows leaves nothing behind.
    const isNew = before === undefined || before.at <= at
    if (isNew && (answer !== undefined || one.status === 'fulfilled' || !isUnknownPair(one.reason)))
      known.set(keyOf(pair), { at, state, given: answer ?? before?.given })
    if (answer !== undefined) return answer
    if (one.status === 'rejected') throw one.reason
    throw new PriceSourceError('PRICE_UNTRUSTED', 'the first source is untrusted, and the second has no answer', {
      cause: two.status === 'rejected' ? two.reason : undefined,
    })
  }

  function judge(one: Report | undefined, other: Report | undefined, before: Known | undefined): FallbackState {
    const { state = 'working', given } = before ?? {}
    if (one === undefined) return state === 'untrusted' ? 'untrusted' : 'frozen'
    const back = state === 'frozen' || state === 'untrusted' ? 'recovered' : 'working'
    if (other !== undefined && !deviates(one, other, agreement)) return back
    if (state === 'untrusted' || (state === 'frozen' && other !== undefined)) return 'untrusted'
    return given !== undefined && deviates(one, given, jump) ? 'untrusted' : back
  }

  async function freshOf(one: PriceSource, pair: Pair, at: number): Promise<Report> {
    const report = await answerOf(one, pair, at)
    if (at - report.observed > maxAge || report.observed > at + futureSkew)
      throw new PriceSourceError('PRICE_STALE', `observed at ${report.observed}, asked at ${at}`)
    return report
  }

  return { source, state: (pair) => known.get(keyOf(pair))?.state ?? 'working' }
}
