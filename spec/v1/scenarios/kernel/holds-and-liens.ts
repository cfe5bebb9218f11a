/** Holds, liens, claims, seizure: kernel.md#holds, kernel.md#liens. */
import { createSystem } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { otherProbe, probeOf } from '../../../probe/instance.js'

const LIMIT = 2n ** 127n
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), probeOf(), otherProbe()],
  assets: [{ asset: 'USD' }, { asset: 'BOND' }],
  allocations: [
    { party: 'alice', asset: 'USD', amount: 100n },
    { party: 'alice', asset: 'BOND', amount: 100n },
    { party: 'bob', asset: 'BOND', amount: 10n },
  ],
})
const at = (party: string, asset: string, purpose = 'available') => ({ party, asset, purpose })
const purse = (party: string, asset: string) => at(party, asset, 'spec-probe.purse')
const hold = (id: string, amount: bigint, until: number) => ({
  hold: id,
  from: at('alice', 'USD'),
  to: at('bob', 'USD'),
  amount,
  until,
})

const holds: readonly Step[] = [
  accept('alice', 1, 'spec-probe.hold', hold('h1', 60n, 10)),
  refuse('HOLD_TAKEN', 'alice', 1, 'spec-probe.hold', hold('h1', 60n, 1)),
  refuse('HOLD_OVER', 'alice', 1, 'spec-probe.hold', hold('h2', 60n, 1)),
  refuse('ACCOUNT_BELOW_FLOOR', 'alice', 1, 'spec-probe.hold', hold('h2', 41n, 2), 'what is held is not available'),
  accept('alice', 1, 'other.hold', hold('h1', 10n, 10), 'ids are per instance'),
  refuse('HOLD_UNKNOWN', 'x', 2, 'spec-probe.post', { hold: 'h2' }),
  refuse('HOLD_EXCEEDED', 'x', 2, 'spec-probe.post', { hold: 'h1', amount: 61n }),
  refuse('HOLD_UNKNOWN', 'x', 2, 'hold.expire', { instance: 'spec-probe', hold: 'h2' }),
  refuse('HOLD_NOT_OVER', 'x', 9, 'hold.expire', { instance: 'spec-probe', hold: 'h1' }),
  accept('x', 9, 'spec-probe.post', { hold: 'h1', amount: 25n }, 'in part; the rest goes back'),
  refuse('HOLD_UNKNOWN', 'x', 9, 'spec-probe.post', { hold: 'h1', amount: 1n }, 'once only'),
  refuse('HOLD_OVER', 'x', 10, 'other.post', { hold: 'h1', amount: 99n }, 'too late to be posted'),
  accept('x', 10, 'hold.expire', { instance: 'other', hold: 'h1' }),
  accept('alice', 10, 'spec-probe.hold', hold('h1', 5n, 20), 'the id is free again'),
  accept('x', 11, 'spec-probe.void', { hold: 'h1' }),
  refuse('HOLD_UNKNOWN', 'x', 11, 'spec-probe.void', { hold: 'h1' }),
  accept('alice', 11, 'spec-probe.hold', hold('h3', 7n, 20)),
  accept('x', 12, 'spec-probe.post', { hold: 'h3' }, 'all of it'),
  accept('alice', 13, 'spec-probe.move', { from: at('alice', 'USD'), to: purse('alice', 'USD'), amount: 8n }),
  accept('alice', 13, 'spec-probe.hold', {
    hold: 'h4',
    from: purse('alice', 'USD'),
    to: at('bob', 'USD'),
    amount: 8n,
    until: 20,
  }),
  accept('x', 13, 'spec-probe.ceiling', { account: purse('alice', 'USD'), ceiling: 0n }),
  accept('x', 14, 'spec-probe.void', { hold: 'h4' }, 'a ceiling keeps nothing back'),
  accept('x', 14, 'spec-probe.credit', { account: purse('bank', 'USD'), limit: LIMIT - 1n, until: null }),
  accept('x', 14, 'spec-probe.credit', { account: purse('fund', 'USD'), limit: LIMIT - 1n, until: null }),
  accept('x', 14, 'spec-probe.move', { from: purse('bank', 'USD'), to: purse('dan', 'USD'), amount: LIMIT - 1n }),
  accept('x', 14, 'spec-probe.hold', {
    hold: 'h5',
    from: purse('dan', 'USD'),
    to: at('bob', 'USD'),
    amount: LIMIT - 1n,
    until: 20,
  }),
  refuse('AMOUNT_OVERFLOW', 'x', 14, 'spec-probe.post', { hold: 'h5' }),
  accept('x', 14, 'spec-probe.move', { from: purse('fund', 'USD'), to: purse('dan', 'USD'), amount: 1n }),
  refuse('AMOUNT_OVERFLOW', 'x', 14, 'spec-probe.void', { hold: 'h5' }, 'giving back can pass 2^127'),
]

const lien = (party: string, amount: bigint) => ({ party, asset: 'BOND', amount })
const claim = (party: string, amount: bigint, seized = false) => ({ party, asset: 'BOND', amount, seized })
const send = (to: string, amount: bigint) => ({ to, asset: 'BOND', amount })
const liens: readonly Step[] = [
  accept('x', 1, 'spec-probe.lien', lien('alice', 40n)),
  accept('x', 1, 'other.lien', lien('alice', 30n), 'liens add up over instances'),
  refuse('LIEN_BROKEN', 'alice', 1, 'transfer.send', send('bob', 31n)),
  accept('alice', 1, 'transfer.send', send('bob', 30n), 'down to the liens'),
  refuse('ACCOUNT_BELOW_FLOOR', 'alice', 1, 'transfer.send', send('bob', 71n), 'liens come last'),
  accept(
    'alice',
    1,
    'spec-probe.move',
    { from: at('alice', 'BOND'), to: purse('alice', 'BOND'), amount: 20n },
    'other accounts count',
  ),
  refuse('LIEN_BROKEN', 'alice', 1, 'spec-probe.move', {
    from: purse('alice', 'BOND'),
    to: at('bob', 'BOND'),
    amount: 1n,
  }),
  accept(
    'x',
    2,
    'spec-probe.seize',
    { from: purse('alice', 'BOND'), to: at('@spec-probe', 'BOND'), amount: 5n },
    'slashing is not prevented',
  ),
  refuse('LIEN_BROKEN', 'alice', 2, 'transfer.send', send('bob', 1n), 'below its liens nothing more leaves'),
  accept('bob', 2, 'transfer.send', { to: 'alice', asset: 'BOND', amount: 2n }, 'but it may come in'),
  refuse('LIEN_BROKEN', 'alice', 2, 'transfer.send', send('bob', 1n)),
  accept('x', 3, 'other.lien', lien('alice', 0n), 'a lien ends'),
  accept('alice', 3, 'transfer.send', send('bob', 27n)),
  refuse('LIEN_BROKEN', 'alice', 3, 'transfer.send', send('bob', 1n)),
  accept('x', 3, 'spec-probe.lien', lien('bob', 1000n), 'a lien on more than is held'),
  accept(
    'bob',
    3,
    'spec-probe.move',
    { from: at('bob', 'BOND'), to: purse('bob', 'BOND'), amount: 9n },
    'moving within a party is free',
  ),
  refuse('LIEN_BROKEN', 'bob', 3, 'transfer.send', { to: 'carol', asset: 'BOND', amount: 1n }),
  accept('x', 3, 'spec-probe.lien', lien('bob', 0n)),
  accept('x', 3, 'spec-probe.lien', lien('bob', 0n), 'nothing to end, nothing written'),
]

const calls = (...list: readonly (readonly [type: string, input: unknown])[]) => ({
  calls: list.map(([type, input]) => ({ type, input, as: null })),
})
const pool = at('@spec-probe', 'BOND', 'spec-probe.pool')
const account = (party: string, purpose: string) => ({ party, asset: 'BOND', purpose })
const claims: readonly Step[] = [
  accept('x', 1, 'spec-probe.lien', lien('alice', 100n)),
  refuse('LIEN_BROKEN', 'alice', 1, 'spec-probe.move', { from: at('alice', 'BOND'), to: pool, amount: 60n }),
  accept('alice', 1, 'spec-probe.move', { from: at('alice', 'BOND'), to: purse('alice', 'BOND'), amount: 60n }),
  accept(
    'x',
    1,
    'spec-probe.call',
    calls(
      [
        'spec-probe.move',
        { from: account('alice', 'spec-probe.purse'), to: account('@spec-probe', 'spec-probe.pool'), amount: '60' },
      ],
      ['spec-probe.claim', { party: 'alice', asset: 'BOND', amount: '60', seized: false }],
    ),
    'into a pool, with a claim: checked when all is done',
  ),
  refuse('LIEN_BROKEN', 'x', 2, 'spec-probe.claim', claim('alice', 59n), 'a claim that falls'),
  accept('x', 2, 'spec-probe.claim', claim('alice', 50n, true), 'unless it is seized'),
  refuse('LIEN_BROKEN', 'x', 2, 'spec-probe.claim', claim('alice', 49n)),
  accept('x', 2, 'spec-probe.claim', claim('alice', 50n), 'the same again'),
  accept('x', 2, 'spec-probe.claim', claim('alice', 70n, true)),
  accept('x', 2, 'spec-probe.look', { party: 'alice', asset: 'BOND', sequence: 0 }),
  refuse('AMOUNT_OVERFLOW', 'x', 2, 'other.claim', claim('alice', LIMIT - 1n), 'a sum of claims'),
  accept('x', 3, 'spec-probe.lien', lien('alice', 0n)),
  accept('x', 3, 'spec-probe.claim', claim('alice', 0n)),
  accept('alice', 3, 'transfer.send', send('bob', 40n)),
  accept('bob', 3, 'spec-probe.move', { from: at('bob', 'BOND'), to: purse('bob', 'BOND'), amount: 20n }),
  accept('x', 3, 'other.lien', lien('bob', 45n)),
  refuse(
    'LIEN_BROKEN',
    'bob',
    4,
    'spec-probe.call',
    calls(
      ['spec-probe.claim', { party: 'bob', asset: 'BOND', amount: '9', seized: false }],
      ['spec-probe.claim', { party: 'bob', asset: 'BOND', amount: '6', seized: true }],
      ['spec-probe.claim', { party: 'carol', asset: 'BOND', amount: '1', seized: false }],
      [
        'spec-probe.move',
        { from: account('bob', 'spec-probe.purse'), to: account('@spec-probe', 'spec-probe.pool'), amount: '20' },
      ],
    ),
    'what was seized allows no more than that to leave',
  ),
]

const scenario = (name: string, about: string, steps: readonly Step[]): Scenario => ({
  name,
  about,
  system,
  at: 0,
  steps,
})

export const scenarios: readonly Scenario[] = [
  scenario('holds', 'Money set aside, paid out, given back.', holds),
  scenario('liens', 'What has to stay, and what slashing may take.', liens),
  scenario('claims', 'What is kept for a party in a pool.', claims),
]
