import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clear } from './clear.js'
import { clearFairly, segmentObligations } from './fairness.js'
import type { Obligation } from './obligations.js'
import { verifyClearing } from './verifier.js'

const owes = (debtor: string, creditor: string, amount: bigint): Obligation => ({ debtor, creditor, amount })
const verified = { status: 'verified' }

/** b owes a what both x and y could pass on, each as much as the other or in proportion to `sizes`. */
const fork = (sizes: readonly bigint[], back: bigint): readonly Obligation[] => [
  ...sizes.flatMap((size, i) => [owes('a', `m${i}`, size), owes(`m${i}`, 'b', size)]),
  owes('b', 'a', back),
]

const graph = fc.array(
  fc
    .record({
      debtor: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      creditor: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      amount: fc.bigInt({ min: 1n, max: 12n }),
      weight: fc.constantFrom([1, 0], [0, -1], [2, -1]),
    })
    .filter(({ debtor, creditor }) => debtor !== creditor),
  { maxLength: 14 },
)

describe('segmentObligations', () => {
  it('splits amounts into equal parts, the first ones a unit more, each at the next place of the last level', () => {
    const { obligations, first } = segmentObligations([owes('a', 'b', 8n), owes('b', 'a', 2n)], 3)
    expect(obligations.map(({ amount }) => amount)).toEqual([3n, 3n, 2n, 1n, 1n])
    expect(obligations.map(({ weight }) => weight)).toEqual([
      [1n, 0n],
      [1n, -1n],
      [1n, -2n],
      [1n, 0n],
      [1n, -1n],
    ])
    expect(first).toEqual([0, 3, 5])
  })

  it('refuses a number of segments below one', () => {
    for (const segments of [0, -1, 1.5, Number.NaN]) {
      expect(() => segmentObligations([owes('a', 'b', 8n)], segments)).toThrow(RangeError)
    }
  })
})

describe('clearFairly', () => {
  it('spreads what is cleared over equals evenly', () => {
    expect(clearFairly(fork([4n, 4n], 4n), 4).flow).toEqual([2n, 2n, 2n, 2n, 4n])
    expect(clearFairly(fork([9n, 9n, 9n], 18n), 3).flow).toEqual([6n, 6n, 6n, 6n, 6n, 6n, 18n])
  })

  it('spreads what is cleared in proportion where obligations differ', () => {
    expect(clearFairly(fork([12n, 4n], 8n), 4).flow).toEqual([6n, 6n, 2n, 2n, 8n])
  })

  it('leaves no path to those of which a greater share is cleared, up to a segment', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 1n, max: 50n }), { minLength: 2, maxLength: 6 }), (sizes) => {
        const segments = 5
        const list = fork(
          sizes.map((size) => 10n * size),
          sizes.reduce((sum, size) => sum + 5n * size, 0n),
        )
        const { flow } = clearFairly(list, segments)
        const shares = sizes.map((size, i) => Number(flow[2 * i]!) / Number(10n * size))
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1 / segments + 1e-9)
      }),
    )
  })

  it('clears as much as clear does, and both of its certificates verify', () => {
    fc.assert(
      fc.property(graph, fc.integer({ min: 1, max: 5 }), (list, segments) => {
        const worth = (flow: readonly bigint[]) =>
          [0, 1].map((level) => list.reduce((sum, { weight }, k) => sum + BigInt(weight[level]!) * flow[k]!, 0n))
        const fair = clearFairly(list, segments)
        expect(worth(fair.flow)).toEqual(worth(clear(list).flow))
        expect(verifyClearing(list, fair)).toEqual(verified)
        expect(verifyClearing(fair.segmented.obligations, fair.segmented.clearing)).toEqual(verified)
      }),
    )
  })

  it('clears nothing of no obligations', () => {
    expect(clearFairly([], 3)).toMatchObject({ cleared: 0n, flow: [] })
  })
})
