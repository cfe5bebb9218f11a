/** Commands run one after the other on one system, for tests that tell what happens to people. */
import { expect } from 'vitest'
import { type AnyInstance, digest, execute, genesis, type State, type System, view } from '../src/index.js'

/** A system's life so far. */
export interface Story<M extends AnyInstance> {
  readonly state: State
  /** Runs a command; a refused one must have changed nothing. @returns `accepted` or the code. */
  run(by: string, at: number, type: string, input: unknown): string
  /** Data of the events of the last accepted command. */
  readonly events: readonly unknown[]
  see(now?: number): ReturnType<typeof view<M>>
}

export function story<M extends AnyInstance>(system: System<M>, at = 0): Story<M> {
  let { state } = genesis(system, { at })
  let events: readonly unknown[] = []
  let commands = 0
  return {
    get state() {
      return state
    },
    get events() {
      return events
    },
    run(by, time, type, input) {
      commands += 1
      const before = digest(system, state)
      const outcome = execute(system, state, { id: `c${commands}`, by, at: time, type, input } as never)
      if (outcome.status === 'rejected') {
        expect(digest(system, state), `${type} was refused and changed something`).toBe(before)
        return outcome.code
      }
      state = outcome.state
      events = outcome.events.map((event) => (event as { readonly data: unknown }).data)
      return 'accepted'
    },
    see: (now) => view(system, state, now),
  }
}
