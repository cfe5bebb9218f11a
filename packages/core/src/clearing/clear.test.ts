import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { disjointRings, grid, scaleFree, supplyChain } from '../../bench/clearing-graphs.js'
import { type Clearing, clear } from './clear.js'
import type { Integer, Obligation, ObligationColumns } from './obligations.js'
import { verifyClearing } from './verifier.js'

const owes = (debtor: string, creditor: string, amount: bigint): Obligation => ({ debtor, creditor, amount })
const verified = { status: 'verified' }

describe('clear', () => {
  it('clears a cycle up to its smallest obligation', () => {
    const obligations = [owes('a', 'b', 5n), owes('b', 'c', 3n), owes('c', 'a', 4n)]
    const clearing = clear(obligations)
    expect(clearing).toMatchObject({ cleared: 9n, flow: [3n, 3n, 3n] })
    expect(verifyClearing(obligations, clearing)).toEqual(verified)
  })

  it('clears nothing of no obligations', () => {
    expect(clear([])).toEqual({ cleared: 0n, flow: [], potential: [] })
    const columns = { parties: 3, debtor: new Int32Array(), creditor: new Int32Array(), amount: new BigInt64Array() }
    expect(clear(columns)).toEqual({ cleared: 0n, flow: new BigInt64Array(), potential: [0n, 0n, 0n] })
  })

  it('works nothing out for parties of columns that have no obligation', () => {
    const columns = {
      parties: 1_000_000,
      debtor: Int32Array.of(999_999, 7, 500_000, 3),
      creditor: Int32Array.of(7, 500_000, 999_999, 4),
      amount: BigInt64Array.of(5n, 3n, 4n, 9n),
    }
    const clearing = clear(columns)
    expect(clearing).toMatchObject({ cleared: 9n, flow: BigInt64Array.of(3n, 3n, 3n, 0n) })
    expect(clearing.potential).toHaveLength(1_000_000)
    expect(verifyClearing(columns, clearing)).toEqual(verified)
    const levels = [BigInt64Array.of(1n, 1n, 1n, 1n), BigInt64Array.of(2n, -1n, 3n, 1n)]
    expect(verifyClearing({ ...columns, weight: levels }, clear({ ...columns, weight: levels }))).toEqual(verified)
  })

  it('refuses more parties than it can answer potentials for, before it takes memory for them', () => {
    const columns = { debtor: new Int32Array(), creditor: new Int32Array(), amount: new BigInt64Array() }
    expect(() => clear({ parties: 2 ** 31 - 1, ...columns })).toThrow(RangeError)
    const nothing = { cleared: 0n, flow: [], potential: [] }
    expect(verifyClearing({ parties: 2 ** 31 - 1, ...columns }, nothing)).toMatchObject({
      code: 'CLEARING_LENGTH_WRONG',
    })
  })

  it('clears nothing where there is no cycle, and proves it', () => {
    const chain = [owes('c', 'd', 7n), owes('a', 'b', 5n), owes('b', 'c', 3n), owes('a', 'd', 2n)]
    const clearing = clear(chain)
    expect(clearing).toMatchObject({ cleared: 0n, flow: [0n, 0n, 0n, 0n] })
    expect(verifyClearing(chain, clearing)).toEqual(verified)
  })

  it('does not net a pair where a longer cycle clears more', () => {
    const path = ['v', '1', '2', '3', '4', 'u']
    const obligations = [owes('u', 'v', 1n), owes('v', 'u', 1n), ...pairs(path).map(([a, b]) => owes(a, b, 1n))]
    expect(clear(obligations)).toMatchObject({ cleared: 6n, flow: [1n, 0n, 1n, 1n, 1n, 1n, 1n] })
  })

  it('clears components apart from each other', () => {
    const one = [owes('a', 'b', 5n), owes('b', 'a', 2n)]
    const other = [owes('x', 'y', 4n), owes('y', 'z', 4n), owes('z', 'x', 1n)]
    const bridge = owes('a', 'x', 100n)
    const clearing = clear([...one, bridge, ...other])
    expect(clearing).toMatchObject({ cleared: 7n, flow: [2n, 2n, 0n, 1n, 1n, 1n] })
    expect(verifyClearing([...one, bridge, ...other], clearing)).toEqual(verified)
  })

  it('shares the flow of parallel obligations by largest remainder, the first among equals', () => {
    const obligations = [owes('a', 'b', 3n), owes('b', 'a', 5n), owes('a', 'b', 3n), owes('a', 'b', 6n)]
    // 5 in proportion 3 : 3 : 6 is 1.25, 1.25 and 2.5.
    expect(clear(obligations).flow).toEqual([1n, 5n, 1n, 3n])
    expect(clear([owes('a', 'b', 1n), owes('a', 'b', 1n), owes('b', 'a', 1n)]).flow).toEqual([1n, 0n, 1n])
  })

  it('tells parallel obligations of different weight apart', () => {
    const cheap = { ...owes('a', 'b', 5n), weight: 1 }
    const dear = { ...owes('a', 'b', 5n), weight: 9 }
    const obligations = [cheap, dear, { ...cheap, amount: 1n }, { ...owes('b', 'a', 6n), weight: 1 }]
    const clearing = clear(obligations)
    expect(clearing.flow).toEqual([1n, 5n, 0n, 6n])
    expect(verifyClearing(obligations, clearing)).toEqual(verified)
  })

  it('is exact where amounts pass 53, 63 and 127 bits', () => {
    for (const exponent of [53n, 63n, 126n, 1000n]) {
      const big = 2n ** exponent
      const obligations = [owes('a', 'b', big + 1n), owes('b', 'c', big + 3n), owes('c', 'a', big), owes('c', 'b', 1n)]
      const clearing = clear(obligations)
      expect(clearing.cleared).toBe(3n * big + 2n)
      expect(verifyClearing(obligations, clearing)).toEqual(verified)
    }
  })

  it('is exact where columns hold 63 bits each', () => {
    const most = 2n ** 63n - 1n
    const columns: ObligationColumns = {
      parties: 3,
      debtor: Int32Array.of(0, 1, 2, 0),
      creditor: Int32Array.of(1, 2, 0, 2),
      amount: BigInt64Array.of(most, most - 1n, most, most),
    }
    const clearing = clear(columns)
    expect(clearing.cleared).toBe(3n * (most - 1n) + 2n)
    expect(verifyClearing(columns, clearing)).toEqual(verified)
  })

  it('is exact where weights pass 53 bits', () => {
    const heavy = 10n ** 40n
    const obligations = [
      { ...owes('a', 'b', 1n), weight: heavy },
      { ...owes('b', 'c', 1n), weight: -heavy },
      { ...owes('c', 'a', 1n), weight: 1n },
      { ...owes('b', 'd', 1n), weight: 1n - heavy },
      { ...owes('d', 'a', 1n), weight: 1n },
    ]
    const clearing = clear(obligations)
    expect(clearing.flow).toEqual([1n, 0n, 0n, 1n, 1n])
    expect(verifyClearing(obligations, clearing)).toEqual(verified)
  })

  it('leaves an obligation of negative weight alone unless others on its cycle outweigh it', () => {
    const cycle = (weight: bigint) => [{ ...owes('a', 'b', 4n), weight }, owes('b', 'c', 4n), owes('c', 'a', 4n)]
    expect(clear(cycle(-3n)).cleared).toBe(0n)
    expect(clear(cycle(-1n)).cleared).toBe(12n)
  })

  it('uses credit at second priority only for what obligations alone cannot clear', () => {
    const credit = (debtor: string, creditor: string, amount: bigint) => ({
      ...owes(debtor, creditor, amount),
      weight: [0, -1],
    })
    const obligations = [
      owes('a', 'b', 5n),
      owes('b', 'c', 5n),
      owes('c', 'a', 2n),
      credit('c', 'l', 9n),
      credit('l', 'a', 2n),
    ]
    const clearing = clear(obligations)
    expect(clearing.flow).toEqual([4n, 4n, 2n, 2n, 2n])
    expect(clearing.potential).toHaveLength(2)
    expect(verifyClearing(obligations, clearing)).toEqual(verified)
  })

  it('is proved a maximum on thousands of obligations of every shape, width and weight', () => {
    for (const family of [scaleFree, supplyChain, grid, disjointRings]) {
      const graph = family(2000, 3)
      const wide = graph.amount.map((amount, k) => amount * 2n ** 40n + BigInt(k))
      const signed = graph.amount.map((amount, k) => (amount % 7n) - (BigInt(k) % 3n))
      for (const variant of [
        graph,
        { ...graph, amount: wide },
        { ...graph, weight: signed },
        { ...graph, weight: signed.map((weight, k) => weight * 2n ** 55n + BigInt(k)), amount: wide },
        { ...graph, weight: [signed.map((weight) => weight % 2n), signed, wide] },
      ]) {
        expect(verifyClearing(variant, clear(variant))).toEqual(verified)
      }
    }
  })

  it('ends on long rings that share nothing', () => {
    const rings = Array.from({ length: 60 }, (_, r) =>
      Array.from({ length: r + 2 }, (_, i) =>
        owes(`${r}.${i}`, `${r}.${(i + 1) % (r + 2)}`, BigInt(1 + ((i * 7) % 5))),
      ),
    )
    const clearing = clear(rings.flat())
    expect(clearing.cleared).toBe(rings.reduce((sum, ring) => sum + BigInt(ring.length) * least(ring), 0n))
    expect(verifyClearing(rings.flat(), clearing)).toEqual(verified)
  })
})

const party = fc.nat({ max: 4 })
const edge = (amount: fc.Arbitrary<bigint>, weight: fc.Arbitrary<Obligation['weight']>) =>
  fc
    .record({ debtor: party, creditor: party, amount, weight })
    .filter(({ debtor, creditor }) => debtor !== creditor)
    .map(({ debtor, creditor, amount, weight }) => ({
      ...owes(`p${debtor}`, `p${creditor}`, amount),
      ...(weight === undefined ? {} : { weight }),
    }))
const small = fc.bigInt({ min: 1n, max: 3n })
const unit = fc.array(edge(small, fc.constant(undefined)), { maxLength: 8 })
const level = fc.integer({ min: -4, max: 4 })
const weighted = fc.integer({ min: 1, max: 3 }).chain((levels) =>
  fc.array(edge(small, fc.option(fc.array(level, { minLength: levels, maxLength: levels }), { nil: undefined })), {
    maxLength: 7,
  }),
)
const magnitude = fc.bigInt({ min: 1n, max: 2n ** 126n })
const wide = fc.array(
  edge(
    fc.tuple(small, magnitude).map(([a, b]) => a * 2n ** 100n + b),
    fc.option(fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }), { nil: undefined }),
  ),
  { maxLength: 30 },
)

describe('the optimum', () => {
  it('is that of trying every circulation, without weights', () => {
    fc.assert(
      fc.property(unit, (obligations) => {
        expect(clear(obligations).cleared).toBe(bestByTrial(obligations)[0])
      }),
      { numRuns: 300 },
    )
  })

  it('is that of trying every circulation, with one to three levels of weights', () => {
    fc.assert(
      fc.property(weighted, (obligations) => {
        expect(worth(obligations, clear(obligations).flow)).toEqual(bestByTrial(obligations))
      }),
      { numRuns: 500 },
    )
  })

  it('comes with a certificate that verifies, whatever the amounts and weights', () => {
    fc.assert(
      fc.property(fc.oneof(unit, weighted, wide), (obligations) => {
        expect(verifyClearing(obligations, clear(obligations))).toEqual(verified)
      }),
      { numRuns: 500 },
    )
  })

  it('grows with a common factor of all amounts, across every width of integers', () => {
    fc.assert(
      fc.property(unit, fc.constantFrom(1n, 2n ** 50n, 2n ** 51n, 2n ** 62n, 2n ** 124n), (obligations, factor) => {
        const scaled = obligations.map((o) => ({ ...o, amount: o.amount * factor }))
        expect(clear(scaled).cleared).toBe(factor * clear(obligations).cleared)
      }),
    )
  })

  it('does not depend on the order of the list', () => {
    const shuffled = unit.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    )
    fc.assert(
      fc.property(shuffled, ([list, again]) => {
        expect(clear(again).cleared).toBe(clear(list).cleared)
      }),
    )
  })

  it('is the same for a list and for columns', () => {
    fc.assert(
      fc.property(fc.oneof(unit, weighted), (list) => {
        const columns = inColumns(list)
        const fromColumns: Clearing<BigInt64Array> = clear(columns)
        const fromList = clear(list)
        expect(fromColumns).toEqual({ ...fromList, flow: BigInt64Array.from(fromList.flow) })
        expect(verifyClearing(columns, fromColumns)).toEqual(verified)
        expect(verifyClearing(list, fromColumns)).toEqual(verified)
      }),
    )
  })
})

function inColumns(list: readonly Obligation[]): ObligationColumns {
  const index = new Map<string, number>()
  for (const { debtor, creditor } of list) {
    for (const name of [debtor, creditor]) if (!index.has(name)) index.set(name, index.size)
  }
  const weights = list.map((_, k) => weightOf(list, k))
  return {
    parties: index.size,
    debtor: Int32Array.from(list, ({ debtor }) => index.get(debtor)!),
    creditor: Int32Array.from(list, ({ creditor }) => index.get(creditor)!),
    amount: BigInt64Array.from(list, ({ amount }) => amount),
    ...(list.some(({ weight }) => weight !== undefined)
      ? { weight: weights[0]!.map((_, l) => BigInt64Array.from(weights, (weight) => weight[l]!)) }
      : {}),
  }
}

/** The greatest worth of any circulation, level by level. */
function bestByTrial(list: readonly Obligation[]): readonly bigint[] {
  let best = worth(
    list,
    list.map(() => 0n),
  )
  const flow = list.map(() => 0n)
  const net = new Map<string, bigint>()
  const add = (name: string, amount: bigint) => net.set(name, (net.get(name) ?? 0n) + amount)
  const attempt = (k: number): void => {
    if (k === list.length) {
      if ([...net.values()].some((balance) => balance !== 0n)) return
      const now = worth(list, flow)
      if (isGreater(now, best)) best = now
      return
    }
    const { debtor, creditor, amount } = list[k]!
    for (let f = 0n; f <= amount; f++) {
      flow[k] = f
      add(debtor, -f)
      add(creditor, f)
      attempt(k + 1)
      add(debtor, f)
      add(creditor, -f)
    }
    flow[k] = 0n
  }
  attempt(0)
  return best
}

function worth(list: readonly Obligation[], flow: ArrayLike<bigint>): readonly bigint[] {
  const levels = weightOf(list, 0).length
  return Array.from({ length: levels }, (_, l) =>
    list.reduce((sum, _, k) => sum + weightOf(list, k)[l]! * flow[k]!, 0n),
  )
}

function weightOf(list: readonly Obligation[], k: number): readonly bigint[] {
  const levels = (weight: Obligation['weight']): readonly Integer[] =>
    weight === undefined ? [] : Array.isArray(weight) ? (weight as Integer[]) : [weight as Integer]
  const count = Math.max(1, ...list.map(({ weight }) => levels(weight).length))
  const own = list[k]?.weight
  return own === undefined ? [1n, ...Array<bigint>(count - 1).fill(0n)] : levels(own).map(BigInt)
}

function isGreater(a: readonly bigint[], b: readonly bigint[]): boolean {
  const level = a.findIndex((value, l) => value !== b[l])
  return level !== -1 && a[level]! > b[level]!
}

function pairs(path: readonly string[]): readonly (readonly [string, string])[] {
  return path.slice(1).map((to, i) => [path[i]!, to])
}

function least(list: readonly Obligation[]): bigint {
  return list.map(({ amount }) => amount).sort((a, b) => Number(a - b))[0]!
}
