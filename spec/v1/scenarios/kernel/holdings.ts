/** What counts as held, and what isn't asked: kernel.md#liens, kernel.md#ledger. */
import { createSystem } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import { toJson } from '../../../generator/json.js'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { probeOf } from '../../../probe/instance.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), probeOf({ mints: ['BOND'] })],
  assets: [{ asset: 'BOND', tracked: true }],
  allocations: [{ party: 'alice', asset: 'BOND', amount: 100n }],
})
const at = (party: string, purpose = 'available', asset = 'BOND') => ({ party, asset, purpose })
const purse = (party: string, id: string, asset?: string) => at(party, `spec-probe.purse:${id}`, asset)
const lien = (party: string, amount: bigint, asset = 'BOND') => ({ party, asset, amount })
const claim = (party: string, amount: bigint, seized: boolean, asset = 'BOND') => ({
  ...lien(party, amount, asset),
  seized,
})
const calls = (...list: readonly (readonly [type: string, input: unknown])[]) => ({
  calls: list.map(([type, input]) => ({ type: `spec-probe.${type}`, input: toJson(input), as: null })),
})

const within: readonly Step[] = [
  accept('alice', 1, 'spec-probe.move', { from: at('alice'), to: purse('alice', 'a'), amount: 60n }),
  accept('x', 1, 'spec-probe.lien', lien('alice', 100n)),
  accept(
    'x',
    1,
    'spec-probe.seize',
    { from: purse('alice', 'a'), to: purse('alice', 'b'), amount: 10n },
    'within a party',
  ),
  refuse(
    'LIEN_BROKEN',
    'x',
    1,
    'spec-probe.call',
    calls(
      ['seize', { from: purse('alice', 'a'), to: purse('alice', 'b'), amount: 10n }],
      ['move', { from: purse('alice', 'b'), to: purse('bob', 'b'), amount: 1n }],
    ),
    'a seizure within a party allows nothing to leave',
  ),
  accept(
    'x',
    1,
    'spec-probe.call',
    calls(
      ['seize', { from: purse('alice', 'a'), to: purse('bob', 'b'), amount: 10n }],
      ['move', { from: purse('bob', 'b'), to: purse('alice', 'b'), amount: 5n }],
      ['move', { from: purse('alice', 'b'), to: purse('bob', 'b'), amount: 5n }],
    ),
    'what came in may leave again',
  ),
  refuse(
    'LIEN_BROKEN',
    'x',
    1,
    'spec-probe.call',
    calls(
      ['seize', { from: purse('alice', 'a'), to: purse('bob', 'b'), amount: 10n }],
      ['move', { from: purse('alice', 'b'), to: purse('bob', 'b'), amount: 1n }],
    ),
    'one more than was seized',
  ),
]

const held: readonly Step[] = [
  accept('x', 1, 'spec-probe.lien', lien('alice', 100n)),
  accept(
    'alice',
    1,
    'spec-probe.hold',
    { hold: 'h1', from: at('alice'), to: at('bob'), amount: 40n, until: 10 },
    'a hold leaves it held',
  ),
  accept('x', 1, 'spec-probe.look', { party: 'alice', asset: 'BOND', sequence: 9 }),
  refuse('LIEN_BROKEN', 'x', 2, 'spec-probe.post', { hold: 'h1', amount: 1n }, 'paying out doesn’t'),
  accept('x', 2, 'spec-probe.void', { hold: 'h1' }),
  accept('x', 2, 'spec-probe.lien', lien('alice', 60n)),
  accept('alice', 2, 'spec-probe.hold', { hold: 'h1', from: at('alice'), to: at('bob'), amount: 40n, until: 10 }),
  accept('x', 3, 'spec-probe.post', { hold: 'h1' }, 'what the lien leaves'),
]

const issuance = at('@issuer', 'issuance')
const issuer: readonly Step[] = [
  accept('x', 1, 'spec-probe.lien', lien('@issuer', 5n), 'a lien on the issuer'),
  accept('x', 1, 'spec-probe.claim', claim('@issuer', 7n, false), 'a claim of its: no history'),
  accept('x', 1, 'spec-probe.move', { from: issuance, to: at('bob'), amount: 9n }, 'is never checked'),
  accept(
    'x',
    1,
    'spec-probe.call',
    calls(
      ['lien', lien('@issuer', 6n)],
      ['claim', claim('@issuer', 0n, false)],
      ['move', { from: issuance, to: at('bob'), amount: 9n }],
    ),
    'nor within the command that sets it',
  ),
]

const undeclared: readonly Step[] = [
  accept('x', 1, 'spec-probe.credit', { account: purse('alice', 'a', 'NONE'), limit: 9n, until: 5 }),
  accept('x', 1, 'spec-probe.ceiling', { account: purse('alice', 'a', 'NONE'), ceiling: 9n }),
  accept('x', 1, 'spec-probe.claim', claim('alice', 3n, false, 'NONE')),
  accept('x', 1, 'spec-probe.lien', lien('alice', 3n, 'NONE')),
  refuse('LIEN_BROKEN', 'x', 1, 'spec-probe.claim', claim('alice', 2n, false, 'NONE'), 'checked like any other'),
  accept('x', 1, 'spec-probe.look', { party: 'alice', asset: 'NONE', sequence: 9 }),
  refuse('ASSET_UNKNOWN', 'x', 1, 'spec-probe.move', {
    from: purse('alice', 'a', 'NONE'),
    to: purse('bob', 'a', 'NONE'),
    amount: 1n,
  }),
  refuse('ASSET_UNKNOWN', 'alice', 1, 'spec-probe.hold', {
    hold: 'h1',
    from: at('alice', 'available', 'NONE'),
    to: at('bob', 'available', 'NONE'),
    amount: 1n,
    until: 9,
  }),
]

const scenario = (name: string, about: string, steps: readonly Step[]): Scenario => ({
  name,
  about,
  system,
  at: 0,
  steps,
})

export const scenarios: readonly Scenario[] = [
  scenario('seizures', 'Seizures within a party and between two.', within),
  scenario('held-in-holds', 'What is set aside is held.', held),
  scenario('the-issuer', 'Liens on the issuer and claims of it.', issuer),
  scenario('undeclared-assets', 'Bounds, liens and claims of assets that nobody has declared.', undeclared),
]
