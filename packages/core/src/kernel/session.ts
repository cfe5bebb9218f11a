/** Linear use of a state, for whoever keeps only the newest: no chain of old versions burdens the garbage collector. */
import type { AnyCommand, AnyInstance } from './bag.js'
import { undo } from './effects.js'
import type { Rejected } from './rejection.js'
import { type State, spend, Version } from './state.js'
import type { Decision, System } from './system.js'

/** A state that moves in place. */
export interface Session {
  readonly sequence: number
  /** Time of the last accepted command, whole seconds. */
  readonly at: number
  readonly stream: string
  execute(command: AnyCommand): Decision | Rejected
  /** Decisions up to this record can't be rolled back any more. */
  settle(sequence: number): void
  /** Takes back what came after this record. */
  rollback(sequence: number): void
  /** The state as it is now, for views and snapshots: reads stay right only until the next command. */
  state(): State
}

/**
 * Begins a session. The state, and those it came from, can't be used any more; `fork` first to keep one.
 * Spec: kernel.md#execution.
 * @param system - The composition the state belongs to.
 * @param state - Where the session begins.
 * @returns The session; what its `execute` accepts can be rolled back until it is settled.
 * @example const session = begin(system, genesis(system, { at: 0 }).state)
 */
export function begin<M extends AnyInstance>(system: System<M>, state: State): Session {
  const store = spend(state)
  const { stream } = state
  const pending: Decision[] = []
  let settled = { sequence: state.sequence, at: state.at }
  let place = { stream, sequence: state.sequence, at: state.at }
  const session: Session = {
    stream,
    get sequence() {
      return place.sequence
    },
    get at() {
      return place.at
    },
    execute(command) {
      const decision = system.engine.decide(store, place, command)
      if (decision.status === 'accepted') {
        place = { stream, sequence: decision.sequence, at: decision.at }
        pending.push(decision)
      }
      return decision
    },
    settle(sequence) {
      demandPending(sequence)
      const count = sequence - settled.sequence
      const last = pending[count - 1]
      if (last !== undefined) settled = { sequence, at: last.at }
      pending.splice(0, count)
    },
    rollback(sequence) {
      demandPending(sequence)
      while (place.sequence > sequence) {
        undo(store, (pending.pop() as Decision).effects)
        const last = pending.at(-1) ?? settled
        place = { stream, sequence: last.sequence, at: last.at }
      }
    },
    state: () => new Version(place.sequence, place.at, stream, store),
  }
  const demandPending = (sequence: number): void => {
    if (sequence < settled.sequence || sequence > place.sequence) {
      throw new RangeError(`record ${sequence} isn't between ${settled.sequence} and ${place.sequence}`)
    }
  }
  return session
}
