import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { takeApart } from './cycles.js'
import { type Debt, grouped, positions, totals } from './debts.js'

const debt = (debtor: string, creditor: string, amount: bigint, cleared = 0n): Debt => ({
  debtor,
  creditor,
  amount,
  cleared,
})

/** Circulations: sums of cycles over a few parties, with some debts on top that nothing clears. */
const circulations = fc
  .array(
    fc.record({
      ring: fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f'], { minLength: 2 }),
      flow: fc.bigInt({ min: 1n, max: 1000n }),
      rest: fc.bigInt({ min: 0n, max: 1000n }),
    }),
    { maxLength: 8 },
  )
  .map((rings) =>
    rings.flatMap(({ ring, flow, rest }) =>
      ring.map((party, index) => debt(party, ring[(index + 1) % ring.length] as string, flow + rest, flow)),
    ),
  )

describe('debts', () => {
  test('gross, net and cleared', () => {
    expect(totals([debt('a', 'b', 5n, 2n), debt('b', 'c', 3n, 2n), debt('c', 'a', 2n, 2n)])).toEqual({
      gross: 10n,
      net: 3n,
      cleared: 6n,
    })
  })

  test('a clearing that moves a net position is refused', () => {
    expect(() => positions([debt('a', 'b', 5n, 1n)])).toThrow(RangeError)
  })

  test('grouping keeps what parties owe to and are due from others', () => {
    const whole = [debt('a', 'b', 100n), debt('a', 'c', 7n), debt('d', 'b', 5n), debt('c', 'd', 1n)]
    const { parties, debts } = grouped(whole, 2, 'others')
    expect(parties).toEqual(['a', 'b', 'others'])
    expect(debts).toEqual([debt('a', 'b', 100n), debt('a', 'others', 7n), debt('others', 'b', 5n)])
  })

  test('cycles add up to what was cleared, and each is a ring of distinct parties', () => {
    fc.assert(
      fc.property(circulations, (debts) => {
        const cycles = takeApart(debts)
        const sum = cycles.reduce((total, { parties, amount }) => total + amount * BigInt(parties.length), 0n)
        expect(sum).toBe(totals(debts).cleared)
        for (const { parties, amount } of cycles) {
          expect(new Set(parties).size).toBe(parties.length)
          expect(parties.length).toBeGreaterThan(1)
          expect(amount).toBeGreaterThan(0n)
        }
      }),
    )
  })
})
