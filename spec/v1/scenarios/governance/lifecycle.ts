/** Stories of proposals: made, voted on, queued, executed, canceled, expired. Spec: governance.md#states. */

import type { Scenario } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { governed, proposal, say, yes } from './votes.js'

const raise = (level: string) => ({ type: 'spec-probe.configure', input: { level } })
const budget = { type: 'transfer.send', input: { to: 'dora', asset: 'VOTE', amount: '30' } }

const passed: Scenario = {
  name: 'passed',
  about: 'From the proposal to its execution, with every state at its first and its last second.',
  system: governed(),
  at: 0,
  steps: [
    say('alice', 5, 'propose', { description: 'Raise the level “é 😀”', actions: [raise('7')] }),
    refuse('GOVERNANCE_NOT_ACTIVE', 'alice', 14, 'governance.vote', yes(1), 'pending until 15'),
    accept('bob', 15, 'governance.vote', { proposal: 1, support: 'against' }, '250 votes'),
    accept('carol', 20, 'governance.vote', { proposal: 1, support: 'abstain' }),
    accept('alice', 34, 'governance.vote', yes(1), 'active until 35'),
    refuse('GOVERNANCE_NOT_ACTIVE', 'dora', 35, 'governance.vote', yes(1)),
    refuse('GOVERNANCE_NOT_QUEUED', 'dora', 35, 'governance.execute', proposal(1), 'succeeded, not queued'),
    accept('dora', 64, 'governance.queue', proposal(1), 'by anybody, until 65'),
    refuse('GOVERNANCE_TIMELOCKED', 'dora', 68, 'governance.execute', proposal(1)),
    accept('dora', 98, 'governance.execute', proposal(1), 'from 69 to before 99'),
    accept('dora', 98, 'spec-probe.show', {}, 'the level is 7'),
    refuse('GOVERNANCE_NOT_QUEUED', 'dora', 98, 'governance.execute', proposal(1), 'once only'),
  ],
}

const ended: Scenario = {
  name: 'ended',
  about: 'Proposals that are canceled, defeated, or left until they expire.',
  system: governed(),
  at: 0,
  steps: [
    say('alice', 0, 'propose', { description: 'canceled by who made it', actions: [] }),
    refuse('GOVERNANCE_PROPOSER_BUSY', 'alice', 9, 'governance.propose', { description: '', actions: [] }),
    refuse('GOVERNANCE_NOT_CANCELLER', 'bob', 9, 'governance.cancel', proposal(1)),
    accept('alice', 9, 'governance.cancel', proposal(1), 'while it is pending'),
    say('alice', 9, 'propose', { description: 'canceled by the guardian', actions: [] }),
    refuse('GOVERNANCE_NOT_CANCELLER', 'alice', 19, 'governance.cancel', proposal(2), 'no longer pending'),
    accept('guard', 19, 'governance.cancel', proposal(2)),
    refuse('GOVERNANCE_PROPOSAL_OVER', 'guard', 19, 'governance.cancel', proposal(2)),
    say('alice', 20, 'propose', { description: 'an even split', actions: [] }),
    say('bob', 20, 'propose', { description: 'below the quorum', actions: [] }),
    accept('alice', 30, 'governance.vote', yes(3)),
    accept('bob', 30, 'governance.vote', { proposal: 3, support: 'against' }),
    accept('carol', 30, 'governance.vote', { proposal: 3, support: 'against' }),
    accept('carol', 30, 'governance.vote', yes(4), '150 of the 200 it takes'),
    accept('alice', 30, 'governance.vote', { proposal: 4, support: 'abstain' }, 'abstentions don’t help'),
    refuse('GOVERNANCE_NOT_SUCCEEDED', 'x', 50, 'governance.queue', proposal(3), '400 against 400'),
    refuse('GOVERNANCE_NOT_SUCCEEDED', 'x', 50, 'governance.queue', proposal(4)),
    refuse('GOVERNANCE_PROPOSAL_OVER', 'guard', 50, 'governance.cancel', proposal(4), 'defeated'),
    say('alice', 50, 'propose', { description: 'never queued', actions: [] }),
    say('bob', 50, 'propose', { description: 'never executed', actions: [] }),
    accept('alice', 60, 'governance.vote', yes(5)),
    accept('alice', 60, 'governance.vote', yes(6)),
    accept('x', 80, 'governance.queue', proposal(6)),
    refuse('GOVERNANCE_NOT_SUCCEEDED', 'x', 110, 'governance.queue', proposal(5), 'expired at 110'),
    refuse('GOVERNANCE_NOT_QUEUED', 'x', 115, 'governance.execute', proposal(6), 'expired at 115'),
    refuse('GOVERNANCE_PROPOSAL_OVER', 'guard', 115, 'governance.cancel', proposal(6)),
    say('alice', 495, 'propose', { description: 'the guardian’s time is over at 500', actions: [] }),
    refuse('GOVERNANCE_NOT_CANCELLER', 'guard', 500, 'governance.cancel', proposal(7)),
  ],
}

const pass = (number: number, at: number, actions: readonly object[]) => [
  say('alice', at, 'propose', { description: 'pass', actions }),
  accept('alice', at + 10, 'governance.vote', yes(number)),
  accept('x', at + 30, 'governance.queue', proposal(number)),
]

const executed: Scenario = {
  name: 'executed',
  about: 'What a proposal’s commands do, all of them or none.',
  system: governed(),
  at: 0,
  steps: [
    ...pass(1, 0, [raise('7'), budget, raise('1')]),
    refuse('ACCOUNT_BELOW_FLOOR', 'x', 35, 'governance.execute', proposal(1), 'the second command fails: none was run'),
    accept('x', 35, 'spec-probe.show', {}, 'the level is 0'),
    accept('bob', 36, 'transfer.send', { to: '@governance', asset: 'VOTE', amount: 30n }),
    accept('x', 37, 'governance.execute', proposal(1), 'later it can be run'),
    ...pass(2, 100, [raise('8'), raise('10')]),
    refuse('PARAMS_REFUSED', 'x', 135, 'governance.execute', proposal(2), 'a level above what config admits'),
    ...pass(3, 200, [{ type: 'nobody.nothing', input: null }]),
    refuse('COMMAND_UNKNOWN', 'x', 235, 'governance.execute', proposal(3)),
    ...pass(4, 300, [{ type: 'spec-probe.configure', input: { level: '-1' } }]),
    refuse('INPUT_INVALID', 'x', 335, 'governance.execute', proposal(4)),
    ...pass(5, 400, [{ type: 'asset.declare', input: assetOf('NEW') }]),
    accept('x', 435, 'governance.execute', proposal(5), 'as the authority of the system'),
    ...pass(6, 500, [{ type: 'spec-probe.descend', input: { levels: '7' } }]),
    accept('x', 535, 'governance.execute', proposal(6), 'a command at depth 1 that goes down to 8'),
    ...pass(7, 600, [{ type: 'spec-probe.descend', input: { levels: '8' } }]),
    refuse('CALL_TOO_DEEP', 'x', 635, 'governance.execute', proposal(7), 'and one that goes down to 9'),
    ...pass(8, 700, [{ type: 'governance.execute', input: { proposal: '8' } }]),
    refuse('GOVERNANCE_NOT_QUEUED', 'x', 735, 'governance.execute', proposal(8), 'no proposal executes itself twice'),
    ...pass(9, 800, [{ type: 'governance.configure', input: { delay: '0', period: '1', guardian: null } }]),
    say('bob', 834, 'propose', { description: 'made under the old rules', actions: [] }),
    accept('x', 835, 'governance.execute', proposal(9), 'governance changes its own rules'),
    accept('bob', 844, 'governance.vote', yes(10), 'what was proposed before goes on by the old ones'),
    say('alice', 844, 'propose', { description: 'made under the new rules', actions: [] }),
    accept('alice', 844, 'governance.vote', yes(11), 'without delay'),
    refuse('GOVERNANCE_NOT_ACTIVE', 'bob', 845, 'governance.vote', yes(11)),
    accept('carol', 863, 'governance.vote', { proposal: 10, support: 'against' }),
    ...pass(12, 900, []).slice(0, 1),
    accept('alice', 900, 'governance.vote', yes(12)),
    accept('x', 901, 'governance.queue', proposal(12), 'a proposal without commands'),
    accept('x', 906, 'governance.execute', proposal(12)),
    refuse('NOT_AUTHORISED', 'alice', 906, 'governance.configure', { delay: 5 }),
  ],
}

function assetOf(asset: string): object {
  return { asset, minters: [], cap: '100', transferable: true, whitelist: [], tracked: false }
}

export const scenarios: readonly Scenario[] = [passed, ended, executed]
