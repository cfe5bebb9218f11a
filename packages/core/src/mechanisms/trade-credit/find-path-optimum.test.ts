/** What findPath finds against all there is: every way to share a few units, and an independent solver for many. */
import fc from 'fast-check'
import highs from 'highs'
import { describe, expect, it } from 'vitest'
import { type FindPath, type FoundPath, findPath } from './index.js'
import { amountsOver, graphOf, growthOver, type HopState, ownPremium, pathOver, use } from './path-graph.js'

/** The package declares its CommonJS form, in which the function is one `default` deeper than in the module loaded. */
const loadSolver = highs as unknown as typeof highs.default

const NAMES = ['a', 'b', 'c', 'd', 'z'] as const
const pairs = NAMES.flatMap((x) => NAMES.filter((y) => y !== x).map((y) => [x, y] as const))
const triples = pairs.flatMap(([x, y]) => NAMES.filter((z) => z !== x && z !== y).map((z) => [x, y, z] as const))

interface Scale {
  /** Greatest capacity, and greatest value. */
  readonly most: number
  readonly value: number
  readonly fee: number
  readonly premiums: boolean
}
function searches({ most, value, fee, premiums }: Scale): fc.Arbitrary<FindPath> {
  const amount = fc.noBias(fc.integer({ min: 1, max: most })).map(BigInt)
  const hop = (between: readonly [string, string]) =>
    fc.record({ capacity: amount, part: fc.integer({ min: 0, max: 4 }) }).map(({ capacity, part }) => {
      const whole = { debtor: between[0], creditor: between[1], capacity }
      return premiums ? { ...whole, free: (capacity * BigInt(part)) / 4n } : whole
    })
  const route = ([from, network, to]: readonly [string, string, string]) =>
    fc.record({ left: amount, fee: fc.nat(fee) }).map((more) => ({ from, network, to, ...more }))
  const one = { base: 1n, quote: 1n }
  const debtor = (network: string) =>
    fc
      .record({ growth: fc.option(amount), rate: fc.nat(3000), most: amount })
      .map(({ growth, rate, most: issued }) => ({
        ...{ network, growth },
        premium: { rate, low: one, high: one, most: issued },
      }))
  return fc.record({
    hops: fc.subarray(pairs, { minLength: 17 }).chain((some) => fc.tuple(...some.map(hop))),
    routes: fc.subarray(triples, { minLength: 45 }).chain((some) => fc.tuple(...some.map(route))),
    debtors: premiums ? fc.tuple(...NAMES.map(debtor)) : fc.constant([]),
    from: fc.constant('a'),
    to: fc.constant('z'),
    value: fc.noBias(fc.integer({ min: 1, max: value })).map(BigInt),
  })
}

const graph = ({ hops, routes, debtors = [] }: FindPath) => graphOf(hops, routes, debtors)
/** Every way from the buyer's end to the seller's that meets no network twice. */
function ways(search: FindPath): readonly (readonly string[])[] {
  const all = graph(search)
  const from = (way: readonly string[]): readonly (readonly string[])[] => {
    if (way.at(-1) === 'z') return pathOver(all, way) === undefined ? [] : [way]
    return NAMES.filter((name) => !way.includes(name)).flatMap((name) => from([...way, name]))
  }
  return from(['a'])
}
type Shares = readonly (readonly [way: readonly string[], value: bigint])[]
/** What shares cost one after the other: debt and own premium. */
function costOf(search: FindPath, shares: Shares): bigint | undefined {
  const all = graph(search)
  let [cost, growth] = [0n, 0n]
  let first: HopState | undefined
  for (const [way, value] of shares) {
    const path = pathOver(all, way)
    const amounts = path && amountsOver(path, value)
    if (path === undefined || amounts === undefined) return undefined
    first = path.hops[0] as HopState
    cost += amounts[0] as bigint
    growth += growthOver(first, amounts[0] as bigint)
    use(path, amounts)
  }
  return first === undefined ? undefined : cost + ownPremium(first, growth)
}
const sharesOf = (found: readonly FoundPath[]): Shares => found.map(({ via, value }) => [['a', ...via, 'z'], value])

/** The least that any way to share the value costs, all tried. */
function least(search: FindPath): bigint | undefined {
  let best: bigint | undefined
  const share = (left: readonly (readonly string[])[], value: bigint, shares: Shares): void => {
    if (value === 0n) {
      const cost = costOf(search, shares)
      if (cost !== undefined && (best === undefined || cost < best)) best = cost
      return
    }
    const [way, ...others] = left
    if (way === undefined) return
    for (let part = 0n; part <= value; part++) {
      share(others, value - part, part === 0n ? shares : [...shares, [way, part]])
    }
  }
  share(ways(search), search.value, [])
  return best
}

describe('of a few units, all ways tried', () => {
  const check = (scale: Scale, slack: bigint, seed: number): void => {
    let split = 0
    fc.assert(
      fc.property(searches(scale), (search) => {
        const found = findPath(search)
        const best = least(search)
        if (found === undefined || best === undefined) {
          expect(found).toBe(best)
          return
        }
        if (found.length > 1) split += 1
        const cost = costOf(search, sharesOf(found)) as bigint
        expect(found.reduce((sum, { value }) => sum + value, 0n)).toBe(search.value)
        expect(cost).toBeGreaterThanOrEqual(best)
        expect(cost - best).toBeLessThanOrEqual(slack)
      }),
      { numRuns: 40, seed },
    )
    expect(split, 'trades that had to be shared').toBeGreaterThan(3)
  }

  it('something is found whenever there is something, and the cheapest', () => {
    check({ most: 3, value: 5, fee: 0, premiums: false }, 0n, 1)
  })
  it('with fees, the cheapest but for what rounding costs', () => {
    check({ most: 3, value: 5, fee: 3000, premiums: false }, 2n, 2)
  })
  it('with premiums and limits that hops share, too', () => {
    check({ most: 3, value: 5, fee: 1000, premiums: true }, 2n, 3)
  })
})

describe('of many units, HiGHS', () => {
  /** All ways as columns: what a unit that arrives costs and uses, divided at will. Fees without premiums. */
  function program(search: FindPath): string {
    const rows = new Map<string, readonly [most: bigint, terms: string[]]>()
    const row = (name: string, most: bigint): string[] => {
      const known = rows.get(name) ?? ([most, []] as const)
      rows.set(name, known)
      return known[1]
    }
    const all = graph(search)
    const columns = ways(search)
    const costs = columns.map((way, k) => {
      const { hops, routes } = pathOver(all, way) as NonNullable<ReturnType<typeof pathOver>>
      let passed = 1
      for (let i = hops.length - 1; i >= 0; i--) {
        const [hop, route] = [hops[i] as HopState, routes[i - 1]]
        row(`h_${hop.from}_${hop.to}`, hop.capacity).push(`${passed} x${k}`)
        if (route === undefined) continue
        row(`r_${route.before.from}_${hop.from}_${hop.to}`, route.left).push(`${passed} x${k}`)
        passed *= 1 + route.fee / 10_000
      }
      return `${passed} x${k}`
    })
    const subject = [...rows].map(([name, [most, terms]]) => `${name}: ${terms.join(' + ')} <= ${most}`)
    return [
      `Minimize obj: ${costs.join(' + ')}`,
      `Subject To all: ${columns.map((_, k) => `x${k}`).join(' + ')} = ${search.value}`,
      ...subject,
      'End',
    ].join('\n')
  }

  it('has no cheaper mix but for rounding, and none where nothing is found', async () => {
    const solver = await loadSolver()
    let shared = 0
    fc.assert(
      fc.property(searches({ most: 1_000_000, value: 3_000_000, fee: 500, premiums: false }), (search) => {
        if (ways(search).length === 0) return
        const { Status: status, ObjectiveValue: optimum } = solver.solve(program(search))
        const found = findPath(search)
        expect(found !== undefined).toBe(status === 'Optimal')
        if (found === undefined) return
        const cost = Number(costOf(search, sharesOf(found)))
        expect(cost - optimum).toBeGreaterThan(-0.01)
        expect(cost - optimum).toBeLessThan(1 + 4 * found.length)
        if (found.length > 1) shared += 1
      }),
      { numRuns: 25, seed: 4 },
    )
    expect(shared).toBeGreaterThan(3)
  })
})

describe('findPath', () => {
  it('meets no network twice though a dearer way round were needed, and finds the way beside it', () => {
    // the cheapest walk from a to z over e would meet b twice: in from a, on to c; in from d, on to z
    const hops = ['ab', 'bc', 'cd', 'db', 'bz', 'de', 'ez'].map((pair) => ({
      ...{ debtor: pair[0] as string, creditor: pair[1] as string },
      capacity: 100n,
    }))
    const routes = ['abc', 'bcd', 'cdb', 'dbz', 'cde', 'dez'].map((way) => ({
      ...{ from: way[0] as string, network: way[1] as string, to: way[2] as string },
      ...{ left: 100n, fee: way === 'dez' ? 900 : 0 },
    }))
    expect(findPath({ hops, routes, from: 'a', to: 'z', value: 100n })).toBeUndefined()
    expect(findPath({ hops, routes, from: 'a', to: 'z', value: 90n })).toEqual([
      { via: ['b', 'c', 'd', 'e'], value: 90n, cost: 99n },
    ])
  })

  it('goes over no more than eight networks', () => {
    const line = [...'abcdefghijk']
    const hops = line.slice(1).map((creditor, i) => ({ debtor: line[i] as string, creditor, capacity: 9n }))
    const routes = line.slice(2).map((to, i) => {
      return { from: line[i] as string, network: line[i + 1] as string, to, left: 9n, fee: 0 }
    })
    expect(findPath({ hops, routes, from: 'a', to: 'j', value: 9n })?.[0]?.via).toHaveLength(8)
    expect(findPath({ hops, routes, from: 'a', to: 'k', value: 9n })).toBeUndefined()
  })

  it('copes with a hub of a thousand, and answers the same whenever it is asked', () => {
    const spokes = Array.from({ length: 1000 }, (_, i) => `s${i}`)
    const hops = [
      { debtor: 'a', creditor: 'hub', capacity: 10n ** 9n },
      ...spokes.flatMap((spoke, i) => [
        { debtor: 'hub', creditor: spoke, capacity: 1000n },
        { debtor: spoke, creditor: 'z', capacity: BigInt(100 + (i % 7)) },
      ]),
    ]
    const routes = spokes.flatMap((spoke, i) => [
      { network: 'hub', from: 'a', to: spoke, left: 1000n, fee: i % 97 },
      { network: spoke, from: 'hub', to: 'z', left: 1000n, fee: (i * 7) % 89 },
    ])
    const search = { hops, routes, from: 'a', to: 'z', value: 1000n }
    const found = findPath(search)
    expect(found?.reduce((sum, { value }) => sum + value, 0n)).toBe(1000n)
    expect(findPath(search)).toEqual(found)
  })
})
