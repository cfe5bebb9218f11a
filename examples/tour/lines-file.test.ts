import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { scaledDecimal } from './decimal.js'
import { readLinesFile } from './lines-file.js'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-lines-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function written(content: string | Uint8Array): string {
  const file = join(folder, `${files++}.txt`)
  writeFileSync(file, content)
  return file
}

describe('a decimal', () => {
  const BOUND = 2n ** 127n
  test.each([
    ['0', 0n],
    ['-0.0', 0n],
    ['+1', 1_000_000n],
    ['-1.1E9', -1_100_000_000_000_000n],
    ['1.5e+2', 150_000_000n],
    ['12.', 12_000_000n],
    ['0.000001', 1n],
    ['1E-6', 1n],
    ['000.5', 500_000n],
    ['0E999999999999', 0n],
    ['170141183460469231731687303715884.105727', BOUND - 1n],
  ])('is read exactly: %s', (text, value) => {
    expect(scaledDecimal(text, 6, BOUND)).toEqual({ status: 'exact', value })
  })

  test.each([
    ['-0.754864825131', -754_864n],
    ['0.9999999', 999_999n],
    ['-0.0000009', 0n],
    ['1E-999999999999', 0n],
    ['0.0000010000001', 1n],
  ])('is cut off toward zero: %s', (text, value) => {
    expect(scaledDecimal(text, 6, BOUND)).toEqual({ status: 'truncated', value })
  })

  test.each(['170141183460469231731687303715884.105728', '-1.1E41', '1E999999999999', `1E${'9'.repeat(98)}`])(
    'is too large: %s',
    (text) => {
      expect(scaledDecimal(text, 6, BOUND)).toEqual({ status: 'too large' })
    },
  )

  test.each([
    '',
    '.',
    '.5',
    '-',
    '1e',
    '1e1.5',
    '0x10',
    'NaN',
    'Infinity',
    '1_000',
    '1,5',
    '--1',
    ' 1',
    '9'.repeat(101),
  ])('is malformed: %s', (text) => {
    expect(scaledDecimal(text, 6, BOUND)).toEqual({ status: 'malformed' })
  })
})

describe('a file of credit lines', () => {
  test('gives its lines, plain or packed, and counts what it cut off', () => {
    const content = '11 44915 -1.1E9 -0.0 0.0\n5\t10110  -1.5E8 -0.754864825131 0.0\r\n'
    const data = readLinesFile(written(content))
    expect(data).toEqual({
      lines: [
        { line: 1, u: '11', v: '44915', lowest: -1_100_000_000_000_000n, present: 0n, highest: 0n },
        { line: 2, u: '5', v: '10110', lowest: -150_000_000_000_000n, present: -754_864n, highest: 0n },
      ],
      skipped: [],
      truncated: 1,
    })
    expect(readLinesFile(written(gzipSync(content)))).toEqual(data)
  })

  test('lists lines that cannot be accounts, with their numbers, and keeps the others', () => {
    const rows = [
      'a b -10 -1 0',
      'a c -1E41 0 0',
      'a a -1 0 0',
      'b a -1 0 0',
      'a d 1 2 3',
      'a e -3 -2 -1',
      'a f -1 -2 0',
      'a g 0 5 4',
      'g h 0 4 4',
    ]
    const data = readLinesFile(written(rows.join('\n')))
    expect(data.skipped).toEqual([
      { line: 2, reason: 'a value reaches 2^127 base units' },
      { line: 3, reason: 'a to itself' },
      { line: 4, reason: 'the same pair as line 1' },
      { line: 5, reason: 'its limits are on one side of zero' },
      { line: 6, reason: 'its limits are on one side of zero' },
      { line: 7, reason: 'its balance is outside its limits' },
      { line: 8, reason: 'its balance is outside its limits' },
    ])
    expect(data.lines.map(({ line }) => line)).toEqual([1, 9])
  })

  test('lists the line with which all that is owed would pass 2^127', () => {
    const half = '1E32'
    const data = readLinesFile(written(`a b -${half} -${half} 0\nb c 0 ${half} ${half}\n`))
    expect(data.skipped).toEqual([{ line: 2, reason: 'brings what is owed to 2^127 base units' }])
  })

  test.each([
    ['four fields', 'a b -1 0 0\na b -1 0', 2],
    ['six fields', 'a b -1 0 0 0', 1],
    ['a word for a number', 'a b -1 0 0\n\nc d -1 none 0', 3],
    ['NaN', 'a b NaN 0 0', 1],
    ['a party with a slash', 'a/b c -1 0 0', 1],
    ['a party that acts as an instance', '@a c -1 0 0', 1],
    ['a party of 65 characters', `${'p'.repeat(65)} c -1 0 0`, 1],
    ['a line without end', `a b -1 0 ${'0'.repeat(1_000_000)}`, 1],
  ])('is refused with the line: %s', (_, content, line) => {
    expect(() => readLinesFile(written(content))).toThrow(expect.objectContaining({ code: 'FILE_MALFORMED', line }))
  })
})
