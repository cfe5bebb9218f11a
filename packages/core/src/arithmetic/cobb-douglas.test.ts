import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { MAX_AMOUNT } from './amount.js'
import { type CobbDouglas, cobbDouglas } from './cobb-douglas.js'
import { scaledMean } from './geometric-mean.js'

/** Amounts of every width, with the extremes of each. */
const amount = fc.integer({ min: 1, max: 127 }).chain((bits) => {
  const top = 2n ** BigInt(bits) - 1n
  return fc.oneof(
    { arbitrary: fc.bigInt({ min: 1n, max: top }), weight: 4 },
    fc.constantFrom(1n, top, (top >> 1n) + 1n),
  )
})

/** A part of a whole: any, the smallest, the whole, or one less than the whole. */
const share = amount.chain((all) =>
  fc
    .oneof(fc.bigInt({ min: 1n, max: all }), fc.constantFrom(1n, all, all > 1n ? all - 1n : all))
    .map((own) => [own, all] as const),
)

const alpha = fc
  .integer({ min: 1, max: 200 })
  .chain((q) => fc.oneof(fc.integer({ min: 0, max: q }), fc.constantFrom(0, 1, q - 1, q)).map((p) => [p, q] as const))

const input: fc.Arbitrary<CobbDouglas> = fc.record({ total: amount, work: share, stake: share, alpha })

/** The definition: y^q · A^p · B^(q−p) ≤ R^q · a^p · b^(q−p). */
function holds(y: bigint, { total, work: [a, allA], stake: [b, allB], alpha: [p, q] }: CobbDouglas): boolean {
  const [i, j, n] = [BigInt(p), BigInt(q - p), BigInt(q)]
  return y ** n * allA ** i * allB ** j <= total ** n * a ** i * b ** j
}

function expectFloor(given: CobbDouglas): void {
  const y = cobbDouglas(given)
  expect(y >= 0n && holds(y, given) && !holds(y + 1n, given)).toBe(true)
}

describe('cobbDouglas', () => {
  it('default: equal shares of work and stake are that share', () => {
    expect(cobbDouglas({ total: 1000n, work: [1n, 4n], stake: [1n, 4n], alpha: [2, 3] })).toBe(250n)
  })

  it('behavior: the exact floor for random and extreme inputs', () => {
    fc.assert(fc.property(input, expectFloor), { numRuns: 3000 })
  })

  it('behavior: the exact floor for full-width inputs at every q', () => {
    const wide = fc.bigInt({ min: 2n ** 126n, max: MAX_AMOUNT })
    const part = fc.tuple(wide, wide).map(([a, b]) => (a < b ? ([a, b] as const) : ([b, a] as const)))
    for (let q = 1; q <= 200; q += 3) {
      const given = fc.record({ total: wide, work: part, stake: part, alpha: fc.integer({ min: 0, max: q }) })
      fc.assert(
        fc.property(given, (values) => expectFloor({ ...values, alpha: [values.alpha, q] })),
        { numRuns: 5 },
      )
    }
  })

  it('behavior: ties are hit exactly and one unit below them is floored', () => {
    // With a/A = (c/d)^q and b = B the result is R · (c/d)^p: an integer when d^p divides R.
    const tie = fc.record({
      c: fc.bigInt({ min: 1n, max: 5n }),
      d: fc.bigInt({ min: 5n, max: 7n }),
      q: fc.integer({ min: 4, max: 40 }),
      p: fc.integer({ min: 1, max: 39 }),
      m: fc.bigInt({ min: 1n, max: 1000n }),
    })
    fc.assert(
      fc.property(tie, ({ c, d, q, p, m }) => {
        fc.pre(p < q)
        const [own, all, total] = [c ** BigInt(q), d ** BigInt(q), m * d ** BigInt(p)]
        fc.pre(all < MAX_AMOUNT && total < MAX_AMOUNT && own < all)
        const given = { total, work: [own, all], stake: [7n, 7n], alpha: [p, q] } as const
        expect(cobbDouglas(given)).toBe(m * c ** BigInt(p))
        expect(cobbDouglas({ ...given, total: total - 1n })).toBe(m * c ** BigInt(p) - 1n)
        const less = { ...given, work: [own, all + 1n] } as const
        expect(cobbDouglas(less) < m * c ** BigInt(p)).toBe(true)
        expectFloor(less)
      }),
    )
  })

  it('behavior: the shares of all never exceed the total (Hölder)', () => {
    const parties = fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(amount, parties, alpha, (total, list, fraction) => {
        const work = list.map(([a]) => a >> 4n)
        const stake = list.map(([, b]) => b >> 4n)
        const [allWork, allStake] = [work, stake].map((parts) => parts.reduce((sum, part) => sum + part, 0n))
        const paid = work.reduce(
          (sum, own, i) =>
            sum +
            cobbDouglas({
              total,
              work: [own, allWork ?? 0n],
              stake: [stake[i] ?? 0n, allStake ?? 0n],
              alpha: fraction,
            }),
          0n,
        )
        expect(paid <= total).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('behavior: more work, more stake or a larger total never gives less', () => {
    fc.assert(
      fc.property(input, (given) => {
        const y = cobbDouglas(given)
        const more = ([own, all]: readonly [bigint, bigint]) => [own < all ? own + 1n : own, all] as const
        expect(cobbDouglas({ ...given, work: more(given.work) }) >= y).toBe(true)
        expect(cobbDouglas({ ...given, stake: more(given.stake) }) >= y).toBe(true)
        if (given.total < MAX_AMOUNT) expect(cobbDouglas({ ...given, total: given.total + 1n }) >= y).toBe(true)
      }),
    )
  })

  it('behavior: fractions that are equal give equal shares', () => {
    const small = fc.integer({ min: 1, max: 20 }).chain((q) => fc.tuple(fc.integer({ min: 0, max: q }), fc.constant(q)))
    fc.assert(
      fc.property(input, small, fc.integer({ min: 1, max: 10 }), (given, [p, q], k) => {
        expect(cobbDouglas({ ...given, alpha: [p * k, q * k] })).toBe(cobbDouglas({ ...given, alpha: [p, q] }))
      }),
    )
  })

  it('behavior: at 0/q only stake counts, at q/q only work, each by plain division', () => {
    fc.assert(
      fc.property(input, (given) => {
        const [a, allA] = given.work
        const [b, allB] = given.stake
        const q = given.alpha[1]
        expect(cobbDouglas({ ...given, alpha: [0, q] })).toBe((given.total * b) / allB)
        expect(cobbDouglas({ ...given, alpha: [q, q] })).toBe((given.total * a) / allA)
        expect(cobbDouglas({ ...given, alpha: [0, q], work: [0n, allA] })).toBe((given.total * b) / allB)
        expect(cobbDouglas({ ...given, alpha: [q, q], stake: [0n, allB] })).toBe((given.total * a) / allA)
      }),
    )
  })

  it('behavior: nothing without work where work counts, nor without stake where stake counts', () => {
    const given = { total: 1000n, work: [0n, 4n], stake: [4n, 4n], alpha: [1, 200] } as const
    expect(cobbDouglas(given)).toBe(0n)
    expect(cobbDouglas({ ...given, work: [4n, 4n], stake: [0n, 4n], alpha: [199, 200] })).toBe(0n)
    expect(cobbDouglas({ ...given, total: 0n, work: [4n, 4n] })).toBe(0n)
  })

  it('behavior: nothing while the work or the stake of all is zero, whatever alpha is', () => {
    for (const p of [0, 1, 2]) {
      expect(cobbDouglas({ total: 9n, work: [0n, 0n], stake: [1n, 1n], alpha: [p, 2] })).toBe(0n)
      expect(cobbDouglas({ total: 9n, work: [1n, 1n], stake: [0n, 0n], alpha: [p, 2] })).toBe(0n)
    }
  })

  it('error: a part that exceeds its whole, also where it has no weight', () => {
    const given = { total: 1n, work: [1n, 1n], stake: [1n, 1n], alpha: [1, 1] } as const
    expect(() => cobbDouglas({ ...given, work: [2n, 1n] })).toThrow(RangeError)
    expect(() => cobbDouglas({ ...given, stake: [2n, 1n] })).toThrow(RangeError)
    expect(() => cobbDouglas({ ...given, stake: [1n, 0n] })).toThrow(RangeError)
  })

  it('error: an amount out of bounds', () => {
    const given = { total: 1n, work: [1n, 1n], stake: [1n, 1n], alpha: [1, 2] } as const
    for (const bad of [-1n, MAX_AMOUNT + 1n, 1 as unknown as bigint]) {
      expect(() => cobbDouglas({ ...given, total: bad })).toThrow(RangeError)
      expect(() => cobbDouglas({ ...given, work: [bad, MAX_AMOUNT] })).toThrow(RangeError)
      expect(() => cobbDouglas({ ...given, stake: [0n, bad] })).toThrow(RangeError)
    }
  })

  it('error: an alpha that is no fraction from 0 to 1 with a denominator of 1 to 200', () => {
    const given = { total: 1n, work: [1n, 1n], stake: [1n, 1n] } as const
    for (const bad of [
      [-1, 2],
      [3, 2],
      [0, 0],
      [1, 201],
      [0.5, 1],
      [1, 1.5],
      [Number.NaN, 1],
    ] as const) {
      expect(() => cobbDouglas({ ...given, alpha: bad })).toThrow(RangeError)
    }
  })
})

describe('an engine whose logarithms and powers are bad', () => {
  it.each([1e-16, 1e-13, 1e-9, 1e-3, 0.2])('behavior: only takes longer, off by up to %d', (error) => {
    const [log2, cbrt] = [Math.log2, Math.cbrt]
    let call = 0
    const wrong = (exact: number) => exact * (1 + error * Math.sin(call++))
    const mocks = [
      vi.spyOn(Math, 'log2').mockImplementation((x) => wrong(log2(x))),
      vi.spyOn(Math, 'cbrt').mockImplementation((x) => wrong(cbrt(x))),
    ]
    try {
      fc.assert(fc.property(input, expectFloor), { numRuns: 150 })
      expect(call).toBeGreaterThan(100)
    } finally {
      for (const mock of mocks) mock.mockRestore()
    }
  })
})

describe('scaledMean', () => {
  it('behavior: within its margin, so that the inequality is asked only next to an integer', () => {
    const weighted = fc
      .integer({ min: 2, max: 200 })
      .chain((q) => fc.tuple(fc.integer({ min: 1, max: q - 1 }), fc.constant(q)))
    fc.assert(
      fc.property(amount, share, share, weighted, (total, work, stake, [p, q]) => {
        const scaled = scaledMean(total, work, stake, p, q)
        expect(scaled).toBeDefined()
        const given = { total: total << 32n, work, stake, alpha: [p, q] } as const
        const below = (scaled ?? 0n) - 1024n
        expect(below < 0n || holds(below, given)).toBe(true)
        expect(holds((scaled ?? 0n) + 1024n, given)).toBe(false)
      }),
      { numRuns: 1500 },
    )
  })
})
