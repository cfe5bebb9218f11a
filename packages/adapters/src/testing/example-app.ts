import { expect } from 'vitest'
import type { Journal } from '../journal/journal.js'
import type { App, CommandInput } from '../runtime/app.js'
import { type OpenOptions, open } from '../runtime/open.js'
import { type ExampleMechanism, exampleSystem } from './example-system.js'

/** The example system on a stream. */
export type ExampleApp = App<ExampleMechanism>

/** Opens the example system. */
export function openExample(
  journal: Journal,
  stream: string,
  options: Partial<OpenOptions<ExampleMechanism>> = {},
): Promise<ExampleApp> {
  return open({ system: exampleSystem, journal, stream, pollEvery: 20, ...options })
}

/** A payment of the example system's asset. */
export function pay(by: string, to: string, amount: number | bigint, id?: string): CommandInput<ExampleMechanism> {
  return {
    ...(id === undefined ? {} : { id }),
    by,
    type: 'transfer.send',
    input: { to, asset: 'GOLD', amount: BigInt(amount) },
  }
}

/** So many commands at once, payments and notes. */
export async function work(app: ExampleApp, count: number): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: count }, (_, n) =>
      n % 3 === 2
        ? app.execute({
            by: 'alice',
            type: 'notes.put',
            input: { note: `note${n % 7}`, text: `“${n}” \\ \u2028 é 😀` },
          })
        : app.execute(pay(n % 2 === 0 ? 'alice' : 'bob', `party${n % 11}`, n + 1)),
    ),
  )
  expect(answers.filter(({ status }) => status !== 'accepted')).toEqual([])
}
