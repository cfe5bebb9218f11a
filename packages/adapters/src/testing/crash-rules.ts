import { spawn } from 'node:child_process'
import { describe, expect } from 'vitest'
import { readAll } from './chain.js'
import { openExample, pay } from './example-app.js'
import { feature } from './journal-rules.js'
import { freshStream, type JournalSuite, type WriterProgram, withJournal } from './journal-suite.js'
import { replayed, replayedModels, sortedModels } from './stored-state.js'

/** How many writers are killed one after the other, and after how many acknowledged commands. */
const KILLED_AFTER = [150, 700]

/** Rules of what a killed process leaves behind. */
export function crashRules(suite: JournalSuite): void {
  describe('crash', () => {
    feature(
      suite,
      'crash',
      'after SIGKILL in the middle of a load every acknowledged command is there once, and none half',
      async () => {
        const stream = freshStream('crash')
        const acknowledged: string[] = []
        for (const [run, count] of KILLED_AFTER.entries()) {
          acknowledged.push(...(await killedWriter(suite.writer!, stream, `run${run}`, count)))
          await withJournal(suite, async (journal) => {
            expect(await replayed(journal, stream)).toMatchObject({ status: 'verified' })
            const ids = (await readAll(journal, stream)).map(({ command }) => command)
            const stored = new Set(ids)
            expect(stored.size).toBe(ids.length)
            expect(acknowledged.filter((id) => !stored.has(id))).toEqual([])
            if (suite.readModels) {
              expect(sortedModels(await suite.readModels(stream))).toEqual(await replayedModels(journal, stream))
            }
            const app = await openExample(journal, stream, { snapshotEvery: 0 })
            expect(await app.execute(pay('bob', 'alice', 1, `after${run}`))).toMatchObject({ status: 'accepted' })
            await app.close()
          })
        }
        expect(acknowledged.length).toBeGreaterThanOrEqual(KILLED_AFTER.reduce((sum, count) => sum + count, 0))
      },
    )
  })
}

/** Starts a writer, kills it once it has acknowledged so many commands, and answers with what it acknowledged. */
function killedWriter(program: WriterProgram, stream: string, run: string, count: number): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const child = spawn(program.file, [...program.arguments, stream, run], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...program.environment },
    })
    let output = ''
    let errors = ''
    let lines = 0
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      lines += text.split('\n').length - 1
      if (lines >= count) child.kill('SIGKILL')
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    child.on('close', (_, signal) => {
      if (signal === 'SIGKILL') resolve(output.split('\n').slice(0, -1))
      else reject(new Error(`the writer ended by itself: ${errors}`))
    })
  })
}
