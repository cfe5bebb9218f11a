import { createSystem, type FeedPolicy } from '@symbolon/core'
import { tradeCredit } from '@symbolon/core/trade-credit'
import type { PriceSource } from '@symbolon/oracles'
import { guard, median } from '@symbolon/oracles/compose'
import { history } from '@symbolon/oracles/history'
import { CLEARING_HOUSE, type Planned, RECORDED_AT } from './planned.js'

const HOUR = 3600
const policy: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 2 * HOUR,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: true,
  timelock: 0,
}

/** Three networks with currencies of their own, accounts in one unit, collateral behind what they may owe. */
export const marketSystem = createSystem({
  spec: '1.0',
  mechanisms: [
    tradeCredit.with({
      unit: 'RSD',
      backing: 'stake',
      collateral: 'SOURCE',
      currencies: ['EUR', 'CHF', 'NOK'],
      ageing: { bucket: HOUR, term: 1 },
      underwriting: {
        haircut: 2000,
        ratio: 16_000,
        period: HOUR,
        premium: 100,
        insured: 5000,
        wait: HOUR,
        cure: HOUR,
      },
      spread: 50,
      roundLength: HOUR,
      authority: CLEARING_HOUSE,
    }),
  ],
  assets: [{ asset: 'SOURCE' }],
  allocations: [{ party: 'underwriter', asset: 'SOURCE', amount: 10_000n }],
  feeds: ['EUR', 'CHF', 'NOK', 'SOURCE'].map((base) => ({ base, quote: 'RSD', policy })),
})

/** A step of the story: what it shows, its command, and the code it must be refused with. */
export interface StoryStep {
  /** Absent: it only prepares the next one. */
  readonly says?: string
  readonly command: Planned
  readonly refused?: string
}

/** When prices are reported, seconds after the beginning, and what of: quote units of a hundred, give or take one. */
const TIMES = [0, HOUR + 1, HOUR + 61, 2 * HOUR + 61, 3 * HOUR + 61]
const PRICES = {
  EUR: [200n, 200n, 200n, 200n, 200n],
  CHF: [300n, 300n, 300n, 300n, 300n],
  NOK: [20n, 20n, 20n, 20n, 20n],
  SOURCE: [100n, 100n, 70n, 20n, 20n],
}
type Priced = keyof typeof PRICES
const ALL = Object.keys(PRICES) as Priced[]

/** Three exchanges, of which one is dearer and one has been silent from the start; what counts is the median, guarded. */
function sourceOf(base: Priced): PriceSource {
  const exchange = (name: string, dearer: bigint, from: number): PriceSource =>
    history({
      base,
      quote: 'RSD',
      validity: 24 * HOUR,
      source: name,
      prices: PRICES[base].map((quoteAmount, i) => ({
        observed: RECORDED_AT + from + (TIMES[i] ?? 0),
        baseAmount: 100n,
        quoteAmount: quoteAmount + dearer,
        confidence: 1n,
      })),
    })
  const exchanges = [exchange('north', 0n, 0), exchange('south', 1n, 0), exchange('west', 0n, 1000 * HOUR)]
  return guard(median(exchanges, { quorum: 2, dispersion: 1_000 }), { base, quote: 'RSD', uncertainty: 1_000 })
}
const NETWORKS = [
  ['alba', 'EUR', 'ann'],
  ['bern', 'CHF', 'bob'],
  ['oslo', 'NOK', 'ole'],
] as const

/** The story, in order. Ids come from the place, times from the story, so that it is the same in every run. */
export async function marketStory(): Promise<readonly StoryStep[]> {
  const steps: StoryStep[] = []
  let at = RECORDED_AT
  const tell = (by: string, type: `${string}.${string}`, input: Planned['input'], says?: string, refused?: string) => {
    const command = { id: `step-${steps.length + 1}`, by, at, type, input }
    steps.push({
      command: refused === undefined ? command : { ...command, hopeless: true },
      ...(says === undefined ? {} : { says }),
      ...(refused === undefined ? {} : { refused }),
    })
  }
  const sources = new Map(ALL.map((base) => [base, sourceOf(base)]))
  /** Reports at the time of this number. */
  const report = async (time: number, bases: readonly Priced[] = ALL): Promise<void> => {
    at = RECORDED_AT + (TIMES[time] ?? 0)
    for (const base of bases) {
      const found = await sources.get(base)?.({ base, quote: 'RSD' }, at)
      tell('oracle', 'price.report', { ...found })
    }
  }
  const trade = (by: string, name: string, input: Planned['input'], says?: string, refused?: string): void =>
    tell(by, `trade-credit.${name}`, input, says, refused)
  const agree = (debtor: string, creditor: string, limit: bigint): void => {
    const half = { clearing: true }
    trade(`op-${debtor}`, 'agree', { network: debtor, partner: creditor, allocated: limit, accepted: 0n, ...half })
    trade(`op-${creditor}`, 'agree', { network: creditor, partner: debtor, allocated: 0n, accepted: limit, ...half })
  }
  const buy = (from: number, to: number, amount: bigint): Planned['input'] => ({
    network: NETWORKS[from]?.[0],
    partner: NETWORKS[to]?.[0],
    seller: NETWORKS[to]?.[2],
    fixed: 'received',
    paths: [{ via: [], amount }],
    bound: 10_000n,
  })

  await report(0)
  await report(1)
  const line = { limit: 2000n, expires: at + 1000 * HOUR, grace: HOUR, cap: null }
  for (const [network, currency, member] of NETWORKS) {
    trade(`op-${network}`, 'found', { network })
    trade(`op-${network}`, 'adopt', { network, currency })
    trade(`op-${network}`, 'external', { network, issued: 5000n, cap: null, drift: null })
    trade(`op-${network}`, 'admit', { network, member, ...line })
    trade('underwriter', 'stake', { network, amount: network === 'alba' ? 1600n : 1000n })
  }
  agree('alba', 'bern', 800n)
  agree('bern', 'oslo', 500n)
  agree('oslo', 'alba', 500n)
  trade('ann', 'buy', buy(0, 1, 200n), 'ann buys for 200 CHF of bob and pays in EUR')
  trade('bob', 'buy', buy(1, 2, 2000n), 'bob buys for 2,000 NOK of ole and pays in CHF')
  trade('ole', 'buy', buy(2, 0, 100n), 'ole buys for 100 EUR of ann and pays in NOK')
  trade('ann', 'buy', buy(0, 1, 70n), 'ann wants more than alba may owe', 'TRADE_LIMIT_EXCEEDED')
  await report(2, ['SOURCE'])
  trade('ann', 'buy', buy(0, 1, 1n), 'collateral falls, and covers no more', 'TRADE_STAKE_EXCEEDED')
  trade(CLEARING_HOUSE, 'open-round', {})
  // alba → bern 605, bern → oslo 422, oslo → alba 202: what one owes the next around the circle, less the least of them
  trade(
    CLEARING_HOUSE,
    'settle-round',
    { flow: [202n, 202n, 202n], potential: [0n, 0n, 0n] },
    'a round without proof',
    'CLEARING_NOT_MAXIMUM',
  )
  trade(
    CLEARING_HOUSE,
    'settle-round',
    { flow: [202n, 202n, 202n], potential: [0n, 1n, 2n] },
    'a round clears 202 around the circle',
  )
  await report(3)
  await report(4)
  trade('op-bern', 'default', { network: 'alba', creditor: 'bern' }, 'alba defaults: collateral, insurance, write-down')
  trade('ann', 'buy', buy(0, 1, 1n), 'ann wants to buy abroad again', 'TRADE_BORDER_CLOSED')
  return steps
}
