/** Negotiation, and when an agreement is in force. */
import { describe, expect, it } from 'vitest'
import { DAY, FIXED, place } from '../../../test/partners.js'
import { agreementOf } from './index.js'

const proposal = { agreement: 'ab', network: 'alba', partner: 'bern', terms: FIXED }
const acceptance = (revision: number, network = 'bern') => ({ agreement: 'ab', network, revision })
const side = (network: string) => ({ agreement: 'ab', network })

describe('negotiation', () => {
  it('is by revisions, accepted by both for the same one', () => {
    const p = place()
    expect(p.say('op-a', 'propose', proposal)).toBe('accepted')
    expect(p.say('op-a', 'accept', acceptance(1, 'alba'))).toBe('MUTUAL_OFFER_OWN')
    const counter = { ...proposal, network: 'bern', partner: 'alba', terms: { ...FIXED, lock: 3 } }
    expect(p.say('op-b', 'propose', counter)).toBe('accepted')
    expect(p.say('op-b', 'accept', acceptance(1))).toBe('MUTUAL_REVISION_STALE')
    expect(p.say('op-a', 'propose', { ...proposal, terms: { ...FIXED, lock: 2 }, expires: 50 })).toBe('accepted')
    expect(p.say('op-b', 'accept', acceptance(3), 50)).toBe('MUTUAL_OFFER_EXPIRED')
    expect(p.say('op-b', 'propose', counter)).toBe('accepted')
    expect(p.say('op-a', 'accept', acceptance(4, 'alba'))).toBe('accepted')
    expect(p.events).toEqual([{ agreement: 'ab', revision: 4, from: 1 }])
    const { mechanisms } = p.see()
    expect(agreementOf(mechanisms['mutual-credit'], 'ab')).toMatchObject({
      first: 'alba',
      second: 'bern',
      status: 'coming',
      terms: { lock: 3 },
    })
    // superseded offers leave nothing
    expect(mechanisms['mutual-credit'].tables.revisions.size).toBe(1)
    expect(mechanisms['mutual-credit'].tables.offers.size).toBe(0)
  })

  it('flows begin with the epoch after both have accepted, and fall on its end', () => {
    const p = place()
    expect(p.agree({})).toBe('accepted')
    p.settleAll(10, 2 * DAY - 1)
    expect([p.reserve('alba', 'B'), p.reserve('bern', 'A')]).toEqual([0n, 0n])
    p.settleAll(10, 2 * DAY)
    expect([p.reserve('alba', 'B'), p.reserve('bern', 'A')]).toEqual([50n, 100n])
    p.settleAll(1, 5 * DAY)
    expect([p.reserve('alba', 'B'), p.reserve('bern', 'A')]).toEqual([200n, 400n])
    expect(p.failed()).toEqual([])
  })

  it('an amendment takes over at the boundary after both have accepted it', () => {
    const p = place()
    p.agree({})
    p.agree({ first: { kind: 'fixed', amount: 7n } }, 3 * DAY + 5)
    p.settleAll(10, 6 * DAY)
    // epochs 1 to 3 by the first revision, 4 and 5 by the second
    expect(p.reserve('bern', 'A')).toBe(3n * 100n + 2n * 7n)
    expect(p.see().mechanisms['mutual-credit'].tables.revisions.size).toBe(1)
  })
})

describe('an end', () => {
  it('comes by notice, at the boundary after the period', () => {
    const p = place()
    p.agree({ notice: DAY })
    expect(p.say('op-b', 'notice', side('bern'), 2 * DAY + 1)).toBe('accepted')
    expect(p.events).toEqual([{ agreement: 'ab', epoch: 4 }])
    p.settleAll(10, 9 * DAY)
    expect(p.reserve('bern', 'A')).toBe(300n)
    expect(p.say('op-b', 'notice', side('bern'))).toBe('MUTUAL_NOT_IN_FORCE')
  })

  it('comes when it was agreed, and when a review lapses; both renew to go on', () => {
    const p = place()
    p.agree({ end: 3 })
    p.agree({ review: 2, start: 0 }, 0, 'cd')
    const renew = (network: string, at: number) => p.say(`op-${network[0]}`, 'renew', { agreement: 'cd', network }, at)
    expect(renew('alba', DAY)).toBe('accepted')
    expect(renew('alba', DAY)).toBe('MUTUAL_RENEWED')
    expect(renew('bern', DAY + 1)).toBe('accepted')
    // not before the next review begins
    expect(renew('bern', 3 * DAY - 1)).toBe('MUTUAL_RENEWED')
    expect(renew('bern', 3 * DAY)).toBe('accepted')
    p.settleAll(10, 10 * DAY)
    expect(p.reserve('bern', 'A')).toBe(200n)
    // epochs 1, 2 and 3, 4: the second review was renewed by one side only
    expect(p.reserve('bern', 'A', 'cd')).toBe(400n)
  })
})

describe('a pause', () => {
  it('is at once by either side, and ends at a boundary when whoever paused resumes', () => {
    const p = place()
    p.agree({})
    p.say('op-a', 'pause', side('alba'), 3 * DAY - 1)
    p.say('op-b', 'resume', side('bern'), 3 * DAY - 1)
    p.say('op-a', 'resume', side('alba'), 5 * DAY)
    p.settleAll(10, 8 * DAY)
    // epochs 1, 6 and 7; paused in 2 to 5
    expect(p.reserve('bern', 'A')).toBe(300n)
    expect(p.see().mechanisms['mutual-credit'].tables.pauses.size).toBe(0)
  })

  it('comes by itself when a supply grows outside the agreement', () => {
    const p = place()
    p.agree({ first: { kind: 'fixed', amount: 100n, dilution: 1_000 } })
    p.agree({ first: { kind: 'fixed', amount: 200_000n }, start: 3, end: 4 }, 0, 'other')
    p.settleAll(10, 8 * DAY)
    // 1,020,000 A grow by 200,000 on the boundary at which epoch 4 begins
    expect(p.reserve('bern', 'A')).toBe(300n)
    p.say('op-a', 'resume', side('alba'), 8 * DAY)
    p.settleAll(10, 10 * DAY)
    expect(p.reserve('bern', 'A')).toBe(300n)
    p.say('op-b', 'resume', side('bern'), 10 * DAY)
    p.settleAll(10, 13 * DAY)
    expect(p.reserve('bern', 'A')).toBe(500n)
  })
})

describe('conditions', () => {
  const condition = { condition: 'shipped', text: 'the integration', attestors: ['x', 'y', 'z'], needed: 2 }
  const attest = (met: boolean, revision = 1) => ({ agreement: 'ab', revision, condition: 'shipped', met })
  it('make flows wait until enough attestors say that they are met', () => {
    const p = place()
    p.agree({ conditions: [{ ...condition, deadline: 9 * DAY, gate: 'wait' }] })
    expect(p.say('x', 'attest', attest(true), 3 * DAY)).toBe('accepted')
    expect(p.say('y', 'attest', attest(false), 3 * DAY)).toBe('accepted')
    expect(p.say('y', 'attest', attest(true), 4 * DAY)).toBe('accepted')
    expect(p.say('z', 'attest', attest(true), 4 * DAY)).toBe('MUTUAL_CONDITION_DECIDED')
    p.settleAll(10, 7 * DAY)
    expect(p.reserve('bern', 'A')).toBe(300n)
  })
  it('stop flows when they fail: by the deadline, or when enough can’t say so any more', () => {
    const p = place()
    p.agree({ conditions: [{ ...condition, deadline: 4 * DAY, gate: 'stop' }] })
    p.settleAll(10, 9 * DAY)
    // epochs 1, 2 and 3, which ends on the deadline
    expect(p.reserve('bern', 'A')).toBe(300n)
    p.agree({ conditions: [{ ...condition, deadline: 90 * DAY, gate: 'stop' }] })
    p.say('x', 'attest', attest(false, 2), 12 * DAY)
    p.say('z', 'attest', attest(false, 2), 12 * DAY)
    p.settleAll(10, 20 * DAY)
    expect(p.reserve('bern', 'A')).toBe(500n)
  })
})
