import { describe, expect, it } from 'vitest'
import { story } from '../../../test/support/story.js'
import { available, createSystem } from '../../index.js'
import { assignedTo, feeOf, resourceReserve, type Schedule, standingOf, tokenAccount } from './index.js'

const PERIOD = 1000
const DAY = 86_400
/** Whoever reports prices of models. */
const POLICY = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 100,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: false,
  timelock: 0,
}
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    resourceReserve.with({
      asset: 'USD',
      native: 'NAT',
      period: PERIOD,
      appraisers: ['ada', 'bob', 'cyd'],
      threshold: 2,
      reportAge: 5_000,
      appraisalAge: 50_000,
      jump: 1_000,
      weight: 4_000,
      reference: 100n,
      grace: 5_000,
      notice: 1_000,
      hold: 100,
      scheduleInterval: 3_000,
      longestLife: 100 * PERIOD,
      longestLease: 20_000,
      looks: 100,
      leastPart: 1n,
      publishInterval: 500,
      publishMost: 100,
      authority: 'board',
    }),
  ],
  assets: [{ asset: 'USD' }, { asset: 'RACK' }],
  feeds: [{ base: 'RACK', quote: 'USD', policy: POLICY }],
  allocations: ['own', 'eve', 'shop', 'cafe'].map((party) => ({ party, asset: 'USD', amount: 1_000_000n })),
})
type Life = ReturnType<typeof start>
const start = () => story(system, 0)
const reserve = (life: Life, now?: number) => life.see(now).mechanisms['resource-reserve']
const usd = (life: Life, party: string) => life.see().balance(available(party, 'USD'))
const due = (life: Life, party: string) => life.see().balance(reserve(life).purse(party, 'USD', 'due'))
const schedule = (more: Partial<Schedule> = {}): Schedule => ({
  method: 'straight-line',
  periods: 50,
  factor: 0,
  switching: false,
  units: 0n,
  pace: 0n,
  years: 0,
  ...more,
})
const hash = (digit: number) => String(digit).repeat(64)
const node = (name: string, more: object = {}) => ({
  node: name,
  hardware: 'rack',
  software: [],
  evidence: [hash(Number(name.slice(1)))],
  model: null,
  metrics: [],
  tax: null,
  cost: 10_000n,
  salvage: 0n,
  serviced: 0,
  schedule: schedule(),
  ...more,
})
const rules = (more: object = {}) => ({
  book: 'b',
  open: true,
  cap: null,
  projectCap: null,
  rate: 0,
  volumeRate: 0,
  least: 0n,
  shortest: 60,
  longest: 20_000,
  hours: [],
  automatic: true,
  mobile: true,
  returns: { restake: 0, pass: [] },
  ...more,
})
/** A tenth of the amount in 10,000 seconds. */
const RATE = DAY * 10_000
const run = (life: Life, by: string, name: string, input: object, at?: number) =>
  life.run(by, `resource-reserve.${name}`, input, at)
const must = (life: Life, by: string, name: string, input: object, at?: number) =>
  expect(run(life, by, name, input, at), `${name} ${JSON.stringify(input, (_, v) => String(v))}`).toBe('accepted')
function appraised(life: Life, name: string, quote = 10_000n, work = 100n, at = life.state.at, produced = 0n) {
  for (const by of ['ada', 'bob'])
    must(life, by, 'report', { node: name, quote, work, produced, observed: at, signed: null }, at)
  return run(life, 'eve', 'appraise', { node: name }, at)
}
/** A node that is minted and offered. */
function offered(
  life: Life,
  name: string,
  more: { owner?: string; rate?: number; quote?: bigint; node?: object } = {},
) {
  const { owner = 'own', rate = RATE, quote = 10_000n } = more
  must(life, owner, 'register', node(name, more.node))
  expect(appraised(life, name, quote)).toBe('accepted')
  must(life, owner, 'mint', { node: name })
  if (!reserve(life).tables.rulebooks.has({ owner, book: 'b' })) must(life, owner, 'rulebook', rules())
  must(life, owner, 'offer', { node: name, book: 'b', rate })
}
const ask = (more: object = {}) => ({
  quote: 'q',
  amount: 1_000n,
  duration: 10_000,
  rate: RATE,
  volumeRate: 0,
  purpose: 'sales of june',
  ...more,
})
function leased(life: Life, project = 'shop', more: object = {}, at?: number) {
  must(life, project, 'quote', ask(more), at)
  must(life, project, 'take', { quote: 'q' })
}

describe('a node', () => {
  it('default: is appraised by a threshold of reports, lowered by utility, and minted for once', () => {
    const life = start()
    must(life, 'own', 'register', node('n1'))
    const report = (by: string, quote: bigint, work: bigint) =>
      run(life, by, 'report', { node: 'n1', quote, work, produced: 0n, observed: 10, signed: null }, 10)
    expect(report('eve', 1n, 1n)).toBe('RESERVE_NOT_APPRAISER')
    expect(report('ada', 8_000n, 50n)).toBe('accepted')
    expect(run(life, 'eve', 'appraise', { node: 'n1' })).toBe('RESERVE_REPORTS_MISSING')
    expect(report('bob', 99_000n, 50n)).toBe('accepted')
    expect(report('cyd', 9_000n, 20n)).toBe('accepted')
    must(life, 'eve', 'appraise', { node: 'n1' })
    // the median quote 9,000, less 40 % of the half that utility lacks
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ worth: 7_200n, genesis: 0n, bound: 0n })
    must(life, 'own', 'mint', { node: 'n1' })
    expect(run(life, 'own', 'mint', { node: 'n1' })).toBe('RESERVE_MINTED')
    expect(life.see().supply('NAT')).toBe(7_200n)
    expect(life.see().balance(tokenAccount(reserve(life), 'n1', 'bound'))).toBe(7_200n)
    expect(life.failed()).toEqual([])
  })

  it('behavior: a fall is believed at once, a rise only so far at a time, and nothing is minted beyond genesis', () => {
    const life = start()
    offered(life, 'n1', { quote: 9_000n })
    expect(appraised(life, 'n1', 4_000n, 100n, 1)).toBe('accepted')
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ bound: 4_000n, burned: 5_000n })
    expect(appraised(life, 'n1', 4_401n, 100n, 2)).toBe('RESERVE_APPRAISAL_JUMP')
    expect(appraised(life, 'n1', 4_400n, 100n, 3)).toBe('accepted')
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ bound: 4_400n, burned: 4_600n })
    let quote = 4_400n
    for (let at = 4; at < 20; at += 1) {
      quote += quote / 10n
      expect(appraised(life, 'n1', quote, 100n, at)).toBe('accepted')
    }
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ worth: 10_000n, bound: 9_000n, burned: 0n })
    expect(life.failed()).toEqual([])
  })

  it('behavior: what was once put at next to nothing is worth what it is when that appraisal is over', () => {
    const life = start()
    offered(life, 'n1', { node: { schedule: schedule({ periods: 100 }) } })
    expect(appraised(life, 'n1', 1n, 100n, 1)).toBe('accepted')
    expect(appraised(life, 'n1', 2n, 100n, 2)).toBe('RESERVE_APPRAISAL_JUMP')
    expect(appraised(life, 'n1', 9_000n, 100n, 50_000)).toBe('RESERVE_APPRAISAL_JUMP')
    expect(appraised(life, 'n1', 9_000n, 100n, 50_001)).toBe('accepted')
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ worth: 5_000n, genesis: 10_000n })
    expect(life.failed()).toEqual([])
  })

  it('behavior: an upgrade is governed, counts reports made since only, and lets genesis rise', () => {
    const life = start()
    offered(life, 'n1')
    const { node: name, metrics, tax, ...better } = node('n1', { cost: 30_000n, evidence: [hash(7)], serviced: 5 })
    expect(run(life, 'own', 'upgrade', { node: name, ...better }, 5)).toBe('NOT_AUTHORISED')
    must(life, 'board', 'upgrade', { node: name, ...better }, 5)
    expect(metrics).toEqual([])
    expect(tax).toBeNull()
    expect(run(life, 'eve', 'appraise', { node: 'n1' })).toBe('RESERVE_REPORTS_MISSING')
    expect(run(life, 'own', 'mint', { node: 'n1' })).toBe('RESERVE_APPRAISAL_OLD')
    expect(appraised(life, 'n1', 25_000n, 100n, 6)).toBe('accepted')
    must(life, 'own', 'mint', { node: 'n1' })
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ genesis: 25_000n, bound: 25_000n })
    expect(run(life, 'eve', 'register', node('n2', { evidence: [hash(1)] }))).toBe('RESERVE_EVIDENCE_TAKEN')
  })

  it('behavior: a change of schedule keeps book value and the period that has begun, and unbacks nothing', () => {
    const life = start()
    offered(life, 'n1')
    const change = (more: object, at: number) =>
      run(life, 'own', 'reschedule', { node: 'n1', salvage: 0n, tax: null, schedule: schedule(more) }, at)
    expect(change({ periods: 90 }, 2_999)).toBe('RESERVE_SCHEDULE_EARLY')
    expect(change({ periods: 98 }, 3_999)).toBe('RESERVE_SCHEDULE_REFUSED')
    expect(change({ method: 'expense', periods: 0 }, 3_999)).toBe('RESERVE_SCHEDULE_REFUSED')
    expect(change({ periods: 94 }, 3_999)).toBe('accepted')
    // 3 of 50 parts of 10,000 are written off, and one of 94 of what is left a second later
    expect(standingOf(reserve(life), 'n1')?.worth).toBe(9_400n)
    expect(standingOf(reserve(life, 4_000), 'n1')?.worth).toBe(9_300n)
    leased(life, 'shop', { amount: 5_000n })
    expect(change({ periods: 2 }, 8_000)).toBe('RESERVE_UNBACKED')
    expect(change({ method: 'units-of-production', periods: 0, units: 1_000n, pace: 20n }, 8_000)).toBe('accepted')
    expect(life.failed()).toEqual([])
  })

  it('behavior: stake backs beside hardware, and comes out as far as it isn’t needed to the end', () => {
    const life = start()
    offered(life, 'n1', { quote: 10_000n })
    leased(life, 'shop', { amount: 7_900n })
    must(life, 'own', 'stake', { node: 'n1', amount: 500n })
    expect(run(life, 'own', 'unstake', { node: 'n1', amount: 501n })).toBe('RESERVE_UNBACKED')
    // at the end, after 10 periods, hardware is worth 8,000
    must(life, 'own', 'unstake', { node: 'n1', amount: 500n })
    must(life, 'own', 'stake', { node: 'n1', amount: 500n })
    expect(appraised(life, 'n1', 7_500n, 100n, 10)).toBe('accepted')
    expect(run(life, 'own', 'unstake', { node: 'n1', amount: 101n })).toBe('RESERVE_UNBACKED')
    must(life, 'own', 'unstake', { node: 'n1', amount: 100n })
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ worth: 7_900n, bound: 0n, burned: 2_100n })
    expect(run(life, 'own', 'retire', { node: 'n1' })).toBe('RESERVE_VALUE_OUT')
    must(life, 'own', 'end', { node: 'n1', certificate: 1 })
    must(life, 'own', 'retire', { node: 'n1' })
    expect(life.see().supply('NAT')).toBe(0n)
    expect(life.failed()).toEqual([])
  })
})

describe('what backs a node', () => {
  it('behavior: a feed of its model bounds what appraisers say', () => {
    const life = start()
    must(life, 'own', 'register', node('n1', { model: { model: 'RACK', count: 3n } }))
    expect(appraised(life, 'n1')).toBe('PRICE_MISSING')
    const price = { base: 'RACK', quote: 'USD', baseAmount: 2n, quoteAmount: 3_333n, confidence: 0n, observed: 0 }
    const report = { ...price, until: 1_000, source: 'oracle', number: 1, signatures: [] }
    expect(life.run('oracle', 'price.report', report)).toBe('accepted')
    must(life, 'eve', 'appraise', { node: 'n1' })
    expect(standingOf(reserve(life), 'n1')?.worth).toBe(4_999n)
    expect(run(life, 'eve', 'appraise', { node: 'n1' }, 101)).toBe('PRICE_STALE')
    expect(appraised(life, 'n1', 4_000n, 100n, 50)).toBe('accepted')
    expect(standingOf(reserve(life), 'n1')?.worth).toBe(4_000n)
  })

  it('behavior: an appraisal is no fresher than the reports it needs, and lets nothing be minted or issued when old', () => {
    const life = start()
    must(life, 'own', 'register', node('n1', { salvage: 5_000n }))
    expect(appraised(life, 'n1')).toBe('accepted')
    const late = { node: 'n1', quote: 10_000n, work: 100n, produced: 0n, observed: 4_000, signed: null }
    must(life, 'cyd', 'report', late, 4_000)
    must(life, 'eve', 'appraise', { node: 'n1' }, 4_000)
    expect(reserve(life).tables.nodes.get({ node: 'n1' })?.appraisal?.at).toBe(0)
    expect(run(life, 'own', 'mint', { node: 'n1' }, 50_000)).toBe('RESERVE_APPRAISAL_OLD')
    must(life, 'own', 'mint', { node: 'n1' }, 49_999)
    must(life, 'own', 'attest', { node: 'n1', containers: [], metrics: [] })
    must(life, 'own', 'rulebook', rules())
    must(life, 'own', 'offer', { node: 'n1', book: 'b', rate: 0 })
    must(life, 'shop', 'quote', ask({ duration: 100, amount: 1n }))
    expect(run(life, 'cafe', 'quote', ask({ duration: 100, amount: 1n }), 50_000)).toBe('RESERVE_NOT_COVERED')
    expect(run(life, 'shop', 'take', { quote: 'q' }, 50_000)).toBe('RESERVE_NOT_COVERED')
  })

  it('behavior: what was produced is never taken back', () => {
    const life = start()
    const byUnits = schedule({ method: 'units-of-production', periods: 0, units: 100n, pace: 1n })
    offered(life, 'n1', { node: { schedule: byUnits } })
    expect(appraised(life, 'n1', 10_000n, 100n, 10, 15n)).toBe('accepted')
    expect(appraised(life, 'n1', 10_000n, 100n, 20, 3n)).toBe('accepted')
    expect(standingOf(reserve(life), 'n1')?.worth).toBe(8_500n)
  })

  it('behavior: an upgrade heals what is under-reserved, and may not unback what isn’t', () => {
    const life = start()
    offered(life, 'n1')
    leased(life, 'shop', { amount: 7_000n })
    const { node: name, metrics: _, tax: __, ...thing } = node('n1', { evidence: [hash(7)] })
    const upgrade = (cost: bigint, at: number) =>
      run(life, 'board', 'upgrade', { node: name, ...thing, cost, serviced: at }, at)
    expect(upgrade(8_530n, 100)).toBe('RESERVE_UNBACKED')
    expect(appraised(life, 'n1', 5_000n, 100n, 200)).toBe('accepted')
    expect(upgrade(6_250n, 300)).toBe('accepted')
    expect(upgrade(6_000n, 300)).toBe('RESERVE_UNBACKED')
    expect(life.failed()).toEqual([])
  })

  it('behavior: a long quote that lapses doesn’t keep stake from coming out', () => {
    const life = start()
    offered(life, 'n1')
    leased(life, 'shop', { amount: 500n, duration: 900 })
    must(life, 'own', 'stake', { node: 'n1', amount: 100n })
    must(life, 'eve', 'quote', ask({ amount: 1n, duration: 20_000 }))
    expect(reserve(life).tables.nodes.get({ node: 'n1' })?.lastEnd).toBe(20_100)
    must(life, 'eve', 'lapse', { project: 'eve', quote: 'q' })
    expect(reserve(life).tables.nodes.get({ node: 'n1' })?.lastEnd).toBe(900)
  })

  it('behavior: what of a certificate is assigned can be asked until it is over', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    const asked = { node: 'n1', certificate: 1, assignment: 'loan-7' }
    must(life, 'shop', 'assign', { ...asked, kind: 'loan', to: 'eve', amount: 400n, until: 10_000 })
    expect(assignedTo(reserve(life), asked)).toEqual({ amount: 400n, to: 'eve', project: 'shop', until: 10_000 })
    must(life, 'own', 'end', { node: 'n1', certificate: 1 }, 100)
    expect(assignedTo(reserve(life), asked).until).toBe(1_100)
    expect(assignedTo(reserve(life, 1_100), asked)).toMatchObject({ amount: 0n, to: null })
    expect(assignedTo(reserve(life), { ...asked, certificate: 2 }).amount).toBe(0n)
  })
})

describe('a quote', () => {
  it('default: takes the cheapest first, holds it for a fee, and is taken in one record', () => {
    const life = start()
    offered(life, 'n1', { rate: 2 * RATE })
    offered(life, 'n2', { owner: 'eve', rate: RATE })
    must(life, 'shop', 'quote', ask({ amount: 12_000n, rate: 2 * RATE, duration: 900 }))
    const parts = [...reserve(life).tables.lines.under({ project: 'shop', quote: 'q' })]
    // by the end, 1,000 seconds later at the latest, a period is written off
    expect(parts.map(({ key, row }) => [key.node, row.amount])).toEqual([
      ['n1', 2_200n],
      ['n2', 9_800n],
    ])
    const fee = feeOf({ amount: 9_800n, rate: RATE, duration: 900 })
    expect(fee).toBe(89n)
    must(life, 'shop', 'take', { quote: 'q' }, 50)
    expect(standingOf(reserve(life), 'n2')).toMatchObject({ outstanding: 9_800n, held: 0n, bound: 200n })
    expect(run(life, 'shop', 'take', { quote: 'q' })).toBe('RESERVE_QUOTE_UNKNOWN')
    expect(life.failed()).toEqual([])
  })

  it('behavior: what isn’t taken costs the time it held, and is free again', () => {
    const life = start()
    offered(life, 'n1')
    must(life, 'shop', 'quote', ask())
    expect(usd(life, 'shop')).toBe(999_900n)
    expect(run(life, 'eve', 'lapse', { project: 'shop', quote: 'q' }, 99)).toBe('RESERVE_QUOTE_NOT_OVER')
    expect(run(life, 'shop', 'take', { quote: 'q' }, 100)).toBe('RESERVE_QUOTE_OVER')
    must(life, 'eve', 'lapse', { project: 'shop', quote: 'q' }, 5_000)
    expect([due(life, 'own'), due(life, 'shop')]).toEqual([1n, 99n])
    must(life, 'eve', 'collect', { party: 'shop' })
    expect(usd(life, 'shop')).toBe(999_999n)
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ held: 0n, bound: 9_000n })
    expect(life.failed()).toEqual([])
  })

  it('behavior: rulebooks say who, how much, how long, when and by whom', () => {
    const life = start()
    offered(life, 'n1')
    const tried = (change: object, more: object = {}, at = life.state.at) => {
      must(life, 'own', 'rulebook', rules(change), at)
      const came = run(life, 'shop', 'quote', ask(more))
      if (came === 'accepted') must(life, 'shop', 'lapse', { project: 'shop', quote: 'q' })
      return came
    }
    expect(tried({ open: false })).toBe('RESERVE_NOT_COVERED')
    must(life, 'own', 'admit', { book: 'b', project: 'shop', allowed: true, blocked: false })
    expect(tried({ open: false })).toBe('accepted')
    must(life, 'own', 'admit', { book: 'b', project: 'shop', allowed: true, blocked: true })
    expect(tried({})).toBe('RESERVE_NOT_COVERED')
    must(life, 'own', 'admit', { book: 'b', project: 'shop', allowed: false, blocked: false })
    expect(tried({ cap: 999n })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ projectCap: 999n })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ cap: 1_000n, projectCap: 1_000n })).toBe('accepted')
    expect(tried({ least: 1_001n })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ shortest: 10_001 })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ longest: 9_999 })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ volumeRate: 1 })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ volumeRate: 1 }, { volumeRate: 1 })).toBe('accepted')
    expect(tried({ rate: RATE + 1 })).toBe('RESERVE_NOT_COVERED')
    expect(tried({}, { rate: RATE - 1 })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ automatic: false })).toBe('RESERVE_NOT_COVERED')
    expect(tried({ hours: [{ from: 100, to: 200 }] }, {}, 99)).toBe('RESERVE_NOT_COVERED')
    expect(tried({ hours: [{ from: 100, to: 200 }] }, {}, 100)).toBe('accepted')
  })
})

describe('a certificate', () => {
  it('default: at its end all of the fee is earned, and anyone may end it', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    expect(run(life, 'eve', 'expire', { node: 'n1', certificates: [1] }, 9_999)).toBe('RESERVE_CERTIFICATE_NOT_OVER')
    must(life, 'eve', 'expire', { node: 'n1', certificates: [1] }, 10_000)
    expect([due(life, 'own'), due(life, 'shop')]).toEqual([100n, 0n])
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ outstanding: 0n, bound: 8_000n, burned: 2_000n })
    expect(run(life, 'eve', 'expire', { node: 'n1', certificates: [1] })).toBe('RESERVE_CERTIFICATE_UNKNOWN')
    expect(life.failed()).toEqual([])
  })

  it('behavior: ended by the project, a started second and the shortest duration are paid; by the owner, whole ones', () => {
    const ended = (by: string, at: number) => {
      const life = start()
      offered(life, 'n1')
      leased(life)
      expect(run(life, 'eve', 'end', { node: 'n1', certificate: 1 })).toBe('RESERVE_NOT_PARTY')
      must(life, by, 'end', { node: 'n1', certificate: 1 }, at)
      expect(life.failed()).toEqual([])
      return [due(life, 'own'), due(life, 'shop')]
    }
    expect(ended('shop', 0)).toEqual([1n, 99n])
    expect(ended('own', 0)).toEqual([0n, 100n])
    expect(ended('shop', 5_001)).toEqual([51n, 49n])
    expect(ended('own', 5_099)).toEqual([50n, 50n])
    expect(ended('shop', 10_001)).toEqual([100n, 0n])
  })

  it('behavior: a falling value never voids it, and releasing while under-reserved restores nothing', () => {
    const life = start()
    offered(life, 'n1')
    leased(life, 'shop', { amount: 5_000n })
    must(life, 'cafe', 'quote', ask({ amount: 2_000n }))
    must(life, 'cafe', 'take', { quote: 'q' })
    expect(appraised(life, 'n1', 4_000n, 100n, 1)).toBe('accepted')
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ outstanding: 7_000n, bound: 0n, burned: 3_000n })
    expect(run(life, 'shop', 'quote', ask({ quote: 'r', amount: 1n }))).toBe('RESERVE_NOT_COVERED')
    must(life, 'cafe', 'end', { node: 'n1', certificate: 2 })
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ outstanding: 5_000n, bound: 0n, burned: 5_000n })
    must(life, 'shop', 'end', { node: 'n1', certificate: 1 })
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ outstanding: 0n, bound: 4_000n, burned: 6_000n })
    expect(life.failed()).toEqual([])
  })

  it('behavior: none is issued above what the node will be worth at its end', () => {
    const life = start()
    offered(life, 'n1')
    expect(run(life, 'shop', 'quote', ask({ amount: 8_001n, duration: 9_900 }))).toBe('RESERVE_NOT_COVERED')
    must(life, 'shop', 'quote', ask({ amount: 8_000n, duration: 9_900 }))
    expect(appraised(life, 'n1', 7_999n, 100n, 1)).toBe('accepted')
    expect(run(life, 'shop', 'take', { quote: 'q' })).toBe('RESERVE_NOT_COVERED')
    expect(appraised(life, 'n1', 8_000n, 100n, 2)).toBe('accepted')
    must(life, 'shop', 'take', { quote: 'q' })
    expect(life.failed()).toEqual([])
  })

  it('behavior: what was held isn’t issued if by its end it will be worth less than when it was quoted', () => {
    const life = start()
    const byUnits = schedule({ method: 'units-of-production', periods: 0, units: 100n, pace: 1n })
    offered(life, 'n1', { node: { schedule: byUnits } })
    must(life, 'shop', 'quote', ask({ amount: 8_000n, duration: 9_900 }))
    expect(appraised(life, 'n1', 10_000n, 100n, 10, 15n)).toBe('accepted')
    expect(standingOf(reserve(life), 'n1')?.worth).toBe(8_500n)
    expect(run(life, 'shop', 'take', { quote: 'q' })).toBe('RESERVE_NOT_COVERED')
    expect(life.failed()).toEqual([])
  })

  it('behavior: once it is over, who ends it makes no difference', () => {
    const ended = (by: string) => {
      const life = start()
      offered(life, 'n1')
      leased(life)
      const key = { node: 'n1', certificate: 1 }
      must(life, 'shop', 'assign', { ...key, assignment: 'a', kind: 'loan', to: 'eve', amount: 1n, until: 9_000 })
      must(life, 'own', 'end', key, 50)
      must(life, by, 'end', key, 1_050)
      return [due(life, 'own'), due(life, 'shop')]
    }
    expect(ended('shop')).toEqual([10n, 90n])
    expect(ended('own')).toEqual([10n, 90n])
  })

  it('behavior: moves to admitted projects where its rulebook lets it, with its caps', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    const move = (to: string) => run(life, 'shop', 'move', { node: 'n1', certificate: 1, to })
    must(life, 'own', 'rulebook', rules({ mobile: false }))
    expect(move('cafe')).toBe('RESERVE_NOT_MOBILE')
    must(life, 'own', 'rulebook', rules({ projectCap: 999n }))
    expect(move('cafe')).toBe('RESERVE_NOT_ADMITTED')
    must(life, 'own', 'rulebook', rules({ cap: 1_000n }))
    must(life, 'own', 'admit', { book: 'b', project: 'cafe', allowed: false, blocked: true })
    expect(move('cafe')).toBe('RESERVE_NOT_ADMITTED')
    must(life, 'own', 'admit', { book: 'b', project: 'cafe', allowed: false, blocked: false })
    expect(move('cafe')).toBe('accepted')
    expect(move('shop')).toBe('RESERVE_NOT_PROJECT')
    must(life, 'cafe', 'end', { node: 'n1', certificate: 1 }, 5_000)
    expect([due(life, 'own'), due(life, 'cafe'), due(life, 'shop')]).toEqual([50n, 50n, 0n])
    expect(life.failed()).toEqual([])
  })

  it('behavior: what is assigned stays until who relies on it lets go, or notice has been given', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    const key = { node: 'n1', certificate: 1 }
    const assign = (assignment: string, amount: bigint, until = 5_000) =>
      run(life, 'shop', 'assign', { ...key, assignment, kind: 'warranty', to: 'eve', amount, until })
    expect(assign('w1', 600n)).toBe('accepted')
    expect(assign('w1', 1n)).toBe('RESERVE_ASSIGNMENT_TAKEN')
    expect(assign('w2', 401n)).toBe('RESERVE_ASSIGNMENT_REFUSED')
    expect(assign('w2', 1n, 10_001)).toBe('RESERVE_ASSIGNMENT_REFUSED')
    expect(assign('w2', 400n, 10_000)).toBe('accepted')
    expect(run(life, 'shop', 'end', key)).toBe('RESERVE_ASSIGNED')
    expect(run(life, 'shop', 'move', { ...key, to: 'cafe' })).toBe('RESERVE_ASSIGNED')
    expect(run(life, 'shop', 'unassign', { ...key, assignment: 'w1' }, 4_999)).toBe('RESERVE_ASSIGNMENT_RUNNING')
    must(life, 'shop', 'unassign', { ...key, assignment: 'w1' }, 5_000)
    must(life, 'own', 'end', key)
    expect(run(life, 'own', 'end', key)).toBe('RESERVE_NOTICE_GIVEN')
    expect(run(life, 'own', 'expire', { node: 'n1', certificates: [1] }, 5_999)).toBe('RESERVE_CERTIFICATE_NOT_OVER')
    must(life, 'own', 'expire', { node: 'n1', certificates: [1] }, 6_500)
    // earned to the end of the notice, not to when somebody came by
    expect([due(life, 'own'), due(life, 'shop')]).toEqual([60n, 40n])
    expect(reserve(life).tables.assignments.size).toBe(0)
    expect(life.failed()).toEqual([])
  })

  it('behavior: earned fees are re-staked, passed on and paid out as the owner says', () => {
    const life = start()
    offered(life, 'n1')
    must(
      life,
      'own',
      'rulebook',
      rules({
        returns: {
          restake: 2_500,
          pass: [
            { party: 'eve', share: 3_333 },
            { party: 'cafe', share: 1_000 },
          ],
        },
      }),
    )
    leased(life)
    must(life, 'eve', 'expire', { node: 'n1', certificates: [1] }, 10_000)
    expect([due(life, 'own'), due(life, 'eve'), due(life, 'cafe')]).toEqual([32n, 33n, 10n])
    // what was re-staked restores what depreciation took
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ worth: 8_025n, bound: 8_025n })
    expect(life.failed()).toEqual([])
  })

  it('behavior: nobody who can’t be paid is named for fees or refunds, or it could never end', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    const returns = { restake: 0, pass: [{ party: '@issuer', share: 1 }] }
    expect(run(life, 'own', 'rulebook', rules({ returns }))).toBe('RESERVE_RULES_REFUSED')
    expect(run(life, 'shop', 'move', { node: 'n1', certificate: 1, to: '@issuer' })).toBe('RESERVE_NOT_MOBILE')
    must(life, 'own', 'end', { node: 'n1', certificate: 1 }, 5_000)
    expect([due(life, 'own'), due(life, 'shop')]).toEqual([50n, 50n])
  })

  it('behavior: volume is charged by the whole of what its application’s authority reports', () => {
    const life = start()
    offered(life, 'n1')
    must(life, 'own', 'rulebook', rules({ volumeRate: 1_000_000 }))
    leased(life, 'shop', { volumeRate: 1_000_000 })
    const volume = (by: string, total: bigint) => run(life, by, 'volume', { node: 'n1', certificate: 1, total })
    expect(volume('meter', 1n)).toBe('RESERVE_NOT_AUTHORITY')
    must(life, 'shop', 'appoint', { authority: 'meter' })
    expect(volume('meter', 1n)).toBe('ACCOUNT_BELOW_FLOOR')
    must(life, 'shop', 'deposit', { amount: 10n })
    for (const total of [1n, 999n, 1_000n, 1_001n]) expect(volume('meter', total)).toBe('accepted')
    expect(volume('meter', 1_000n)).toBe('RESERVE_VOLUME_REFUSED')
    expect(due(life, 'own')).toBe(2n)
    must(life, 'shop', 'withdraw', { amount: 8n })
    expect(life.failed()).toEqual([])
  })
})

describe('liveness', () => {
  it('behavior: a silent node can’t issue, and its certificates end with notice unless it speaks before', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    expect(run(life, 'eve', 'recall', { node: 'n1', container: null }, 5_000)).toBe('RESERVE_NOT_SILENT')
    expect(run(life, 'cafe', 'quote', ask(), 5_001)).toBe('RESERVE_NOT_COVERED')
    must(life, 'eve', 'recall', { node: 'n1', container: null }, 5_001)
    expect(run(life, 'eve', 'recall', { node: 'n1', container: null })).toBe('RESERVE_NOTICE_GIVEN')
    must(life, 'own', 'attest', { node: 'n1', containers: [], metrics: [{ name: 'storage', amount: 5n }] }, 6_000)
    must(life, 'cafe', 'quote', ask({ amount: 10n }))
    must(life, 'cafe', 'lapse', { project: 'cafe', quote: 'q' })
    must(life, 'eve', 'recall', { node: 'n1', container: null }, 11_500)
    // the first was due at 10,000 anyway; all of it is earned
    must(life, 'eve', 'expire', { node: 'n1', certificates: [1] })
    expect(due(life, 'own')).toBe(101n)
    expect(life.failed()).toEqual([])
  })

  it('behavior: who speaks after the notice is heard again when all that was recalled has ended', () => {
    const life = start()
    offered(life, 'n1')
    leased(life, 'shop', { duration: 20_000 })
    must(life, 'eve', 'recall', { node: 'n1', container: null }, 5_001)
    must(life, 'own', 'attest', { node: 'n1', containers: [], metrics: [] }, 6_001)
    expect(run(life, 'cafe', 'quote', ask())).toBe('RESERVE_NOT_COVERED')
    must(life, 'eve', 'expire', { node: 'n1', certificates: [1] }, 6_500)
    // 200 · 6,001 / 20,000
    expect([due(life, 'own'), due(life, 'shop')]).toEqual([60n, 140n])
    must(life, 'own', 'attest', { node: 'n1', containers: [], metrics: [] })
    must(life, 'cafe', 'quote', ask())
    expect(life.failed()).toEqual([])
  })

  it('behavior: certificates of a project that rents a container on the node live as long as the container', () => {
    const life = start()
    offered(life, 'n1')
    must(life, 'own', 'host', { container: 'c1', node: 'n1', project: 'shop', until: 10_000 })
    expect(run(life, 'shop', 'quote', ask())).toBe('RESERVE_NOT_COVERED')
    leased(life, 'shop', { duration: 9_900 })
    expect(run(life, 'own', 'host', { container: 'c2', node: 'n1', project: 'shop', until: 9_000 })).toBe(
      'RESERVE_CONTAINER_TAKEN',
    )
    must(life, 'own', 'attest', { node: 'n1', containers: [], metrics: [] }, 5_001)
    must(life, 'shop', 'recall', { node: 'n1', container: 'c1' })
    must(life, 'shop', 'expire', { node: 'n1', certificates: [1] }, 6_001)
    expect(due(life, 'own')).toBe(60n)
    must(life, 'own', 'host', { container: 'c2', node: 'n1', project: 'shop', until: 90_000 })
    leased(life)
    expect(reserve(life).tables.certificates.get({ node: 'n1', certificate: 2 })?.container).toBe('c2')
    expect(life.failed()).toEqual([])
  })
})

describe('a container', () => {
  it('behavior: that is silent or has a notice carries nothing new', () => {
    const life = start()
    offered(life, 'n1')
    must(life, 'own', 'host', { container: 'c1', node: 'n1', project: 'shop', until: 90_000 })
    leased(life, 'shop', { duration: 20_000, amount: 1n })
    must(life, 'own', 'attest', { node: 'n1', containers: [], metrics: [] }, 5_001)
    expect(run(life, 'shop', 'quote', ask())).toBe('RESERVE_NOT_COVERED')
    must(life, 'eve', 'recall', { node: 'n1', container: 'c1' })
    must(life, 'own', 'attest', { node: 'n1', containers: ['c1'], metrics: [] }, 6_001)
    // it speaks, but too late for the certificate that ended with its notice
    expect(run(life, 'shop', 'quote', ask())).toBe('RESERVE_NOT_COVERED')
    must(life, 'eve', 'expire', { node: 'n1', certificates: [1] }, 6_001)
    must(life, 'own', 'attest', { node: 'n1', containers: ['c1'], metrics: [] })
    must(life, 'shop', 'quote', ask())
  })
})

describe('by hand', () => {
  it('default: a request escrows its fee, and the owner grants or declines it', () => {
    const life = start()
    offered(life, 'n1')
    must(life, 'own', 'rulebook', rules({ automatic: false }))
    const { quote: _, ...asked } = ask({ request: 'r', node: 'n1', until: 1_000 })
    must(life, 'shop', 'request', asked)
    expect(usd(life, 'shop')).toBe(999_900n)
    expect(run(life, 'eve', 'grant', { project: 'shop', request: 'r' })).toBe('RESERVE_NOT_OWNER')
    must(life, 'own', 'rulebook', rules({ automatic: false, projectCap: 999n }))
    expect(run(life, 'own', 'grant', { project: 'shop', request: 'r' })).toBe('RESERVE_NOT_COVERED')
    must(life, 'own', 'rulebook', rules({ automatic: false, projectCap: 1_000n }))
    must(life, 'own', 'grant', { project: 'shop', request: 'r' }, 999)
    must(life, 'own', 'rulebook', rules({ automatic: false }))
    expect(standingOf(reserve(life), 'n1')).toMatchObject({ outstanding: 1_000n, bound: 9_000n })
    must(life, 'cafe', 'request', { ...asked, amount: 8_000n, until: 2_000 })
    expect(run(life, 'own', 'grant', { project: 'cafe', request: 'r' })).toBe('RESERVE_NOT_COVERED')
    expect(run(life, 'eve', 'decline', { project: 'cafe', request: 'r' }, 1_999)).toBe('RESERVE_REQUEST_NOT_OVER')
    expect(run(life, 'own', 'grant', { project: 'cafe', request: 'r' }, 2_000)).toBe('RESERVE_REQUEST_OVER')
    must(life, 'eve', 'decline', { project: 'cafe', request: 'r' }, 2_000)
    expect(due(life, 'cafe')).toBe(800n)
    expect(life.failed()).toEqual([])
  })
})

describe('a sale', () => {
  const sale = (more: object = {}) => ({
    kind: 'node',
    item: 'n1',
    price: 7_000n,
    buyer: null,
    until: 100,
    into: null,
    ...more,
  })
  const buy = (more: object = {}) => ({
    kind: 'node',
    item: 'n1',
    price: 7_000n,
    bound: 9_000n,
    stake: 0n,
    from: null,
    ...more,
  })

  it('default: a node goes with its token against payment, and its certificates stay honoured', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    must(life, 'own', 'sell', sale())
    expect(run(life, 'own', 'unstake', { node: 'n1', amount: 1n })).toBe('RESERVE_ON_SALE')
    expect(run(life, 'eve', 'buy', buy({ bound: 9_001n }))).toBe('RESERVE_SALE_CHANGED')
    expect(run(life, 'eve', 'buy', buy({ price: 6_999n }))).toBe('RESERVE_SALE_CHANGED')
    expect(run(life, 'own', 'buy', buy())).toBe('RESERVE_NOT_BUYER')
    must(life, 'eve', 'buy', buy())
    expect([usd(life, 'own'), usd(life, 'eve')]).toEqual([1_007_000n, 993_000n])
    expect(reserve(life).tables.nodes.get({ node: 'n1' })).toMatchObject({ owner: 'eve', outstanding: 1_000n })
    expect(reserve(life).tables.offers.size).toBe(0)
    must(life, 'shop', 'end', { node: 'n1', certificate: 1 }, 5_000)
    expect([due(life, 'own'), due(life, 'eve'), due(life, 'shop')]).toEqual([0n, 50n, 50n])
    expect(life.failed()).toEqual([])
  })

  it('behavior: fees of a node that was sold go by the rulebook under which its buyer offers it', () => {
    const life = start()
    offered(life, 'n1')
    leased(life)
    must(life, 'own', 'sell', sale())
    must(life, 'eve', 'buy', buy())
    must(life, 'eve', 'rulebook', rules({ returns: { restake: 10_000, pass: [] } }))
    must(
      life,
      'eve',
      'rulebook',
      rules({ book: 'c', returns: { restake: 0, pass: [{ party: 'cafe', share: 2_000 }] } }),
    )
    must(life, 'eve', 'offer', { node: 'n1', book: 'c', rate: RATE })
    must(life, 'shop', 'end', { node: 'n1', certificate: 1 }, 5_000)
    expect([due(life, 'eve'), due(life, 'cafe')]).toEqual([40n, 10n])
    expect(life.failed()).toEqual([])
  })

  it('behavior: what was to be paid into a node that the seller has sold is paid out', () => {
    const life = start()
    offered(life, 'n1')
    must(life, 'own', 'title', { thing: 'van', description: 'a van', evidence: hash(9) })
    must(life, 'own', 'sell', sale({ kind: 'thing', item: 'van', price: 300n, into: 'n1' }))
    must(life, 'own', 'sell', sale())
    must(life, 'eve', 'buy', buy())
    must(life, 'shop', 'buy', buy({ kind: 'thing', item: 'van', price: 300n }))
    expect(usd(life, 'own')).toBe(1_007_300n)
    expect(reserve(life).tables.nodes.get({ node: 'n1' })?.stake).toBe(0n)
  })

  it('behavior: other real assets are paid from unbound stake, and into stake', () => {
    const life = start()
    offered(life, 'n1')
    offered(life, 'n2', { owner: 'eve' })
    must(life, 'own', 'stake', { node: 'n1', amount: 400n })
    must(life, 'eve', 'title', { thing: 'van', description: 'a van', evidence: hash(9) })
    expect(run(life, 'own', 'title', { thing: 'bus', description: '', evidence: hash(1) })).toBe(
      'RESERVE_EVIDENCE_TAKEN',
    )
    must(life, 'eve', 'sell', sale({ kind: 'thing', item: 'van', price: 300n, buyer: 'own', into: 'n2' }))
    expect(run(life, 'shop', 'buy', buy({ kind: 'thing', item: 'van', price: 300n }))).toBe('RESERVE_NOT_BUYER')
    must(life, 'own', 'buy', buy({ kind: 'thing', item: 'van', price: 300n, from: 'n1' }))
    expect(standingOf(reserve(life), 'n1')?.worth).toBe(10_100n)
    expect(standingOf(reserve(life), 'n2')?.worth).toBe(10_300n)
    expect(reserve(life).tables.things.get({ thing: 'van' })?.owner).toBe('own')
    must(life, 'own', 'sell', sale({ kind: 'thing', item: 'van', price: 1n }))
    must(life, 'own', 'unsell', { kind: 'thing', item: 'van' })
    expect(life.failed()).toEqual([])
  })
})
