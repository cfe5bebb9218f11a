import { describe, expect, it } from 'vitest'
import { RATE, type ReserveLife, reserveLife } from '../../../test/reserve.js'
import { backingOf, type FleetSight, feesOf, fleetOf, standingOf } from './index.js'

const alone = (life: ReserveLife, now?: number) => [{ system: 'home', view: life.see(now) }]
const fleet = (life: ReserveLife, sight: FleetSight = {}, now?: number) => fleetOf(alone(life, now), 'own', sight)
const alerts = (life: ReserveLife, now: number, ahead = 0) =>
  fleet(life, { ahead }, now).nodes.map(({ alerts: all }) => all.map(({ alert, at }) => `${alert} ${at}`))

describe('fleetOf', () => {
  it('default: adds up an owner’s nodes over several systems, and no one else’s', () => {
    const [home, away] = [reserveLife(), reserveLife()]
    home.offer('n1')
    home.offer('n2')
    home.offer('x', { owner: 'eve' })
    away.offer('n1', { quote: 6_000n })
    home.lease('shop', 3_000n)
    away.lease('cafe', 1_000n)
    const pane = fleetOf([...alone(home), { system: 'away', view: away.see() }], 'own', {
      times: [999, 1_000, 50_000],
      lease: 10_000,
    })
    expect(pane.nodes.map(({ system, node }) => `${system}/${node}`)).toEqual(['home/n1', 'home/n2', 'away/n1'])
    for (const { system, node, bound, worth } of pane.nodes) {
      const standing = standingOf((system === 'home' ? home : away).see(), node)
      expect({ bound, worth }).toEqual({ bound: standing?.bound, worth: standing?.worth })
    }
    const { bound, burned, genesis, held, outstanding } = pane
    expect([genesis, outstanding, held, burned]).toEqual([26_000n, 4_000n, 0n, 0n])
    expect(bound + outstanding + held + burned).toBe(genesis)
    // by then ten of fifty periods are written off: 8,000 of each at home, of which 3,000 is out; away 6,000 of 8,000
    expect(pane.free).toBe(5_000n + 8_000n + 5_000n)
    expect(pane.nodes[0]?.curve).toEqual([
      { time: 999, book: 10_000n, worth: 10_000n, free: 7_000n },
      { time: 1_000, book: 9_800n, worth: 9_800n, free: 6_800n },
      { time: 50_000, book: 0n, worth: 0n, free: 0n },
    ])
    expect(pane.nodes[2]?.curve[1]).toEqual({ time: 1_000, book: 9_800n, worth: 6_000n, free: 5_000n })
  })

  it('behavior: what running certificates have earned and what is due add up to the fees that commands told', () => {
    const life = reserveLife()
    life.offer('n1', { rate: RATE })
    life.lease('shop', 1_000n)
    const fees = new Map<string, bigint>()
    const told = (): void => {
      for (const data of life.story.events) {
        if (typeof data !== 'object' || data === null || !('earned' in data)) continue
        for (const [node, earned] of feesOf([{ type: 'resource-reserve.earned', data }], 'resource-reserve')) {
          fees.set(node, (fees.get(node) ?? 0n) + earned)
        }
      }
    }
    expect(fleet(life, {}, 2_500).earned).toBe(25n)
    const [lease] = fleet(life, {}, 2_500).nodes[0]?.leases ?? []
    expect(lease).toMatchObject({ project: 'shop', amount: 1_000n, escrow: 100n, ends: 10_000, earned: 25n })
    expect(fleet(life, {}, 90_000).earned).toBe(100n)
    life.must('shop', 'end', { node: 'n1', certificate: 1 }, 2_500)
    told()
    expect(fees).toEqual(new Map([['n1', 25n]]))
    expect(fleet(life).due).toEqual([{ system: 'home', amount: 25n }])
    expect(fleet(life).earned).toBe(0n)
  })

  it('behavior: events of a record and of a command count alike, and others not at all', () => {
    const events = [
      { type: 'resource-reserve.earned', data: { node: 'n1', earned: 5n, refund: 0n } },
      { type: 'resource-reserve.earned', data: { node: 'n1', earned: '7', refund: '0' } },
      { type: 'other.earned', data: { node: 'n1', earned: '9' } },
      { type: 'resource-reserve.settled', data: { node: 'n1' } },
    ]
    expect(feesOf(events, 'resource-reserve')).toEqual(new Map([['n1', 12n]]))
  })

  it('behavior: warns of what is so, and ahead of what will be', () => {
    const life = reserveLife()
    life.offer('n1')
    expect(alerts(life, 0)).toEqual([[]])
    life.lease('shop', 7_000n)
    expect(alerts(life, 0, 10_000)).toEqual([['attestation 5001', 'certificate 10000']])
    expect(alerts(life, 5_000)).toEqual([[]])
    expect(alerts(life, 5_001)).toEqual([['attestation 5001']])
    life.appraise('n1', 6_000n, 5_001)
    expect(alerts(life, 5_001)).toEqual([['attestation 5001', 'under-reserved 5001']])
    life.must('eve', 'recall', { node: 'n1', container: null })
    expect(alerts(life, 5_001, 1_000)).toEqual([
      ['attestation 5001', 'under-reserved 5001', 'certificate 6001', 'recall 6001'],
    ])
    life.must('eve', 'expire', { node: 'n1', certificates: [1] }, 6_001)
    life.must('own', 'attest', { node: 'n1', containers: [], metrics: [] })
    life.must('own', 'withhold', { node: 'n1' })
    expect(alerts(life, 6_001)).toEqual([['offer 6001']])
    expect(alerts(life, 6_001, 50_000)).toEqual([['offer 6001', 'attestation 11002', 'appraisal 55001']])
    life.must('own', 'register', {
      node: 'n2',
      hardware: 'rack',
      software: [],
      evidence: ['a'.repeat(64)],
      model: null,
      metrics: [],
      tax: null,
      cost: 10n,
      salvage: 0n,
      serviced: 0,
      schedule: { method: 'straight-line', periods: 5, factor: 0, switching: false, units: 0n, pace: 0n, years: 0 },
    })
    expect(alerts(life, 6_001)).toEqual([['offer 6001'], ['minting 6001']])
  })
})

describe('backingOf', () => {
  it('default: says what backs an application, until when, and what of it is assigned to whom', () => {
    const [home, away] = [reserveLife(), reserveLife()]
    for (const life of [home, away]) life.offer('n1')
    home.lease('shop', 3_000n)
    home.lease('cafe', 500n)
    away.lease('shop', 1_000n, { duration: 5_000 })
    const loan = { node: 'n1', certificate: 1, assignment: 'l1', kind: 'loan', to: 'cafe', amount: 800n, until: 4_000 }
    home.must('shop', 'assign', loan)
    const reserves = (now: number) => [...alone(home, now), { system: 'away', view: away.see(now) }]
    const pane = backingOf(reserves(0), 'shop')
    expect(pane).toMatchObject({ amount: 4_000n, assigned: 800n, free: 3_200n, until: 5_000 })
    expect(pane.certificates).toMatchObject([
      {
        system: 'home',
        node: 'n1',
        certificate: 1,
        amount: 3_000n,
        free: 2_200n,
        until: 10_000,
        over: false,
        reserved: true,
        assignments: [{ assignment: 'l1', kind: 'loan', to: 'cafe', amount: 800n, until: 4_000 }],
      },
      { system: 'away', amount: 1_000n, until: 5_000, assignments: [] },
    ])
    // what is over backs nothing, though nobody has expired it
    const later = backingOf(reserves(5_000), 'shop')
    expect(later).toMatchObject({ amount: 3_000n, until: 10_000 })
    expect(later.certificates.map(({ over }) => over)).toEqual([false, true])
    expect(backingOf(reserves(0), 'nobody')).toEqual({
      certificates: [],
      amount: 0n,
      assigned: 0n,
      free: 0n,
      until: null,
    })
  })

  it('behavior: shows a notice as the end, and a node that is worth less than it backs', () => {
    const life = reserveLife()
    life.offer('n1')
    life.lease('shop', 7_000n)
    life.appraise('n1', 6_000n, 10)
    expect(backingOf(alone(life), 'shop').certificates[0]?.reserved).toBe(false)
    const named = { node: 'n1', certificate: 1 }
    life.must('shop', 'assign', { ...named, assignment: 'l1', kind: 'loan', to: 'cafe', amount: 1n, until: 9_000 })
    life.must('own', 'end', named, 20)
    expect(backingOf(alone(life), 'shop').until).toBe(1_020)
  })
})
