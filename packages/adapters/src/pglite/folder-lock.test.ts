import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { lockFolder } from './folder-lock.js'

const root = mkdtempSync(join(tmpdir(), 'symbolon-lock-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

it('a folder is held once, within this process too, until it is given back', () => {
  const folder = join(root, 'held')
  const unlock = lockFolder(folder)
  expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'JOURNAL_LOCKED' }))
  unlock()
  lockFolder(`${folder}/`)()
  expect(existsSync(`${folder}.lock`)).toBe(false)
})

it('the lock of a process that is gone is taken over, that of a live or foreign one is not', () => {
  const folder = join(root, 'left')
  const file = `${folder}.lock`
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const left = { host: hostname(), pid, started: 1 }
  for (const [holder, taken] of [
    [left, true],
    [{ ...left, pid: process.pid }, true],
    [{ ...left, pid: process.ppid }, false],
    [{ ...left, host: 'elsewhere' }, false],
  ] as const) {
    writeFileSync(file, JSON.stringify(holder))
    if (taken) lockFolder(folder)()
    else expect(() => lockFolder(folder)).toThrow(expect.objectContaining({ code: 'JOURNAL_LOCKED' }))
  }
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ host: 'elsewhere' })
  writeFileSync(file, '')
  lockFolder(folder)()
})
