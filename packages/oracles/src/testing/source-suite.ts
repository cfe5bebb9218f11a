import { createSystem, execute, genesis, type Report } from '@symbolon/core'
import { convert, isAmount, MAX_AMOUNT } from '@symbolon/core/arithmetic'
import { isId } from '@symbolon/core/codec'
import { describe, expect, it } from 'vitest'
import type { Pair, PriceSource } from '../source.js'

/** A source as the suite sees it. */
export interface SourceSuite {
  readonly name: string
  /** A new source that has an answer at `at`. */
  readonly make: () => PriceSource | Promise<PriceSource>
  /** The pair it knows. */
  readonly pair: Pair
  /** A time for which it has an answer, whole seconds since 1970. */
  readonly at: number
  /** `true`, or why it serves one direction alone; the reason shows as the name of a skipped test. */
  readonly turns: true | string
  /** Sources whose question fails, each with the code it has to fail with, by what is wrong with them. */
  readonly broken?: Readonly<
    Record<string, { readonly make: () => PriceSource | Promise<PriceSource>; readonly code: string }>
  >
}

/**
 * Rules that every price source keeps, as tests of vitest's: call it in a test file. A source of your own that passes
 * can be composed, kept in a feed and recorded like ours.
 * Spec: kernel.md#prices.
 * @param suite - Source, pair, and how to break it.
 * @returns Nothing; it declares tests.
 * @example testSource({ name: 'mine', make: () => mine(options), pair: { base: 'ETH', quote: 'USD' }, at: 1_700_000_000, turns: true })
 */
export function testSource(suite: SourceSuite): void {
  const { name, make, pair, at, turns, broken = {} } = suite
  const back = { base: pair.quote, quote: pair.base }
  const ask = async (asked: Pair = pair, time = at): Promise<Report> => (await make())(asked, time)
  const directions = turns === true ? [pair, back] : [pair]

  describe(`${name}, a price source`, () => {
    it('answers with a report of the pair that was asked for', async () => {
      for (const asked of directions) expect(await ask(asked)).toMatchObject(asked)
    })

    it('says an exact ratio of amounts, and how far it may be off', async () => {
      for (const asked of directions) {
        const { baseAmount, quoteAmount, confidence } = await ask(asked)
        expect(isAmount(baseAmount) && isAmount(quoteAmount)).toBe(true)
        expect(confidence >= 0n && confidence <= MAX_AMOUNT).toBe(true)
      }
    })

    it('says when it was observed, until when it holds, by whom, and which one it is', async () => {
      const { observed, until, source, number } = await ask()
      for (const time of [observed, until, number]) expect(Number.isSafeInteger(time) && time >= 0).toBe(true)
      expect(until).toBeGreaterThan(at)
      expect(isId(source)).toBe(true)
    })

    it('answers with what price.report records', async () => {
      for (const asked of directions) {
        const input = await ask(asked)
        const policy = {
          ...trusting,
          futureSkew: Math.max(0, input.observed - at),
          maxAge: Math.max(1, at - input.observed),
        }
        const system = createSystem({ spec: '1.0', mechanisms: [], feeds: [{ ...asked, policy }] })
        const { state } = genesis(system, { at })
        const outcome = execute(system, state, { id: '1', by: 'reporter', at, type: 'price.report', input })
        expect(outcome.status === 'accepted' || outcome.code).toBe(true)
      }
    })

    it('answers many at once', async () => {
      const source = await make()
      const reports = await Promise.all(Array.from({ length: 8 }, () => source(pair, at)))
      for (const report of reports) expect(report).toMatchObject(pair)
    })

    it('refuses a pair that it doesn’t know, with PRICE_PAIR_UNKNOWN', async () => {
      await expect(ask({ base: `${pair.base}-`, quote: pair.quote })).rejects.toMatchObject({
        code: 'PRICE_PAIR_UNKNOWN',
      })
    })

    it('refuses what is no time, with PRICE_TIME_INVALID', async () => {
      for (const time of [-1, 0.5, Number.NaN, 2 ** 53])
        await expect(ask(pair, time)).rejects.toMatchObject({ code: 'PRICE_TIME_INVALID' })
    })

    it.skipIf(turns !== true)(
      turns === true ? 'gains nothing there and back, rounded down' : `one direction alone: ${turns}`,
      async () => {
        const [there, again] = [await ask(pair), await ask(back)]
        const amount = there.baseAmount * 1_000_003n
        const returned = convert(convert(amount, there, 'down'), again, 'down')
        // Cutting a ratio to amounts is off by less than the confidence says; two directions may be cut apart.
        expect(returned <= amount + convert(there.confidence, again, 'up') + again.confidence + 1n).toBe(true)
      },
    )

    for (const [what, { make: makeBroken, code }] of Object.entries(broken)) {
      it(`refuses with ${code}: ${what}`, async () => {
        await expect((await makeBroken())(pair, at)).rejects.toMatchObject({ name: 'PriceSourceError', code })
      })
    }
  })
}

const trusting = {
  reporters: ['reporter'],
  signers: [],
  threshold: 0,
  maxAge: 1,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: true,
  timelock: 0,
}
