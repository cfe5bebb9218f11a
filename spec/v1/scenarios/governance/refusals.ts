/** Refusals of governance, and inputs that are none. Spec: governance.md#refusals. */
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { governed, inside, NOTHING, proposal, say, written, yes } from './votes.js'

const MOST = (1n << 127n) - 1n
const voted = { proposal: '1', support: 'for' }

function refusals(): Scenario {
  return {
    name: 'refusals',
    about: 'Every code of governance in order of precedence, each step wrong in what comes later too.',
    system: governed({ bounds: { threshold: { least: 100n, most: 200n }, delay: { least: 1, most: 10 } } }),
    at: 0,
    steps: [
      refuse(
        'GOVERNANCE_PARTY_INELIGIBLE',
        'x',
        0,
        'spec-probe.call',
        inside('berlin', 'delegate', { to: '@governance' }),
      ),
      refuse('GOVERNANCE_DELEGATE_INELIGIBLE', 'alice', 0, 'governance.delegate', { to: '@spec-probe.berlin' }),
      refuse('GOVERNANCE_PARTY_INELIGIBLE', 'x', 0, 'spec-probe.call', inside('berlin', 'propose', NOTHING)),
      refuse(
        'GOVERNANCE_PARTY_INELIGIBLE',
        'x',
        0,
        'spec-probe.call',
        inside(null, 'vote', { ...voted, proposal: '9' }),
      ),
      refuse('GOVERNANCE_PARTY_INELIGIBLE', 'x', 0, 'spec-probe.call', inside(null, 'split', written(999, 0, 0, 9))),
      refuse('GOVERNANCE_PROPOSAL_UNKNOWN', 'x', 0, 'governance.vote', yes(1)),
      refuse('GOVERNANCE_PROPOSAL_UNKNOWN', 'x', 0, 'governance.count', { proposal: 1, parties: [] }),
      refuse('GOVERNANCE_PROPOSAL_UNKNOWN', 'x', 0, 'governance.queue', proposal(1)),
      refuse('GOVERNANCE_PROPOSAL_UNKNOWN', 'x', 0, 'governance.execute', proposal(1)),
      refuse('GOVERNANCE_PROPOSAL_UNKNOWN', 'x', 0, 'governance.cancel', proposal(1)),
      refuse('GOVERNANCE_PROPOSAL_UNKNOWN', 'x', 0, 'spec-probe.call', inside('berlin', 'split', written(999, 0, 0))),
      say('alice', 0, 'propose', NOTHING),
      accept('alice', 0, 'transfer.send', { to: 'erin', asset: 'VOTE', amount: 400n }),
      refuse('GOVERNANCE_PROPOSER_BUSY', 'alice', 0, 'governance.propose', NOTHING, 'and without votes'),
      refuse('GOVERNANCE_NOT_ACTIVE', 'x', 0, 'governance.vote', yes(1)),
      refuse('GOVERNANCE_NOT_ACTIVE', 'x', 0, 'spec-probe.call', inside('berlin', 'split', written(999, 0, 0))),
      refuse('GOVERNANCE_NOT_CANCELLER', 'x', 0, 'governance.cancel', proposal(1)),
      accept('x', 10, 'spec-probe.call', inside('berlin', 'vote', voted)),
      refuse('GOVERNANCE_VOTE_TAKEN', 'x', 10, 'spec-probe.call', inside('berlin', 'split', written(999, 0, 0))),
      refuse('GOVERNANCE_POWER_MISSING', 'x', 10, 'spec-probe.call', inside('paris', 'split', written(1, 0, 0))),
      refuse('GOVERNANCE_POWER_MISSING', 'x', 10, 'spec-probe.call', inside('berlin-2', 'split', written(0, 0, 0))),
      accept('bob', 10, 'transfer.send', { to: '@spec-probe.rome', asset: 'VOTE', amount: 5n }),
      say('bob', 11, 'propose', NOTHING, 'number 2'),
      refuse('GOVERNANCE_POWER_MISSING', 'x', 21, 'spec-probe.call', inside('rome', 'split', written(0, 0, 0, 2))),
      refuse('GOVERNANCE_POWER_EXCEEDED', 'x', 21, 'spec-probe.call', inside('rome', 'split', written(2, 2, 2, 2))),
      say('erin', 21, 'vote', yes(2)),
      say('bob', 21, 'vote', yes(2)),
      refuse('GOVERNANCE_VOTE_TAKEN', 'bob', 21, 'governance.vote', yes(2)),
      refuse('GOVERNANCE_NOT_CANCELLER', 'x', 41, 'governance.cancel', proposal(1), 'expired or not'),
      refuse('GOVERNANCE_NOT_QUEUED', 'x', 41, 'governance.execute', proposal(2)),
      say('x', 41, 'queue', proposal(2)),
      refuse('GOVERNANCE_NOT_SUCCEEDED', 'x', 41, 'governance.queue', proposal(2), 'queued already'),
      refuse('GOVERNANCE_TIMELOCKED', 'x', 45, 'governance.execute', proposal(2)),
      say('x', 46, 'execute', proposal(2)),
      refuse('GOVERNANCE_PROPOSAL_OVER', 'guard', 46, 'governance.cancel', proposal(2)),
      refuse('NOT_AUTHORISED', 'alice', 46, 'governance.configure', { threshold: 999n }),
      ...configured(3, 46, { threshold: '201' }, 'PARAMS_REFUSED', 'above its bounds'),
      ...configured(4, 146, { threshold: '99' }, 'PARAMS_REFUSED', 'below its bounds'),
      ...configured(5, 246, { delay: '0' }, 'PARAMS_REFUSED'),
      ...configured(6, 346, { majority: '4999' }, 'PARAMS_REFUSED', 'less than a majority'),
      ...configured(7, 446, { majority: '10000' }, 'PARAMS_REFUSED', 'more than anybody can reach'),
      ...configured(8, 546, { timelock: '31536001' }, 'PARAMS_REFUSED', 'more than a year'),
      ...configured(9, 646, { period: '0' }, 'INPUT_INVALID'),
      ...configured(
        10,
        746,
        { threshold: '200', majority: '9999', timelock: '31536000' },
        'accepted',
        'at their bounds',
      ),
      refuse('GOVERNANCE_BELOW_THRESHOLD', 'carol', 900, 'governance.propose', NOTHING, '150 of 200'),
      refuse(
        'GOVERNANCE_TIME_EXCEEDED',
        'bob',
        Number.MAX_SAFE_INTEGER - 10 - 20 - 30 - 31_536_000 - 30 + 1,
        'governance.propose',
        NOTHING,
      ),
      say('bob', Number.MAX_SAFE_INTEGER - 10 - 20 - 30 - 31_536_000 - 30, 'propose', NOTHING, 'a second earlier'),
      ...hostile(),
    ],
  }
}

/** A change of params that is proposed and queued, and what becomes of it. */
function configured(number: number, at: number, input: object, expect: string, note?: string): readonly Step[] {
  const step = accept('x', at + 35, 'governance.execute', proposal(number), note)
  return [
    say('bob', at, 'propose', { description: '', actions: [{ type: 'governance.configure', input }] }),
    say('erin', at + 10, 'vote', yes(number)),
    say('x', at + 30, 'queue', proposal(number)),
    { ...step, expect },
  ]
}

/** Inputs that aren't even shaped like one. */
function hostile(): readonly Step[] {
  const json = (command: string, input: unknown, note: string): Step => ({
    json: { id: 'hostile', by: 'bob', at: '9007199254740991', type: `governance.${command}`, input },
    expect: 'INPUT_INVALID',
    note,
  })
  const action = { type: 'a.b', input: {} }
  return [
    json('propose', { description: 'x'.repeat(1025), actions: [] }, 'a text of 1,025'),
    json('propose', { description: '', actions: Array.from({ length: 65 }, () => action) }, '65 actions'),
    json('propose', { description: '', actions: [{ type: 'a', input: {} }] }, 'an action that is no command'),
    json('propose', { description: '', actions: [{ type: 'a.b', input: 1 }] }, 'an action with a JSON number'),
    json('propose', { description: '', actions: [{ type: 'a.b' }] }, 'an action without input'),
    json('propose', { description: '', actions: [], delegators: Array(257).fill('a') }, '257 delegators'),
    json('count', { proposal: '1', parties: Array(257).fill('a') }, '257 parties'),
    json('vote', { proposal: '0', support: 'for' }, 'number 0'),
    json('vote', { proposal: '1', support: 'maybe' }, 'neither for nor against'),
    json('vote', { proposal: '1', support: null }, 'null is no ballot'),
    json('split', { proposal: '1', for: '-1', against: '0', abstain: '0' }, 'less than no votes'),
    json('split', { proposal: '1', for: String(MOST + 1n), against: '0', abstain: '0' }, '2^127 votes'),
    json('delegate', { to: 'a/b' }, 'a delegate that is no party'),
    json('configure', { guardian: 'guard' }, 'a guardian without a time'),
  ]
}

function untracked(): Scenario {
  return {
    name: 'untracked',
    about: 'Without a history of who held the asset there is nothing to vote with.',
    system: governed({ threshold: 0n }, false),
    at: 0,
    steps: [
      refuse('GOVERNANCE_PARTY_INELIGIBLE', 'x', 0, 'spec-probe.call', inside('berlin', 'propose', NOTHING)),
      refuse('GOVERNANCE_ASSET_UNTRACKED', 'alice', 0, 'governance.propose', NOTHING),
      refuse('GOVERNANCE_ASSET_UNTRACKED', 'alice', Number.MAX_SAFE_INTEGER, 'governance.propose', NOTHING),
    ],
  }
}

export const scenarios: readonly Scenario[] = [refusals(), untracked()]
