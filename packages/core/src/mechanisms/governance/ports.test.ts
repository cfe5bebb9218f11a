/** What other mechanisms learn of a governance: by ports, and where a port can't reach, by a nested command. */
import { describe, expect, it } from 'vitest'
import { story } from '../../../test/support/story.js'
import {
  Asset,
  Count,
  createSystem,
  defineMechanism,
  Id,
  oneOf,
  Party,
  Quantity,
  Sequence,
  struct,
  Text,
  Time,
} from '../../index.js'
import { transfer } from '../transfer/index.js'
import { governance } from './index.js'

/** Stands for a mechanism that votes for others: it asks what there is to vote on, and votes as `@house.<sub>`. */
const house = defineMechanism({
  name: 'house',
  needs: {
    proposal: {
      input: struct({ proposal: Sequence }),
      output: struct({ asset: Asset, state: Text, start: Time, end: Time }),
    },
    votes: {
      input: struct({ party: Party, time: Time }),
      output: struct({ delegate: Party, power: Quantity }),
    },
  },
  events: {
    learned: struct({ asset: Asset, state: Text, start: Time, end: Time }),
    weighed: struct({ delegate: Party, power: Quantity }),
  },
  rejections: [],
  commands: {
    learn: {
      input: struct({ proposal: Sequence }),
      apply: ({ needs, emit }, { proposal }) => emit('learned', needs.proposal({ proposal })),
    },
    weigh: {
      input: struct({ party: Party, time: Time }),
      apply: ({ needs, emit }, asked) => emit('weighed', needs.votes(asked)),
    },
    /** Without a port: what the caller says is confirmed by the governance that the caller names. */
    cast: {
      input: struct({
        governance: Id,
        sub: Id,
        proposal: Sequence,
        start: Time,
        end: Time,
        support: oneOf('for', 'against'),
        weight: Count,
      }),
      apply({ call }, { governance: instance, sub, proposal, start, end, support, weight }) {
        const [number, none] = [String(proposal), { for: '0', against: '0', abstain: '0' }]
        const facts = { proposal: number, asset: 'VOTE', start: String(start), end: String(end) }
        call(`${instance}.confirm`, facts)
        call(`${instance}.split`, { ...none, proposal: number, [support]: String(weight) }, { as: sub })
      },
    },
  },
})
const rules = {
  asset: 'VOTE',
  representatives: ['house'],
  threshold: 1n,
  delay: 10,
  period: 20,
  quorum: 0,
  majority: 5_000,
  timelock: 0,
  grace: 1,
  guardian: null,
}
const outer = governance.with(rules)
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    outer,
    house.with({ proposal: outer.queries.proposal, votes: outer.queries.votes } as never),
  ],
  assets: [{ asset: 'VOTE', tracked: true }],
  allocations: [
    { party: 'alice', asset: 'VOTE', amount: 10n },
    { party: '@house.berlin', asset: 'VOTE', amount: 30n },
  ],
})

describe('the port proposal', () => {
  it('default: says what votes, where the proposal stands, when its vote begins and ends', () => {
    const life = story(system as never)
    const learned = (proposal: number, at: number) => {
      expect(life.run('x', 'house.learn', { proposal }, at)).toBe('accepted')
      return life.events.at(-1)
    }
    life.run('alice', 'governance.propose', { description: '', actions: [] }, 5)
    expect(learned(1, 14)).toEqual({ asset: 'VOTE', state: 'pending', start: 15, end: 35 })
    expect(learned(1, 15)).toMatchObject({ state: 'active' })
    expect(learned(1, 35)).toMatchObject({ state: 'defeated' })
    expect(learned(2, 35)).toEqual({ asset: 'VOTE', state: 'unknown', start: 0, end: 0 })
  })
})

describe('the port votes', () => {
  it('default: says what a party’s votes were before a time, and who casts them', () => {
    const life = story(system as never)
    const weighed = (party: string, time: number) => {
      expect(life.run('x', 'house.weigh', { party, time })).toBe('accepted')
      return life.events.at(-1)
    }
    life.run('alice', 'transfer.send', { to: 'bob', asset: 'VOTE', amount: 4n }, 5)
    life.run('alice', 'governance.delegate', { to: 'bob' }, 6)
    expect(weighed('alice', 5)).toEqual({ delegate: 'alice', power: 10n })
    expect(weighed('alice', 6)).toEqual({ delegate: 'alice', power: 6n })
    expect(weighed('alice', 7)).toEqual({ delegate: 'bob', power: 6n })
    expect(weighed('@house.berlin', 7)).toEqual({ delegate: '@house.berlin', power: 30n })
    expect(weighed('@house', 7)).toEqual({ delegate: '@house', power: 0n })
  })
})

describe('confirm and split, nested', () => {
  it('default: make sure of a proposal and vote on it in one record, or not at all', () => {
    const life = story(system as never)
    life.run('alice', 'governance.propose', { description: '', actions: [] }, 5)
    const cast = {
      governance: 'governance',
      sub: 'berlin',
      proposal: 1,
      start: 15,
      end: 35,
      support: 'for',
      weight: 12,
    }
    expect(life.run('x', 'house.cast', cast, 14)).toBe('GOVERNANCE_NOT_ACTIVE')
    expect(life.run('x', 'house.cast', { ...cast, end: 36 }, 15)).toBe('GOVERNANCE_PROPOSAL_DIFFERS')
    expect(life.run('x', 'house.cast', { ...cast, weight: 31 }, 15)).toBe('GOVERNANCE_POWER_EXCEEDED')
    expect(life.run('x', 'house.cast', cast, 15)).toBe('accepted')
    expect(life.run('x', 'house.cast', cast, 15)).toBe('GOVERNANCE_VOTE_TAKEN')
  })
})
