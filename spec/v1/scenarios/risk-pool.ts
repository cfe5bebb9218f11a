/** Stories of a risk pool. Spec: risk-pool.md. */
import { createSystem, type System } from '@symbolon/core'
import { riskPool } from '@symbolon/core/risk-pool'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [riskPool.with({ asset: 'USD', authority: 'board' })],
  assets: [{ asset: 'USD' }],
  allocations: ['ann', 'ben', 'cat'].map((party) => ({ party, asset: 'USD', amount: 10_000n })),
}) as System
const rules = {
  term: 't',
  ends: 1000,
  wait: 100,
  window: 50,
  cap: 500n,
  assessors: ['eve', 'fay', 'gus'],
  threshold: 2,
}
const cover = (name: string, amount: bigint) => ({
  term: 't',
  cover: name,
  kind: 'transaction',
  subject: 'tx 5',
  amount,
})
const claim = (name: string, on: string, amount: bigint, event = 1) => ({
  term: 't',
  claim: name,
  cover: on,
  event,
  amount,
  evidence: 'seen by all',
})
const assess = (name: string, approve = true) => ({ term: 't', claim: name, approve })
const declare = (occurred: number) => ({ term: 't', occurred, about: 'a break-in' })

type Row = readonly [by: string, name: string, input: object, expect?: Expectation, note?: string]
const at = (time: number, rows: readonly Row[]): readonly Step[] =>
  rows.map(([by, name, input, expect = 'accepted', note]) => ({
    command: { by, at: time, type: `risk-pool.${name}`, input },
    expect,
    ...(note === undefined ? {} : { note: `${note}: ${expect}` }),
  }))
const opening: readonly Row[] = [
  ['board', 'open', rules],
  ['board', 'admit', { term: 't', member: 'ann', weight: 1000 }],
  ['board', 'admit', { term: 't', member: 'ben', weight: 2001 }],
  ['ann', 'register', cover('a', 4000n)],
  ['ben', 'register', cover('b', 2001n), 'accepted', 'what is paid for it is rounded up'],
  ['ben', 'contribute', { term: 't', amount: 98n }],
]

const term: Scenario = {
  name: 'term',
  about: 'A term from its opening to the last refund, with an event above its cap and one above what is left.',
  system,
  at: 0,
  steps: [
    ...at(0, opening),
    ...at(200, [
      ['eve', 'declare', declare(150)],
      ['ann', 'claim', claim('1', 'a', 1001n)],
      ['ben', 'claim', claim('2', 'b', 1000n)],
      ['ann', 'claim', claim('3', 'a', 2999n)],
      ['eve', 'assess', assess('1')],
      ['fay', 'assess', assess('1', false)],
      ['gus', 'assess', assess('1'), 'accepted', 'approved by two of three'],
      ['eve', 'assess', assess('2')],
      ['gus', 'assess', assess('2')],
      ['eve', 'assess', assess('3', false)],
      ['fay', 'assess', assess('3', false), 'accepted', 'denied'],
      ['fay', 'declare', declare(180)],
      ['ann', 'claim', claim('4', 'a', 2999n, 2), 'accepted', 'what was denied may be claimed again'],
      ['eve', 'assess', assess('4')],
      ['fay', 'assess', assess('4')],
    ]),
    ...at(250, [
      ['cat', 'settle', { term: 't' }, 'accepted', 'both, the first at its cap, the second with what is left'],
      ['cat', 'collect', { term: 't', claim: '2' }],
      ['cat', 'collect', { term: 't', claim: '1' }],
      ['cat', 'collect', { term: 't', claim: '4' }],
      ['ann', 'contribute', { term: 't', amount: 101n }],
    ]),
    ...at(1050, [
      ['cat', 'close', { term: 't' }],
      ...[1, 2, 3, 4].map((contribution): Row => ['cat', 'refund', { term: 't', contribution }]),
    ]),
  ],
}
const refusals: Scenario = {
  name: 'refusals',
  about: 'Every code in order of precedence, each step wrong in what comes later too.',
  system,
  at: 0,
  steps: [
    ...at(0, [
      ['ann', 'open', rules, 'NOT_AUTHORISED'],
      ...opening,
      ['board', 'open', { ...rules, threshold: 4 }, 'RISK_TERM_TAKEN'],
      ['board', 'open', { ...rules, term: 'u', threshold: 4 }, 'RISK_TERM_REFUSED', 'more than there are'],
      ['board', 'open', { ...rules, term: 'u', threshold: 0 }, 'RISK_TERM_REFUSED', 'nobody'],
      ['board', 'open', { ...rules, term: 'u', ends: 0 }, 'RISK_TERM_REFUSED', 'over before it begins'],
      ['board', 'open', { ...rules, term: 'u', assessors: ['eve', 'eve'] }, 'RISK_TERM_REFUSED', 'twice the same'],
      ['board', 'open', { ...rules, term: 'u', ends: 2 ** 53 - 100 }, 'RISK_TERM_REFUSED', 'without an end'],
      ['ann', 'admit', { term: 'x', member: 'ann', weight: 1 }, 'NOT_AUTHORISED'],
      ['board', 'admit', { term: 'x', member: 'ann', weight: 1 }, 'RISK_TERM_UNKNOWN'],
      ['cat', 'register', cover('a', 1n), 'RISK_NOT_MEMBER'],
      ['cat', 'contribute', { term: 't', amount: 99_999n }, 'RISK_NOT_MEMBER'],
      ['board', 'admit', { term: 't', member: 'cat', weight: 0 }],
      ['cat', 'register', cover('a', 1n), 'RISK_WEIGHT_NONE'],
      ['ann', 'register', cover('a', 1_000_000n), 'RISK_COVER_TAKEN'],
      ['ann', 'register', cover('c', 1_000_000n), 'ACCOUNT_BELOW_FLOOR'],
      ['ann', 'declare', declare(1), 'RISK_NOT_ASSESSOR'],
      ['eve', 'declare', declare(1), 'RISK_EVENT_REFUSED', 'in the future'],
      ['eve', 'declare', declare(0)],
      ['ann', 'claim', claim('1', 'a', 9999n), 'RISK_NOT_COVERED', 'before the cover began'],
      ['ann', 'settle', { term: 't' }, 'RISK_EVENT_NOT_OVER'],
    ]),
    ...at(200, [
      ['eve', 'declare', declare(200)],
      ['ann', 'claim', claim('1', 'a', 9999n, 2), 'RISK_COVER_EXCEEDED'],
      ['ann', 'claim', claim('1', 'a', 4000n, 2)],
      ['ben', 'claim', claim('1', 'x', 9999n, 9), 'RISK_CLAIM_TAKEN'],
      ['ben', 'claim', claim('2', 'x', 9999n, 9), 'RISK_COVER_UNKNOWN'],
      ['ben', 'claim', claim('2', 'a', 9999n, 9), 'RISK_EVENT_UNKNOWN'],
      ['ben', 'claim', claim('2', 'a', 9999n, 1), 'RISK_EVENT_OVER'],
      ['ben', 'claim', claim('2', 'a', 9999n, 2), 'RISK_NOT_COVERED'],
      ['ann', 'assess', assess('9'), 'RISK_NOT_ASSESSOR'],
      ['eve', 'assess', assess('9'), 'RISK_CLAIM_UNKNOWN'],
      ['eve', 'assess', assess('1')],
      ['eve', 'assess', assess('1', false), 'RISK_ASSESSED_ALREADY'],
      ['fay', 'assess', assess('1')],
      ['fay', 'assess', assess('1'), 'RISK_CLAIM_DECIDED'],
      ['cat', 'collect', { term: 't', claim: '9' }, 'RISK_CLAIM_UNKNOWN'],
      ['cat', 'collect', { term: 't', claim: '1' }, 'RISK_CLAIM_NOT_DUE'],
      ['cat', 'settle', { term: 't' }, 'accepted', 'the first only'],
      ['cat', 'settle', { term: 't' }, 'RISK_EVENT_NOT_OVER'],
    ]),
    ...at(250, [
      ['cat', 'settle', { term: 't' }],
      ['cat', 'settle', { term: 't' }, 'RISK_EVENT_UNKNOWN'],
      ['fay', 'assess', assess('1'), 'RISK_EVENT_OVER'],
      ['cat', 'collect', { term: 't', claim: '1' }],
      ['cat', 'collect', { term: 't', claim: '1' }, 'RISK_CLAIM_NOT_DUE', 'once'],
    ]),
    ...at(900, [
      ['dan', 'register', cover('a', 1n), 'RISK_TERM_OVER', 'a cover that would never begin'],
      ['cat', 'close', { term: 't' }, 'RISK_TERM_NOT_OVER'],
      ['cat', 'refund', { term: 't', contribution: 9 }, 'RISK_TERM_NOT_OVER'],
    ]),
    ...at(1000, [
      ['board', 'admit', { term: 't', member: 'ann', weight: 1 }, 'RISK_TERM_OVER'],
      ['dan', 'contribute', { term: 't', amount: 1n }, 'RISK_TERM_OVER'],
      ['eve', 'declare', declare(1000), 'RISK_EVENT_REFUSED', 'after the term'],
      ['eve', 'declare', declare(999), 'accepted', 'late'],
      ['ann', 'claim', claim('5', 'a', 1n, 3), 'RISK_COVER_EXCEEDED'],
      ['ben', 'claim', claim('5', 'b', 1n, 3)],
    ]),
    ...at(1050, [
      ['ann', 'declare', declare(1), 'RISK_TERM_OVER'],
      ['cat', 'close', { term: 't' }, 'RISK_TERM_NOT_OVER', 'an event isn’t settled'],
    ]),
    ...at(1100, [
      ['eve', 'assess', assess('5'), 'RISK_EVENT_OVER'],
      ['cat', 'settle', { term: 't' }, 'accepted', 'the claim lapses'],
      ['cat', 'close', { term: 't' }],
      ['cat', 'close', { term: 't' }, 'RISK_TERM_OVER'],
      ['cat', 'refund', { term: 't', contribution: 9 }, 'RISK_CONTRIBUTION_UNKNOWN'],
      ['cat', 'refund', { term: 't', contribution: 1 }],
      ['cat', 'refund', { term: 't', contribution: 1 }, 'RISK_CONTRIBUTION_RETURNED'],
    ]),
    ...[
      ['open', { ...rules, ends: '9', wait: '0', window: '1', cap: '1', threshold: '1' }, 'no wait'],
      ['assess', { term: 't', claim: '1', approve: 'yes' }, 'neither true nor false'],
      ['refund', { term: 't', contribution: '0' }, 'number 0'],
    ].map(([name, input, note]) => ({
      json: { id: 'hostile', by: 'board', at: '1100', type: `risk-pool.${name}`, input },
      expect: 'INPUT_INVALID',
      note: note as string,
    })),
  ],
}
const lapse: Scenario = {
  name: 'lapse',
  about: 'Claims that nobody decides free their cover, and an assessor’s own claim is for the others to decide.',
  system,
  at: 0,
  steps: [
    ...at(0, [
      ['board', 'open', { ...rules, assessors: ['ann', 'fay', 'gus'] }],
      ['board', 'admit', { term: 't', member: 'ann', weight: 2500 }],
      ['ann', 'register', cover('a', 100n)],
      ['ann', 'contribute', { term: 't', amount: 175n }],
    ]),
    ...at(200, [
      ['fay', 'declare', declare(150)],
      ['ann', 'claim', claim('1', 'a', 100n)],
      ['ann', 'assess', assess('9'), 'RISK_CLAIM_UNKNOWN'],
      ['ann', 'assess', assess('1'), 'RISK_CLAIM_OWN'],
      ['fay', 'assess', assess('1'), 'accepted', 'one of two'],
    ]),
    ...at(299, [
      ['fay', 'declare', declare(299)],
      ['ann', 'collect', { term: 't', claim: '1' }, 'RISK_CLAIM_NOT_DUE', 'it may still be decided'],
    ]),
    ...at(300, [
      ['ann', 'assess', assess('1'), 'RISK_CLAIM_OWN', 'before it is too late'],
      ['cat', 'settle', { term: 't' }, 'accepted', 'the claim lapses'],
      ['ann', 'claim', claim('2', 'a', 1n, 2), 'RISK_COVER_EXCEEDED', 'until it is collected'],
      ['cat', 'collect', { term: 't', claim: '1' }, 'accepted', 'nothing is paid, the cover is free'],
      ['cat', 'collect', { term: 't', claim: '1' }, 'RISK_CLAIM_NOT_DUE', 'once'],
      ['ann', 'claim', claim('2', 'a', 100n, 2)],
      ['gus', 'assess', assess('2', false), 'accepted', 'denied: one of the other two isn’t enough to approve it'],
      ['ann', 'claim', claim('3', 'a', 100n, 2)],
      ['fay', 'assess', assess('3')],
      ['gus', 'assess', assess('3'), 'accepted', 'approved by the other two'],
      ['cat', 'collect', { term: 't', claim: '2' }, 'RISK_CLAIM_NOT_DUE'],
    ]),
    ...at(349, [
      ['cat', 'settle', { term: 't' }],
      ['cat', 'collect', { term: 't', claim: '2' }, 'RISK_CLAIM_NOT_DUE', 'denied'],
      ['cat', 'collect', { term: 't', claim: '3' }],
    ]),
  ],
}
export const scenarios: readonly Scenario[] = [term, lapse, refusals]
