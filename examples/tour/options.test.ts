import { describe, expect, test } from 'vitest'
import { readOptions } from './options.js'

const read = (...args: readonly string[]) => readOptions(args, '/here', '/clone/.symbolon')

describe('options', () => {
  test('have a default for everything', () => {
    expect(read()).toEqual({ folder: '/clone/.symbolon', seed: 3, help: false })
  })

  test('mean paths from where the person stands', () => {
    expect(read('--trade', 'a.csv', '--lines=/b.txt', '--folder', '../c')).toEqual({
      trade: '/here/a.csv',
      lines: '/b.txt',
      folder: '/c',
      seed: 3,
      help: false,
    })
  })

  test.each([
    [['--seed', '4294967295'], 4294967295],
    [['--seed', '0'], 0],
  ] as const)('take a seed: %s', (args, seed) => {
    expect(read(...args).seed).toBe(seed)
  })

  test.each([
    [['--sed', '1']],
    [['file.csv']],
    [['--trade']],
    [['--trade', '']],
    [['--seed', '-1']],
    [['--seed', '1.5']],
    [['--seed', '4294967296']],
    [['--seed', '01']],
    [['--seed', '1', '--trade', 'a.csv']],
  ])('are refused: %s', (args) => {
    expect(() => read(...args)).toThrow(expect.objectContaining({ code: 'OPTIONS_INVALID' }))
  })
})
