import { fail } from './failure.js'
import type { Planned } from './planned.js'
import type { Progress } from './progress.js'

/** How a command was answered. */
type Answer =
  | { readonly status: 'accepted'; readonly repeated: boolean }
  | { readonly status: 'rejected'; readonly code: string }

/** What sending needs of an open app. */
export interface Recipient {
  /** Takes the commands of its own composition; which those are, a plan for several compositions can't say in types. */
  execute(command: never): Promise<Answer>
}

/** Commands under way together: the runtime decides them one after the other and stores them in one transaction. */
const BATCH = 2000

/**
 * Sends commands in order, many at a time.
 * @returns How many were stored by this; those that were there before are answered without.
 * @throws {TourError} when one that is to be accepted is refused, or a hopeless one accepted.
 */
export async function sendAll(app: Recipient, commands: readonly Planned[], progress: Progress): Promise<number> {
  let stored = 0
  for (let first = 0; first < commands.length; first += BATCH) {
    const batch = commands.slice(first, first + BATCH)
    const answers = await Promise.all(batch.map((command) => send(app, command)))
    for (const [index, answer] of answers.entries()) stored += storedBy(batch[index], answer)
    progress.advance(batch.length)
  }
  return stored
}

/** Sends one command and makes sure of its answer; 1 when it was stored by this, else 0. */
export async function sendOne(app: Recipient, command: Planned): Promise<number> {
  return storedBy(command, await send(app, command))
}

function send(app: Recipient, { hopeless: _, ...command }: Planned): Promise<Answer> {
  return app.execute(command as never)
}

function storedBy(command: Planned | undefined, answer: Answer): number {
  if (command !== undefined && (answer.status === 'rejected') !== (command.hopeless === true)) {
    const how = answer.status === 'rejected' ? `refused with ${answer.code}` : 'accepted'
    fail(`${command.id} (${command.type}) was ${how}`)
  }
  return answer.status === 'accepted' && !answer.repeated ? 1 : 0
}
