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

  it('are walked as if each next row was looked for, whatever changes meanwhile', () => {
    const change = fc.tuple(fc.boolean(), fc.constant(1), fc.nat(900))
    const changes = fc.array(fc.array(change, { maxLength: 3 }), { maxLength: 300, size: 'max' })
    fc.assert(
      fc.property(ops, changes, (list, steps) => {
        const rows = new Rows(spec)
        apply(rows, list)
        const seen: number[] = []
        const expected: number[] = []
        let reached = -1
        const next = (): number | undefined =>
          rows
            .list({ party: 'a' }, { from: reached + 1 })
            .map(({ key }) => (key as { number: number }).number)
            .at(0)
        let number = next()
        for (const { key } of rows.under({ party: 'a' })) {
          seen.push((key as { number: number }).number)
          if (number !== undefined) expected.push(number)
          reached = number ?? Number.MAX_SAFE_INTEGER - 1
          apply(rows, steps[seen.length] ?? [])
          number = next()
        }
        expect(seen).toEqual(expected)
        expect(number).toBeUndefined()
      }),
      { numRuns: 10 },
    )
  })

  it('refuse a prefix that was not declared', () => {
    expect(() => [...new Rows(spec).under({ number: 1 })]).toThrow(TypeError)
    expect(() => [...new Rows(spec).under({ party: 'a', number: 1 })]).toThrow(TypeError)
  })
})
