import type { Report } from '@symbolon/core'
import { checkBasisPoints, checkSeconds } from '../bounds.js'
import { deviates } from '../ratio.js'
import { type Pair, type PriceSource, PriceSourceError } from '../source.js'

/**
 * What is thought of the first source: `working`; `frozen`, since what it says is too old; `untrusted`, since it fails,
 * or changed at once by more than agreed without the second confirming it. A source that was either is taken again once
 * it `recovered`: it answers, in time, and both agree.
 */
export type FallbackState = 'working' | 'frozen' | 'untrusted'

/** When to turn to the second source, and back. */
export interface FallbackRules {
  /** How old a report may be, whole seconds. */
  readonly maxAge: number
  /** How far a report may be from the last one given, basis points, unless the other source agrees. */
  readonly jump: number
  /** How far both may be apart to agree, basis points. */
  readonly agreement: number
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

/**
 * A first source with a second behind it, by the rules of a well-known stability protocol: the second answers while the
 * first is frozen or untrusted, and the first again when it recovered. Where both fail the refusal is the first's.
 * Spec: kernel.md#prices. Source: the price feed of the Liquity protocol (2021).
 * @param first - Asked always.
 * @param second - Asked always too, since it decides what is thought of the first.
 * @param rules - Age, jump and agreement.
 * @returns The source, and what is thought of the first.
 * @throws {RangeError} when a rule is out of bounds.
 * @example const { source, state } = fallback(chainlink, pyth, { maxAge: 14_400, jump: 5_000, agreement: 500 })
 */
export function fallback(first: PriceSource, second: PriceSource, rules: FallbackRules): Fallback {
  checkSeconds('maxAge', rules.maxAge)
  checkBasisPoints('jump', rules.jump)
  checkBasisPoints('agreement', rules.agreement)
  const states = new Map<string, FallbackState>()
  const given = new Map<string, Report>()
  const keyOf = ({ base, quote }: Pair): string => `${base}/${quote}`

  const source: PriceSource = async (pair, at) => {
    const key = keyOf(pair)
    const [one, two] = await Promise.allSettled([first(pair, at), second(pair, at)])
    const other = two.status === 'fulfilled' && isFresh(two.value, at) ? two.value : undefined
    const state = judge(one, other, states.get(key) ?? 'working', given.get(key), at)
    states.set(key, state)
    const answer = state === 'working' && one.status === 'fulfilled' ? one.value : other
    if (answer !== undefined) {
      given.set(key, answer)
      return answer
    }
    if (one.status === 'rejected') throw one.reason
    const code = state === 'frozen' ? 'PRICE_STALE' : 'PRICE_UNTRUSTED'
    throw new PriceSourceError(code, `the first source is ${state}, and the second has no answer`)
  }

  function judge(
    one: PromiseSettledResult<Report>,
    other: Report | undefined,
    before: FallbackState,
    last: Report | undefined,
    at: number,
  ): FallbackState {
    if (one.status === 'rejected') return 'untrusted'
    const report = one.value
    if (!isFresh(report, at)) return 'frozen'
    const agree = other !== undefined && !deviates(report, other, rules.agreement)
    if (agree) return 'working'
    if (before !== 'working') return before
    return last !== undefined && deviates(report, last, rules.jump) ? 'untrusted' : 'working'
  }

  const isFresh = (report: Report, at: number): boolean => at - report.observed <= rules.maxAge && at < report.until

  return { source, state: (pair) => states.get(keyOf(pair)) ?? 'working' }
}
