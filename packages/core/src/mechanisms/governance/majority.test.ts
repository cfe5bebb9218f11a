import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quorumOf, votesSuffice } from './majority.js'

const votes = (yes: bigint, no: bigint, abstain = 0n) => ({ for: yes, against: no, abstain })

describe('quorumOf', () => {
  it('default: rounds up, so that a share above zero is never none', () => {
    expect(quorumOf(1000n, 400)).toBe(40n)
    expect(quorumOf(1001n, 400)).toBe(41n)
    expect(quorumOf(1n, 1)).toBe(1n)
    expect(quorumOf(0n, 10_000)).toBe(0n)
    expect(quorumOf(7n, 10_000)).toBe(7n)
  })
})

describe('votesSuffice', () => {
  it('default: the quorum is reached by votes in favour, the majority is exceeded', () => {
    expect(votesSuffice(votes(40n, 39n), 40n, 5_000)).toBe(true)
    expect(votesSuffice(votes(39n, 0n), 40n, 5_000)).toBe(false)
    expect(votesSuffice(votes(40n, 40n), 40n, 5_000)).toBe(false)
  })
  it('behavior: abstentions help nobody over the quorum', () => {
    expect(votesSuffice(votes(1n, 0n, 10n ** 9n), 40n, 5_000)).toBe(false)
    expect(votesSuffice(votes(40n, 1n, 10n ** 9n), 40n, 5_000)).toBe(true)
  })
  it('behavior: without a vote nothing passes, even where no quorum is asked for', () => {
    expect(votesSuffice(votes(0n, 0n, 5n), 0n, 5_000)).toBe(false)
    expect(votesSuffice(votes(1n, 0n), 0n, 9_999)).toBe(true)
  })
  it('behavior: a majority of two thirds and a bit is exceeded or not to the last vote', () => {
    expect(votesSuffice(votes(6_667n, 3_333n), 0n, 6_667)).toBe(false)
    expect(votesSuffice(votes(6_668n, 3_333n), 0n, 6_667)).toBe(true)
  })
  it('behavior: one more vote in favour never hurts, one more against never helps', () => {
    const amount = fc.bigInt({ min: 0n, max: 1n << 130n })
    fc.assert(
      fc.property(amount, amount, amount, fc.integer({ min: 5000, max: 9999 }), (yes, no, quorum, majority) => {
        const passes = votesSuffice(votes(yes, no), quorum, majority)
        if (passes) expect(votesSuffice(votes(yes + 1n, no), quorum, majority)).toBe(true)
        else expect(votesSuffice(votes(yes, no + 1n), quorum, majority)).toBe(false)
        if (passes) expect(yes).toBeGreaterThan(no)
      }),
    )
  })
})
