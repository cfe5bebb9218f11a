import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportion } from '../../arithmetic/index.js'
import { solvePrices } from './unit-price-solver.js'
import { MEAN_UNIT_PRICE, type PriceRejection, verifyPrices, type WantRows } from './unit-prices.js'
import { apportionWants } from './want-rows.js'

type Damping = readonly [number, number]

const verified = { status: 'verified' }
const rejected = (code: PriceRejection) => ({ status: 'rejected', code })

/** 1 and 2 want the stake of 0 alone, which wants theirs in the proportion of 3 to 1. */
const star: WantRows = { agents: 3, whole: 4, from: [0, 0, 1, 2], to: [1, 2, 0, 0], weight: [3, 1, 4, 4] }
const fifth: Damping = [1, 5]

/** Random rows: every agent wants stake of one to four others. */
const rows: fc.Arbitrary<WantRows> = fc
  .record({
    agents: fc.integer({ min: 2, max: 9 }),
    whole: fc.integer({ min: 1, max: 10_000 }),
    seed: fc.array(fc.nat(), { minLength: 80, maxLength: 80 }),
  })
  .map(({ agents, whole, seed }) => {
    let next = 0
    const draw = (below: number): number => seed[next++ % seed.length]! % below
    const orders = Array.from({ length: agents }, (_, i) => ({
      agent: `${i}`,
      wants: Array.from({ length: 1 + draw(4) }, () => ({
        agent: `${(i + 1 + draw(agents - 1)) % agents}`,
        weight: BigInt(1 + draw(100)),
      })),
    }))
    return apportionWants(orders, whole)
  })
const dampings: fc.Arbitrary<Damping> = fc.constantFrom([1, 5], [3, 20], [1, 2], [1, 100], [999, 1000], [1, 1])

/** A rational with a positive denominator. */
type Rational = readonly [bigint, bigint]

/** The exact prices by Gaussian elimination in rationals. */
function exactPrices({ agents, whole, from, to, weight }: WantRows, [a, b]: Damping): readonly Rational[] {
  const n = agents
  const rows = Array.from({ length: n }, (_, j) =>
    Array.from({ length: n + 1 }, (_, i): bigint =>
      i === n ? BigInt(a * whole) * MEAN_UNIT_PRICE : i === j ? BigInt(b * whole) : 0n,
    ),
  )
  for (let k = 0; k < from.length; k++) rows[to[k]!]![from[k]!]! -= BigInt(b - a) * BigInt(weight[k]!)
  for (let p = 0; p < n; p++) {
    // Strictly dominant by columns: a diagonal entry never vanishes.
    const pivot = rows[p]!
    for (const row of rows) {
      if (row === pivot) continue
      const [keep, take] = [pivot[p]!, row[p]!]
      for (let c = 0; c <= n; c++) row[c] = row[c]! * keep - pivot[c]! * take
    }
  }
  return rows.map((row, j) => (row[j]! < 0n ? [-row[n]!, -row[j]!] : [row[n]!, row[j]!]))
}

/** Largest remainder over rationals. */
function rounded(exact: readonly Rational[]): bigint[] {
  const common = exact.reduce((product, [, below]) => product * below, 1n)
  return apportion(
    BigInt(exact.length) * MEAN_UNIT_PRICE,
    exact.map(([above, below]) => (above * common) / below),
  )
}

/** Whether two remainders differ by less than 2^−30. */
function alike([one, below]: Rational, [other, under]: Rational): boolean {
  const difference = (one % below) * under - (other % under) * below
  return (difference < 0n ? -difference : difference) * 2n ** 30n < below * under
}

describe('solvePrices', () => {
  it('gives everybody the mean price where everybody is wanted alike', () => {
    const ring: WantRows = { agents: 4, whole: 7, from: [0, 1, 2, 3], to: [1, 2, 3, 0], weight: [7, 7, 7, 7] }
    expect(solvePrices(ring, fifth)).toEqual(new Array(4).fill(MEAN_UNIT_PRICE))
  })

  it('reaches the closed form of a star', () => {
    // m0 = 1/5 + 4/5 · (3 − m0), m1 = 1/5 + 4/5 · 3/4 · m0, m2 = 1/5 + 4/5 · 1/4 · m0, in units of the mean price.
    const [center, first, second] = solvePrices(star, fifth)
    const near = (price: bigint | undefined, above: bigint, below: bigint) => {
      const distance = price! * below - above * MEAN_UNIT_PRICE
      return distance < below && distance > -below
    }
    expect(near(center, 13n, 9n)).toBe(true)
    expect(near(first, 16n, 15n)).toBe(true)
    expect(near(second, 22n, 45n)).toBe(true)
    expect(center! + first! + second!).toBe(3n * MEAN_UNIT_PRICE)
  })

  it('rounds the exact solution by largest remainder, but where two remainders are closer than it can tell', () => {
    fc.assert(
      fc.property(rows, dampings, (wants, damping) => {
        const exact = exactPrices(wants, damping)
        const prices = solvePrices(wants, damping)
        const best = rounded(exact)
        const moved = prices.flatMap((price, j) => (price === best[j] ? [] : [j]))
        for (const j of moved) {
          // Who is rounded otherwise is so for another whose remainder is all but the same.
          const near = moved.some((k) => prices[k]! - best[k]! === best[j]! - prices[j]! && alike(exact[j]!, exact[k]!))
          expect(near).toBe(true)
        }
      }),
      { numRuns: 150 },
    )
  })

  it('proposes what is accepted, also where one agent is wanted by thousands, or damping is little', () => {
    for (const [agents, damping] of [
      [3000, [3, 20]],
      [40, [1, 1000]],
    ] as const) {
      const others = Array.from({ length: agents - 1 }, (_, i) => i + 1)
      const wants: WantRows = {
        agents,
        whole: 10_000,
        from: [0, ...others],
        to: [1, ...others.map(() => 0)],
        weight: [10_000, ...others.map(() => 10_000)],
      }
      expect(verifyPrices(wants, damping, solvePrices(wants, damping))).toEqual(verified)
    }
  })

  it('gives up where damping is so little that nothing converges', () => {
    const pair = { agents: 3, whole: 1, from: [0, 1, 2], to: [1, 0, 0], weight: [1, 1, 1] }
    expect(() => solvePrices(pair, [1, 2 ** 32])).toThrow("prices don't converge")
  })

  it('has no prices for nobody', () => {
    expect(solvePrices({ agents: 0, whole: 1, from: [], to: [], weight: [] }, fifth)).toEqual([])
  })
})

describe('verifyPrices', () => {
  it('accepts every rounding of the exact solution', () => {
    fc.assert(
      fc.property(rows, dampings, fc.array(fc.nat(), { minLength: 9, maxLength: 9 }), (wants, damping, order) => {
        const exact = exactPrices(wants, damping)
        const prices = exact.map(([above, below]) => above / below)
        let left = BigInt(wants.agents) * MEAN_UNIT_PRICE - prices.reduce((sum, price) => sum + price, 0n)
        const open = exact.flatMap(([above, below], j) => (above % below === 0n ? [] : [j]))
        for (const j of open.sort((i, j) => order[i]! - order[j]!)) if (left-- > 0n) prices[j]! += 1n
        expect(verifyPrices(wants, damping, prices)).toEqual(verified)
      }),
      { numRuns: 150 },
    )
  })

  it('refuses whatever is further from the exact solution than 2n · b / a in all', () => {
    fc.assert(
      fc.property(rows, dampings, fc.nat(), fc.nat(), fc.bigInt(1n, 2n ** 20n), (wants, damping, x, y, more) => {
        const [i, j] = [x % wants.agents, y % wants.agents]
        if (i === j) return
        const prices = solvePrices(wants, damping)
        const bound = (2n * BigInt(wants.agents) * BigInt(damping[1])) / BigInt(damping[0])
        const moved = bound / 2n + BigInt(wants.agents) + more
        if (prices[i]! <= moved) return
        prices[i]! -= moved
        prices[j]! += moved
        expect(verifyPrices(wants, damping, prices)).toEqual(rejected('PRICES_NOT_CENTRALITY'))
      }),
      { numRuns: 200 },
    )
  })

  it('refuses rescaled prices', () => {
    const prices = solvePrices(star, fifth)
    expect(
      verifyPrices(
        star,
        fifth,
        prices.map((price) => 2n * price),
      ),
    ).toEqual(rejected('PRICES_TOTAL_WRONG'))
    expect(
      verifyPrices(
        star,
        fifth,
        prices.map((price) => price / 2n),
      ),
    ).toEqual(rejected('PRICES_TOTAL_WRONG'))
  })

  it('refuses a zeroed price, and equal prices where wants are unequal', () => {
    const [center, first, second] = solvePrices(star, fifth)
    expect(verifyPrices(star, fifth, [center! + second!, first!, 0n])).toEqual(rejected('PRICES_NOT_POSITIVE'))
    expect(verifyPrices(star, fifth, [center! + second! - 1n, first!, 1n])).toEqual(rejected('PRICES_NOT_CENTRALITY'))
    expect(verifyPrices(star, fifth, new Array<bigint>(3).fill(MEAN_UNIT_PRICE))).toEqual(
      rejected('PRICES_NOT_CENTRALITY'),
    )
  })

  it('refuses the prices of another damping', () => {
    expect(verifyPrices(star, fifth, solvePrices(star, [1, 4]))).toEqual(rejected('PRICES_NOT_CENTRALITY'))
  })

  it('refuses what is no list of bigints, or of another length', () => {
    const prices = solvePrices(star, fifth)
    for (const nothing of [
      undefined,
      null,
      7,
      'abc',
      { length: 3 },
      [1, 2, 3],
      new Array(3),
      Float64Array.of(1, 2, 3),
    ]) {
      expect(verifyPrices(star, fifth, nothing as unknown as bigint[])).toEqual(rejected('PRICES_MALFORMED'))
    }
    expect(verifyPrices(star, fifth, prices.slice(1))).toEqual(rejected('PRICES_LENGTH_WRONG'))
    expect(verifyPrices(star, fifth, BigInt64Array.from(prices))).toEqual(verified)
  })

  it('throws for wants that are no rows, and for damping that is none', () => {
    const prices = solvePrices(star, fifth)
    for (const change of [
      { weight: [3, 2, 4, 4] },
      { weight: [3, 1, 4] },
      { weight: [3.5, 0.5, 4, 4] },
      { weight: [5, -1, 4, 4] },
      { to: [1, 3, 0, 0] },
      { to: [0, 2, 0, 0] },
      { agents: 2.5 },
      { agents: 4 },
      { whole: 0 },
    ]) {
      expect(() => verifyPrices({ ...star, ...change }, fifth, prices)).toThrow(RangeError)
    }
    for (const damping of [
      [0, 1],
      [2, 1],
      [0.5, 1],
      [1, 2 ** 33],
    ] as const) {
      expect(() => verifyPrices(star, damping, prices)).toThrow(RangeError)
    }
  })
})
