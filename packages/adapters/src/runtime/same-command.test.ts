import { expect, it } from 'vitest'
import { isEqual, isSameCommand } from './same-command.js'

const command = { id: '1', by: 'alice', at: 5, type: 'a.b', input: { list: [1n, { x: 'y' }], flag: true } }

it('commands are the same by who and what, not by time, nor by the signature: a retry may be signed anew', () => {
  expect(isSameCommand(command, structuredClone({ ...command, at: 9 }))).toBe(true)
  expect(isSameCommand(command, { ...command, by: 'bob' })).toBe(false)
  expect(isSameCommand(command, { ...command, type: 'a.c' })).toBe(false)
  expect(isSameCommand(command, { ...command, input: { list: [], flag: true } })).toBe(false)
  const signed = { ...command, signature: { key: 'k', deadline: 5, value: 'aa' } }
  const signedAnew = { ...command, signature: { key: 'k', deadline: 9, value: 'bb' } }
  expect(isSameCommand(command, signed)).toBe(true)
  expect(isSameCommand(signed, signedAnew)).toBe(true)
})

it('plain data is compared by value, a missing member like an undefined one', () => {
  expect(isEqual({ a: undefined, b: 1n }, { b: 1n })).toBe(true)
  expect(isEqual({ a: null }, {})).toBe(false)
  expect(isEqual([1n, 2n], [2n, 1n])).toBe(false)
  expect(isEqual([], {})).toBe(false)
  expect(isEqual(1n, 1)).toBe(false)
  expect(isEqual({ a: 1 }, { b: 1 })).toBe(false)
})
