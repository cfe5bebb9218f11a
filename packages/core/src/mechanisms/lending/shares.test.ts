import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carried, sharesFor, trimmed, worthOf } from './shares.js'

const quantity = fc.bigInt({ min: 0n, max: 10n ** 30n })
const divided = fc.record({ assets: quantity, shares: quantity })

describe('shares', () => {
  it('behavior: in and out again never gains', () => {
    fc.assert(
      fc.property(divided, quantity, (pool, amount) => {
        const shares = sharesFor(pool, amount)
        const after = { assets: pool.assets + amount, shares: pool.shares + shares }
        expect(worthOf(after, shares) <= amount).toBe(true)
      }),
    )
  })
  it('behavior: nobody else’s shares are worth less after somebody comes or goes', () => {
    fc.assert(
      fc.property(divided, quantity, quantity, (pool, amount, own) => {
        const mine = own % (pool.shares + 1n)
        const before = worthOf(pool, mine)
        const shares = sharesFor(pool, amount)
        const came = { assets: pool.assets + amount, shares: pool.shares + shares }
        expect(worthOf(came, mine) >= before).toBe(true)
        const theirs = pool.shares - mine
        const gone = { assets: pool.assets - worthOf(pool, theirs), shares: mine }
        expect(worthOf(gone, mine) >= before).toBe(true)
      }),
    )
  })
  it('behavior: all shares together are worth no more than there is', () => {
    fc.assert(
      fc.property(divided, (pool) => {
        expect(worthOf(pool, pool.shares) <= pool.assets).toBe(true)
      }),
    )
  })
  it('behavior: after however great a loss a base unit has at most 2^26 shares, and nobody gained by it', () => {
    fc.assert(
      fc.property(divided, quantity, (pool, own) => {
        const { shares, eras } = trimmed(pool)
        expect(shares <= (pool.assets + 1n) << 26n).toBe(true)
        if (eras > 0) expect(shares >= (pool.assets + 1n) << 10n).toBe(true)
        const mine = own % (pool.shares + 1n)
        expect(worthOf({ ...pool, shares }, carried(mine, eras)) <= worthOf(pool, mine) + 1n).toBe(true)
      }),
    )
  })
})
