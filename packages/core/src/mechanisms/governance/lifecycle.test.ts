import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lastMoment, lifecycleState, NO_PROGRESS, type Progress } from './lifecycle.js'

const schedule = { start: 10, end: 20, timelock: 5, grace: 3 }
const at = (now: number, passed = true, progress: Partial<Progress> = {}) =>
  lifecycleState(schedule, { ...NO_PROGRESS, ...progress }, passed, now)

describe('lifecycleState', () => {
  it('default: every boundary belongs to what comes after it', () => {
    expect([9, 10, 19, 20, 22, 23].map((now) => at(now))).toEqual([
      'pending',
      'active',
      'active',
      'succeeded',
      'succeeded',
      'expired',
    ])
    expect([19, 20, 99].map((now) => at(now, false))).toEqual(['active', 'defeated', 'defeated'])
  })
  it('behavior: what is queued can be executed for its grace after the timelock, then expires', () => {
    expect([22, 27, 29, 30].map((now) => at(now, true, { queued: 22 }))).toEqual([
      'queued',
      'queued',
      'queued',
      'expired',
    ])
  })
  it('behavior: canceled and executed are for ever', () => {
    expect([0, 15, 99].map((now) => at(now, true, { queued: 1, canceled: 2 }))).toEqual([
      'canceled',
      'canceled',
      'canceled',
    ])
    expect(at(99, false, { queued: 22, executed: 28 })).toBe('executed')
  })
  it('behavior: a defeated proposal stays one, whatever time it is', () => {
    const times = fc.record({
      start: fc.nat(100),
      length: fc.integer({ min: 1, max: 100 }),
      timelock: fc.nat(50),
      grace: fc.integer({ min: 1, max: 50 }),
      now: fc.nat(500),
    })
    fc.assert(
      fc.property(times, ({ start, length, timelock, grace, now }) => {
        const state = lifecycleState({ start, end: start + length, timelock, grace }, NO_PROGRESS, false, now)
        expect(state).toBe(now < start ? 'pending' : now < start + length ? 'active' : 'defeated')
      }),
    )
  })
})

describe('lastMoment', () => {
  it('default: queued at the last moment and executed at the last moment', () => {
    expect(lastMoment(schedule)).toBe(20 + 3 + 5 + 3)
    expect(at(22)).toBe('succeeded')
    expect(at(lastMoment(schedule) - 2, true, { queued: 22 })).toBe('queued')
  })
})
