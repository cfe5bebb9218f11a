import type { Report } from '@symbolon/core'
import { comparePrices, MAX_AMOUNT } from '@symbolon/core/arithmetic'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PriceSource, PriceSourceError, type PriceSourceErrorCode } from '../source.js'
import { cache, cross, delay, guard, invert, median, twap } from './index.js'

const pair = { base: 'ETH', quote: 'USD' } as const
const report = (quoteAmount: bigint, more: Partial<Report> = {}): Report => ({
  ...pair,
  baseAmount: 100n,
  quoteAmount,
  confidence: 0n,
  observed: 0,
  until: 2 ** 40,
  source: 'a',
  number: 0,
  signatures: [],
  ...more,
})
const failing = (code: PriceSourceErrorCode): PriceSource => {
  return async () => {
    throw new PriceSourceError(code, code)
  }
}
/** Says one after the other, observed when asked unless told otherwise; a code is refused. */
function saying(...answers: readonly (bigint | PriceSourceErrorCode | Partial<Report>)[]): PriceSource {
  let next = 0
  return async (asked, at) => {
    const answer = answers[Math.min(next++, answers.length - 1)]!
    if (typeof answer === 'string') throw new PriceSourceError(answer, answer)
    const more = typeof answer === 'bigint' ? { quoteAmount: answer } : answer
    return report(100n, { ...asked, observed: at, ...more })
  }
}
const code = (expected: PriceSourceErrorCode) => ({ code: expected })

describe('invert', () => {
  it('default: asks for the other direction and turns the answer round', async () => {
    const source: PriceSource = async (asked) => report(250n, { ...asked, confidence: 5n })
    await expect(invert(source)({ base: 'USD', quote: 'ETH' }, 0)).resolves.toMatchObject({
      base: 'USD',
      quote: 'ETH',
      baseAmount: 125n,
      quoteAmount: 50n,
      confidence: 1n,
    })
  })
})

describe('cross', () => {
  const eth: PriceSource = async (asked, at) => {
    if (asked.quote !== 'USD' || asked.base !== 'ETH') throw new PriceSourceError('PRICE_PAIR_UNKNOWN', 'no')
    return report(3000n, { ...asked, baseAmount: 1n, confidence: 30n, observed: at - 5, until: at + 9 })
  }
  const eur: PriceSource = async (asked, at) => {
    if (asked.base !== 'USD' || asked.quote !== 'EUR') throw new PriceSourceError('PRICE_PAIR_UNKNOWN', 'no')
    return report(9n, { ...asked, baseAmount: 10n, confidence: 1n, observed: at - 2, until: at + 4 })
  }
  const source = cross({ through: 'USD', first: eth, second: eur })

  it('default: multiplies both, as old as the older and valid while both are', async () => {
    // 3000 ± 30 times 9 ± 1 tenths: 27000 ± (3000 + 270 + 30) tenths.
    await expect(source({ base: 'ETH', quote: 'EUR' }, 100)).resolves.toMatchObject({
      baseAmount: 1n,
      quoteAmount: 2700n,
      confidence: 330n,
      observed: 95,
      until: 104,
    })
  })

  it('behavior: serves the other direction where its sources do', async () => {
    const both = (one: PriceSource): PriceSource => {
      return async (asked, at) => one(asked, at).catch(() => invert(one)(asked, at))
    }
    const turning = cross({ through: 'USD', first: both(eth), second: both(eur) })
    const back = await turning({ base: 'EUR', quote: 'ETH' }, 100)
    expect(comparePrices(back, { baseAmount: 2700n, quoteAmount: 1n })).toBe(0)
  })

  it('error: ids that are none, a time that is none', async () => {
    expect(() => cross({ through: '', first: eth, second: eur })).toThrow(RangeError)
    expect(() => cross({ through: 'USD', first: eth, second: eur, source: 'a b' })).toThrow(RangeError)
    await expect(source({ base: 'ETH', quote: 'EUR' }, 0.5)).rejects.toMatchObject(code('PRICE_TIME_INVALID'))
  })

  it('error: a pair that its sources don’t join', async () => {
    await expect(source({ base: 'BTC', quote: 'EUR' }, 100)).rejects.toMatchObject(code('PRICE_PAIR_UNKNOWN'))
  })

  it('behavior: whatever the ratios, its parts are amounts and the true ratio lies within the confidence', async () => {
    const part = fc.bigInt(1n, MAX_AMOUNT)
    await fc.assert(
      fc.asyncProperty(part, part, part, part, async (b1, q1, b2, q2) => {
        const one: PriceSource = async (asked) => report(q1, { ...asked, baseAmount: b1 })
        const two: PriceSource = async (asked) => report(q2, { ...asked, baseAmount: b2 })
        const asked = cross({ through: 'USD', first: one, second: two })({ base: 'ETH', quote: 'EUR' }, 0)
        const found = await asked.catch((error: PriceSourceError) => error.code)
        if (typeof found === 'string') {
          // What is beyond 2^126 times the other can't be said by two amounts.
          expect(found).toBe('PRICE_INVALID')
          const [low, high] = b1 * b2 < q1 * q2 ? [b1 * b2, q1 * q2] : [q1 * q2, b1 * b2]
          expect(high > low << 125n).toBe(true)
          return
        }
        expect(found.baseAmount > 0n && found.baseAmount <= MAX_AMOUNT).toBe(true)
        expect(found.quoteAmount > 0n && found.quoteAmount <= MAX_AMOUNT).toBe(true)
        const exact = { baseAmount: b1 * b2, quoteAmount: q1 * q2 }
        const off = exact.quoteAmount * found.baseAmount - found.quoteAmount * exact.baseAmount
        expect((off < 0n ? -off : off) <= found.confidence * exact.baseAmount).toBe(true)
      }),
    )
  })
})

describe('median', () => {
  const all = (...sources: readonly PriceSource[]): PriceSource => median(sources, { quorum: 2, dispersion: 1000 })

  it('default: the lower middle, whoever fails', async () => {
    const source = all(saying(104n), failing('PRICE_UNREACHABLE'), saying(100n), saying(102n), saying(98n))
    await expect(source(pair, 7)).resolves.toMatchObject({ quoteAmount: 100n, source: 'median', number: 7 })
  })

  it('behavior: as fresh, and for as long, as the quorum of those that agree say at least', async () => {
    const source = all(
      saying({ quoteAmount: 100n, observed: 1, until: 50 }),
      saying({ quoteAmount: 101n, observed: 3, until: 40 }),
      saying({ quoteAmount: 102n, observed: 5, until: 30 }),
      saying({ quoteAmount: 900n, observed: 7, until: 99 }),
    )
    await expect(source(pair, 7)).resolves.toMatchObject({ quoteAmount: 101n, observed: 3, until: 40 })
  })

  it('security: fewer liars than the quorum make nothing fresh or lasting, and none of as many honest ones stale', async () => {
    const times = fc.record({
      observed: fc.integer({ min: 0, max: 2 ** 40 }),
      until: fc.integer({ min: 101, max: 2 ** 40 }),
    })
    const honest = fc.record({ observed: fc.integer({ min: 80, max: 90 }), until: fc.integer({ min: 110, max: 120 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(times, { maxLength: 3 }),
        fc.array(honest, { minLength: 4, maxLength: 6 }),
        async (quorum, lies, truth) => {
          const told = [...lies.slice(0, quorum - 1), ...truth].map((one) => saying({ quoteAmount: 100n, ...one }))
          const { observed, until } = await median(told, { quorum, dispersion: 0 })(pair, 100)
          expect(observed >= 80 && observed <= 90 && until >= 110 && until <= 120).toBe(true)
        },
      ),
    )
  })

  it('security: an observation from the future is one of now, and what is no report, has ended or never comes is none', async () => {
    const ahead = median([saying({ observed: 2 ** 50 })], { quorum: 1, dispersion: 0 })
    await expect(ahead(pair, 7)).resolves.toMatchObject({ observed: 7 })
    const broken: readonly PriceSource[] = [
      saying({ baseAmount: 0n }),
      saying({ quoteAmount: 2n ** 127n }),
      saying({ confidence: -1n }),
      saying({ observed: 0.5 }),
      saying({ base: 'BTC' }),
      saying({ until: 7 }),
      async () => undefined as never,
      () => new Promise(() => undefined),
    ]
    const source = median([saying(100n), ...broken, saying(101n)], { quorum: 2, dispersion: 1000, timeout: 20 })
    await expect(source(pair, 7)).resolves.toMatchObject({ quoteAmount: 100n, observed: 7 })
    const causes = await median(broken, { quorum: 1, dispersion: 0, timeout: 20 })(pair, 7).catch((error: Error) =>
      (error.cause as AggregateError).errors.map(({ code }) => code),
    )
    expect(causes).toEqual([...Array(5).fill('PRICE_MALFORMED'), 'PRICE_STALE', 'PRICE_MALFORMED', 'PRICE_UNREACHABLE'])
  })

  it('error: too few answers, or too few that agree, with what the others said', async () => {
    const few = all(saying(100n), failing('PRICE_STALE'), failing('PRICE_UNREACHABLE'))
    await expect(few(pair, 0)).rejects.toMatchObject(code('PRICE_QUORUM_MISSING'))
    const said = await few(pair, 0).catch(
      (error: Error) => (error.cause as AggregateError).errors as readonly unknown[],
    )
    expect(said).toMatchObject([code('PRICE_STALE'), code('PRICE_UNREACHABLE')])
    await expect(all(saying(100n), saying(200n), saying(400n))(pair, 0)).rejects.toMatchObject(
      code('PRICE_QUORUM_MISSING'),
    )
  })

  it('behavior: fewer liars than half can’t move it past the honest ones', async () => {
    const honest = fc.bigInt(95n, 105n)
    const lie = fc.bigInt(1n, 10n ** 9n)
    await fc.assert(
      fc.asyncProperty(fc.tuple(honest, honest, honest), fc.tuple(lie, lie), async (true_, lies) => {
        const found = await median(
          [...lies, ...true_].map((price) => saying(price)),
          { quorum: 1, dispersion: 10_000 },
        )(pair, 0)
        const sorted = [...true_].sort((a, b) => Number(a - b))
        expect(found.quoteAmount >= sorted[0]! && found.quoteAmount <= sorted[2]!).toBe(true)
      }),
    )
  })

  it('error: a quorum, a dispersion or sources that can’t be', () => {
    expect(() => median([], { quorum: 1, dispersion: 0 })).toThrow(RangeError)
    expect(() => median([saying(1n)], { quorum: 2, dispersion: 0 })).toThrow(RangeError)
    expect(() => median([saying(1n)], { quorum: 1, dispersion: 10_001 })).toThrow(RangeError)
    expect(() => median([saying(1n)], { quorum: 1, dispersion: 0, source: 'a b' })).toThrow(RangeError)
    for (const timeout of [0, 0.5, 2 ** 31])
      expect(() => median([saying(1n)], { quorum: 1, dispersion: 0, timeout })).toThrow(RangeError)
  })
})

describe('guard', () => {
  const bounds = { ...pair, lowest: { baseAmount: 1n, quoteAmount: 1n }, highest: { baseAmount: 1n, quoteAmount: 2n } }

  it('default: lets through what lies within, bounds included, in both directions', async () => {
    const source = guard(saying(100n, 200n), bounds)
    await expect(source(pair, 0)).resolves.toMatchObject({ quoteAmount: 100n })
    await expect(source(pair, 0)).resolves.toMatchObject({ quoteAmount: 200n })
    const other = guard(async (asked) => report(99n, asked), bounds)
    await expect(other({ base: 'USD', quote: 'ETH' }, 0)).resolves.toMatchObject({ quoteAmount: 99n })
    await expect(other(pair, 0)).rejects.toMatchObject(code('PRICE_OUT_OF_BOUNDS'))
  })

  it('error: out of bounds, too old, too uncertain, in this order', async () => {
    const within = { ...bounds, maxAge: 10, uncertainty: 100 }
    const wrong: Partial<Report> = { quoteAmount: 201n, observed: 0, confidence: 50n }
    await expect(guard(saying(wrong), within)(pair, 11)).rejects.toMatchObject(code('PRICE_OUT_OF_BOUNDS'))
    await expect(guard(saying({ ...wrong, quoteAmount: 200n }), within)(pair, 11)).rejects.toMatchObject(
      code('PRICE_STALE'),
    )
    await expect(guard(saying({ until: 11 }), within)(pair, 11)).rejects.toMatchObject(code('PRICE_STALE'))
    await expect(guard(saying({ confidence: 2n }), within)(pair, 0)).rejects.toMatchObject(code('PRICE_UNCERTAIN'))
    await expect(guard(saying({ confidence: 1n }), within)(pair, 0)).resolves.toMatchObject({ confidence: 1n })
  })

  it('error: a pair that its bounds aren’t of, even where the source knows it', async () => {
    const source = guard(saying(100n, 100n), { ...pair, jump: 1000 })
    await expect(source({ base: 'BTC', quote: 'USD' }, 0)).rejects.toMatchObject(code('PRICE_PAIR_UNKNOWN'))
  })

  it('error: observed too far ahead', async () => {
    const source = guard(saying({ observed: 61 }, { observed: 60 }, { observed: 6 }), pair)
    await expect(source(pair, 0)).rejects.toMatchObject(code('PRICE_STALE'))
    await expect(source(pair, 0)).resolves.toMatchObject({ observed: 60 })
    await expect(guard(saying({ observed: 6 }), { ...pair, futureSkew: 5 })(pair, 0)).rejects.toMatchObject(
      code('PRICE_STALE'),
    )
  })

  it('error: bounds that are none', () => {
    for (const wrong of [
      { base: 'a b' },
      { quote: 'ETH' },
      { futureSkew: -1 },
      { lowest: { baseAmount: 0n, quoteAmount: 1n } },
    ])
      expect(() => guard(saying(1n), { ...pair, ...wrong })).toThrow(RangeError)
  })

  it('behavior: an old report that comes late isn’t the last one', async () => {
    const source = guard(saying({ quoteAmount: 100n }, { quoteAmount: 91n, observed: 0 }, { quoteAmount: 110n }), {
      ...pair,
      jump: 1000,
    })
    for (const at of [5, 6]) await source(pair, at)
    await expect(source(pair, 7)).resolves.toMatchObject({ quoteAmount: 110n })
  })

  it('behavior: a jump is measured from the last that came through', async () => {
    const source = guard(saying(100n, 111n, 110n, 121n), { ...pair, jump: 1000 })
    await source(pair, 0)
    await expect(source(pair, 1)).rejects.toMatchObject(code('PRICE_JUMP'))
    await expect(source(pair, 2)).resolves.toMatchObject({ quoteAmount: 110n })
    await expect(source(pair, 3)).resolves.toMatchObject({ quoteAmount: 121n })
  })
})

describe('cache', () => {
  it('default: asks once for many, and again when the time or the report is over', async () => {
    let asked = 0
    const source = cache(async () => report(BigInt(++asked), { until: asked === 2 ? 15 : 1000 }), { seconds: 10 })
    const [one, two] = await Promise.all([source(pair, 0), source(pair, 0)])
    expect([one?.quoteAmount, two?.quoteAmount]).toEqual([1n, 1n])
    expect((await source(pair, 9)).quoteAmount).toBe(1n)
    expect((await source(pair, 10)).quoteAmount).toBe(2n)
    expect((await source(pair, 15)).quoteAmount).toBe(3n)
  })

  it('error: what is no report, or has ended, is neither kept nor passed on', async () => {
    const answers = [undefined, report(1n, { until: 3 }), report(2n, { signatures: [null as never] }), report(3n)]
    const source = cache(async () => answers.shift() as never, { seconds: 10 })
    for (const code of ['PRICE_MALFORMED', 'PRICE_STALE', 'PRICE_MALFORMED'])
      await expect(source(pair, 5)).rejects.toMatchObject({ name: 'PriceSourceError', code })
    expect((await source(pair, 5)).quoteAmount).toBe(3n)
  })

  it('behavior: a question about an earlier time forgets nothing, and one about no time asks nothing', async () => {
    let asked = 0
    const source = cache(async () => report(BigInt(++asked)), { seconds: 10 })
    await source(pair, 100)
    expect((await source(pair, 50)).quoteAmount).toBe(2n)
    expect((await source(pair, 109)).quoteAmount).toBe(1n)
    for (const at of [-1, 100.5, Number.NaN])
      await expect(source(pair, at)).rejects.toMatchObject(code('PRICE_TIME_INVALID'))
    expect(asked).toBe(2)
  })

  it('security: ids that are none don’t make one pair another', async () => {
    const source = cache(async (asked) => report(BigInt(asked.base.length), asked), { seconds: 10 })
    await source({ base: 'A/B', quote: 'C' }, 0)
    await expect(source({ base: 'A', quote: 'B/C' }, 0)).resolves.toMatchObject({ base: 'A', quoteAmount: 1n })
  })

  it('behavior: a refusal isn’t kept, and pairs are told apart', async () => {
    const source = cache(saying('PRICE_UNREACHABLE', 5n, 6n), { seconds: 10 })
    await expect(source(pair, 0)).rejects.toMatchObject(code('PRICE_UNREACHABLE'))
    expect((await source(pair, 0)).quoteAmount).toBe(5n)
    expect((await source({ base: 'BTC', quote: 'USD' }, 0)).quoteAmount).toBe(6n)
  })
})

describe('delay', () => {
  it('default: says in each period what was asked first in the one before', async () => {
    const source = delay(saying(1n, 2n, 3n), { period: 10 })
    await expect(source(pair, 5)).rejects.toMatchObject(code('PRICE_HISTORY_SHORT'))
    await expect(source(pair, 9)).rejects.toMatchObject(code('PRICE_HISTORY_SHORT'))
    expect(await source(pair, 10)).toMatchObject({ quoteAmount: 1n, observed: 5, until: 2 ** 40 + 10 })
    expect(await source(pair, 19)).toMatchObject({ quoteAmount: 1n })
    expect(await source(pair, 20)).toMatchObject({ quoteAmount: 2n, observed: 10 })
  })

  it('behavior: a period without a question leaves nothing to say', async () => {
    const source = delay(saying(1n, 2n, 3n), { period: 10 })
    await source(pair, 5).catch(() => undefined)
    await expect(source(pair, 25)).rejects.toMatchObject(code('PRICE_HISTORY_SHORT'))
    expect(await source(pair, 30)).toMatchObject({ quoteAmount: 2n })
  })
})

describe('delay, time and again', () => {
  it('behavior: a question about an earlier period asks nothing and forgets nothing', async () => {
    const source = delay(saying(1n, 2n, 3n), { period: 10 })
    await source(pair, 5).catch(() => undefined)
    expect(await source(pair, 10)).toMatchObject({ quoteAmount: 1n })
    await expect(source(pair, 5)).rejects.toMatchObject(code('PRICE_HISTORY_SHORT'))
    expect(await source(pair, 11)).toMatchObject({ quoteAmount: 1n })
    expect(await source(pair, 20)).toMatchObject({ quoteAmount: 2n })
  })

  it('error: what has ended even a period later, and what is no time', async () => {
    const source = delay(saying({ until: 7 }, 2n), { period: 10 })
    await source(pair, 5).catch(() => undefined)
    expect(await source(pair, 16)).toMatchObject({ until: 17 })
    await expect(source(pair, 17)).rejects.toMatchObject(code('PRICE_STALE'))
    await expect(source(pair, 16.5)).rejects.toMatchObject(code('PRICE_TIME_INVALID'))
  })

  it('behavior: it is never valid past the last time there is', async () => {
    const source = delay(saying({ until: Number.MAX_SAFE_INTEGER }), { period: 10 })
    await source(pair, 5).catch(() => undefined)
    expect(await source(pair, 10)).toMatchObject({ until: Number.MAX_SAFE_INTEGER })
  })
})

describe('twap', () => {
  const window = { ...pair, window: 10, baseAmount: 100n }

  it('default: each price holds until the next, the one at the start included, floored once', async () => {
    const source = twap(saying(10n, 20n, 31n), window)
    await expect(source(pair, 0)).rejects.toMatchObject(code('PRICE_HISTORY_SHORT'))
    await expect(source(pair, 4)).rejects.toMatchObject(code('PRICE_HISTORY_SHORT'))
    // From 2 to 12: 10 for two seconds, 20 for eight; 31 holds from now on.
    expect(await source(pair, 12)).toMatchObject({ baseAmount: 50n, quoteAmount: 9n, observed: 12, number: 12 })
  })

  it('behavior: is what the formula says, however it is asked', async () => {
    const step = fc.record({
      after: fc.integer({ min: 1, max: 7 }),
      base: fc.bigInt(1n, 12n),
      price: fc.bigInt(1n, 1000n),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        let at = 0
        const seen: { at: number; base: bigint; price: bigint }[] = []
        let now = steps[0]!
        const source = twap(async () => report(now.price, { baseAmount: now.base, observed: at }), {
          ...window,
          baseAmount: 27_720n,
        })
        for (const next of steps) {
          at += next.after
          now = next
          seen.push({ at, base: next.base, price: next.price })
          const found = await source(pair, at).catch(() => undefined)
          const holding = (t: number) => seen.findLast((one) => one.at <= t)
          if (holding(at - 10) === undefined) expect(found).toBeUndefined()
          else {
            // Every second by itself; 27,720 is a multiple of every base.
            let sum = 0n
            for (let t = at - 10; t < at; t++) sum += (27_720n / holding(t)!.base) * holding(t)!.price
            expect((found!.quoteAmount * 27_720n) / found!.baseAmount).toBe(sum / 10n)
          }
        }
      }),
    )
  })
})

describe('twap of ratios with many bases', () => {
  it('behavior: is floored once, as over one denominator', async () => {
    const bases = Array.from({ length: 41 }, (_, i) => 2n ** 89n + BigInt(i))
    const source = twap(async (asked, at) => report(3n ** 60n, { ...asked, baseAmount: bases[at]!, observed: at }), {
      ...pair,
      window: 40,
      baseAmount: 10n ** 9n,
    })
    for (let at = 0; at < 40; at++) await source(pair, at).catch(() => undefined)
    const found = await source(pair, 40)
    const all = bases.slice(0, 40).reduce((product, base) => product * base, 1n)
    const sum = bases.slice(0, 40).reduce((total, base) => total + 3n ** 60n * (all / base), 0n)
    expect((found.quoteAmount * 10n ** 9n) / found.baseAmount).toBe((sum * 10n ** 9n) / (all * 40n))
  })
})

describe('twap, its edges', () => {
  const window = { ...pair, window: 10, baseAmount: 100n }

  it('behavior: the other direction is the same average, turned round', async () => {
    const source = twap(saying(10n, 30n, 30n), window)
    await source(pair, 0).catch(() => undefined)
    await source(pair, 5).catch(() => undefined)
    const back = { base: 'USD', quote: 'ETH' }
    await expect(source(back, 10)).resolves.toMatchObject({ ...back, baseAmount: 1n, quoteAmount: 5n })
  })

  it('error: a price that ended before the next leaves a hole, as long as the window has it', async () => {
    const source = twap(saying({ until: 4 }, 10n, 10n, 10n), window)
    await source(pair, 0).catch(() => undefined)
    await source(pair, 5).catch(() => undefined)
    await expect(source(pair, 10)).rejects.toMatchObject(code('PRICE_STALE'))
    await expect(source(pair, 15)).resolves.toMatchObject({ baseAmount: 10n, quoteAmount: 1n })
  })

  it('error: worth less than one unit', async () => {
    const source = twap(saying(1n), { ...window, baseAmount: 99n })
    await source(pair, 0).catch(() => undefined)
    await expect(source(pair, 10)).rejects.toMatchObject(code('PRICE_INVALID'))
  })

  it('error: ids that are none', () => {
    for (const wrong of [{ base: '' }, { quote: 'ETH' }, { source: 'a b' }])
      expect(() => twap(saying(1n), { ...window, ...wrong })).toThrow(RangeError)
  })
})

describe('twap of a source that lies about the time', () => {
  it('security: one report from the future doesn’t keep later ones out', async () => {
    const lie = { quoteAmount: 10n, observed: 2 ** 50 }
    const source = twap(saying(10n, lie, 90n, 90n), { ...pair, window: 10, baseAmount: 100n })
    await source(pair, 0).catch(() => undefined)
    expect(await source(pair, 10)).toMatchObject({ observed: 10 })
    await source(pair, 20)
    expect(await source(pair, 30)).toMatchObject({ baseAmount: 10n, quoteAmount: 9n, observed: 30 })
  })
})
