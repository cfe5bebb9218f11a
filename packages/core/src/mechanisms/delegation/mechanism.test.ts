/** Delegation, one rule at a time. */
import { describe, expect, it } from 'vitest'
import { type Story, story } from '../../../test/support/story.js'
import { available, createSystem, view } from '../../index.js'
import { bridge } from '../bridge/index.js'
import { transfer } from '../transfer/index.js'
import { backingOf, delegation, lotsOf } from './index.js'

const EPOCH = 10
const settings = {
  asset: 'MPOND',
  rewards: ['POND', 'USD'],
  minimum: 50n,
  evidence: 3,
  slashers: ['judge'],
  epoch: EPOCH,
  undelegationWait: 3,
  redelegationWait: 1,
  commissionWait: 2,
  authority: 'council',
}
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, epoch: EPOCH, wait: EPOCH, liquidity: 5000 }),
    delegation.with(settings),
  ],
  assets: [
    { asset: 'MPOND', tracked: true, transferable: false, whitelist: ['@bridge', '@delegation'] },
    { asset: 'POND' },
    { asset: 'USD' },
  ],
  allocations: [
    ...['ann', 'ben', 'cleo'].map((party) => ({ party, asset: 'MPOND', amount: 1_000n })),
    ...['POND', 'USD'].map((asset) => ({ party: 'payer', asset, amount: 10n ** 30n })),
    { party: 'payer', asset: 'MPOND', amount: 10n },
  ],
})
type Life = Story<(typeof system.mechanisms)[number]>
const begin = (): Life => story(system)
/** Whatever isn't accepted fails the test. */
function done(life: Life, by: string, type: string, input: object, epoch?: number): unknown {
  const at = epoch === undefined ? undefined : epoch * EPOCH
  expect(life.run(by, `delegation.${type}`, input, at), `${type} by ${by}`).toBe('accepted')
  return life.events.at(-1)
}
const shares = (...of: readonly (readonly [string, number])[]) => of.map(([relayer, weight]) => ({ relayer, weight }))
const pool = (more: object = {}) => ({
  pool: 'p',
  personal: false,
  commission: 0,
  shares: shares(['r', 1]),
  ...more,
})
const held = (life: Life, party: string) => view(system, life.state).held(party, 'MPOND')
const has = (life: Life, party: string, asset = 'POND') => view(system, life.state).balance(available(party, asset))
const stakeOf = (life: Life, relayer: string, epoch: number) =>
  backingOf(view(system, life.state).mechanisms.delegation, relayer, epoch)
const lots = (life: Life, party: string, of = 'p') => lotsOf(view(system, life.state).mechanisms.delegation, party, of)

describe('stake', () => {
  it('behavior: what is added counts from the next epoch on, what leaves counts no longer at once', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n }, 2)
    expect(stakeOf(life, 'r', 2)).toEqual({ stake: 0n, total: 0n })
    expect(stakeOf(life, 'r', 3)).toEqual({ stake: 100n, total: 100n })
    done(life, 'ann', 'delegate', { pool: 'p', amount: 40n }, 3)
    expect(stakeOf(life, 'r', 3).stake).toBe(100n)
    done(life, 'ann', 'undelegate', { pool: 'p', start: 3, since: 3, amount: 30n })
    expect(stakeOf(life, 'r', 3)).toEqual({ stake: 70n, total: 70n })
    expect(stakeOf(life, 'r', 4)).toEqual({ stake: 110n, total: 110n })
    done(life, 'ann', 'undelegate', { pool: 'p', start: 3, since: 3, amount: 70n }, 5)
    expect(stakeOf(life, 'r', 4), 'the past stays').toEqual({ stake: 110n, total: 110n })
    expect(stakeOf(life, 'r', 5), 'forty are less than the minimum').toEqual({ stake: 0n, total: 0n })
    expect(life.failed()).toEqual([])
  })

  it('behavior: a pool backs its relayers by weights, and each counts for itself', () => {
    const life = begin()
    done(life, 'op', 'open', pool({ shares: shares(['r', 1], ['s', 2]) }))
    done(life, 'op', 'open', pool({ pool: 'q', shares: shares(['s', 1]) }))
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    done(life, 'ben', 'delegate', { pool: 'q', amount: 20n })
    expect(stakeOf(life, 'r', 1)).toEqual({ stake: 0n, total: 86n })
    expect(stakeOf(life, 's', 1)).toEqual({ stake: 86n, total: 86n })
  })

  it('behavior: delegated and waiting stake is held, votes and answers to liens', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    expect(life.run('ann', 'bridge.request', { amount: 900n })).toBe('accepted')
    done(life, 'ann', 'delegate', { pool: 'p', amount: 1_000n })
    expect(held(life, 'ann')).toBe(1_000n)
    expect(life.run('ann', 'bridge.convert', { epoch: 0, amount: 100n }, EPOCH)).toBe('ACCOUNT_BELOW_FLOOR')
    done(life, 'ann', 'undelegate', { pool: 'p', start: 1, since: 1, amount: 1_000n }, 1)
    expect(held(life, 'ann')).toBe(1_000n)
    done(life, 'ann', 'withdraw', { pool: 'p', start: 1, end: 2 }, 5)
    expect(life.run('ann', 'bridge.convert', { epoch: 0, amount: 100n })).toBe('accepted')
  })

  it('error: locked tokens don’t change hands by way of a pool', () => {
    const life = begin()
    expect(life.run('ann', 'transfer.send', { to: 'ben', asset: 'MPOND', amount: 1n })).toBe('TRANSFER_RESTRICTED')
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 10n })
    expect(life.run('ben', 'delegation.undelegate', { pool: 'p', start: 1, since: 1, amount: 1n }, EPOCH)).toBe(
      'DELEGATION_LOT_UNKNOWN',
    )
  })
})

describe('rewards', () => {
  const backed = () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    done(life, 'ben', 'delegate', { pool: 'p', amount: 200n })
    return life
  }
  const collect = (life: Life, party: string, ...of: number[]) =>
    done(life, party, 'collect', { pool: 'p', lots: of.map((start) => ({ start, since: start })) })

  it('behavior: go to who has backed from the beginning of the epoch, in proportion, the second as much as the first', () => {
    const life = backed()
    done(life, 'cleo', 'delegate', { pool: 'p', amount: 700n }, 1)
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 301n })
    expect(collect(life, 'ann', 1)).toEqual({ paid: [100n, 0n] })
    expect(collect(life, 'ben', 1)).toEqual({ paid: [200n, 0n] })
    expect(collect(life, 'cleo', 2)).toEqual({ paid: [0n, 0n] })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 1_000n }, 2)
    expect(collect(life, 'cleo', 2)).toEqual({ paid: [700n, 0n] })
    expect(collect(life, 'ben', 1), 'the third of a unit before is still there').toEqual({ paid: [200n, 0n] })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 2n })
    expect(collect(life, 'ben', 1), 'two thirds and two fifths').toEqual({ paid: [1n, 0n] })
    expect(life.failed()).toEqual([])
  })

  it('behavior: a pool that nobody has touched for long divides each epoch’s rewards among those of that epoch', () => {
    const life = backed()
    done(life, 'cleo', 'delegate', { pool: 'p', amount: 300n }, 1)
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'USD', amount: 300n }, 1)
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'USD', amount: 600n }, 2)
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'USD', amount: 600n }, 7)
    expect(collect(life, 'cleo', 2)).toEqual({ paid: [0n, 600n] })
    expect(collect(life, 'ann', 1)).toEqual({ paid: [0n, 300n] })
    expect(collect(life, 'ben', 1)).toEqual({ paid: [0n, 600n] })
  })

  it('behavior: the operator’s share rounds up, in 2^−64 of a base unit; the relayer’s in base units', () => {
    const life = begin()
    done(life, 'op', 'open', pool({ commission: 1_000 }))
    done(life, 'r', 'charge', { commission: 1 })
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 102n }, 1)
    expect(has(life, 'r'), 'its charge waits').toBe(0n)
    expect(collect(life, 'ann', 1)).toEqual({ paid: [91n, 0n] })
    expect(done(life, 'op', 'draw', { pool: 'p' })).toEqual({ paid: [10n, 0n] })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 99n }, 2)
    expect(has(life, 'r'), 'a ten-thousandth of 99').toBe(1n)
    expect(done(life, 'op', 'draw', { pool: 'p' }), 'a fifth and 9.8').toEqual({ paid: [10n, 0n] })
    expect(life.failed()).toEqual([])
  })

  it('behavior: a commission that waits takes nothing of what was earned before', () => {
    const life = backed()
    expect(done(life, 'op', 'commission', { pool: 'p', commission: 10_000 }, 1)).toEqual({ from: 3 })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 300n }, 2)
    expect(collect(life, 'ann', 1)).toEqual({ paid: [100n, 0n] })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 300n }, 3)
    expect(collect(life, 'ann', 1), 'earned before anybody touched the pool').toEqual({ paid: [100n, 0n] })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 300n })
    expect(collect(life, 'ann', 1)).toEqual({ paid: [0n, 0n] })
    expect(done(life, 'op', 'draw', { pool: 'p' })).toEqual({ paid: [300n, 0n] })
  })

  it('behavior: undelegation stops rewards at once, and what was earned stays', () => {
    const life = backed()
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 300n }, 1)
    done(life, 'ann', 'undelegate', { pool: 'p', start: 1, since: 1, amount: 100n })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 300n })
    expect(collect(life, 'ann')).toEqual({ paid: [100n, 0n] })
    expect(collect(life, 'ben', 1)).toEqual({ paid: [500n, 0n] })
  })

  it('behavior: where nothing backs a relayer the reward is the relayer’s: none is stranded', () => {
    const life = begin()
    expect(done(life, 'payer', 'reward', { relayer: 'r', asset: 'USD', amount: 7n })).toEqual({
      relayer: 7n,
      backers: 0n,
    })
    expect(has(life, 'r', 'USD')).toBe(7n)
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 49n })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'USD', amount: 7n }, 1)
    expect(has(life, 'r', 'USD'), 'less than the minimum is nothing').toBe(14n)
  })
})

describe('redelegation', () => {
  it('behavior: waits, then stake and liability move with the next epoch', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    expect(done(life, 'op', 'redelegate', { pool: 'p', shares: shares(['s', 1]) }, 1)).toEqual({ from: 2 })
    done(life, 'x', 'settle', { pools: ['p'] })
    expect(stakeOf(life, 'r', 1).stake).toBe(100n)
    done(life, 'x', 'settle', { pools: ['p'] }, 2)
    expect([stakeOf(life, 'r', 2).stake, stakeOf(life, 's', 2).stake]).toEqual([0n, 0n])
    expect([stakeOf(life, 'r', 3).stake, stakeOf(life, 's', 3).stake]).toEqual([0n, 100n])
    done(life, 'judge', 'slash', { target: 's', epoch: 2, fraction: 5_000 })
    done(life, 'x', 'settle', { pools: ['p'] }, 3)
    expect(stakeOf(life, 's', 3).stake, 'it did not back s in epoch 2').toBe(100n)
    done(life, 'judge', 'slash', { target: 'r', epoch: 2, fraction: 1_000 })
    done(life, 'judge', 'slash', { target: 'r', epoch: 3, fraction: 1_000 })
    done(life, 'judge', 'slash', { target: 's', epoch: 3, fraction: 1_000 })
    done(life, 'x', 'settle', { pools: ['p'] })
    expect(stakeOf(life, 's', 3).stake).toBe(81n)
    expect(life.failed()).toEqual([])
  })
})

describe('a pool that goes to dearer relayers', () => {
  const moved = (life: Life, epoch: number, ...to: readonly (readonly [string, number])[]) =>
    done(life, 'op', 'redelegate', { pool: 'p', shares: shares(...to) }, epoch)

  it('behavior: waits like a commission, whatever way it goes', () => {
    const life = begin()
    done(life, 'puppet', 'charge', { commission: 10_000 })
    done(life, 'op', 'open', pool(), 5)
    expect(moved(life, 5, ['puppet', 1])).toEqual({ from: 7 })
    expect(moved(life, 5, ['r', 9_999], ['puppet', 1])).toEqual({ from: 7 })
    expect(moved(life, 5, ['s', 1])).toEqual({ from: 6 })
    expect(moved(life, 5), 'it may leave for nobody').toEqual({ from: 6 })
    expect(moved(life, 6, ['puppet', 1]), 'and gets nowhere by it').toEqual({ from: 8 })
    expect(moved(life, 6, ['r', 1])).toEqual({ from: 7 })
    // what a relayer has announced counts as if it were so
    done(life, 's', 'charge', { commission: 1 }, 7)
    expect(moved(life, 7, ['s', 1])).toEqual({ from: 9 })
    done(life, 'r', 'charge', { commission: 500 })
    expect(moved(life, 7, ['s', 1]), 'but r isn’t that dear yet').toEqual({ from: 9 })
    expect(moved(life, 8, ['s', 1]), 'from 9 on it is').toEqual({ from: 9 })
  })

  it('behavior: so its delegators have the rewards of all epochs until then', () => {
    const life = begin()
    done(life, 'puppet', 'charge', { commission: 10_000 })
    done(life, 'op', 'open', pool(), 5)
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    moved(life, 6, ['puppet', 1])
    done(life, 'x', 'settle', { pools: ['p'] }, 7)
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 300n })
    done(life, 'x', 'settle', { pools: ['p'] }, 8)
    done(life, 'payer', 'reward', { relayer: 'puppet', asset: 'POND', amount: 300n }, 9)
    expect(done(life, 'ann', 'collect', { pool: 'p', lots: [{ start: 6, since: 6 }] })).toEqual({ paid: [300n, 0n] })
    expect(has(life, 'puppet')).toBe(300n)
    expect(life.failed()).toEqual([])
  })
})

describe('rewards of a pool that moves', () => {
  it('behavior: it has what comes in for a relayer until the end of the epoch in which it goes, and nothing in that in which it comes', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    done(life, 'op', 'open', pool({ pool: 'q', shares: shares(['r', 1], ['s', 1]) }))
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    done(life, 'ben', 'delegate', { pool: 'q', amount: 200n })
    done(life, 'op', 'redelegate', { pool: 'p', shares: shares(['s', 1]) }, 1)
    const pay = (relayer: string, amount: bigint, epoch: number) =>
      done(life, 'payer', 'reward', { relayer, asset: 'POND', amount }, epoch)
    pay('r', 1_000n, 2)
    pay('s', 1_000n, 2)
    // so far nobody has touched the pool: it still backs r; and when it doesn't, it has the rest of the epoch's rewards
    done(life, 'x', 'settle', { pools: ['p'] })
    pay('r', 1_000n, 2)
    pay('s', 1_000n, 2)
    const collected = (party: string, of: string) =>
      done(life, party, 'collect', { pool: of, lots: [{ start: 1, since: 1 }] })
    expect(collected('ann', 'p'), 'half of what came for r').toEqual({ paid: [1_000n, 0n] })
    expect(collected('ben', 'q')).toEqual({ paid: [3_000n, 0n] })
    pay('r', 1_000n, 3)
    pay('s', 1_000n, 3)
    expect(collected('ann', 'p')).toEqual({ paid: [500n, 0n] })
    expect(collected('ben', 'q')).toEqual({ paid: [1_500n, 0n] })
    expect(life.failed()).toEqual([])
  })
})

describe('a relayer that is left', () => {
  it('behavior: has nothing of what its backers earned in their last epoch, which is paid in the next', () => {
    const life = begin()
    done(life, 'r', 'open', pool({ commission: 1_000 }))
    for (const party of ['ann', 'ben']) done(life, party, 'delegate', { pool: 'p', amount: 128n })
    done(life, 'r', 'redelegate', { pool: 'p', shares: [] }, 1)
    done(life, 'r', 'settle', { pools: ['p'] }, 2)
    expect(stakeOf(life, 'r', 2), 'nothing counts').toEqual({ stake: 0n, total: 0n })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 1_000n })
    const collected = (party: string) => done(life, party, 'collect', { pool: 'p', lots: [{ start: 1, since: 1 }] })
    expect(collected('ann')).toEqual({ paid: [450n, 0n] })
    done(life, 'ben', 'undelegate', { pool: 'p', start: 1, since: 1, amount: 128n })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 1_000n })
    expect(collected('ann'), 'undelegation still stops rewards at once').toEqual({ paid: [900n, 0n] })
    expect(done(life, 'ben', 'collect', { pool: 'p', lots: [] })).toEqual({ paid: [450n, 0n] })
    done(life, 'payer', 'reward', { relayer: 'r', asset: 'POND', amount: 7n }, 3)
    expect(has(life, 'r'), 'nobody backs it any more').toBe(7n)
    expect(collected('ann')).toEqual({ paid: [0n, 0n] })
    expect(life.failed()).toEqual([])
  })
})

describe('slashing', () => {
  it('behavior: hits all that backed the relayer when the fault was committed, waiting or not, and nobody else', () => {
    const life = begin()
    done(life, 'op', 'open', pool({ shares: shares(['r', 1], ['s', 1]) }))
    done(life, 'ann', 'delegate', { pool: 'p', amount: 101n })
    done(life, 'ben', 'delegate', { pool: 'p', amount: 200n }, 1)
    done(life, 'ann', 'undelegate', { pool: 'p', start: 1, since: 1, amount: 51n }, 2)
    done(life, 'cleo', 'delegate', { pool: 'p', amount: 400n }, 2)
    const supply = view(system, life.state).supply('MPOND')
    done(life, 'judge', 'slash', { target: 'r', epoch: 2, fraction: 2_000 }, 3)
    expect(held(life, 'ann'), 'until it is touched').toBe(1_000n)
    done(life, 'x', 'fold', {
      party: 'ann',
      pool: 'p',
      lots: [{ start: 1, since: 1 }],
      leaving: [{ start: 1, end: 3 }],
    })
    // a tenth, since half of the pool backed another
    expect(held(life, 'ann')).toBe(1_000n - 101n + 45n + 45n)
    done(life, 'x', 'fold', { party: 'ben', pool: 'p', lots: [{ start: 2, since: 2 }], leaving: [] })
    expect(held(life, 'ben')).toBe(980n)
    done(life, 'x', 'fold', { party: 'cleo', pool: 'p', lots: [{ start: 3, since: 3 }], leaving: [] })
    expect(held(life, 'cleo')).toBe(1_000n)
    expect(view(system, life.state).supply('MPOND')).toBe(supply - 5n - 20n - 6n)
    done(life, 'judge', 'slash', { target: 'r', epoch: 3, fraction: 10_000 })
    done(life, 'ann', 'withdraw', { pool: 'p', start: 1, end: 3 }, 6)
    expect(has(life, 'ann', 'MPOND'), 'what had left by then is whole').toBe(1_000n - 101n + 45n)
    expect(life.failed()).toEqual([])
  })

  it('behavior: what waits and was delegated after the fault is whole', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    done(life, 'ben', 'delegate', { pool: 'p', amount: 100n }, 1)
    done(life, 'cleo', 'delegate', { pool: 'p', amount: 100n }, 2)
    done(life, 'ben', 'undelegate', { pool: 'p', start: 2, since: 2, amount: 100n })
    done(life, 'cleo', 'undelegate', { pool: 'p', start: 3, since: 3, amount: 100n })
    done(life, 'judge', 'slash', { target: 'r', epoch: 1, fraction: 10_000 })
    done(life, 'x', 'settle', { pools: ['p'] })
    expect(life.failed()).toEqual([])
    done(life, 'ben', 'withdraw', { pool: 'p', start: 2, end: 3 }, 6)
    done(life, 'cleo', 'withdraw', { pool: 'p', start: 3, end: 3 })
    expect([held(life, 'ben'), held(life, 'cleo')]).toEqual([1_000n, 1_000n])
    done(life, 'ann', 'collect', { pool: 'p', lots: [{ start: 1, since: 1 }] })
    expect(held(life, 'ann')).toBe(900n)
  })

  it('behavior: may take a holding below a lien; then nothing more leaves it', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    expect(life.run('ann', 'bridge.request', { amount: 1_000n })).toBe('accepted')
    done(life, 'ann', 'delegate', { pool: 'p', amount: 500n })
    done(life, 'judge', 'slash', { target: 'r', epoch: 1, fraction: 10_000 }, 1)
    done(life, 'ann', 'collect', { pool: 'p', lots: [{ start: 1, since: 1 }] })
    expect(held(life, 'ann')).toBe(500n)
    expect(life.run('ann', 'bridge.convert', { epoch: 0, amount: 500n })).toBe('LIEN_BROKEN')
    expect(life.run('ann', 'bridge.cancel', { epoch: 0, amount: 500n })).toBe('accepted')
    expect(life.run('ann', 'bridge.convert', { epoch: 0, amount: 250n })).toBe('accepted')
  })

  it('behavior: an undelegation that is cancelled earns from the next epoch on, and answers for its whole life', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 100n })
    done(life, 'ann', 'undelegate', { pool: 'p', start: 1, since: 1, amount: 100n }, 1)
    expect(done(life, 'ann', 'cancel', { pool: 'p', start: 1, end: 2, amount: 60n }, 2)).toEqual({ start: 1, since: 3 })
    expect(stakeOf(life, 'r', 2).stake).toBe(0n)
    expect(stakeOf(life, 'r', 3).stake).toBe(60n)
    done(life, 'judge', 'slash', { target: 'r', epoch: 1, fraction: 5_000 })
    done(life, 'x', 'settle', { pools: ['p'] }, 3)
    expect(stakeOf(life, 'r', 3).stake).toBe(0n)
    expect(lots(life, 'ann').leaving[0]?.amount).toBe(40n)
    done(life, 'ann', 'withdraw', { pool: 'p', start: 1, end: 2 }, 5)
    expect(has(life, 'ann', 'MPOND')).toBe(920n)
    expect(life.failed()).toEqual([])
  })

  it('behavior: whatever the number of faults, a pool and a lot answer for a bounded number at a time', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    done(life, 'ann', 'delegate', { pool: 'p', amount: 1_000n })
    for (let i = 0; i < 70; i += 1) done(life, 'judge', 'slash', { target: 'r', epoch: 1, fraction: 1 }, 1)
    expect(life.run('ann', 'delegation.collect', { pool: 'p', lots: [] })).toBe('DELEGATION_POOL_BEHIND')
    for (let i = 0; i < 5; i += 1) done(life, 'x', 'settle', { pools: ['p'] })
    const lot = { start: 1, since: 1 }
    expect(life.run('ann', 'delegation.collect', { pool: 'p', lots: [lot] })).toBe('DELEGATION_LOT_BEHIND')
    done(life, 'x', 'fold', { party: 'ann', pool: 'p', lots: [lot], leaving: [] })
    done(life, 'ann', 'collect', { pool: 'p', lots: [lot] })
    expect(held(life, 'ann'), 'a whole unit each time').toBe(930n)
    expect(life.failed()).toEqual([])
  })

  it('behavior: a relayer’s faults long ago don’t touch who joins, and old buckets become one', () => {
    const life = begin()
    done(life, 'op', 'open', pool())
    for (let epoch = 0; epoch < 9; epoch += 1) done(life, 'ann', 'delegate', { pool: 'p', amount: 10n }, epoch)
    expect(view(system, life.state).mechanisms.delegation.tables.buckets.size).toBe(5)
    done(life, 'judge', 'slash', { target: 'r', epoch: 5, fraction: 5_000 })
    done(life, 'x', 'settle', { pools: ['p'] }, 30)
    const { buckets } = view(system, life.state).mechanisms.delegation.tables
    expect(buckets.entries().map(({ key, row }) => [key.start, row.current])).toEqual([[0, 65n]])
  })
})
