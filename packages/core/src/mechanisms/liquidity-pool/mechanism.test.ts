import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { story } from '../../../test/support/story.js'
import {
  audit,
  available,
  createSystem,
  digest,
  execute,
  genesis,
  type System,
  seal,
  verify,
  view,
} from '../../index.js'
import { bridge } from '../bridge/index.js'
import { custody } from '../custody/index.js'
import { transfer } from '../transfer/index.js'
import { amountIn, amountOut, cost, liquidityPool, providedBy, received, reservesOf } from './index.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    liquidityPool.with({ base: 'AAA', quote: 'BBB', fee: 30, authority: 'board' }),
    custody.with({ assets: ['AAA'], authority: 'vault' }),
  ],
  assets: [{ asset: 'BBB' }],
  allocations: [
    ...['ann', 'ben', 'cat'].flatMap((party) => ['AAA', 'BBB'].map((asset) => ({ party, asset, amount: 10n ** 9n }))),
  ],
})
const begin = () => story(system)
type Life = ReturnType<typeof begin>
const pool = (life: Life) => life.see().mechanisms['liquidity-pool']
const provide = (base: bigint, quote: bigint, least = 0n) => ({ base, quote, least })
const filled = () => {
  const life = begin()
  expect(life.run('ann', 'liquidity-pool.provide', provide(40_000n, 10_000n))).toBe('accepted')
  return life
}

describe('provide and remove', () => {
  it('default: the square root of the product at first, a thousand of it nobody’s', () => {
    const life = filled()
    expect(life.events).toEqual([{ shares: 19_000n, base: 40_000n, quote: 10_000n }])
    expect(reservesOf(pool(life))).toEqual({ base: 40_000n, quote: 10_000n, shares: 20_000n })
  })
  it('default: later in the proportion of what is there, no more than that is taken', () => {
    const life = filled()
    expect(life.run('ben', 'liquidity-pool.provide', provide(5_001n, 5_000n))).toBe('accepted')
    expect(life.events).toEqual([{ shares: 2500n, base: 5000n, quote: 1250n }])
    expect(life.run('ben', 'liquidity-pool.remove', { shares: 2500n, base: 5000n, quote: 1250n })).toBe('accepted')
    expect(life.see().balance(available('ben', 'AAA'))).toBe(10n ** 9n)
    expect(life.failed()).toEqual([])
  })
  it('behavior: a pool that everybody has left isn’t empty and begins no second time', () => {
    const life = filled()
    expect(life.run('ann', 'liquidity-pool.remove', { shares: 19_000n, base: 0n, quote: 0n })).toBe('accepted')
    expect(reservesOf(pool(life))).toEqual({ base: 2000n, quote: 500n, shares: 1000n })
    expect(providedBy(pool(life), 'ann').shares).toBe(0n)
    expect(life.run('ben', 'liquidity-pool.provide', provide(400n, 100n))).toBe('accepted')
    expect(life.events).toEqual([{ shares: 200n, base: 400n, quote: 100n }])
  })
  it('behavior: making a share dear costs the first provider a thousand times what it gains by it', () => {
    const life = begin()
    expect(life.run('ann', 'liquidity-pool.provide', provide(1001n, 1001n))).toBe('accepted')
    life.run('ann', 'liquidity-pool.swap', { asset: 'AAA', amount: 10_000_000n, least: 0n })
    life.run('ann', 'liquidity-pool.swap', { asset: 'BBB', amount: 10_000_000n, least: 0n })
    const { base, quote } = reservesOf(pool(life))
    expect(base * quote).toBeGreaterThan(1001n * 1001n)
    const own = providedBy(pool(life), 'ann')
    expect([own.base, own.quote]).toEqual([base / 1001n, quote / 1001n])
    expect(life.run('ben', 'liquidity-pool.provide', provide(1n, quote / 2000n))).toBe('LIQUIDITY_TOO_SMALL')
  })
  it('error: the codes in order of precedence', () => {
    const life = begin()
    expect(life.run('ann', 'liquidity-pool.remove', { shares: 1n, base: 0n, quote: 0n })).toBe(
      'LIQUIDITY_SHARES_EXCEEDED',
    )
    expect(life.run('ann', 'liquidity-pool.provide', provide(1000n, 1000n, 1n))).toBe('LIQUIDITY_TOO_SMALL')
    expect(life.run('ann', 'liquidity-pool.provide', provide(1001n, 1001n, 2n))).toBe('LIQUIDITY_LIMIT_PASSED')
    expect(life.run('nobody', 'liquidity-pool.provide', provide(1001n, 1001n, 1n))).toBe('ACCOUNT_BELOW_FLOOR')
    expect(life.run('ann', 'liquidity-pool.provide', provide(3000n, 1000n, 1n))).toBe('accepted')
    expect(life.run('ann', 'liquidity-pool.remove', { shares: 733n, base: 9999n, quote: 0n })).toBe(
      'LIQUIDITY_SHARES_EXCEEDED',
    )
    expect(life.run('ann', 'liquidity-pool.remove', { shares: 732n, base: 9999n, quote: 0n })).toBe(
      'LIQUIDITY_LIMIT_PASSED',
    )
    expect(life.run('ann', 'liquidity-pool.remove', { shares: 732n, base: 0n, quote: 9999n })).toBe(
      'LIQUIDITY_LIMIT_PASSED',
    )
  })
})

describe('swap and buy', () => {
  it('default: by the constant product, the fee stays in the pool', () => {
    const life = filled()
    expect(received(pool(life), 'AAA', 4000n)).toBe(906n)
    expect(life.run('cat', 'liquidity-pool.swap', { asset: 'AAA', amount: 4000n, least: 906n })).toBe('accepted')
    expect(life.events).toEqual([{ given: 4000n, got: 906n }])
    expect(reservesOf(pool(life))).toMatchObject({ base: 44_000n, quote: 9094n })
    expect(cost(pool(life), 'BBB', 4000n)).toBe(913n)
    expect(life.run('cat', 'liquidity-pool.buy', { asset: 'BBB', amount: 4000n, most: 913n })).toBe('accepted')
    expect(life.events).toEqual([{ given: 913n, got: 4000n }])
    expect(life.failed()).toEqual([])
  })
  it('error: the codes in order of precedence', () => {
    const life = begin()
    const swap = (asset: string, amount: bigint, least: bigint) =>
      life.run('cat', 'liquidity-pool.swap', { asset, amount, least })
    const buy = (asset: string, amount: bigint, most: bigint) =>
      life.run('cat', 'liquidity-pool.buy', { asset, amount, most })
    expect(swap('CCC', 1n, 9n)).toBe('LIQUIDITY_ASSET_UNKNOWN')
    expect(swap('AAA', 1n, 9n)).toBe('LIQUIDITY_POOL_EMPTY')
    expect(buy('CCC', 1n, 1n)).toBe('LIQUIDITY_ASSET_UNKNOWN')
    expect(buy('AAA', 1n, 1n)).toBe('LIQUIDITY_POOL_EMPTY')
    life.run('ann', 'liquidity-pool.provide', provide(40_000n, 10_000n))
    expect(swap('AAA', 1n, 9n)).toBe('LIQUIDITY_TOO_SMALL')
    expect(swap('AAA', 4000n, 907n)).toBe('LIQUIDITY_LIMIT_PASSED')
    expect(buy('AAA', 10_000n, 1n)).toBe('LIQUIDITY_EXCEEDED')
    expect(buy('AAA', 906n, 3996n)).toBe('LIQUIDITY_LIMIT_PASSED')
    expect(life.run('nobody', 'liquidity-pool.swap', { asset: 'AAA', amount: 4000n, least: 0n })).toBe(
      'ACCOUNT_BELOW_FLOOR',
    )
  })
  it('behavior: asking for what a swap gives never costs more than the swap', () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 24n })
    fc.assert(
      fc.property(amount, amount, amount, fc.integer({ min: 0, max: 9999 }), (given, from, to, fee) => {
        const got = amountOut(given, from, to, fee)
        expect(got < to).toBe(true)
        expect((from + given) * (to - got) >= from * to).toBe(true)
        if (got === 0n) return
        const asked = amountIn(got, from, to, fee)
        expect(asked <= given).toBe(true)
        expect((from + asked) * (to - got) >= from * to).toBe(true)
      }),
    )
  })
  it('error: a pool of one asset, and a fee of all', () => {
    const made = (settings: { base: string; quote: string; fee: number }) => () =>
      createSystem({
        spec: '1.0',
        mechanisms: [liquidityPool.with(settings)],
        assets: [{ asset: 'AAA' }, { asset: 'BBB' }],
      })
    expect(made({ base: 'AAA', quote: 'AAA', fee: 0 })).toThrow(TypeError)
    expect(made({ base: 'AAA', quote: 'BBB', fee: 10_000 })).toThrow(TypeError)
  })
})

describe('what is set aside', () => {
  it('behavior: never funds a pool: a provider gives what it has available, and nothing else', () => {
    const life = begin()
    life.run('ann', 'custody.withdraw', { asset: 'AAA', amount: 10n ** 9n - 5000n, to: 'x' })
    expect(life.see().balance(available('ann', 'AAA'))).toBe(5000n)
    expect(life.run('ann', 'liquidity-pool.provide', provide(5001n, 5001n))).toBe('ACCOUNT_BELOW_FLOOR')
    const other = createSystem({
      spec: '1.0',
      mechanisms: [
        liquidityPool.with({ base: 'AAA', quote: 'POND', fee: 30 }),
        bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 1n, wait: 9, liquidity: 0 }),
      ],
      assets: [{ asset: 'AAA' }],
      allocations: ['AAA', 'POND'].map((asset) => ({ party: 'ann', asset, amount: 5000n })),
    })
    const second = story(other)
    expect(second.run('ann', 'bridge.bond', { amount: 2500n })).toBe('accepted')
    expect(second.run('ann', 'liquidity-pool.provide', provide(2501n, 2501n))).toBe('ACCOUNT_BELOW_FLOOR')
  })
})

const accepted = new Set<string>()
afterAll(() => {
  const all = Object.keys(liquidityPool.blueprint.commands).map((command) => `liquidity-pool.${command}`)
  expect(all.filter((type) => !accepted.has(type))).toEqual([])
})
describe('whatever is done', () => {
  const amount = fc.oneof(fc.bigInt({ min: 1n, max: 3000n }), fc.constantFrom(1n, 100_000n))
  const some = fc.bigInt({ min: 0n, max: 20n })
  const asset = fc.constantFrom('AAA', 'BBB')
  const command = fc.oneof(
    fc.record({ type: fc.constant('provide'), input: fc.record({ base: amount, quote: amount, least: some }) }),
    fc.record({ type: fc.constant('remove'), input: fc.record({ shares: amount, base: some, quote: some }) }),
    fc.record({ type: fc.constant('swap'), input: fc.record({ asset, amount, least: some }) }),
    fc.record({ type: fc.constant('buy'), input: fc.record({ asset, amount, most: amount }) }),
    fc.record({ type: fc.constant('configure'), input: fc.record({ fee: fc.integer({ min: 0, max: 9999 }) }) }),
  )
  const steps = fc.array(fc.tuple(fc.constantFrom('ann', 'ben', 'cat'), command), { maxLength: 50, size: 'max' })
  it('behavior: k never falls, a share is never worth less, and refused commands change nothing', () => {
    fc.assert(
      fc.property(steps, (commands) => {
        const first = genesis(system as System, { at: 0 })
        let { state } = first
        const records = [seal(first.decision, '0'.repeat(64))]
        for (const [index, [who, { type, input }]] of commands.entries()) {
          const before = state
          const by = type === 'configure' ? 'board' : who
          const outcome = execute(system as System, state, {
            id: `c${index}`,
            by,
            at: 0,
            type: `liquidity-pool.${type}`,
            input,
          } as never)
          if (outcome.status === 'rejected') {
            expect(digest(system, state)).toBe(digest(system, before))
            continue
          }
          accepted.add(`liquidity-pool.${type}`)
          state = outcome.state
          records.push(seal(outcome.decision, records.at(-1)!.hash))
          const [then, now] = [before, state].map((one) =>
            reservesOf(view(system, one).mechanisms['liquidity-pool']),
          ) as [ReturnType<typeof reservesOf>, ReturnType<typeof reservesOf>]
          // k by square of shares, for provisions and removals too
          if (then.shares > 0n) {
            expect(now.base * now.quote * then.shares ** 2n >= then.base * then.quote * now.shares ** 2n).toBe(true)
          }
        }
        expect(audit(system, state)).toEqual([])
        expect(verify(system as System, records)).toMatchObject({ status: 'verified' })
      }),
      { numRuns: 60, seed: 20_262 },
    )
  })
})
