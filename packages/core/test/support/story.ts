/** A story told in commands: ids count up, and what happened can be asked. */
import {
  type Accepted,
  type AnyCommand,
  audit,
  execute,
  genesis,
  type Outcome,
  type State,
  type System,
} from '../../src/kernel/index.js'

/** A system's state that moves with every accepted command. */
export interface Story {
  readonly first: Accepted
  state: State
  /** @returns `accepted` or the code of the refusal. After a refusal the state is the same object. */
  run(by: string, type: string, input: unknown, at?: number, more?: Partial<AnyCommand>): string
  outcome(by: string, type: string, input: unknown, at?: number, more?: Partial<AnyCommand>): Outcome<never>
  /** Audits that fail now. */
  failed(): readonly unknown[]
}

export function story(system: System<never> | System, stream = 'story'): Story {
  const first = genesis(system as System, { at: 0, stream })
  let count = 0
  const told: Story = {
    first,
    state: first.state,
    outcome(by, type, input, at = told.state.at, more = {}) {
      count += 1
      const outcome = execute(system as System, told.state, { id: `c${count}`, by, at, type, input, ...more } as never)
      if (outcome.status === 'accepted') told.state = outcome.state
      return outcome as Outcome<never>
    },
    run(...command) {
      const outcome = told.outcome(...command)
      return outcome.status === 'accepted' ? 'accepted' : outcome.code
    },
    failed: () => audit(system as System, told.state),
  }
  return told
}
