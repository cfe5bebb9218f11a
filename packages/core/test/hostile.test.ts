import { describe, expect, it } from 'vitest'
import { canonicalize, codecOf, GENESIS_HASH, Json, list, Quantity, quote, struct } from '../src/codec/index.js'
import { createSystem, decode, digest, execute, restore, SnapshotError, seal, view } from '../src/kernel/index.js'
import { transfer } from '../src/mechanisms/transfer/index.js'
import { probe } from './support/probe.js'
import { story } from './support/story.js'

const LIMIT = 1n << 127n
const system = createSystem({
  spec: '1.0',
  mechanisms: [transfer.with({}), probe.with({ asset: 'X', wait: 1, authority: 'alice' })],
  assets: [{ asset: 'X' }],
  allocations: [{ party: 'alice', asset: 'X', amount: 100n }],
})
const good = { id: '1', by: 'alice', at: '5', type: 'transfer.send', input: { to: 'bob', asset: 'X', amount: '7' } }
const code = (json: unknown) => {
  const decoded = decode(system, json)
  return decoded.status === 'rejected' ? decoded.code : 'decoded'
}
const input = (fields: object) => ({ ...good, input: { ...good.input, ...fields } })

describe('decode', () => {
  it('takes a command in which every integer is a decimal string', () => {
    expect(decode(system, good)).toEqual({
      status: 'decoded',
      command: { ...good, at: 5, input: { ...good.input, amount: 7n } },
    })
  })

  it.each([
    ['null', null],
    ['a list', []],
    ['text', 'transfer.send'],
    ['a number for at', { ...good, at: 5 }],
    ['an exponent for at', { ...good, at: '5e0' }],
    ['a leading zero', { ...good, at: '05' }],
    ['a time past 2^53', { ...good, at: '9007199254740993' }],
    ['a negative time', { ...good, at: '-1' }],
    ['no id', { ...good, id: undefined }],
    ['an id that is an object', { ...good, id: { toString: () => '1' } }],
    ['an id with a separator', { ...good, id: 'a/b' }],
    ['an id of 65', { ...good, id: 'a'.repeat(65) }],
    ['an id with NUL', { ...good, id: 'a\u0000' }],
    ['an id that ends in a newline', { ...good, id: 'a\n' }],
    ['an instance as party', { ...good, by: '@probe' }],
    ['a party with a lone surrogate', { ...good, by: 'a\ud800' }],
    ['a member too many', { ...good, more: '1' }],
    ['a prototype as a member', JSON.parse(JSON.stringify(good).replace('"id"', '"__proto__":{"by":"eve"},"id"'))],
    ['a signature that is text', { ...good, signature: 'ab' }],
    ['a signature with a member too many', { ...good, signature: { key: 'k', deadline: '9', value: 'ab', more: '' } }],
  ])('refuses %s as COMMAND_MALFORMED', (_, json) => {
    expect(code(json)).toBe('COMMAND_MALFORMED')
  })

  it.each([
    ['nothing', ''],
    ['a mechanism without a command', 'transfer'],
    ['an unknown command', 'transfer.steal'],
    ['a member every object has', 'constructor'],
    ['a prototype', '__proto__'],
    ['genesis from outside', 'system.genesis'],
    ['an upgrade as a command', 'system.upgrade'],
  ])('refuses the type %s as COMMAND_UNKNOWN', (_, type) => {
    expect(code({ ...good, type })).toBe('COMMAND_UNKNOWN')
  })

  it.each([
    ['no input', { ...good, input: undefined }],
    ['a list as input', { ...good, input: [] }],
    ['a number as amount', input({ amount: 7 })],
    ['zero', input({ amount: '0' })],
    ['a negative amount', input({ amount: '-7' })],
    ['a plus sign', input({ amount: '+7' })],
    ['an exponent', input({ amount: '1e3' })],
    ['a decimal point', input({ amount: '7.0' })],
    ['hexadecimal digits', input({ amount: '0x7' })],
    ['blanks', input({ amount: ' 7' })],
    ['digits of another script', input({ amount: '٧' })],
    ['2^127', input({ amount: String(LIMIT) })],
    ['a million digits', input({ amount: '9'.repeat(1_000_000) })],
    ['a member too many', input({ more: '1' })],
    ['a member too few', { ...good, input: { to: 'bob', asset: 'X' } }],
    [
      'a prototype as a member',
      JSON.parse(
        '{"id":"1","by":"alice","at":"5","type":"transfer.send","input":{"to":"bob","asset":"X","amount":"7","__proto__":{"x":"1"}}}',
      ),
    ],
    ['a party with a slash', input({ to: 'a/available' })],
    ['an empty party', input({ to: '' })],
    ['an asset that is a prototype key', input({ asset: '__proto__' })],
  ])('refuses %s as INPUT_INVALID', (_, json) => {
    expect(code(json)).toBe('INPUT_INVALID')
  })
})

describe('execute', () => {
  const told = () => story(system as never)
  const send = { to: 'bob', asset: 'X', amount: 7n }

  it.each([
    ['zero', { ...send, amount: 0n }, 'INPUT_INVALID'],
    ['a negative amount', { ...send, amount: -1n }, 'INPUT_INVALID'],
    ['2^127', { ...send, amount: LIMIT }, 'INPUT_INVALID'],
    ['a number for a bigint', { ...send, amount: 7 }, 'INPUT_INVALID'],
    ['an amount that is an object', { ...send, amount: { valueOf: (): bigint => 7n } }, 'INPUT_INVALID'],
    ['a member too many', { ...send, more: 1 }, 'INPUT_INVALID'],
    ['null', null, 'INPUT_INVALID'],
    ['an asset nobody declared', { ...send, asset: 'nothing' }, 'ASSET_UNKNOWN'],
    ['an asset named like a member of every object', { ...send, asset: 'constructor' }, 'ASSET_UNKNOWN'],
    ['money to oneself', { ...send, to: 'alice' }, 'TRANSFER_TO_SELF'],
    ['more than there is', { ...send, amount: LIMIT - 1n }, 'ACCOUNT_BELOW_FLOOR'],
  ])('refuses %s and changes nothing', (_, fields, expected) => {
    const s = told()
    const before = digest(system, s.state)
    expect(s.run('alice', 'transfer.send', fields)).toBe(expected)
    expect(digest(system, s.state)).toBe(before)
  })

  it.each([
    ['time that is no number', { at: Number.NaN }],
    ['a fraction of a second', { at: 1.5 }],
    ['time past 2^53', { at: 2 ** 53 }],
    ['a party that acts as an instance', { by: '@probe' }],
    ['an id that is a number', { id: 1 as never }],
    ['a member too many', { more: true } as never],
  ])('refuses %s as COMMAND_MALFORMED', (_, more) => {
    expect(told().run('alice', 'transfer.send', send, 0, more)).toBe('COMMAND_MALFORMED')
  })

  it('refuses time that runs backwards, and takes the same time again', () => {
    const s = told()
    expect(s.run('alice', 'transfer.send', send, 5)).toBe('accepted')
    expect(s.run('alice', 'transfer.send', send, 4)).toBe('TIME_BACKWARDS')
    expect(s.run('alice', 'transfer.send', send, 5)).toBe('accepted')
  })

  it('refuses what would lift a balance to 2^127, in one step or in many', () => {
    const s = told()
    s.run('x', 'probe.credit', { party: 'bob', limit: LIMIT - 1n, until: null })
    s.run('x', 'probe.credit', { party: 'carol', limit: LIMIT - 1n, until: null })
    expect(s.run('bob', 'transfer.send', { to: 'dave', asset: 'X', amount: LIMIT - 1n })).toBe('accepted')
    expect(s.run('carol', 'transfer.send', { to: 'dave', asset: 'X', amount: 1n })).toBe('AMOUNT_OVERFLOW')
    expect(s.run('carol', 'transfer.send', { to: 'alice', asset: 'X', amount: LIMIT - 101n })).toBe('accepted')
    expect(s.run('dave', 'transfer.send', { to: 'alice', asset: 'X', amount: 1n })).toBe('AMOUNT_OVERFLOW')
    expect(s.failed()).toEqual([])
  })

  it('refuses sums in rows that pass 2^127 on either side', () => {
    const s = told()
    expect(s.run('bob', 'probe.add', { amount: LIMIT - 1n })).toBe('accepted')
    expect(s.run('bob', 'probe.add', { amount: 1n })).toBe('AMOUNT_OVERFLOW')
    expect(s.run('carol', 'probe.add', { amount: 1n - LIMIT })).toBe('accepted')
    expect(s.run('carol', 'probe.add', { amount: -1n })).toBe('AMOUNT_OVERFLOW')
  })

  it('grows no memory by refused commands from new parties', () => {
    const s = told()
    const { ledger } = (s.state as unknown as { store: { ledger: { size: number } } }).store
    const before = ledger.size
    for (let i = 0; i < 50; i++) {
      expect(s.run(`n${i}`, 'transfer.send', { ...send, to: `m${i}` })).toBe('ACCOUNT_BELOW_FLOOR')
      expect(s.run(`n${i}`, 'probe.failing', { from: `a${i}`, to: `b${i}`, amount: 1n })).toBe('PROBE_REFUSED')
    }
    expect(ledger.size).toBe(before)
  })
})

describe('a command that is no plain object', () => {
  const plain = { id: '1', by: 'mallory', at: 0, type: 'transfer.send', input: { to: 'bob', asset: 'X', amount: 7n } }
  const run = (command: object) => {
    const outcome = execute(system, story(system as never).state, command as never)
    return outcome.status === 'rejected' ? outcome.code : seal(outcome.decision, GENESIS_HASH).body
  }
  it('is read once: a getter says the same to the check and to the command', () => {
    for (const later of ['alice', '@probe']) {
      const answers = ['mallory', later, later, later, later]
      const command = { ...plain, get by() { return answers.shift() ?? later } } // biome-ignore format: one line
      expect(run(command)).toBe('ACCOUNT_BELOW_FLOOR')
    }
  })
  it('says nothing by what it inherits', () => {
    expect(run(Object.create({ ...plain, by: 'alice' }))).toBe('COMMAND_MALFORMED')
    class Command {
      readonly id = '1'
      readonly at = 0
      readonly type = 'transfer.send'
      readonly input = plain.input
      get by(): string {
        return 'alice'
      }
    }
    expect(run(new Command())).toBe('COMMAND_MALFORMED')
  })
})

describe('free JSON', () => {
  const s = () => story(system as never)
  const actions = (input: unknown) => ({ actions: [{ type: 'probe.note', input }] })
  it('is what JSON.parse could have made: no holes, no accessors, no other prototypes', () => {
    const accessor = Object.defineProperty({}, 'a', { get: () => '1', enumerable: true })
    // biome-ignore lint/suspicious/noSparseArray: that is the point
    const holes = [, 'a']
    for (const odd of [new Date(0), new Map(), holes, accessor, [accessor], Object.assign(['a'], { b: 'c' })]) {
      expect(s().run('alice', 'probe.run', actions(odd))).toBe('INPUT_INVALID')
    }
    for (const odd of [new Date(0), new Map(), holes]) expect(() => canonicalize(odd)).toThrow(TypeError)
  })
  it('is copied: what its sender does with it later is no part of the record', () => {
    const input = { number: '1', text: '5' }
    const outcome = s().outcome('alice', 'probe.run', actions(input))
    if (outcome.status === 'rejected') throw new Error(outcome.code)
    input.text = '6'
    expect(seal(outcome.decision, GENESIS_HASH).body).toContain('"input":{"number":"1","text":"5"}')
  })
})

describe('rows', () => {
  it('are frozen to the bottom', () => {
    const frozen = codecOf(struct({ list: list(struct({ a: Quantity }), 9), json: Json }))
    const checked = frozen.check({ list: [{ a: 1n }], json: { b: ['c'] } })
    if (!checked.ok) throw new Error(checked.reason)
    const { value } = checked
    expect([value, value.list, value.list[0], value.json, (value.json as { b: object }).b].every(Object.isFrozen)).toBe(
      true,
    )
  })
})

describe('strings', () => {
  it('with NUL or lone surrogates have no canonical form', () => {
    for (const text of ['\u0000', 'a\u0000b', '\ud800', 'a\udc00', '\ud800a']) {
      expect(() => quote(text)).toThrow(TypeError)
      expect(() => canonicalize({ [text]: '1' })).toThrow(TypeError)
    }
    expect(quote('😀\u2028é"\\\n')).toBe(JSON.stringify('😀\u2028é"\\\n'))
  })

  it('in free JSON are refused wherever they hide', () => {
    const s = story(system as never)
    for (const bad of ['\u0000', '\ud800']) {
      for (const hidden of [bad, [bad], { [bad]: '1' }, { a: { b: [bad] } }, 5, { a: 1 }, undefined]) {
        const actions = [{ type: 'transfer', input: hidden }]
        expect(s.run('alice', 'probe.run', { actions })).toBe('INPUT_INVALID')
      }
    }
  })
})

describe('restore', () => {
  it.each([
    ['no JSON', 'nothing'],
    ['another JSON', '{}'],
    ['an unknown table', '{"at":"0","balances":{},"floors":{},"sequence":"1","tables":{"nothing.rows":[]}}'],
    [
      'a malformed row',
      '{"at":"0","balances":{},"floors":{},"sequence":"1","tables":{"probe.sums":[{"key":{"party":"a"},"row":{"sum":1}}]}}',
    ],
  ])('refuses %s with SNAPSHOT_INVALID', (_, text) => {
    expect(() => restore(system, { stream: 's', text })).toThrow(SnapshotError)
  })
})

describe('a view', () => {
  it('answers a price nobody reported with an error that carries the code', () => {
    const s = story(system as never)
    expect(() => view(system, s.state).price('X', 'USD')).toThrow(expect.objectContaining({ code: 'PRICE_MISSING' }))
  })
})
