import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { readTradeFile } from './trade-file.js'

const folder = mkdtempSync(join(tmpdir(), 'symbolon-trade-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let files = 0
function written(content: string | Uint8Array): string {
  const file = join(folder, `${files++}.csv`)
  writeFileSync(file, content)
  return file
}
const HEADER = 'importer,exporter,usd\n'

describe('a trade file', () => {
  test('gives its flows with their line numbers', () => {
    expect(readTradeFile(written(`${HEADER}ALB,ARG,493763\nALB,ARM,5757\n`))).toEqual({
      flows: [
        { line: 2, importer: 'ALB', exporter: 'ARG', amount: 493763n },
        { line: 3, importer: 'ALB', exporter: 'ARM', amount: 5757n },
      ],
      skipped: [],
    })
  })

  test('is read the same with CRLF, a byte order mark, empty lines, and packed', () => {
    const plain = readTradeFile(written(`${HEADER}A,B,1\n`)).flows
    expect(readTradeFile(written('\ufeffimporter,exporter,usd\r\nA,B,1\r\n\r\n')).flows).toEqual(plain)
    expect(readTradeFile(written(gzipSync(`${HEADER}A,B,1\n`))).flows).toEqual(plain)
  })

  test('keeps two rows of one pair as two trades', () => {
    expect(readTradeFile(written(`${HEADER}A,B,1\nA,B,1\n`)).flows.map(({ line }) => line)).toEqual([2, 3])
  })

  test('lists rows that are no trade, with their lines, and keeps the others', () => {
    const large = 2n ** 127n
    const data = readTradeFile(written(`${HEADER}A,A,5\nA,B,0\nA,B,${large}\nA,B,${large - 2n}\nB,C,2\nB,C,1\n`))
    expect(data.skipped).toEqual([
      { line: 2, reason: 'A to itself' },
      { line: 3, reason: 'nothing is traded' },
      { line: 4, reason: 'brings the total to 2^127' },
      { line: 6, reason: 'brings the total to 2^127' },
    ])
    expect(data.flows.map(({ line }) => line)).toEqual([5, 7])
  })

  test.each([
    ['no header', 'A,B,1\n', 1],
    ['nothing at all', '', 1],
    ['a header and no trade', HEADER, 1],
    ['two fields', `${HEADER}A,B,1\nA,B\n`, 3],
    ['four fields', `${HEADER}A,B,1,2\n`, 2],
    ['an empty code', `${HEADER},B,1\n`, 2],
    ['a code with a space', `${HEADER}A B,C,1\n`, 2],
    ['a code that acts as an instance', `${HEADER}@bridge,C,1\n`, 2],
    ['a code of 65 characters', `${HEADER}${'A'.repeat(65)},C,1\n`, 2],
    ['a negative amount', `${HEADER}A,B,-1\n`, 2],
    ['cents', `${HEADER}A,B,1.5\n`, 2],
    ['an exponent', `${HEADER}A,B,1e9\n`, 2],
    ['other digits', `${HEADER}A,B,١\n`, 2],
    ['digits without end', `${HEADER}A,B,${'9'.repeat(101)}\n`, 2],
    ['a line without end', `${HEADER}A,B,1\n${'x'.repeat(1_000_000)}\n`, 3],
    ['NUL', `${HEADER}A\u0000,B,1\n`, 2],
  ])('is refused with the line: %s', (_, content, line) => {
    expect(() => readTradeFile(written(content))).toThrow(
      expect.objectContaining({ name: 'FileError', code: 'FILE_MALFORMED', line }),
    )
  })

  test('is refused when it is not text, broken, or not there', () => {
    const code = (expected: string) => expect.objectContaining({ code: expected, line: 0 })
    expect(() => readTradeFile(written(Uint8Array.of(0xff, 0xfe, 0x41)))).toThrow(code('FILE_MALFORMED'))
    expect(() => readTradeFile(written(Uint8Array.of(0x1f, 0x8b, 0x00)))).toThrow(code('FILE_UNREADABLE'))
    expect(() => readTradeFile(join(folder, 'missing'))).toThrow(code('FILE_UNREADABLE'))
    expect(() => readTradeFile(folder)).toThrow(code('FILE_UNREADABLE'))
  })

  test('is named in the message in few, printable characters', () => {
    expect(() => readTradeFile(written(`${HEADER}\u001b[31m${'z'.repeat(900)},B,1\n`))).toThrow(
      /line 2: "\?\[31mz{35}…" is not a code$/,
    )
  })
})
