import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { account, ISSUER } from './account.js'
import { Ledger } from './ledger.js'

const LIMIT = 1n << 127n
const moves = fc.array(fc.tuple(fc.nat(3), fc.nat(3), fc.bigInt(1n, (1n << 120n) - 1n)), { maxLength: 60 })
const four = (): Ledger => {
  const ledger = new Ledger()
  for (let i = 0; i < 4; i++) ledger.intern(account(`p${i}`, 'A', 'available'))
  return ledger
}

describe('Ledger', () => {
  it('keeps two lanes equal to whole integers over any moves, and both ways', () => {
    fc.assert(
      fc.property(moves, (list) => {
        const ledger = four()
        const model = [0n, 0n, 0n, 0n]
        for (const [from, to, amount] of list) {
          ledger.move(from, to, amount)
          model[from] = (model[from] as bigint) - amount
          model[to] = (model[to] as bigint) + amount
        }
        expect(model.map((_, i) => ledger.balance(i))).toEqual(model)
        for (const [from, to, amount] of [...list].reverse()) ledger.move(to, from, amount)
        expect(model.map((_, i) => ledger.balance(i))).toEqual([0n, 0n, 0n, 0n])
      }),
    )
  })

  it('says exactly which debits and credits its bounds allow', () => {
    const amounts = [1n, (1n << 63n) - 1n, 1n << 63n, (1n << 64n) - 1n, 1n << 64n, 1n << 126n, LIMIT - 1n]
    const balance = fc.oneof(fc.bigInt(-LIMIT + 1n, LIMIT - 1n), fc.constantFrom(0n, -1n, 1n, 1n << 64n, LIMIT - 1n))
    const limit = fc.oneof(fc.constant(0n), fc.bigInt(0n, LIMIT - 1n))
    const ceiling = fc.option(fc.bigInt(-LIMIT + 1n, LIMIT - 1n))
    fc.assert(
      fc.property(balance, limit, fc.option(fc.nat(9)), ceiling, fc.nat(9), (start, credit, until, high, now) => {
        const ledger = new Ledger()
        ledger.set(account('p', 'A', 'available'), start)
        ledger.setBounds(0, { limit: credit, until, ceiling: high })
        const floor = until === null || now < until ? -credit : 0n
        for (const amount of amounts) {
          expect(ledger.debitable(0, amount, now)).toBe(start - amount >= floor)
          const sum = start + amount
          const expected = sum >= LIMIT ? 'overflow' : high !== null && sum > high ? 'ceiling' : 'yes'
          expect(ledger.creditable(0, amount)).toBe(expected)
        }
      }),
    )
  })

  it('follows what parties hold, whenever it is first asked', () => {
    fc.assert(
      fc.property(moves, moves, (before, after) => {
        const early = four()
        const late = four()
        early.held('p0', 'A')
        for (const [from, to, amount] of before) for (const ledger of [early, late]) ledger.move(from, to, amount)
        late.held('p0', 'A')
        for (const [from, to, amount] of after) for (const ledger of [early, late]) ledger.move(from, to, amount)
        for (let i = 0; i < 4; i++) {
          expect(early.held(`p${i}`, 'A')).toBe(early.balance(i))
          expect(late.held(`p${i}`, 'A')).toBe(late.balance(i))
        }
      }),
    )
  })

  it('forgets accounts from a size on, with their bounds, and opens them afresh', () => {
    const ledger = four()
    const index = ledger.intern(account('x', 'B', 'probe.stash'))
    ledger.setBounds(index, { limit: 5n, until: null, ceiling: 9n })
    ledger.truncate(4)
    expect(ledger.find(account('x', 'B', 'probe.stash'))).toBe(-1)
    const again = ledger.intern(account('y', 'B', 'available'))
    expect(again).toBe(4)
    expect(ledger.bounds(again)).toEqual({ limit: 0n, until: null, ceiling: null })
  })

  it('lets only the issuer owe without being told so', () => {
    const ledger = new Ledger()
    const issuer = ledger.intern(account(ISSUER, 'A', 'issuance'))
    const party = ledger.intern(account('p', 'A', 'available'))
    expect(ledger.debitable(issuer, LIMIT - 1n, 0)).toBe(true)
    expect(ledger.debitable(party, 1n, 0)).toBe(false)
  })

  it('forks into an independent ledger, grown beyond its first size', () => {
    const ledger = new Ledger()
    for (let i = 0; i < 3000; i++) ledger.set(account(`p${i}`, 'A', 'available'), BigInt(i))
    const copy = ledger.fork()
    copy.move(2999, 0, 7n)
    expect([ledger.balance(2999), copy.balance(2999), ledger.balance(0), copy.balance(0)]).toEqual([
      2999n,
      2992n,
      0n,
      7n,
    ])
  })
})
