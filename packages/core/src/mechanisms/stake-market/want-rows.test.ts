import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { apportionWants, type WantOrder } from './want-rows.js'

const wants = (agent: string, ...weights: readonly (readonly [string, bigint])[]): WantOrder => ({
  agent,
  wants: weights.map(([wanted, weight]) => ({ agent: wanted, weight })),
})

describe('apportionWants', () => {
  it('makes every row sum to the whole, by largest remainder', () => {
    const { names, from, to, weight } = apportionWants(
      [
        wants('a', ['b', 1n], ['c', 1n], ['d', 1n]),
        wants('b', ['a', 9n]),
        wants('c', ['a', 1n]),
        wants('d', ['a', 1n]),
      ],
      100,
    )
    expect(names).toEqual(['a', 'b', 'c', 'd'])
    expect([...from]).toEqual([0, 0, 0, 1, 2, 3])
    expect([...to]).toEqual([1, 2, 3, 0, 0, 0])
    expect([...weight]).toEqual([34, 33, 33, 100, 100, 100])
  })

  it('drops wants for those without an order, and orders that are left with nothing, until stable', () => {
    // d has no order, so c wants nothing, so b wants nothing but a.
    const rows = apportionWants(
      [wants('a', ['b', 1n], ['c', 3n]), wants('b', ['c', 7n], ['a', 1n]), wants('c', ['d', 1n])],
      10,
    )
    expect(rows.names).toEqual(['a', 'b'])
    expect([...rows.weight]).toEqual([10, 10])
    expect([...rows.want]).toEqual([0, 1])
    expect(apportionWants([wants('a', ['b', 1n]), wants('b', ['c', 1n]), wants('c', ['d', 1n])], 10).agents).toBe(0)
  })

  it('keeps several wants for the same agent apart', () => {
    const { to, weight, want } = apportionWants([wants('a', ['b', 1n], ['a', 5n], ['b', 2n]), wants('b', ['a', 1n])], 3)
    expect([[...to], [...weight], [...want]]).toEqual([
      [1, 1, 0],
      [1, 2, 3],
      [0, 2, 0],
    ])
  })

  it('refuses two orders of an agent and weights that are not positive', () => {
    expect(() => apportionWants([wants('a', ['b', 1n]), wants('a', ['b', 1n])], 10)).toThrow('a has two orders')
    expect(() => apportionWants([wants('a', ['b', 0n])], 10)).toThrow('no positive weight')
    expect(() => apportionWants([], 0)).toThrow(RangeError)
  })

  it('leaves the largest set of orders that want something of each other', () => {
    const orders = fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 })
    fc.assert(
      fc.property(orders, (lists) => {
        const all = lists.map((list, i) => wants(`${i}`, ...list.map((j): [string, bigint] => [`${j}`, BigInt(j + 1)])))
        const { names, from, weight } = apportionWants(all, 12)
        let left = lists.map((_, i) => i)
        for (let size = -1; size !== left.length; ) {
          size = left.length
          left = left.filter((i) => lists[i]!.some((j) => j !== i && left.includes(j)))
        }
        expect(names).toEqual(left.map(String))
        const sums = names.map(() => 0)
        for (const [k, i] of from.entries()) sums[i]! += weight[k]!
        expect(sums).toEqual(names.map(() => 12))
      }),
      { numRuns: 100 },
    )
  })
})
