import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cobbDouglas } from './cobb-douglas.js'
import { optimalSplit, type Split, type SplitAsked } from './optimal-split.js'

const TOTAL = 10n ** 30n
/** What the split earns, exactly floored. */
function earns({ others: [work, stake], alpha }: SplitAsked, split: Split): bigint {
  return cobbDouglas({
    total: TOTAL,
    work: [split.work, work + split.work],
    stake: [split.stake, stake + split.stake],
    alpha,
  })
}
const alpha = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 12 })) as fc.Arbitrary<
  readonly [number, number]
>
const costs = fc.tuple(fc.bigInt({ min: 1n, max: 5n }), fc.bigInt({ min: 1n, max: 5n }))

describe('optimalSplit', () => {
  it('behavior: nobody gains by any other split of its budget, however small or dominant it is', () => {
    const asked = fc.record<SplitAsked>({
      budget: fc.bigInt({ min: 0n, max: 400n }),
      cost: costs,
      others: fc.tuple(
        fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n })),
        fc.oneof(fc.bigInt({ min: 1n, max: 20n }), fc.bigInt({ min: 1n, max: 10n ** 12n })),
      ),
      alpha,
    })
    fc.assert(
      fc.property(asked, (given) => {
        // the same budget in a thousandth of the unit: what is left over by rounding is out of the way
        const fine = { ...given, budget: given.budget * 1_000n, others: given.others.map((all) => all * 1_000n) }
        const ask = fine as unknown as SplitAsked
        const best = earns(ask, optimalSplit(ask))
        const [workCost, stakeCost] = ask.cost
        for (let part = 0n; part <= 100n; part += 1n) {
          const work = (ask.budget * part) / (100n * workCost)
          const other = earns(ask, { work, stake: (ask.budget - work * workCost) / stakeCost })
          // a unit of work more or less, and of stake that can't be bought any more, is less than a hundredth here
          expect(other * 100n).toBeLessThanOrEqual(best * 101n)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('behavior: to the unit, the best work is this one or one more', () => {
    const asked = fc.record<SplitAsked>({
      budget: fc.bigInt({ min: 1n, max: 150n }),
      cost: fc.constant([1n, 1n] as const),
      others: fc.tuple(fc.bigInt({ min: 1n, max: 300n }), fc.bigInt({ min: 1n, max: 300n })),
      alpha,
    })
    fc.assert(
      fc.property(asked, (given) => {
        const { work } = optimalSplit(given)
        const at = (units: bigint): bigint => earns(given, { work: units, stake: given.budget - units })
        const one = at(work)
        const more = work < given.budget ? at(work + 1n) : 0n
        for (let other = 0n; other <= given.budget; other += 1n) {
          expect(at(other)).toBeLessThanOrEqual(one > more ? one : more)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('behavior: for a small party the ratio depends on alpha alone, for a dominant one it doesn’t', () => {
    const split = (budget: bigint, others: readonly [bigint, bigint]) =>
      optimalSplit({ budget, cost: [1n, 1n], others, alpha: [2, 3] })
    expect(split(900n, [10n ** 12n, 10n ** 9n])).toEqual({ work: 600n, stake: 300n })
    expect(split(900n, [10n ** 9n, 10n ** 12n]), 'a little less').toEqual({ work: 599n, stake: 301n })
    // who has nearly all of the stake anyway gains by work
    const dominant = split(9_000n, [1_000n, 100n])
    expect(dominant.work).toBeGreaterThan(7_000n)
    const byAlpha = { work: 6_000n, stake: 3_000n }
    const asked: SplitAsked = { budget: 9_000n, cost: [1n, 1n], others: [1_000n, 100n], alpha: [2, 3] }
    expect(earns(asked, dominant)).toBeGreaterThan(earns(asked, byAlpha))
  })

  it('behavior: where only one side counts it gets all; who is alone on a side takes it with one unit', () => {
    const asked = { budget: 10n, cost: [3n, 2n], others: [5n, 5n] } as const
    expect(optimalSplit({ ...asked, alpha: [0, 1] })).toEqual({ work: 0n, stake: 5n })
    expect(optimalSplit({ ...asked, alpha: [1, 1] })).toEqual({ work: 3n, stake: 0n })
    expect(optimalSplit({ ...asked, others: [0n, 5n], alpha: [1, 2] })).toEqual({ work: 1n, stake: 3n })
    expect(optimalSplit({ ...asked, others: [5n, 0n], alpha: [1, 2] })).toEqual({ work: 2n, stake: 2n })
    expect(optimalSplit({ ...asked, budget: 0n, alpha: [1, 2] })).toEqual({ work: 0n, stake: 0n })
  })

  it('error: amounts and alpha out of bounds', () => {
    const asked: SplitAsked = { budget: 10n, cost: [1n, 1n], others: [5n, 5n], alpha: [1, 2] }
    const wrong: readonly Partial<SplitAsked>[] = [
      { budget: -1n },
      { budget: 1n << 127n },
      { cost: [0n, 1n] },
      { cost: [1n, 0n] },
      { others: [-1n, 5n] },
      { alpha: [3, 2] },
      { alpha: [0, 0] },
      { alpha: [1, 201] },
      { alpha: [0.5, 1] },
    ]
    for (const part of wrong) expect(() => optimalSplit({ ...asked, ...part })).toThrow(RangeError)
  })
})
