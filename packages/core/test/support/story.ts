/** A story told in commands, one after the other on one system: ids count up, and what happened can be asked. */
import { expect } from 'vitest'
import {
  type Accepted,
  type AnyCommand,
  type AnyInstance,
  audit,
  digest,
  execute,
  genesis,
  type Outcome,
  type State,
  type System,
  view,
} from '../../src/kernel/index.js'

/** A system's life so far. */
export interface Story<M extends AnyInstance> {
  readonly first: Accepted
  /** Moves with every accepted command. */
  readonly state: State
  /** Data of the events of the last accepted command. */
  readonly events: readonly unknown[]
  /** Runs a command, by default at the state's own time. @returns `accepted` or the code of the refusal. */
  run(by: string, type: string, input: unknown, at?: number, more?: Partial<AnyCommand>): string
  /** The same, with all that came of it. A refused command must have changed nothing. */
  outcome(by: string, type: string, input: unknown, at?: number, more?: Partial<AnyCommand>): Outcome<AnyInstance>
  see(now?: number): ReturnType<typeof view<M>>
  /** Audits that fail now. */
  failed(): readonly unknown[]
}

export function story<M extends AnyInstance>(system: System<M>, at = 0): Story<M> {
  const first = genesis(system as System, { at, stream: 'story' })
  let { state } = first
  let events: readonly unknown[] = []
  let count = 0
  const outcome: Story<M>['outcome'] = (by, type, input, time = state.at, more = {}) => {
    count += 1
    const before = digest(system, state)
    const command = { id: `c${count}`, by, at: time, type, input, ...more }
    const came = execute(system as System, state, command as never)
    if (came.status === 'accepted') {
      state = came.state
      events = came.events.map(({ data }: { readonly data: unknown }) => data)
    } else {
      expect(digest(system, state), `${type} was refused and changed something`).toBe(before)
    }
    return came
  }
  return {
    first,
    get state() {
      return state
    },
    get events() {
      return events
    },
    outcome,
    run(...command) {
      const came = outcome(...command)
      return came.status === 'accepted' ? 'accepted' : came.code
    },
    see: (now) => view(system, state, now),
    failed: () => audit(system, state),
  }
}
