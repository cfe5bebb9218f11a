import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { progress } from './progress.js'

/** Runs work of 100 steps, each so many milliseconds long, and gives back what was shown of it. */
function shown(step: number, isTTY: boolean): string {
  const output = Object.assign(new PassThrough(), { isTTY, columns: 100, cursorTo() {}, clearLine() {} })
  let time = 0
  const bar = progress('counting', 100, output, () => time)
  for (let done = 0; done < 100; done++) {
    time += step
    bar.advance(1)
  }
  bar.end()
  return String(output.read() ?? '')
}

test('work of less than a second shows nothing', () => {
  expect(shown(9, false)).toBe('')
  expect(shown(9, true)).toBe('')
})

test('longer work shows its quarters as lines where there is no terminal', () => {
  expect(shown(30, false)).toBe('   counting: 50 %\n   counting: 75 %\n')
})

test('longer work shows a bar on a terminal', () => {
  expect(shown(30, true)).toContain('counting  34/100')
})
