/** What upgrades do to assets, approvals and params, and minters in order: kernel.md#upgrade, kernel.md#assets. */
import { type AssetDeclaration, createSystem, type System } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { laterProbe, otherProbe, probeOf } from '../../../probe/instance.js'

const system = (assets: readonly AssetDeclaration[], mechanisms: readonly unknown[], authority = 'founder') =>
  createSystem({ spec: '1.0', authority, assets, mechanisms: mechanisms as never }) as System
const USD = { asset: 'USD', cap: 500n }
const first = system([USD], [transfer.with({}), probeOf({ mints: ['USD'] }), otherProbe()])
const otherCap = system(
  [{ ...USD, cap: 7n, transferable: false, tracked: true, whitelist: ['shop'] }],
  [transfer.with({}), probeOf({ mints: ['USD'] }), otherProbe()],
)
const otherMinters = system(
  [{ ...USD, cap: 7n, transferable: false, minters: ['other'] }],
  [transfer.with({}), probeOf({ mints: ['USD'] }), otherProbe()],
)
const later = system([USD], [transfer.with({}), laterProbe({ mints: ['USD'] }), otherProbe()])
const strict = system([USD], [transfer.with({}), laterProbe({ mints: ['USD'], highest: 2 }), otherProbe()])

const upgrade = (expect: string, to: System, by: string, at: number, note: string): Step => ({
  upgrade: { to, by, at },
  expect,
  note,
})
const mint = (amount: bigint) => ({
  from: { party: '@issuer', asset: 'USD', purpose: 'issuance' },
  to: { party: 'alice', asset: 'USD', purpose: 'available' },
  amount,
})
const minting = (code: string, instance: string, at: number, amount: bigint, note?: string): Step => ({
  ...accept('x', at, `${instance}.move`, mint(amount), note),
  expect: code,
})

const assets: readonly Step[] = [
  minting('accepted', 'spec-probe', 1, 100n),
  upgrade('accepted', otherCap, 'founder', 2, 'the same minters: nothing of the asset changes'),
  accept('alice', 2, 'transfer.send', { to: 'bob', asset: 'USD', amount: 1n }, 'transferable as before'),
  minting('accepted', 'spec-probe', 2, 100n, 'under the cap there was'),
  upgrade('accepted', otherMinters, 'founder', 3, 'other minters and another cap: the cap there was stays'),
  accept('alice', 3, 'transfer.send', { to: 'bob', asset: 'USD', amount: 1n }, 'transferable as before'),
  minting('accepted', 'other', 3, 300n, 'up to the cap'),
  minting('ACCOUNT_BELOW_FLOOR', 'spec-probe', 3, 1n, 'and not above'),
]

const declaration = (minters: readonly string[]) => ({
  asset: 'NEW',
  minters,
  cap: 9n,
  transferable: true,
  whitelist: [],
  tracked: false,
})
const minters: readonly Step[] = [
  accept('founder', 1, 'asset.declare', declaration(['spec-probe', 'other']), 'in the order in which they are given'),
  refuse('ASSET_TAKEN', 'founder', 1, 'asset.declare', declaration(['other', 'spec-probe']), 'another order'),
  refuse('ASSET_TAKEN', 'founder', 1, 'asset.declare', declaration(['spec-probe', 'other', 'other']), 'one twice'),
  accept('founder', 1, 'asset.declare', declaration(['spec-probe', 'other']), 'the same again'),
  upgrade(
    'accepted',
    system(
      [USD, { asset: 'NEW', minters: ['spec-probe', 'other'] }],
      [transfer.with({}), probeOf({ mints: ['USD'] }), otherProbe()],
    ),
    'founder',
    2,
    'a composition has them in order, which is another list',
  ),
  accept('founder', 2, 'asset.declare', declaration(['other', 'spec-probe']), 'in order from now on'),
]

const approvals: readonly Step[] = [
  accept('founder', 1, 'system.approve', { composition: otherCap.hash }),
  accept('founder', 1, 'system.approve', { composition: later.hash }),
  upgrade('accepted', otherCap, 'founder', 2, 'the authority itself: the approval is used up'),
  upgrade('accepted', first, 'founder', 3, 'and back'),
  upgrade('NOT_AUTHORISED', otherCap, 'x', 4, 'approved once, used once'),
  upgrade('accepted', later, 'x', 4, 'another approval is still there'),
  upgrade('UPGRADE_INCOMPATIBLE', first, 'founder', 4, 'an earlier version'),
]

const note = (number: number) => ({ topic: 'a', number, amount: 1n })
const erased: readonly Step[] = [
  accept('alice', 1, 'spec-probe.note', { ...note(1), times: 1 }),
  accept('alice', 1, 'spec-probe.note', { ...note(2), times: 1 }),
  upgrade('accepted', later, 'founder', 2, 'rows of version 1 stay'),
  accept('alice', 2, 'spec-probe.note', { ...note(2), tag: 'new' }, 'one written anew at version 2'),
  accept('alice', 2, 'spec-probe.note', { ...note(3), tag: 'new' }, 'one written at version 2'),
  accept('alice', 2, 'spec-probe.erase', { topic: 'a', number: 1 }, 'a row of version 1: the write has no version'),
  accept('alice', 2, 'spec-probe.erase', { topic: 'a', number: 2 }, 'nor has that of a row of both'),
  accept('alice', 2, 'spec-probe.erase', { topic: 'a', number: 3 }, 'nor of version 2'),
]

const params: readonly Step[] = [
  accept('keeper', 1, 'spec-probe.configure', { level: 3 }),
  accept('founder', 1, 'system.approve', { composition: strict.hash }),
  upgrade('UPGRADE_INCOMPATIBLE', strict, 'x', 2, 'params in force that it doesn’t admit'),
  upgrade('accepted', later, 'founder', 2, 'the row of params stays as it was written'),
  accept('keeper', 2, 'spec-probe.configure', { label: 'second' }, 'written at version 2'),
  upgrade('UPGRADE_INCOMPATIBLE', strict, 'x', 3, 'an approval is no promise: also another config'),
  accept('keeper', 3, 'spec-probe.configure', {}, 'at version 2 again'),
  accept('keeper', 3, 'other.configure', { level: 2 }, 'an instance that is still of version 1'),
]

const scenario = (name: string, about: string, steps: readonly Step[]): Scenario => ({
  name,
  about,
  system: first,
  at: 0,
  steps,
})

export const scenarios: readonly Scenario[] = [
  scenario('upgraded-assets', 'Assets that are known keep all but their minters.', assets),
  scenario('minters', 'Minters are a list with an order.', minters),
  scenario('approvals', 'An approval lasts until the upgrade it is for.', approvals),
  scenario('erased-rows', 'Rows of both versions are deleted.', erased),
  scenario('upgraded-params', 'Params in force go on, and are written at the version that runs.', params),
]
