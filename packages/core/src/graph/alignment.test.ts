import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignment, coincidence, cosine, exposure, overlap } from './alignment.js'
import { crossHoldings } from './cross-holdings.js'
import { transitiveOwnership } from './ownership.js'

/** Two networks, each of which holds `held` of a thousand of the other. */
const pair = (held: bigint) =>
  crossHoldings({ agents: 2, holder: [0, 1], issuer: [1, 0], amount: [held, held], supply: [1000n, 1000n] }, 'refuse')

describe('alignment of a pair', () => {
  it('is zero without cross-holdings and 4/5 where each holds half of the other', () => {
    expect(alignment(pair(0n), 0, 1, [1, 1])).toBe(0)
    expect(alignment(pair(500n), 0, 1, [1, 1])).toBeCloseTo(4 / 5, 9)
  })

  it('has its closed form for any share, grows with it, and comes near one', () => {
    let before = -1
    for (const held of [0n, 1n, 50n, 250n, 500n, 900n, 999n]) {
      // Rows of ownership are (1, c) / (1 + c) and (c, 1) / (1 + c).
      const c = Number(held) / 1000
      const found = alignment(pair(held), 0, 1, [3, 3])!
      expect(found).toBeCloseTo((2 * c) / (1 + c * c), 8)
      expect(found).toBeGreaterThan(before)
      before = found
    }
    expect(before).toBeGreaterThan(0.999)
  })

  it('is symmetric, and one with oneself', () => {
    const three = crossHoldings(
      { agents: 3, holder: [0, 1, 2], issuer: [1, 2, 1], amount: [1n, 2n, 3n], supply: [9n, 9n, 9n] },
      'refuse',
    )
    expect(alignment(three, 0, 1, [1, 2, 3])).toBe(alignment(three, 1, 0, [1, 2, 3]))
    expect(alignment(three, 2, 2, [1, 2, 3])).toBeCloseTo(1, 12)
    expect(alignment(three, 0, 1, [0, 0, 0])).toBeUndefined()
  })
})

describe("coincidence with the network's interests", () => {
  it('is its own part of all value for an agent that holds itself alone', () => {
    expect(coincidence(pair(0n), 0, [1, 3])).toBe(0.25)
  })

  it('is one for an agent whose portfolio is everything in proportion', () => {
    // All agents hold a third of each of the two others: everybody ends with a third of everything.
    const issuer = [1, 2, 0, 2, 0, 1]
    const holder = [0, 0, 1, 1, 2, 2]
    const even = crossHoldings(
      { agents: 3, holder, issuer, amount: issuer.map(() => 1000n), supply: new Array<bigint>(3).fill(3000n) },
      'refuse',
    )
    const own = transitiveOwnership(even)[0]!
    expect(own[0]).toBeCloseTo(1 / 2, 12)
    expect(coincidence(even, 0, [1, 1, 1])).toBeCloseTo(1 / 3 + 1 / 4 + 1 / 4, 9)
    expect(overlap([1, 2, 3], [2, 4, 6])).toBe(1)
  })

  it('grows as holdings spread', () => {
    const found = [0n, 100n, 400n, 800n].map((held) => coincidence(pair(held), 1, [1, 1])!)
    expect(found).toEqual([...found].sort((a, b) => a - b))
    expect(new Set(found).size).toBe(4)
  })
})

describe('cosine and overlap', () => {
  const portfolios = fc.integer({ min: 1, max: 10 }).chain((n) => {
    const portfolio = fc.array(fc.nat(1000), { minLength: n, maxLength: n })
    return fc.tuple(portfolio, portfolio)
  })

  it('lie between zero and one, are symmetric, and disregard size', () => {
    fc.assert(
      fc.property(portfolios, ([first, second]) => {
        for (const measure of [cosine, overlap]) {
          const found = measure(first, second)
          expect(found).toBe(measure(second, first))
          if (found === undefined) continue
          expect(found).toBeGreaterThanOrEqual(0)
          expect(found).toBeLessThanOrEqual(1)
          expect(
            measure(
              first.map((part) => 8 * part),
              second,
            ),
          ).toBeCloseTo(found, 12)
        }
      }),
      { numRuns: 100 },
    )
  })

  it('are undefined for nothing, and refuse portfolios of different things', () => {
    expect(cosine([0, 0], [1, 1])).toBeUndefined()
    expect(overlap([1, 1], [0, 0])).toBeUndefined()
    expect(() => cosine([1], [1, 1])).toThrow(RangeError)
    expect(() => overlap([1], [1, 1])).toThrow(RangeError)
  })
})

describe('exposure', () => {
  it('is ownership by value', () => {
    const [own, other] = exposure(pair(500n), 0, [30, 60])
    expect(own).toBeCloseTo(20, 7)
    expect(other).toBeCloseTo(20, 7)
    expect(() => exposure(pair(500n), 0, [30])).toThrow(RangeError)
  })
})
