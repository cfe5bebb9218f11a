import { writeSync } from 'node:fs'
import type { Journal } from '../journal/journal.js'
import { open } from '../runtime/open.js'
import { exampleSystem } from './example-system.js'

const AT_ONCE = 24

/**
 * The writer of the crash test: opens the example system on a stream and executes commands for ever, many at once,
 * writing the id of each to standard output when it is acknowledged and not before.
 * @param journal - On the store of the suite.
 * @param stream - The stream to write to, as the program was told.
 * @param run - Starts the ids; another one in each process.
 * @returns Never; it rejects when a command is refused or the journal fails.
 * @example
 * const [stream = '', run = ''] = process.argv.slice(-2)
 * await writeUntilKilled(myJournal(), stream, run)
 */
export async function writeUntilKilled(journal: Journal, stream: string, run: string): Promise<never> {
  const app = await open({ system: exampleSystem, journal, stream, snapshotEvery: 500 })
  let count = 0
  const one = async (): Promise<void> => {
    const id = `${run}-${count++}`
    const answer = await app.execute(
      count % 4 === 0
        ? { id, by: 'alice', type: 'notes.put', input: { note: `note${count % 50}`, text: id } }
        : { id, by: 'alice', type: 'transfer.send', input: { to: `party${count % 50}`, asset: 'GOLD', amount: 1n } },
    )
    if (answer.status !== 'accepted') throw new Error(`command ${id} was refused with ${answer.code}`)
    writeSync(1, `${id}\n`)
  }
  const worker = async (): Promise<never> => {
    for (;;) await one()
  }
  return Promise.race(Array.from({ length: AT_ONCE }, worker))
}
