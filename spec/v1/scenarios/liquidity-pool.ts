/** Stories of a liquidity pool. Spec: liquidity-pool.md. */
import { createSystem } from '@symbolon/core'
import { liquidityPool } from '@symbolon/core/liquidity-pool'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const MOST = (1n << 127n) - 1n
const step = (by: string, name: string, input: unknown, expect: Expectation = 'accepted', note?: string): Step => ({
  command: { by, at: 0, type: `liquidity-pool.${name}`, input },
  expect,
  ...(note === undefined ? {} : { note }),
})
const provide = (base: bigint, quote: bigint, least = 0n) => ({ base, quote, least })
const remove = (shares: bigint, base = 0n, quote = 0n) => ({ shares, base, quote })
const swap = (asset: string, amount: bigint, least = 0n) => ({ asset, amount, least })
const buy = (asset: string, amount: bigint, most: bigint) => ({ asset, amount, most })

const system = createSystem({
  spec: '1.0',
  mechanisms: [liquidityPool.with({ base: 'AAA', quote: 'BBB', fee: 30, authority: 'board' })],
  assets: [{ asset: 'AAA' }, { asset: 'BBB' }],
  allocations: ['ann', 'ben', 'cat'].flatMap((party) =>
    ['AAA', 'BBB'].map((asset) => ({ party, asset, amount: 1_000_000n })),
  ),
})

const trading: Scenario = {
  name: 'trading',
  about: 'Providing, swapping both ways, leaving with the fees; a pool that everybody has left.',
  system,
  at: 0,
  steps: [
    step('ann', 'provide', provide(40_000n, 10_000n)),
    step('ben', 'provide', provide(5001n, 5000n, 2500n), 'accepted', 'in proportion: 5,000 and 1,250'),
    step('cat', 'swap', swap('AAA', 4000n, 915n)),
    step('cat', 'buy', buy('BBB', 4000n, 1000n)),
    step('board', 'configure', { fee: 9999 }),
    step('cat', 'swap', swap('BBB', 100_000n), 'accepted', 'at a fee of nearly all'),
    step('board', 'configure', { fee: 10_000 }, 'PARAMS_REFUSED'),
    step('ben', 'remove', remove(2500n), 'accepted', 'with its part of the fees'),
    step('ann', 'remove', remove(19_000n), 'accepted', 'a thousand shares stay'),
    step('cat', 'provide', provide(10_000n, 10_000n), 'accepted', 'at the price that was left'),
  ],
}
const refusals: Scenario = {
  name: 'refusals',
  about: 'Every code in order of precedence, each step wrong in what comes later too.',
  system,
  at: 0,
  steps: [
    step('ann', 'remove', remove(1n, 1n), 'LIQUIDITY_SHARES_EXCEEDED'),
    step('ann', 'swap', swap('CCC', 1n, 9n), 'LIQUIDITY_ASSET_UNKNOWN'),
    step('ann', 'swap', swap('AAA', 1n, 9n), 'LIQUIDITY_POOL_EMPTY'),
    step('ann', 'buy', buy('CCC', MOST, 1n), 'LIQUIDITY_ASSET_UNKNOWN'),
    step('ann', 'buy', buy('BBB', MOST, 1n), 'LIQUIDITY_POOL_EMPTY'),
    step('nobody', 'provide', provide(1000n, 1000n, 1n), 'LIQUIDITY_TOO_SMALL', 'all of it would be nobody’s'),
    step('nobody', 'provide', provide(1001n, 1001n, 2n), 'LIQUIDITY_LIMIT_PASSED'),
    step('nobody', 'provide', provide(1001n, 1001n), 'ACCOUNT_BELOW_FLOOR'),
    step('ann', 'provide', provide(MOST, MOST), 'ACCOUNT_BELOW_FLOOR'),
    step('ann', 'provide', provide(400_000n, 100n)),
    step('ann', 'provide', provide(63n, 1000n, 9n), 'LIQUIDITY_TOO_SMALL', 'less than a share'),
    step('ann', 'remove', remove(5325n), 'LIQUIDITY_SHARES_EXCEEDED'),
    step('ann', 'remove', remove(5324n, 1_000_000n), 'LIQUIDITY_LIMIT_PASSED'),
    step('ann', 'remove', remove(5324n, 0n, 1000n), 'LIQUIDITY_LIMIT_PASSED'),
    step('ann', 'swap', swap('AAA', 4000n, 9n), 'LIQUIDITY_TOO_SMALL'),
    step('ann', 'swap', swap('BBB', 100n, 1_000_000n), 'LIQUIDITY_LIMIT_PASSED'),
    step('nobody', 'swap', swap('BBB', 100n), 'ACCOUNT_BELOW_FLOOR'),
    step('ann', 'buy', buy('AAA', 100n, 1n), 'LIQUIDITY_EXCEEDED', 'all there is'),
    step('ann', 'buy', buy('AAA', 99n, 1n), 'LIQUIDITY_LIMIT_PASSED'),
    step('nobody', 'buy', buy('AAA', 1n, 10_000n), 'ACCOUNT_BELOW_FLOOR'),
    step('ann', 'swap', swap('BBB', 900_000n)),
    step('ann', 'remove', remove(1n, 1n), 'LIQUIDITY_LIMIT_PASSED', 'a share of little'),
    ...[
      ['provide', { base: '0', quote: '1', least: '0' }, 'nothing of one asset'],
      ['swap', { asset: 'AAA', amount: '1' }, 'a member too few'],
      ['buy', { asset: 'AAA', amount: '1', most: '0' }, 'for nothing'],
    ].map(([name, input, note]) => ({
      json: { id: 'hostile', by: 'ann', at: '0', type: `liquidity-pool.${name}`, input },
      expect: 'INPUT_INVALID',
      note: note as string,
    })),
  ],
}
export const scenarios: readonly Scenario[] = [trading, refusals]
