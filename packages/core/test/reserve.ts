/** A reserve whose nodes are appraised, minted and offered, for tests that begin there. */
import { expect } from 'vitest'
import { createSystem } from '../src/index.js'
import { resourceReserve } from '../src/mechanisms/resource-reserve/index.js'
import { type Story, story } from './support/story.js'

export const PERIOD = 1_000
const DAY = 86_400
/** A tenth of the amount in 10,000 seconds. */
export const RATE = DAY * 10_000
const settings = {
  asset: 'USD',
  native: 'NAT',
  period: PERIOD,
  appraisers: ['ada', 'bob'],
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
}
export const reserveSystem = (more: Partial<typeof settings> = {}) =>
  createSystem({
    spec: '1.0',
    mechanisms: [resourceReserve.with({ ...settings, ...more })],
    assets: [{ asset: 'USD' }],
    allocations: ['own', 'eve', 'shop', 'cafe'].map((party) => ({ party, asset: 'USD', amount: 1_000_000n })),
  })
type Instance = ReturnType<typeof reserveSystem>['mechanisms'][number]

/** A life of a reserve. */
export interface ReserveLife {
  readonly story: Story<Instance>
  see(now?: number): ReturnType<Story<Instance>['see']>['mechanisms']['resource-reserve']
  /** @returns `accepted` or the code. */
  run(by: string, name: string, input: object, at?: number): string
  must(by: string, name: string, input: object, at?: number): void
  appraise(node: string, quote: bigint, at?: number): void
  /** A node with one rulebook that admits everybody. */
  offer(node: string, more?: { owner?: string; rate?: number; quote?: bigint }): void
  /** Value let out until 10,000 seconds later. */
  lease(project: string, amount: bigint, more?: object): void
}

export function reserveLife(more: Partial<typeof settings> = {}): ReserveLife {
  const told = story(reserveSystem(more), 0)
  let items = 0
  const see: ReserveLife['see'] = (now) => told.see(now).mechanisms['resource-reserve']
  const run: ReserveLife['run'] = (by, name, input, at) => told.run(by, `resource-reserve.${name}`, input, at)
  const must: ReserveLife['must'] = (by, name, input, at) => expect(run(by, name, input, at), name).toBe('accepted')
  const appraise: ReserveLife['appraise'] = (node, quote, at = told.state.at) => {
    for (const by of ['ada', 'bob']) {
      must(by, 'report', { node, quote, work: 100n, produced: 0n, observed: at, signed: null }, at)
    }
    must('eve', 'appraise', { node })
  }
  return {
    story: told,
    see,
    run,
    must,
    appraise,
    offer(node, { owner = 'own', rate = RATE, quote = 10_000n } = {}) {
      items += 1
      must(owner, 'register', {
        node,
        hardware: 'rack',
        software: [],
        evidence: [String(items).padStart(64, '0')],
        model: null,
        metrics: [],
        tax: null,
        cost: 10_000n,
        salvage: 0n,
        serviced: 0,
        schedule: { method: 'straight-line', periods: 50, factor: 0, switching: false, units: 0n, pace: 0n, years: 0 },
      })
      appraise(node, quote)
      must(owner, 'mint', { node })
      if (!see().tables.rulebooks.has({ owner, book: 'b' })) {
        must(owner, 'rulebook', {
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
        })
      }
      must(owner, 'offer', { node, book: 'b', rate })
    },
    lease(project, amount, changes = {}) {
      items += 1
      const quote = `q${items}`
      const asked = { quote, amount, duration: 10_000, rate: 9 * RATE, volumeRate: 0, purpose: 'sales', ...changes }
      must(project, 'quote', asked)
      must(project, 'take', { quote })
    },
  }
}
