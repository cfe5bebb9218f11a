/** What reaches stakeholders, and when. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAY, place } from '../../../test/partners.js'
import { release, type Schedule, shareOut } from './index.js'

const linear = (over: number, cliff = 0): Schedule => ({ kind: 'linear', over, cliff, share: 0 })
const byShare = (share: number): Schedule => ({ kind: 'share', over: 0, cliff: 0, share })
const distribute = (schedule: Schedule | null) => ({ agreement: 'ab', network: 'bern', asset: 'A', schedule })
const claim = { network: 'bern', pot: 'ab', asset: 'A' }

/** What every epoch releases of amounts that come in epoch by epoch. */
function releases(schedule: Schedule, inflows: readonly bigint[], epochs: number): readonly bigint[] {
  let vesting = { window: 0n, carry: 0n, left: 0n }
  const at = (epoch: number): bigint => inflows[epoch] ?? 0n
  const { over, cliff } = schedule
  return Array.from({ length: epochs }, (_, k) => {
    const turning = { atCliff: at(k - cliff), entering: at(k - cliff - 1), leaving: at(k - over - 1) }
    const { amount, vesting: after } = release(schedule, vesting, turning)
    vesting = { ...after, left: after.left + at(k) }
    return amount
  })
}

describe('schedules', () => {
  it('linear: equal parts over the epochs after, those of a cliff together', () => {
    expect(releases(linear(4), [100n], 7)).toEqual([0n, 25n, 25n, 25n, 25n, 0n, 0n])
    expect(releases(linear(4, 3), [100n], 7)).toEqual([0n, 0n, 0n, 75n, 25n, 0n, 0n])
    expect(releases(linear(4, 4), [101n], 7)).toEqual([0n, 0n, 0n, 0n, 101n, 0n, 0n])
    expect(releases(linear(3), [10n, 10n], 7)).toEqual([0n, 3n, 7n, 6n, 4n, 0n, 0n])
  })
  it('by share: basis points of what is left', () => {
    expect(releases(byShare(5_000), [100n, 50n], 5)).toEqual([0n, 50n, 50n, 25n, 12n])
  })
  it('linear: releases all in the end, and at no time more than its part of each inflow', () => {
    const inflows = fc.array(fc.bigInt(0n, 10n ** 20n), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(inflows, fc.integer({ min: 1, max: 9 }), fc.nat(9), (amounts, over, nat) => {
        const cliff = Math.min(nat, over)
        const epochs = amounts.length + over + 2
        const released = releases(linear(over, cliff), amounts, epochs)
        let sum = 0n
        released.forEach((amount, k) => {
          sum += amount
          const parts = amounts.map((x, j) => (k - j < cliff ? 0n : x * BigInt(Math.max(0, Math.min(k - j, over)))))
          expect(sum).toBe(parts.reduce((a, b) => a + b, 0n) / BigInt(over))
        })
        expect(sum).toBe(amounts.reduce((a, b) => a + b, 0n))
      }),
      { numRuns: 100 },
    )
  })
})

describe('accumulators', () => {
  it('lose nothing: what was shared out and what is carried is all that came in', () => {
    const step = fc.tuple(fc.bigInt(0n, 10n ** 30n), fc.bigInt(0n, 10n ** 30n))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        let shared = { accumulator: 0n, remainder: 0n, held: 0n }
        let [came, paid] = [0n, 0n]
        for (const [amount, stake] of steps) {
          const before = shared.accumulator
          shared = shareOut(shared, amount, stake)
          came += amount
          paid += stake * (shared.accumulator - before)
        }
        expect(paid + shared.remainder + (shared.held << 64n)).toBe(came << 64n)
      }),
      { numRuns: 100 },
    )
  })
})

describe('a distribution', () => {
  it('reaches stakes by the least they were in the epoch, claimed by each', () => {
    const p = place()
    p.agree({})
    expect(p.say('op-b', 'distribute', distribute(byShare(10_000)))).toBe('accepted')
    p.say('bob', 'stake', { network: 'bern', amount: 30n }, DAY)
    p.settleAll(10, 2 * DAY)
    p.say('bea', 'stake', { network: 'bern', amount: 70n }, 2 * DAY)
    // 100 A of epoch 1 are released in epoch 2, in which only bob’s stake counts
    p.settleAll(10, 3 * DAY)
    expect(p.say('bob', 'claim', claim)).toBe('accepted')
    // 100 less what 30 · ⌊100 · 2^64 / 30⌋ leaves, which is carried
    expect(p.has('bob', 'A')).toBe(99n)
    expect(p.say('bea', 'claim', claim)).toBe('accepted')
    expect(p.has('bea', 'A')).toBe(0n)
    p.say('bob', 'unstake', { network: 'bern', amount: 20n }, 4 * DAY - 1)
    p.settleAll(10, 4 * DAY)
    p.say('bob', 'claim', claim)
    p.say('bea', 'claim', claim)
    expect([p.has('bob', 'A'), p.has('bea', 'A')]).toEqual([99n + 13n, 87n])
    p.settleAll(10, 12 * DAY)
    p.say('bob', 'claim', claim)
    p.say('bea', 'claim', claim)
    // 1,000 in all; what rounding keeps back is less than a unit each
    expect(p.has('bob', 'A') + p.has('bea', 'A')).toBeGreaterThanOrEqual(998n)
    expect(p.has('bob', 'A') + p.has('bea', 'A')).toBeLessThanOrEqual(1_000n)
  })

  it('waits for the lock, and for somebody to have stake', () => {
    const p = place()
    p.agree({ lock: 3, end: 2 })
    p.say('op-b', 'distribute', distribute(linear(2)))
    p.settleAll(10, 4 * DAY)
    expect(p.reserve('bern', 'A')).toBe(100n)
    // locked for epochs 2 to 4, released in 5 and 6
    p.settleAll(10, 5 * DAY)
    expect(p.reserve('bern', 'A')).toBe(0n)
    p.settleAll(10, 7 * DAY)
    const row = () => p.see().mechanisms['mutual-credit'].tables.distributions.entries()[0]?.row
    expect(row()).toMatchObject({ held: 100n, left: 0n, accumulator: 0n })
    p.say('bob', 'stake', { network: 'bern', amount: 1n }, 7 * DAY)
    p.settleAll(10, 9 * DAY)
    p.say('bob', 'claim', claim)
    expect(p.has('bob', 'A')).toBe(100n)
  })

  it('isn’t touched while it can release nothing, so that it doesn’t matter whether anybody settles its agreement', () => {
    const p = place()
    p.agree({ first: { kind: 'fixed', amount: 5n }, end: 2 })
    p.say('op-b', 'distribute', distribute(byShare(1)))
    p.say('bob', 'stake', { network: 'bern', amount: 1n })
    const row = () => p.see().mechanisms['mutual-credit'].tables.distributions.entries()[0]?.row
    p.settleAll(10, 2 * DAY)
    const before = row()
    expect(before).toMatchObject({ left: 5n, epoch: 0 })
    p.settleAll(10, 9 * DAY)
    expect(row()).toEqual(before)
    p.agree({ first: { kind: 'fixed', amount: 20_000n }, end: 11 }, 9 * DAY)
    p.settleAll(10, 13 * DAY)
    p.say('bob', 'claim', claim)
    // epoch 11 releases 1 / 10,000 of 20,005, epoch 12 of 20,003
    expect(p.has('bob', 'A')).toBe(4n)
  })

  it('is stopped, and what isn’t released goes back; it is refused while epochs are due', () => {
    const p = place()
    p.agree({})
    p.say('op-b', 'distribute', distribute(linear(10)))
    expect(p.say('op-b', 'distribute', distribute(null), 3 * DAY)).toBe('MUTUAL_EPOCHS_DUE')
    p.settleAll(10, 4 * DAY)
    expect(p.say('op-b', 'distribute', distribute(null))).toBe('accepted')
    // 300 came in: 10 of the first were released in epoch 2, 20 in epoch 3
    expect(p.reserve('bern', 'A')).toBe(270n)
    expect(p.failed()).toEqual([])
  })
})

describe('fees', () => {
  it('that aren’t promised go to stakes and other networks’ reserves an epoch later, the rest to the operator', () => {
    const p = place()
    p.agree({ first: { kind: 'fixed', amount: 300n }, end: 2 })
    p.say('op-a', 'dividend', { network: 'alba', share: 5_000 })
    p.say('ann', 'stake', { network: 'alba', amount: 100n })
    p.settleAll(10, 2 * DAY)
    p.say('shop', 'collect', { network: 'alba', amount: 801n }, 2 * DAY + 1)
    p.settleAll(10, 3 * DAY)
    expect(p.has('op-a', 'A')).toBe(0n)
    p.settleAll(10, 4 * DAY)
    expect(p.has('op-a', 'A')).toBe(401n)
    // 400 among 100 staked and 300 in Bern's reserve
    expect(p.reserve('bern', 'A')).toBe(600n)
    expect(p.say('ann', 'claim', { network: 'alba', pot: '@fees', asset: 'A' })).toBe('accepted')
    expect(p.has('ann', 'A')).toBe(9_900n + 100n)
  })
})
