/** What other mechanisms learn of a delegation and do to it: the port `stakeOf`, nested rewards and slashes. */
import { describe, expect, it } from 'vitest'
import { story } from '../../../test/support/story.js'
import {
  Amount,
  available,
  BasisPoints,
  createSystem,
  defineMechanism,
  Epoch,
  Party,
  struct,
  Total,
  view,
} from '../../index.js'
import { backingOf, delegation, lotsOf } from './index.js'

/** Stands for a mechanism that pays relayers by their stake and judges them. */
const office = defineMechanism({
  name: 'office',
  needs: {
    stakeOf: {
      input: struct({ party: Party, epoch: Epoch }),
      output: struct({ stake: Total, total: Total }),
    },
  },
  events: { asked: struct({ stake: Total, total: Total }) },
  rejections: [],
  commands: {
    ask: {
      input: struct({ party: Party, epoch: Epoch }),
      apply: ({ emit, needs }, input) => emit('asked', needs.stakeOf(input)),
    },
    pay: {
      input: struct({ relayer: Party, amount: Amount }),
      apply: ({ by, call, self, transfer }, { relayer, amount }) => {
        transfer({ from: available(by, 'FEE'), to: available(self, 'FEE'), amount })
        call('delegation.reward', { relayer, asset: 'FEE', amount: String(amount) })
      },
    },
    judge: {
      input: struct({ target: Party, epoch: Epoch, fraction: BasisPoints }),
      apply: ({ call }, { target, epoch, fraction }) =>
        call('delegation.slash', { target, epoch: String(epoch), fraction: String(fraction) }),
    },
  },
})
const pools = delegation.with({
  asset: 'STAKE',
  rewards: ['FEE'],
  minimum: 10n,
  evidence: 2,
  slashers: ['@office'],
  epoch: 10,
  undelegationWait: 2,
  redelegationWait: 1,
  commissionWait: 2,
})
const system = createSystem({
  spec: '1.0',
  mechanisms: [pools, office.with({ stakeOf: pools.queries.stakeOf } as never)],
  assets: [{ asset: 'STAKE' }, { asset: 'FEE' }],
  allocations: [
    { party: 'ann', asset: 'STAKE', amount: 100n },
    { party: 'ben', asset: 'FEE', amount: 100n },
  ],
})
const staked = () => {
  const life = story(system as never)
  const shares = [{ relayer: 'r', weight: 1 }]
  expect(life.run('op', 'delegation.open', { pool: 'p', personal: false, commission: 0, shares })).toBe('accepted')
  expect(life.run('ann', 'delegation.delegate', { pool: 'p', amount: 64n })).toBe('accepted')
  return life
}
const seen = (life: ReturnType<typeof staked>) => view(system, life.state)

describe('the port stakeOf', () => {
  it('default: says what backed a relayer in a whole epoch, and the total; the past never changes', () => {
    const life = staked()
    const asked = (epoch: number, at: number) => {
      expect(life.run('x', 'office.ask', { party: 'r', epoch }, at)).toBe('accepted')
      return life.events.at(-1)
    }
    expect(asked(0, 5)).toEqual({ stake: 0n, total: 0n })
    expect(asked(1, 10)).toEqual({ stake: 64n, total: 64n })
    life.run('ann', 'delegation.undelegate', { pool: 'p', start: 1, since: 1, amount: 4n }, 15)
    expect(asked(1, 19)).toEqual({ stake: 60n, total: 60n })
    life.run('ann', 'delegation.undelegate', { pool: 'p', start: 1, since: 1, amount: 55n }, 20)
    expect([asked(0, 21), asked(1, 21), asked(2, 21), asked(9, 21)]).toEqual([
      { stake: 0n, total: 0n },
      { stake: 60n, total: 60n },
      { stake: 0n, total: 0n },
      { stake: 0n, total: 0n },
    ])
  })
})

describe('nested commands', () => {
  it('default: an instance pays rewards out of its own and slashes, if it is a slasher', () => {
    const life = staked()
    expect(life.run('ben', 'office.pay', { relayer: 'r', amount: 32n }, 10)).toBe('accepted')
    expect(life.run('ann', 'delegation.collect', { pool: 'p', lots: [{ start: 1, since: 1 }] })).toBe('accepted')
    expect(seen(life).balance(available('ann', 'FEE'))).toBe(32n)
    const judgement = { target: 'r', epoch: 1, fraction: 2_500 }
    expect(life.run('x', 'delegation.slash', judgement)).toBe('DELEGATION_NOT_SLASHER')
    expect(life.run('x', 'office.judge', judgement)).toBe('accepted')
    expect(life.run('x', 'delegation.settle', { pools: ['p'] })).toBe('accepted')
    expect(backingOf(seen(life).mechanisms.delegation, 'r', 1).stake).toBe(48n)
    expect(lotsOf(seen(life).mechanisms.delegation, 'ann', 'p').active[0]?.amount).toBe(64n)
    expect(seen(life).supply('STAKE')).toBe(84n)
    expect(life.failed()).toEqual([])
  })
})
