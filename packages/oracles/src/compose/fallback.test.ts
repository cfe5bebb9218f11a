import type { Report } from '@symbolon/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PriceSource, PriceSourceError, type PriceSourceErrorCode } from '../source.js'
import { type Fallback, fallback } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
/** A price, observed when asked unless it says otherwise, or a refusal. */
type Answer = bigint | PriceSourceErrorCode | Partial<Report>

/** Two sources and what is thought of them, asked together second by second. */
function setting(rules: object = {}) {
  let answers: readonly [Answer, Answer] = [1n, 1n]
  const source =
    (place: 0 | 1): PriceSource =>
    async (asked, at) => {
      const answer = answers[place]
      if (typeof answer === 'string') throw new PriceSourceError(answer, answer)
      const rest = { baseAmount: 100n, quoteAmount: 100n, confidence: 0n, source: 'a', number: 0, signatures: [] }
      const said = typeof answer === 'bigint' ? { quoteAmount: answer } : answer
      return { ...asked, ...rest, observed: at, until: at + 50, ...said }
    }
  const made: Fallback = fallback(source(0), source(1), { maxAge: 10, jump: 2000, agreement: 500, ...rules })
  return {
    made,
    /** What is given, or the code of the refusal, and what is thought of the first then. */
    async ask(first: Answer, second: Answer, at: number, asked: { base: string; quote: string } = pair) {
      answers = [first, second]
      const given = await made.source(asked, at).then(
        (report): unknown => report.quoteAmount,
        (error: PriceSourceError) => error.code,
      )
      return [given, made.state(asked)]
    },
  }
}
const NONE = 'PRICE_UNREACHABLE' as const

describe('fallback', () => {
  it('default: the first, while it works', async () => {
    const { ask, made } = setting()
    expect(made.state(pair)).toBe('working')
    expect(await ask(100n, NONE, 20)).toEqual([100n, 'working'])
    expect(await ask(110n, 100n, 21)).toEqual([110n, 'working'])
  })

  it.each<Answer>([NONE, 'PRICE_MALFORMED', 'PRICE_UNTRUSTED', { observed: 9 }, { until: 20 }, { observed: 81 }])(
    'behavior: frozen for %o, it comes back as soon as the second confirms it',
    async (failure) => {
      const { ask } = setting()
      expect(await ask(failure, 100n, 20)).toEqual([100n, 'frozen'])
      expect(await ask(101n, 100n, 21)).toEqual([101n, 'recovered'])
      expect(await ask(101n, 100n, 22)).toEqual([101n, 'working'])
    },
  )

  it('behavior: frozen for a moment, it comes back although the second has died meanwhile', async () => {
    const { ask } = setting()
    await ask(100n, 100n, 0)
    expect(await ask(NONE, 100n, 1)).toEqual([100n, 'frozen'])
    expect(await ask(NONE, NONE, 2)).toEqual([NONE, 'frozen'])
    expect(await ask(119n, NONE, 3)).toEqual([119n, 'recovered'])
  })

  it('security: it doesn’t come back alone with a price that is far from the last', async () => {
    const { ask } = setting()
    await ask(100n, 100n, 0)
    await ask(NONE, NONE, 1)
    expect(await ask(121n, NONE, 2)).toEqual(['PRICE_UNTRUSTED', 'untrusted'])
    expect(await ask(100n, NONE, 3)).toEqual(['PRICE_UNTRUSTED', 'untrusted'])
    expect(await ask(130n, 129n, 4)).toEqual([130n, 'recovered'])
  })

  it('behavior: back from being frozen, and the second says otherwise: untrusted until both agree', async () => {
    const { ask } = setting()
    expect(await ask({ observed: 0 }, 100n, 20)).toEqual([100n, 'frozen'])
    expect(await ask(110n, 100n, 21)).toEqual([100n, 'untrusted'])
    expect(await ask(NONE, 100n, 22)).toEqual([100n, 'untrusted'])
    expect(await ask(110n, 100n, 23)).toEqual([100n, 'untrusted'])
    expect(await ask(105n, 100n, 24)).toEqual([105n, 'recovered'])
  })

  it('behavior: a jump that the second doesn’t confirm makes the first untrusted, a confirmed one doesn’t', async () => {
    const alone = setting()
    await alone.ask(100n, 100n, 0)
    expect(await alone.ask(130n, 100n, 1)).toEqual([100n, 'untrusted'])
    const confirmed = setting()
    await confirmed.ask(100n, 100n, 0)
    expect(await confirmed.ask(130n, 129n, 1)).toEqual([130n, 'working'])
    const unheard = setting()
    await unheard.ask(100n, 100n, 0)
    expect(await unheard.ask(130n, NONE, 1)).toEqual(['PRICE_UNTRUSTED', 'untrusted'])
    expect(await unheard.ask(130n, NONE, 2)).toEqual(['PRICE_UNTRUSTED', 'untrusted'])
    expect(await unheard.ask(130n, 131n, 3)).toEqual([130n, 'recovered'])
  })

  it('security: one far ahead of its time counts for neither', async () => {
    const { ask } = setting({ futureSkew: 5 })
    expect(await ask({ observed: 26 }, { observed: 25 }, 20)).toEqual([100n, 'frozen'])
    expect(await ask({ observed: 26 }, { observed: 2 ** 50 }, 20)).toEqual(['PRICE_STALE', 'frozen'])
  })

  it('security: without a second to confirm it, what is given never moves by more than a jump', async () => {
    const answer = fc.oneof(fc.bigInt({ min: 1n, max: 1000n }), fc.bigInt({ min: 90n, max: 110n }), fc.constant(NONE))
    let moves = 0
    await fc.assert(
      fc.asyncProperty(fc.array(answer as fc.Arbitrary<bigint | typeof NONE>, { maxLength: 20 }), async (answers) => {
        const { ask } = setting()
        let last: bigint | undefined
        for (const [at, one] of answers.entries()) {
          const [given] = await ask(one, NONE, at)
          if (typeof given !== 'bigint') continue
          const off = last === undefined ? 0n : given > last ? given - last : last - given
          expect(off * 10_000n <= (last ?? 0n) * 2000n).toBe(true)
          if (off > 0n) moves++
          last = given
        }
      }),
    )
    expect(moves).toBeGreaterThan(10)
  })

  it('error: both fail: the first’s refusal', async () => {
    const { ask } = setting()
    expect(await ask('PRICE_MALFORMED', NONE, 0)).toEqual(['PRICE_MALFORMED', 'frozen'])
    expect(await ask({ observed: 0 }, NONE, 20)).toEqual(['PRICE_STALE', 'frozen'])
  })

  it('behavior: pairs are told apart, and one that nobody knows leaves nothing behind', async () => {
    const { ask, made } = setting()
    const back = { base: 'USD', quote: 'ETH' }
    expect(await ask(NONE, 100n, 0)).toEqual([100n, 'frozen'])
    expect(await ask(100n, 100n, 0, back)).toEqual([100n, 'working'])
    expect(await ask('PRICE_PAIR_UNKNOWN', 'PRICE_PAIR_UNKNOWN', 0, { base: 'X', quote: 'Y' })).toEqual([
      'PRICE_PAIR_UNKNOWN',
      'working',
    ])
    expect(made.state(pair)).toBe('frozen')
  })

  it('behavior: an answer to an earlier question doesn’t turn back what is thought', async () => {
    const { ask } = setting()
    await ask(100n, 100n, 10)
    expect(await ask(NONE, 100n, 9)).toEqual([100n, 'working'])
    await ask(500n, 100n, 11)
    expect(await ask(100n, 100n, 10)).toEqual([100n, 'untrusted'])
  })

  it('behavior: a first source that never answers is waited for only so long', async () => {
    const silent: PriceSource = () => new Promise(() => undefined)
    const rest = { baseAmount: 1n, quoteAmount: 7n, confidence: 0n, source: 'a', number: 0, signatures: [] }
    const second: PriceSource = async (asked, at) => ({ ...asked, ...rest, observed: at, until: at + 1 })
    const { source, state } = fallback(silent, second, { maxAge: 1, jump: 0, agreement: 0, timeout: 10 })
    expect((await source(pair, 0)).quoteAmount).toBe(7n)
    expect(state(pair)).toBe('frozen')
  })

  it('error: rules that are none', () => {
    for (const wrong of [{ maxAge: 0 }, { jump: -1 }, { agreement: 10_001 }, { futureSkew: 0.5 }, { timeout: 0 }])
      expect(() => setting(wrong)).toThrow(RangeError)
  })
})
