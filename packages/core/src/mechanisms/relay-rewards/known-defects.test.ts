/** Defects that systems like this one have had, each with what would show it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EPOCH, keyOf, plain, REDEMPTION, told, voucherOf } from '../../../test/relay.js'
import { story } from '../../../test/support/story.js'
import { cobbDouglas, optimalSplit } from '../../arithmetic/index.js'
import { available, createSystem, view } from '../../index.js'
import { delegation } from '../delegation/index.js'
import { type LaneSettled, type RelayTerms, relayRewards, signVoucher } from './index.js'

const FULL = 65_536n
const CLOSED = (epoch: number): number => (epoch + 1) * EPOCH + REDEMPTION

describe('defects of others', () => {
  it('behavior: whoever claims second gets as much as whoever claims first', () => {
    for (const order of [
      ['rhea', 'saul'],
      ['saul', 'rhea'],
    ] as const) {
      const life = told()
      for (const relayer of order) life.stake(relayer, 50n)
      life.run('rex', 'subscribe', { period: 0, asset: 'USD', rate: 8_000n })
      life.redeem(
        1,
        [
          ['rex', 'rhea', FULL],
          ['rex', 'saul', FULL],
        ],
        EPOCH,
      )
      life.settle(CLOSED(1))
      for (const relayer of order) life.run(relayer, 'claim', { rewards: [{ relayer, asset: 'USD' }] })
      expect(order.map((relayer) => life.has(relayer, 'USD'))).toEqual([4_000n, 4_000n])
      for (const relayer of order) life.run(relayer, 'claim', { rewards: [{ relayer, asset: 'USD' }] })
      expect(order.map((relayer) => life.has(relayer, 'USD'))).toEqual([4_000n, 4_000n])
    }
  })

  it('behavior: nothing is stranded: without stake all rolls over, and a relayer that nobody backs any more keeps its own', () => {
    const stake = delegation.with({
      asset: 'MPOND',
      rewards: ['USD'],
      minimum: 10n,
      evidence: 1,
      slashers: [],
      epoch: EPOCH,
      undelegationWait: 1,
      redelegationWait: 1,
      commissionWait: 2,
    })
    const { stakeOf } = stake.queries
    const system = createSystem({
      spec: '1.0',
      authentication: 'host',
      mechanisms: [
        stake,
        relayRewards.with({
          ...plain,
          backers: { instance: 'delegation', assets: ['USD'] },
          stakeOf,
          weightOf: stakeOf,
        }),
      ],
      assets: [{ asset: 'MPOND' }, { asset: 'USD' }, { asset: 'POND' }],
      allocations: ['ann', 'rex'].flatMap((party) =>
        ['MPOND', 'USD'].map((asset) => ({ party, asset, amount: 1_000_000n })),
      ),
    })
    const life = story(system as never)
    const run = (by: string, at: number, type: string, input: object) =>
      expect(life.run(by, type, input, at), type).toBe('accepted')
    const shares = [{ relayer: 'rhea', weight: 1 }]
    run('rex', 0, 'key.register', keyOf('rex'))
    run('rex', 0, 'relay-rewards.subscribe', { period: 0, asset: 'USD', rate: 1_000n })
    run('op', EPOCH, 'delegation.open', { pool: 'p', personal: false, commission: 0, shares })
    run('ann', EPOCH, 'delegation.delegate', { pool: 'p', amount: 64n })
    run('x', EPOCH, 'relay-rewards.redeem', {
      epoch: 1,
      vouchers: [voucherOf('rex', { relayer: 'rhea', epoch: 1, tickets: FULL })],
    })
    run('x', CLOSED(1), 'relay-rewards.settle', { limit: 1_000 })
    const lanes = life.events.findLast((event) => 'lanes' in (event as object)) as {
      readonly lanes: readonly LaneSettled[]
    }
    expect(lanes.lanes[0]).toEqual({ total: 1_000n, issued: 1_000n, shared: 0n, rolled: 1_000n })
    run('x', CLOSED(1), 'relay-rewards.redeem', {
      epoch: 2,
      vouchers: [voucherOf('rex', { relayer: 'rhea', epoch: 2, tickets: FULL })],
    })
    run('ann', 3 * EPOCH, 'delegation.undelegate', { pool: 'p', start: 2, since: 2, amount: 64n })
    run('x', CLOSED(2), 'relay-rewards.settle', { limit: 1_000 })
    run('x', CLOSED(2), 'relay-rewards.claim', { rewards: [{ relayer: 'rhea', asset: 'USD' }] })
    expect(view(system, life.state).balance(available('rhea', 'USD'))).toBe(2_000n)
    expect(life.failed()).toEqual([])
  })

  it('behavior: no epoch is overdrawn by a schedule that changes, the first one included', () => {
    const worths = [{ asset: 'USD', burned: 5_000, amount: 1n, worth: 1n }]
    const terms = (most: bigint): RelayTerms => ({
      ...plain.terms,
      alpha: { work: 1, of: 1 },
      most,
      until: 1_000_000n,
      worths,
    })
    const life = told({ subsidy: { asset: 'POND', limit: 'burned' }, terms: terms(0n) })
    life.stake('rhea', 1n)
    life.run('rex', 'subscribe', { period: 0, asset: 'USD', rate: 1_000n })
    life.run('rex', 'subscribe', { period: 1, asset: 'USD', rate: 1_000n })
    life.run('treasury', 'fund', { amount: 700n })
    let given = 0n
    for (const [epoch, most] of [
      [1, 900_000n],
      [2, 10n],
      [3, 1_000_000n],
      [4, 0n],
      [5, 0n],
    ] as const) {
      expect(life.run('council', 'announce', { terms: terms(most) }, epoch * EPOCH)).toBe('accepted')
      life.redeem(epoch, [['rex', 'rhea', FULL]])
    }
    // the terms of each epoch are those announced in the one before: 0, 900,000, 10, 1,000,000, 0; settled much later
    const due = [0n, 500n, 9n, 191n, 0n]
    while (life.settle(CLOSED(5), 1) === 'accepted') {
      const settled = life.life.events.findLast((event) => 'lanes' in (event as object)) as
        | { readonly epoch: number; readonly lanes: readonly LaneSettled[] }
        | undefined
      if (settled === undefined || settled.epoch === 0) continue
      const { shared } = settled.lanes[2] as LaneSettled
      expect(shared, `${settled.epoch}`).toBe(due[settled.epoch - 1])
      given += shared
    }
    expect(given).toBe(700n)
    expect(life.life.failed()).toEqual([])
  })

  it('behavior: a share never exceeds its exact value, and all shares never the total, at extreme ratios too', () => {
    const amount = fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: (1n << 120n) - 1n }))
    fc.assert(
      fc.property(
        amount,
        fc.array(fc.tuple(amount, amount), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(40),
        (total, parties, q, more) => {
          const p = more % (q + 1)
          const work = parties.reduce((sum, [own]) => sum + own, 0n)
          const stake = parties.reduce((sum, [, own]) => sum + own, 0n)
          let sum = 0n
          for (const [t, s] of parties) {
            const y = cobbDouglas({ total, work: [t, work], stake: [s, stake], alpha: [p, q] })
            const exact = (value: bigint) =>
              value ** BigInt(q) * work ** BigInt(p) * stake ** BigInt(q - p) <=
              total ** BigInt(q) * t ** BigInt(p) * s ** BigInt(q - p)
            if (work > 0n && stake > 0n) expect([exact(y), exact(y + 1n)]).toEqual([true, total === 0n && y + 1n <= 0n])
            sum += y
          }
          expect(sum).toBeLessThanOrEqual(total)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the best split of a budget', () => {
  /** What a relayer earns in an epoch if it buys so many tickets and so much stake beside what the others have. */
  function earns(
    budget: bigint,
    tickets: bigint,
    others: { readonly tickets: bigint; readonly stake: bigint },
  ): bigint {
    const life = told({ terms: { ...plain.terms, alpha: { work: 2, of: 3 } } })
    life.stake('saul', others.stake)
    life.stake('rhea', budget - tickets)
    // each ticket of it weighs one
    life.run('rex', 'subscribe', { period: 0, asset: 'USD', rate: FULL * 1_000_000n })
    const vouchers = [['rex', 'saul', others.tickets], ...(tickets > 0n ? [['rex', 'rhea', tickets]] : [])] as const
    expect(life.redeem(1, vouchers as never, EPOCH)).toBe('accepted')
    expect(life.settle(CLOSED(1))).toBe('accepted')
    return life.earned('rhea', 'USD')
  }

  it.each([
    ['small', 90n, { tickets: 40_000n, stake: 30_000n }],
    ['dominant in stake', 9_000n, { tickets: 20_000n, stake: 100n }],
    ['dominant in work', 9_000n, { tickets: 100n, stake: 20_000n }],
    ['dominant in both', 20_000n, { tickets: 300n, stake: 200n }],
  ] as const)('behavior: in an epoch as it is settled nobody gains by moving away from it: %s', (_, budget, others) => {
    const best = optimalSplit({ budget, cost: [1n, 1n], others: [others.tickets, others.stake], alpha: [2, 3] }).work
    const at = (tickets: bigint) => earns(budget, tickets, others)
    const [here, next] = [at(best), at(best + 1n)]
    for (const other of [best - 2n, best + 2n, best / 2n, (budget * 2n) / 3n, budget / 2n]) {
      const moved = at(other)
      expect(moved <= here || moved <= next, `${other}: ${moved}, ${here} and ${next}`).toBe(true)
    }
  })

  it('behavior: for a small relayer the ratio is that of alpha alone; for a dominant one it isn’t', () => {
    const split = (others: readonly [bigint, bigint]) =>
      optimalSplit({ budget: 9_000n, cost: [1n, 1n], others, alpha: [2, 3] }).work
    expect(split([10n ** 9n, 10n ** 9n])).toBe(5_999n)
    expect(split([20_000n, 100n])).toBeGreaterThan(8_000n)
    expect(split([100n, 20_000n])).toBeLessThan(2_500n)
  })
})

describe('the voucher of the specification', () => {
  it('behavior: is signed as the text shows', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../../../spec/v1/relay-rewards.md'), 'utf8')
    const keys = readFileSync(join(import.meta.dirname, '../../../../../spec/v1/signatures.md'), 'utf8')
    const value = (from: string, what: string) =>
      from.match(new RegExp(`^\\| ${what} \\| \`([^\`]*)\` \\|$`, 'm'))?.[1] ?? ''
    const [stream, instance, receiver, key, relayer] = ['stream', 'instance', 'receiver', 'key', 'relayer'].map(
      (what) => value(text, what),
    ) as [string, string, string, string, string]
    const count = { relayer, epoch: Number(value(text, 'epoch')), tickets: BigInt(value(text, 'tickets')) }
    for (const scheme of ['ed25519', 'secp256k1'] as const) {
      const privateKey = value(keys, `${scheme} private key`)
      expect(signVoucher({ stream, instance, receiver, key }, count, { scheme, privateKey })).toBe(
        value(text, `${scheme} signature`),
      )
    }
  })
})
