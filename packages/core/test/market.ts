/** Networks with currencies, members, collateral and prices, for tests that tell what they do to each other. */
import { expect } from 'vitest'
import {
  account,
  audit,
  type Changes,
  changes,
  createSystem,
  execute,
  type FeedPolicy,
  genesis,
  type State,
  view,
} from '../src/index.js'
import {
  deficit,
  memberAccount,
  pairAccount,
  type TradeCreditParams,
  type TradeCreditView,
  tradeCredit,
  type Underwriting,
} from '../src/mechanisms/trade-credit/index.js'

export const HOUSE = 'house'
export const HOUR = 3600
export const START = 10 * HOUR

export const UNDERWRITING: Underwriting = {
  haircut: 2_000,
  ratio: 16_000,
  period: HOUR,
  premium: 100,
  insured: 2_500,
  wait: 10 * HOUR,
  cure: 5 * HOUR,
}
const POLICY: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 2 * HOUR,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: false,
  timelock: 0,
}

export interface MarketOptions {
  readonly backing?: 'none' | 'stake'
  readonly params?: Partial<TradeCreditParams>
  readonly ageing?: boolean
}
export function marketSystem({ backing = 'none', params = {}, ageing = false }: MarketOptions = {}) {
  const staked = backing === 'stake' ? { collateral: 'SOURCE', underwriting: UNDERWRITING } : {}
  const bases = ['EUR', 'CHF', 'GBP', 'SOURCE', 'GOLD']
  return createSystem({
    spec: '1.0',
    mechanisms: [
      tradeCredit.with({
        unit: 'RSD',
        backing,
        currencies: ['EUR', 'CHF', 'GBP', 'SEK'],
        ...(ageing ? { ageing: { bucket: HOUR, term: 3 } } : {}),
        roundLength: HOUR,
        ...staked,
        ...params,
        authority: HOUSE,
      }),
    ],
    assets: [{ asset: 'SOURCE' }, { asset: 'GOLD' }],
    allocations: ['ann', 'bob', 'uma', 'ugo', 'op-a', 'op-b', 'op-c'].flatMap((party) => [
      { party, asset: 'SOURCE', amount: 1_000_000n },
      { party, asset: 'GOLD', amount: 1_000_000n },
    ]),
    feeds: bases.map((base) => ({ base, quote: 'RSD', policy: POLICY })),
  })
}

export interface Market {
  readonly system: ReturnType<typeof marketSystem>
  now: number
  state: State
  readonly events: readonly { readonly type: string; readonly data: unknown }[]
  readonly changes: Changes
  /** Runs a command of trade credit. @returns `accepted` or the code. */
  run(by: string, command: string, input: unknown): string
  /** The same, which must be accepted. */
  do(by: string, command: string, input: unknown): Market
  /** Reports a price: `quoteAmount` units of account for `baseAmount`. */
  price(base: string, quoteAmount: bigint, baseAmount?: bigint, confidence?: bigint): Market
  /** Records a report as it is. */
  report(report: object): Market
  /** Goes on in time and reports all prices anew. */
  pass(seconds: number): Market
  view(): TradeCreditView
  /** Drops whatever reports of a price nobody retains. @returns how many. */
  prune(base: string): number
  /** What a party has available. */
  has(party: string, asset: string): bigint
  /** What a member has of a currency. */
  money(member: string, currency: string): bigint
  deficit(network: string, partner: string): bigint
  side(network: string, partner: string): bigint
  /** Both sides agree to limits both ways. */
  join(a: string, b: string, limit?: bigint, more?: object): Market
}

/** Networks a (EUR), b (CHF), c (GBP) with members ann, bob, cat; every price is 1. */
export function market(options: MarketOptions = {}): Market {
  const system = marketSystem(options)
  const prices = new Map<string, readonly [bigint, bigint, bigint]>()
  let { state } = genesis(system, { at: START })
  let count = 0
  let events: Market['events'] = []
  let changed: Changes = { balances: [], rows: [] }
  const run = (by: string, type: string, input: unknown): string => {
    count += 1
    const outcome = execute(system, state, { id: `c${count}`, by, at: place.now, type, input } as never)
    if (outcome.status === 'rejected') return outcome.code
    state = outcome.state
    events = outcome.events as Market['events']
    changed = changes(outcome.decision)
    expect(audit(system, state)).toEqual([])
    return 'accepted'
  }
  const place: Market = {
    system,
    now: START,
    get state() {
      return state
    },
    set state(other) {
      state = other
    },
    get events() {
      return events
    },
    get changes() {
      return changed
    },
    run: (by, command, input) => run(by, `trade-credit.${command}`, input),
    do(by, command, input) {
      expect(place.run(by, command, input), `${command} by ${by}`).toBe('accepted')
      return place
    },
    price(base, quoteAmount, baseAmount = 1n, confidence = 0n) {
      prices.set(base, [quoteAmount, baseAmount, confidence])
      const report = { base, quote: 'RSD', baseAmount, quoteAmount, confidence, observed: place.now, source: 's' }
      const more = { until: place.now + 24 * HOUR, number: count, signatures: [] }
      expect(run('oracle', 'price.report', { ...report, ...more })).toBe('accepted')
      return place
    },
    report(report) {
      expect(run('oracle', 'price.report', report)).toBe('accepted')
      return place
    },
    pass(seconds) {
      place.now += seconds
      for (const [base, [quoteAmount, baseAmount, confidence]] of prices) {
        place.price(base, quoteAmount, baseAmount, confidence)
      }
      return place
    },
    prune(base) {
      expect(run('anybody', 'price.prune', { base, quote: 'RSD', before: place.now })).toBe('accepted')
      return changed.rows.length
    },
    view: () => view(system, state).mechanisms['trade-credit'],
    has: (party, asset) => view(system, state).balance(account(party, asset, 'available')),
    money: (member, currency) => place.view().balance(memberAccount(place.view(), member, currency)),
    deficit: (network, partner) => deficit(place.view(), network, partner),
    side: (network, partner) => place.view().balance(pairAccount(place.view(), network, partner)),
    join(a, b, limit = 100n, more = {}) {
      const terms = { allocated: limit, accepted: limit, clearing: true, ...more }
      place.do(`op-${a}`, 'agree', { network: a, partner: b, ...terms })
      return place.do(`op-${b}`, 'agree', { network: b, partner: a, ...terms })
    },
  }
  for (const base of ['EUR', 'CHF', 'GBP', 'SOURCE', 'GOLD']) place.price(base, 1n)
  // a price that is a period old, beside the present one
  place.pass(UNDERWRITING.period + 1)
  for (const [network, currency, member] of [
    ['a', 'EUR', 'ann'],
    ['b', 'CHF', 'bob'],
    ['c', 'GBP', 'cat'],
  ]) {
    place.do(`op-${network}`, 'found', { network })
    place.do(`op-${network}`, 'adopt', { network, currency })
    place.do(`op-${network}`, 'admit', { network, member, ...TERMS })
    place.do(`op-${network}`, 'admit', { network, member: `op-${network}`, ...TERMS })
  }
  return place
}
export const TERMS = { limit: 1000n, expires: 1000 * HOUR, grace: HOUR, cap: null }
