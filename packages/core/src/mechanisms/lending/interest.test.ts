import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { grown, MOST_INDEX, ONE, owedOn, principalAfter, principalFor, rateAt } from './interest.js'

const YEAR = 31_536_000
const kinked = [
  { utilisation: 0, rate: 200 },
  { utilisation: 8000, rate: 1000 },
  { utilisation: 9000, rate: 5000 },
]

describe('rateAt', () => {
  it('default: straight between points, level after the last, rounded up', () => {
    expect(rateAt(kinked, 0n, 0n)).toBe(2_000_000n)
    expect(rateAt(kinked, 0n, 10n)).toBe(2_000_000n)
    expect(rateAt(kinked, 4n, 10n)).toBe(6_000_000n)
    expect(rateAt(kinked, 8n, 10n)).toBe(10_000_000n)
    expect(rateAt(kinked, 85n, 100n)).toBe(30_000_000n)
    expect(rateAt(kinked, 10n, 10n)).toBe(50_000_000n)
    // a third is 3,334 basis points
    expect(rateAt(kinked, 1n, 3n)).toBe(5_334_000n)
    expect(rateAt([{ utilisation: 0, rate: 7 }], 3n, 4n)).toBe(70_000n)
  })
  it('behavior: never lower at a higher utilisation of a rising curve', () => {
    const part = fc.bigInt({ min: 0n, max: 10n ** 30n })
    fc.assert(
      fc.property(part, part, part, (a, b, c) => {
        const [low, high, total] = [a, b, c].sort((x, y) => (x < y ? -1 : 1)) as [bigint, bigint, bigint]
        expect(rateAt(kinked, low, total) <= rateAt(kinked, high, total)).toBe(true)
      }),
    )
  })
})

describe('grown', () => {
  it('default: a year at 10 % compounds to 1.10516…, never below', () => {
    const index = grown(ONE, 10_000_000n, YEAR)
    expect((index * 10n ** 8n) / ONE).toBe(110_516_666n)
    expect(grown(ONE, 10_000_000n, 0)).toBe(ONE)
    expect(grown(ONE, 0n, YEAR)).toBe(ONE)
    expect(grown(ONE, 1n, 1)).toBe(ONE + 5850n)
  })
  it('behavior: asking often hardly matters: a year by days at 10 % within a millionth part of e^0.1', () => {
    let index = ONE
    for (let day = 0; day < 365; day++) index = grown(index, 10_000_000n, YEAR / 365)
    expect((index * 10n ** 8n) / ONE).toBe(110_517_091n)
  })
  it('behavior: it stops where a debt has grown by 2^40, so that no pool is stuck', () => {
    expect(grown(ONE, 1_000_000_000n, Number.MAX_SAFE_INTEGER)).toBe(MOST_INDEX)
    expect(grown(MOST_INDEX, 1_000_000_000n, YEAR)).toBe(MOST_INDEX)
  })
})

describe('principals', () => {
  const amount = fc.bigInt({ min: 1n, max: 10n ** 30n })
  const index = fc.bigInt({ min: ONE, max: MOST_INDEX })
  it('behavior: borrowing owes no less than was borrowed, and at most what a unit of principal owes beside it', () => {
    fc.assert(
      fc.property(amount, index, (borrowed, at) => {
        const owed = owedOn(principalFor(borrowed, at), at, 'up')
        expect(owed >= borrowed && owed <= borrowed + at / ONE + 1n).toBe(true)
      }),
    )
  })
  it('behavior: repaying lowers a debt by no more than was repaid, and all of it leaves nothing', () => {
    fc.assert(
      fc.property(amount, amount, index, (principal, part, at) => {
        const owed = owedOn(principal, at, 'up')
        const repaid = part % (owed + 1n)
        const rest = principalAfter(principal, repaid, at)
        expect(owedOn(rest, at, 'up') >= owed - repaid).toBe(true)
        expect(principalAfter(principal, owed, at)).toBe(0n)
        if (repaid < owed) expect(rest > 0n).toBe(true)
      }),
    )
  })
})
