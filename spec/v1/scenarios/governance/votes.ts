/** Stories of votes: who has them, whom they are delegated to, how they are counted and split. Spec: governance.md#votes. */
import { createSystem, type System } from '@symbolon/core'
import { governance } from '@symbolon/core/governance'
import { transfer } from '@symbolon/core/transfer'
import type { CommandStep, Scenario } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { specProbe } from '../../../probe/mechanism.js'

const settings = {
  asset: 'VOTE',
  representatives: ['spec-probe'],
  threshold: 100n,
  delay: 10,
  period: 20,
  quorum: 2_000,
  majority: 5_000,
  timelock: 5,
  grace: 30,
  guardian: { party: 'guard', until: 500 },
  authority: '@governance',
}

/** A thousand votes, 200 of which are a quorum; a vote takes from 10 to 30 after its proposal. */
export function governed(more: object = {}, tracked = true): System {
  const held = { alice: 400n, bob: 250n, carol: 150n, dora: 100n, '@spec-probe.berlin': 100n }
  return createSystem({
    spec: '1.0',
    mechanisms: [
      transfer.with({}),
      governance.with({ ...settings, ...more }),
      specProbe.with({
        highest: 9,
        mints: [],
        level: 0,
        label: '',
        sumOf: { instance: 'spec-probe', query: 'sum' },
        authority: '@governance',
      }),
    ],
    assets: [{ asset: 'VOTE', tracked, cap: 1_000n }],
    allocations: Object.entries(held).map(([party, amount]) => ({ party, asset: 'VOTE', amount })),
    authority: '@governance',
  }) as System
}

export const proposal = (number: number) => ({ proposal: number })
export const yes = (number: number) => ({ proposal: number, support: 'for' })
/** A command of governance that is accepted. */
export const say = (by: string, at: number, command: string, input: object, note?: string): CommandStep =>
  accept(by, at, `governance.${command}`, input, note)
export const NOTHING = { description: '', actions: [] }
/** Run by the probe as its own party, or as one below it. */
export const inside = (as: string | null, command: string, input: object) => ({
  calls: [{ type: `governance.${command}`, input, as }],
})

const snapshots: Scenario = {
  name: 'snapshots',
  about: 'Votes are those of before the second in which the vote begins; what moves in it or later changes nothing.',
  system: governed(),
  at: 0,
  steps: [
    say('alice', 0, 'propose', NOTHING, 'number 1'),
    accept('alice', 9, 'transfer.send', { to: 'erin', asset: 'VOTE', amount: 10n }, 'before the snapshot'),
    accept('alice', 10, 'transfer.send', { to: 'frank', asset: 'VOTE', amount: 5n }, 'in the second of the snapshot'),
    refuse('GOVERNANCE_POWER_MISSING', 'frank', 10, 'governance.vote', yes(1)),
    say('erin', 10, 'vote', { proposal: 1, support: 'against' }, '10 votes'),
    accept('alice', 11, 'transfer.send', { to: 'frank', asset: 'VOTE', amount: 385n }, 'after it'),
    refuse('GOVERNANCE_POWER_MISSING', 'frank', 12, 'governance.vote', yes(1)),
    say('alice', 12, 'vote', yes(1), '390 votes'),
    refuse('GOVERNANCE_VOTE_TAKEN', 'erin', 12, 'governance.vote', yes(1)),
    refuse('GOVERNANCE_BELOW_THRESHOLD', 'alice', 30, 'governance.propose', NOTHING, 'by what is held now'),
    say('frank', 30, 'propose', NOTHING),
    say('bob', 39, 'delegate', { to: 'frank' }),
    say('bob', 39, 'delegate', { to: 'erin' }, 'of two in one second the last counts'),
    say('carol', 40, 'delegate', { to: 'erin' }, 'too late'),
    say('x', 41, 'count', { proposal: 2, parties: ['bob', 'carol'] }, 'bob’s votes, for erin'),
    say('carol', 41, 'vote', yes(2), 'carol’s own'),
    say('erin', 41, 'vote', { proposal: 2, support: 'against' }),
  ],
}

const delegated: Scenario = {
  name: 'delegated',
  about: 'Delegated votes are counted for a delegate before or after it votes, each once, by the delegation as it was.',
  system: governed(),
  at: 0,
  steps: [
    say('bob', 0, 'delegate', { to: 'erin' }),
    say('carol', 0, 'delegate', { to: 'bob' }, 'bob’s delegate doesn’t get what bob casts for others'),
    say('dora', 0, 'delegate', { to: 'erin' }),
    refuse('GOVERNANCE_BELOW_THRESHOLD', 'erin', 0, 'governance.propose', NOTHING),
    refuse('GOVERNANCE_BELOW_THRESHOLD', 'erin', 0, 'governance.propose', {
      ...NOTHING,
      delegators: ['carol', 'erin'],
    }),
    say('erin', 0, 'propose', { ...NOTHING, delegators: ['x', 'dora', 'dora'] }, 'with dora’s 100 votes, counted once'),
    refuse('GOVERNANCE_NOT_ACTIVE', 'x', 9, 'governance.count', { proposal: 1, parties: ['bob'] }),
    say('x', 10, 'count', { proposal: 1, parties: ['bob', 'alice', 'erin', 'nobody', 'bob'] }, 'one of them, once'),
    say('dora', 10, 'delegate', { to: 'dora' }, 'too late for this snapshot'),
    say('erin', 11, 'vote', yes(1), 'with the 250 counted so far'),
    say('x', 12, 'count', { proposal: 1, parties: ['bob', 'dora', 'carol'] }, 'two more: one for erin, one for bob'),
    refuse('GOVERNANCE_NOTHING_COUNTED', 'x', 12, 'governance.count', { proposal: 1, parties: ['bob', 'dora'] }),
    refuse('GOVERNANCE_NOTHING_COUNTED', 'x', 12, 'governance.count', {
      proposal: 1,
      parties: ['@governance', 'alice'],
    }),
    refuse('GOVERNANCE_NOTHING_COUNTED', 'x', 12, 'governance.count', { proposal: 1, parties: [] }),
    refuse('GOVERNANCE_POWER_MISSING', 'dora', 12, 'governance.vote', yes(1), 'erin has cast them'),
    say('bob', 29, 'vote', { proposal: 1, support: 'against' }, 'with the 150 of carol'),
    refuse('GOVERNANCE_NOT_ACTIVE', 'x', 30, 'governance.count', { proposal: 1, parties: ['carol'] }),
    say('dora', 30, 'propose', NOTHING, 'dora has her votes again'),
    say('dora', 40, 'vote', yes(2)),
  ],
}

const claimed: Scenario = {
  name: 'claimed',
  about: 'What an instance keeps for a party votes for the party; what the instance holds votes for nobody.',
  system: governed(),
  at: 0,
  steps: [
    accept('alice', 0, 'transfer.send', { to: '@spec-probe', asset: 'VOTE', amount: 300n }, 'into a pool'),
    accept('x', 0, 'spec-probe.claim', { party: 'alice', asset: 'VOTE', amount: 300n, seized: false }),
    accept('bob', 0, 'transfer.send', { to: '@spec-probe', asset: 'VOTE', amount: 200n }),
    accept('x', 0, 'spec-probe.claim', { party: 'bob', asset: 'VOTE', amount: 200n, seized: false }),
    say('bob', 0, 'delegate', { to: 'erin' }),
    say('alice', 0, 'propose', NOTHING),
    say('alice', 10, 'vote', yes(1), '100 at hand and 300 in the pool'),
    accept('x', 11, 'spec-probe.claim', { party: 'bob', asset: 'VOTE', amount: 50n, seized: true }, 'slashed later'),
    say('x', 12, 'count', { proposal: 1, parties: ['bob', '@spec-probe'] }, 'bob’s 250 of the snapshot'),
    say('erin', 12, 'vote', { proposal: 1, support: 'against' }),
    refuse(
      'GOVERNANCE_PARTY_INELIGIBLE',
      'x',
      12,
      'spec-probe.call',
      inside(null, 'vote', { proposal: '1', support: 'for' }),
      'the pool has no votes',
    ),
    say('alice', 30, 'propose', NOTHING),
    say('x', 40, 'count', { proposal: 2, parties: ['bob'] }, 'bob’s 100 of this one'),
  ],
}

const represented: Scenario = {
  name: 'represented',
  about:
    'A sub-party of an instance that represents others splits its votes; before, it makes sure of what it votes on.',
  system: governed(),
  at: 0,
  steps: [
    say('alice', 0, 'propose', NOTHING),
    refuse('GOVERNANCE_NOT_ACTIVE', 'x', 9, 'governance.confirm', facts({})),
    refuse('GOVERNANCE_PROPOSAL_UNKNOWN', 'x', 10, 'governance.confirm', facts({ proposal: 2 })),
    refuse('GOVERNANCE_PROPOSAL_DIFFERS', 'x', 10, 'governance.confirm', facts({ asset: 'VOTES' })),
    refuse('GOVERNANCE_PROPOSAL_DIFFERS', 'x', 10, 'governance.confirm', facts({ start: 9 })),
    refuse('GOVERNANCE_PROPOSAL_DIFFERS', 'x', 10, 'governance.confirm', facts({ end: 31 })),
    say('x', 10, 'confirm', facts({})),
    refuse('GOVERNANCE_PARTY_INELIGIBLE', 'alice', 11, 'governance.split', parts(1n, 0n, 0n)),
    accept('x', 11, 'spec-probe.call', inside('berlin', 'split', written(59, 30, 10)), '99 of 100'),
    refuse('GOVERNANCE_VOTE_TAKEN', 'x', 11, 'spec-probe.call', inside('berlin', 'split', written(0, 0, 1))),
    say('alice', 30, 'propose', NOTHING),
    accept(
      'x',
      40,
      'spec-probe.call',
      inside('berlin', 'vote', { proposal: '2', support: 'abstain' }),
      'all of it to one side',
    ),
    refuse('GOVERNANCE_VOTE_TAKEN', 'x', 40, 'spec-probe.call', inside('berlin', 'split', written(1, 0, 0, 2))),
  ],
}

function facts(more: object): object {
  return { proposal: 1, asset: 'VOTE', start: 10, end: 30, ...more }
}
function parts(yes: bigint, no: bigint, abstain: bigint): object {
  return { proposal: 1, for: yes, against: no, abstain }
}
/** As JSON, the way nested commands take it. */
export function written(yes: number, no: number, abstain: number, number = 1): object {
  return { proposal: String(number), for: String(yes), against: String(no), abstain: String(abstain) }
}

export const scenarios: readonly Scenario[] = [snapshots, delegated, claimed, represented]
