/** Genesis and upgrades: kernel.md#genesis, kernel.md#upgrade. */
import { type CompositionOptions, createSystem, type System } from '@symbolon/core'
import { signCommand, signKey } from '@symbolon/core/signature'
import { transfer } from '@symbolon/core/transfer'
import type { Scenario, Step } from '../../../generator/scenario.js'
import { accept, named, refuse } from '../../../generator/steps.js'
import { laterProbe, otherProbe, probeOf } from '../../../probe/instance.js'

const options: CompositionOptions = {
  spec: '1.0',
  authority: 'founder',
  assets: [
    { asset: 'USD', cap: 500n },
    { asset: 'VOTE', tracked: true, transferable: false },
  ],
  allocations: [
    { party: 'alice', asset: 'VOTE', amount: 3n },
    { party: 'alice', asset: 'USD', amount: 100n },
    { party: 'alice', asset: 'VOTE', amount: 4n },
  ],
  feeds: [
    {
      base: 'USD',
      quote: 'EUR',
      policy: {
        reporters: ['oracle'],
        signers: [],
        threshold: 0,
        maxAge: 10,
        futureSkew: 0,
        lowest: null,
        highest: null,
        jump: null,
        monotone: false,
        timelock: 0,
      },
    },
  ],
}
const first = createSystem({ ...options, mechanisms: [transfer.with({}), probeOf()] }) as System
const minting = createSystem({
  ...options,
  authority: 'council',
  assets: [...(options.assets ?? []), { asset: 'NEW', cap: 9n }],
  mechanisms: [transfer.with({}), probeOf({ level: 7 }), otherProbe({ mints: ['USD'] })],
}) as System
const later = createSystem({
  ...options,
  mechanisms: [transfer.with({}), laterProbe({ highest: 20 }), otherProbe({ mints: ['USD'] })],
}) as System
const configured = createSystem({ ...options, mechanisms: [transfer.with({}), probeOf({ highest: 11 })] }) as System
const lacking = createSystem({ ...options, mechanisms: [transfer.with({})] }) as System
const laterFirst = createSystem({ ...options, mechanisms: [transfer.with({}), laterProbe()] }) as System
const trusting = createSystem({
  ...options,
  authentication: 'host',
  mechanisms: [transfer.with({}), probeOf()],
}) as System
const otherName = createSystem({
  ...options,
  mechanisms: [transfer.with({}), transfer.as('spec-probe').with({})],
}) as System

const upgrade = (expect: string, to: System, by: string, at: number, note: string, id?: string): Step => ({
  upgrade: { to, by, at, ...(id === undefined ? {} : { id }) },
  expect,
  note,
})
const note = (number: number, amount: bigint) => ({ topic: 'a', number, amount, times: 1 })
const bob = { to: 'bob', asset: 'USD', amount: 1n }

const upgrades: readonly Step[] = [
  accept('alice', 1, 'spec-probe.note', note(1, 5n)),
  accept('keeper', 1, 'spec-probe.configure', { level: 3 }),
  upgrade('COMMAND_MALFORMED', minting, '@founder', 1, 'an instance from outside'),
  upgrade('COMMAND_MALFORMED', minting, 'founder', 1, 'an id with a space', 'a b'),
  upgrade('TIME_BACKWARDS', minting, 'alice', 0, 'time before authority'),
  upgrade('NOT_AUTHORISED', lacking, 'alice', 1, 'not the authority, and incompatible'),
  upgrade('NOT_AUTHORISED', minting, 'council', 1, 'the authority that is to be'),
  upgrade('UPGRADE_INCOMPATIBLE', lacking, 'founder', 1, 'an instance is missing'),
  upgrade('UPGRADE_INCOMPATIBLE', otherName, 'founder', 1, 'another mechanism under the name'),
  upgrade('UPGRADE_INCOMPATIBLE', configured, 'founder', 1, 'another config'),
  upgrade('accepted', minting, 'founder', 2, 'new minters, a new asset, a new instance, another authority'),
  refuse('NOT_AUTHORISED', 'founder', 2, 'system.approve', { composition: later.hash }),
  accept('alice', 2, 'spec-probe.show', {}, 'params that were there stay'),
  accept('x', 2, 'other.move', {
    from: { party: '@issuer', asset: 'USD', purpose: 'issuance' },
    to: { party: 'alice', asset: 'USD', purpose: 'available' },
    amount: 400n,
  }),
  upgrade('NOT_AUTHORISED', later, 'alice', 3, 'not approved'),
  accept('council', 3, 'system.approve', { composition: later.hash }),
  upgrade('accepted', later, 'alice', 4, 'approved: anybody may run it; a newer version may have another config'),
  accept('alice', 4, 'spec-probe.tags', { topic: 'a' }, 'a row of the first version, brought up'),
  accept(
    'alice',
    4,
    'spec-probe.note',
    { topic: 'a', number: 2, amount: 6n, tag: 'own' },
    'a row of the second version',
  ),
  accept('alice', 4, 'spec-probe.tags', { topic: 'a' }),
  accept('alice', 4, 'other.ask', { topic: 'a' }, 'a port sees rows of both versions'),
  refuse('COMMAND_UNKNOWN', 'alice', 4, 'spec-probe.show', {}, 'a command of the first version'),
  refuse('NOT_AUTHORISED', 'council', 4, 'system.approve', { composition: first.hash }),
  upgrade('UPGRADE_INCOMPATIBLE', minting, 'founder', 5, 'an earlier version'),
  upgrade('UPGRADE_INCOMPATIBLE', laterFirst, 'founder', 5, 'an instance less'),
  upgrade('accepted', later, 'founder', 5, 'to itself'),
]

const signer = { scheme: 'ed25519', privateKey: '05'.repeat(32) } as const
const { scheme, publicKey, proof } = signKey({ stream: 'vectors', by: 'founder', key: 'k1' }, signer)
const signature = signCommand(
  {
    stream: 'vectors',
    id: 'u1',
    by: 'founder',
    type: 'system.upgrade',
    input: trusting.engine.composition.text,
    deadline: 9,
    key: 'k1',
  },
  signer,
)
const signed: readonly Step[] = [
  accept('founder', 1, 'key.register', { key: 'k1', scheme, publicKey, proof }),
  upgrade('SIGNATURE_REQUIRED', trusting, 'founder', 2, 'by the authentication in force, not by the new one'),
  {
    upgrade: { to: trusting, id: 'u2', by: 'founder', at: 2, signature },
    expect: 'SIGNATURE_INVALID',
    note: 'for another id',
  },
  { upgrade: { to: trusting, id: 'u1', by: 'founder', at: 10, signature }, expect: 'SIGNATURE_EXPIRED' },
  { upgrade: { to: trusting, id: 'u1', by: 'founder', at: 2, signature }, expect: 'accepted', note: 'signed' },
  named(accept('founder', 3, 'system.approve', { composition: first.hash }, 'from now on the host vouches'), 'c9'),
  accept('alice', 3, 'transfer.send', bob),
]

export const scenarios: readonly Scenario[] = [
  {
    name: 'upgrades',
    about: 'Genesis with everything, and what upgrades change and leave.',
    system: first,
    at: 0,
    steps: upgrades,
  },
  { name: 'signed-upgrades', about: 'An upgrade by an authority with a key.', system: first, at: 0, steps: signed },
]
