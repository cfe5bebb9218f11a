/** Averages over recorded reports: kernel.md#averages. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { averagePrice, type HeldPrice, MAX_AMOUNT } from '../src/arithmetic/index.js'
import { Amount, nullable, struct, Time } from '../src/codec/index.js'
import { createSystem, defineMechanism, type FeedPolicy, RefusedError, view } from '../src/kernel/index.js'
import { story } from './support/story.js'

/** Keeps what it may be asked for, and reads it. */
const watcher = defineMechanism({
  name: 'watcher',
  config: struct({}),
  rejections: [],
  events: { seen: struct({ baseAmount: Amount, quoteAmount: Amount }) },
  commands: {
    keep: { input: struct({ from: nullable(Time) }), apply: ({ retain }, { from }) => retain('X', 'USD', from) },
    'keep-back': { input: struct({ from: nullable(Time) }), apply: ({ retain }, { from }) => retain('USD', 'X', from) },
    see: {
      input: struct({ from: Time, to: Time }),
      apply({ averagePrice, emit }, window) {
        const { baseAmount, quoteAmount } = averagePrice('USD', 'X', { ...window, baseAmount: 1000n })
        emit('seen', { baseAmount, quoteAmount })
      },
    },
    settle: {
      input: struct({ from: Time, to: Time }),
      apply({ findAveragePrice, emit }, window) {
        const found = findAveragePrice('USD', 'X', { ...window, baseAmount: 1000n })
        emit('seen', { baseAmount: 1000n, quoteAmount: found?.quoteAmount ?? 1n })
      },
    },
  },
})
const open: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 6,
  futureSkew: 3,
  lowest: null,
  highest: null,
  jump: null,
  monotone: false,
  timelock: 0,
}
const pair = { base: 'X', quote: 'USD' }
const system = createSystem({
  spec: '1.0',
  authority: 'founder',
  mechanisms: [watcher.with({})],
  feeds: [{ ...pair, policy: open }],
})
const report = (observed: number, more: object = {}) => {
  const ratio = { baseAmount: 1n, quoteAmount: 7n, confidence: 0n }
  return { ...pair, ...ratio, observed, until: 9999, source: 'desk', number: 0, signatures: [], ...more }
}
const codeOf = (read: () => unknown): unknown => {
  try {
    return read()
  } catch (thrown) {
    if (thrown instanceof RefusedError) return thrown.code
    throw thrown
  }
}

const part = fc.bigInt({ min: 1n, max: 9n })
const step = fc.record({
  after: fc.integer({ min: 0, max: 4 }),
  what: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({ late: fc.integer({ min: -3, max: 6 }), lasts: fc.integer({ min: 1, max: 12 }) }),
    },
    { weight: 1, arbitrary: fc.record({ maxAge: fc.integer({ min: 1, max: 20 }) }) },
  ),
  base: part,
  quote: part,
  confidence: fc.bigInt({ min: 0n, max: 3n }),
})
const life = fc.array(step, { minLength: 1, maxLength: 25 })
const AMOUNT = 2520n

/** Tells a life, and what `price` answered at the end of each second, either way round. */
function lived(steps: (typeof step extends fc.Arbitrary<infer S> ? S : never)[]) {
  const told = story(system as never)
  const seconds: unknown[] = []
  let now = 0
  const passes = (until: number) => {
    for (; now < until; now++) {
      const look = view(system, told.state, now)
      seconds.push([pair, { base: 'USD', quote: 'X' }].map(({ base, quote }) => codeOf(() => look.price(base, quote))))
    }
  }
  for (const { after, what, base, quote, confidence } of steps) {
    passes(now + after)
    if ('maxAge' in what) {
      told.run('founder', 'price.feed', { ...pair, policy: { ...open, maxAge: what.maxAge } }, now)
    } else {
      const observed = Math.max(0, now - what.late)
      const ratio = { baseAmount: base, quoteAmount: quote, confidence }
      told.run('oracle', 'price.report', report(observed, { ...ratio, until: now + what.lasts }), now)
    }
  }
  passes(now + 1)
  return { told, seconds: seconds as readonly (readonly [HeldPrice | string, HeldPrice | string])[], now }
}
/** What the mean of the seconds is, or why there is none. */
function meanOf(seconds: ReturnType<typeof lived>['seconds'], from: number, to: number, way: 0 | 1): unknown {
  const prices = seconds.slice(from, to).map((both) => both[way])
  if (prices[0] === 'PRICE_MISSING') return 'PRICE_HISTORY_SHORT'
  if (prices.some((price) => typeof price === 'string')) return 'PRICE_STALE'
  const average = averagePrice(
    (prices as HeldPrice[]).map((price) => ({ ...price, seconds: 1 })),
    AMOUNT,
  )
  return average
}

describe('averagePrice', () => {
  it('behavior: is the mean of what `price` answered in each second, in both directions, whatever was reported', () => {
    const found = new Set<unknown>()
    fc.assert(
      fc.property(life, (steps) => {
        const { told, seconds, now } = lived(steps)
        const look = view(system, told.state, now)
        for (let from = 0; from < now; from++) {
          for (let to = from + 1; to <= now; to += 3) {
            for (const [way, [base, quote]] of (
              [
                ['X', 'USD'],
                ['USD', 'X'],
              ] as const
            ).entries()) {
              const expected = meanOf(seconds, from, to, way as 0 | 1)
              const window = { from, to, baseAmount: AMOUNT }
              expect(codeOf(() => look.averagePrice(base, quote, window))).toEqual(expected)
              expect(look.findAveragePrice(base, quote, window)).toEqual(
                typeof expected === 'string' ? undefined : expected,
              )
              found.add(typeof expected === 'string' ? expected : 'mean')
            }
          }
        }
      }),
      { numRuns: 60 },
    )
    expect([...found].sort()).toEqual(['PRICE_HISTORY_SHORT', 'PRICE_STALE', 'mean'])
  })

  it('behavior: nothing that is recorded or changed later changes it', () => {
    fc.assert(
      fc.property(life, life, (steps, later) => {
        const before = lived(steps)
        const after = lived([...steps, { ...later[0]!, after: 1 }, ...later])
        for (let from = 0; from < before.now; from += 2) {
          const [one, two] = [before, after].map(({ told, now }) =>
            codeOf(() =>
              view(system, told.state, now).averagePrice('X', 'USD', { from, to: before.now, baseAmount: AMOUNT }),
            ),
          )
          expect(two).toEqual(one)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('behavior: what is retained stays, in whichever direction, however much is pruned; what isn’t is refused, never another number', () => {
    const found = new Set<string>()
    const keep = fc.constantFrom('watcher.keep', 'watcher.keep-back')
    fc.assert(
      fc.property(life, fc.nat(40), fc.nat(60), keep, (steps, pin, before, keeping) => {
        const { told, now } = lived(steps)
        const reads = () => {
          const look = view(system, told.state, now)
          return Array.from({ length: now }, (_, from) =>
            codeOf(() => look.averagePrice('X', 'USD', { from, to: now, baseAmount: AMOUNT })),
          )
        }
        const whole = reads()
        told.run('oracle', keeping, { from: pin }, now)
        told.run('eve', 'price.prune', { ...pair, before }, now)
        reads().forEach((read, from) => {
          if (typeof read === 'string') {
            expect(['PRICE_STALE', 'PRICE_HISTORY_SHORT']).toContain(read)
            if (from >= pin) expect(typeof whole[from]).toBe('string')
            if (typeof whole[from] !== 'string') found.add('gone')
          } else {
            expect(read).toEqual(whole[from])
            if (from >= pin) found.add(keeping)
          }
        })
      }),
      { numRuns: 100 },
    )
    expect([...found].sort()).toEqual(['gone', 'watcher.keep', 'watcher.keep-back'])
  })

  it('default: is there for commands', () => {
    const told = story(system as never)
    told.run('oracle', 'price.report', report(0, { baseAmount: 2n, quoteAmount: 1n }), 0)
    told.run('oracle', 'price.report', report(1, { baseAmount: 5n, quoteAmount: 1n }), 1)
    // two and five X for a dollar: 3.5 in the mean, and not the inverse of 0.35
    expect(told.run('x', 'watcher.see', { from: 0, to: 2 }, 2)).toBe('accepted')
    expect(told.events).toEqual([{ baseAmount: 1000n, quoteAmount: 3500n }])
    expect(told.run('x', 'watcher.see', { from: 0, to: 3 }, 2)).toBe('PRICE_HISTORY_SHORT')
    expect(told.run('x', 'watcher.settle', { from: 0, to: 3 }, 2)).toBe('accepted')
    expect(told.events).toEqual([{ baseAmount: 1000n, quoteAmount: 1n }])
    expect(told.run('x', 'watcher.settle', { from: 0, to: 2 }, 2)).toBe('accepted')
    expect(told.events).toEqual([{ baseAmount: 1000n, quoteAmount: 3500n }])
  })

  it('security: however many reports one second has, the last counts for the second, and no more are read', () => {
    const told = story(system as never)
    told.run('oracle', 'price.report', report(0), 0)
    for (let i = 0; i < 300; i++) told.run('oracle', 'price.report', report(1, { quoteAmount: 1000n }), 1)
    told.run('oracle', 'price.report', report(1), 1)
    const mean = view(system, told.state, 5).averagePrice('X', 'USD', { from: 0, to: 5, baseAmount: 1n })
    expect(mean).toEqual({ baseAmount: 1n, quoteAmount: 7n, confidence: 0n })
  })

  it('error: no feed, too much, nothing', () => {
    const told = story(system as never)
    told.run('oracle', 'price.report', report(0, { quoteAmount: MAX_AMOUNT, confidence: 1n }), 0)
    const read = (base: string, quote: string, baseAmount: bigint) =>
      codeOf(() => view(system, told.state, 3).averagePrice(base, quote, { from: 0, to: 3, baseAmount }))
    expect(read('X', 'EUR', 1n)).toBe('PRICE_MISSING')
    expect(read('X', 'USD', 2n)).toBe('AMOUNT_OVERFLOW')
    expect(read('USD', 'X', 1n)).toBe('PRICE_MISSING')
    told.run(
      'oracle',
      'price.report',
      report(3, { baseAmount: MAX_AMOUNT, quoteAmount: 1n, confidence: MAX_AMOUNT }),
      3,
    )
    const turned = () => view(system, told.state, 4).averagePrice('USD', 'X', { from: 3, to: 4, baseAmount: 1n })
    expect(codeOf(turned)).toBe('AMOUNT_OVERFLOW')
    expect(read('X', 'USD', 1n)).toEqual({ baseAmount: 1n, quoteAmount: MAX_AMOUNT, confidence: 1n })
  })

  it('error: a window that is none is a mistake', () => {
    const look = view(system, story(system as never).state, 9)
    for (const wrong of [{ to: 0 }, { from: 0.5 }, { to: Number.NaN }, { baseAmount: 0n }, { baseAmount: 2n ** 127n }])
      expect(() => look.averagePrice('X', 'USD', { from: 0, to: 1, baseAmount: 1n, ...wrong })).toThrow(RangeError)
  })
})
