import fc from 'fast-check'
import { expect, it } from 'vitest'
import { commandIdOf, commandOf } from './command-text.js'

const record = (input: unknown, signature?: object) => ({
  at: '5',
  command: { by: 'alice', id: '1', input, ...(signature && { signature }), type: 'a.b' },
  events: [{ data: { events: [] }, type: 'a.b' }],
  floors: [],
})

it('the command is read as parsing the whole record would read it, whatever its input looks like', () => {
  for (const input of [
    {},
    { amount: '7' },
    { a: '1', events: ['x'], z: '2' },
    { a: { b: '1', events: [] }, text: ',"events":[' },
    { text: '"},"events":[' },
    { text: '\\"},"events":[\\' },
    { a: '1', events: [{ a: '1', events: [] }] },
    { a: { b: '1', type: 'c.d' }, events: [], type: 'e.f' },
    [{ b: '1', type: 'c.d' }, { events: [] }],
    { a: [{ b: '1', type: 'c.d' }], events: [] },
    { a: { text: '","type":"x"},"events":[', type: '"' }, events: [] },
    { text: ',"type":"c.d"},"events":[' },
    '{"a":"1","type":"c.d"},"events":[',
    '',
    null,
  ]) {
    for (const signature of [undefined, { deadline: '9', key: 'k', value: 'aa' }]) {
      const text = JSON.stringify(record(input, signature))
      const { at, command } = JSON.parse(text)
      const found = commandOf(text)
      expect({ at: found.at, command: found.command }).toEqual({ at, command })
    }
  }
})

it('the command is read so for any input', () => {
  const value = fc.oneof(fc.constantFrom('{"a":"1","type":"c.d"},"events":[', '"},"events":['), fc.string())
  const key = fc.constantFrom('a', 'type', 'events', 'data')
  const { input } = fc.letrec<{ input: unknown }>((tie) => ({
    input: fc.oneof({ maxDepth: 4 }, value, fc.array(tie('input')), fc.dictionary(key, tie('input'))),
  }))
  fc.assert(
    fc.property(input, (some) => {
      const text = JSON.stringify(record(some))
      expect(commandOf(text).command).toEqual(JSON.parse(text).command)
    }),
  )
})

it('what is no record is read as JSON, or fails as JSON does', () => {
  expect(commandOf('{"command":{"id":"1"},"at":"5"}')).toEqual({ at: '5', command: { id: '1' } })
  const whole = JSON.stringify(record({ a: '1' }))
  for (let end = 0; end < whole.length; end++) {
    // Cut behind the command it is read all the same: whoever replays it compares the whole.
    if (end < whole.indexOf(',"events"') + 11) expect(() => commandOf(whole.slice(0, end))).toThrow(SyntaxError)
  }
  expect(() => commandOf('')).toThrow(SyntaxError)
})

it('the id of the command is its own, whatever its input looks like', () => {
  for (const input of [{}, { id: '2' }, { by: 'bob', id: '2' }, { text: '"id":"2"' }]) {
    expect(commandIdOf(JSON.stringify(record(input)))).toBe('1')
  }
  expect(commandIdOf('{"command":{"input":{"id":"2"},"id":"1"},"at":"5"}')).toBe('1')
  expect(() => commandIdOf('{"at":"5","command":')).toThrow(SyntaxError)
})
