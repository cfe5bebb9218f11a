import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { sqliteJournal } from '@symbolon/adapters/sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { readLinesFile } from './lines-file.js'
import { readTradeFile } from './trade-file.js'

const work = mkdtempSync(join(tmpdir(), 'symbolon-tour-'))
afterAll(() => rmSync(work, { recursive: true, force: true }))

/** Runs the program from source, as `npm start` runs it on the built packages. */
function tour(...args: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const root = resolve(import.meta.dirname, '../..')
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'main.ts'), ...args], {
    cwd: import.meta.dirname,
    env: { ...process.env, TSX_TSCONFIG_PATH: join(root, 'tsconfig.json'), NO_COLOR: '1' },
  })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.err += text
  })
  return new Promise((done, failed) => {
    child.on('error', failed)
    child.on('close', (code) => done({ code, ...said }))
  })
}

describe('the program', () => {
  const trade = join(work, 'trade.csv')
  const lines = join(work, 'lines.txt')
  writeFileSync(trade, 'importer,exporter,usd\nA,B,30\nB,C,20\nC,A,10\nA,A,1\n')
  writeFileSync(lines, 'u v -1.5E2 -10.0 0.0\nv w -10 -10 0\nw u -10 -4.0000009 1E1\nw x -1E60 0 0\n')

  test('takes a malformed file back with its line and exit code 2, and leaves nothing', async () => {
    const bad = join(work, 'bad.csv')
    writeFileSync(bad, 'importer,exporter,usd\nA,B,30\nB,C,20 dollars\n')
    const folder = join(work, 'none')
    const { code, out, err } = await tour('--trade', trade, '--lines', bad, '--folder', folder)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(`${bad}, line 1`)
    const other = await tour('--trade', bad, '--lines', lines, '--folder', folder)
    expect(other).toEqual({ code: 2, out: '', err: `${bad}, line 3: "20 dollars" is not a whole number of dollars\n` })
    expect(existsSync(folder)).toBe(false)
  })

  test('refuses options that it does not know, a file that is not there and a folder that is none', async () => {
    expect(await tour('--sed', '1')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--sed') })
    expect(await tour('--trade', join(work, 'no'))).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('no such file'),
    })
    expect(await tour('--trade', trade, '--folder', trade)).toMatchObject({ code: 2 })
    expect(await tour('--help')).toMatchObject({ code: 0, err: '', out: expect.stringContaining('--lines FILE') })
  })

  test('runs on files; run again it continues and duplicates nothing', async () => {
    const folder = join(work, 'kept')
    const first = await tour('--trade', trade, '--lines', lines, '--folder', folder)
    // on a slow machine the parts say how far they are
    expect({ ...first, err: first.err.replace(/^ {3}.*: [0-9]+ %\n/gm, '') }).toMatchObject({ code: 0, err: '' })
    expect(first.out).toContain('3 trades for $60')
    expect(first.out).toContain('line 5: A to itself')
    expect(first.out).toContain('line 4: a value reaches 2^127 base units')
    const again = await tour('--trade', trade, '--lines', lines, '--folder', folder)
    expect(again.code).toBe(0)
    expect(again.out.match(/were there already; none was written/g)?.length).toBe(8)
    const journal = sqliteJournal({ file: join(folder, 'tour.db') })
    const streams = await journal.streams()
    await journal.close()
    expect(streams.map(({ stream, sequence }) => [stream.replace(/-.*/, ''), sequence])).toEqual([
      ['alliance', expect.any(Number)],
      ['bridge', 12],
      ['economy', 1 + 3 + 6 + 3 + 2],
      ['fleet', expect.any(Number)],
      ['lines', expect.any(Number)],
      ['market', expect.any(Number)],
      ['network', expect.any(Number)],
      ['stakes', expect.any(Number)],
    ])
    expect(readFileSync(join(folder, 'report.html'), 'utf8')).toContain('Who owes whom')
  }, 300_000)
})

const data = process.env.SYMBOLON_DATA
describe('the real files (named by SYMBOLON_DATA; skipped without)', () => {
  test.skipIf(data === undefined)('trade in pharmaceuticals', () => {
    const { flows, skipped } = readTradeFile(join(data ?? '', 'pharmaceutical-imports.csv'))
    expect(flows.length).toBe(3669)
    expect(new Set(flows.map(({ importer }) => importer)).size).toBe(53)
    expect(new Set(flows.flatMap(({ importer, exporter }) => [importer, exporter])).size).toBe(177)
    expect(skipped).toEqual([])
  })

  test.skipIf(data === undefined)('credit lines of the XRP Ledger', () => {
    const { lines, skipped } = readLinesFile(join(data ?? '', 'xrpl-trust-lines-2016.txt.gz'))
    expect(lines.length + skipped.length).toBe(99_787)
    expect(skipped.map(({ line }) => line)).toEqual([
      1222, 9461, 28_547, 32_795, 54_656, 60_640, 70_898, 75_352, 88_229, 92_460, 92_823, 98_035,
    ])
  })
})
