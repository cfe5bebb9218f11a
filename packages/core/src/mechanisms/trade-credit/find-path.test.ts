/** The cheapest way for a trade, against trying all, and against the command that checks it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { market } from '../../../test/market.js'
import { apportion } from '../../arithmetic/index.js'
import { type FindPath, findPath, tradeHops } from './index.js'
import { withFee } from './routes.js'

const hop = (pair: string, capacity: bigint) => ({ debtor: pair[0] as string, creditor: pair[1] as string, capacity })
const route = (path: string, left: bigint, fee: number) => ({
  network: path[1] as string,
  from: path[0] as string,
  to: path[2] as string,
  left,
  fee,
})
const find = (value: bigint, hops: FindPath['hops'], routes: FindPath['routes']) =>
  findPath({ hops, routes, from: 'a', to: 'z', value })

describe('findPath', () => {
  it('takes the cheapest, the shortest of equal ones', () => {
    const hops = ['az', 'ab', 'bz'].map((pair) => hop(pair, 100n))
    expect(find(50n, hops, [route('abz', 100n, 0)])).toEqual([{ via: [], value: 50n, cost: 50n }])
    expect(find(50n, hops.slice(1), [route('abz', 100n, 100)])).toEqual([{ via: ['b'], value: 50n, cost: 51n }])
  })

  it('goes on to the next cheapest where capacity ends', () => {
    const hops = ['az', 'ab', 'bz', 'ac', 'cz'].map((pair) => hop(pair, 300n))
    const routes = [route('abz', 200n, 200), route('acz', 1000n, 100)]
    expect(find(700n, hops, routes)).toEqual([
      { via: [], value: 300n, cost: 300n },
      { via: ['c'], value: 297n, cost: 300n },
      { via: ['b'], value: 103n, cost: 106n },
    ])
  })

  it('finds nothing where nothing leads, suffices, or is let pass', () => {
    const hops = ['ab', 'bz'].map((pair) => hop(pair, 30n))
    expect(find(1n, hops, [])).toBeUndefined()
    expect(find(31n, hops, [route('abz', 100n, 0)])).toBeUndefined()
    expect(find(11n, hops, [route('abz', 10n, 0)])).toBeUndefined()
    expect(find(1n, [hop('ab', 1n), hop('bz', 1n)], [route('abz', 9n, 1)])).toBeUndefined()
  })

  it('knows fees by pair: the way in decides what the way on costs', () => {
    const hops = ['ab', 'ac', 'cb', 'bz'].map((pair) => hop(pair, 1000n))
    const routes = [route('abz', 1000n, 5000), route('cbz', 1000n, 0), route('acb', 1000n, 100)]
    expect(find(100n, hops, routes)).toEqual([{ via: ['c', 'b'], value: 100n, cost: 101n }])
  })

  it('costs what the cheapest of all simple ways costs', () => {
    const names = ['a', 'b', 'c', 'd', 'z']
    const pairs = names.flatMap((x) => names.filter((y) => y !== x).map((y) => `${x}${y}`))
    const graphs = fc.tuple(
      fc.subarray(pairs, { minLength: 4 }),
      fc.array(fc.tuple(fc.constantFrom(...pairs), fc.constantFrom(...names), fc.nat(3000)), { maxLength: 30 }),
    )
    fc.assert(
      fc.property(graphs, fc.bigInt(1n, 5000n), ([open, fees], value) => {
        const hops = open.map((pair) => hop(pair, 10n ** 9n))
        const fee = new Map(fees.map(([pair, to, cost]) => [`${pair}${to}`, cost]))
        const routes = [...fee].map(([path, cost]) => route(path, 10n ** 9n, cost))
        const found = find(value, hops, routes)
        const cheapest = all('z', '', value)
        expect(found?.length ?? 0).toBe(cheapest === undefined ? 0 : 1)
        expect(found?.[0]?.cost).toBe(cheapest)

        /** The least that a must owe for `need` to pass on from `head`, having come from the seller over `seen`. */
        function all(head: string, seen: string, need: bigint): bigint | undefined {
          let least: bigint | undefined
          for (const debtor of names) {
            if (debtor === head || seen.includes(debtor) || !open.includes(`${debtor}${head}`)) continue
            const cost = seen === '' ? undefined : fee.get(`${debtor}${head}${seen.at(-1)}`)
            if (seen !== '' && cost === undefined) continue
            const more = cost === undefined ? need : withFee(need, cost)
            const total = debtor === 'a' ? more : all(debtor, seen + head, more)
            if (total !== undefined && (least === undefined || total < least)) least = total
          }
          return least
        }
      }),
      { numRuns: 200 },
    )
  })

  it('finds what the command then accepts', () => {
    const m = market().join('a', 'b', 40n).join('a', 'c', 60n).join('c', 'b', 100n)
    for (const network of ['a', 'b'])
      m.do(`op-${network}`, 'external', { network, issued: 500n, cap: null, drift: null })
    m.do('op-c', 'route', { network: 'c', from: 'a', to: 'b', left: 500n, fee: 100 })
    const amount = 90n
    const paths = findPath({ ...tradeHops(m.view()), from: 'a', to: 'b', value: amount }) ?? []
    expect(paths).toHaveLength(2)
    const amounts = apportion(
      amount,
      paths.map(({ value }) => value),
    )
    m.do('ann', 'buy', {
      network: 'a',
      partner: 'b',
      seller: 'bob',
      fixed: 'received',
      paths: paths.map(({ via }, i) => ({ via, amount: amounts[i] })),
      bound: 100n,
    })
    expect([m.money('bob', 'CHF'), m.money('ann', 'EUR')]).toEqual([90n, -91n])
    expect(findPath({ ...tradeHops(m.view()), from: 'a', to: 'b', value: 60n })).toBeUndefined()
  })

  it('knows premiums, surpluses, and the limit that all hops of a debtor share, as the command does', () => {
    const m = market({ backing: 'stake' })
    for (const [network, amount] of [
      ['a', 1000n],
      ['b', 1000n],
      ['c', 300n],
    ] as const) {
      m.do('uma', 'stake', { network, amount })
      m.do(`op-${network}`, 'external', { network, issued: 500n, cap: null, drift: null })
    }
    const limit = (n: string) => ({ allocated: n === 'c' ? 75n : 250n, accepted: 500n, clearing: true })
    for (const [x, y] of ['ab', 'ba', 'ac', 'ca', 'cb', 'bc'].map((pair) => [...pair] as [string, string])) {
      m.do(`op-${x}`, 'agree', { network: x, partner: y, ...limit(x) })
    }
    m.do('op-b', 'trade', { buyer: 'b', seller: 'c', amount: 30n })
    for (const [from, to] of ['ab', 'ba'].map((pair) => [...pair] as [string, string])) {
      m.do('op-c', 'route', { network: 'c', from, to, left: 500n, fee: 0 })
    }
    const search = { ...tradeHops(m.view()), from: 'a', to: 'b' }
    expect(search.debtors.find(({ network }) => network === 'c')).toMatchObject({ growth: 150n })
    expect(search.hops).toContainEqual({ debtor: 'c', creditor: 'b', capacity: 105n, free: 30n })
    // 30 of the surplus pass for nothing; for 40, ⌈0.1⌉ more
    const over = { ...search, hops: search.hops.filter(({ creditor, debtor }) => `${debtor}${creditor}` !== 'ab') }
    expect(findPath({ ...over, value: 30n })).toEqual([{ via: ['c'], value: 30n, cost: 30n }])
    expect(findPath({ ...over, value: 40n })).toEqual([{ via: ['c'], value: 40n, cost: 41n }])
    const found = findPath({ ...search, value: 340n }) ?? []
    expect(found).toHaveLength(2)
    m.do('ann', 'buy', {
      network: 'a',
      partner: 'b',
      seller: 'bob',
      fixed: 'received',
      paths: found.map(({ via, value }) => ({ via, amount: value })),
      bound: 1000n,
    })
    expect(m.deficit('a', 'b') + m.deficit('a', 'c')).toBe(found.reduce((sum, { cost }) => sum + cost, 0n))
    m.price('SOURCE', 1n, 10n)
    expect(tradeHops(m.view()).debtors.find(({ network }) => network === 'c')).toMatchObject({ growth: 0n })
  })
})
