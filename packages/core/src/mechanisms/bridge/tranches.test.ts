import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convertibleOf, effectiveLiquidity } from './tranches.js'

const W = 15_552_000
const time = fc.integer({ min: 0, max: 2 ** 40 })
const wait = fc.integer({ min: 1, max: 2 ** 30 })
const liquidity = fc.integer({ min: 0, max: 10_000 })

describe('effectiveLiquidity', () => {
  it('default: one tranche for every full wait', () => {
    expect(effectiveLiquidity({ requestedAt: 0, wait: 180 }, 2000, 360)).toBe(4000)
  })
  it('behavior: the first tranche opens at W exactly', () => {
    expect(effectiveLiquidity({ requestedAt: 77, wait: W }, 1000, 77 + W - 1)).toBe(0)
    expect(effectiveLiquidity({ requestedAt: 77, wait: W }, 1000, 77 + W)).toBe(1000)
    expect(effectiveLiquidity({ requestedAt: 77, wait: W }, 1000, 77 + 2 * W - 1)).toBe(1000)
  })
  it('behavior: at most everything opens, after any time', () => {
    expect(effectiveLiquidity({ requestedAt: 0, wait: 1 }, 10_000, Number.MAX_SAFE_INTEGER)).toBe(10_000)
    expect(effectiveLiquidity({ requestedAt: 0, wait: 180 }, 3334, 3 * 180)).toBe(10_000)
  })
  it('behavior: a quotient of great numbers is not rounded up', () => {
    const requestedAt = 0
    const now = Number.MAX_SAFE_INTEGER - 1
    expect(effectiveLiquidity({ requestedAt, wait: now + 1 }, 10_000, now)).toBe(0)
  })
  it('behavior: nothing is open before the request', () => {
    expect(effectiveLiquidity({ requestedAt: 10, wait: 1 }, 10_000, 9)).toBe(0)
  })
  it('behavior: never falls as time passes', () => {
    fc.assert(
      fc.property(time, wait, liquidity, time, (requestedAt, w, l, later) => {
        const request = { requestedAt, wait: w }
        const open = effectiveLiquidity(request, l, requestedAt + later)
        expect(open).toBeLessThanOrEqual(effectiveLiquidity(request, l, requestedAt + later + 1))
        expect(open).toBeGreaterThanOrEqual(0)
        expect(open).toBeLessThanOrEqual(10_000)
      }),
    )
  })
})

describe('convertibleOf', () => {
  it('default: the open share less what was converted', () => {
    expect(convertibleOf({ amount: 900n, converted: 85n, requestedAt: 0, wait: 180 }, 1000, 180)).toBe(5n)
  })
  it('behavior: the share is rounded down', () => {
    expect(convertibleOf({ amount: 19n, converted: 0n, requestedAt: 0, wait: 1 }, 1000, 1)).toBe(1n)
    expect(convertibleOf({ amount: 1n, converted: 0n, requestedAt: 0, wait: 1 }, 9999, 1)).toBe(0n)
  })
  it('behavior: what was converted beyond a lowered liquidity leaves nothing, not less', () => {
    expect(convertibleOf({ amount: 900n, converted: 85n, requestedAt: 0, wait: 180 }, 500, 180)).toBe(0n)
  })
  it('behavior: is the greatest x with 10⁴ · (converted + x) ≤ amount · open, if any', () => {
    const amounts = fc.bigInt({ min: 0n, max: (1n << 127n) - 1n })
    fc.assert(
      fc.property(amounts, amounts, wait, liquidity, time, (a, b, w, l, now) => {
        const [converted, amount] = a < b ? [a, b] : [b, a]
        const open = BigInt(l) * (BigInt(now) / BigInt(w))
        const share = amount * (open < 10_000n ? open : 10_000n)
        const x = convertibleOf({ amount, converted, requestedAt: 0, wait: w }, l, now)
        expect(x).toBeGreaterThanOrEqual(0n)
        expect(x).toBeLessThanOrEqual(amount - converted)
        if (x > 0n) expect(10_000n * (converted + x)).toBeLessThanOrEqual(share)
        expect(10_000n * (converted + x + 1n)).toBeGreaterThan(share)
      }),
    )
  })
})
