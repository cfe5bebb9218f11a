import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bookValue, type Depreciable, type Depreciation, depreciated, isBookMethod } from './depreciation.js'
import { MACRS, type MacrsClass } from './macrs.js'

const periods = fc.integer({ min: 1, max: 60 })
const method: fc.Arbitrary<Depreciation> = fc.oneof(
  fc.record({ method: fc.constant('straight-line' as const), periods }),
  fc.record({ method: fc.constant('sum-of-years-digits' as const), periods }),
  fc
    .record({ periods, share: fc.integer({ min: 1, max: 10_000 }), switching: fc.boolean() })
    .map(({ periods, share, switching }) => ({
      method: 'declining-balance' as const,
      periods,
      factor: share * periods,
      switching,
    })),
  fc.record({ method: fc.constant('units-of-production' as const), units: fc.bigInt(1n, 60n) }),
  fc.record({ method: fc.constant('macrs' as const), years: fc.constantFrom<MacrsClass>(3, 5, 7, 10, 15, 20) }),
  fc.constant({ method: 'expense' as const }),
)
const thing: fc.Arbitrary<Depreciable> = fc
  .record({ cost: fc.bigInt(0n, 10n ** 24n), part: fc.integer({ min: 0, max: 100 }), depreciation: method })
  .map(({ cost, part, depreciation }) => ({ cost, salvage: (cost * BigInt(part)) / 100n, depreciation }))
const yearly = (of: Depreciable, years: number): bigint[] =>
  Array.from({ length: years }, (_, k) => depreciated(of, BigInt(k + 1)) - depreciated(of, BigInt(k)))

describe('depreciated', () => {
  it('never falls, and in the end leaves the salvage, to the unit; tax schedules leave nothing', () => {
    fc.assert(
      fc.property(thing, (of) => {
        const amounts = Array.from({ length: 62 }, (_, k) => depreciated(of, BigInt(k)))
        for (const [k, amount] of amounts.entries()) if (k > 0) expect(amount).toBeGreaterThanOrEqual(amounts[k - 1]!)
        const rest = isBookMethod(of.depreciation) ? of.salvage : 0n
        expect(bookValue(of, 61n)).toBe(rest)
        if (of.depreciation.method !== 'expense') expect(amounts[0]).toBe(0n)
      }),
    )
  })

  it('straight line: equal parts, to the unit', () => {
    const of: Depreciable = { cost: 1003n, salvage: 0n, depreciation: { method: 'straight-line', periods: 4 } }
    expect(yearly(of, 5)).toEqual([250n, 251n, 251n, 251n, 0n])
  })

  it('double declining balance, as textbooks have it: 10,000 over five years to 1,000', () => {
    const depreciation = { method: 'declining-balance', periods: 5, factor: 20_000, switching: false } as const
    expect(yearly({ cost: 10_000n, salvage: 1_000n, depreciation }, 6)).toEqual([4000n, 2400n, 1440n, 864n, 296n, 0n])
    // Without salvage the last period takes the rest.
    expect(yearly({ cost: 10_000n, salvage: 0n, depreciation }, 5)).toEqual([4000n, 2400n, 1440n, 864n, 1296n])
  })

  it('switches to equal parts in the first period in which they are no less', () => {
    const depreciation = { method: 'declining-balance', periods: 5, factor: 20_000, switching: true } as const
    // 4,000, 2,400, 1,440; of 2,160 the rate takes 864, equal parts over two years 1,080.
    expect(yearly({ cost: 10_000n, salvage: 0n, depreciation }, 5)).toEqual([4000n, 2400n, 1440n, 1080n, 1080n])
    fc.assert(
      fc.property(periods, fc.integer({ min: 1, max: 10_000 }), fc.bigInt(1n, 10n ** 12n), (n, share, cost) => {
        const declining = { method: 'declining-balance', periods: n, factor: share * n } as const
        const switched = { cost, salvage: 0n, depreciation: { ...declining, switching: true } }
        const plain = { cost, salvage: 0n, depreciation: { ...declining, switching: false } }
        for (let k = 0n; k <= n; k++) {
          expect(depreciated(switched, k)).toBeGreaterThanOrEqual(depreciated(plain, k))
          expect(depreciated(switched, k)).toBeLessThanOrEqual(cost)
        }
      }),
    )
  })

  it('property: is what the text says, period by period, with salvage and at any factor', () => {
    /** Written off after k, from the formulas of the text with nothing left out. */
    function said(cost: bigint, salvage: bigint, periods: number, factor: number, k: number): bigint {
      const [n, whole] = [BigInt(periods), 10_000n * BigInt(periods)]
      const kept = whole - BigInt(factor)
      if (k >= periods) return cost - salvage
      let s = 0n
      for (; s < n; s++) {
        const [book, over] = [cost * kept ** s, whole ** s]
        if ((book - salvage * over) * whole >= book * BigInt(factor) * (n - s)) break
      }
      const [book, over] = [cost * kept ** s, whole ** s]
      if (BigInt(k) > s) {
        const top = (cost * over - book) * (n - s) + (book - salvage * over) * (BigInt(k) - s)
        return top / (over * (n - s))
      }
      const off = cost - (cost * kept ** BigInt(k) - 1n + whole ** BigInt(k)) / whole ** BigInt(k)
      return off < cost - salvage ? off : cost - salvage
    }
    const life = fc.integer({ min: 1, max: 30 })
    const of = fc.tuple(life, fc.integer({ min: 1, max: 300_000 }), fc.bigInt(1n, 10n ** 9n), fc.nat(1_000))
    fc.assert(
      fc.property(of, fc.boolean(), ([periods, some, cost, part], many) => {
        const factor = 1 + (some % (10_000 * periods))
        const salvage = (cost * BigInt(many ? part : part % 30)) / 1_000n
        const depreciation = { method: 'declining-balance', periods, factor, switching: true } as const
        for (let k = 0; k <= periods; k++) {
          expect(depreciated({ cost, salvage, depreciation }, BigInt(k))).toBe(said(cost, salvage, periods, factor, k))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('sum of years’ digits: 5/15, 4/15, … of 15,000', () => {
    const of: Depreciable = {
      cost: 16_000n,
      salvage: 1_000n,
      depreciation: { method: 'sum-of-years-digits', periods: 5 },
    }
    expect(yearly(of, 5)).toEqual([5000n, 4000n, 3000n, 2000n, 1000n])
  })

  it('units of production: by what was produced, and no more than all', () => {
    const of: Depreciable = { cost: 900n, salvage: 100n, depreciation: { method: 'units-of-production', units: 1000n } }
    expect([0n, 1n, 500n, 999n, 1000n, 5000n].map((units) => depreciated(of, units))).toEqual([
      0n,
      0n,
      400n,
      799n,
      800n,
      800n,
    ])
  })

  it('MACRS: five years to the published table, and every table comes to all', () => {
    const of: Depreciable = { cost: 10_000n, salvage: 0n, depreciation: { method: 'macrs', years: 5 } }
    expect(yearly(of, 7)).toEqual([2000n, 3200n, 1920n, 1152n, 1152n, 576n, 0n])
    for (const [years, table] of Object.entries(MACRS.tables)) {
      expect(table.reduce((sum, rate) => sum + rate)).toBe(MACRS.whole)
      expect(table).toHaveLength(Number(years) + 1)
    }
  })

  it('MACRS tables are 200 % (15 and 20 years: 150 %) declining by halves, to the last published digit', () => {
    // Half a year in the first and the last; the rate on what is left, or equal parts of it once they are more.
    for (const [name, table] of Object.entries(MACRS.tables)) {
      const years = Number(name)
      const rate = (years > 10 ? 1.5 : 2) / years
      let left = 1
      for (const [i, published] of table.entries()) {
        const straight = left / (years - i + 0.5)
        const part = i === 0 ? rate / 2 : i === years ? left : Math.max(left * rate, straight)
        left -= part
        expect(Math.abs(Number(published) / 100_000 - part)).toBeLessThan(0.000_11)
      }
    }
  })

  it('an expense is written off on day one', () => {
    expect(bookValue({ cost: 5n, salvage: 2n, depreciation: { method: 'expense' } }, 0n)).toBe(0n)
  })

  it('error: what is outside its range', () => {
    const line = { method: 'straight-line', periods: 4 } as const
    const wrong: readonly Depreciable[] = [
      { cost: -1n, salvage: 0n, depreciation: line },
      { cost: 1n, salvage: 2n, depreciation: line },
      { cost: 1n, salvage: 0n, depreciation: { ...line, periods: 0 } },
      { cost: 1n, salvage: 0n, depreciation: { ...line, periods: 1201 } },
      { cost: 1n, salvage: 0n, depreciation: { ...line, periods: 1.5 } },
      {
        cost: 1n,
        salvage: 0n,
        depreciation: { method: 'declining-balance', periods: 2, factor: 20_001, switching: true },
      },
      { cost: 1n, salvage: 0n, depreciation: { method: 'units-of-production', units: 0n } },
    ]
    for (const of of wrong) expect(() => depreciated(of, 0n)).toThrow(RangeError)
    expect(() => depreciated({ cost: 1n, salvage: 0n, depreciation: line }, -1n)).toThrow(RangeError)
  })
})
