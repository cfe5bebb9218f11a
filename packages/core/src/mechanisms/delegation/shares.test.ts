import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inEpoch, partOf } from './held.js'
import { areDearer, areShares, keptOf, leftOf, weightOf, weightsOf } from './shares.js'

const weights = fc.uniqueArray(
  fc.record({ relayer: fc.constantFrom('r', 's', 't', 'u'), weight: fc.integer({ min: 1, max: 10_000 }) }),
  { minLength: 1, selector: ({ relayer }) => relayer },
)
const amount = fc.bigInt({ min: 0n, max: (1n << 127n) - 1n })

describe('a slash', () => {
  it('behavior: leaves the parts of a bucket no more than it leaves the bucket', () => {
    fc.assert(
      fc.property(
        weights,
        fc.integer({ min: 0, max: 10_000 }),
        fc.array(fc.bigInt({ min: 1n, max: 10n ** 20n })),
        (shares, fraction, lots) => {
          const slash = keptOf(shares, 'r', fraction)
          if (slash === undefined) return
          const bucket = lots.reduce((sum, lot) => sum + lot, 0n)
          const left = lots.reduce((sum, lot) => sum + leftOf(lot, slash), 0n)
          expect(left).toBeLessThanOrEqual(leftOf(bucket, slash))
          expect(leftOf(bucket, slash) - left).toBeLessThan(BigInt(lots.length + 1))
          // the pool loses the fraction of what backed the relayer, rounded up
          const [weight, of] = [weightOf(shares, 'r'), weightsOf(shares)]
          const lost = bucket - leftOf(bucket, slash)
          const exact = bucket * weight * BigInt(fraction)
          expect(lost * of * 10_000n).toBeGreaterThanOrEqual(exact)
          expect((lost - 1n) * of * 10_000n).toBeLessThan(exact > 0n ? exact : 1n)
        },
      ),
    )
  })

  it('behavior: of a relayer that isn’t backed, or of nothing, changes nothing', () => {
    expect(keptOf([{ relayer: 'r', weight: 1 }], 's', 10_000)).toBeUndefined()
    expect(keptOf([{ relayer: 'r', weight: 1 }], 'r', 0)).toBeUndefined()
    expect(keptOf([], 'r', 1)).toBeUndefined()
  })
})

describe('what backs relayers', () => {
  it('behavior: is never more than the pool has, and counts no more than it did', () => {
    fc.assert(
      fc.property(weights, amount, amount, amount, (shares, one, other, counted) => {
        const [minimum, current] = one < other ? [one, other] : [other, one]
        let sum = 0n
        for (const { weight } of shares) {
          const before = { current: counted, minimum: counted }
          const part = partOf({ current, minimum }, before, BigInt(weight), weightsOf(shares))
          expect(part.minimum).toBeLessThanOrEqual(part.current)
          expect(part.minimum).toBeLessThanOrEqual(counted)
          sum += part.current
        }
        expect(sum).toBeLessThanOrEqual(current)
        expect(current - sum).toBeLessThan(BigInt(shares.length))
      }),
    )
  })

  it('behavior: all that is there counts in the next epoch', () => {
    const held = { current: 5n, minimum: 2n, epoch: 4 }
    expect(inEpoch(held, 4)).toEqual(held)
    expect(inEpoch(held, 9)).toEqual({ current: 5n, minimum: 5n, epoch: 9 })
  })
})

describe('shares', () => {
  it('default: name each relayer once, with a weight from 1 to 10,000', () => {
    expect(areShares([])).toBe(true)
    expect(areShares([{ relayer: 'r', weight: 10_000 }])).toBe(true)
    expect(areShares([{ relayer: 'r', weight: 10_001 }])).toBe(false)
    expect(areShares([{ relayer: 'r', weight: 0 }])).toBe(false)
    expect(areShares(['r', 'r'].map((relayer) => ({ relayer, weight: 1 })))).toBe(false)
  })

  it('behavior: are dearer where relayers keep more of the whole; of nothing that is backed nothing is kept', () => {
    const of = (...weights: readonly number[]) => weights.map((weight, i) => ({ relayer: `r${i}`, weight }))
    const charged = (shares: ReturnType<typeof of>, ...charges: readonly number[]) => {
      return { shares, charge: (relayer: string) => charges[Number(relayer.slice(1))] as number }
    }
    const third = charged(of(2, 1), 0, 3_000)
    expect(areDearer(charged(of(1), 1_000), third)).toBe(false)
    expect(areDearer(charged(of(1), 1_001), third)).toBe(true)
    expect(areDearer(third, charged(of(9_999), 999))).toBe(true)
    expect(areDearer(charged(of(1), 1), charged([]))).toBe(true)
    expect(areDearer(charged(of(1), 0), charged([]))).toBe(false)
    expect(areDearer(charged([]), charged([]))).toBe(false)
    expect(areDearer(charged([]), third)).toBe(false)
  })
})
