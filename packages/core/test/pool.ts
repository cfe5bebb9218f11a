/** A pool that lends USD against gold, an own token and two tokens of partners, for tests. */
import { createSystem } from '../src/index.js'
import { lending, type Terms } from '../src/mechanisms/lending/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { type Story, story } from './support/story.js'

export const HOUR = 3_600
export const DAY = 86_400
export const YEAR = 31_536_000

export const POLICY = {
  reporters: ['oracle'],
  signers: [],
  threshold: 0,
  maxAge: 2 * HOUR,
  futureSkew: 0,
  monotone: false,
  lowest: null,
  highest: null,
  jump: null,
  timelock: 0,
}
export const params = {
  curve: [
    { utilisation: 0, rate: 200 },
    { utilisation: 8000, rate: 1000 },
    { utilisation: 10_000, rate: 10_000 },
  ],
  reserve: 1000,
  close: 5000,
  least: 100n,
  lag: HOUR,
}
export const poolSystem = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), lending.with({ asset: 'USD', unit: 'USD', ...params, authority: 'board' })],
  assets: ['USD', 'GOLD', 'TIN', 'ASH', 'OAK'].map((asset) => ({ asset })),
  feeds: ['GOLD', 'TIN', 'ASH', 'OAK'].map((base) => ({ base, quote: 'USD', policy: POLICY })),
  allocations: [
    { party: 'sue', asset: 'USD', amount: 1_000_000n },
    { party: 'sam', asset: 'USD', amount: 1_000_000n },
    { party: 'lee', asset: 'USD', amount: 1_000_000n },
    { party: 'ashes', asset: 'USD', amount: 100_000n },
    { party: 'oaks', asset: 'USD', amount: 100_000n },
    ...['bob', 'ben'].flatMap((party) =>
      ['GOLD', 'TIN', 'ASH', 'OAK'].map((asset) => ({ party, asset, amount: 1_000_000n })),
    ),
  ],
})

export const terms = (more: Partial<Terms> = {}): Terms => ({
  loanToValue: 7000,
  threshold: 8000,
  bonus: 500,
  cap: 500_000n,
  outcome: 'sale',
  uncovered: 0n,
  notice: DAY,
  ...more,
})

/** A story in which a pool lives: time goes by with reports of its prices. */
export interface PoolStory extends Story<(typeof poolSystem.mechanisms)[number]> {
  /** Reports a price of 1,000 units. */
  price(asset: string, thousand: bigint, confidence?: bigint): void
  /** Time goes by; every feed reports what it said last. */
  pass(seconds: number): void
}

export function poolStory(): PoolStory {
  const life = story(poolSystem)
  const last = new Map<string, readonly [bigint, bigint]>()
  let [now, number] = [0, 0]
  const report = (asset: string) => {
    const [quoteAmount, confidence] = last.get(asset) as readonly [bigint, bigint]
    number += 1
    const said = { base: asset, quote: 'USD', baseAmount: 1000n, quoteAmount, confidence, observed: now }
    const input = { ...said, until: now + 3 * HOUR, source: 'x', number, signatures: [] }
    const came = life.run('oracle', 'price.report', input, now)
    if (came !== 'accepted') throw new Error(came)
  }
  const price = (asset: string, thousand: bigint, confidence = 0n) => {
    last.set(asset, [thousand, confidence])
    report(asset)
  }
  const pass = (seconds: number) => {
    now += seconds
    for (const asset of last.keys()) report(asset)
  }
  for (const asset of ['GOLD', 'TIN', 'ASH', 'OAK']) price(asset, 1000n)
  pass(HOUR + 1)
  return Object.assign(Object.create(life), { price, pass }) as PoolStory
}

/** 10,000 supplied by sue, GOLD and TIN listed, bob with 1,000 GOLD deposited. */
export function lent(): PoolStory {
  const life = poolStory()
  const done = [
    life.run('board', 'lending.list', { asset: 'GOLD', terms: terms() }),
    life.run('board', 'lending.list', {
      asset: 'TIN',
      terms: terms({ loanToValue: 4000, threshold: 5000, bonus: 1000 }),
    }),
    life.run('sue', 'lending.supply', { amount: 10_000n }),
    life.run('bob', 'lending.deposit', { asset: 'GOLD', amount: 1000n }),
  ]
  if (done.some((code) => code !== 'accepted')) throw new Error(done.join())
  return life
}
