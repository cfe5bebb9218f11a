/** Stories of an ecosystem fund. Spec: ecosystem-fund.md. */
import { createSystem, type System } from '@symbolon/core'
import { ecosystemFund } from '@symbolon/core/ecosystem-fund'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [
    ecosystemFund.with({
      first: { authority: 'dao-a', asset: 'AAA' },
      second: { authority: 'dao-b', asset: 'BBB' },
      notice: 100,
    }),
  ],
  assets: [{ asset: 'AAA' }, { asset: 'BBB' }],
  allocations: ['dao-a', 'dao-b', 'ann'].flatMap((party) =>
    ['AAA', 'BBB'].map((asset) => ({ party, asset, amount: 10_000n })),
  ),
}) as System
const part = (first: bigint, second: bigint, due = 50) => ({ about: 'a bridge', due, pay: { first, second } })
const grant = (name: string, milestones: readonly object[] = [part(100n, 50n), part(10n, 0n)]) => ({
  grant: name,
  recipient: 'rob',
  about: 'work for both',
  milestones,
})
const attest = (milestone: number, name = 'g') => ({ grant: name, milestone, evidence: 'a demo' })

type Row = readonly [by: string, name: string, input: object, expect?: Expectation, note?: string]
const at = (time: number, rows: readonly Row[]): readonly Step[] =>
  rows.map(([by, name, input, expect = 'accepted', note]) => ({
    command: { by, at: time, type: `ecosystem-fund.${name}`, input },
    expect,
    ...(note === undefined ? {} : { note: `${note}: ${expect}` }),
  }))
const opening: readonly Row[] = [
  ['dao-a', 'fund', { asset: 'AAA', amount: 1000n }],
  ['dao-b', 'fund', { asset: 'BBB', amount: 1000n }],
  ['pat', 'propose', grant('g')],
  ['dao-a', 'approve', { grant: 'g', attestor: 'eve' }],
  ['dao-b', 'approve', { grant: 'g', attestor: 'fay' }, 'accepted', 'promised'],
]

const life: Scenario = {
  name: 'life',
  about: 'A grant paid by milestones, one that lapses, one that is stopped; a side leaves, and what is free returns.',
  system,
  at: 0,
  steps: [
    ...at(0, opening),
    ...at(10, [
      ['eve', 'attest', attest(0)],
      ['fay', 'attest', attest(0), 'accepted', 'paid'],
      ['dao-b', 'fund', { asset: 'AAA', amount: 500n }],
      ['ann', 'fund', { asset: 'AAA', amount: 3n }, 'accepted', 'a gift'],
      ['pat', 'propose', grant('h', [part(200n, 0n, 90)])],
      ['dao-b', 'approve', { grant: 'h', attestor: 'fay' }],
      ['dao-a', 'approve', { grant: 'h', attestor: 'eve' }],
      ['pat', 'propose', grant('i')],
      ['pat', 'withdraw', { grant: 'i' }],
      ['pat', 'propose', grant('j')],
      ['dao-a', 'stop', { grant: 'j' }, 'accepted', 'what was only proposed'],
      ['dao-a', 'leave', {}],
      ['dao-b', 'leave', {}],
      ['fay', 'attest', attest(0, 'h')],
    ]),
    ...at(50, [
      ['ann', 'lapse', { grant: 'g', milestone: 1 }],
      ['dao-b', 'stop', { grant: 'h' }, 'accepted', 'what one side has attested, too'],
    ]),
    ...at(110, [
      ['ann', 'return', { asset: 'AAA' }, 'accepted', 'by 2 : 1'],
      ['ann', 'return', { asset: 'BBB' }],
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
      ...opening,
      ['nobody', 'fund', { asset: 'CCC', amount: 1n }, 'FUND_ASSET_UNKNOWN'],
      ['nobody', 'fund', { asset: 'AAA', amount: 1n }, 'ACCOUNT_BELOW_FLOOR'],
      ['ann', 'return', { asset: 'CCC' }, 'FUND_ASSET_UNKNOWN'],
      ['ann', 'return', { asset: 'AAA' }, 'FUND_NOT_ENDED', 'nobody has given notice'],
      ['ann', 'propose', grant('g', []), 'FUND_GRANT_TAKEN'],
      ['ann', 'propose', grant('h', []), 'FUND_GRANT_REFUSED', 'no milestone'],
      ['ann', 'propose', grant('h', [part(0n, 0n)]), 'FUND_GRANT_REFUSED', 'nothing paid'],
      ['ann', 'propose', grant('h', [part(1n, 0n, 0)]), 'FUND_GRANT_REFUSED', 'due now'],
      ['pat', 'propose', grant('h', [part(891n, 0n)])],
      ['ann', 'approve', { grant: 'x', attestor: 'rob' }, 'FUND_NOT_SIDE'],
      ['dao-a', 'approve', { grant: 'x', attestor: 'rob' }, 'FUND_GRANT_UNKNOWN'],
      ['dao-a', 'approve', { grant: 'h', attestor: 'rob' }, 'FUND_ATTESTOR_REFUSED', 'the recipient'],
      ['dao-a', 'approve', { grant: 'h', attestor: 'eve' }],
      ['dao-a', 'approve', { grant: 'h', attestor: 'rob' }, 'FUND_APPROVED_ALREADY'],
      ['dao-b', 'approve', { grant: 'h', attestor: 'eve' }, 'FUND_ATTESTOR_REFUSED', 'that of the other side'],
      ['dao-b', 'approve', { grant: 'h', attestor: 'fay' }, 'FUND_EXCEEDED'],
      ['ann', 'attest', attest(9, 'x'), 'FUND_GRANT_UNKNOWN'],
      ['ann', 'attest', attest(9, 'h'), 'FUND_GRANT_NOT_RUNNING'],
      ['ann', 'attest', attest(9), 'FUND_MILESTONE_UNKNOWN'],
      ['ann', 'attest', attest(0), 'FUND_NOT_ATTESTOR'],
      ['ann', 'withdraw', { grant: 'x' }, 'FUND_GRANT_UNKNOWN'],
      ['ann', 'withdraw', { grant: 'g' }, 'FUND_NOT_PROPOSER'],
      ['pat', 'withdraw', { grant: 'g' }, 'FUND_GRANT_OVER'],
      ['pat', 'withdraw', { grant: 'h' }],
      ['dao-b', 'approve', { grant: 'h', attestor: 'eve' }, 'FUND_GRANT_OVER'],
      ['ann', 'stop', { grant: 'x' }, 'FUND_NOT_SIDE'],
      ['dao-a', 'stop', { grant: 'x' }, 'FUND_GRANT_UNKNOWN'],
      ['dao-a', 'stop', { grant: 'h' }, 'FUND_GRANT_OVER'],
      ['ann', 'lapse', { grant: 'x', milestone: 9 }, 'FUND_GRANT_UNKNOWN'],
      ['ann', 'lapse', { grant: 'h', milestone: 9 }, 'FUND_GRANT_NOT_RUNNING'],
      ['ann', 'lapse', { grant: 'g', milestone: 9 }, 'FUND_MILESTONE_UNKNOWN'],
      ['ann', 'lapse', { grant: 'g', milestone: 0 }, 'FUND_MILESTONE_NOT_LATE'],
      ['eve', 'attest', attest(1)],
      ['eve', 'attest', attest(1), 'FUND_ATTESTED_ALREADY'],
      ['fay', 'attest', attest(1)],
      ['eve', 'attest', attest(1), 'FUND_MILESTONE_OVER'],
      ['ann', 'lapse', { grant: 'g', milestone: 1 }, 'FUND_MILESTONE_OVER'],
    ]),
    ...at(50, [
      ['eve', 'attest', attest(0), 'FUND_MILESTONE_LATE'],
      ['ann', 'leave', {}, 'FUND_NOT_SIDE'],
      ['dao-a', 'leave', {}],
      ['dao-a', 'leave', {}, 'FUND_ENDING'],
      ['nobody', 'fund', { asset: 'AAA', amount: 1n }, 'FUND_ENDING'],
      ['ann', 'propose', grant('g', []), 'FUND_ENDING'],
      ['dao-b', 'approve', { grant: 'x', attestor: 'rob' }, 'FUND_ENDING'],
    ]),
    ...at(149, [['ann', 'return', { asset: 'AAA' }, 'FUND_NOT_ENDED', 'not yet']]),
    ...at(150, [
      ['ann', 'return', { asset: 'AAA' }],
      ['ann', 'return', { asset: 'AAA' }, 'FUND_EMPTY'],
    ]),
    ...[
      ['fund', { asset: 'AAA', amount: '0' }, 'nothing'],
      ['leave', { side: 'first' }, 'a member too many'],
      ['attest', { grant: 'g', milestone: '-1', evidence: '' }, 'a milestone below zero'],
    ].map(([name, input, note]) => ({
      json: { id: 'hostile', by: 'dao-a', at: '150', type: `ecosystem-fund.${name}`, input },
      expect: 'INPUT_INVALID',
      note: note as string,
    })),
  ],
}
export const scenarios: readonly Scenario[] = [life, refusals]
