/** Networks with currencies, collateral and prices, for scenarios that tell what they do to each other. */
import { createSystem, type FeedPolicy, type System } from '@symbolon/core'
import { tradeCredit, type Underwriting } from '@symbolon/core/trade-credit'
import type { Expectation, Scenario, Step } from '../../../generator/scenario.js'

export const HOUR = 3600
export const HOUSE = 'house'

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
const UNDERWRITING: Underwriting = {
  haircut: 2_000,
  ratio: 16_000,
  period: HOUR,
  premium: 100,
  insured: 5_000,
  wait: HOUR,
  cure: HOUR,
}
const BASES = ['EUR', 'CHF', 'SOURCE', 'GOLD']
const FEEDS = [...BASES, 'GBP']

/** @param backing - With `stake`, SOURCE is collateral. Deficits are overdue after one bucket of an hour. */
export const marketSystem = (backing: 'none' | 'stake', segments?: number): System => {
  const staked = backing === 'stake' ? { collateral: 'SOURCE', underwriting: UNDERWRITING } : {}
  return createSystem({
    spec: '1.0',
    mechanisms: [
      tradeCredit.with({
        unit: 'RSD',
        backing,
        currencies: ['EUR', 'CHF', 'GBP'],
        ageing: { bucket: HOUR, term: 1 },
        roundLength: HOUR,
        ...staked,
        ...(segments === undefined ? {} : { segments }),
        authority: HOUSE,
      }),
    ],
    assets: [{ asset: 'SOURCE' }, { asset: 'GOLD' }],
    allocations: ['uma', 'ugo', 'op-a', 'op-b'].flatMap((party) => [
      { party, asset: 'SOURCE', amount: 1_000_000n },
      { party, asset: 'GOLD', amount: 1_000n },
    ]),
    feeds: FEEDS.map((base) => ({ base, quote: 'RSD', policy: POLICY })),
  }) as System
}

/** Steps told one after the other, at a time that goes on. */
export interface Tale {
  readonly steps: readonly Step[]
  /** Goes on in time. */
  pass(seconds: number): Tale
  /** A command of trade credit. */
  tell(by: string, name: string, input: object, expect?: Expectation, note?: string): Tale
  /** Reports a price: `quoteAmount` units of account for `baseAmount`. */
  price(base: string, quoteAmount: bigint, baseAmount?: bigint, confidence?: bigint): Tale
  /** Reports a price of 1 for all. */
  prices(): Tale
}
export function tale(): Tale {
  const steps: Step[] = []
  let at = 0
  const told: Tale = {
    steps,
    pass(seconds) {
      at += seconds
      return told
    },
    tell(by, name, input, expected, note) {
      const expect = expected ?? 'accepted'
      const command = { by, at, type: `trade-credit.${name}`, input }
      steps.push(note === undefined ? { command, expect } : { command, expect, note: `${note}: ${expect}` })
      return told
    },
    price(base, quoteAmount, baseAmount = 1n, confidence = 0n) {
      const ratio = { base, quote: 'RSD', baseAmount, quoteAmount, confidence }
      const input = {
        ...ratio,
        observed: at,
        until: at + 100 * HOUR,
        source: 's',
        number: steps.length,
        signatures: [],
      }
      steps.push({ command: { by: 'oracle', at, type: 'price.report', input }, expect: 'accepted' })
      return told
    },
    prices() {
      for (const base of BASES) told.price(base, 1n)
      return told
    },
  }
  return told
}
export const LINE = { limit: 1000n, expires: 1000 * HOUR, grace: HOUR, cap: null }

/** Networks a (EUR, member ann) and b (CHF, member bob) that issue 500 abroad; all prices are 1 and a period old. */
export function market(): Tale {
  const told = tale()
  told
    .prices()
    .pass(HOUR + 1)
    .prices()
  for (const [network, currency, member] of [
    ['a', 'EUR', 'ann'],
    ['b', 'CHF', 'bob'],
  ] as const) {
    told.tell(`op-${network}`, 'found', { network }).tell(`op-${network}`, 'adopt', { network, currency })
    told.tell(`op-${network}`, 'external', { network, issued: 500n, cap: 800n, drift: null })
    for (const name of [member, `op-${network}`]) {
      told.tell(`op-${network}`, 'admit', { network, member: name, ...LINE })
    }
  }
  return told
}
export function join(told: Tale, a: string, b: string, limit: bigint, more: object = {}): Tale {
  const terms = { allocated: limit, accepted: limit, clearing: true, ...more }
  told.tell(`op-${a}`, 'agree', { network: a, partner: b, ...terms })
  return told.tell(`op-${b}`, 'agree', { network: b, partner: a, ...terms })
}
export const scenario = (name: string, about: string, system: System, { steps }: Tale): Scenario => ({
  name,
  about,
  system,
  at: 0,
  steps,
})
export const scenarios: readonly Scenario[] = []
