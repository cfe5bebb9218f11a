/** Networks that issue to each other, for tests that tell what becomes of it. */
import { available, createSystem, type FeedPolicy } from '../src/index.js'
import { mutualCredit, nextEpoch, reserveAccount, type Terms } from '../src/mechanisms/mutual-credit/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { type Story, story } from './support/story.js'

export const DAY = 86_400
export const POLICY: FeedPolicy = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: DAY,
  futureSkew: 0,
  lowest: null,
  highest: null,
  jump: null,
  monotone: false,
  timelock: 0,
}
const asset = (id: string) => ({ asset: id, tracked: true })

/** Alba, Bern and Corte, with assets A, B and C; Corte's fees are in USD. Epochs are days. */
export const partnersSystem = () =>
  createSystem({
    spec: '1.0',
    mechanisms: [transfer.with({}), mutualCredit.with({ epoch: DAY, assets: ['A', 'B', 'C'], authority: 'founder' })],
    assets: [asset('A'), asset('B'), { ...asset('C'), cap: 100_000n }, asset('USD')],
    allocations: [
      { party: 'ann', asset: 'A', amount: 10_000n },
      { party: 'abe', asset: 'A', amount: 10_000n },
      { party: 'bob', asset: 'B', amount: 10_000n },
      { party: 'bea', asset: 'B', amount: 10_000n },
      { party: 'cid', asset: 'C', amount: 10_000n },
      { party: 'shop', asset: 'USD', amount: 1_000_000n },
      { party: 'shop', asset: 'A', amount: 1_000_000n },
    ],
    feeds: ['A', 'B', 'C'].map((base) => ({ base, quote: 'USD', policy: POLICY })),
    authority: 'founder',
  })

export const FIXED: Terms = {
  start: 0,
  first: { kind: 'fixed', amount: 100n },
  second: { kind: 'fixed', amount: 50n },
  conditions: [],
  notice: 0,
  lock: 0,
}

type Partners = ReturnType<typeof partnersSystem>
export interface Place extends Story<Partners['mechanisms'][number]> {
  /** Runs a command of mutual credit. */
  readonly say: (by: string, name: string, input: object, at?: number) => string
  /** Proposes by the first side and accepts by the second. */
  readonly agree: (terms: Partial<Terms>, at?: number, agreement?: string) => string
  /** Settles all epochs that are over, page by page. */
  readonly settleAll: (limit?: number, at?: number) => void
  readonly reserve: (network: string, asset: string, agreement?: string) => bigint
  readonly has: (party: string, asset: string) => bigint
  readonly report: (base: string, price: bigint, at: number, observed?: number) => string
}

export function place(system = partnersSystem(), founded = true): Place {
  const life = story(system) as unknown as Story<Partners['mechanisms'][number]>
  const say: Place['say'] = (by, name, input, at) => life.run(by, `mutual-credit.${name}`, input, at)
  const see = () => life.see().mechanisms['mutual-credit']
  if (founded) {
    say('founder', 'found', { network: 'alba', operator: 'op-a', asset: 'A' })
    say('founder', 'found', { network: 'bern', operator: 'op-b', asset: 'B' })
    say('founder', 'found', { network: 'corte', operator: 'op-c', asset: 'C', fees: 'USD' })
  }
  const more: Omit<Place, keyof Story<never>> = {
    say,
    agree(terms: Partial<Terms>, at?: number, agreement = 'ab') {
      const input = { agreement, network: 'alba', partner: 'bern', terms: { ...FIXED, ...terms } }
      const proposed = say('op-a', 'propose', input, at)
      const revision = see().tables.agreements.get({ agreement })?.revision
      return proposed === 'accepted' ? say('op-b', 'accept', { agreement, network: 'bern', revision }, at) : proposed
    },
    settleAll(limit = 10, at?: number) {
      let next = nextEpoch(see())
      while (next !== undefined) {
        if (say('anyone', 'settle', { epoch: next.key.epoch, ...next.row, limit }, at) !== 'accepted') return
        next = nextEpoch(see())
      }
    },
    reserve: (network: string, of: string, agreement = 'ab') =>
      life.see().balance(reserveAccount(see(), { agreement, network, asset: of })),
    has: (party: string, of: string) => life.see().balance(available(party, of)),
    report: (base: string, price: bigint, at: number, observed = at) =>
      life.run(
        'oracle',
        'price.report',
        {
          base,
          quote: 'USD',
          baseAmount: 1n,
          quoteAmount: price,
          confidence: 0n,
          observed,
          until: observed + 10 * DAY,
          source: 'market',
          number: observed,
          signatures: [],
        },
        at,
      ),
  }
  return Object.defineProperties(more, Object.getOwnPropertyDescriptors(life)) as Place
}
