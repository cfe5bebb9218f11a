import { expect, it } from 'vitest'
import { commandIdOf, commandOf } from './command-text.js'

const record = (input: object) => ({
  at: '5',
  command: { by: 'alice', id: '1', input, type: 'a.b' },
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
  ]) {
    const { at, command } = JSON.parse(JSON.stringify(record(input)))
    expect(commandOf(JSON.stringify(record(input)))).toEqual({ at, command })
  }
})

it('what is no record is read as JSON, or fails as JSON does', () => {
  expect(commandOf('{"command":{"id":"1"},"at":"5"}')).toEqual({ at: '5', command: { id: '1' } })
  expect(() => commandOf('{"at":"5","command":')).toThrow(SyntaxError)
  expect(() => commandOf('')).toThrow(SyntaxError)
})

it('the id of the command is its own, whatever its input looks like', () => {
  for (const input of [{}, { id: '2' }, { by: 'bob', id: '2' }, { text: '"id":"2"' }]) {
    expect(commandIdOf(JSON.stringify(record(input)))).toBe('1')
  }
  expect(commandIdOf('{"command":{"input":{"id":"2"},"id":"1"},"at":"5"}')).toBe('1')
  expect(() => commandIdOf('{"at":"5","command":')).toThrow(SyntaxError)
})
