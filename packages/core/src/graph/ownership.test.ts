import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossHoldings } from './cross-holdings.js'
import {
  heldByOthers,
  transitiveOwnership,
  ultimateHolders,
  ultimateHoldings,
  ultimateValues,
  valueHeldByOthers,
} from './ownership.js'
import { rowBySeries, valuesBySeries } from './series.js'

/** Two firms that hold half of each other. */
const halves = crossHoldings(
  { agents: 2, holder: [0, 1], issuer: [1, 0], amount: [1n, 1n], supply: [2n, 2n] },
  'refuse',
)

/** n firms, each of which has an equal part of every other, all others together the share s. */
const symmetric = (n: number, s: number) => {
  const pairs = Array.from({ length: n * n }, (_, k) => [Math.floor(k / n), k % n] as const).filter(([i, j]) => i !== j)
  const [units, parts] = [1000n, BigInt(n - 1)]
  return crossHoldings(
    {
      agents: n,
      holder: pairs.map(([i]) => i),
      issuer: pairs.map(([, j]) => j),
      amount: pairs.map(() => BigInt(Math.round(1000 * s))),
      supply: new Array<bigint>(n).fill(units * parts),
    },
    'refuse',
  )
}

const random = fc.integer({ min: 1, max: 12 }).chain((agents) =>
  fc
    .array(fc.tuple(fc.nat(agents - 1), fc.nat(agents - 1), fc.bigInt(1n, 10n ** 20n)), { maxLength: 40 })
    .map((list) => {
      const supply = Array.from({ length: agents }, (_, j) =>
        list.reduce((sum, [, issuer, amount]) => (issuer === j ? sum + amount : sum), 10n ** 19n),
      )
      return crossHoldings(
        {
          agents,
          holder: list.map(([holder]) => holder),
          issuer: list.map(([, issuer]) => issuer),
          amount: list.map(([, , amount]) => amount),
          supply,
        },
        'refuse',
      )
    }),
)

describe('transitiveOwnership', () => {
  it('of two firms that hold half of each other is two thirds and one third', () => {
    const [first, second] = transitiveOwnership(halves)
    for (const [found, closed] of [
      [first![0], 2 / 3],
      [first![1], 1 / 3],
      [second![0], 1 / 3],
      [second![1], 2 / 3],
    ] as const) {
      expect(found).toBeCloseTo(closed, 14)
    }
  })

  it('of n firms that hold each other equally has its closed form', () => {
    for (const [n, s] of [
      [2, 0.25],
      [5, 0.5],
      [20, 0.9],
      [60, 0.999],
    ] as const) {
      // (I − C)⁻¹ = (I + q/(1 − s) · J) / (1 + q), with q = s/(n − 1) and J all ones.
      const q = s / (n - 1)
      const apart = ((1 - s) * (q / (1 - s))) / (1 + q)
      const own = ((1 - s) * (1 + q / (1 - s))) / (1 + q)
      for (const [i, row] of transitiveOwnership(symmetric(n, s)).entries()) {
        for (const [j, share] of row.entries()) expect(share).toBeCloseTo(i === j ? own : apart, 12)
      }
    }
  })

  it('of a chain is the product along it', () => {
    const chain = crossHoldings(
      { agents: 3, holder: [0, 1], issuer: [1, 2], amount: [1n, 2n], supply: [1n, 4n, 5n] },
      'refuse',
    )
    const rows = transitiveOwnership(chain).map((row) => [...row])
    expect(rows).toEqual([
      [1, 0.25, expect.closeTo(0.1, 15)],
      [0, 0.75, expect.closeTo(0.3, 15)],
      [0, 0, expect.closeTo(0.6, 15)],
    ])
  })

  it('gives away everything once: columns sum to one and nothing is negative', () => {
    fc.assert(
      fc.property(random, (holdings) => {
        const ownership = transitiveOwnership(holdings)
        for (let j = 0; j < holdings.agents; j++) {
          expect(ownership.reduce((sum, row) => sum + row[j]!, 0)).toBeCloseTo(1, 10)
        }
        expect(ownership.every((row) => row.every((share) => share >= 0))).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('agrees with its rows, columns and products, and with their series', () => {
    fc.assert(
      fc.property(random, fc.nat(), (holdings, x) => {
        const { agents } = holdings
        const ownership = transitiveOwnership(holdings)
        const one = x % agents
        const row = ultimateHoldings(holdings, one)
        const column = ultimateHolders(holdings, one)
        const values = Float64Array.from({ length: agents }, (_, i) => (i * 7) % 5)
        const worth = ultimateValues(holdings, values)
        for (let k = 0; k < agents; k++) {
          expect(row[k]).toBeCloseTo(ownership[one]![k]!, 9)
          expect(column[k]).toBeCloseTo(ownership[k]![one]!, 9)
          expect(worth[k]).toBeCloseTo(
            values.reduce((sum, value, j) => sum + value * ownership[k]![j]!, 0),
            8,
          )
          expect(rowBySeries(holdings, one, {})[k]).toBeCloseTo(row[k]!, 9)
          expect(valuesBySeries(holdings, values, {})[k]).toBeCloseTo(worth[k]!, 8)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is for a thousand agents at most', () => {
    const many = crossHoldings(
      { agents: 1001, holder: [], issuer: [], amount: [], supply: new Array(1001).fill(1n) },
      'refuse',
    )
    expect(() => transitiveOwnership(many)).toThrow(RangeError)
  })
})

describe('ultimate holdings, holders and values', () => {
  it('are found however little is outside, for a few networks', () => {
    const nearly = crossHoldings(
      {
        agents: 2,
        holder: [0, 1],
        issuer: [1, 0],
        amount: [10n ** 12n - 1n, 10n ** 12n - 1n],
        supply: [10n ** 12n, 10n ** 12n],
      },
      'refuse',
    )
    expect(ultimateHoldings(nearly, 0)[1]).toBeCloseTo((1 - 1e-12) / (2 - 1e-12), 14)
  })

  it('has no agent beyond those there are, and no value that is none', () => {
    for (const agent of [-1, 2, 0.5]) {
      expect(() => ultimateHolders(halves, agent)).toThrow(RangeError)
      expect(() => ultimateHoldings(halves, agent)).toThrow(RangeError)
    }
    for (const values of [[1], [1, -1], [1, Number.NaN], [1, Number.POSITIVE_INFINITY]]) {
      expect(() => ultimateValues(halves, values)).toThrow(RangeError)
    }
  })
})

describe('the share held by others', () => {
  it('is a half directly and a third in the end, for two that hold half of each other', () => {
    expect([...heldByOthers(halves)]).toEqual([0.5, 0.5])
    for (const share of valueHeldByOthers(transitiveOwnership(halves))) expect(share).toBeCloseTo(1 / 3, 14)
  })
})
