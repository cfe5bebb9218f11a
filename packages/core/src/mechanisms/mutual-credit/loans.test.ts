/** Loans to a network's own holders. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, place } from '../../../test/partners.js'
import { owedOf } from './loans.js'

const loan = { network: 'alba', asset: 'USD' }
const terms = { amount: 1n, against: 1n, rate: 1_000, term: 1_000 }
const payment = fc.record({ after: fc.integer({ min: 0, max: 9 }), amount: fc.bigInt(1n, 60n) })

/** Ann owes 1,000 at 10 % an epoch, and somebody pays as told. */
function lent() {
  const p = place()
  p.say('shop', 'fund', { ...loan, amount: 5_000n })
  p.say('op-a', 'lend', { ...loan, terms })
  expect(p.say('ann', 'draw', { ...loan, amount: 1_000n, terms })).toBe('accepted')
  const owed = (epoch: number): bigint => {
    const row = p.see().mechanisms['mutual-credit'].tables.loans.get({ ...loan, borrower: 'ann' })
    return row === undefined ? 0n : owedOf(row, epoch)
  }
  const pay = (amount: bigint, epoch: number) =>
    p.say('shop', 'pay-back', { ...loan, borrower: 'ann', amount }, epoch * DAY)
  return { p, owed, pay }
}

describe('a loan', () => {
  it('is made on the terms that the borrower agreed to, or not at all', () => {
    for (const other of [{ amount: 2n }, { against: 2n }, { rate: 10_000 }, { term: 1 }]) {
      const { p } = lent()
      // the operator is heard first
      expect(p.say('op-a', 'lend', { ...loan, terms: { ...terms, ...other } })).toBe('accepted')
      expect(p.say('abe', 'draw', { ...loan, amount: 1_000n, terms })).toBe('MUTUAL_LOAN_TERMS_DIFFER')
      expect(p.has('abe', 'A')).toBe(10_000n)
      expect(p.say('abe', 'draw', { ...loan, amount: 1_000n, terms: { ...terms, ...other } })).toBe('accepted')
    }
  })

  it('is made no dearer by those who pay a little of it: interest bears no interest', () => {
    const { owed, pay } = lent()
    for (let epoch = 0; epoch < 20; epoch += 1) expect(pay(1n, epoch)).toBe('accepted')
    // 20 epochs of 100 each
    expect(owed(19)).toBe(1_000n + 20n * 100n - 20n)
  })

  it('is lowered by what is paid, and never owes more later than without', () => {
    fc.assert(
      fc.property(fc.array(payment, { maxLength: 8 }), (payments) => {
        const { p, owed, pay } = lent()
        let epoch = 0
        for (const { after, amount } of payments) {
          epoch += after
          const before = [owed(epoch), owed(epoch + 50)] as const
          if (pay(amount, epoch) !== 'accepted') return
          expect(owed(epoch)).toBe(before[0] > amount ? before[0] - amount : 0n)
          expect(owed(epoch + 50)).toBeLessThanOrEqual(before[1])
        }
        expect(p.failed()).toEqual([])
      }),
      { numRuns: 10 },
    )
  })
})
