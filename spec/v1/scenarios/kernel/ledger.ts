/** Accounts, assets, credit, ceilings, restrictions: kernel.md#ledger, kernel.md#assets. */
import { type CompositionOptions, createSystem } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { probeOf } from '../../../probe/instance.js'

const LIMIT = 2n ** 127n
const options: CompositionOptions = {
  spec: '1.0',
  authority: 'founder',
  assets: [
    { asset: 'USD' },
    { asset: 'CAPPED', cap: 100n },
    { asset: 'SEED', transferable: false, whitelist: ['@spec-probe', 'market'] },
    { asset: 'VOTE', tracked: true },
  ],
  allocations: [
    { party: 'alice', asset: 'USD', amount: 1000n },
    { party: 'alice', asset: 'SEED', amount: 50n },
    { party: 'alice', asset: 'VOTE', amount: 10n },
  ],
}
const probe = probeOf({ mints: ['USD', 'CAPPED'] })
const system = createSystem({ ...options, mechanisms: [transfer.with({}), probe] })

const at = (party: string, asset: string, purpose = 'available') => ({ party, asset, purpose })
const issuance = (asset: string) => at('@issuer', asset, 'issuance')
const purse = (party: string, asset: string, id?: string) =>
  at(party, asset, id === undefined ? 'spec-probe.purse' : `spec-probe.purse:${id}`)
const move = (from: ReturnType<typeof at>, to: ReturnType<typeof at>, amount: bigint) => ({ from, to, amount })

const transfers: readonly Step[] = [
  accept('alice', 1, 'transfer.send', { to: 'bob', asset: 'USD', amount: 400n }),
  refuse('ASSET_UNKNOWN', 'alice', 1, 'transfer.send', { to: 'alice', asset: 'NONE', amount: 1n }),
  refuse('TRANSFER_TO_SELF', 'alice', 1, 'transfer.send', { to: 'alice', asset: 'SEED', amount: 51n }),
  refuse('TRANSFER_TO_SELF', 'nobody', 1, 'transfer.send', { to: 'nobody', asset: 'USD', amount: 1n }),
  refuse('TRANSFER_RESTRICTED', 'alice', 1, 'transfer.send', { to: 'bob', asset: 'SEED', amount: 51n }),
  refuse('TRANSFER_RESTRICTED', 'alice', 1, 'transfer.send', { to: '@issuer', asset: 'USD', amount: 1n }),
  refuse('ACCOUNT_BELOW_FLOOR', 'alice', 1, 'transfer.send', { to: 'bob', asset: 'USD', amount: 601n }),
  refuse('ACCOUNT_BELOW_FLOOR', 'nobody', 1, 'transfer.send', { to: 'bob', asset: 'USD', amount: 1n }),
  accept('alice', 1, 'transfer.send', { to: 'market', asset: 'SEED', amount: 20n }),
  accept('market', 1, 'transfer.send', { to: 'bob', asset: 'SEED', amount: 5n }),
  accept('alice', 1, 'spec-probe.move', move(at('alice', 'SEED'), purse('alice', 'SEED'), 10n)),
  accept('alice', 1, 'spec-probe.move', move(purse('alice', 'SEED'), issuance('SEED'), 4n)),
  accept('alice', 1, 'spec-probe.move', move(at('alice', 'SEED'), at('@spec-probe', 'SEED'), 1n)),
  accept('alice', 1, 'spec-probe.move', move(at('alice', 'USD'), at('@spec-probe.till', 'USD'), 5n)),
  accept('bob', 1, 'spec-probe.move', move(at('@spec-probe.till', 'USD'), at('bob', 'USD'), 5n)),
]

const mintingAndOverflow: readonly Step[] = [
  accept('alice', 1, 'spec-probe.move', move(issuance('CAPPED'), at('alice', 'CAPPED'), 100n)),
  refuse('ACCOUNT_BELOW_FLOOR', 'alice', 1, 'spec-probe.move', move(issuance('CAPPED'), at('alice', 'CAPPED'), 1n)),
  accept('alice', 1, 'spec-probe.move', move(at('alice', 'CAPPED'), issuance('CAPPED'), 60n)),
  accept('alice', 1, 'spec-probe.move', move(issuance('CAPPED'), at('bob', 'CAPPED'), 60n)),
  accept('alice', 1, 'spec-probe.move', move(issuance('USD'), at('alice', 'USD'), LIMIT - 1001n)),
  refuse('ACCOUNT_BELOW_FLOOR', 'alice', 1, 'spec-probe.move', move(issuance('USD'), at('bob', 'USD'), 1n)),
  refuse('AMOUNT_OVERFLOW', 'alice', 1, 'spec-probe.move', move(issuance('USD'), at('alice', 'USD'), 1n)),
  refuse('AMOUNT_OVERFLOW', 'alice', 1, 'spec-probe.move', move(at('alice', 'USD'), at('alice', 'USD'), 1n)),
  accept('alice', 1, 'spec-probe.credit', { account: purse('bank', 'USD'), limit: LIMIT - 1n, until: null }),
  refuse('AMOUNT_OVERFLOW', 'alice', 1, 'spec-probe.move', move(purse('bank', 'USD'), at('alice', 'USD'), 1n)),
  accept('alice', 1, 'spec-probe.move', move(purse('bank', 'USD'), at('bob', 'USD'), LIMIT - 1n)),
  refuse('ACCOUNT_BELOW_FLOOR', 'alice', 1, 'spec-probe.move', move(purse('bank', 'USD'), at('carol', 'USD'), 1n)),
]

const assets: readonly Step[] = [
  refuse('NOT_AUTHORISED', 'alice', 1, 'asset.declare', declaration('NEW')),
  accept('founder', 1, 'asset.declare', declaration('NEW')),
  refuse('ASSET_TAKEN', 'founder', 1, 'asset.declare', { ...declaration('NEW'), minters: [], cap: 1n }),
  accept('alice', 1, 'spec-probe.move', move(issuance('NEW'), at('alice', 'NEW'), 7n)),
  refuse('ASSET_CAP_BELOW_SUPPLY', 'founder', 2, 'asset.declare', { ...declaration('NEW'), cap: 6n }),
  accept('founder', 2, 'asset.declare', { ...declaration('NEW'), cap: 7n, transferable: false, tracked: true }),
  refuse('TRANSFER_RESTRICTED', 'alice', 2, 'transfer.send', { to: 'bob', asset: 'NEW', amount: 1n }),
  refuse('ACCOUNT_BELOW_FLOOR', 'alice', 2, 'spec-probe.move', move(issuance('NEW'), at('bob', 'NEW'), 1n)),
  accept('alice', 3, 'spec-probe.look', { party: 'alice', asset: 'NEW', sequence: 9 }),
  accept('alice', 3, 'spec-probe.move', move(at('alice', 'NEW'), issuance('NEW'), 2n)),
  accept('alice', 3, 'spec-probe.look', { party: 'alice', asset: 'NEW', sequence: 9 }),
]
const MINE = 'spec-probe.mine'
const ownAssets: readonly Step[] = [
  accept(
    'x',
    1,
    'spec-probe.declare',
    { id: 'mine', cap: 5n, tracked: true },
    'an instance declares an asset of its own',
  ),
  refuse('ASSET_TAKEN', 'x', 1, 'spec-probe.declare', { id: 'mine', cap: 5n, tracked: true }, 'once only'),
  accept('x', 1, 'spec-probe.move', move(issuance(MINE), at('alice', MINE), 5n), 'and mints it'),
  refuse(
    'ACCOUNT_BELOW_FLOOR',
    'x',
    1,
    'spec-probe.move',
    move(issuance(MINE), at('alice', MINE), 1n),
    'up to its cap',
  ),
  accept(
    'alice',
    2,
    'transfer.send',
    { to: 'bob', asset: MINE, amount: 2n },
    'it goes from hand to hand like any other',
  ),
  accept('x', 2, 'spec-probe.look', { party: 'alice', asset: MINE, sequence: 4 }),
  refuse('ASSET_TAKEN', 'founder', 2, 'asset.declare', { ...declaration(MINE), minters: [], cap: 9n }),
  accept(
    'founder',
    2,
    'asset.declare',
    { ...declaration(MINE), cap: 9n },
    'the authority may change what isn’t the minters',
  ),
  refuse(
    'COMMAND_MALFORMED',
    'x',
    2,
    'spec-probe.declare',
    { id: 'x'.repeat(54), cap: 1n, tracked: false },
    'an id of 65',
  ),
  accept('x', 2, 'spec-probe.declare', { id: 'x'.repeat(53), cap: 1n, tracked: false }, 'an id of 64'),
  accept('founder', 3, 'asset.declare', { ...declaration('spec-probe.later'), minters: [] }),
  refuse('ASSET_TAKEN', 'x', 3, 'spec-probe.declare', { id: 'later', cap: 1n, tracked: false }, 'whoever was first'),
]
function declaration(asset: string) {
  return { asset, minters: ['spec-probe'], cap: 1000n, transferable: true, whitelist: [], tracked: false }
}

const history: readonly Step[] = [
  accept('alice', 1, 'transfer.send', { to: 'bob', asset: 'VOTE', amount: 3n }, 'both holdings are written'),
  accept(
    'alice',
    2,
    'spec-probe.move',
    move(at('alice', 'VOTE'), purse('alice', 'VOTE'), 2n),
    'within a party nothing is',
  ),
  accept('bob', 3, 'spec-probe.move', move(at('bob', 'VOTE'), issuance('VOTE'), 1n), 'burning is, with the supply'),
  accept(
    'alice',
    4,
    'spec-probe.claim',
    { party: 'alice', asset: 'VOTE', amount: 5n, seized: false },
    'a claim is held',
  ),
  accept('x', 5, 'spec-probe.look', { party: 'alice', asset: 'VOTE', sequence: 1 }),
  accept('x', 5, 'spec-probe.look', { party: 'alice', asset: 'VOTE', sequence: 4 }),
  accept('x', 5, 'spec-probe.look', { party: 'bob', asset: 'VOTE', sequence: 1 }),
  accept('x', 5, 'spec-probe.look', { party: 'bob', asset: 'VOTE', sequence: 3 }),
  accept('x', 5, 'spec-probe.look', { party: 'bob', asset: 'VOTE', sequence: 0 }),
]

const bounds: readonly Step[] = [
  accept('x', 1, 'spec-probe.credit', { account: purse('alice', 'USD'), limit: 10n, until: 5 }),
  accept(
    'x',
    4,
    'spec-probe.move',
    move(purse('alice', 'USD'), purse('bob', 'USD'), 6n),
    'credit counts before its end',
  ),
  refuse('ACCOUNT_BELOW_FLOOR', 'x', 4, 'spec-probe.move', move(purse('alice', 'USD'), purse('bob', 'USD'), 5n)),
  refuse('ACCOUNT_BELOW_FLOOR', 'x', 5, 'spec-probe.move', move(purse('alice', 'USD'), purse('bob', 'USD'), 1n)),
  accept(
    'x',
    5,
    'spec-probe.move',
    move(purse('bob', 'USD'), purse('alice', 'USD'), 2n),
    'below its floor it can receive',
  ),
  accept('x', 5, 'spec-probe.credit', { account: purse('alice', 'USD'), limit: 3n, until: null }, 'below the debt'),
  refuse('ACCOUNT_BELOW_FLOOR', 'x', 5, 'spec-probe.move', move(purse('alice', 'USD'), purse('bob', 'USD'), 1n)),
  accept('x', 5, 'spec-probe.ceiling', { account: purse('carol', 'USD'), ceiling: 4n }),
  refuse('ACCOUNT_ABOVE_CEILING', 'alice', 5, 'spec-probe.move', move(at('alice', 'USD'), purse('carol', 'USD'), 5n)),
  accept('alice', 5, 'spec-probe.move', move(at('alice', 'USD'), purse('carol', 'USD'), 4n)),
  accept('x', 5, 'spec-probe.ceiling', { account: purse('carol', 'USD'), ceiling: 1n }, 'below the balance'),
  accept('x', 5, 'spec-probe.move', move(purse('carol', 'USD'), purse('dan', 'USD', 'a'), 1n)),
  accept(
    'x',
    5,
    'spec-probe.credit',
    { account: purse('carol', 'USD'), limit: 0n, until: 9 },
    'the ceiling stays, the end is dropped',
  ),
  accept('x', 5, 'spec-probe.ceiling', { account: purse('carol', 'USD'), ceiling: null }, 'back at default bounds'),
  accept(
    'x',
    5,
    'spec-probe.credit',
    { account: at('alice', 'USD'), limit: 1n, until: null },
    'available of what it mints',
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
  scenario('transfers', 'Transfers and their refusals, in order of precedence.', transfers),
  scenario('minting', 'Minting, burning, caps, and balances at the edge of 128 bits.', mintingAndOverflow),
  scenario('assets', 'Assets declared and changed.', assets),
  scenario('own-assets', 'Assets that an instance declares for itself.', ownAssets),
  scenario('history', 'What parties held and what the supply was, record by record.', history),
  scenario('bounds', 'Credit with and without an end, and ceilings.', bounds),
]
