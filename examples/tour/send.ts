import { fail } from './failure.js'
import type { Planned } from './planned.js'
import type { Progress } from './progress.js'

/** How a command was answered. */
type Answer = { readonly status: 'accepted' } | { readonly status: 'rejected'; readonly code: string }

/** What sending needs of an open app. */
export interface Recipient {
  /** Takes the commands of its own composition; which those are, a plan for several compositions can't say in types. */
  execute(command: never): Promise<Answer>
}

/** Commands under way together: the runtime decides them one after the other and stores them in one transaction. */
const BATCH = 2000

/**
 * Sends commands in order, many at a time.
 * @throws {TourError} when one that is to be accepted is refused, or a hopeless one accepted.
 */
export async function sendAll(app: Recipient, commands: readonly Planned[], progress: Progress): Promise<void> {
  for (let first = 0; first < commands.length; first += BATCH) {
    const batch = commands.slice(first, first + BATCH)
    const answers = await Promise.all(batch.map((command) => send(app, command)))
    for (const [index, answer] of answers.entries()) checkAnswer(batch[index], answer)
    progress.advance(batch.length)
  }
}

/** Sends one command and makes sure of its answer. */
export async function sendOne(app: Recipient, command: Planned): Promise<void> {
  checkAnswer(command, await send(app, command))
}

function send(app: Recipient, { hopeless: _, ...command }: Planned): Promise<Answer> {
  return app.execute(command as never)
}

function checkAnswer(command: Planned | undefined, answer: Answer): void {
  if (command === undefined || (answer.status === 'rejected') === (command.hopeless === true)) return
  const how = answer.status === 'rejected' ? `refused with ${answer.code}` : 'accepted'
  fail(`${command.id} (${command.type}) was ${how}`)
}
