/** Stories whose commands depend on what came before: what a solver proposes for the state they have led to. */
import { execute, genesis, type State, type System, view } from '@symbolon/core'
import type { CommandStep, Expectation, Scenario, Step } from './scenario.js'

/** A command's input, or how to make one of the instance as it stands. */
export type Input<View> = object | ((view: View) => object)

/** A story that is being told: every step is run as it is added. */
export interface Story<View> {
  /** Adds a command that is accepted. */
  accept(by: string, at: number, name: string, input: Input<View>, note?: string): void
  /** Adds a command that is refused with a code. */
  refuse(code: string, by: string, at: number, name: string, input: Input<View>, note?: string): void
  /** Adds any other step, which is not run. */
  add(...steps: readonly Step[]): void
  /** All of it. */
  tell(name: string, about: string): Scenario
}

/**
 * Begins a story of one instance. A name without a dot is a command of it.
 * @throws {Error} when a step doesn't end as it is said to.
 */
export function story<View>(system: System, instance: string): Story<View> {
  let { state } = genesis(system, { at: 0 }) as { state: State }
  const steps: Step[] = []
  const look = (): View => (view(system, state).mechanisms as Record<string, unknown>)[instance] as View
  const run = (expect: Expectation, by: string, at: number, name: string, input: Input<View>, note?: string): void => {
    const made = typeof input === 'function' ? input(look()) : input
    const type = name.includes('.') ? name : `${instance}.${name}`
    const command: CommandStep['command'] = { by, at, type, input: made }
    const outcome = execute(system, state, { id: `c${steps.length + 1}`, ...command } as never)
    const ended = outcome.status === 'accepted' ? 'accepted' : outcome.code
    if (ended !== expect) throw new Error(`step ${steps.length + 1}, ${type} by ${by}: ${ended}, not ${expect}`)
    if (outcome.status === 'accepted') state = outcome.state
    steps.push({ command, expect, ...(note === undefined ? {} : { note }) })
  }
  return {
    accept: (by, at, name, input, note) => run('accepted', by, at, name, input, note),
    refuse: run,
    add: (...others) => {
      steps.push(...others)
    },
    tell: (name, about) => ({ name, about, system, at: 0, steps }),
  }
}
