import { describe, expect, it } from 'vitest'
import { staking } from '../../../test/staking.js'
import { probe } from '../../../test/support/probe.js'
import { type Story, story } from '../../../test/support/story.js'
import { type AnyInstance, available, createSystem } from '../../index.js'
import { transfer } from '../transfer/index.js'
import { delegatorsBefore, governance, stateOf, tallyOf, uncounted } from './index.js'

const settings = {
  asset: 'VOTE',
  representatives: ['probe'],
  threshold: 100n,
  delay: 10,
  period: 20,
  quorum: 2_000,
  majority: 5_000,
  timelock: 5,
  grace: 30,
  guardian: { party: 'guard', until: 1_000 },
  authority: '@governance',
}
const allocations = [
  ['alice', 400n],
  ['bob', 250n],
  ['carol', 150n],
  ['dave', 100n],
  ['@probe.berlin', 100n],
] as const
const system = createSystem({
  spec: '1.0',
  mechanisms: [
    transfer.with({}),
    governance.with(settings),
    probe.with({ asset: 'X', wait: 1, ceilingOfWait: 50, authority: '@governance' }),
    staking.with({ asset: 'VOTE', authority: 'slasher' }),
  ],
  assets: [{ asset: 'VOTE', tracked: true }],
  allocations: allocations.map(([party, amount]) => ({ party, asset: 'VOTE', amount })),
})
type Life = Story<(typeof system.mechanisms)[number]>
const begin = (): Life => story(system)

/** Commands of governance, in short. */
const gov = (life: Pick<Life, 'run'>, by: string, command: string, input: object, at?: number): string =>
  life.run(by, `governance.${command}`, input, at)
const nothing = { description: 'nothing', actions: [] }
const wait = (to: string) => ({ type: 'probe.configure', input: { wait: to } })
/** As a sub-party of the probe. */
const as = (sub: string, type: string, input: object) => ({ actions: [{ type: `governance.${type}`, input, as: sub }] })
const seen = (life: Life) => life.see().mechanisms.governance
const state = (life: Life, now: number, proposal = 1) => stateOf(life.see().mechanisms.governance, proposal, now)

/** Alice has proposed at 0; the vote is from 10 to 30. */
function proposed(actions: readonly object[] = []): Life {
  const life = begin()
  expect(gov(life, 'alice', 'propose', { description: 'to wait', actions }, 0)).toBe('accepted')
  return life
}
/** Voted for by alice and bob, queued at 30. */
function queued(actions: readonly object[] = []): Life {
  const life = proposed(actions)
  expect(gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)).toBe('accepted')
  expect(gov(life, 'anyone', 'queue', { proposal: 1 }, 30)).toBe('accepted')
  return life
}

describe('a proposal', () => {
  it('default: is proposed, voted on, queued and executed by its own party', () => {
    const life = proposed([wait('7')])
    expect(life.events).toEqual([{ proposal: 1, start: 10, end: 30 }])
    expect(state(life, 9)).toBe('pending')
    expect(gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)).toBe('accepted')
    expect(life.events).toEqual([{ power: 400n }])
    expect(gov(life, 'bob', 'vote', { proposal: 1, support: 'against' }, 29)).toBe('accepted')
    expect(state(life, 29)).toBe('active')
    expect(gov(life, 'anyone', 'queue', { proposal: 1 }, 40)).toBe('accepted')
    expect(life.events).toEqual([{ eta: 45, expires: 75 }])
    expect(gov(life, 'anyone', 'execute', { proposal: 1 }, 45)).toBe('accepted')
    expect(life.see().mechanisms.probe.params.wait).toBe(7)
    expect(state(life, 45)).toBe('executed')
    expect(life.failed()).toEqual([])
  })
  it('behavior: keeps the rules it was made under, whatever a later vote makes of them', () => {
    const life = queued([{ type: 'governance.configure', input: { period: '1', majority: '9999', timelock: '0' } }])
    expect(gov(life, 'bob', 'propose', nothing, 34)).toBe('accepted')
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 35)).toBe('accepted')
    expect(seen(life).params).toMatchObject({ period: 1, majority: 9_999, timelock: 0, threshold: 100n })
    expect(gov(life, 'bob', 'vote', { proposal: 2, support: 'for' }, 44)).toBe('accepted')
    expect(gov(life, 'carol', 'vote', { proposal: 2, support: 'against' }, 63)).toBe('accepted')
    expect(state(life, 64, 2)).toBe('succeeded')
  })
  it('behavior: each proposer has one under way, and another when it is over', () => {
    const life = proposed()
    expect(gov(life, 'alice', 'propose', nothing, 29)).toBe('GOVERNANCE_PROPOSER_BUSY')
    expect(gov(life, 'bob', 'propose', nothing, 29)).toBe('accepted')
    expect(gov(life, 'alice', 'propose', nothing, 30)).toBe('accepted')
    expect(gov(life, 'alice', 'cancel', { proposal: 3 }, 31)).toBe('accepted')
    expect(gov(life, 'alice', 'propose', nothing, 31)).toBe('accepted')
    expect(life.events).toEqual([{ proposal: 4, start: 41, end: 61 }])
  })
  it('error: the codes of propose in order of precedence', () => {
    const life = begin()
    const inside = { actions: [{ type: 'governance.propose', input: { description: '', actions: [] }, as: 'berlin' }] }
    expect(life.run('alice', 'probe.run', inside)).toBe('GOVERNANCE_PARTY_INELIGIBLE')
    expect(gov(life, 'erin', 'propose', nothing)).toBe('GOVERNANCE_BELOW_THRESHOLD')
    expect(gov(life, 'alice', 'propose', nothing, Number.MAX_SAFE_INTEGER)).toBe('GOVERNANCE_TIME_EXCEEDED')
  })
  it('error: GOVERNANCE_TIME_EXCEEDED from the first moment at which one of its times could pass all bounds', () => {
    const last = Number.MAX_SAFE_INTEGER - (10 + 20 + 30 + 5 + 30)
    expect(gov(begin(), 'alice', 'propose', nothing, last + 1)).toBe('GOVERNANCE_TIME_EXCEEDED')
    const life = begin()
    expect(gov(life, 'alice', 'propose', nothing, last)).toBe('accepted')
    expect(gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, last + 10)).toBe('accepted')
    expect(gov(life, 'x', 'queue', { proposal: 1 }, last + 59)).toBe('accepted')
    expect(gov(life, 'x', 'execute', { proposal: 1 }, Number.MAX_SAFE_INTEGER - 2)).toBe('accepted')
  })
  it('error: GOVERNANCE_ASSET_UNTRACKED where holdings have no history', () => {
    const blind = createSystem({
      spec: '1.0',
      mechanisms: [governance.with({ ...settings, threshold: 0n })],
      assets: [{ asset: 'VOTE' }],
      allocations: [{ party: 'alice', asset: 'VOTE', amount: 1n }],
    })
    expect(story(blind).run('alice', 'governance.propose', nothing)).toBe('GOVERNANCE_ASSET_UNTRACKED')
  })
  it('behavior: a threshold of zero lets anybody propose, and that alone decides nothing', () => {
    const open = createSystem({
      spec: '1.0',
      mechanisms: [governance.with({ ...settings, threshold: 0n, quorum: 0 })],
      assets: [{ asset: 'VOTE', tracked: true }],
      allocations: [{ party: 'alice', asset: 'VOTE', amount: 1n }],
    })
    const life = story(open)
    expect(life.run('stranger', 'governance.propose', nothing)).toBe('accepted')
    expect(life.run('stranger', 'governance.vote', { proposal: 1, support: 'for' }, 10)).toBe(
      'GOVERNANCE_POWER_MISSING',
    )
    expect(life.run('x', 'governance.queue', { proposal: 1 }, 30)).toBe('GOVERNANCE_NOT_SUCCEEDED')
  })
  it('behavior: the threshold is of the record before, delegated votes that are named included, each once', () => {
    const life = begin()
    expect(gov(life, 'dave', 'delegate', { to: 'erin' })).toBe('accepted')
    expect(gov(life, 'dave', 'propose', nothing)).toBe('GOVERNANCE_BELOW_THRESHOLD')
    expect(gov(life, 'erin', 'propose', { ...nothing, delegators: ['carol', 'erin'] })).toBe(
      'GOVERNANCE_BELOW_THRESHOLD',
    )
    expect(gov(life, 'erin', 'propose', { ...nothing, delegators: ['dave'] })).toBe('accepted')
    const other = begin()
    expect(gov(other, 'bob', 'configure', { threshold: 101n })).toBe('NOT_AUTHORISED')
    other.run('alice', 'transfer.send', { to: 'frank', asset: 'VOTE', amount: 60n })
    gov(other, 'frank', 'delegate', { to: 'erin' })
    expect(gov(other, 'erin', 'propose', { ...nothing, delegators: ['frank', 'frank'] })).toBe(
      'GOVERNANCE_BELOW_THRESHOLD',
    )
  })
})

describe('the snapshot', () => {
  it('behavior: is the beginning of the vote: what moves from then on has no votes, what left still has', () => {
    const life = proposed()
    life.run('alice', 'transfer.send', { to: 'erin', asset: 'VOTE', amount: 10n }, 9)
    life.run('alice', 'transfer.send', { to: 'gina', asset: 'VOTE', amount: 20n }, 10)
    life.run('bob', 'transfer.send', { to: 'frank', asset: 'VOTE', amount: 250n }, 10)
    const power = (party: string) => {
      const came = gov(life, party, 'vote', { proposal: 1, support: 'for' }, 11)
      return came === 'accepted' ? life.events.at(-1) : came
    }
    expect(power('frank')).toBe('GOVERNANCE_POWER_MISSING')
    expect(power('gina')).toBe('GOVERNANCE_POWER_MISSING')
    expect(power('bob')).toEqual({ power: 250n })
    expect(power('erin')).toEqual({ power: 10n })
    expect(power('alice')).toEqual({ power: 390n })
  })
  it('behavior: the quorum is of the supply at the snapshot, whatever is minted or burned later', () => {
    const minting = createSystem({
      spec: '1.0',
      mechanisms: [governance.with(settings), probe.with({ asset: 'VOTE', wait: 1, authority: 'minter' })],
      assets: [{ asset: 'VOTE', tracked: true }],
      allocations: [{ party: 'alice', asset: 'VOTE', amount: 1_000n }],
    })
    const life = story(minting)
    const quorum = () => tallyOf(life.see().mechanisms.governance, 1)?.quorum
    life.run('alice', 'governance.propose', nothing, 0)
    life.run('alice', 'probe.burn', { amount: 499n }, 9)
    expect(quorum()).toBe(101n)
    life.run('minter', 'probe.mint', { to: 'eve', amount: 10_000n }, 10)
    expect(quorum()).toBe(101n)
    expect(life.run('eve', 'governance.vote', { proposal: 1, support: 'for' }, 11)).toBe('GOVERNANCE_POWER_MISSING')
    expect(tallyOf(life.see().mechanisms.governance, 2)).toBeUndefined()
  })
  it('behavior: the same tokens never vote twice, whoever they are handed to', () => {
    const life = proposed()
    gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)
    for (const [from, to] of [
      ['alice', 'eve1'],
      ['eve1', 'eve2'],
      ['eve2', 'eve3'],
    ] as const) {
      life.run(from, 'transfer.send', { to, asset: 'VOTE', amount: 400n })
      expect(gov(life, to, 'vote', { proposal: 1, support: 'for' })).toBe('GOVERNANCE_POWER_MISSING')
    }
    expect(seen(life).tables.tallies.get({ proposal: 1 })?.for).toBe(400n)
  })
})

describe('delegated votes', () => {
  /** Bob and carol have delegated to erin, dave to alice; proposed by alice, it is 10 now. */
  function opened(): Life {
    const life = begin()
    gov(life, 'bob', 'delegate', { to: 'erin' })
    gov(life, 'carol', 'delegate', { to: 'erin' })
    gov(life, 'dave', 'delegate', { to: 'alice' })
    gov(life, 'alice', 'propose', nothing)
    life.run('x', 'probe.note', { number: 1, text: 1n }, 10)
    return life
  }
  const tally = (life: Life) => tallyOf(seen(life), 1)
  it('default: are counted for a delegate before or after it votes, by anybody, each once', () => {
    const life = opened()
    expect(gov(life, 'x', 'count', { proposal: 1, parties: ['bob'] })).toBe('accepted')
    expect(life.events).toEqual([{ parties: 1, power: 250n }])
    expect(tally(life)).toMatchObject({ for: 0n, against: 0n })
    expect(gov(life, 'erin', 'vote', { proposal: 1, support: 'against' })).toBe('accepted')
    expect(tally(life)).toMatchObject({ for: 0n, against: 250n })
    expect(gov(life, 'x', 'count', { proposal: 1, parties: ['bob', 'carol', 'carol'] })).toBe('accepted')
    expect(life.events).toEqual([{ parties: 1, power: 150n }])
    expect(tally(life)).toMatchObject({ for: 0n, against: 400n })
    expect(gov(life, 'x', 'count', { proposal: 1, parties: ['bob', 'carol'] })).toBe('GOVERNANCE_NOTHING_COUNTED')
    expect(life.failed()).toEqual([])
  })
  it('behavior: a delegator has no vote of its own, and delegation is not passed on', () => {
    const life = opened()
    expect(gov(life, 'bob', 'vote', { proposal: 1, support: 'for' })).toBe('GOVERNANCE_POWER_MISSING')
    const other = begin()
    gov(other, 'bob', 'delegate', { to: 'carol' })
    gov(other, 'carol', 'delegate', { to: 'dave' })
    gov(other, 'alice', 'propose', nothing)
    gov(other, 'x', 'count', { proposal: 1, parties: ['bob', 'carol'] }, 10)
    expect(gov(other, 'dave', 'vote', { proposal: 1, support: 'for' })).toBe('accepted')
    expect(other.events).toEqual([{ power: 250n }])
    expect(gov(other, 'carol', 'vote', { proposal: 1, support: 'for' })).toBe('accepted')
    expect(other.events).toEqual([{ power: 250n }])
  })
  it('behavior: follow the delegation of the snapshot, not a later one; taking them back is delegating to oneself', () => {
    const life = opened()
    gov(life, 'bob', 'delegate', { to: 'bob' })
    expect(gov(life, 'bob', 'vote', { proposal: 1, support: 'for' })).toBe('GOVERNANCE_POWER_MISSING')
    expect(gov(life, 'x', 'count', { proposal: 1, parties: ['bob'] })).toBe('accepted')
    expect(seen(life).tables.ballots.get({ proposal: 1, party: 'erin' })?.power).toBe(250n)
    gov(life, 'bob', 'propose', nothing, 31)
    expect(gov(life, 'bob', 'vote', { proposal: 2, support: 'for' }, 41)).toBe('accepted')
    expect(life.events.at(-1)).toEqual({ power: 250n })
  })
  it('behavior: who has none, casts its own, or is an instance counts for nobody', () => {
    const life = opened()
    const parties = ['alice', 'erin', 'nobody', '@staking', '@probe.berlin', '@governance']
    expect(gov(life, 'x', 'count', { proposal: 1, parties })).toBe('GOVERNANCE_NOTHING_COUNTED')
  })
  it('behavior: views list whom to name', () => {
    const life = opened()
    const here = seen(life)
    expect(delegatorsBefore(here, 'erin', 1)).toEqual(['bob', 'carol'])
    expect(delegatorsBefore(here, 'erin', 0)).toEqual([])
    expect(uncounted(here, 1)).toEqual(['bob', 'carol', 'dave'])
    gov(life, 'x', 'count', { proposal: 1, parties: uncounted(here, 1) })
    expect(uncounted(seen(life), 1)).toEqual([])
    expect(uncounted(seen(life), 2)).toEqual([])
  })
  it('error: neither by nor to a party of an instance', () => {
    const life = begin()
    const inner = { actions: [{ type: 'governance.delegate', input: { to: '@x' }, as: 'berlin' }] }
    expect(life.run('alice', 'probe.run', inner)).toBe('GOVERNANCE_PARTY_INELIGIBLE')
    expect(gov(life, 'alice', 'delegate', { to: '@probe.berlin' })).toBe('GOVERNANCE_DELEGATE_INELIGIBLE')
  })
})

describe('ballots', () => {
  it('error: the codes of vote in order of precedence', () => {
    const life = proposed()
    const own = { actions: [{ type: 'governance.vote', input: { proposal: '9', support: 'for' } }] }
    expect(life.run('alice', 'probe.run', own)).toBe('GOVERNANCE_PARTY_INELIGIBLE')
    expect(gov(life, 'erin', 'vote', { proposal: 2, support: 'for' })).toBe('GOVERNANCE_PROPOSAL_UNKNOWN')
    expect(gov(life, 'erin', 'vote', { proposal: 1, support: 'for' })).toBe('GOVERNANCE_NOT_ACTIVE')
    expect(gov(life, 'erin', 'vote', { proposal: 1, support: 'for' }, 10)).toBe('GOVERNANCE_POWER_MISSING')
    expect(gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)).toBe('accepted')
    expect(gov(life, 'alice', 'vote', { proposal: 1, support: 'against' }, 29)).toBe('GOVERNANCE_VOTE_TAKEN')
    expect(gov(life, 'bob', 'vote', { proposal: 1, support: 'for' }, 30)).toBe('GOVERNANCE_NOT_ACTIVE')
  })
  it('behavior: representatives split what they hold, others can not', () => {
    const life = proposed()
    const votes = { proposal: '1', for: '60', against: '30', abstain: '10' }
    expect(gov(life, 'alice', 'split', { proposal: 1, for: 1n, against: 0n, abstain: 0n }, 10)).toBe(
      'GOVERNANCE_PARTY_INELIGIBLE',
    )
    life.run('x', 'probe.note', { number: 1, text: 1n }, 10)
    expect(life.run('x', 'probe.run', as('paris', 'split', votes))).toBe('GOVERNANCE_POWER_MISSING')
    expect(life.run('x', 'probe.run', as('berlin', 'split', { ...votes, for: '61' }))).toBe('GOVERNANCE_POWER_EXCEEDED')
    expect(life.run('x', 'probe.run', as('berlin', 'split', { ...votes, for: '59' }))).toBe('accepted')
    expect(seen(life).tables.tallies.get({ proposal: 1 })).toMatchObject({ for: 59n, against: 30n, abstain: 10n })
    expect(life.run('x', 'probe.run', as('berlin', 'split', votes))).toBe('GOVERNANCE_VOTE_TAKEN')
    expect(life.run('x', 'probe.run', as('berlin', 'vote', { proposal: '1', support: 'for' }))).toBe(
      'GOVERNANCE_VOTE_TAKEN',
    )
    expect(life.failed()).toEqual([])
  })
  it('behavior: a representative may give all its votes to one side', () => {
    const life = proposed()
    expect(life.run('x', 'probe.run', as('berlin', 'vote', { proposal: '1', support: 'abstain' }), 10)).toBe('accepted')
    expect(seen(life).tables.tallies.get({ proposal: 1 })?.abstain).toBe(100n)
    expect(
      life.run('x', 'probe.run', as('berlin', 'split', { proposal: '1', for: '1', against: '0', abstain: '0' })),
    ).toBe('GOVERNANCE_VOTE_TAKEN')
  })
  it('error: a split of nothing', () => {
    const life = proposed()
    const none = { proposal: '1', for: '0', against: '0', abstain: '0' }
    expect(life.run('x', 'probe.run', as('berlin', 'split', none), 10)).toBe('GOVERNANCE_POWER_MISSING')
  })
  it('behavior: quorum and majority decide at the end, not before', () => {
    const life = proposed()
    gov(life, 'carol', 'vote', { proposal: 1, support: 'for' }, 10)
    expect(state(life, 30)).toBe('defeated')
    gov(life, 'dave', 'vote', { proposal: 1, support: 'for' }, 10)
    expect(state(life, 30)).toBe('succeeded')
    gov(life, 'bob', 'vote', { proposal: 1, support: 'against' }, 29)
    expect(state(life, 29)).toBe('active')
    expect(state(life, 30)).toBe('defeated')
    expect(gov(life, 'x', 'queue', { proposal: 1 }, 30)).toBe('GOVERNANCE_NOT_SUCCEEDED')
  })
})

describe('claims on a staking pool', () => {
  it('behavior: vote for who has staked, the pool itself has no votes', () => {
    const life = begin()
    life.run('alice', 'staking.stake', { amount: 300n })
    gov(life, 'alice', 'propose', nothing)
    expect(gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)).toBe('accepted')
    expect(life.events.at(-1)).toEqual({ power: 400n })
    expect(gov(life, 'x', 'count', { proposal: 1, parties: ['@staking'] })).toBe('GOVERNANCE_NOTHING_COUNTED')
  })
  it('behavior: are delegated like what is at hand, and slashing takes votes from the next snapshot on', () => {
    const life = begin()
    life.run('bob', 'staking.stake', { amount: 200n })
    gov(life, 'bob', 'delegate', { to: 'erin' })
    gov(life, 'alice', 'propose', nothing, 0)
    life.run('x', 'probe.note', { number: 1, text: 1n }, 10)
    expect(life.run('slasher', 'staking.slash', { party: 'bob', amount: 150n })).toBe('accepted')
    gov(life, 'x', 'count', { proposal: 1, parties: ['bob'] })
    expect(life.events.at(-1)).toEqual({ parties: 1, power: 250n })
    gov(life, 'alice', 'propose', nothing, 30)
    gov(life, 'x', 'count', { proposal: 2, parties: ['bob'] }, 40)
    expect(life.events.at(-1)).toEqual({ parties: 1, power: 100n })
    // all of what is staked, at hand and slashed is counted once at most
    gov(life, 'erin', 'vote', { proposal: 2, support: 'for' })
    expect(seen(life).tables.tallies.get({ proposal: 2 })?.for).toBe(100n)
  })
  it('behavior: staking and releasing within a vote changes no votes', () => {
    const life = proposed()
    life.run('carol', 'staking.stake', { amount: 150n }, 10)
    life.run('carol', 'staking.release', { amount: 150n })
    life.run('carol', 'transfer.send', { to: 'dave', asset: 'VOTE', amount: 150n })
    gov(life, 'carol', 'vote', { proposal: 1, support: 'for' })
    expect(life.events.at(-1)).toEqual({ power: 150n })
    gov(life, 'dave', 'vote', { proposal: 1, support: 'for' })
    expect(life.events.at(-1)).toEqual({ power: 100n })
  })
})

describe('queue, execute and cancel', () => {
  it('error: the codes in order of precedence', () => {
    const life = proposed([wait('7')])
    for (const command of ['queue', 'execute', 'cancel']) {
      expect(gov(life, 'x', command, { proposal: 2 })).toBe('GOVERNANCE_PROPOSAL_UNKNOWN')
    }
    expect(gov(life, 'x', 'queue', { proposal: 1 })).toBe('GOVERNANCE_NOT_SUCCEEDED')
    gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 30)).toBe('GOVERNANCE_NOT_QUEUED')
    expect(gov(life, 'x', 'queue', { proposal: 1 }, 30)).toBe('accepted')
    expect(gov(life, 'x', 'queue', { proposal: 1 }, 30)).toBe('GOVERNANCE_NOT_SUCCEEDED')
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 34)).toBe('GOVERNANCE_TIMELOCKED')
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 64)).toBe('accepted')
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 64)).toBe('GOVERNANCE_NOT_QUEUED')
    expect(gov(life, 'guard', 'cancel', { proposal: 1 }, 64)).toBe('GOVERNANCE_PROPOSAL_OVER')
  })
  it('behavior: what nobody queues or executes in time expires', () => {
    const life = queued()
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 65)).toBe('GOVERNANCE_NOT_QUEUED')
    expect(state(life, 65)).toBe('expired')
    const late = proposed()
    gov(late, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)
    expect(gov(late, 'x', 'queue', { proposal: 1 }, 60)).toBe('GOVERNANCE_NOT_SUCCEEDED')
    expect(state(late, 60)).toBe('expired')
  })
  it('behavior: all or nothing: a command that fails refuses the execution with its own code', () => {
    const life = queued([wait('7'), { type: 'probe.mint', input: { to: 'bob', amount: '5' } }, wait('51')])
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 35)).toBe('PARAMS_REFUSED')
    expect(life.see().mechanisms.probe.params.wait).toBe(1)
    expect(life.see().supply('X')).toBe(0n)
    expect(state(life, 35)).toBe('queued')
    const unknown = queued([wait('7'), { type: 'nobody.nothing', input: null }])
    expect(gov(unknown, 'x', 'execute', { proposal: 1 }, 35)).toBe('COMMAND_UNKNOWN')
    const malformed = queued([{ type: 'probe.configure', input: { wait: 'soon' } }])
    expect(gov(malformed, 'x', 'execute', { proposal: 1 }, 35)).toBe('INPUT_INVALID')
  })
  it('behavior: spends what the governance’s party has', () => {
    const life = queued([{ type: 'transfer.send', input: { to: 'bob', asset: 'VOTE', amount: '30' } }])
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 35)).toBe('ACCOUNT_BELOW_FLOOR')
    life.run('alice', 'transfer.send', { to: '@governance', asset: 'VOTE', amount: 30n })
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 35)).toBe('accepted')
    expect(life.see().balance(available('bob', 'VOTE'))).toBe(280n)
  })
  it('behavior: no command of a proposal can execute it again', () => {
    const life = queued([{ type: 'governance.execute', input: { proposal: '1' } }])
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 35)).toBe('GOVERNANCE_NOT_QUEUED')
  })
  it('behavior: the guardian cancels at any stage, until its time is over; the proposer while it is pending', () => {
    const life = proposed()
    expect(gov(life, 'bob', 'cancel', { proposal: 1 })).toBe('GOVERNANCE_NOT_CANCELLER')
    expect(gov(life, 'alice', 'cancel', { proposal: 1 }, 10)).toBe('GOVERNANCE_NOT_CANCELLER')
    expect(gov(life, 'guard', 'cancel', { proposal: 1 }, 10)).toBe('accepted')
    expect(gov(life, 'guard', 'cancel', { proposal: 1 }, 10)).toBe('GOVERNANCE_PROPOSAL_OVER')
    expect(gov(life, 'alice', 'vote', { proposal: 1, support: 'for' }, 10)).toBe('GOVERNANCE_NOT_ACTIVE')
    const late = queued()
    expect(gov(late, 'guard', 'cancel', { proposal: 1 }, 40)).toBe('accepted')
    expect(gov(late, 'x', 'execute', { proposal: 1 }, 40)).toBe('GOVERNANCE_NOT_QUEUED')
    const retired = begin()
    gov(retired, 'alice', 'propose', nothing, 995)
    expect(gov(retired, 'guard', 'cancel', { proposal: 1 }, 1_000)).toBe('GOVERNANCE_NOT_CANCELLER')
  })
  it('behavior: a vote can dismiss the guardian', () => {
    const life = queued([{ type: 'governance.configure', input: { guardian: null } }])
    gov(life, 'x', 'execute', { proposal: 1 }, 35)
    gov(life, 'alice', 'propose', nothing, 35)
    expect(gov(life, 'guard', 'cancel', { proposal: 2 })).toBe('GOVERNANCE_NOT_CANCELLER')
  })
})

describe('params', () => {
  const make = (more: object) => () =>
    createSystem({ spec: '1.0', mechanisms: [governance.with({ ...settings, ...more } as never) as AnyInstance] })
  it('behavior: are bounded by the specification and by config', () => {
    expect(make({})).not.toThrow()
    for (const more of [
      { majority: 4_999 },
      { majority: 10_000 },
      { delay: 31_536_001 },
      { timelock: 31_536_001 },
      { period: 31_536_001 },
      { grace: 31_536_001 },
      { bounds: { threshold: { least: 101n, most: 200n } } },
      { bounds: { period: { least: 1, most: 19 } } },
      { bounds: { quorum: { least: 2_001, most: 10_000 } } },
    ]) {
      expect(make(more)).toThrow('outside what its config allows')
    }
    expect(make({ bounds: { period: { least: 20, most: 20 }, threshold: { least: 0n, most: 100n } } })).not.toThrow()
  })
  it('error: PARAMS_REFUSED where a vote goes beyond them, and nothing happens', () => {
    const life = queued([{ type: 'governance.configure', input: { delay: '0', majority: '10000' } }])
    expect(gov(life, 'x', 'execute', { proposal: 1 }, 35)).toBe('PARAMS_REFUSED')
    expect(seen(life).params).toMatchObject({ delay: 10, majority: 5_000 })
  })
})

describe('confirm', () => {
  const facts = { proposal: 1, asset: 'VOTE', start: 10, end: 30 }
  it('default: is accepted while a proposal is voted on and all of it is so', () => {
    const life = proposed()
    expect(gov(life, 'x', 'confirm', { ...facts, proposal: 2 })).toBe('GOVERNANCE_PROPOSAL_UNKNOWN')
    expect(gov(life, 'x', 'confirm', facts)).toBe('GOVERNANCE_NOT_ACTIVE')
    expect(gov(life, 'x', 'confirm', facts, 10)).toBe('accepted')
    for (const wrong of [{ asset: 'X' }, { start: 11 }, { end: 29 }]) {
      expect(gov(life, 'x', 'confirm', { ...facts, ...wrong })).toBe('GOVERNANCE_PROPOSAL_DIFFERS')
    }
  })
})
