import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Count, Party, Quantity, struct } from '../codec/index.js'
import { Rows, tableSpec } from './rows.js'
import { compareKeys, type Entry } from './sorted-rows.js'
import { table } from './table.js'

const spec = tableSpec(
  't',
  table(struct({ party: Party, number: Count }), struct({ text: Quantity }), { ordered: [[], ['party']] }) as never,
)
const parties = ['Z', 'a', 'b', 'a-b', '@x']
type Op = readonly [put: boolean, party: number, number: number]
const ops = fc.array(fc.tuple(fc.boolean(), fc.nat(4), fc.nat(1200)), { maxLength: 2000, size: 'max' })

function apply(rows: Rows, list: readonly Op[]): Map<string, Entry> {
  const model = new Map<string, Entry>()
  list.forEach(([put, p, number], i) => {
    const key = { party: parties[p] as string, number }
    const id = rows.id(key)
    const entry: Entry | undefined = put ? { key, row: { text: BigInt(i) }, version: 1 } : undefined
    rows.set(id, entry)
    if (entry === undefined) model.delete(id)
    else model.set(id, entry)
  })
  return model
}
const sorted = (model: Map<string, Entry>) =>
  [...model.values()].sort((a, b) => compareKeys(['party', 'number'], a.key as never, b.key as never))

describe('ordered rows', () => {
  it('read like a sorted list after any writes, whether the order was built before or after', () => {
    fc.assert(
      fc.property(ops, fc.boolean(), fc.nat(4), fc.nat(1300), fc.nat(1300), (list, early, p, from, to) => {
        const rows = new Rows(spec)
        if (early) {
          rows.before({}, 'x')
          rows.before({ party: 'a' }, 1)
        }
        const all = sorted(apply(rows, list))
        expect([...rows.under({})]).toEqual(all)
        expect(rows.list({})).toEqual(all)
        expect(rows.entries()).toEqual(all)
        const party = parties[p] as string
        const own = all.filter(({ key }) => (key as { party: string }).party === party)
        const number = ({ key }: Entry) => (key as { number: number }).number
        const within = own.filter((entry) => number(entry) >= from && number(entry) < to)
        expect([...rows.under({ party }, { from, to })]).toEqual(within)
        expect(rows.list({ party }, { from, to })).toEqual(within)
        expect(rows.list({ party }, { from })).toEqual(own.filter((entry) => number(entry) >= from))
        expect(rows.before({ party }, from)).toEqual(own.filter((entry) => number(entry) < from).at(-1))
        expect(rows.before({}, party)).toEqual(all.filter(({ key }) => (key as { party: string }).party < party).at(-1))
      }),
      { numRuns: 40 },
    )
  })

  it('go on from the place reached when rows change under a walk', () => {
    const rows = new Rows(spec)
    apply(
      rows,
      [1, 2, 3, 5].map((number) => [true, 1, number] as const),
    )
    const seen: number[] = []
    for (const { key } of rows.under({ party: 'a' })) {
      const { number } = key as { number: number }
      seen.push(number)
      if (number === 2)
        apply(rows, [
          [false, 1, 1],
          [false, 1, 2],
          [false, 1, 3],
          [true, 1, 4],
          [true, 1, 0],
        ])
    }
    expect(seen).toEqual([1, 2, 4, 5])
  })

  it('refuse a prefix that was not declared', () => {
    expect(() => [...new Rows(spec).under({ number: 1 })]).toThrow(TypeError)
    expect(() => [...new Rows(spec).under({ party: 'a', number: 1 })]).toThrow(TypeError)
  })
})
