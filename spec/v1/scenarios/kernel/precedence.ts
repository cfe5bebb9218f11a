/** What comes before what: conventions.md#precedence. */
import { createSystem } from '@symbolon/core'
import { canonicalize } from '@symbolon/core/codec'
import { type Signer, signCommand, signKey } from '@symbolon/core/signature'
import { transfer } from '@symbolon/core/transfer'
import { toJson } from '../../../generator/json.js'
import type { CommandStep, Scenario, Step } from '../../../generator/scenario.js'
import { accept, named, refuse } from '../../../generator/steps.js'
import { otherProbe, probeOf } from '../../../probe/instance.js'

const LIMIT = 2n ** 127n
const STREAM = 'vectors'
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), probeOf(), otherProbe()],
  assets: [{ asset: 'USD' }, { asset: 'VOTE', tracked: true }],
  allocations: [
    { party: 'alice', asset: 'USD', amount: 100n },
    { party: 'eve', asset: 'VOTE', amount: 5n },
  ],
  authority: 'founder',
})

const signer: Signer = { scheme: 'ed25519', privateKey: '06'.repeat(32) }
const registration = { key: 'k1', ...signKey({ stream: STREAM, by: 'alice', key: 'k1' }, signer) }
/** The step as it is, signed for an id that is its own or another's. */
function signed(step: CommandStep, id: string, seen = id, deadline = 100): CommandStep {
  const { by, type, input } = step.command
  const text = canonicalize(toJson(input))
  return named(step, id, signCommand({ stream: STREAM, id: seen, by, type, input: text, deadline, key: 'k1' }, signer))
}
const declaration = { asset: 'NEW', minters: [], cap: 9n, transferable: true, whitelist: [], tracked: false }
const declare = (code: string, at: number, note: string) =>
  refuse(code, 'alice', at, 'asset.declare', declaration, note)
const overspend = { to: 'bob', asset: 'USD', amount: 101n }

const checks: readonly Step[] = [
  accept('alice', 5, 'key.register', registration),
  refuse('TIME_BACKWARDS', 'alice', 4, 'transfer.send', overspend, 'time before signature: unsigned'),
  signed(
    refuse('TIME_BACKWARDS', 'alice', 4, 'transfer.send', overspend, 'time before signature: expired'),
    's1',
    's2',
    3,
  ),
  declare('TIME_BACKWARDS', 4, 'time before authority'),
  declare('SIGNATURE_REQUIRED', 5, 'signature before authority: unsigned'),
  signed(declare('SIGNATURE_INVALID', 5, 'signature before authority: wrong'), 's1', 's2'),
  signed(declare('SIGNATURE_EXPIRED', 101, 'signature before authority: expired'), 's1'),
  signed(declare('NOT_AUTHORISED', 5, 'signed, and not the authority'), 's1'),
  refuse('SIGNATURE_REQUIRED', 'alice', 5, 'transfer.send', overspend, 'signature before what the command does'),
  signed(refuse('ACCOUNT_BELOW_FLOOR', 'alice', 5, 'transfer.send', overspend), 's1'),
]

const call = (type: string, input: unknown, as: string | null = null) => ({ calls: [{ type, input, as }] })
const longest = 'a'.repeat(53)
const deep = (type: string, input: unknown) => ({ levels: 8, last: { type, input } })
const nested: readonly Step[] = [
  accept('bob', 1, 'spec-probe.call', call('spec-probe.show', {}, longest), 'the longest party there can be'),
  refuse('COMMAND_MALFORMED', 'bob', 1, 'spec-probe.call', call('spec-probe.show', {}, `${longest}a`), 'one longer'),
  refuse(
    'COMMAND_MALFORMED',
    'bob',
    1,
    'spec-probe.call',
    call('no.such', null, `${longest}a`),
    'no party, before unknown',
  ),
  refuse('COMMAND_UNKNOWN', 'bob', 1, 'spec-probe.call', call('system.genesis', {}), 'genesis from within'),
  refuse('COMMAND_UNKNOWN', 'bob', 1, 'spec-probe.call', call('', {}), 'an empty type'),
  accept('bob', 1, 'spec-probe.descend', { levels: 7, last: { type: 'spec-probe.show', input: {} } }, 'at depth 8'),
  refuse('COMMAND_UNKNOWN', 'bob', 1, 'spec-probe.descend', deep('no.such', null), 'unknown before depth'),
  refuse(
    'INPUT_INVALID',
    'bob',
    1,
    'spec-probe.descend',
    deep('other.govern', null),
    'input before authority and depth',
  ),
  refuse('NOT_AUTHORISED', 'bob', 1, 'spec-probe.descend', deep('other.govern', {}), 'authority before depth'),
  refuse('CALL_TOO_DEEP', 'bob', 1, 'spec-probe.descend', deep('spec-probe.show', {}), 'at depth 9'),
  refuse(
    'CALL_TOO_DEEP',
    'bob',
    1,
    'spec-probe.descend',
    deep('spec-probe.refuse', { first: true, second: false }),
    'depth before guards',
  ),
]

const at = (party: string, asset: string, purpose = 'available') => ({ party, asset, purpose })
const fund = (id: string) => at('fund', 'VOTE', `spec-probe.purse:${id}`)
const vault = (id: string) => at('dan', 'VOTE', `spec-probe.purse:${id}`)
const calls = (...list: readonly (readonly [type: string, input: unknown])[]) => ({
  calls: list.map(([type, input]) => ({ type, input: toJson(input), as: null })),
})
const fromEve = { from: at('eve', 'VOTE', 'spec-probe.purse'), to: vault('b'), amount: 1n }
const ends: readonly Step[] = [
  accept('x', 1, 'spec-probe.credit', { account: fund('a'), limit: LIMIT - 1n, until: null }),
  accept('x', 1, 'spec-probe.move', { from: fund('a'), to: vault('a'), amount: LIMIT - 1n }),
  accept('eve', 1, 'spec-probe.move', {
    from: at('eve', 'VOTE'),
    to: at('eve', 'VOTE', 'spec-probe.purse'),
    amount: 5n,
  }),
  refuse('AMOUNT_OVERFLOW', 'x', 1, 'spec-probe.move', fromEve, 'a holding that the history can’t write'),
  accept('x', 1, 'spec-probe.lien', { party: 'eve', asset: 'VOTE', amount: 5n }),
  refuse('LIEN_BROKEN', 'x', 1, 'spec-probe.move', fromEve, 'liens before the history'),
  refuse(
    'SPEC_PROBE_REFUSED',
    'x',
    1,
    'spec-probe.call',
    calls(['spec-probe.move', fromEve], ['spec-probe.refuse', { first: true, second: true }]),
    'guards before liens',
  ),
  refuse(
    'ACCOUNT_BELOW_FLOOR',
    'x',
    1,
    'spec-probe.call',
    calls(
      ['transfer.send', { to: 'bob', asset: 'USD', amount: 1n }],
      ['spec-probe.refuse', { first: true, second: true }],
    ),
    'an effect before the guard that comes after it',
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
  scenario('checks-in-order', 'Time, signature, authority, and what the command does.', checks),
  scenario('nested-checks-in-order', 'Party, type, input, authority, depth of nested commands.', nested),
  scenario('ends-in-order', 'Guards and effects, then liens, then the history of tracked assets.', ends),
]
