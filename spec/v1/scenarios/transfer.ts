/** Stories of transfers. Spec: transfer.md. */
import { createSystem } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { transfer } from '@symbolon/core/transfer'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const MOST = (1n << 127n) - 1n
const send = (
  [by, to]: readonly [by: string, to: string],
  asset: string,
  amount: bigint,
  expect: Expectation,
  note: string,
): Step => ({ command: { by, at: 10, type: 'transfer.send', input: { to, asset, amount } }, expect, note })

const payments: Scenario = {
  name: 'payments',
  about: 'Every code a transfer can be refused with, in order of precedence, and transfers at the edges.',
  system: createSystem({
    spec: '1.0',
    mechanisms: [
      transfer.with({}),
      bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, wait: 100, liquidity: 1000 }),
    ],
    assets: [
      { asset: 'USD' },
      { asset: 'MAX' },
      { asset: 'VOTE', transferable: false, whitelist: ['drop', '@bridge'] },
    ],
    allocations: [
      { party: 'alice', asset: 'USD', amount: 100n },
      { party: 'alice', asset: 'MAX', amount: MOST },
      { party: 'alice', asset: 'VOTE', amount: 100n },
      { party: 'drop', asset: 'VOTE', amount: 100n },
      { party: 'alice', asset: 'MPOND', amount: 100n },
    ],
  }),
  at: 0,
  steps: [
    send(['alice', 'alice'], 'NONE', MOST, 'ASSET_UNKNOWN', 'an asset nobody has declared'),
    send(['alice', 'alice'], 'VOTE', MOST, 'AMOUNT_OVERFLOW', 'a balance that would pass 2^127, to oneself'),
    send(['carol', 'alice'], 'MAX', 1n, 'AMOUNT_OVERFLOW', 'a balance of 2^127, from one who has none'),
    send(['alice', 'alice'], 'VOTE', 1000n, 'TRANSFER_TO_SELF', 'more than there is of a restricted asset to oneself'),
    send(['alice', 'carol'], 'VOTE', 1000n, 'TRANSFER_RESTRICTED', 'more than there is of a restricted asset'),
    send(['alice', 'carol'], 'USD', 101n, 'ACCOUNT_BELOW_FLOOR', 'more than there is'),
    send(['carol', 'alice'], 'USD', 1n, 'ACCOUNT_BELOW_FLOOR', 'from an account that has never been used'),
    send(['alice', 'carol'], 'USD', 1n, 'accepted', 'the least'),
    send(['alice', 'carol'], 'USD', 99n, 'accepted', 'all that is there'),
    send(['alice', 'carol'], 'MAX', MOST, 'accepted', 'the most'),
    send(['drop', 'carol'], 'VOTE', 10n, 'accepted', 'a restricted asset from the whitelist'),
    send(['alice', 'drop'], 'VOTE', 10n, 'accepted', 'and to it'),
    send(['carol', 'alice'], 'VOTE', 1n, 'TRANSFER_RESTRICTED', 'but not on from there'),
    send(['alice', '@bridge'], 'VOTE', 1n, 'accepted', 'to an instance'),
    send(['alice', '@issuer'], 'VOTE', 1n, 'TRANSFER_RESTRICTED', 'not to the issuer: it would be no burning'),
    {
      command: { by: 'alice', at: 10, type: 'bridge.request', input: { amount: 60n } },
      expect: 'accepted',
      note: 'a lien of 60',
    },
    send(['alice', 'carol'], 'MPOND', 101n, 'ACCOUNT_BELOW_FLOOR', 'the floor comes before the lien'),
    send(['alice', 'carol'], 'MPOND', 41n, 'LIEN_BROKEN', 'one too many'),
    send(['alice', 'carol'], 'MPOND', 40n, 'accepted', 'down to the lien'),
    {
      command: { by: 'alice', at: 9, type: 'transfer.send', input: { to: 'alice', asset: 'NONE', amount: 1n } },
      expect: 'TIME_BACKWARDS',
    },
    ...hostile(),
  ],
}

/** Inputs that aren't even shaped like one. */
function hostile(): readonly Step[] {
  const good = { to: 'bob', asset: 'USD', amount: '1' }
  const inputs: readonly (readonly [string, unknown])[] = [
    ['an amount of zero', { ...good, amount: '0' }],
    ['a negative amount', { ...good, amount: '-1' }],
    ['2^127', { ...good, amount: String(MOST + 1n) }],
    ['an amount in hexadecimal', { ...good, amount: '0x1' }],
    ['an exponent', { ...good, amount: '1e1' }],
    ['white space', { ...good, amount: ' 1' }],
    ['a JSON number', { ...good, amount: 1 }],
    ['a separator in a party', { ...good, to: 'bob/available' }],
    ['a NUL in a party', { ...good, to: 'bob\u0000' }],
    ['a line feed after a party', { ...good, to: 'bob\n' }],
    ['a party of 66', { ...good, to: `@${'b'.repeat(65)}` }],
    ['an asset with an @', { ...good, asset: '@USD' }],
    ['a member too few', { to: 'bob', asset: 'USD' }],
    ['a member too many', { ...good, from: 'carol' }],
    ['a list', ['bob', 'USD', '1']],
    ['null', null],
  ]
  return inputs.map(([note, input]) => ({
    json: { id: 'hostile', by: 'alice', at: '10', type: 'transfer.send', input },
    expect: 'INPUT_INVALID',
    note,
  }))
}

export const scenarios: readonly Scenario[] = [payments]
