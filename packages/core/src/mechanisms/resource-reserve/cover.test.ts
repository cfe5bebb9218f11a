import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverOf } from './index.js'
import type { ReserveNode, ResourceReserveView, Rulebook } from './tables.js'

interface Node {
  readonly free: bigint
  readonly rate: number
  readonly book: number
}
interface Caps {
  readonly cap: bigint | null
  readonly projectCap: bigint | null
  readonly lent: bigint
}

/** Just what a cover reads. */
function viewOf(nodes: readonly Node[], books: readonly Caps[], leastPart = 0n): ResourceReserveView {
  const rules = (book: Caps): Partial<Rulebook> => ({
    ...book,
    open: true,
    rate: 0,
    volumeRate: 0,
    least: 0n,
    shortest: 1,
    longest: 10,
    hours: [],
    automatic: true,
  })
  const row = ({ free }: Node): Partial<ReserveNode> => ({
    genesis: free,
    outstanding: 0n,
    held: 0n,
    stake: free,
    appraisal: { quote: 1n, utility: 0, at: 0 },
    attested: 0,
    noticed: null,
    retired: false,
    book: {
      cost: 0n,
      salvage: 0n,
      from: 0,
      made: 0n,
      schedule: {
        method: 'straight-line',
        periods: 1,
        factor: 0,
        switching: false,
        units: 0n,
        pace: 0n,
        years: 0,
      },
    },
    produced: { units: 0n, at: 0 },
  })
  const listed = nodes
    .map((node, nth) => ({ key: { rate: node.rate, node: `n${nth}` }, row: { owner: 'own', book: `b${node.book}` } }))
    .sort((a, b) => a.key.rate - b.key.rate || (a.key.node < b.key.node ? -1 : 1))
  const nth = (name: string): number => Number(name.slice(1))
  return {
    now: 0,
    config: { asset: 'USD', native: 'NAT', period: 1 },
    params: { appraisalAge: 10, grace: 10, looks: 1_000, leastPart, weight: 0 },
    tables: {
      offers: {
        under: (_: object, { to }: { readonly to: number }) => listed.filter(({ key }) => key.rate < to),
      },
      nodes: { get: ({ node }: { readonly node: string }) => row(nodes[nth(node)] as Node) },
      rulebooks: { get: ({ book }: { readonly book: string }) => rules(books[nth(book)] as Caps) },
      admissions: { get: () => undefined },
      tenancies: { get: () => undefined },
      lent: { get: ({ book }: { readonly book: string }) => ({ amount: (books[nth(book)] as Caps).lent }) },
      exposures: { get: () => undefined },
    },
  } as unknown as ResourceReserveView
}

/** Least Σ amount · rate that covers the amount; undefined where nothing does. By trying everything. */
function cheapest(nodes: readonly Node[], books: readonly Caps[], amount: bigint): bigint | undefined {
  const room = books.map(({ cap, projectCap, lent }) => {
    const total = cap === null ? 99n : cap > lent ? cap - lent : 0n
    return projectCap === null || projectCap > total ? total : projectCap
  })
  const search = (i: number, need: bigint, left: readonly bigint[]): bigint | undefined => {
    if (need === 0n) return 0n
    const node = nodes[i]
    if (node === undefined) return undefined
    let best: bigint | undefined
    const most = [node.free, need, left[node.book] as bigint].reduce((a, b) => (a < b ? a : b))
    for (let taken = 0n; taken <= most; taken += 1n) {
      const rest = search(
        i + 1,
        need - taken,
        left.map((has, book) => (book === node.book ? has - taken : has)),
      )
      const cost = rest === undefined ? undefined : rest + taken * BigInt(node.rate)
      if (cost !== undefined && (best === undefined || cost < best)) best = cost
    }
    return best
  }
  return search(0, amount, room)
}

const amount = fc.bigInt({ min: 0n, max: 4n })
const capped = fc.option(fc.bigInt({ min: 0n, max: 6n }), { nil: null })
const nodes = fc.array(fc.record({ free: amount, rate: fc.nat(4), book: fc.nat(1) }), { minLength: 1, maxLength: 5 })
const books = fc.tuple(
  fc.record({ cap: capped, projectCap: capped, lent: fc.bigInt({ min: 0n, max: 2n }) }),
  fc.record({ cap: capped, projectCap: capped, lent: fc.bigInt({ min: 0n, max: 2n }) }),
)
const asked = (need: bigint, rate = 10) => ({ project: 'shop', amount: need, duration: 5, rate, volumeRate: 0 })

describe('the cover of a request', () => {
  it('behavior: costs the least there is under the caps of nodes and owners, and covers whatever can be covered', () => {
    fc.assert(
      fc.property(nodes, books, fc.bigInt({ min: 1n, max: 9n }), (offers, caps, need) => {
        const cover = coverOf(viewOf(offers, caps), asked(need), 5)
        const best = cheapest(offers, caps, need)
        expect(cover.amount === need).toBe(best !== undefined)
        const cost = cover.parts.reduce((sum, part) => sum + part.amount * BigInt(part.rate), 0n)
        if (best !== undefined) expect(cost).toBe(best)
      }),
      { numRuns: 150 },
    )
  })

  it('behavior: goes by rate, then by node, and stops when covered, above the rate, or after its looks', () => {
    const none = { cap: null, projectCap: null, lent: 0n }
    const offers = [3, 1, 2, 1].map((rate) => ({ free: 4n, rate, book: 0 }))
    const names = (need: bigint, rate = 10) =>
      coverOf(viewOf(offers, [none]), asked(need, rate), 5).parts.map(({ node, amount: part }) => [node, part])
    expect(names(6n)).toEqual([
      ['n1', 4n],
      ['n3', 2n],
    ])
    expect(names(99n, 2)).toEqual([
      ['n1', 4n],
      ['n3', 4n],
      ['n2', 4n],
    ])
    const view = viewOf(offers, [none])
    expect(coverOf({ ...view, params: { ...view.params, looks: 2 } }, asked(99n), 5).amount).toBe(8n)
  })

  it('behavior: takes no part below the least, but what is needed last', () => {
    const none = { cap: null, projectCap: null, lent: 0n }
    const offers = [1n, 4n, 3n].map((free) => ({ free, rate: 1, book: 0 }))
    const parts = (need: bigint) =>
      coverOf(viewOf(offers, [none], 3n), asked(need), 5).parts.map(({ amount: part }) => part)
    expect(parts(6n)).toEqual([4n, 2n])
    expect(parts(1n)).toEqual([1n])
  })
})
