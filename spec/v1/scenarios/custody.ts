/** Stories of custody. Spec: custody.md. */
import { createSystem } from '@symbolon/core'
import { bridge } from '@symbolon/core/bridge'
import { custody } from '@symbolon/core/custody'
import { transfer } from '@symbolon/core/transfer'
import type { Expectation, Scenario, Step } from '../../generator/scenario.js'

const MOST = (1n << 127n) - 1n
const step = (by: string, type: string, input: unknown, expect: Expectation, note?: string): Step => ({
  command: { by, at: 0, type: type.includes('.') ? type : `custody.${type}`, input },
  expect,
  ...(note === undefined ? {} : { note }),
})
const deposit = { party: 'alice', asset: 'USD', amount: 100n, reference: 'tx1' }

const vault: Scenario = {
  name: 'vault',
  about: 'Deposits are minted, withdrawals locked, then burned or given back.',
  system: createSystem({
    spec: '1.0',
    mechanisms: [transfer.with({}), custody.with({ assets: ['USD', 'EUR'], authority: 'vault' })],
  }),
  at: 0,
  steps: [
    step('vault', 'deposit', deposit, 'accepted'),
    step('vault', 'deposit', { ...deposit, party: 'bob', asset: 'EUR', reference: 'tx2' }, 'accepted'),
    step('alice', 'withdraw', { asset: 'USD', amount: 40n, to: 'IBAN "DE00" é 😀' }, 'accepted', 'number 1'),
    step('alice', 'withdraw', { asset: 'USD', amount: 25n, to: '' }, 'accepted', 'number 2, to nowhere in particular'),
    step('bob', 'withdraw', { asset: 'EUR', amount: 100n, to: 'x' }, 'accepted', 'number 3'),
    step(
      'alice',
      'transfer.send',
      { to: 'bob', asset: 'USD', amount: 36n },
      'ACCOUNT_BELOW_FLOOR',
      'what is locked can not be sent',
    ),
    step('vault', 'confirm', { withdrawal: 1 }, 'accepted', 'burned'),
    step('vault', 'refund', { withdrawal: 2 }, 'accepted', 'given back'),
    step('vault', 'confirm', { withdrawal: 3 }, 'accepted'),
    step('alice', 'withdraw', { asset: 'USD', amount: 60n, to: 'x' }, 'accepted', 'number 4'),
  ],
}

const refusals: Scenario = {
  name: 'refusals',
  about:
    'Every code of custody in order of precedence, each step wrong in what comes later too; then those of the kernel.',
  system: createSystem({
    spec: '1.0',
    mechanisms: [
      transfer.with({}),
      custody.with({ assets: ['USD', 'MPOND', 'CLUB'], authority: 'vault' }),
      bridge.with({ liquid: 'POND', bonded: 'MPOND', rate: 10n, wait: 100, liquidity: 1000 }),
    ],
    assets: [
      { asset: 'GOLD' },
      { asset: 'USD', cap: 1000n },
      { asset: 'CLUB', transferable: false, whitelist: ['bob'] },
    ],
  }),
  at: 0,
  steps: [
    step('vault', 'deposit', deposit, 'accepted'),
    step('alice', 'deposit', { ...deposit, asset: 'GOLD' }, 'NOT_AUTHORISED', 'not by anybody'),
    step(
      'vault',
      'deposit',
      { ...deposit, asset: 'GOLD' },
      'CUSTODY_ASSET_UNKNOWN',
      'another asset, its reference taken',
    ),
    step(
      'vault',
      'deposit',
      { ...deposit, asset: 'NONE', amount: MOST },
      'CUSTODY_ASSET_UNKNOWN',
      'an asset nobody knows',
    ),
    step(
      'vault',
      'deposit',
      { ...deposit, amount: MOST },
      'CUSTODY_DEPOSIT_TAKEN',
      'a reference twice, an amount too great',
    ),
    step(
      'vault',
      'deposit',
      { party: 'bob', asset: 'MPOND', amount: 1n, reference: 'tx1' },
      'CUSTODY_DEPOSIT_TAKEN',
      'a reference twice, for something else',
    ),
    step('vault', 'deposit', { ...deposit, amount: MOST, reference: 'tx2' }, 'AMOUNT_OVERFLOW', 'a balance of 2^127'),
    step(
      'vault',
      'deposit',
      { ...deposit, amount: 901n, reference: 'tx2' },
      'ACCOUNT_BELOW_FLOOR',
      'more than the cap',
    ),
    step(
      'vault',
      'deposit',
      { ...deposit, amount: 900n, reference: 'tx2' },
      'accepted',
      'the cap; a refused reference is free',
    ),
    step('alice', 'withdraw', { asset: 'GOLD', amount: 1n, to: 'x' }, 'CUSTODY_ASSET_UNKNOWN'),
    step('alice', 'withdraw', { asset: 'USD', amount: 1001n, to: 'x' }, 'ACCOUNT_BELOW_FLOOR'),
    step('alice', 'withdraw', { asset: 'USD', amount: 1000n, to: 'x' }, 'accepted', 'number 1'),
    step('alice', 'confirm', { withdrawal: 2 }, 'NOT_AUTHORISED'),
    step('vault', 'confirm', { withdrawal: 2 }, 'CUSTODY_WITHDRAWAL_UNKNOWN'),
    step('alice', 'refund', { withdrawal: 2 }, 'NOT_AUTHORISED'),
    step('vault', 'refund', { withdrawal: 2 }, 'CUSTODY_WITHDRAWAL_UNKNOWN'),
    step('vault', 'refund', { withdrawal: 1 }, 'accepted'),
    step('vault', 'refund', { withdrawal: 1 }, 'CUSTODY_WITHDRAWAL_OVER', 'refund twice'),
    step('vault', 'confirm', { withdrawal: 1 }, 'CUSTODY_WITHDRAWAL_OVER', 'confirm what was refunded'),
    step(
      'vault',
      'deposit',
      { ...deposit, asset: 'CLUB', reference: 'tx3' },
      'accepted',
      'a restricted asset comes in',
    ),
    step(
      'alice',
      'withdraw',
      { asset: 'CLUB', amount: 1n, to: 'x' },
      'TRANSFER_RESTRICTED',
      'and out by the whitelist only',
    ),
    step('vault', 'deposit', { ...deposit, party: 'bob', asset: 'CLUB', reference: 'tx4' }, 'accepted'),
    step('bob', 'withdraw', { asset: 'CLUB', amount: 1n, to: 'x' }, 'accepted', 'bob is on it'),
    step('vault', 'deposit', { ...deposit, asset: 'MPOND', reference: 'tx5' }, 'accepted'),
    step('alice', 'withdraw', { asset: 'MPOND', amount: 40n, to: 'x' }, 'accepted', 'number 3'),
    step('alice', 'bridge.request', { amount: 61n }, 'BRIDGE_REQUEST_EXCEEDS_HOLDING', 'what is withdrawn isn’t held'),
    step('alice', 'bridge.request', { amount: 60n }, 'accepted'),
    step(
      'alice',
      'withdraw',
      { asset: 'MPOND', amount: 1n, to: 'x' },
      'LIEN_BROKEN',
      'a lien stands against a withdrawal',
    ),
    step('vault', 'confirm', { withdrawal: 3 }, 'accepted', 'not against its confirmation'),
    ...hostile(),
  ],
}

/** Inputs that aren't even shaped like one. */
function hostile(): readonly Step[] {
  const json = (type: string, input: unknown, note: string): Step => ({
    json: { id: 'hostile', by: 'vault', at: '0', type, input },
    expect: 'INPUT_INVALID',
    note,
  })
  const good = { party: 'alice', asset: 'USD', amount: '1', reference: 'r' }
  return [
    json('custody.deposit', { ...good, reference: 'a/b' }, 'a reference that is no id'),
    json('custody.deposit', { ...good, reference: 'r'.repeat(65) }, 'a reference of 65'),
    json('custody.deposit', { ...good, party: '' }, 'an empty party'),
    json('custody.deposit', { ...good, amount: '0' }, 'an amount of zero'),
    json('custody.withdraw', { asset: 'USD', amount: '1', to: 'a\u0000' }, 'a NUL'),
    json('custody.withdraw', { asset: 'USD', amount: '1', to: 'x'.repeat(1025) }, 'a text of 1,025'),
    json('custody.withdraw', { asset: 'USD', amount: '1' }, 'a member too few'),
    json('custody.confirm', { withdrawal: '0' }, 'number 0'),
    json('custody.refund', { withdrawal: '1', amount: '1' }, 'a member too many'),
  ]
}

export const scenarios: readonly Scenario[] = [vault, refusals]
