/** A reserve as the stories compose it, and what their commands take. */
import { createSystem, type System } from '@symbolon/core'
import { resourceReserve, type Schedule } from '@symbolon/core/resource-reserve'
import type { Expectation, Scenario, Step } from '../../../generator/scenario.js'

export const PERIOD = 1000
const DAY = 86_400
/** A tenth of the amount in 10,000 seconds. */
export const RATE = DAY * 10_000

const params = {
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
  publishInterval: 1_000,
  publishMost: 8,
}
export const systemOf = (cap?: bigint): System =>
  createSystem({
    spec: '1.0',
    mechanisms: [resourceReserve.with({ asset: 'USD', native: 'NAT', period: PERIOD, ...params, authority: 'board' })],
    assets: [{ asset: 'USD' }, cap === undefined ? { asset: 'NAT' } : { asset: 'NAT', cap }, { asset: 'RACK' }],
    allocations: ['own', 'eve', 'shop', 'cafe'].map((party) => ({ party, asset: 'USD', amount: 100_000n })),
  }) as System

export const schedule = (more: Partial<Schedule> = {}): Schedule => ({
  method: 'straight-line',
  periods: 50,
  factor: 0,
  switching: false,
  units: 0n,
  pace: 0n,
  years: 0,
  ...more,
})
export const hash = (digit: number): string => String(digit).repeat(64)
/** What a node is made of. */
export const hardware = (more: object = {}) => ({
  hardware: 'a rack of eight',
  software: [],
  evidence: [hash(1)],
  model: null,
  cost: 10_000n,
  salvage: 0n,
  serviced: 0,
  schedule: schedule(),
  ...more,
})
export const registered = (node: string, more: object = {}) => ({
  node,
  ...hardware(),
  metrics: [],
  tax: null,
  ...more,
})
export const reported = (node: string, observed: number, more: object = {}) => ({
  node,
  quote: 10_000n,
  work: 100n,
  produced: 0n,
  observed,
  signed: null,
  ...more,
})
export const rules = (more: object = {}) => ({
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
export const asked = (more: object = {}) => ({
  quote: 'q',
  amount: 1_000n,
  duration: 10_000,
  rate: 2 * RATE,
  volumeRate: 0,
  purpose: 'sales of june',
  ...more,
})
export const request = (more: object = {}) => {
  const { quote: _, ...rest } = asked()
  return { request: 'r', node: 'n1', until: 1_000, ...rest, ...more }
}
export const sale = (more: object = {}) => ({
  kind: 'node',
  item: 'n1',
  price: 7_000n,
  buyer: null,
  until: 90_000,
  into: null,
  ...more,
})
export const bought = (more: object = {}) => ({
  kind: 'node',
  item: 'n1',
  price: 7_000n,
  bound: 0n,
  stake: 0n,
  from: null,
  ...more,
})

export type Row = readonly [by: string, name: string, input: object, expect?: Expectation, note?: string]
export const at = (time: number, rows: readonly Row[]): readonly Step[] =>
  rows.map(([by, name, input, expect = 'accepted', note]) => ({
    command: { by, at: time, type: name.includes('.') ? name : `resource-reserve.${name}`, input },
    expect,
    ...(note === undefined ? {} : { note: `${note}: ${expect}` }),
  }))

/** A node that is minted and offered by `own` under the rulebook b. */
export const offered = (node: string, rate: number, more: object = {}, time = 0): readonly Row[] => [
  ['own', 'register', registered(node, more)],
  ['ada', 'report', reported(node, time)],
  ['bob', 'report', reported(node, time)],
  ['eve', 'appraise', { node }],
  ['own', 'mint', { node }],
  ['own', 'rulebook', rules()],
  ['own', 'offer', { node, book: 'b', rate }],
]

/** Here are only the means. */
export const scenarios: readonly Scenario[] = []
