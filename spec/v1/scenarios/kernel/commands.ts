/** Envelopes, inputs, time, authority, params, nested commands, rows, ports: kernel.md#execution to #params. */
import { createSystem } from '@symbolon/core'
import { transfer } from '@symbolon/core/transfer'
import type { JsonStep, Scenario, Step } from '../../../generator/scenario.js'
import { accept, refuse } from '../../../generator/steps.js'
import { otherProbe, probeOf } from '../../../probe/instance.js'

const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), probeOf(), otherProbe({ sumOf: 'other', authority: '@spec-probe' })],
  assets: [{ asset: 'USD' }],
  allocations: [{ party: 'alice', asset: 'USD', amount: 100n }],
})

const sound = { id: 'r1', by: 'alice', at: '1', type: 'transfer.send', input: { to: 'bob', asset: 'USD', amount: '1' } }
const json = (expect: string, note: string, change: object): JsonStep => ({
  json: { ...sound, ...change },
  expect,
  note,
})
const malformed = (note: string, change: object): JsonStep => json('COMMAND_MALFORMED', note, change)
const invalid = (note: string, change: object): JsonStep =>
  json('INPUT_INVALID', note, { input: { ...sound.input, ...change } })
const { input: _input, ...withoutInput } = sound
const signature = { key: 'k1', deadline: '9', value: 'ab' }
const PROTO = JSON.parse('{"__proto__":{"x":"1"}}') as object

const envelopes: readonly Step[] = [
  { json: null, expect: 'COMMAND_MALFORMED', note: 'null' },
  { json: [sound], expect: 'COMMAND_MALFORMED', note: 'an array' },
  { json: {}, expect: 'COMMAND_MALFORMED', note: 'nothing' },
  malformed('an empty id', { id: '' }),
  malformed('an id with a slash', { id: 'a/b' }),
  malformed('an id with a line feed', { id: 'a\n' }),
  malformed('an id of 65 characters', { id: 'a'.repeat(65) }),
  malformed('an id that is a number', { id: 1 }),
  malformed('no party', { by: null }),
  malformed('an instance as party', { by: '@spec-probe' }),
  malformed('the kernel as party', { by: '@kernel' }),
  malformed('a time that is a number', { at: 1 }),
  malformed('a time below zero', { at: '-1' }),
  malformed('a time with a leading zero', { at: '01' }),
  malformed('a time with an exponent', { at: '1e3' }),
  malformed('a time above 2^53 − 1', { at: '9007199254740992' }),
  malformed('a type that is no string', { type: ['transfer.send'] }),
  malformed('a member too many', { memo: 'x' }),
  malformed('a prototype as member', PROTO),
  malformed('a signature that is null', { signature: null }),
  malformed('a signature without value', { signature: { key: 'k1', deadline: '9' } }),
  malformed('a signature with a member too many', { signature: { ...signature, memo: 'x' } }),
  malformed('a signature in upper case', { signature: { ...signature, value: 'AB' } }),
  malformed('a signature of half a byte', { signature: { ...signature, value: 'abc' } }),
  malformed('an empty signature', { signature: { ...signature, value: '' } }),
  malformed('a signature of 257 bytes', { signature: { ...signature, value: 'ab'.repeat(257) } }),
  json('SIGNATURE_KEY_UNKNOWN', 'a signature of 256 bytes is well-formed', {
    signature: { ...signature, value: 'ab'.repeat(256) },
  }),
  malformed('a deadline that is a number', { signature: { ...signature, deadline: 9 } }),
  malformed('malformed before unknown', { id: '', type: 'no.such', input: {} }),
  { text: '', expect: 'COMMAND_MALFORMED', note: 'no text' },
  { text: '{"id":"r1"', expect: 'COMMAND_MALFORMED', note: 'text that is no JSON' },
  { text: `${JSON.stringify(sound)},`, expect: 'COMMAND_MALFORMED', note: 'a comma after it' },
  {
    text: JSON.stringify(sound).replace('{', '{"type":7,'),
    expect: 'accepted',
    note: 'a member twice: the last counts',
  },
  {
    text: JSON.stringify({ ...sound, id: 'r2' }).replace(/}$/, ',"by":"@kernel"}'),
    expect: 'COMMAND_MALFORMED',
    note: 'a member twice: the last counts, also where it is wrong',
  },
  json('COMMAND_UNKNOWN', 'an empty type', { type: '' }),
  json('COMMAND_UNKNOWN', 'a type with NUL', { type: 'transfer.send\0' }),
  json('COMMAND_UNKNOWN', 'a type with a lone surrogate', { type: '\ud800' }),
  json('COMMAND_UNKNOWN', 'a type of 1,025 characters', { type: 'a'.repeat(1025) }),
  json('COMMAND_UNKNOWN', 'no such command', { type: 'transfer.steal' }),
  json('COMMAND_UNKNOWN', 'no such instance', { type: 'nobody.send' }),
  json('COMMAND_UNKNOWN', 'a name of the language', { type: 'constructor' }),
  json('COMMAND_UNKNOWN', 'genesis', { type: 'system.genesis' }),
  json('COMMAND_UNKNOWN', 'upgrade', { type: 'system.upgrade' }),
  json('COMMAND_UNKNOWN', 'unknown before invalid', { type: 'transfer.steal', input: null }),
  json('INPUT_INVALID', 'no input', { input: null }),
  { json: withoutInput, expect: 'INPUT_INVALID', note: 'absent input' },
  json('INPUT_INVALID', 'a list as input', { input: [] }),
  invalid('a member too many', { memo: 'x' }),
  invalid('a prototype as member', PROTO),
  invalid('an amount of zero', { amount: '0' }),
  invalid('an amount below zero', { amount: '-1' }),
  invalid('an amount of 2^127', { amount: String(2n ** 127n) }),
  invalid('an amount with an exponent', { amount: '1e2' }),
  invalid('an amount of a thousand digits', { amount: '9'.repeat(1000) }),
  invalid('an amount that is a number', { amount: 1 }),
  invalid('a party with NUL', { to: 'bob\0' }),
  invalid('a party with a lone surrogate', { to: '\ud800' }),
  invalid('a party with two at signs', { to: '@@bob' }),
  accept('alice', 5, 'transfer.send', { to: 'bob', asset: 'USD', amount: 1n }),
  refuse('TIME_BACKWARDS', 'alice', 4, 'transfer.send', { to: 'bob', asset: 'USD', amount: 1n }),
  json('INPUT_INVALID', 'invalid before time', { at: '4', input: {} }),
  accept('alice', 5, 'transfer.send', { to: 'bob', asset: 'USD', amount: 1n }, 'the same time again'),
]

const authority: readonly Step[] = [
  refuse('NOT_AUTHORISED', 'alice', 1, 'spec-probe.govern', {}),
  accept('keeper', 1, 'spec-probe.govern', {}),
  refuse('NOT_AUTHORISED', 'alice', 1, 'spec-probe.configure', { level: 99 }, 'authority before params'),
  refuse('PARAMS_REFUSED', 'keeper', 1, 'spec-probe.configure', { level: 11 }),
  accept('keeper', 1, 'spec-probe.configure', { level: 10 }),
  accept('keeper', 1, 'spec-probe.configure', {}, 'nothing changed'),
  accept('alice', 1, 'spec-probe.show', {}),
  {
    json: { id: 'r2', by: 'keeper', at: '1', type: 'spec-probe.configure', input: { level: null } },
    expect: 'INPUT_INVALID',
    note: 'null is not absent',
  },
  refuse('NOT_AUTHORISED', 'keeper', 1, 'transfer.configure', {}, 'nobody is the authority'),
  refuse('NOT_AUTHORISED', 'keeper', 1, 'other.govern', {}),
  accept('alice', 1, 'spec-probe.call', calls(['other.govern', {}]), 'the authority is an instance'),
  accept('alice', 1, 'spec-probe.call', calls(['other.configure', { label: 'changed' }])),
  refuse('NOT_AUTHORISED', 'alice', 1, 'spec-probe.call', calls(['other.govern', {}, 'sub'])),
  refuse('SPEC_PROBE_REFUSED', 'alice', 1, 'spec-probe.refuse', { first: true, second: true }),
  refuse('SPEC_PROBE_REFUSED_LATER', 'alice', 1, 'spec-probe.refuse', { first: false, second: true }),
]

function calls(...list: readonly (readonly [type: string, input: unknown, as?: string])[]) {
  return { calls: list.map(([type, input, as = null]) => ({ type, input, as })) }
}
const send = (to: string, amount: string) => ({ to, asset: 'USD', amount })
const nested: readonly Step[] = [
  accept('alice', 1, 'transfer.send', { to: '@spec-probe', asset: 'USD', amount: 30n }),
  accept('alice', 1, 'transfer.send', { to: '@spec-probe.till', asset: 'USD', amount: 30n }),
  accept(
    'bob',
    1,
    'spec-probe.call',
    calls(['transfer.send', send('carol', '10')], ['transfer.send', send('carol', '5'), 'till']),
    'as the instance, and as a party of its making',
  ),
  refuse(
    'ACCOUNT_BELOW_FLOOR',
    'bob',
    1,
    'spec-probe.call',
    calls(['transfer.send', send('carol', '10')], ['transfer.send', send('carol', '11')]),
    'all or nothing',
  ),
  refuse('COMMAND_UNKNOWN', 'bob', 1, 'spec-probe.call', calls(['transfer.steal', null])),
  refuse('INPUT_INVALID', 'bob', 1, 'spec-probe.call', calls(['transfer.send', { to: 'carol' }])),
  refuse(
    'INPUT_INVALID',
    'bob',
    1,
    'spec-probe.call',
    calls(['other.govern', { level: '1' }]),
    'input before authority',
  ),
  accept('bob', 1, 'spec-probe.descend', { levels: 8 }),
  refuse('CALL_TOO_DEEP', 'bob', 1, 'spec-probe.descend', { levels: 9 }),
  accept(
    'bob',
    1,
    'spec-probe.call',
    calls(['spec-probe.show', {}], ['spec-probe.call', calls(['spec-probe.show', {}])]),
    'events in order',
  ),
]

const LIMIT = 2n ** 127n
const note = (topic: string, number: number, amount: bigint, times = 1) => ({ topic, number, amount, times })
const rows: readonly Step[] = [
  accept('alice', 1, 'spec-probe.note', note('b', 10, 1n)),
  accept('alice', 1, 'spec-probe.note', note('b', 9, -2n)),
  accept('alice', 1, 'spec-probe.note', note('b', 100, 3n)),
  accept('alice', 1, 'spec-probe.note', note('B', 1, 4n)),
  accept('bob', 1, 'spec-probe.note', note('b', 9, 5n), 'written again'),
  accept('bob', 1, 'spec-probe.note', note('b', 9, 5n), 'a put that changes nothing is a write'),
  accept('bob', 1, 'spec-probe.read', { topic: 'b' }, 'integers in order of value'),
  accept('bob', 1, 'spec-probe.read', { topic: 'b', from: 10, to: 100 }),
  accept('bob', 1, 'spec-probe.read', { topic: 'b', from: 101 }),
  accept('bob', 1, 'spec-probe.read', { topic: 'c' }),
  accept('bob', 1, 'spec-probe.ask', { topic: 'b' }, 'a port bound to its own instance'),
  accept('bob', 1, 'other.ask', { topic: 'b' }, 'a port bound to the other, which has no rows'),
  refuse('AMOUNT_OVERFLOW', 'bob', 1, 'spec-probe.note', note('b', 9, LIMIT - 1n, 2)),
  refuse('AMOUNT_OVERFLOW', 'bob', 1, 'spec-probe.note', note('b', 9, 1n - LIMIT, 2)),
  accept('bob', 1, 'spec-probe.note', note('b', 11, LIMIT - 1n)),
  accept('bob', 1, 'spec-probe.note', note('b', 12, LIMIT - 1n)),
  refuse('AMOUNT_OVERFLOW', 'bob', 1, 'spec-probe.ask', { topic: 'b' }, 'in an event'),
  accept('bob', 1, 'spec-probe.erase', { topic: 'b', number: 11 }),
  accept('bob', 1, 'spec-probe.erase', { topic: 'b', number: 11 }, 'what is not there is not deleted'),
  accept(
    'bob',
    1,
    'spec-probe.call',
    calls(
      ['spec-probe.note', { topic: 'd', number: '1', amount: '1', times: '1' }],
      ['spec-probe.erase', { topic: 'd', number: '1' }],
      ['spec-probe.note', { topic: 'b', number: '9', amount: '7', times: '1' }],
      ['spec-probe.erase', { topic: 'b', number: '12' }],
      ['spec-probe.note', { topic: 'b', number: '9', amount: '5', times: '1' }],
    ),
    'writes are net, in order of tables and keys',
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
  scenario('envelopes', 'Commands that are malformed, unknown, invalid or late.', envelopes),
  scenario('authority', 'Commands for an authority, params, guards in order.', authority),
  scenario('nested-commands', 'Commands within commands.', nested),
  scenario('rows', 'Rows, their order, bounds of amounts, ports.', rows),
]
