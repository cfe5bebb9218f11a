import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { least } from '../../arithmetic/index.js'
import {
  appraisedValue,
  type Book,
  bookAt,
  earnedByOwner,
  earnedByProject,
  feeOf,
  lifeOf,
  methodOf,
  type Schedule,
  utilityOf,
  volumeFee,
} from './index.js'

const none = { periods: 0, factor: 0, switching: false, units: 0n, pace: 0n, years: 0 }
const book = (schedule: Schedule, more: Partial<Book> = {}): Book => ({
  cost: 1_000n,
  salvage: 100n,
  from: 0,
  made: 0n,
  schedule,
  ...more,
})
const schedules: fc.Arbitrary<Schedule> = fc
  .oneof(
    fc.record({ method: fc.constant('straight-line' as const), periods: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ method: fc.constant('sum-of-years-digits' as const), periods: fc.integer({ min: 1, max: 30 }) }),
    fc.record({
      method: fc.constant('declining-balance' as const),
      periods: fc.integer({ min: 2, max: 30 }),
      factor: fc.integer({ min: 1, max: 20_000 }),
      switching: fc.boolean(),
    }),
    fc.record({
      method: fc.constant('units-of-production' as const),
      units: fc.bigInt({ min: 1n, max: 90n }),
      pace: fc.bigInt({ min: 1n, max: 9n }),
    }),
  )
  .map((some) => ({ ...none, ...some }))

describe('a schedule', () => {
  it('default: names a method with the members that it uses, and no others', () => {
    expect(methodOf({ ...none, method: 'straight-line', periods: 3 })).toEqual({ method: 'straight-line', periods: 3 })
    expect(methodOf({ ...none, method: 'straight-line', periods: 3, factor: 1 })).toBeUndefined()
    expect(methodOf({ ...none, method: 'straight-line', periods: 0 })).toBeUndefined()
    expect(methodOf({ ...none, method: 'straight-line', periods: 1_201 })).toBeUndefined()
    expect(methodOf({ ...none, method: 'declining-balance', periods: 2, factor: 20_001 })).toBeUndefined()
    expect(methodOf({ ...none, method: 'units-of-production', units: 1n })).toBeUndefined()
    expect(methodOf({ ...none, method: 'macrs', years: 4 })).toBeUndefined()
    expect(methodOf({ ...none, method: 'macrs', years: 5 })).toEqual({ method: 'macrs', years: 5 })
    expect(lifeOf({ ...none, method: 'macrs', years: 5 })).toBeUndefined()
    expect(lifeOf({ ...none, method: 'expense' })).toBeUndefined()
  })

  it('behavior: a book never rises with time, and ends at its salvage by the end of its life', () => {
    fc.assert(
      fc.property(schedules, fc.nat(400), fc.nat(400), (schedule, a, b) => {
        const [early, late] = a < b ? [a, b] : [b, a]
        const at = (time: number) => bookAt(book(schedule), { units: 0n, at: 0 }, 10, time)
        expect(at(late)).toBeLessThanOrEqual(at(early))
        expect(at(Number(lifeOf(schedule) as bigint) * 10)).toBe(100n)
      }),
      { numRuns: 200 },
    )
  })

  it('behavior: units count as reported, and at the pace since', () => {
    const schedule = { ...none, method: 'units-of-production' as const, units: 90n, pace: 9n }
    const at = (units: bigint, time: number) => bookAt(book(schedule), { units, at: 100 }, 10, time)
    expect(at(10n, 100)).toBe(900n)
    expect(at(10n, 101)).toBe(890n)
    expect(at(10n, 110)).toBe(810n)
    expect(bookAt(book(schedule, { made: 10n }), { units: 4n, at: 100 }, 10, 100)).toBe(1_000n)
  })
})

describe('value', () => {
  it('behavior: utility only lowers it, by no more than its weight', () => {
    const parts = fc.record({
      quote: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      book: fc.bigInt({ min: 0n, max: 10n ** 12n }),
      utility: fc.integer({ min: 0, max: 10_000 }),
      weight: fc.integer({ min: 0, max: 10_000 }),
    })
    fc.assert(
      fc.property(parts, (some) => {
        const market = least(some.quote, some.book)
        const value = appraisedValue(some)
        expect(value).toBeLessThanOrEqual(market)
        expect(value).toBeGreaterThanOrEqual((market * BigInt(10_000 - some.weight)) / 10_000n)
        expect(appraisedValue({ ...some, utility: 10_000 })).toBe(market)
      }),
      { numRuns: 100 },
    )
    expect(utilityOf(5n, 4n)).toBe(10_000)
  })
})

describe('fees', () => {
  const terms = fc.record({
    escrow: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    elapsed: fc.nat(5_000),
    duration: fc.integer({ min: 1, max: 5_000 }),
  })

  it('behavior: nobody earns more than the escrow, and the project never pays less than the owner could claim', () => {
    fc.assert(
      fc.property(terms, fc.nat(100), (some, shortest) => {
        const [project, owner] = [earnedByProject(some, shortest), earnedByOwner(some)]
        expect(owner).toBeGreaterThanOrEqual(0n)
        expect(owner).toBeLessThanOrEqual(project)
        expect(project).toBeLessThanOrEqual(some.escrow)
        if (some.elapsed >= some.duration) expect(owner).toBe(some.escrow)
      }),
      { numRuns: 100 },
    )
  })

  it('behavior: a lease of a second isn’t free, however small', () => {
    expect(feeOf({ amount: 1n, rate: 1, duration: 1 })).toBe(1n)
    expect(earnedByProject({ escrow: 1n, elapsed: 0, duration: 1_000_000 }, 1)).toBe(1n)
    expect(feeOf({ amount: 1_000n, rate: 0, duration: 1_000 })).toBe(0n)
  })

  it('behavior: a fee on volume is the same in one step and in many', () => {
    fc.assert(
      fc.property(
        fc.nat(10 ** 9),
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { maxLength: 8 }),
        (rate, steps) => {
          let total = 0n
          let paid = 0n
          for (const step of steps) {
            paid += volumeFee(rate, total, total + step)
            total += step
          }
          expect(paid).toBe(volumeFee(rate, 0n, total))
        },
      ),
      { numRuns: 50 },
    )
  })
})
