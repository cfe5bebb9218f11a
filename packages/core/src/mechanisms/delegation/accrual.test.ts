import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Accrual, commissionOf, earnedBy, fine, fraction, plus, spread, whole } from './accrual.js'

const amount = fc.bigInt({ min: 0n, max: (1n << 127n) - 1n })
const stake = fc.bigInt({ min: 1n, max: (1n << 127n) - 1n })

describe('spread', () => {
  it('behavior: what stakes have earned and what rests is what was shared out, to the last fraction', () => {
    const rounds = fc.array(fc.record({ gain: amount, stakes: fc.array(stake, { maxLength: 5 }) }), { maxLength: 20 })
    fc.assert(
      fc.property(rounds, (given) => {
        let accrual: Accrual = { index: [0n, 0n], rest: [0n, 0n] }
        let [shared, earned] = [0n, 0n]
        for (const { gain, stakes } of given) {
          const all = stakes.reduce((sum, part) => sum + part, 0n)
          const before = accrual.index
          accrual = spread(accrual, [fine(gain), 0n], all)
          shared += fine(gain)
          for (const part of stakes) earned += earnedBy(part, before, accrual.index)[0] as bigint
          expect(earned + (accrual.rest[0] as bigint)).toBe(shared)
          // what waits is never as much as a share of one fraction for everybody, unless nobody is there
          if (all > 0n) expect(accrual.rest[0]).toBeLessThan(all)
          expect([accrual.index[1], accrual.rest[1]]).toEqual([0n, 0n])
        }
      }),
    )
  })

  it('behavior: the second to claim gets as much as the first, and again when both claim later', () => {
    let accrual: Accrual = { index: [0n], rest: [0n] }
    for (const gain of [6n, 12n]) {
      const before = accrual.index
      accrual = spread(accrual, [fine(gain)], 2n)
      expect(earnedBy(1n, before, accrual.index).map(whole)).toEqual([gain / 2n])
    }
    expect(earnedBy(1n, [0n], accrual.index).map(whole)).toEqual([9n])
  })
})

describe('commissionOf', () => {
  it('behavior: both parts sum to the gains, and the operator’s is the exact one rounded up', () => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 10_000 }), (gain, commission) => {
        const { kept, left } = commissionOf([gain], commission)
        expect(plus(kept, left)).toEqual([gain])
        const exact = gain * BigInt(commission)
        expect((kept[0] as bigint) * 10_000n).toBeGreaterThanOrEqual(exact)
        expect((kept[0] as bigint) * 10_000n - exact).toBeLessThan(10_000n)
      }),
    )
  })
})

describe('whole and fraction', () => {
  it('behavior: are both parts of an amount', () => {
    fc.assert(
      fc.property(amount, (given) => {
        expect(fine(whole(given)) + fraction(given)).toBe(given)
      }),
    )
  })
})
